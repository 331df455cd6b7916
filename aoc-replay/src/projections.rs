//! The questions, one a file.

mod holders;
mod ordinals;
mod parties;
mod reconciliation;
mod register;
mod roll;
mod timeline;

pub use holders::{HolderLine, Holders, HoldersAnswer, HoldersState};
pub use ordinals::{OrdinalLine, Ordinals, OrdinalsAnswer};
pub use reconciliation::{
    Attested, Finding, Range, Reconciliation, ReconciliationAnswer, ReconciliationLine, ReconciliationState,
    Tolerance,
};
pub use register::{Found, Register, RegisterAnswer, RegisterState, Registered};
pub use roll::{Roll, RollAnswer, RollLine, RollState, Total};
pub use timeline::{Part, Timeline, TimelineAnswer, TimelineLine};

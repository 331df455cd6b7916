//! Questions and answers over the partnership ledger.
//!
//! [`Ledger`] is what an embedder holds. A question is a value with parameters ([`Roll::of`]); a
//! [`View`] has two axes, true *on* a day and *known at* a commit; a [`Projection`] folds the records
//! that stand in a view, in order of effect, into an answer. Every answer says its view.
//!
//! Not here: the rules (`aoc-core`), the bytes (`aoc-store`), the words of an answer (`aoc-cli`).
//!
//! The example of [`Ledger`] records three facts and asks for a roll.

mod audit;
mod certainty;
mod commits;
mod erasure;
mod error;
mod explain;
mod fixture;
mod late;
mod ledger;
mod lives;
mod order;
mod projection;
mod projections;
mod view;

pub use aoc_store::{RecordError, RecordView};
pub use audit::{Audit, CommitFinding, Flagged};
pub use certainty::{Certainty, Span};
pub use commits::{Commit, Commits};
pub use error::Error;
pub use explain::{Explanation, FactHistory, Version, VersionStatus};
pub use fixture::{Given, Outcome};
pub use late::{Correction, LateLine, LateReport, Learned};
pub use ledger::{Ledger, Receipt, Recorded};
pub use order::Interest;
pub use projection::{Answer, Diff, Lines, Projection};
pub use projections::{
    Attested, Finding, Found, HolderLine, Holders, HoldersAnswer, HoldersState, OrdinalLine, Ordinals,
    OrdinalsAnswer, Part, Range, Reconciliation, ReconciliationAnswer, ReconciliationLine,
    ReconciliationState, Register, RegisterAnswer, RegisterState, Registered, Roll, RollAnswer, RollLine,
    RollState, Timeline, TimelineAnswer, TimelineLine, Tolerance, Total,
};
pub use view::{KnownAt, ReadView, View};

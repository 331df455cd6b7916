//! The questions, one a file.

pub(crate) mod agreements;
mod calendar;
mod contributions;
mod directory;
mod holders;
mod memberships;
mod obligations;
mod ordinals;
mod parties;
mod partners;
mod plans;
mod priority_areas;
mod reconciliation;
mod register;
mod roll;
mod roster;
mod signatories;
mod story;
mod strategies;
mod timeline;

pub use agreements::{
    AgreementLine, Agreements, AgreementsAnswer, AgreementsState, AmendmentLine, DisputeLine, FocalPointLine,
    PriorityLine, Renewal, Signature, Stage,
};
pub use calendar::{
    Calendar, CalendarAnswer, CalendarKind, CalendarLine, CalendarState, Differs, HeldForum, PlanOutcome,
};
pub use contributions::{
    Amounts, Balance, ContributionLine, Contributions, ContributionsAnswer, ContributionsState, Gift,
    OutstandingAmounts,
};
pub use directory::{Directory, DirectoryAnswer, DirectoryLine, DirectoryState, ThemeLine};
pub use holders::{HolderLine, Holders, HoldersAnswer, HoldersState};
pub use memberships::{MembershipLine, Memberships, MembershipsAnswer, MembershipsState};
pub use obligations::{BiannualReading, ObligationLine, ObligationStatus, Obligations, ObligationsAnswer};
pub use ordinals::{OrdinalLine, Ordinals, OrdinalsAnswer};
pub use partners::{PartnerLine, Partners, PartnersAnswer, PartnersState};
pub use plans::{Activity, Plan, PlanId, PlanLine, Plans, PlansAnswer};
pub use priority_areas::{PriorityAreaLine, PriorityAreas, PriorityAreasAnswer, PriorityAreasState};
pub use reconciliation::{
    Attested, Finding, Range, Reconciliation, ReconciliationAnswer, ReconciliationLine, ReconciliationState,
    Tolerance,
};
pub use register::{Found, Register, RegisterAnswer, RegisterState, Registered};
pub use roll::{Roll, RollAnswer, RollLine, RollState, Total};
pub use roster::{
    EngagementLine, ExpertLine, MobilizationLine, Roster, RosterAnswer, RosterKey, RosterLine, RosterState,
    TensionLine,
};
pub use signatories::{Signatories, SignatoriesAnswer, SignatoryLine, SignatoryStanding};
pub use story::{Story, StoryAnswer, StoryLine, StoryState};
pub use strategies::{
    Adopter, Adoption, Expectation, MeetingKind, Strategies, StrategiesAnswer, StrategiesState, StrategyLine,
    StrategyMeeting, StrategyPlan, StrategyProject, StrategyStage, Supersession,
};
pub use timeline::{Part, Timeline, TimelineAnswer, TimelineLine};

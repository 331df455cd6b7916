//! Questions and answers over the partnership ledger.
//!
//! [`Ledger`] is what an embedder holds. A question is a value with parameters ([`Roll::of`]); a
//! [`View`] has two axes, true *on* a day and *known at* a commit; a [`Projection`] folds the records
//! that stand in a view, in order of effect, into an answer. Every answer says its view.
//!
//! Not here: the rules (`aoc-core`), the bytes (`aoc-store`), the words of an answer (`aoc-cli`).
//!
//! The example of [`Ledger`] records three facts and asks for a roll.

// On the workspace's list they would speak of the tests too.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::string_slice))]

mod as_of;
mod audit;
mod certainty;
mod commits;
mod course;
mod erasure;
mod error;
mod explain;
mod extract;
mod fixture;
mod interest;
mod inventory;
mod late;
mod ledger;
mod life;
mod lives;
mod occurrence;
mod outline;
mod pages;
mod projection;
mod projections;
mod reach;
mod readings;
mod records;
mod state;
mod stretch;
mod tenure;
mod tenures;
mod threads;
mod view;

pub use aoc_store::{RecordError, RecordView};
pub use as_of::AsOf;
pub use audit::{Audit, CommitFinding, Flagged};
pub use certainty::{Certainty, Span};
pub use commits::{Commit, Commits};
pub use course::{Course, Phase};
pub use error::Error;
pub use explain::{Explanation, FactHistory, Version, VersionStatus};
pub use extract::{Extract, ExtractError, Proven};
pub use fixture::{Given, Outcome};
pub use interest::Interest;
pub use inventory::{Entry, Inventory, ProvenEntry};
pub use late::{Correction, LateLine, LateReport, Learned};
pub use ledger::{
    BatchSize, BatchSizeError, Bulk, BulkError, BulkRecorded, Ledger, Receipt, Recorded, Stored, Together,
};
pub use occurrence::Occurrence;
pub use projection::{Answer, Diff, Lines, Parallel, Projection};
pub use projections::{
    Activity, Adopter, Adoption, AgreementLine, Agreements, AgreementsAnswer, AgreementsState, AmendmentLine,
    Amounts, Attested, Balance, BiannualReading, Calendar, CalendarAnswer, CalendarKind, CalendarLine,
    CalendarState, ContributionLine, Contributions, ContributionsAnswer, ContributionsState, Differs,
    Directory, DirectoryAnswer, DirectoryLine, DirectoryState, DisputeLine, EngagementLine, Expectation,
    ExpertLine, Finding, FocalPointLine, Found, Gift, HeldForum, HolderLine, Holders, HoldersAnswer,
    HoldersState, MeetingKind, MembershipLine, Memberships, MembershipsAnswer, MembershipsState,
    MobilizationLine, ObligationLine, ObligationStatus, Obligations, ObligationsAnswer, OrdinalLine,
    Ordinals, OrdinalsAnswer, OutstandingAmounts, Part, PartnerLine, Partners, PartnersAnswer, PartnersState,
    Plan, PlanId, PlanLine, PlanOutcome, Plans, PlansAnswer, PriorityAreaLine, PriorityAreas,
    PriorityAreasAnswer, PriorityAreasState, PriorityLine, Range, Reconciliation, ReconciliationAnswer,
    ReconciliationLine, ReconciliationState, Register, RegisterAnswer, RegisterState, Registered, Renewal,
    Roll, RollAnswer, RollLine, RollState, Roster, RosterAnswer, RosterKey, RosterLine, RosterState,
    Signatories, SignatoriesAnswer, SignatoryLine, SignatoryStanding, Signature, Stage, Story, StoryAnswer,
    StoryLine, StoryState, Strategies, StrategiesAnswer, StrategiesState, StrategyLine, StrategyMeeting,
    StrategyPlan, StrategyProject, StrategyStage, Supersession, TensionLine, ThemeLine, Timeline,
    TimelineAnswer, TimelineLine, Tolerance, Total,
};
pub use reach::Reach;
pub use records::Records;
pub use stretch::Stretch;
pub use threads::Threads;
pub use view::{KnownAt, ReadView, View};

//! The core of the partnership ledger: events, timelines, rules, decisions.
//!
//! Pure: no I/O, no clock, no randomness. What is proposed is a [`Draft`]; [`decide`] judges a commit
//! of drafts against the [`Book`] and gives [`Record`]s or [`Rejections`]. The log, its bytes and its
//! durability are `aoc-store`; questions and answers are `aoc-replay`.
//!
//! ```
//! use aoc_core::{decide, Book, Citations, Draft, EventDate, GroupEstablished, MemberJoined, PartyKind,
//!     PartyRegistered, Timestamp};
//! let names = |text: &str| serde_json::from_value(serde_json::json!([{"lang": "en", "text": text}]));
//! let (group, party) = ("friends".parse()?, "esp".parse()?);
//! let drafts = [
//!     Draft::new(
//!         GroupEstablished { group, names: names("Group of Friends")?, admits: vec![PartyKind::Country] },
//!         "2005".parse()?,
//!         Citations::uncited(),
//!     ),
//!     Draft::new(
//!         PartyRegistered { party, kind: PartyKind::Country, names: names("Spain")?, codes: vec![] },
//!         EventDate::UNKNOWN,
//!         Citations::uncited(),
//!     ),
//!     Draft::new(MemberJoined { group, party }, "2005".parse()?, Citations::uncited()),
//! ];
//! let book = Book::default();
//! assert_eq!(decide(&book, &drafts, Timestamp::from_micros(0))?.len(), 3);
//!
//! let twice = [&drafts[..], &[Draft::new(MemberJoined { group, party }, "2006".parse()?, Citations::uncited())]].concat();
//! let rejections = decide(&book, &twice, Timestamp::from_micros(0)).unwrap_err();
//! assert_eq!(rejections.findings()[0].rule.name(), "already-member");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

// On the workspace's list they would speak of the tests too.
#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects, clippy::string_slice))]

mod action_plan;
mod agreement;
mod amendment;
mod attestation;
mod book;
mod chain;
mod citation;
mod clearinghouse;
mod codes;
mod consultation;
mod contribution;
mod custom;
mod date;
mod day;
mod decide;
#[cfg(test)]
mod dice;
mod digest;
mod dispute;
mod draft;
mod event;
mod focal_point;
mod forum;
mod group;
mod id;
mod index;
mod initiative;
mod inventory;
mod kind;
mod label;
mod list;
mod media_response;
mod meeting;
mod membership;
mod money;
mod name;
mod named;
#[cfg(test)]
mod numbers;
mod obligation;
mod office;
mod order;
mod organ;
mod party;
mod period;
mod person;
mod personal;
mod priority_area;
mod project;
mod record;
mod region;
mod rejection;
mod report;
mod resolution;
mod rule;
mod screened;
mod seal;
mod source;
mod strategy;
mod timeline;
mod written;

pub use action_plan::{ActionPlanAgreed, ActionPlanEvent, JointProgrammeAgreed};
pub use agreement::{
    ActivityHeld, AgreementConsented, AgreementDrafted, AgreementEvent, AgreementForm, AgreementRenewed,
    AgreementSigned, AgreementSuperseded, AgreementTerminated, AuthenticTexts, EntryIntoForce,
    EvaluationHeld, ObligationNotPerformed, ObligationPerformed, Priority, PriorityAdded, PriorityRoute,
};
pub use amendment::{AmendmentConsented, AmendmentEvent, AmendmentProposed, ConsentForm};
pub use attestation::{AttestationEvent, Figure, FigureAttested, OrdinalAttested, Scope};
pub use book::{Book, Entry, Records, personal_data, registrations};
pub use chain::{Link, Window, windows};
pub use citation::{Citation, Citations, NoCitation};
pub use clearinghouse::{
    ClearinghouseEvent, EntryKind, EntryPublished, EntryRevised, EntryWithdrawn, THEMES_MAX, ThemeOpened,
    clearinghouse,
};
pub use codes::{CountryCode, CountryCodeError};
pub use consultation::{ConsultationEvent, ConsultationHeld, ConsultationLevel};
pub use contribution::{
    ContributionDelivered, ContributionDirection, ContributionEvent, ContributionForm, ContributionLevel,
    ContributionPledged, ContributionTerms,
};
pub use custom::CustomEvent;
pub use date::{Bounds, EventDate, EventDateError, Qualifier};
pub use day::{Day, DayError, Timestamp, TimestampError};
pub use decide::{Unread, decide, decide_from};
pub use digest::{InventoryDigest, InventoryDigestError};
pub use dispute::{DisputeEvent, DisputeRaised, DisputeSettled};
pub use draft::{Claim, Draft, DraftJsonError, RecordRef, meta_json};
pub use event::{
    BodyError, CONTENT_LEN_MAX, ENTITIES_MAX, Entities, Event, EventJsonError, Lanes, Privacy, Role,
    TimeShape,
};
pub use focal_point::{
    AgreementFocalPointDesignated, AgreementFocalPointReleased, FocalPointDesignated, FocalPointEvent,
    FocalPointReleased, focal_point,
};
pub use forum::{ForumEvent, ForumHeld, ForumPlanned, forums};
pub use group::{GroupEstablished, GroupEvent};
pub use id::{
    ActionPlanId, AgreementId, AmendmentId, ConsultationId, ContributionId, DisputeId, EntityId, EntityKind,
    EntryId, EventId, ForumId, GroupId, IdError, ImplementationPlanId, InitiativeId, MeetingId,
    MobilizationId, OfficeId, PartyId, PersonId, Position, PriorityAreaId, ProgrammeId, ProjectId, ReportId,
    ResolutionId, SLUG_LEN_MAX, SourceId, StrategyId, TensionId, ThemeId,
};
pub use index::{Heading, InOrder, Index, NotPacked, Packed, Placed, Section};
pub use initiative::{InitiativeEvent, InitiativeLaunched, InitiativeProposed};
pub use inventory::{
    ANSWERS_MAX, AnswerDigest, InventoryEvent, InventoryTaken, ProjectionName, ProjectionNameError,
    ProjectionVersion,
};
pub use kind::{CUSTOM_FROM, Kind, KindCode, SchemaVersion};
pub use label::Label;
pub use media_response::{
    ExpertEngaged, ExpertEnrolled, ExpertKind, ExpertRetired, MechanismMobilized, MechanismStoodDown,
    MediaResponseEvent, TensionReported, expert,
};
pub use meeting::{MeetingEvent, MeetingHeld};
pub use membership::{
    InterestExpressed, MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew,
    MembershipEvent, membership,
};
pub use money::{Currency, Money, MoneyError, Outstanding, Sums};
pub use name::{LanguageTag, LanguageTagError, Name, Names, NamesError, TEXT_LEN_MAX, Text, TextError};
pub use obligation::{Bearer, Due, Obligation, ObligationKind, Trigger};
pub use office::{
    OfficeAssumed, OfficeEstablished, OfficeEvent, OfficeHolderAnnounced, OfficeHolderAppointed,
    OfficeVacated,
};
pub use order::{ANCHORS_MAX, EffectKey};
pub use organ::{Organ, OrganError};
pub use party::{
    Code, PartyDissolved, PartyEvent, PartyKind, PartyRegistered, PartyRenamed, PartySucceeded, Sector,
    Succession,
};
pub use period::{Period, PeriodError};
pub use person::{PersonErased, PersonEvent, PersonRegistered};
pub use personal::Personal;
pub use priority_area::{PriorityAreaAdopted, PriorityAreaDropped, PriorityAreaEvent};
pub use project::{ProjectAdded, ProjectConcluded, ProjectEvent};
pub use record::{CodeListVersion, CommitEnd, Meta, MetaError, Record, Relation, RuleSetVersion};
pub use region::Region;
pub use rejection::{Breaks, DraftNumber, Place, Rejection, Rejections};
pub use report::{ImplementationPlanIssued, ReportEvent, ReportIssued};
pub use resolution::{AdoptionManner, ResolutionAdopted, ResolutionEvent, Votes};
pub use rule::{Refusal, Rule};
pub use screened::Screened;
pub use seal::{Salt, Seal, SealDigest};
pub use source::{Digest, DigestError, SourceEvent, SourceRegistered, SourceWithdrawn};
pub use strategy::{
    ActionPlanIssued, AdoptionExpected, DraftTabled, NationalScope, NegotiationHeld, PartyInvited,
    RegionalScope, ReviewConferenceHeld, StrategyAdopted, StrategyEndorsed, StrategyEvent, StrategyLaunched,
    StrategyScope, StrategySuperseded, national_plans,
};

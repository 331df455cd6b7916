//! Timelines: the standing records that change one entity, in order of effect, and the state machine
//! that accepts them.

use std::any::Any;

use crate::agreement::AgreementState;
use crate::amendment::AmendmentState;
use crate::clearinghouse::{ClearinghouseState, EntryState};
use crate::contribution::ContributionState;
use crate::date::EventDate;
use crate::dispute::DisputeState;
use crate::event::Event;
use crate::focal_point::FocalPointState;
use crate::forum::{ForumState, ForumsState};
use crate::id::{EntityKind, Position};
use crate::initiative::InitiativeState;
use crate::media_response::{ExpertState, MobilizationState, TensionState};
use crate::membership::MembershipState;
use crate::office::OfficeState;
use crate::party::{CodeState, PartyState};
use crate::person::PersonState;
use crate::priority_area::PriorityAreaState;
use crate::project::ProjectState;
use crate::rule::{Refusal, Rule};
use crate::source::SourceState;
use crate::strategy::{NationalPlansState, StrategyState};

/// One record of a timeline, as a state machine sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'s> {
    /// What happened.
    pub(crate) event: &'s Event,
    /// When.
    pub(crate) date: EventDate,
    /// Its place in the log.
    pub(crate) at: Position,
}

/// The life of one entity. `check` and `close` hold the rules; `apply` holds none and cannot refuse.
pub(crate) trait Machine {
    /// Whether the step may come next.
    fn check(&self, step: &Step<'_>) -> Result<(), Refusal>;
    /// The step came next.
    fn apply(&mut self, step: &Step<'_>);
    /// Nothing more came: what stands against steps that were accepted for what might have come behind them.
    fn close(&self) -> Vec<(Position, Refusal)> {
        Vec::new()
    }
}

/// A machine that can be kept where it stands: several may go on from there, and see whether they came to the same.
///
/// What grows with the number of steps is held in persistent maps: a copy must not cost more, the longer the life.
pub(crate) trait Life: Machine + Any + Send + Sync {
    fn copy(&self) -> Box<dyn Life>;
    fn is_at(&self, other: &dyn Life) -> bool;
}

impl<M: Machine + Clone + PartialEq + Send + Sync + 'static> Life for M {
    fn copy(&self) -> Box<dyn Life> {
        Box::new(self.clone())
    }

    fn is_at(&self, other: &dyn Life) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref() == Some(self)
    }
}

impl Clone for Box<dyn Life> {
    fn clone(&self) -> Self {
        self.as_ref().copy()
    }
}

/// The life of an entity of which nothing is recorded but how it came into being: once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Founded {
    at: Option<Position>,
}

impl Machine for Founded {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let own = event.entities().changes.first().copied();
        self.at.map_or(Ok(()), |at| Err(Refusal::new(Rule::AlreadyRegistered, own, at)))
    }

    fn apply(&mut self, step: &Step<'_>) {
        self.at = Some(step.at);
    }
}

/// An embedder's own entity: no rule of ours.
#[derive(Clone, PartialEq, Eq)]
struct Unjudged;

impl Machine for Unjudged {
    fn check(&self, _: &Step<'_>) -> Result<(), Refusal> {
        Ok(())
    }

    fn apply(&mut self, _: &Step<'_>) {}
}

pub(crate) fn machine(kind: EntityKind) -> Box<dyn Life> {
    match kind {
        EntityKind::Source => Box::<SourceState>::default(),
        EntityKind::Party => Box::<PartyState>::default(),
        EntityKind::Person => Box::<PersonState>::default(),
        EntityKind::Office => Box::<OfficeState>::default(),
        EntityKind::Membership => Box::<MembershipState>::default(),
        EntityKind::FocalPoint => Box::<FocalPointState>::default(),
        EntityKind::Code => Box::<CodeState>::default(),
        EntityKind::Agreement => Box::<AgreementState>::default(),
        EntityKind::Amendment => Box::<AmendmentState>::default(),
        EntityKind::Dispute => Box::<DisputeState>::default(),
        EntityKind::Contribution => Box::<ContributionState>::default(),
        EntityKind::Strategy => Box::<StrategyState>::default(),
        EntityKind::NationalPlans => Box::<NationalPlansState>::default(),
        EntityKind::Project => Box::<ProjectState>::default(),
        EntityKind::Initiative => Box::<InitiativeState>::default(),
        EntityKind::Forum => Box::<ForumState>::default(),
        EntityKind::Forums => Box::<ForumsState>::default(),
        EntityKind::PriorityArea => Box::<PriorityAreaState>::default(),
        EntityKind::Clearinghouse => Box::<ClearinghouseState>::default(),
        EntityKind::Entry => Box::<EntryState>::default(),
        EntityKind::Expert => Box::<ExpertState>::default(),
        EntityKind::Tension => Box::<TensionState>::default(),
        EntityKind::Mobilization => Box::<MobilizationState>::default(),
        EntityKind::Group
        | EntityKind::ActionPlan
        | EntityKind::Programme
        | EntityKind::Consultation
        | EntityKind::Resolution
        | EntityKind::Report
        | EntityKind::ImplementationPlan
        | EntityKind::Meeting
        | EntityKind::Theme => Box::<Founded>::default(),
        EntityKind::Custom(_) => Box::new(Unjudged),
    }
}

/// Whether an entity of this kind must have been founded before anything else names it.
pub(crate) const fn is_founded(kind: EntityKind) -> bool {
    match kind {
        EntityKind::Source
        | EntityKind::Party
        | EntityKind::Person
        | EntityKind::Office
        | EntityKind::Group
        | EntityKind::Membership
        | EntityKind::Agreement
        | EntityKind::Amendment
        | EntityKind::ActionPlan
        | EntityKind::Programme
        | EntityKind::Consultation
        | EntityKind::Dispute
        | EntityKind::Contribution
        | EntityKind::Strategy
        | EntityKind::Project
        | EntityKind::Initiative
        | EntityKind::Forum
        | EntityKind::Resolution
        | EntityKind::Report
        | EntityKind::ImplementationPlan
        | EntityKind::PriorityArea
        | EntityKind::Meeting
        | EntityKind::Theme
        | EntityKind::Entry
        | EntityKind::Expert
        | EntityKind::Tension
        | EntityKind::Mobilization => true,
        EntityKind::FocalPoint
        | EntityKind::Code
        | EntityKind::NationalPlans
        | EntityKind::Forums
        | EntityKind::Clearinghouse
        | EntityKind::Custom(_) => false,
    }
}

//! [`Agreements`]: where agreements stand on a day.

pub(crate) mod force;
pub(crate) mod state;

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AgreementDrafted, AgreementEvent, AgreementId, AgreementSigned, AmendmentEvent, AmendmentId,
    DisputeEvent, DisputeId, EntityId, EntityKind, Event, FocalPointEvent, PartyId, Period, PersonId,
    Position, Priority, PriorityRoute, Text, Window, focal_point,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::interest::Interest;
use crate::projection::{Lines, Projection};
use crate::reach::Reach;
use crate::readings::Readings;
use crate::view::ReadView;
pub use force::Stage;
pub use state::AgreementsState;

/// Where agreements stand on a day: drafted, signed by some, in force, expired, terminated, superseded.
///
/// ```
/// use aoc_replay::{Agreements, Certainty, Ledger, View};
/// let ledger = Ledger::in_memory();
/// let answer = ledger.ask(&Agreements::all(), View::on("2009-04-06".parse()?))?.value;
/// assert!(answer.lines.iter().all(|line| line.in_force() == Certainty::No));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreements {
    of: Of,
}

/// Which agreements a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    All,
    One(AgreementId),
    Party(PartyId),
}

impl Agreements {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self { of: Of::All }
    }

    /// This one.
    #[must_use]
    pub const fn one(agreement: AgreementId) -> Self {
        Self { of: Of::One(agreement) }
    }

    /// Those of a party.
    #[must_use]
    pub const fn of_party(party: PartyId) -> Self {
        Self { of: Of::Party(party) }
    }
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// What was signed, as what and where.
    pub event: AgreementSigned,
    /// Whether it was signed by the day.
    pub signed: Certainty,
    /// Between which days.
    pub when: Window,
}

/// A priority of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityLine {
    /// The priority.
    pub priority: Priority,
    /// How it came to those of the text; nothing for one of the text.
    pub added_by: Option<PriorityRoute>,
    /// Whether it is one on the day.
    pub held: Certainty,
}

/// An amendment of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentLine {
    /// The amendment.
    pub amendment: AmendmentId,
    /// What it changes; nothing when the proposal is not in the view.
    pub text: Option<Text>,
    /// The parties that consented.
    pub consented: Vec<PartyId>,
    /// Whether every party has consented by the day.
    pub in_effect: Certainty,
}

/// A dispute about an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputeLine {
    /// The dispute.
    pub dispute: DisputeId,
    /// What it is about.
    pub about: Text,
    /// Whether it is raised and not settled on the day.
    pub open: Certainty,
}

/// A focal point of a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FocalPointLine {
    /// The party.
    pub party: PartyId,
    /// Its focal point.
    pub person: PersonId,
    /// Whether it is on the day.
    pub held: Certainty,
}

/// A renewal of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewal {
    /// Between which days.
    pub when: Window,
    /// For how long from then on; without a term it has no end since.
    pub term: Option<Period>,
}

/// One agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementLine {
    /// Its text.
    pub drafted: AgreementDrafted,
    /// The stages in which it may be on the day; one that is certain stands alone.
    pub stages: BTreeMap<Stage, Certainty>,
    /// Between which days it entered into force; nothing while its clause is not met.
    pub since: Option<Window>,
    /// Between which days it ends or ended; nothing while no end is in sight.
    pub until: Option<Window>,
    /// Its renewals.
    pub renewals: Vec<Renewal>,
    /// Who signed.
    pub signatures: Vec<Signature>,
    /// Its priorities: those of the text, and those that were added.
    pub priorities: Vec<PriorityLine>,
    /// Its amendments.
    pub amendments: Vec<AmendmentLine>,
    /// Its disputes.
    pub disputes: Vec<DisputeLine>,
    /// The focal points of its parties.
    pub focal_points: Vec<FocalPointLine>,
    /// Between which days its parties last consulted each other.
    pub last_consultation: Option<Window>,
    /// The agreement that took its place.
    pub superseded_by: Option<AgreementId>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

impl AgreementLine {
    /// The agreement.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        self.drafted.agreement
    }

    /// Whether it is in force on the day.
    #[must_use]
    pub fn in_force(&self) -> Certainty {
        self.stages.get(&Stage::InForce).copied().unwrap_or(Certainty::No)
    }
}

/// The answer to [`Agreements`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AgreementsAnswer {
    /// The agreements, by when they were drafted.
    pub lines: Vec<AgreementLine>,
}

impl Lines for AgreementsAnswer {
    type Key = AgreementId;
    type Line = AgreementLine;

    fn lines(&self) -> BTreeMap<AgreementId, AgreementLine> {
        self.lines.iter().map(|line| (line.agreement(), line.clone())).collect()
    }
}

impl Projection for Agreements {
    type State = AgreementsState;
    type Answer = AgreementsAnswer;

    fn interest(&self) -> Interest {
        AgreementsState::interest()
    }

    fn reach(&self) -> Reach {
        match self.of {
            Of::One(agreement) => AgreementsState::reach(agreement),
            // From a party's agreement nothing leads to what names it: disputes and focal points of the other parties.
            Of::All | Of::Party(_) => Reach::Everything,
        }
    }

    fn apply(&self, state: &mut AgreementsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(record)
    }

    fn answer(&self, state: &AgreementsState, view: &ReadView) -> AgreementsAnswer {
        let about = |line: &AgreementLine| match self.of {
            Of::All => true,
            Of::One(agreement) => line.agreement() == agreement,
            Of::Party(party) => line.drafted.parties.contains(&party),
        };
        let lines = state.acts.keys().filter_map(|agreement| line(state, *agreement, view));
        let mut lines: Vec<AgreementLine> = lines.filter(about).collect();
        lines.sort_by_key(|line| {
            (line.since.map_or(aoc_core::Day::FUTURE, |since| since.earliest), line.agreement())
        });
        AgreementsAnswer { lines }
    }
}

fn line(state: &AgreementsState, agreement: AgreementId, view: &ReadView) -> Option<AgreementLine> {
    let force = Readings::of(|reading| state.force(agreement, reading)).both()?;
    let dated = Readings::of(|reading| state.dated(agreement, reading));
    let drafted = dated.as_dated.iter().find_map(|(event, ..)| match event {
        Event::Agreement(AgreementEvent::AgreementDrafted(event)) => Some(event.clone()),
        _ => None,
    })?;
    let mut line = AgreementLine {
        stages: force.map(|force| force.stages(view.on)).certainties(),
        since: force.as_dated.since(),
        until: force.as_dated.until(),
        renewals: Vec::new(),
        signatures: Vec::new(),
        priorities: Vec::new(),
        amendments: amendments(state, &drafted, view),
        disputes: disputes(state, agreement, view),
        focal_points: focal_points(state, &drafted, view),
        last_consultation: None,
        superseded_by: None,
        records: records(state, &drafted),
        drafted,
    };
    for ((event, when, _), (_, without_doubtful, _)) in dated.as_dated.into_iter().zip(dated.without_doubtful)
    {
        let by = Readings { as_dated: when, without_doubtful }.happened(view.on);
        match event {
            Event::Agreement(AgreementEvent::AgreementDrafted(event)) => {
                let of_the_text = |priority: &Priority| PriorityLine {
                    priority: priority.clone(),
                    added_by: None,
                    held: by,
                };
                line.priorities.extend(event.priorities.iter().map(of_the_text));
            }
            Event::Agreement(AgreementEvent::AgreementSigned(event)) => {
                line.signatures.push(Signature { event: event.clone(), signed: by, when });
            }
            Event::Agreement(AgreementEvent::AgreementRenewed(event)) => {
                line.renewals.push(Renewal { when, term: event.term });
            }
            Event::Agreement(AgreementEvent::PriorityAdded(event)) => line.priorities.push(PriorityLine {
                priority: event.priority.clone(),
                added_by: Some(event.by),
                held: by,
            }),
            Event::Agreement(AgreementEvent::AgreementSuperseded(event)) => {
                line.superseded_by = Some(event.by);
            }
            Event::Consultation(_) => {
                let later = |last: Window| if last.latest > when.latest { last } else { when };
                line.last_consultation = Some(line.last_consultation.map_or(when, later));
            }
            _ => {}
        }
    }
    Some(line)
}

fn amendments(state: &AgreementsState, drafted: &AgreementDrafted, view: &ReadView) -> Vec<AmendmentLine> {
    let acts = state.acts.get(&drafted.agreement).map(Vec::as_slice).unwrap_or_default();
    let mut lines: BTreeMap<AmendmentId, AmendmentLine> = BTreeMap::new();
    for (_, event) in acts {
        let Event::Amendment(event) = event else { continue };
        let amendment = event.amendment();
        let line = lines.entry(amendment).or_insert_with(|| {
            let amended = Readings::of(|reading| state.amended(amendment, drafted, reading)).both();
            let in_effect = amended.map_or(Certainty::No, |when| when.happened(view.on));
            AmendmentLine { amendment, text: None, consented: Vec::new(), in_effect }
        });
        match event {
            AmendmentEvent::AmendmentProposed(event) => line.text = Some(event.text.clone()),
            AmendmentEvent::AmendmentConsented(event) => line.consented.push(event.party),
        }
    }
    lines.into_values().collect()
}

fn disputes(state: &AgreementsState, agreement: AgreementId, view: &ReadView) -> Vec<DisputeLine> {
    let all = state.others.iter().filter(|(entity, _)| entity.kind() == EntityKind::Dispute);
    all.filter_map(|(entity, acts)| {
        let raised = acts.iter().find_map(|(_, event)| match event {
            Event::Dispute(DisputeEvent::DisputeRaised(event)) if event.agreement == agreement => Some(event),
            _ => None,
        })?;
        let spans = Readings::of(|reading| {
            let raised = aoc_core::DisputeRaised::KIND;
            state.lives.spans(*entity, &[], reading, |step| step.kind == raised, |step| step.kind != raised)
        });
        let open = spans.covers(view.on);
        Some(DisputeLine { dispute: raised.dispute, about: raised.about.clone(), open })
    })
    .collect()
}

fn focal_points(state: &AgreementsState, drafted: &AgreementDrafted, view: &ReadView) -> Vec<FocalPointLine> {
    let mut lines = Vec::new();
    for party in &drafted.parties {
        let entity = focal_point(drafted.agreement, *party);
        let acts = state.others.get(&entity).map(Vec::as_slice).unwrap_or_default();
        for (at, event) in acts {
            let Event::FocalPoint(FocalPointEvent::AgreementFocalPointDesignated(event)) = event else {
                continue;
            };
            let hosts: [EntityId; 2] = [(*party).into(), drafted.agreement.into()];
            let spans = Readings::of(|reading| {
                let designated = aoc_core::AgreementFocalPointDesignated::KIND;
                let opens = |step: &crate::life::Step| step.position == *at;
                state.lives.spans(entity, &hosts, reading, opens, |step| step.kind != designated)
            });
            let held = spans.covers(view.on);
            if held != Certainty::No {
                lines.push(FocalPointLine { party: *party, person: event.person, held });
            }
        }
    }
    lines
}

/// The records behind an agreement's line: its own, and those of its disputes and focal points.
fn records(state: &AgreementsState, drafted: &AgreementDrafted) -> Vec<Position> {
    let own = state.acts.get(&drafted.agreement).map(Vec::as_slice).unwrap_or_default();
    let focal: Vec<EntityId> =
        drafted.parties.iter().map(|party| focal_point(drafted.agreement, *party)).collect();
    let belongs = |entity: &EntityId, acts: &[(Position, Event)]| {
        focal.contains(entity)
            || acts.iter().any(
                |(_, event)| matches!(event, Event::Dispute(event) if event.agreement() == drafted.agreement),
            )
    };
    let others =
        state.others.iter().filter(|(entity, acts)| belongs(entity, acts)).flat_map(|(_, acts)| acts);
    let records: BTreeSet<Position> = own.iter().chain(others).map(|(at, _)| *at).collect();
    records.into_iter().collect()
}

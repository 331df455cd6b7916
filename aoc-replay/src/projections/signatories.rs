//! [`Signatories`]: whether those who signed agreements held the offices as whose holders they signed.

use std::collections::BTreeMap;

use aoc_core::{
    AgreementEvent, AgreementId, EntityId, Event, OfficeAssumed, OfficeEvent, OfficeId, PartyId, PersonId,
    Position, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::interest::Interest;
use crate::life::Reading;
use crate::projection::{Lines, Projection};
use crate::projections::agreements::AgreementsState;
use crate::view::ReadView;

/// Whether those who signed agreements held the offices as whose holders they signed.
///
/// It is no rule that they did: a source may be wrong about either. What does not fit is a finding of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signatories;

/// What the book holds about a signatory's office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatoryStanding {
    /// That person may have held it on the day of the signature (or somebody, where no person is named).
    Holder,
    /// Somebody else held it, or nobody: on no day on which it may have been signed did that person hold it.
    NotHolder,
}

/// One signature by the holder of an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignatoryLine {
    /// The record of the signature.
    pub record: Position,
    /// The agreement.
    pub agreement: AgreementId,
    /// For whom it was signed.
    pub party: PartyId,
    /// As the holder of which office.
    pub office: OfficeId,
    /// By whom.
    pub person: Option<PersonId>,
    /// Between which days.
    pub signed: Window,
    /// What the book holds about that.
    pub standing: SignatoryStanding,
}

/// The answer to [`Signatories`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignatoriesAnswer {
    /// The signatures, by agreement.
    pub lines: Vec<SignatoryLine>,
}

impl Lines for SignatoriesAnswer {
    type Key = Position;
    type Line = SignatoryLine;

    fn lines(&self) -> BTreeMap<Position, SignatoryLine> {
        self.lines.iter().map(|line| (line.record, *line)).collect()
    }
}

impl Projection for Signatories {
    type State = AgreementsState;
    type Answer = SignatoriesAnswer;

    fn interest(&self) -> Interest {
        AgreementsState::interest()
    }

    fn apply(&self, state: &mut AgreementsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(record)
    }

    fn answer(&self, state: &AgreementsState, _: &ReadView) -> SignatoriesAnswer {
        let dated = state.acts.keys().flat_map(|agreement| state.dated(*agreement, Reading::AsDated));
        let lines = dated.filter_map(|(event, signed, record)| {
            let Event::Agreement(AgreementEvent::AgreementSigned(event)) = event else { return None };
            let office = event.office?;
            let standing = if may_have_held(state, office, event.person, signed) {
                SignatoryStanding::Holder
            } else {
                SignatoryStanding::NotHolder
            };
            Some(SignatoryLine {
                record,
                agreement: event.agreement,
                party: event.party,
                office,
                person: event.person,
                signed,
                standing,
            })
        });
        SignatoriesAnswer { lines: lines.collect() }
    }
}

/// Whether the person, or anybody, held the office on some day between these under some resolution.
fn may_have_held(
    state: &AgreementsState,
    office: OfficeId,
    person: Option<PersonId>,
    between: Window,
) -> bool {
    let entity = EntityId::from(office);
    let acts = state.others.get(&entity).map(Vec::as_slice).unwrap_or_default();
    let mut hosts = Vec::new();
    let mut assumed = Vec::new();
    for (at, event) in acts {
        match event {
            Event::Office(OfficeEvent::OfficeEstablished(event)) => {
                hosts.extend(event.of.map(EntityId::from));
            }
            Event::Office(OfficeEvent::OfficeAssumed(event))
                if person.is_none_or(|who| who == event.person) =>
            {
                assumed.push(*at);
            }
            _ => {}
        }
    }
    let spans = state.lives.spans(
        entity,
        &hosts,
        Reading::AsDated,
        |step| assumed.contains(&step.position),
        |step| step.kind == aoc_core::OfficeVacated::KIND || step.kind == OfficeAssumed::KIND,
    );
    spans.iter().any(|span| span.start.earliest <= between.latest && span.end.latest > between.earliest)
}

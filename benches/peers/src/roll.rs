//! [`Fold`]: the membership roll of one group, the same code for every store.

use std::borrow::Cow;

use aoc_benches::{Happened, Naming, RollFold};
use aoc_core::{
    Bounds, Day, Entities, EntityId, Event, GroupEvent, GroupId, Kind, PartyEvent, PartyId, PartyRegistered,
    PartyRenamed, Position, Qualifier, SchemaVersion,
};
use aoc_replay::RollAnswer;

use crate::fact::{ENTITY_LEN, Fact};

/// What a roll folds into. Facts may come in any order, each with its rank in order of effect.
pub(crate) struct Fold {
    /// The group as headers have it.
    group: [u8; ENTITY_LEN],
    fold: RollFold<Body>,
}

/// The body of a record, to be decoded if somebody wants to know what it says.
struct Body {
    kind: u16,
    schema: u16,
    bytes: Vec<u8>,
}

impl Body {
    fn of(fact: &Fact<'_>) -> Self {
        Self { kind: fact.kind, schema: fact.schema, bytes: fact.body.to_vec() }
    }

    fn event(&self) -> Event {
        let (kind, schema) = (Kind::new(self.kind), SchemaVersion::new(self.schema));
        Event::decode(kind, schema, &Entities::default(), &self.bytes).expect("a known event")
    }
}

impl Naming for Body {
    fn registered(&self) -> Cow<'_, PartyRegistered> {
        match self.event() {
            Event::Party(PartyEvent::PartyRegistered(event)) => Cow::Owned(event),
            _ => panic!("a timeline of a party begins with its registration"),
        }
    }

    fn renamed(&self) -> Cow<'_, PartyRenamed> {
        match self.event() {
            Event::Party(PartyEvent::PartyRenamed(event)) => Cow::Owned(event),
            _ => panic!("a party is registered once"),
        }
    }
}

impl Fold {
    pub(crate) fn of(group: GroupId) -> Self {
        let entity = EntityId::from(group);
        let mut key = [0; ENTITY_LEN];
        key[..2].copy_from_slice(&entity.kind().code().to_be_bytes());
        key[2..].copy_from_slice(entity.uuid().as_bytes());
        Self { group: key, fold: RollFold::of(group) }
    }

    /// Takes in a fact that stands. No body is decoded but that of the group.
    pub(crate) fn take(&mut self, rank: u32, fact: &Fact<'_>) {
        if fact.relation > 1 {
            return;
        }
        let entities = fact.entities();
        match fact.kind {
            0x0201..=0x02ff => self.fold.party(party(&entities[0]), happened(rank, fact), || Body::of(fact)),
            // It changes the membership, and names the group and the party.
            0x0601..=0x0606 if entities[1] == self.group => {
                self.fold.membership(party(&entities[2]), happened(rank, fact));
            }
            0x0501 if entities[0] == self.group => {
                if let Event::Group(GroupEvent::GroupEstablished(event)) = Body::of(fact).event() {
                    self.fold.founded(happened(rank, fact), event.names);
                }
            }
            _ => {}
        }
    }

    /// Who belongs to the group on a day.
    pub(crate) fn answer(self, on: Day) -> RollAnswer {
        self.fold.answer(on)
    }
}

fn party(entity: &[u8; ENTITY_LEN]) -> PartyId {
    PartyId::new(uuid::Uuid::from_slice(&entity[2..]).expect("16 bytes"))
}

fn happened(rank: u32, fact: &Fact<'_>) -> Happened {
    let day = |number| Day::from_number(number).expect("a day");
    let qualifier = Qualifier::from_bits(fact.date_flags >> 1);
    let bounds = Bounds { earliest: day(fact.earliest), latest: day(fact.latest), qualifier };
    Happened { rank, position: Position::new(fact.position), kind: Kind::new(fact.kind), bounds }
}

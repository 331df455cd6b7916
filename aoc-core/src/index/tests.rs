//! An index of more records than a few zones hold, against what is naive.

use std::num::NonZeroUsize;

use super::*;
use crate::date::{Bounds, Qualifier};
use crate::day::Timestamp;
use crate::event::Entities;
use crate::id::EventId;

/// More records than a few zones hold: in order, late, corrected, retracted, anchored, on no axis of time.
fn index(records: u64) -> Index {
    let (mut index, mut random) = (Index::default(), 7_u64);
    let mut below = |bound: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % bound
    };
    for number in 1..=records {
        let position = Position::new(number);
        let on = |days: u64| Day::from_number(i32::try_from(days).unwrap()).unwrap();
        let earlier = Position::new(below(number) + 1).min(position.previous());
        let standing = index.stands(earlier, index.head());
        let origin = index.origin(earlier).unwrap_or(position);
        let (origin, relation) = match below(20) {
            0 if standing => (origin, Relation::Correction { target: earlier }),
            1 if standing => (origin, Relation::Retraction { target: earlier }),
            2 if standing => (position, Relation::Corroboration { target: earlier }),
            _ => (position, Relation::New),
        };
        let earliest = match below(10) {
            0 | 1 => Day::PAST,
            2 => on(below(number)),
            3 if below(100) == 0 => on(number + 40_000),
            _ => on(number),
        };
        let after = (below(50) == 0 && standing).then(|| index.origin(earlier)).flatten();
        index.push(&Heading {
            position,
            id: EventId::new(uuid::Uuid::from_u128(number.into())),
            recorded_at: Timestamp::from_micros(0),
            origin,
            relation,
            after: after.filter(|after| *after != origin),
            effect: effect(earliest, below(5), below(4)),
            kind: Kind::new(u16::try_from(below(3)).unwrap()),
            entities: Entities::default(),
            sources: Vec::new(),
        });
    }
    index
}

fn effect(earliest: Day, until: u64, qualifier: u64) -> Bounds {
    let latest = match until {
        0 => Day::FUTURE,
        1 => Day::from_number(90_000).unwrap(),
        2 => earliest.max(Day::from_number(1).unwrap()).next(),
        _ => earliest,
    };
    Bounds {
        qualifier: Qualifier::from_bits(u8::try_from(qualifier).unwrap()),
        ..Bounds::new(earliest, latest)
    }
}

#[test]
fn what_was_packed_comes_back() {
    let index = index(6_000);
    let (mut bytes, mut unpacked) = (Vec::new(), Index::default());
    index.pack(Packed::default(), index.head(), &mut bytes);
    unpacked.unpack(&bytes, Timestamp::from_micros(0)).unwrap();
    assert_eq!(unpacked.head(), index.head());
    for record in (1..=6_000).map(Position::new) {
        let held = |index: &Index| {
            (index.effect(record), index.kind(record), index.relation(record), index.after(record))
        };
        assert_eq!(held(&unpacked), held(&index), "record {record}");
    }
}

#[test]
fn sections_joined_are_the_standing_records_sorted_by_key() {
    let index = index(6_000);
    let wants = |kind: Kind| kind.code() != 1;
    for (on, known_at) in
        [(Day::FUTURE, 6_000), (Day::FUTURE, 3_500), (Day::from_number(2_000).unwrap(), 5_000)]
    {
        let known_at = Position::new(known_at);
        let standing = (1..=6_000).map(Position::new).filter(|at| index.stands(*at, known_at));
        let wanted = standing.filter(|at| index.kind(*at).is_some_and(wants));
        let mut naive: Vec<_> =
            wanted.map(|position| Placed { key: index.key(position, known_at).unwrap(), position }).collect();
        naive.retain(|placed| placed.key.day() <= on);
        naive.sort_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
        let whole: Vec<_> = index.in_order(on, known_at, wants).collect();
        assert_eq!(whole, naive);
        for count in [1, 2, 5, 16] {
            let sections = index.sections(NonZeroUsize::new(count).unwrap());
            let joined: Vec<_> = sections
                .into_iter()
                .flat_map(|section| index.in_section(section, on, known_at, wants))
                .collect();
            assert_eq!(joined, naive, "{count} sections");
        }
    }
}

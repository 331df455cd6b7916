//! An index of more records than a few zones hold, against what is naive.

use std::num::NonZeroUsize;

use super::*;
use crate::date::{Bounds, Qualifier};
use crate::day::Timestamp;
use crate::dice::Dice;
use crate::event::Entities;
use crate::id::EventId;

fn index(records: u64) -> Index {
    headings(records).0
}

/// More records than a few zones hold: in order, late, corrected, retracted, anchored, on no axis of time.
fn headings(records: u64) -> (Index, Vec<Heading>) {
    let (mut index, mut all, mut dice) = (Index::default(), Vec::new(), Dice::of_seed(7));
    let mut below = |bound| dice.below(bound);
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
        let heading = Heading {
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
        };
        index.push(&heading);
        all.push(heading);
    }
    (index, all)
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
fn an_index_holds_what_was_pushed() {
    let (index, headings) = headings(3_000);
    for heading in &headings {
        let at = heading.position;
        let held = (index.effect(at), index.kind(at), index.relation(at), index.after(at), index.origin(at));
        let pushed = (Some(heading.effect), Some(heading.kind), Some(heading.relation));
        assert_eq!(held, (pushed.0, pushed.1, pushed.2, heading.after, Some(heading.origin)), "record {at}");
        let replaces = |other: &&Heading| other.relation.replaces() == Some(at);
        let replaced_by = headings.iter().find(replaces).map(|other| other.position);
        assert_eq!(index.replaced_by(at), replaced_by, "record {at}");
        let is_version = !matches!(heading.relation, Relation::Retraction { .. });
        for known_at in [at.previous(), at, at.next(), index.head()] {
            let is_replaced = replaced_by.is_some_and(|by| by <= known_at);
            let stands = is_version && at <= known_at && !is_replaced;
            assert_eq!(index.stands(at, known_at), stands, "record {at} as known at {known_at}");
        }
    }
}

#[test]
fn what_was_packed_comes_back() {
    let index = index(6_000);
    let mut unpacked = Index::default();
    for upto in [2_500, 2_501, 6_000, 9_000].map(Position::new) {
        let mut bytes = Vec::new();
        let packed = index.pack(unpacked.packed(), upto, &mut bytes);
        assert_eq!(packed.upto(), upto.min(index.head()));
        let behind = [&bytes[..], &[0]].concat();
        let mut other = Index::default();
        if unpacked.head() == Position::START {
            assert_eq!(other.unpack(&behind, Timestamp::from_micros(0)), Err(NotPacked), "a byte too many");
        }
        unpacked.unpack(&bytes, Timestamp::from_micros(0)).unwrap();
        assert_eq!(unpacked.packed(), packed);
    }
    assert_eq!(unpacked.head(), index.head());
    for record in (1..=6_000).map(Position::new) {
        let held = |index: &Index| {
            (index.effect(record), index.kind(record), index.relation(record), index.after(record))
        };
        assert_eq!(held(&unpacked), held(&index), "record {record}");
    }
}

/// What is kept beside a log may be made up: no record stands for one that comes behind it, or for none.
#[test]
fn packed_bytes_that_were_changed_are_refused_or_speak_of_earlier_records() {
    let index = index(60);
    let mut good = Vec::new();
    index.pack(Packed::default(), index.head(), &mut good);
    for at in 0..good.len() {
        for byte in [0, 1, 2, 30, 59, 60, 61, 127] {
            let (mut bytes, mut unpacked) = (good.clone(), Index::default());
            bytes[at] = byte;
            if unpacked.unpack(&bytes, Timestamp::from_micros(0)).is_err() {
                continue;
            }
            for record in (1..=60).map(Position::new) {
                let target = unpacked.relation(record).and_then(Relation::target);
                let origin = unpacked.origin(record).filter(|origin| *origin != record);
                for earlier in [target, origin].into_iter().flatten() {
                    assert!(
                        Position::START < earlier && earlier < record,
                        "byte {at}: {earlier} of {record}"
                    );
                }
            }
        }
    }
}

#[test]
fn sections_joined_are_the_standing_records_sorted_by_key() {
    let index = index(2_200);
    let wants = |kind: Kind| kind.code() != 1;
    let days = (1..40).map(|nth| (Day::from_number(nth * 37).unwrap(), 2_000));
    for (on, known_at) in [(Day::FUTURE, 2_200), (Day::FUTURE, 1_500)].into_iter().chain(days) {
        let known_at = Position::new(known_at);
        let standing = (1..=2_200).map(Position::new).filter(|at| index.stands(*at, known_at));
        let wanted = standing.filter(|at| index.kind(*at).is_some_and(wants));
        let mut naive: Vec<_> =
            wanted.map(|position| Placed { key: index.key(position, known_at).unwrap(), position }).collect();
        naive.retain(|placed| placed.key.day() <= on);
        naive.sort_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
        let whole: Vec<_> = index.in_order(on, known_at, wants).collect();
        assert_eq!(whole, naive);
        // As many sections as records: each key is once the edge of one.
        let counts: &[usize] = if on == Day::FUTURE { &[1, 2, 5, 16, 2_200] } else { &[3] };
        for count in counts {
            let sections = index.sections(NonZeroUsize::new(*count).unwrap());
            let joined: Vec<_> = sections
                .into_iter()
                .flat_map(|section| index.in_section(section, on, known_at, wants))
                .collect();
            assert_eq!(joined, naive, "{count} sections");
        }
    }
}

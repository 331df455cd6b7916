//! Records of every kind, with every form of date, at valid places: for bytes, not for the rules.

mod events;

use aoc_core::{
    Citation, Citations, CodeListVersion, CommitEnd, Event, EventDate, EventId, Kind, Meta, Position, Record,
    Relation, RuleSetVersion, Salt, Seal, SealDigest, Text, Timestamp,
};
use proptest::prelude::*;

pub(crate) use events::event;

/// What a record is made from.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    kind: usize,
    numbers: [u64; 3],
    date: String,
    relation: u8,
    text: Text,
    meta: u8,
}

/// Every kind by name, an embedder's last.
pub(crate) fn kinds() -> Vec<&'static str> {
    Event::kinds().map(|(_, name)| name).chain(["0x8001"]).collect()
}

fn seed() -> impl Strategy<Value = Seed> {
    let text = "\\PC{1,40}".prop_filter_map("only white space", |text| Text::try_from(text).ok());
    (any::<prop::sample::Index>(), any::<[u64; 3]>(), date(), 0..8u8, text, any::<u8>()).prop_map(
        |(kind, numbers, date, relation, text, meta)| Seed {
            kind: kind.index(kinds().len()),
            numbers,
            date,
            relation,
            text,
            meta,
        },
    )
}

/// EDTF of every form that the core understands.
pub(crate) fn date() -> impl Strategy<Value = String> {
    let day = || (0..10_000u16, 1..13u8, 1..29u8).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"));
    let month = (0..10_000u16, 1..13u8).prop_map(|(y, m)| format!("{y:04}-{m:02}"));
    let year = (0..10_000u16).prop_map(|y| format!("{y:04}"));
    let decade = (0..1000u16).prop_map(|y| format!("{y:03}X"));
    let mark = prop::sample::select(vec!["", "?", "~", "%"]);
    let plain = (prop_oneof![day(), month, year, decade], mark.clone()).prop_map(|(date, mark)| date + mark);
    let plain = plain.boxed();
    let ordered = |first: String, last: String| if first <= last { (first, last) } else { (last, first) };
    prop_oneof![
        4 => plain.clone(),
        1 => Just("XXXX".to_owned()),
        1 => (day(), mark.clone()).prop_map(|(day, mark)| format!("[..{day}{mark}]")),
        1 => (day(), mark).prop_map(|(day, mark)| format!("[{day}{mark}..]")),
        1 => (day(), day()).prop_map(move |(a, b)| {
            let (first, last) = ordered(a, b);
            format!("[{first}..{last}]")
        }),
        1 => (plain.clone(), plain.clone()).prop_map(move |(a, b)| {
            let (first, last) = ordered(a, b);
            format!("{first}/{last}")
        }),
        1 => (plain, prop::sample::select(vec!["A/..", "A/", "../A", "/A"]))
            .prop_map(|(date, form)| form.replace('A', &date)),
    ]
}

/// One record at some place of some log.
pub(crate) fn records() -> impl Strategy<Value = Record> {
    (seed(), 1..u64::MAX >> 2, 0..1000u64, any::<bool>(), any::<i64>()).prop_map(
        |(seed, position, before, last, time)| {
            let position = Position::new(position);
            let commit = Position::new(position.get().saturating_sub(before).max(1));
            let end = if last { CommitEnd::Last } else { CommitEnd::Open };
            record(&seed, position, commit, end, Timestamp::from_micros(time))
        },
    )
}

/// The commits of a small log.
pub(crate) fn commits() -> impl Strategy<Value = Vec<Vec<Record>>> {
    prop::collection::vec(prop::collection::vec(seed(), 1..6), 1..8).prop_map(|commits| {
        let (mut log, mut head, mut facts) = (Vec::new(), Position::START, Vec::new());
        for (time, seeds) in (1..).zip(commits) {
            let (first, last) = (head.next(), head.plus(seeds.len()));
            let mut commit = Vec::new();
            for seed in seeds {
                head = head.next();
                let end = if head == last { CommitEnd::Last } else { CommitEnd::Open };
                let mut record = record(&seed, head, first, end, Timestamp::from_micros(time));
                within(&mut record, &facts);
                facts.push(record.origin);
                commit.push(record);
            }
            log.push(commit);
        }
        log
    })
}

/// Lets what a record refers to be a fact of this log.
fn within(record: &mut Record, facts: &[Position]) {
    let pick = |salt: u64| {
        let index = usize::try_from(salt).ok()? % facts.len().max(1);
        facts.get(index).map(|origin| (Position::FIRST.plus(index), *origin))
    };
    let salt = record.id.uuid().as_u128();
    let (one, two) = (u64::try_from(salt & 0xffff).unwrap_or(0), u64::try_from(salt >> 112).unwrap_or(0));
    match (&mut record.relation, pick(one)) {
        (Relation::New, _) => {}
        (Relation::Corroboration { target: to }, Some((target, _))) => *to = target,
        (
            Relation::Correction { target: to } | Relation::Retraction { target: to },
            Some((target, origin)),
        ) => {
            (*to, record.origin) = (target, origin);
        }
        (relation, None) => {
            *relation = Relation::New;
            record.origin = record.position;
            if record.event.is_none() {
                let event = event("PersonRegistered", [7; 3], "Jorge Sampaio");
                (record.kind, record.entities) = (event.kind(), event.entities());
                record.event = Some(event);
            }
        }
    }
    let anchor = pick(two).map(|(_, origin)| origin).filter(|origin| *origin != record.origin);
    record.after = record.after.and(anchor);
}

pub(crate) fn record(
    seed: &Seed,
    position: Position,
    commit: Position,
    end: CommitEnd,
    recorded_at: Timestamp,
) -> Record {
    let [one, two, three] = seed.numbers;
    let event = event(kinds()[seed.kind], seed.numbers, seed.text.as_str());
    let target = Position::new(one % position.get());
    let relation = match seed.relation {
        _ if target == Position::START => Relation::New,
        5 => Relation::Correction { target },
        6 => Relation::Retraction { target },
        7 => Relation::Corroboration { target },
        _ => Relation::New,
    };
    let origin = match relation {
        Relation::New | Relation::Corroboration { .. } => position,
        _ => Position::new(two % target.get() + 1),
    };
    let date: EventDate = seed.date.parse().unwrap_or(EventDate::UNKNOWN);
    let (kind, schema, entities) = (event.kind(), event.schema(), event.entities());
    let (kind, entities, event, date) = match relation {
        Relation::New | Relation::Correction { .. } => (kind, entities, Some(event), date),
        Relation::Retraction { .. } => (kind, entities, None, EventDate::UNKNOWN),
        Relation::Corroboration { .. } => {
            (Kind::CORROBORATED, aoc_core::Entities::default(), None, EventDate::UNKNOWN)
        }
    };
    let record = Record {
        position,
        commit,
        end,
        id: EventId::of_content(
            &[one.to_be_bytes(), two.to_be_bytes(), position.get().to_be_bytes()].concat(),
        ),
        recorded_at,
        origin,
        relation,
        after: (seed.meta & 1 == 1).then(|| Position::new(three % position.get() + 1)),
        date,
        kind,
        schema,
        entities,
        event,
        seal: Seal::Open,
        meta: meta(seed),
        rules: RuleSetVersion::new(u16::from(seed.meta)),
        codes: CodeListVersion::CURRENT,
    };
    sealed(record, three)
}

/// Some are sealed, of any kind; some are erased, where something is left of the kind.
fn sealed(mut record: Record, number: u64) -> Record {
    let bytes = number.to_be_bytes().repeat(4).try_into().unwrap();
    let redacted = Event::redacted(record.kind, &record.entities);
    match (number % 4, record.event.is_some(), redacted) {
        (0, true, _) => record.seal = Seal::Sealed(Salt::new(bytes)),
        (1 | 2, true, Some(redacted)) => {
            record.seal = Seal::Erased(SealDigest::new(bytes));
            record.event = Some(redacted);
        }
        _ => {}
    }
    record
}

fn meta(seed: &Seed) -> Meta {
    let text = |bit: u8| (seed.meta & bit != 0).then(|| seed.text.clone());
    let id = |bit: u8| (seed.meta & bit != 0).then(|| EventId::of_content(&[bit]));
    let cites = (0..seed.meta % 3)
        .map(|n| Citation { source: format!("source-{n}").parse().unwrap(), at: text(2) })
        .collect::<Vec<_>>();
    Meta {
        citations: Citations::from(cites),
        actor: text(4),
        authority: text(8),
        reason: text(16),
        words: text(32),
        causation: id(64),
        correlation: id(128),
    }
}

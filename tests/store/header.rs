//! A record has one form: whatever no version writes is refused, and what is wrong is said. Method: good records, of
//! which one field is changed, in bytes or before they are encoded.

use aoc_core::{
    Bounds, Citations, CommitEnd, Day, Event, EventDate, GroupEstablished, Kind, Meta, Position, Qualifier,
    Record, Relation, SchemaVersion,
};
use aoc_store::{EventLog, Frame, MemoryLog, RecordBytes, RecordError, RecordView, encode_record, verify};

use crate::support;

/// Where the fields of a header lie (FORMAT.md).
mod at {
    pub(super) const FLAGS: usize = 1;
    pub(super) const RELATION: usize = 6;
    pub(super) const DATE_FLAGS: usize = 7;
    pub(super) const POSITION: usize = 8;
    pub(super) const COMMIT: usize = 16;
    pub(super) const ORIGIN: usize = 24;
    pub(super) const TARGET: usize = 32;
    pub(super) const START_EARLIEST: usize = 48;
    pub(super) const START_LATEST: usize = 52;
    pub(super) const END_EARLIEST: usize = 56;
    pub(super) const END_LATEST: usize = 60;
    pub(super) const RESERVED: usize = 94;
    pub(super) const BODY_LEN: usize = 96;
    pub(super) const ENTITIES: usize = 104;
}

const PLACE: &str = "its place does not lie in its commit";
const RELATION: &str = "its origin, target and relation contradict each other";
const BARE: &str = "a retraction or corroboration has a body or a date";

/// The fifth record, which belongs to the commit that starts with the fourth.
fn fifth() -> Record {
    support::record(Position::new(5), Position::new(4), CommitEnd::Last, support::event(3, 1))
}

/// The fifth record, which says this of the third.
fn about_third(relation: Relation) -> Record {
    let mut record = fifth();
    record.relation = relation;
    match relation {
        Relation::Correction { .. } => record.origin = Position::new(2),
        Relation::Retraction { .. } => (record.origin, record.event) = (Position::new(2), None),
        Relation::Corroboration { .. } => {
            (record.kind, record.event) = (Kind::CORROBORATED, None);
        }
        Relation::New => {}
    }
    record
}

const THIRD: Position = Position::new(3);
const CORRECTION: Relation = Relation::Correction { target: THIRD };
const RETRACTION: Relation = Relation::Retraction { target: THIRD };
const CORROBORATION: Relation = Relation::Corroboration { target: THIRD };

/// What is said of the record's bytes once these fields are changed.
fn said(record: &Record, changes: &[(usize, &[u8])]) -> Option<RecordError> {
    let mut bytes = encode_record(record).unwrap();
    assert_eq!(RecordView::parse(&bytes).unwrap().to_record().unwrap(), *record);
    for (at, field) in changes {
        bytes[*at..at + field.len()].copy_from_slice(field);
    }
    RecordView::parse(&bytes).err()
}

fn malformed(what: &'static str) -> RecordError {
    RecordError::Malformed { what }
}

#[test]
fn a_place_lies_in_its_commit() {
    // Position, commit and origin.
    for (position, commit) in [(0, 0), (0, 1), (5, 0), (5, 6), (4, 5)] {
        let [position, commit]: [[u8; 8]; 2] = [position, commit].map(u64::to_be_bytes);
        let changes: [(usize, &[u8]); 3] =
            [(at::POSITION, &position), (at::COMMIT, &commit), (at::ORIGIN, &position)];
        assert_eq!(said(&fifth(), &changes), Some(malformed(PLACE)), "{position:?} in {commit:?}");
    }
    let first: [(usize, &[u8]); 1] = [(at::COMMIT, &5_u64.to_be_bytes())];
    assert_eq!(said(&fifth(), &first), None, "it may be the first of its commit");
}

#[test]
fn origin_target_and_relation_fit_each_other() {
    let check = |relation, allowed: &[(u64, u64)], refused: &[(u64, u64)]| {
        let cases = allowed.iter().map(|case| (case, None));
        for ((origin, target), expected) in
            cases.chain(refused.iter().map(|case| (case, Some(malformed(RELATION)))))
        {
            let (origin, target) = (origin.to_be_bytes(), target.to_be_bytes());
            let found = said(&about_third(relation), &[(at::ORIGIN, &origin), (at::TARGET, &target)]);
            assert_eq!(found, expected, "{relation:?}: origin {origin:?}, target {target:?}");
        }
    };
    check(Relation::New, &[(5, 0)], &[(4, 0), (5, 3), (4, 3), (6, 0)]);
    check(CORROBORATION, &[(5, 1), (5, 4)], &[(5, 0), (5, 5), (5, 6), (4, 3)]);
    for relation in [CORRECTION, RETRACTION] {
        check(relation, &[(1, 1), (2, 3), (3, 3), (1, 4)], &[(0, 3), (4, 3), (2, 0), (2, 5), (5, 5), (2, 6)]);
    }
}

#[test]
fn what_bears_no_event_bears_no_body_and_no_date() {
    let mut dated = about_third(RETRACTION);
    dated.date = EventDate::day("2010-05-13".parse().unwrap());
    assert_eq!(encode_record(&dated).unwrap_err(), RecordError::Malformed { what: BARE });
    for relation in [2_u8, 3] {
        // A fact with a body and no date, said to be none.
        let changes: [(usize, &[u8]); 3] = [
            (at::RELATION, &[relation]),
            (at::TARGET, &3_u64.to_be_bytes()),
            (at::ORIGIN, &[0, 0, 0, 0, 0, 0, 0, if relation == 2 { 2 } else { 5 }]),
        ];
        assert_eq!(said(&fifth(), &changes), Some(malformed(BARE)), "relation {relation}");
    }
    let mut other = about_third(CORROBORATION);
    other.kind = fifth().kind;
    let what = "a corroboration is of another kind than Corroborated";
    assert_eq!(encode_record(&other).unwrap_err(), RecordError::Malformed { what });
    for relation in [RETRACTION, CORROBORATION] {
        let mut told = about_third(relation);
        (told.event, told.kind) = (fifth().event, fifth().kind);
        let what = "a retraction or corroboration with an event";
        assert_eq!(encode_record(&told).unwrap_err(), RecordError::Contradiction { what });
    }
}

#[test]
fn versions_flags_and_reserved_bytes_are_known() {
    assert_eq!(said(&fifth(), &[(0, &[2])]), Some(RecordError::NewerVersion { version: 2 }));
    for (at, byte, what) in [
        (0, 0, "the format version is 0"),
        (at::FLAGS, 0b100, "a reserved flag is set"),
        (at::FLAGS, 0b101, "a reserved flag is set"),
        (at::DATE_FLAGS, 0b10_0000, "a reserved date flag is set"),
        (at::RESERVED, 1, "the reserved bytes are not zero"),
        (at::RELATION, 4, "the relation is not one of 0 to 3"),
    ] {
        assert_eq!(said(&fifth(), &[(at, &[byte])]), Some(malformed(what)), "byte {at}");
    }
}

#[test]
fn days_are_days_in_order_and_a_moment_has_no_end() {
    let (none, early, late) = (1_i32 << 30, 100_i32.to_be_bytes(), 200_i32.to_be_bytes());
    let not_a_day = none.to_be_bytes();
    let behind = "a date's first day lies behind its last";
    let changed = |record: &Record, [earliest, latest]: [usize; 2]| {
        assert_eq!(said(record, &[(earliest, &early), (latest, &late)]), None);
        assert_eq!(said(record, &[(earliest, &late), (latest, &late)]), None);
        assert_eq!(said(record, &[(earliest, &late), (latest, &early)]), Some(malformed(behind)));
        let day = Some(RecordError::Day { number: none });
        assert_eq!(said(record, &[(earliest, &early), (latest, &not_a_day)]), day);
        assert_eq!(said(record, &[(earliest, &not_a_day), (latest, &late)]), day);
    };
    let (start, end) = ([at::START_EARLIEST, at::START_LATEST], [at::END_EARLIEST, at::END_LATEST]);
    let mut lasting = fifth();
    lasting.date = "2010-05-13/2011".parse().unwrap();
    changed(&fifth(), start);
    changed(&lasting, start);
    changed(&lasting, end);

    let ends = Some(malformed("a moment has an end"));
    assert_eq!(said(&fifth(), &[(at::END_EARLIEST, &early)]), ends);
    assert_eq!(said(&fifth(), &[(at::END_LATEST, &early)]), ends);
    for qualifier in [Qualifier::Uncertain, Qualifier::Approximate, Qualifier::Both] {
        assert_eq!(said(&fifth(), &[(at::DATE_FLAGS, &[qualifier.bits() << 3])]), ends, "{qualifier:?}");
        assert_eq!(said(&fifth(), &[(at::DATE_FLAGS, &[qualifier.bits() << 1])]), None, "of its start");
    }
}

#[test]
fn entities_are_of_known_kinds() {
    let mut record = fifth();
    let names = serde_json::json!([{"lang": "en", "text": "Friends"}]);
    let data = serde_json::json!({"group": "friends", "names": names, "admits": ["country"]});
    let event = Event::from_json("GroupEstablished", &data).unwrap();
    assert_eq!(event.kind(), GroupEstablished::KIND);
    (record.kind, record.schema, record.entities) = (event.kind(), event.schema(), event.entities());
    record.event = Some(event);
    for code in [0, 0x7fff_u16] {
        let found = said(&record, &[(at::ENTITIES, &code.to_be_bytes())]);
        assert_eq!(found, Some(RecordError::UnknownEntityKind { code }));
    }
}

#[test]
fn kind_and_schema_are_those_of_the_event() {
    let what = "its kind or schema is not its event's";
    let contradiction = RecordError::Contradiction { what };
    let mut other = fifth();
    other.kind = GroupEstablished::KIND;
    assert_eq!(encode_record(&other).unwrap_err(), contradiction);
    let mut other = fifth();
    other.schema = SchemaVersion::new(2);
    assert_eq!(encode_record(&other).unwrap_err(), contradiction);
}

#[test]
fn the_ends_of_time_are_no_days_to_record() {
    for end in [Day::PAST, Day::FUTURE] {
        let mut record = fifth();
        record.date = EventDate::Moment(Bounds { earliest: end, latest: end, qualifier: Qualifier::None });
        assert_eq!(encode_record(&record).unwrap_err(), RecordError::Date { date: record.date });
    }
}

/// The decoder takes a number that is written longer than need be; verification does not.
#[test]
fn a_body_in_bytes_that_no_version_writes_is_reported() {
    let event = Event::from_json(
        "OfficeEstablished",
        &serde_json::json!({"office": "high-representative", "names": [{"lang": "en", "text": "High Representative"}]}),
    )
    .unwrap();
    let mut record = support::record(Position::FIRST, Position::FIRST, CommitEnd::Last, event);
    record.meta = Meta::new(Citations::uncited());
    let good = encode_record(&record).unwrap();
    let view = RecordView::parse(&good).unwrap();
    let body = at::ENTITIES + 18 * (view.changes().count() + view.names().count());
    let len = u32::from_be_bytes(good[at::BODY_LEN..at::BODY_LEN + 4].try_into().unwrap());
    let mut found = 0;
    for at in body..body + usize::try_from(len).unwrap() {
        // A byte n below 251, where it is a number, can be said as 251, n, 0 too.
        let longer = [&good[..at], &[251, 0, good[at]], &good[at + 1..]].concat();
        let shorter = [&good[..at], &[251, good[at], 0], &good[at + 1..]].concat();
        for mut bytes in [longer, shorter] {
            bytes[at::BODY_LEN..at::BODY_LEN + 4].copy_from_slice(&(len + 2).to_be_bytes());
            if RecordView::parse(&bytes).unwrap().to_record() != Ok(record.clone()) {
                continue;
            }
            found += 1;
            let log = MemoryLog::new();
            let frames = Frame::of_bytes(&[RecordBytes::from(bytes)]).unwrap();
            log.append(Position::START, &frames).unwrap();
            let damages = verify(&log, &mut |_| {}).unwrap().damages;
            assert_eq!(damages.len(), 1, "{damages:?}");
            assert!(damages[0].to_string().contains("it would be written in other bytes"), "{}", damages[0]);
        }
    }
    assert!(found > 0, "the decoder has become strict: this test has nothing to say any more");
}

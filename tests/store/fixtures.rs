//! Law 9, the half that history needs: every layout ever written still decodes. Method: the bytes of a
//! record of every kind lie in `fixtures/v1`, with what they say as JSON; they are read, compared, and
//! encoded again. Kinds with choices in their bodies have further files (`KIND-0`, `KIND-1` …), until every
//! choice stands in one.
//!
//! A new kind gets its files with `AOC_BLESS=1 cargo test -p aoc-tests --test store fixtures`. What is
//! there is never overwritten: bytes that were written once do not change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aoc_core::{CommitEnd, Position, Record, Relation, Salt, Seal};
use aoc_store::{EventLog, Frame, RecordBytes, SledLog, encode_record, encode_sidecar, record_json};
use serde_json::{Value, json};

use crate::{generate, support};

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/v1")
}

/// The choices in bodies, as FORMAT.md calls them, and where they stand in the data of a kind.
const CHOICES: [(&str, &str, &str); 18] = [
    ("form of agreement", "AgreementDrafted", "form"),
    ("entry into force", "AgreementDrafted", "entry_into_force"),
    ("bearer", "AgreementDrafted", "bearer"),
    ("kind of obligation", "AgreementDrafted", "kind"),
    ("trigger", "AgreementDrafted", "trigger"),
    ("due", "AgreementDrafted", "due"),
    ("route of a priority", "PriorityAdded", "by"),
    ("form of consent", "AmendmentConsented", "form"),
    ("level of a consultation", "ConsultationHeld", "level"),
    ("form of a contribution", "ContributionPledged", "form"),
    ("level of a contribution", "ContributionPledged", "level"),
    ("direction of a contribution", "ContributionPledged", "direction"),
    ("scope of a strategy", "StrategyLaunched", "scope"),
    ("region", "StrategyLaunched", "regions"),
    ("manner of adoption", "ResolutionAdopted", "manner"),
    ("kind of entry", "EntryPublished", "kind"),
    ("kind of expert", "ExpertEnrolled", "kind"),
    ("figure", "FigureAttested", "figure"),
];

/// How many events of a kind it takes until each of its choices stood in one.
const VARIANTS: [(&str, u64); 10] = [
    ("FigureAttested", 5),
    ("AgreementDrafted", 4),
    ("PriorityAdded", 2),
    ("AmendmentConsented", 2),
    ("ConsultationHeld", 3),
    ("ContributionPledged", 8),
    ("StrategyLaunched", 2),
    ("ResolutionAdopted", 2),
    ("EntryPublished", 4),
    ("ExpertEnrolled", 2),
];

/// The number by which the events choose, where there is one file a kind.
const CHOOSE: u64 = 3;

/// One record of every kind, choice and relation, none of it by chance.
fn golden() -> Vec<(String, Record)> {
    let position = Position::new(7);
    let variant = |kind: &str, choose: u64| {
        let event = generate::event(kind, [1, 2, choose], "Fórum da Aliança");
        let mut record = support::record(position, Position::new(5), CommitEnd::Open, event);
        record.date = "2010-05~".parse().unwrap();
        record.meta.words = Some("in May 2010".parse().unwrap());
        record.meta.citations = aoc_core::Citations::source("state-dept".parse().unwrap());
        record
    };
    let fact = |kind: &str| variant(kind, CHOOSE);
    let mut golden: Vec<_> =
        generate::kinds().into_iter().map(|kind| (kind.replace("0x", "kind-"), fact(kind))).collect();
    for (kind, count) in VARIANTS {
        let others = (0..count).filter(|choose| *choose != CHOOSE % count);
        golden.extend(others.map(|choose| (format!("{kind}-{choose}"), variant(kind, choose))));
    }

    let mut correction = fact("MemberJoined");
    correction.relation = Relation::Correction { target: Position::new(4) };
    correction.origin = Position::new(2);
    correction.after = Some(Position::new(3));
    correction.date = "2009-04-06/..".parse().unwrap();
    correction.meta.reason = Some("the report has the wrong day".parse().unwrap());
    correction.meta.actor = Some("ana".parse().unwrap());
    correction.meta.authority = Some("the secretariat".parse().unwrap());
    correction.meta.causation = Some("cause".parse().unwrap());
    correction.meta.correlation = Some("flow".parse().unwrap());
    let mut retraction = correction.clone();
    retraction.relation = Relation::Retraction { target: Position::new(4) };
    retraction.end = CommitEnd::Last;
    (retraction.event, retraction.date, retraction.after) = (None, aoc_core::EventDate::UNKNOWN, None);
    let mut corroboration = retraction.clone();
    corroboration.relation = Relation::Corroboration { target: Position::new(4) };
    corroboration.origin = position;
    corroboration.kind = aoc_core::Kind::CORROBORATED;
    corroboration.entities = aoc_core::Entities::default();
    for (name, record) in
        [("correction", correction), ("retraction", retraction), ("corroboration", corroboration)]
    {
        golden.push((name.to_owned(), record));
    }
    let mut sealed = fact("PersonRegistered");
    sealed.seal = Seal::Sealed(Salt::new(std::array::from_fn(|at| u8::try_from(at).unwrap())));
    golden.push(("PersonRegistered-sealed".to_owned(), sealed.clone()));
    golden.push(("PersonRegistered-erased".to_owned(), erased(&sealed)));
    golden
}

/// What is left of a sealed record when what stands beside it is gone.
fn erased(sealed: &Record) -> Record {
    let leaf = RecordBytes::from(encode_record(sealed).unwrap());
    let erased = leaf.view().unwrap().to_record().unwrap();
    assert!(matches!(erased.seal, Seal::Erased(_)));
    erased
}

/// The readable JSON of a record, and what of its header that leaves away.
fn rendering(record: &Record) -> Value {
    json!({
        "record": record_json(record),
        "origin": record.origin,
        "kind": record.kind.code(),
        "schema": record.schema.get(),
        "rules": record.rules.get(),
        "codes": record.codes.get(),
        "changes": record.entities.changes,
        "names": record.entities.names,
        "earliest": record.date.earliest().number(),
        "latest": record.date.latest().number(),
    })
}

fn bless(path: &Path, bytes: &[u8]) {
    if std::env::var_os("AOC_BLESS").is_some() && !path.exists() {
        fs::create_dir_all(dir()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}; run with AOC_BLESS=1", path.display()))
}

#[test]
fn law_9_every_kind_has_a_fixture_that_reads_as_it_did() {
    for (name, record) in golden() {
        let (bin, text) = (dir().join(format!("{name}.bin")), dir().join(format!("{name}.json")));
        bless(&bin, &encode_record(&record).unwrap());
        let (beside, sidecar) = (dir().join(format!("{name}.sidecar")), encode_sidecar(&record));
        if let Some(sidecar) = &sidecar {
            bless(&beside, sidecar);
        }
        let bytes = read(&bin);
        let stored = RecordBytes::new(bytes.clone(), sidecar.as_ref().map(|_| read(&beside)));
        let decoded = stored.view().unwrap().to_record().unwrap();
        bless(&text, format!("{:#}\n", rendering(&decoded)).as_bytes());
        let said: Value = serde_json::from_slice(&read(&text)).unwrap();
        assert_eq!(rendering(&decoded), said, "{name}");
        assert_eq!(decoded, record, "{name}");
        assert_eq!(RecordBytes::of(&decoded).unwrap(), stored, "{name}");
        assert_eq!(encode_record(&decoded).unwrap(), bytes, "{name}");
    }
}

/// The words that stand under a key, at any depth; of a choice with content, its word.
fn words<'v>(data: &'v Value, wanted: &str, found: &mut BTreeSet<&'v str>) {
    match data {
        Value::Object(fields) => {
            for (key, value) in fields {
                let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                for value in list.iter().filter(|_| key == wanted) {
                    found.extend(value.as_str());
                    found.extend(
                        value.as_object().and_then(|choice| choice.keys().next()).map(String::as_str),
                    );
                }
                words(value, wanted, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| words(value, wanted, found)),
        _ => {}
    }
}

#[test]
fn law_9_every_choice_of_a_body_stands_in_a_fixture() {
    let format = fs::read_to_string(dir().join("../../../FORMAT.md")).unwrap();
    for (choice, kind, key) in CHOICES {
        let row = format.lines().find_map(|line| line.strip_prefix(&format!("| {choice} | ")));
        let row = row.unwrap_or_else(|| panic!("FORMAT.md has no row for {choice}"));
        let numbers = row.trim_end_matches(" |").split(", ");
        let listed: BTreeSet<&str> = numbers.map(|number| number.split_once(' ').unwrap().1).collect();
        let files = golden().into_iter().filter(|(name, _)| name.split('-').next() == Some(kind));
        let said: Vec<Value> = files
            .map(|(name, _)| serde_json::from_slice(&read(&dir().join(format!("{name}.json")))).unwrap())
            .collect();
        let mut found = BTreeSet::new();
        for said in &said {
            words(&said["record"]["data"], key, &mut found);
        }
        assert_eq!(found, listed, "{choice}");
    }
}

#[test]
fn law_9_no_fixture_is_left_unread() {
    let known: Vec<String> = golden().into_iter().map(|(name, _)| name).collect();
    for entry in fs::read_dir(dir()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let other = ["frame", "frame-sealed", "sealed-file"].contains(&name.as_str());
        assert!(other || known.contains(&name), "{} is read by no test", path.display());
    }
}

#[test]
fn law_9_the_layout_of_frames_stays() {
    let path = dir().join("frame.bin");
    let records = support::commit(Position::new(41), 3, 9);
    bless(&path, Frame::of(&records).unwrap()[0].bytes());
    let frame = Frame::parse(read(&path)).unwrap();
    assert_eq!((frame.first(), frame.last()), (Position::new(42), Position::new(44)));
    let decoded: Vec<_> = frame.records().map(|view| view.unwrap().to_record().unwrap()).collect();
    assert_eq!(decoded, records);
    assert_eq!(Frame::of(&decoded).unwrap(), [frame]);
}

#[test]
fn law_9_erasing_changes_no_byte_of_a_record() {
    let sealed = golden().into_iter().find(|(name, _)| name == "PersonRegistered-sealed").unwrap().1;
    assert_eq!(encode_record(&erased(&sealed)).unwrap(), encode_record(&sealed).unwrap());
    assert_eq!(
        read(&dir().join("PersonRegistered-sealed.bin")),
        read(&dir().join("PersonRegistered-erased.bin"))
    );
}

/// An open record between a sealed and an erased one.
fn sealed_commit() -> Vec<Record> {
    let mut records = support::commit(Position::START, 3, 9);
    records[0].seal = Seal::Sealed(Salt::new([0xa5; 32]));
    let person = generate::event("PersonRegistered", [1, 2, 3], "Fórum da Aliança");
    let last = &mut records[2];
    (last.kind, last.entities) = (person.kind(), person.entities());
    (last.event, last.seal) = (Some(person), Seal::Sealed(Salt::new([0x5a; 32])));
    records[2] = erased(&records[2]);
    records
}

#[test]
fn law_9_the_layout_of_frames_with_sidecars_stays() {
    let path = dir().join("frame-sealed.bin");
    let records = sealed_commit();
    bless(&path, Frame::of(&records).unwrap()[0].bytes());
    let frame = Frame::parse(read(&path)).unwrap();
    let decoded: Vec<_> = frame.records().map(|view| view.unwrap().to_record().unwrap()).collect();
    assert_eq!(decoded, records);
    assert_eq!(Frame::of(&decoded).unwrap(), [frame]);
}

#[test]
fn law_9_the_layout_of_the_file_of_sealed_bodies_stays() {
    let place = tempfile::tempdir().unwrap();
    let ledger = place.path().join("ledger");
    let log = SledLog::create(&ledger).unwrap();
    let mut records = sealed_commit();
    records[1].seal = Seal::Sealed(Salt::new([0x77; 32]));
    log.append(Position::START, &Frame::of(&records).unwrap()).unwrap();
    log.erase(&[Position::new(2)]).unwrap();
    drop(log);
    let path = dir().join("sealed-file.bin");
    bless(&path, &fs::read(ledger.join("sealed")).unwrap());
    assert_eq!(fs::read(ledger.join("sealed")).unwrap(), read(&path));
}

#[test]
fn the_worked_example_in_format_md_is_the_fixture() {
    let text = fs::read_to_string(dir().join("../../../FORMAT.md")).unwrap();
    let dump = text.split("```hex\n").nth(1).unwrap().split("```").next().unwrap();
    let bytes: Vec<u8> = dump
        .lines()
        .flat_map(|line| line.split_whitespace().skip(1))
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect();
    assert_eq!(bytes, read(&dir().join("MemberJoined.bin")));
}

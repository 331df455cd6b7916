//! Law 9, the half that history needs: every layout ever written still decodes. Method: the bytes of a
//! record of every kind lie in `fixtures/v1`, with what they say as JSON; they are read, compared, and
//! encoded again.
//!
//! A new kind gets its files with `AOC_BLESS=1 cargo test -p aoc-tests --test store fixtures`. What is
//! there is never overwritten: bytes that were written once do not change.

use std::fs;
use std::path::{Path, PathBuf};

use aoc_core::{CommitEnd, Position, Record, Relation, Salt, Seal};
use aoc_store::{EventLog, Frame, RecordBytes, SledLog, encode_record, encode_sidecar, record_json};
use serde_json::{Value, json};

use crate::{generate, support};

fn dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/v1")
}

/// One record of every kind and relation, none of it by chance.
fn golden() -> Vec<(String, Record)> {
    let position = Position::new(7);
    let fact = |kind: &str| {
        let event = generate::event(kind, [1, 2, 3], "Fórum da Aliança");
        let mut record = support::record(position, Position::new(5), CommitEnd::Open, event);
        record.date = "2010-05~".parse().unwrap();
        record.meta.words = Some("in May 2010".parse().unwrap());
        record.meta.citations = aoc_core::Citations::source("state-dept".parse().unwrap());
        record
    };
    let mut golden: Vec<_> =
        generate::kinds().into_iter().map(|kind| (kind.replace("0x", "kind-"), fact(kind))).collect();

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

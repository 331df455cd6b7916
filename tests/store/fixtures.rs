//! Law 9, the half that history needs: every layout ever written still decodes. Method: the bytes of a
//! record of every kind lie in `fixtures/v1`, with what they say as JSON; they are read, compared, and
//! encoded again.
//!
//! A new kind gets its files with `AOC_BLESS=1 cargo test -p aoc-tests --test store fixtures`. What is
//! there is never overwritten: bytes that were written once do not change.

use std::fs;
use std::path::{Path, PathBuf};

use aoc_core::{CommitEnd, Position, Record, Relation};
use aoc_store::{Frame, RecordView, encode_record, record_json};
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
    golden
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
        let bytes = read(&bin);
        let decoded = RecordView::parse(&bytes).unwrap().to_record().unwrap();
        bless(&text, format!("{:#}\n", rendering(&decoded)).as_bytes());
        let said: Value = serde_json::from_slice(&read(&text)).unwrap();
        assert_eq!(rendering(&decoded), said, "{name}");
        assert_eq!(decoded, record, "{name}");
        assert_eq!(encode_record(&decoded).unwrap(), bytes, "{name}");
    }
}

#[test]
fn law_9_no_fixture_is_left_unread() {
    let known: Vec<String> = golden().into_iter().map(|(name, _)| name).collect();
    for entry in fs::read_dir(dir()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name == "frame" || known.contains(&name), "{} is read by no test", path.display());
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

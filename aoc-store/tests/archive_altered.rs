//! Goal: an archive that was cut off or altered is refused with a message that says where and what to do. Method:
//! one line of a sample archive is damaged in every way that the importer knows; the message and the log are read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod archives;
mod histories;

use aoc_core::{CommitEnd, Kind, Position, Record};
use aoc_store::{ARCHIVE_FORMAT, ArchiveError, EventLog, RecordError, encode_record, record_json};
use archives::{exported, imported, leaves, log_of, says};
use data_encoding::BASE64;
use serde_json::{Value, json};

/// Where the first entity of a record stands: behind the header.
const ENTITY_AT: usize = 104;

/// The sample archive with one of its lines (from 1) made into another; the error, and the head after it.
fn damaged(line: usize, make: impl FnOnce(&str) -> String) -> (ArchiveError, u64) {
    let text = exported(&log_of(&histories::sample()));
    let mut lines: Vec<String> = text.lines().map(|line| format!("{line}\n")).collect();
    lines[line - 1] = make(&lines[line - 1]);
    let (end, log) = imported(lines.concat().as_bytes());
    (end.unwrap_err(), log.head().unwrap().get())
}

fn edited(line: usize, edit: impl FnOnce(&mut Value)) -> (ArchiveError, u64) {
    damaged(line, |text| {
        let mut json: Value = serde_json::from_str(text).unwrap();
        edit(&mut json);
        format!("{json}\n")
    })
}

/// The line of a record that was changed, leaf and all.
fn rewritten(line: usize, change: impl FnOnce(&mut Record)) -> (ArchiveError, u64) {
    let mut record = histories::sample().into_iter().flatten().nth(line - 2).unwrap();
    change(&mut record);
    let leaf = BASE64.encode(&encode_record(&record).unwrap());
    let text = json!({"position": record.position, "leaf": leaf, "record": record_json(&record)}).to_string();
    damaged(line, |_| text + "\n")
}

/// The line of a record, one of whose bytes was changed.
fn patched(line: usize, at: usize, byte: u8) -> (ArchiveError, u64) {
    edited(line, |json| {
        let mut leaf = BASE64.decode(json["leaf"].as_str().unwrap().as_bytes()).unwrap();
        leaf[at] = byte;
        json["leaf"] = json!(BASE64.encode(&leaf));
    })
}

#[test]
fn what_is_no_archive_says_so() {
    let none =
        "line 1: this is not an archive: its first line is not {\"format\":\"aoc.archive/1\",\"head\":…} ";
    let because = |why: &str| format!("{none}({why}");
    says((imported(b"").0.unwrap_err(), 0), &because("the file is empty"), 0);
    says(damaged(1, |_| "name,date\n".into()), &because("expected ident"), 0);
    says(damaged(1, |_| "{\"id\":\"a\",\"uncited\":true}\n".into()), &because("it has no `format`"), 0);
    says(damaged(1, |_| "[]\n".into()), &because("it has no `format`"), 0);
    says(edited(1, |json| json["format"] = json!("geojson")), &because("its `format` is another one"), 0);
    says(
        edited(1, |json| json["head"] = json!("22")),
        &because("invalid type: string \"22\", expected u64"),
        0,
    );
    says(edited(1, |json| json["count"] = json!(22)), &because("unknown field `count`"), 0);
    says(
        damaged(1, |_| format!("{{\"format\":\"{ARCHIVE_FORMAT}\"}}\n")),
        &because("missing field `head`"),
        0,
    );
}

#[test]
fn a_newer_archive_says_so() {
    let newer = edited(1, |json| *json = json!({"format": "aoc.archive/2", "more": {}}));
    says(
        newer,
        "line 1: the archive is of format `aoc.archive/2`; this version reads aoc.archive/1: import it with a newer version",
        0,
    );
}

#[test]
fn a_line_that_is_not_utf8_says_where() {
    let text = exported(&log_of(&histories::sample()));
    let mut bytes = text.into_bytes();
    let third = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    bytes[third + 4] = 0xff;
    let (end, log) = imported(&bytes);
    says(
        (end.unwrap_err(), log.head().unwrap().get()),
        "line 3, byte 5: this is not UTF-8; save the file as UTF-8 text",
        0,
    );
}

#[test]
fn an_archive_that_was_cut_off_says_where_and_records_nothing_of_the_commit() {
    let cut = "line 17: the file ends in the middle of the line, so it was cut off; the records up to 13 were imported, nothing of this line's commit: get a whole copy";
    let text = exported(&log_of(&histories::sample()));
    let lines: Vec<&str> = text.lines().collect();
    let (before, last) = (lines[..16].join("\n") + "\n", lines[16]);
    for len in [1, 20, last.len() / 2, last.len() - 1] {
        let (end, log) = imported(format!("{before}{}", &last[..len]).as_bytes());
        says((end.unwrap_err(), log.head().unwrap().get()), cut, 13);
    }
    let mut in_a_character = format!("{before}{}", &last[..20]).into_bytes();
    in_a_character.extend(&"é".as_bytes()[..1]);
    says((imported(&in_a_character).0.unwrap_err(), 13), cut, 13);

    let (end, log) = imported(before.as_bytes());
    let unfinished = "the archive ends within the commit that starts with record 14, so it was cut off; the records up to 13 were imported, nothing of that commit: get a whole copy";
    says((end.unwrap_err(), log.head().unwrap().get()), unfinished, 13);

    let (end, log) = imported((lines[..17].join("\n") + "\n").as_bytes());
    let short = "the archive ends after record 16, but its header announces 22, so it was cut off; the records up to 16 were imported";
    says((end.unwrap_err(), log.head().unwrap().get()), short, 16);
}

#[test]
fn a_line_that_is_no_record_says_where() {
    let none =
        |byte: usize, why: &str| format!("line 15, byte {byte}: this is not a record of an archive: {why}");
    says(damaged(15, |_| "oops\n".into()), &none(1, "expected value"), 13);
    says(damaged(15, |_| "{\"position\":14,\n".into()), &none(15, "EOF while parsing"), 13);
    says(damaged(15, |text| text.replace("\"leaf\"", "\"leave\"")), &none(22, "unknown field `leave`"), 13);
    let (error, _) = damaged(15, |text| text.replacen("\"position\":14,", "", 1));
    assert!(matches!(error, ArchiveError::Json { why, .. } if why == "missing field `position`"));
}

#[test]
fn a_leaf_that_is_not_base64_says_where() {
    let spoilt = edited(16, |json| json["leaf"] = json!(format!("AA*A{}", json["leaf"].as_str().unwrap())));
    says(
        spoilt,
        "line 16: byte 3 of `leaf` is not base64 (RFC 4648 section 4, padded): invalid symbol; get an unaltered copy",
        13,
    );
    let short = edited(16, |json| json["leaf"] = json!("AAA"));
    says(short, "line 16: byte 1 of `leaf` is not base64 (RFC 4648 section 4, padded): invalid length", 13);
}

#[test]
fn a_leaf_that_is_no_record_says_why() {
    says(
        edited(16, |json| json["leaf"] = json!("")),
        "line 16: the leaf's bytes are not a record: 0 bytes are too few",
        13,
    );
    says(
        patched(16, 0, 9),
        "line 16: the leaf's bytes are not a record: the record has format version 9, written by a newer version",
        13,
    );
    let (error, _) = patched(16, 4, 9);
    assert!(matches!(&error, ArchiveError::Leaf { cause: RecordError::Body(_), .. }), "{error:?}");
    says(
        (error, 13),
        "line 16: the leaf's bytes are not a record: MemberSuspended in schema version 2305 is not known to this version",
        13,
    );
}

#[test]
fn an_unknown_kind_says_so() {
    let (error, head) = patched(16, 2, 0x7f);
    assert!(
        matches!(&error, ArchiveError::UnknownKind { kind, .. } if *kind == Kind::new(0x7f04)),
        "{error:?}"
    );
    says(
        (error, head),
        "line 16: events of kind 0x7f04 are not known to this version: import the archive with a newer one",
        13,
    );
}

#[test]
fn what_can_be_read_must_be_what_the_leaf_says() {
    let altered = |field: &str, leaf: &str, readable: &str| {
        format!(
            "line 18: `{field}` is {leaf} in the leaf, but {readable} where it can be read: one of them was altered; get an unaltered copy"
        )
    };
    let date = edited(18, |json| json["record"]["date"] = json!("2005"));
    assert!(
        matches!(&date.0, ArchiveError::Disagrees { difference, .. } if difference.field == "record.date")
    );
    says(date, &altered("record.date", "\"2006-03\"", "\"2005\""), 16);
    says(edited(18, |json| json["position"] = json!(99)), &altered("position", "17", "99"), 16);
    says(
        edited(18, |json| json["record"]["cites"][0]["at"] = json!("p. 9")),
        &altered("record.cites[0].at", "absent", "\"p. 9\""),
        16,
    );
    says(
        edited(18, |json| json["record"] = json!("\u{1b}[31m")),
        "line 18: `record` is {\"position\":17,",
        16,
    );
    let gone = edited(18, |json| {
        json["record"].as_object_mut().unwrap().remove("reason");
    });
    says(gone, &altered("record.reason", "\"more precise\"", "absent"), 16);
    let (error, _) = edited(18, |json| json["record"]["\u{1b}".repeat(999)] = json!("x".repeat(999)));
    assert!(error.to_string().len() < 900 && !error.to_string().contains('\u{1b}'), "{error}");
    let leaf_of_another =
        edited(18, |json| json["leaf"] = json!(BASE64.encode(&leaves(&log_of(&histories::sample()))[0].1)));
    assert!(matches!(leaf_of_another.0, ArchiveError::Disagrees { .. }));
    let (error, _) = patched(20, ENTITY_AT + 2, 0xaa);
    assert!(error.to_string().starts_with("line 20: `record.changes[0]` is \"membership:aabc"), "{error}");
}

#[test]
fn positions_are_dense() {
    let text = exported(&log_of(&histories::sample()));
    let lines: Vec<&str> = text.lines().collect();
    let doubled = damaged(17, |_| format!("{}\n", lines[15]));
    says(
        doubled,
        "line 17: record 15 stands where record 16 belongs: lines are missing, doubled or out of order; get an unaltered copy",
        13,
    );
    says(damaged(16, |_| String::new()), "line 16: record 16 stands where record 15 belongs", 13);
}

#[test]
fn commits_are_whole_and_in_order() {
    let torn = rewritten(16, |record| record.commit = Position::new(15));
    says(
        torn,
        "line 16: the record belongs to the commit that starts with record 15, but stands in the one of record 14: get an unaltered copy",
        13,
    );
    let early_end = rewritten(16, |record| record.end = CommitEnd::Last);
    says(
        early_end,
        "line 17: the record belongs to the commit that starts with record 14, but stands in the one of record 16",
        15,
    );
    let no_end = rewritten(17, |record| record.end = CommitEnd::Open);
    says(
        no_end,
        "line 18: the record belongs to the commit that starts with record 17, but stands in the one of record 14",
        13,
    );
}

#[test]
fn the_time_rises_from_commit_to_commit() {
    let before = histories::sample()[0][0].recorded_at;
    let within = rewritten(16, |record| record.recorded_at = record.recorded_at.next());
    says(
        within,
        "line 16: the record was recorded at 2023-11-14T22:13:20.000002Z, which does not fit the record before it (2023-11-14T22:13:20.000001Z)",
        13,
    );
    let (error, head) = rewritten(18, |record| record.recorded_at = before);
    assert!(matches!(error, ArchiveError::Time { found, .. } if found == before), "{error:?}");
    assert_eq!(head, 16);
}

#[test]
fn more_records_than_announced_are_refused() {
    let fewer = edited(1, |json| json["head"] = json!(16));
    says(fewer, "line 18: the header announces 16 records, and this is one more: get an unaltered copy", 16);
}

//! Law 9, for whole ledgers: what every format ever held is opened, asked, gone on with and verified, and a newer one is refused with its version. Method: one
//! book lies in `fixtures` in every format of today, with what it answered when it was written (`answers.txt`); those of earlier formats lie beside it. Copies are
//! opened.
//!
//! A new format gets its files with `AOC_BLESS=1 cargo test -p aoc-tests --test store versions`. What is there is never overwritten.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use aoc_core::{Day, Draft, Position};
use aoc_replay::{Extract, ExtractError, KnownAt, Ledger, Register, Registered, Roll, View};
use aoc_store::{
    ArchiveError, Checkpoint, Error, EventLog, Evidence, KeyError, MemoryLog, OpenError, Policy, RecordError,
    SledLog, TiledError, TiledLog, TreeHash, VerifierKey, encode_record, export, import, restore, verify,
    write_tiled,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::state_machine::copy_dir;
use crate::support::commit;
use crate::tiled::{key, ledger_over};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn text(name: &str) -> String {
    let path = fixture(name);
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run with AOC_BLESS=1", path.display()))
}

fn record(ledger: &Ledger, drafts: &[Value]) {
    let drafts: Vec<Draft> = drafts.iter().map(|draft| Draft::from_json(draft.clone()).unwrap()).collect();
    ledger.record(&drafts).unwrap().receipt().unwrap();
}

/// A group, its members on vague days, what was corrected, and two persons, one of them erased; signed before the end.
fn write_book(ledger: &Ledger) {
    let named = |text: &str| json!([{"lang": "en", "text": text}]);
    let cites = json!([{"source": "report", "at": "para 1"}]);
    let party = |slug: &str, name: &str| json!({"event": "PartyRegistered", "cites": cites, "data": {"party": slug, "kind": "country", "names": named(name)}});
    let joined = |slug: &str, date: &str| {
        json!({"id": format!("joined-{slug}"), "event": "MemberJoined", "date": date, "cites": cites, "words": "as they said",
        "data": {"group": "friends", "party": slug}})
    };
    let person = |slug: &str, name: &str| json!({"event": "PersonRegistered", "cites": cites, "data": {"person": slug, "names": named(name)}});
    record(
        ledger,
        &[
            json!({"event": "SourceRegistered", "uncited": true, "data": {"source": "report", "title": "A report"}}),
            json!({"event": "GroupEstablished", "date": "2005", "cites": cites, "data": {"group": "friends", "names": named("Group of Friends"), "admits": ["country"]}}),
            party("esp", "Spain"),
            party("tur", "Türkiye"),
            party("usa", "United States"),
        ],
    );
    record(ledger, &[joined("esp", "2005"), joined("tur", "2005-07~"), joined("usa", "2010-05-13")]);
    record(ledger, &[person("ann", "Ann"), person("bob", "Bob")]);
    // Long enough not to be packed with others: from here on there are blocks and fences.
    let words = "What the source says of it, in so many words. ".repeat(11);
    let many = (0..30).map(|number| {
        let mut many = party(&format!("city-{number}"), &format!("City {number}"));
        (many["data"]["kind"], many["words"]) = (json!("city"), json!(words));
        many
    });
    record(ledger, &many.collect::<Vec<_>>());
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    record(
        ledger,
        &[
            json!({"corrects": "joined-usa", "event": "MemberJoined", "date": "[2010-05-13..2010-05-15]", "cites": cites,
            "data": {"group": "friends", "party": "usa"}, "reason": "another page says so"}),
        ],
    );
    record(
        ledger,
        &[
            json!({"event": "PersonErased", "date": "2026-01-01", "uncited": true, "data": {"person": "bob"}, "reason": "asked",
            "authority": "the person"}),
        ],
    );
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    record(
        ledger,
        &[
            json!({"event": "PartyRenamed", "date": "2022-06-01", "cites": cites, "data": {"party": "tur", "names": named("Republic of Türkiye")}}),
        ],
    );
}

/// Who belonged, as known at each position; who is in the register; how long the log is and its root.
fn answers(ledger: &Ledger, upto: Position) -> String {
    let mut said = String::new();
    let root = Evidence::root_of(ledger.log(), upto).unwrap();
    writeln!(said, "records {upto} root {root}").unwrap();
    for day in ["2005-12-31", "2010-05-14", "2026-01-01"] {
        let mut before = String::new();
        for known in (1..=upto.get()).map(Position::new) {
            let view = View::on(day.parse::<Day>().unwrap()).known_at(KnownAt::Position(known));
            let roll = ledger.ask(&Roll::of("friends".parse().unwrap()), view).unwrap().value;
            let members = roll.members.iter().map(|line| {
                let records: Vec<String> = line.records.iter().map(ToString::to_string).collect();
                format!(
                    "\n  {} {}: {:?} by {}",
                    line.party,
                    line.names.first(),
                    line.member,
                    records.join(" ")
                )
            });
            let members: String = members.collect();
            // Where nothing changed, nothing is said.
            if members != before {
                writeln!(said, "on {day} as known at position {known}:{members}").unwrap();
                before = members;
            }
        }
    }
    let view = View::on("2026-01-01".parse::<Day>().unwrap()).known_at(KnownAt::Position(upto));
    let register = ledger.ask(&Register, view).unwrap().value;
    for entity in ["group:friends", "party:esp", "party:tur", "party:usa", "person:ann", "person:bob"] {
        let found: &Registered = register.get(entity.parse().unwrap()).unwrap();
        writeln!(said, "{entity} {:?}, of all names {:?}", found.name(None), found.all_names).unwrap();
    }
    said
}

/// Writes what is missing, all of it from one book, before any test reads it.
fn bless() {
    static ONCE: Once = Once::new();
    ONCE.call_once(write_fixtures);
}

fn write_fixtures() {
    if std::env::var_os("AOC_BLESS").is_none() || fixture("directory-3").exists() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let ledger = ledger_over(Arc::new(SledLog::create(&dir).unwrap()));
    write_book(&ledger);
    ledger.snapshot().unwrap();
    let evidence = fixture("evidence-1");
    fs::create_dir_all(&evidence).unwrap();
    let put = |name: &str, text: String| fs::write(fixture(name), text).unwrap();
    put("answers.txt", answers(&ledger, ledger.head().unwrap()));
    put("evidence-1/verifier", format!("{}\n", key().verifier()));
    put("evidence-1/policy", format!("log {}\nquorum none\n", key().verifier()));
    let last = ledger.evidence().issued().unwrap().pop().unwrap();
    put("evidence-1/checkpoint", last.to_string());
    put(
        "evidence-1/record-proof",
        ledger.evidence().prove_record(Position::new(6), None).unwrap().to_string(),
    );
    let first = ledger.evidence().issued().unwrap().swap_remove(0);
    put("evidence-1/first-checkpoint", first.to_string());
    put(
        "evidence-1/consistency-proof",
        ledger.evidence().prove_extension(first.head().upto, None).unwrap().to_string(),
    );
    put(
        "evidence-1/extract",
        ledger.extract(&Roll::of("friends".parse().unwrap()), None).unwrap().to_string(),
    );
    let mut lines = Vec::new();
    export(ledger.log(), &mut lines, &mut |_| {}).unwrap();
    fs::write(fixture("archive-1.jsonl"), lines).unwrap();
    write_tiled(ledger.log(), fixture("tiles-1"), &mut |_| {}).unwrap();
    drop(ledger);
    fs::remove_dir(dir.join("blobs")).unwrap();
    copy_dir(&dir, &fixture("directory-3"));
}

/// The ledger says what it said, goes on, and is sound.
fn check(log: Arc<dyn EventLog>) {
    let ledger = ledger_over(log);
    let head = ledger.head().unwrap();
    assert_eq!(answers(&ledger, head), text("answers.txt"));
    let mut lines = Vec::new();
    export(ledger.log(), &mut lines, &mut |_| {}).unwrap();
    assert!(
        String::from_utf8(lines).unwrap() == text("archive-1.jsonl"),
        "not the records that were written"
    );
    record(
        &ledger,
        &[json!({"event": "PartyRegistered", "uncited": true,
        "data": {"party": "mar", "kind": "country", "names": [{"lang": "en", "text": "Morocco"}]}})],
    );
    assert_eq!(ledger.head().unwrap(), head.next());
    let report = verify(ledger.log(), &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
    assert!(ledger.audit(&mut |_| {}).unwrap().commits.is_empty());
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    assert_eq!(answers(&ledger, head), text("answers.txt"));
}

fn copy(name: &str) -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("copy");
    copy_dir(&fixture(name), &dir);
    (place, dir)
}

#[test]
fn law_9_a_ledger_of_directory_format_3_says_what_it_said_and_goes_on() {
    bless();
    let (_place, dir) = copy("directory-3");
    check(Arc::new(SledLog::open(&dir).unwrap()));
    // Without what is derived, the same.
    let (_place, dir) = copy("directory-3");
    fs::remove_dir_all(dir.join("cache")).unwrap();
    check(Arc::new(SledLog::open(&dir).unwrap()));
}

#[test]
fn law_9_plain_files_of_format_1_say_what_they_said_and_are_restored() {
    bless();
    let (place, dir) = copy("tiles-1");
    let archive = TiledLog::open(&dir).unwrap();
    archive.check_files(&mut |_| {}).unwrap();
    let log = SledLog::create(place.path().join("restored")).unwrap();
    restore(&archive, &log, &mut |_| {}).unwrap();
    let asked = ledger_over(Arc::new(archive));
    assert_eq!(answers(&asked, asked.head().unwrap()), text("answers.txt"));
    check(Arc::new(log));
    // Written today, they are the same files.
    let again = place.path().join("again");
    write_tiled(&TiledLog::open(&dir).unwrap(), &again, &mut |_| {}).unwrap();
    let mut names = vec![PathBuf::new()];
    while let Some(name) = names.pop() {
        if dir.join(&name).is_dir() {
            names.extend(
                fs::read_dir(dir.join(&name)).unwrap().map(|entry| name.join(entry.unwrap().file_name())),
            );
        } else if name != Path::new("README") {
            assert_eq!(
                fs::read(again.join(&name)).unwrap(),
                fs::read(dir.join(&name)).unwrap(),
                "{}",
                name.display()
            );
        }
    }
}

#[test]
fn law_9_an_archive_of_format_1_is_imported_and_says_what_it_said() {
    bless();
    let log = MemoryLog::new();
    import(&mut text("archive-1.jsonl").as_bytes(), &log, &mut |_| {}).unwrap();
    check(Arc::new(log));
}

#[test]
fn law_9_evidence_that_was_given_still_holds() {
    bless();
    let key: VerifierKey = text("evidence-1/verifier").parse().unwrap();
    for policy in [Policy::of(key), text("evidence-1/policy").parse().unwrap()] {
        let checkpoint: Checkpoint = text("evidence-1/checkpoint").parse().unwrap();
        policy.check(&checkpoint).unwrap();
        let record: aoc_store::RecordProof = text("evidence-1/record-proof").parse().unwrap();
        record.check(&policy).unwrap();
        let goes_on: aoc_store::ExtensionProof = text("evidence-1/consistency-proof").parse().unwrap();
        let first: Checkpoint = text("evidence-1/first-checkpoint").parse().unwrap();
        goes_on.check(&first.head(), &policy).unwrap();
        let extract: Extract = text("evidence-1/extract").parse().unwrap();
        let on = "2010-05-14".parse::<Day>().unwrap();
        let roll = extract.answer(&Roll::of("friends".parse().unwrap()), on, &policy).unwrap();
        assert_eq!(roll.value.members.len(), 3);
    }
}

#[test]
fn law_9_ledgers_of_the_first_two_directory_formats_are_asked_and_gone_on_with() {
    let roots = [
        ("directory-1", 312, "pN82wnz9cKWV0NrAwm/9xLP3ywdfglLUtqN+lAU0los="),
        ("directory-2", 519, "G9nK9tFKxFvt6Wp5WwR4BNkbK5C4rF/QIIdHbOi1CgU="),
    ];
    for (name, records, root) in roots {
        let (_place, dir) = copy(name);
        let ledger = ledger_over(Arc::new(SledLog::open(&dir).unwrap()));
        let head = ledger.head().unwrap();
        let found = Evidence::root_of(ledger.log(), head).unwrap().to_string();
        assert_eq!((head.get(), found.as_str()), (records, root), "{name}");
        record(
            &ledger,
            &[json!({"event": "PartyRegistered", "uncited": true,
            "data": {"party": "mar", "kind": "country", "names": [{"lang": "en", "text": "Morocco"}]}})],
        );
        drop(ledger);
        let log = SledLog::open(&dir).unwrap();
        assert_eq!(log.head().unwrap(), head.next());
        assert!(verify(&log, &mut |_| {}).unwrap().is_sound());
        assert_eq!(Evidence::root_of(&log, head).unwrap().to_string(), root, "what it held is what it was");
    }
}

#[test]
fn a_newer_version_of_a_directory_an_archive_or_a_proof_is_refused_by_its_version() {
    bless();
    let (_place, dir) = copy("directory-3");
    fs::write(dir.join("aoc-ledger"), "aoc-ledger 4\n").unwrap();
    let before = fs::read(dir.join("db")).unwrap();
    let newer = OpenError::Newer { dir: dir.clone(), found: 4, known: 3 };
    assert_eq!(SledLog::open(&dir).unwrap_err(), newer);
    assert!(newer.to_string().contains("format 4, written by a newer version (this one reads 3)"), "{newer}");
    assert!(fs::read(dir.join("db")).unwrap() == before, "it is left as it is");

    let (_place, dir) = copy("tiles-1");
    let manifest = fs::read_to_string(dir.join("manifest.json")).unwrap();
    // Whatever else a newer one says.
    let manifest = manifest.replace("aoc.tiles/1\"", "aoc.tiles/2\",\"compressed\":\"yes\"");
    fs::write(dir.join("manifest.json"), manifest).unwrap();
    let newer = TiledLog::open(&dir).unwrap_err();
    assert_eq!(newer, TiledError::Newer { found: "aoc.tiles/2".to_owned() });

    let archive =
        text("archive-1.jsonl").replacen("aoc.archive/1\"", "aoc.archive/2\",\"compressed\":\"yes\"", 1);
    let log = MemoryLog::new();
    match import(&mut archive.as_bytes(), &log, &mut |_| {}) {
        Err(ArchiveError::NewerFormat { format }) => assert_eq!(format, "aoc.archive/2"),
        other => panic!("{other:?}"),
    }
    assert_eq!(log.head().unwrap(), Position::START);

    let extract =
        text("evidence-1/extract").replacen("aoc.extract/1\"", "aoc.extract/2\",\"compressed\":\"yes\"", 1);
    let newer = extract.parse::<Extract>().unwrap_err();
    assert_eq!(newer, ExtractError::Newer { found: "aoc.extract/2".to_owned() });
    // A key of a type that is to come: the name, the id and the type as they are written.
    let newer =
        "example.org/friends+00000000+CQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH".parse::<VerifierKey>();
    assert_eq!(newer.unwrap_err(), KeyError::Algorithm { found: 9 });
    let newer =
        "log example.org/friends+00000000+CQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH\nquorum none\n"
            .parse::<Policy>();
    assert!(newer.unwrap_err().to_string().contains("a key of type 9 cannot be used"));
    let newer = format!("log {}\nquorum none\nthreshold 3\n", key().verifier()).parse::<Policy>();
    assert!(newer.unwrap_err().to_string().contains("line 3 of the policy"));
}

#[test]
fn a_newer_record_in_an_archive_is_refused_by_its_version_and_not_called_damage() {
    let place = tempfile::tempdir().unwrap();
    let mut leaf = encode_record(&commit(Position::START, 1, 9)[0]).unwrap();
    leaf[0] = 2;
    let hash = Sha256::digest([&[0][..], &leaf].concat());
    let root = TreeHash::new(hash.into()).to_string();
    let dir = place.path().join("archive");
    for (name, bytes) in [
        ("tile/entries/000.p/1", [&u16::try_from(leaf.len()).unwrap().to_be_bytes()[..], &leaf].concat()),
        ("tile/0/000.p/1", hash.to_vec()),
        (
            "manifest.json",
            json!({"format": "aoc.tiles/1", "records": 1, "root": root, "sealed": 0})
                .to_string()
                .into_bytes(),
        ),
    ] {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let cause = RecordError::NewerVersion { version: 2 };
    let newer = Error::Record { position: Position::FIRST, cause };
    let log = TiledLog::open(&dir).unwrap();
    assert_eq!(log.check_files(&mut |_| {}), Err(TiledError::Log(newer.clone())));
    assert_eq!(log.frame(Position::FIRST).unwrap_err(), newer);
}

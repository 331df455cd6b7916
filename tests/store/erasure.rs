//! Laws 1, 4, 9 and 11 except for what was erased: nothing of a person's names remains in the ledger's files,
//! and nothing else changes. Method: a ledger on disk whose files are searched; a copy of its directory made
//! between the record of an erasure and the deed; logs that fail or lie.

mod unreadable;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::{Draft, EventDate, Meta, PersonId, Position, Record, Seal};
use aoc_replay::{Error, Ledger, Recorded, Register, View};
use aoc_store::{
    DamageKind, EventLog, Fault, FixedClock, Frame, MemoryLog, RecordError, SeededSalts, SledLog, export,
    import,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::delegation::pass_on;
use crate::sealed::found;
use crate::state_machine::copy_dir;

const NAMES: [&str; 4] = ["Zenobia Quint", "Zenobia Quinta", "Zenobia Quintana", "زنوبيا"];

fn draft(mut json: Value) -> Draft {
    json["uncited"] = json!(true);
    Draft::from_json(json).unwrap()
}

fn registered(id: &str, person: &str, names: &[&str]) -> Value {
    let langs = ["en", "ar"];
    let names: Vec<Value> =
        names.iter().zip(langs).map(|(text, lang)| json!({"lang": lang, "text": text})).collect();
    json!({"id": id, "event": "PersonRegistered", "data": {"person": person, "names": names}})
}

fn correction(of: &str, draft: Value) -> Value {
    let mut draft = draft;
    draft["corrects"] = json!(of);
    draft["reason"] = json!("misspelt");
    draft
}

fn erased(person: &str) -> Draft {
    draft(
        json!({"event": "PersonErased", "data": {"person": person}, "date": "2026-05-13", "reason": "asked for",
        "authority": "the officer"}),
    )
}

fn record(ledger: &Ledger, drafts: &[Draft]) {
    let recorded = ledger.record(drafts).unwrap();
    assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
}

fn over(log: Arc<dyn EventLog>) -> Ledger {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(3))).unwrap()
}

/// Registered under a wrong id, corrected twice, taken back and restored; and somebody else.
fn fill(ledger: &Ledger) {
    record(
        ledger,
        &[draft(registered("z1", "wrong", &NAMES[..1])), draft(registered("bo", "bo", &["Bo Other"]))],
    );
    record(ledger, &[draft(correction("z1", registered("z2", "zenobia", &NAMES[1..2])))]);
    record(ledger, &[draft(json!({"id": "z3", "retracts": "z2", "reason": "nobody knows her"}))]);
    record(ledger, &[draft(correction("z3", registered("z4", "zenobia", &NAMES[2..])))]);
}

fn create() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    fill(&over(Arc::new(SledLog::create(&dir).unwrap())));
    (place, dir)
}

fn leaves(ledger: &Ledger) -> Vec<Vec<u8>> {
    let frames: Vec<Frame> = ledger.log().frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    frames.iter().flat_map(Frame::records).map(|view| view.unwrap().bytes().to_vec()).collect()
}

fn records(ledger: &Ledger) -> Vec<Record> {
    let head = ledger.head().unwrap().get();
    (1..=head).map(|at| ledger.record_at(Position::new(at)).unwrap()).collect()
}

fn archive(ledger: &Ledger) -> String {
    let mut text = Vec::new();
    export(ledger.log(), &mut text, &mut |_| {}).unwrap();
    String::from_utf8(text).unwrap()
}

/// Nothing of the names is in the files; the rest is as it was, and sound.
fn check_erased(dir: &Path, ledger: &Ledger, before: &[Vec<u8>]) {
    for name in NAMES {
        assert_eq!(found(dir, name), [""; 0], "{name}");
        assert!(!archive(ledger).contains(name));
        assert!(!format!("{:?}", records(ledger)).contains(name));
    }
    assert_eq!(leaves(ledger)[..before.len()], *before);
    let seals: Vec<bool> =
        records(ledger).iter().map(|record| matches!(record.seal, Seal::Erased(_))).collect();
    assert_eq!(seals, [true, false, true, false, true, false]);
    assert_eq!(found(dir, "Bo Other"), ["sealed"]);
    let audit = ledger.audit(&mut |_| {}).unwrap();
    assert!(audit.is_sound(), "{audit:?}");
}

#[test]
fn no_version_of_the_names_remains_in_any_file() {
    let (_place, dir) = create();
    for name in NAMES {
        assert_eq!(found(&dir, name).first().map(String::as_str), Some("sealed"), "{name}");
    }
    let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
    let before = leaves(&ledger);
    let (positions, archived) = (records(&ledger).len(), archive(&ledger));
    let mut meta = Meta::new(aoc_core::Citations::uncited());
    meta.reason = Some("asked for".parse().unwrap());
    meta.authority = Some("the officer".parse().unwrap());
    let zenobia: PersonId = "zenobia".parse().unwrap();
    ledger.erase(zenobia, "2026-05-13".parse::<EventDate>().unwrap(), meta).unwrap();
    assert_eq!(records(&ledger).len(), positions + 1);
    check_erased(&dir, &ledger, &before);
    // The archive says the same bytes of every record, and less beside them.
    let leaf = |line: &str| serde_json::from_str::<Value>(line).unwrap()["leaf"].clone();
    let now = archive(&ledger);
    for (line, earlier) in now.lines().zip(archived.lines()).skip(1) {
        assert_eq!(leaf(line), leaf(earlier));
    }
    drop(ledger);
    let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
    check_erased(&dir, &ledger, &before);
    assert_eq!(archive(&ledger), now);
    // Law 11 holds of what is left.
    let copy = Arc::new(MemoryLog::new());
    import(&mut now.as_bytes(), copy.as_ref(), &mut |_| {}).unwrap();
    let copy = over(copy);
    assert_eq!(archive(&copy), now);
    assert_eq!(records(&copy), records(&ledger));
    assert!(copy.audit(&mut |_| {}).unwrap().is_sound());
}

/// A log on disk at which something happens before it erases.
struct Odd {
    log: SledLog,
    before: Box<Happening>,
}

/// What happens, given the ledger's directory.
type Happening = dyn Fn(&Path) -> Result<(), aoc_store::Error> + Send + Sync;

impl EventLog for Odd {
    pass_on!(head, written, write, sync, stored, frame, wait);

    fn erase(&self, positions: &[Position]) -> Result<(), aoc_store::Error> {
        if !positions.is_empty() {
            (self.before)(self.log.dir())?;
        }
        self.log.erase(positions)
    }
}

#[test]
fn law_2_an_erasure_that_was_recorded_is_carried_out_whatever_happens() {
    let (_place, dir) = create();
    let crashed = dir.with_file_name("crashed");
    let copy = crashed.clone();
    let before = Box::new(move |dir: &Path| {
        copy_dir(dir, &copy); // what a process leaves that dies here
        Ok(())
    });
    let ledger = over(Arc::new(Odd { log: SledLog::open(&dir).unwrap(), before }));
    let leaves = leaves(&ledger);
    record(&ledger, &[erased("zenobia")]);
    check_erased(&dir, &ledger, &leaves);
    assert_eq!(found(&crashed, NAMES[0])[0], "sealed", "recorded, but not carried out");
    let log = SledLog::open(&crashed).unwrap();
    assert_eq!(log.head().unwrap(), Position::new(6));
    let ledger = over(Arc::new(log));
    check_erased(&crashed, &ledger, &leaves);
}

#[test]
fn an_erasure_that_fails_says_that_it_is_recorded_and_not_done() {
    let (_place, dir) = create();
    let fault = aoc_store::Error::Storage { doing: "testing", fault: Fault::Other { why: "no".into() } };
    let failing = fault.clone();
    let odd = Odd { log: SledLog::open(&dir).unwrap(), before: Box::new(move |_| Err(failing.clone())) };
    let ledger = over(Arc::new(odd));
    let leaves = leaves(&ledger);
    let error = ledger.record(&[erased("zenobia")]).unwrap_err();
    assert!(matches!(&error, Error::Erasure { cause } if *cause == fault), "{error}");
    assert!(error.to_string().contains("open the ledger again"), "{error}");
    drop(ledger);
    check_erased(&dir, &over(Arc::new(SledLog::open(&dir).unwrap())), &leaves);
}

/// Where the ledger has read two stretches of the log that share a frame: records 256 and 257 lie in one.
#[test]
fn what_was_read_before_is_forgotten_wherever_its_frame_lies() {
    let person = |number: usize| format!("person-{number}");
    let drafts = |numbers: std::ops::Range<usize>| -> Vec<Draft> {
        numbers.map(|number| draft(registered(&person(number), &person(number), &NAMES[..1]))).collect()
    };
    for erased_person in [250, 260] {
        let ledger = over(Arc::new(MemoryLog::new()));
        record(&ledger, &drafts(1..201));
        record(&ledger, &drafts(201..301));
        let named = || {
            let before = View::on("2026-01-01".parse().unwrap());
            let register = ledger.ask(&Register, before).unwrap().value;
            (1..301)
                .filter(|number| {
                    let person: PersonId = person(*number).parse().unwrap();
                    register.get(person.into()).unwrap().names.is_some()
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(named(), (1..301).collect::<Vec<_>>());
        record(&ledger, &[erased(&person(erased_person))]);
        assert_eq!(named(), (1..301).filter(|number| *number != erased_person).collect::<Vec<_>>());
    }
}

/// A log in memory that cannot erase.
struct Stubborn {
    log: MemoryLog,
}

impl EventLog for Stubborn {
    pass_on!(head, written, write, sync, stored, frame, wait);
}

#[test]
fn no_erasure_is_recorded_that_cannot_be_carried_out() {
    let ledger = over(Arc::new(Stubborn { log: MemoryLog::new() }));
    fill(&ledger);
    let refused = ledger.record(&[erased("zenobia")]).unwrap_err();
    assert!(matches!(refused, Error::Store(aoc_store::Error::CannotErase)), "{refused}");
    assert_eq!(ledger.head().unwrap(), Position::new(5));

    // Recorded by a version that did not seal yet.
    let sealed = Ledger::in_memory();
    fill(&sealed);
    let (old, mut all) = (MemoryLog::new(), records(&sealed));
    for record in &mut all {
        record.seal = Seal::Open;
    }
    for commit in all.chunk_by(|one, other| one.commit == other.commit) {
        old.append(old.head().unwrap(), &Frame::of(commit).unwrap()).unwrap();
    }
    let ledger = over(Arc::new(old));
    let refused = ledger.record(&[erased("zenobia")]).unwrap_err();
    let Error::Store(aoc_store::Error::Record { position, cause: RecordError::NotSealed }) = refused else {
        panic!("{refused}")
    };
    assert_eq!((position, ledger.head().unwrap()), (Position::FIRST, Position::new(5)));
}

#[test]
fn a_body_that_is_gone_without_an_erasure_is_damage() {
    let damages = |ledger: &Ledger| -> Vec<(u64, DamageKind)> {
        let damages = ledger.audit(&mut |_| {}).unwrap().bytes.damages;
        damages.into_iter().map(|damage| (damage.position.get(), damage.what)).collect()
    };
    let log = Arc::new(MemoryLog::new());
    let ledger = over(Arc::clone(&log) as Arc<dyn EventLog>);
    fill(&ledger);
    let text = archive(&ledger);
    log.erase(&[Position::new(2)]).unwrap(); // by nobody's order
    assert_eq!(damages(&ledger), [(2, DamageKind::Gone)]);
    record(&ledger, &[erased("bo")]);
    assert_eq!(damages(&ledger), []);

    // Somebody took a person's names out of an archive, where no byte of a record is wanting.
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            let mut json: Value = serde_json::from_str(line).unwrap();
            if json["position"] == json!(5) {
                json.as_object_mut().unwrap().remove("sidecar");
                json["record"]["data"].as_object_mut().unwrap().remove("names");
                json["record"]["erased"] = json!(true);
            }
            format!("{json}\n")
        })
        .collect();
    let copy = Arc::new(MemoryLog::new());
    import(&mut lines.concat().as_bytes(), copy.as_ref(), &mut |_| {}).unwrap();
    assert_eq!(damages(&over(copy)), [(5, DamageKind::Gone)]);
}

#[test]
fn an_archive_with_another_body_is_refused() {
    let ledger = Ledger::in_memory();
    fill(&ledger);
    let (text, mine) = (
        archive(&ledger),
        archive(&{
            let other = Ledger::in_memory();
            fill(&other);
            other
        }),
    );
    let sidecar =
        |text: &str| serde_json::from_str::<Value>(text.lines().nth(2).unwrap()).unwrap()["sidecar"].clone();
    let forged = text.replace(sidecar(&text).as_str().unwrap(), sidecar(&mine).as_str().unwrap());
    let error = import(&mut forged.as_bytes(), &MemoryLog::new(), &mut |_| {}).unwrap_err();
    assert!(
        error.to_string().starts_with("line 3: `sidecar` does not fit the digest in the leaf"),
        "{error}"
    );
}

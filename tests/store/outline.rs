//! Law 5: what is kept of the records beside a log changes no answer, whatever becomes of it.
//!
//! Method: a small book of everything that an index holds (corrections, retractions, second sources, anchors, sources,
//! an erasure), whose outline is cut at every byte, changed in every byte, taken from other logs and kept while the log
//! goes back; it must never be an error, and every answer must be that of a book without one.

pub(crate) mod cached;

use std::path::PathBuf;
use std::sync::Arc;

use aoc_core::{Day, Draft, Position, Seal};
use aoc_replay::{Error, KnownAt, Ledger, Recorded, Register, Roll, Timeline, View};
use aoc_store::{
    Chunks, Damage, DamageKind, Error as StoreError, EventLog, FixedClock, Frame, MemoryLog, RecordError,
    SeededSalts, SledLog, verify,
};
use serde_json::{Value, json};

use cached::{Cached, NAME, Opened};

fn over(log: Arc<dyn EventLog>) -> Ledger {
    over_at(log, "2026-05-13T09:30:00Z")
}

fn over_at(log: Arc<dyn EventLog>, now: &str) -> Ledger {
    let clock = FixedClock(now.parse().unwrap());
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(3))).unwrap()
}

fn draft(mut json: Value) -> Draft {
    if json.get("cites").is_none() {
        json["uncited"] = json!(true);
    }
    Draft::from_json(json).unwrap()
}

fn record(ledger: &Ledger, drafts: Vec<Value>) {
    let drafts: Vec<Draft> = drafts.into_iter().map(draft).collect();
    let recorded = ledger.record(&drafts).unwrap();
    assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
}

fn joined(id: &str, party: &str, date: &str) -> Value {
    json!({"id": id, "event": "MemberJoined", "data": {"group": "friends", "party": party}, "date": date,
           "cites": [{"source": "paper", "at": "page 7"}, {"source": "letter"}]})
}

fn commits() -> Vec<Vec<Value>> {
    let names = |text: &str| json!([{"lang": "en", "text": text}]);
    let party = |slug: &str| json!({"id": slug, "event": "PartyRegistered", "data": {"party": slug, "kind": "country", "names": names(slug)}});
    let source = |slug: &str| json!({"id": slug, "event": "SourceRegistered", "data": {"source": slug, "title": slug}});
    let group = json!({"event": "GroupEstablished", "date": "2005",
        "data": {"group": "friends", "names": names("Friends"), "admits": ["country"]}});
    let mut left = json!({"id": "left", "event": "MemberWithdrew", "data": {"group": "friends", "party": "esp"},
        "date": "2006"});
    left["after"] = json!("esp-joined");
    vec![
        vec![source("paper"), source("letter"), group, party("esp"), party("tur")],
        vec![joined("tur-joined", "tur", "2008-03")],
        vec![joined("esp-joined", "esp", "2006-02"), left],
        vec![
            json!({"id": "ana", "event": "PersonRegistered", "data": {"person": "ana", "names": names("Ana Quint")}}),
        ],
        vec![json!({"id": "second", "corroborates": "tur-joined", "cites": [{"source": "letter"}]})],
        vec![{
            let mut better = joined("better", "tur", "2007");
            better["corrects"] = json!("tur-joined");
            better["reason"] = json!("read again");
            better
        }],
        vec![json!({"id": "never", "retracts": "left", "reason": "it stayed"}), party("mlt")],
        vec![
            json!({"event": "PersonErased", "data": {"person": "ana"}, "date": "2026-05-13", "reason": "asked for",
            "authority": "the officer"}),
        ],
        vec![joined("mlt-joined", "mlt", "2006")],
    ]
}

/// The log of the small book, and its outline.
fn book(commits: &[Vec<Value>]) -> (Arc<MemoryLog>, Vec<u8>) {
    let log = Cached::of(&Arc::new(MemoryLog::new()), None);
    let ledger = over(Arc::clone(&log) as Arc<dyn EventLog>);
    for drafts in commits {
        record(&ledger, drafts.clone());
    }
    assert_eq!(log.outline(), None, "so few records are kept when the ledger is closed");
    drop(ledger);
    (Arc::clone(&log.log), log.outline().unwrap())
}

/// Everything that a ledger says of itself.
fn answers(ledger: &Ledger) -> String {
    let mut said = vec![format!("{:?} {:?}", ledger.head().unwrap(), ledger.commits().unwrap())];
    for commit in ledger.commits().unwrap().iter() {
        for on in ["2006-12-31", "2009-01-01"].map(|day| day.parse::<Day>().unwrap()) {
            let view = View::on(on).known_at(KnownAt::Position(commit.last));
            said.push(format!("{:?}", ledger.ask(&Roll::of("friends".parse().unwrap()), view).unwrap()));
            said.push(format!("{:?}", ledger.ask(&Timeline::of_everything(), view).unwrap()));
            said.push(format!("{:?}", ledger.ask(&Register, view).unwrap()));
        }
    }
    for position in (1..=ledger.head().unwrap().get()).map(Position::new) {
        let record = ledger.record_at(position).unwrap();
        let (last, standing) = (ledger.last_version(position).unwrap(), ledger.standing(position).unwrap());
        said.push(format!("{last:?} {standing:?} {:?}", ledger.find(record.id).unwrap()));
    }
    said.push(format!("{:?}", ledger.personal_data("ana".parse().unwrap()).unwrap()));
    said.join("\n")
}

fn check(log: &Arc<MemoryLog>, outline: Option<&[u8]>, expected: &str) -> Opened {
    let cached = Cached::of(log, outline);
    let ledger = over(Arc::clone(&cached) as Arc<dyn EventLog>);
    let opened = cached.opened();
    assert_eq!(answers(&ledger), expected);
    opened
}

#[test]
fn law_5_a_ledger_opens_from_its_outline_and_answers_the_same() {
    let (log, outline) = book(&commits());
    let expected = answers(&over(Arc::clone(&log) as Arc<dyn EventLog>));
    assert_eq!(check(&log, None, &expected), Opened::FromRecords);
    assert_eq!(check(&log, Some(&outline), &expected), Opened::FromOutline);
}

#[test]
fn law_5_whatever_is_cut_off_or_changed_no_answer_changes() {
    let all = commits();
    let (log, first) = book(&all[..4]);
    // A second chunk, of a second ledger.
    let cached = Cached::of(&log, Some(&first));
    let ledger = over(Arc::clone(&cached) as Arc<dyn EventLog>);
    for drafts in &all[4..] {
        record(&ledger, drafts.clone());
    }
    drop(ledger);
    let outline = cached.outline().unwrap();
    assert!(outline.starts_with(&first) && outline.len() > first.len());
    let expected = answers(&over(Arc::clone(&log) as Arc<dyn EventLog>));
    assert_eq!(check(&log, Some(&outline), &expected), Opened::FromOutline);
    for cut in 0..outline.len() {
        // Between two chunks nothing can be seen of it, and the rest is read from the log.
        let whole = if cut == first.len() { Opened::FromOutline } else { Opened::FromRecords };
        assert_eq!(check(&log, Some(&outline[..cut]), &expected), whole, "cut to {cut} bytes");
    }
    for at in 0..outline.len() {
        let mut flipped = outline.clone();
        flipped[at] ^= 1 << (at % 8);
        assert_eq!(check(&log, Some(&flipped), &expected), Opened::FromRecords, "byte {at}");
    }
    for other in [&b"outline"[..], &[0; 400], &[0xff; 400], &outline[first.len()..]] {
        assert_eq!(check(&log, Some(other), &expected), Opened::FromRecords);
    }
    let twice = [&outline[..], &first].concat();
    assert_eq!(check(&log, Some(&twice), &expected), Opened::FromRecords);
}

#[test]
fn law_5_the_outline_of_another_log_is_not_believed() {
    let all = commits();
    let (log, outline) = book(&all);
    let expected = answers(&over(Arc::clone(&log) as Arc<dyn EventLog>));
    // The log was restored from an older copy: the outline goes too far.
    let (older, front) = book(&all[..6]);
    let older_expected = answers(&over(Arc::clone(&older) as Arc<dyn EventLog>));
    assert_eq!(check(&older, Some(&outline), &older_expected), Opened::FromRecords);
    assert_eq!(check(&log, Some(&front), &expected), Opened::FromOutline, "the rest is read");
    // It then went another way, as far as it had been.
    let other = Arc::new(MemoryLog::new());
    let ledger = over_at(Arc::clone(&other) as Arc<dyn EventLog>, "2026-06-01T00:00:00Z");
    for drafts in all.iter().take(8) {
        record(&ledger, drafts.clone());
    }
    record(&ledger, vec![joined("mlt-joined", "mlt", "2007")]);
    let other_expected = answers(&ledger);
    assert_eq!(ledger.head().unwrap(), log.head().unwrap());
    assert_eq!(check(&other, Some(&outline), &other_expected), Opened::FromRecords);
    // Even where the last record has the same id.
    let alike = Arc::new(MemoryLog::new());
    let ledger = over_at(Arc::clone(&alike) as Arc<dyn EventLog>, "2026-06-01T00:00:00Z");
    let mut swapped = all.clone();
    swapped[0].swap(3, 4);
    for drafts in &swapped {
        record(&ledger, drafts.clone());
    }
    assert_eq!(check(&alike, Some(&outline), &answers(&ledger)), Opened::FromRecords);
    // An empty log.
    check(&Arc::new(MemoryLog::new()), Some(&outline), &answers(&Ledger::in_memory()));
}

#[test]
fn law_9_a_damaged_record_is_met_by_whoever_reads_it_and_by_nobody_else() {
    let (log, outline) = book(&commits());
    let view = View::on("2009-01-01".parse().unwrap());
    let roll = |log: Arc<dyn EventLog>| over(log).ask(&Roll::of("friends".parse().unwrap()), view);
    let expected = roll(Arc::clone(&log) as Arc<dyn EventLog>).unwrap();
    // The first five records share a frame: two sources, of which no roll says anything, a group, two parties.
    for (at, is_read) in [(1, false), (2, false), (3, true), (4, true), (5, true)] {
        let position = Position::new(at);
        let damaged = Cached::damaged(&log, &outline, position);
        let error = StoreError::Record { position, cause: RecordError::Checksum };
        match roll(Arc::clone(&damaged) as Arc<dyn EventLog>) {
            Ok(answer) => assert!(!is_read && answer == expected, "record {at}"),
            Err(met) => assert!(is_read && matches!(&met, Error::Store(met) if *met == error), "{met:?}"),
        }
        let ledger = over(Arc::clone(&damaged) as Arc<dyn EventLog>);
        for position in (1..=5).map(Position::new) {
            for _ in 0..2 {
                match ledger.record_at(position) {
                    Ok(_) => assert_ne!(position, Position::new(at)),
                    Err(Error::Store(met)) => assert_eq!((position, met), (Position::new(at), error.clone())),
                    Err(met) => panic!("{met}"),
                }
            }
        }
        assert_eq!(damaged.opened(), Opened::FromOutline);
        let report = verify(&*damaged, &mut |_| {}).unwrap();
        let what = DamageKind::Unreadable(error);
        assert_eq!(report.damages.first(), Some(&Damage { position, what }));
    }
}

#[test]
fn an_outline_of_another_version_is_not_believed() {
    let (log, outline) = book(&commits());
    let expected = answers(&over(Arc::clone(&log) as Arc<dyn EventLog>));
    let mut content = Chunks::of(&outline).next().unwrap().unwrap().to_vec();
    assert_eq!(content[0], 2);
    for other in [1, 3] {
        content[0] = other;
        assert_eq!(check(&log, Some(&Chunks::chunk(&content)), &expected), Opened::FromRecords);
    }
}

#[test]
fn what_is_not_kept_yet_is_kept_while_the_ledger_is_open() {
    let log = Cached::of(&Arc::new(MemoryLog::new()), None);
    let ledger = over(Arc::clone(&log) as Arc<dyn EventLog>);
    let parties = |from: usize, count: usize| -> Vec<Value> {
        let slugs = (from..from + count).map(|number| format!("party-{number}"));
        let data =
            |slug: &str| json!({"party": slug, "kind": "city", "names": [{"lang": "en", "text": slug}]});
        slugs.map(|slug| json!({"id": slug, "event": "PartyRegistered", "data": data(&slug)})).collect()
    };
    record(&ledger, parties(0, 4_000));
    assert_eq!(log.outline(), None);
    record(&ledger, parties(4_000, 200));
    let first = log.outline().unwrap();
    record(&ledger, parties(4_200, 4_096));
    let second = log.outline().unwrap();
    assert!(second.starts_with(&first) && second.len() > first.len());
    let expected = (ledger.head().unwrap(), ledger.commits().unwrap().iter().copied().collect::<Vec<_>>());
    let again = Cached::of(&log.log, Some(&second));
    let other = over(Arc::clone(&again) as Arc<dyn EventLog>);
    assert_eq!(again.opened(), Opened::FromOutline);
    assert_eq!((other.head().unwrap(), other.commits().unwrap().iter().copied().collect()), expected);
}

#[test]
fn an_audit_believes_the_records_alone() {
    let withdrawn = json!({"event": "SourceWithdrawn", "data": {"source": "letter"}, "reason": "forged"});
    let mut all = commits();
    all.insert(8, vec![withdrawn]);
    let (log, _) = book(&all);
    // A lie that fits: the clock stands still, and the last record is the same.
    let mut other = all.clone();
    other[0].swap(3, 4);
    other[4] = vec![json!({"id": "none", "retracts": "left", "reason": "it stayed"})];
    other[6][0] = json!({"id": "second", "corroborates": "better", "cites": [{"source": "letter"}]});
    let (_, lie) = book(&other);
    let cached = Cached::of(&log, Some(&lie));
    let ledger = over(Arc::clone(&cached) as Arc<dyn EventLog>);
    assert_eq!(cached.opened(), Opened::FromOutline);
    let plain = over(Arc::clone(&log) as Arc<dyn EventLog>);
    assert_ne!(answers(&ledger), answers(&plain), "it is a lie");
    let audit = ledger.audit(&mut |_| {}).unwrap();
    assert!(!audit.flagged.is_empty());
    assert_eq!(audit, plain.audit(&mut |_| {}).unwrap());
}

#[test]
fn law_2_an_erasure_that_the_outline_says_was_cut_off_is_finished_by_what_the_records_say() {
    let all = commits();
    // Everything was recorded and kept, and nothing destroyed: the bodies are back, as in an older copy.
    let (erased, outline) = book(&all);
    let (whole, _) = book(&all[..7]);
    let frames: Vec<Frame> =
        erased.frames(whole.head().unwrap().next()).unwrap().map(Result::unwrap).collect();
    for frame in frames {
        whole.append(whole.head().unwrap(), &[frame]).unwrap();
    }
    let seal = |log: &MemoryLog, at: Position| {
        let frame = log.frame(at).unwrap().unwrap();
        frame.record(at).unwrap().unwrap().seal().unwrap()
    };
    let ana = over(Arc::clone(&erased) as Arc<dyn EventLog>).find("ana".parse().unwrap()).unwrap().unwrap();
    assert!(matches!(seal(&whole, ana), Seal::Sealed(_)));
    let cached = Cached::of(&whole, Some(&outline));
    let ledger = over(Arc::clone(&cached) as Arc<dyn EventLog>);
    assert_eq!(cached.opened(), Opened::FromRecords, "nothing is destroyed on the word of the outline");
    assert!(matches!(seal(&whole, ana), Seal::Erased(_)));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn deleting_the_directory_of_the_cache_changes_nothing_but_time() {
    let place = tempfile::tempdir().unwrap();
    let dir: PathBuf = place.path().join("ledger");
    let ledger = over(Arc::new(SledLog::create(&dir).unwrap()));
    for drafts in commits() {
        record(&ledger, drafts);
    }
    let expected = answers(&ledger);
    drop(ledger);
    let file = dir.join("cache").join(NAME);
    let kept = std::fs::read(&file).unwrap();
    for _ in 0..2 {
        let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
        assert_eq!(answers(&ledger), expected);
        drop(ledger);
        assert_eq!(std::fs::read(&file).unwrap(), kept, "nothing was to be added");
    }
    std::fs::remove_dir_all(dir.join("cache")).unwrap();
    let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
    assert_eq!(answers(&ledger), expected);
    drop(ledger);
    assert_eq!(std::fs::read(&file).unwrap(), kept);
    // A cache that cannot be written fails nothing.
    std::fs::remove_dir_all(dir.join("cache")).unwrap();
    std::fs::write(dir.join("cache"), b"in the way").unwrap();
    let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
    assert_eq!(answers(&ledger), expected);
    record(
        &ledger,
        vec![json!({"id": "more", "event": "SourceRegistered", "data": {"source": "more", "title": "more"}})],
    );
    assert!(matches!(ledger.record(&[]), Err(Error::NothingToRecord)));
}

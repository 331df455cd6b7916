//! Laws 1, 2 and 4 when many threads record at once: drafts are judged against all that was written, one sync serves
//! many commits, and nobody sees anything of a commit before it is acknowledged.
//!
//! Method: ledgers on disk with many writers; a log whose sync waits for the test, or fails when the test says so.

mod gate;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use aoc_core::{Day, Draft, EventId, Position, Seal};
use aoc_replay::{Error, KnownAt, Ledger, Receipt, Recorded, Register, View};
use aoc_store::{AppendError, EventLog, FixedClock, MemoryLog, SeededSalts, SledLog};
use serde_json::{Value, json};

use gate::{Gate, Way};

const THREADS: usize = 16;
/// How often a reader looks at most.
const LOOKS_MAX: usize = 20_000;

fn over(log: Arc<dyn EventLog>) -> Ledger {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(3))).unwrap()
}

fn draft(mut json: Value) -> Draft {
    json["uncited"] = json!(true);
    Draft::from_json(json).unwrap()
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

/// A claim that a party comes into the book, which it can do once.
fn registered(id: &str, party: &str) -> Draft {
    draft(json!({"id": id, "event": "PartyRegistered",
        "data": {"party": party, "kind": "city", "names": names(party), "codes": []}}))
}

fn party(slug: &str) -> Draft {
    registered(slug, slug)
}

fn renamed(slug: &str) -> Draft {
    draft(json!({"id": format!("{slug}-renamed"), "event": "PartyRenamed", "date": "2010",
        "data": {"party": slug, "names": names("New")}}))
}

fn person(slug: &str) -> Draft {
    draft(json!({"id": slug, "event": "PersonRegistered", "data": {"person": slug, "names": names("Zoe")}}))
}

fn erased(slug: &str) -> Draft {
    draft(
        json!({"event": "PersonErased", "data": {"person": slug}, "date": "2026-05-13", "reason": "asked for",
        "authority": "the officer"}),
    )
}

fn accepted(recorded: Recorded) -> Receipt {
    match recorded {
        Recorded::Accepted(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

/// The receipts hold every position from 1 on once, and the records are where they say.
fn check_receipts(ledger: &Ledger, receipts: &[Receipt]) {
    let mut positions = BTreeSet::new();
    for Receipt { commit, ids } in receipts {
        for (ahead, id) in ids.iter().enumerate() {
            let position = commit.first.plus(ahead);
            assert!(positions.insert(position.get()), "{position} was given twice");
            assert_eq!(ledger.find(*id).unwrap(), Some(position));
            assert_eq!(ledger.record_at(position).unwrap().id, *id);
        }
        assert_eq!(ledger.commits().unwrap().holding(commit.first), Some(*commit));
    }
    let head = ledger.head().unwrap().get();
    assert!(positions.into_iter().eq(1..=head), "dense up to {head}");
}

/// On each thread parties of its own, what rests on them, and claims that contradict those of the next thread.
fn record_on_threads(ledger: &Ledger, each: usize) -> Vec<Receipt> {
    let write = |thread: usize| {
        let mut receipts = Vec::new();
        let mut contested = Vec::new();
        for number in 0..each {
            let slug = format!("party-{thread}-{number}");
            let own = party(&slug);
            receipts.push(accepted(ledger.record(std::slice::from_ref(&own)).unwrap()));
            assert!(matches!(ledger.record(&[own]).unwrap(), Recorded::AlreadyRecorded(_)));
            receipts.push(accepted(ledger.record(&[renamed(&slug)]).unwrap()));
            // Two threads register the same one.
            let rival =
                registered(&format!("rival-{thread}-{number}"), &format!("both-{}-{number}", thread / 2));
            match ledger.record(&[rival]).unwrap() {
                Recorded::Accepted(receipt) => contested.push((number, Some(receipt))),
                Recorded::Rejected(rejections) => {
                    assert!(rejections.to_string().contains("already-registered"), "{rejections}");
                    contested.push((number, None));
                }
                other @ Recorded::AlreadyRecorded(_) => panic!("{other:?}"),
            }
        }
        (receipts, contested)
    };
    let done: Vec<_> = thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || write(thread))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let mut receipts: Vec<Receipt> = Vec::new();
    for pair in done.chunks(2) {
        let [(own, contested), (other_own, other_contested)] = pair else { panic!("threads come in pairs") };
        receipts.extend(own.iter().chain(other_own).cloned());
        for ((_, one), (_, other)) in contested.iter().zip(other_contested) {
            assert_ne!(one.is_some(), other.is_some(), "one of two that contradict each other is accepted");
            receipts.extend(one.iter().chain(other).cloned());
        }
    }
    receipts
}

#[test]
fn law_2_what_many_threads_record_is_there_after_opening_again() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let ledger = over(Arc::new(SledLog::create(&dir).unwrap()));
    let receipts = record_on_threads(&ledger, 6);
    check_receipts(&ledger, &receipts);
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
    drop(ledger);
    let ledger = over(Arc::new(SledLog::open(&dir).unwrap()));
    check_receipts(&ledger, &receipts);
}

#[test]
fn law_1_two_ledgers_over_one_log_and_their_threads_agree() {
    let log: Arc<dyn EventLog> = Arc::new(Gate::of(MemoryLog::new(), Way::Slow(Duration::from_micros(300))));
    let ledgers = [over(Arc::clone(&log)), over(Arc::clone(&log))];
    let write = |thread: usize| {
        let ledger = &ledgers[thread % 2];
        let mut receipts = Vec::new();
        for number in 0..8 {
            let own = [party(&format!("party-{thread}-{number}"))];
            receipts.push(loop {
                match ledger.record(&own) {
                    Err(Error::Contended { .. }) => {}
                    recorded => break accepted(recorded.unwrap()),
                }
            });
        }
        receipts
    };
    let write = &write;
    let receipts: Vec<Receipt> = thread::scope(|scope| {
        let writers: Vec<_> = (0..8).map(|thread| scope.spawn(move || write(thread))).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    for ledger in &ledgers {
        check_receipts(ledger, &receipts);
        assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
    }
}

/// That a ledger knows of nothing behind `head`, in whatever way it is asked.
fn check_unseen(ledger: &Ledger, head: Position, drafts: &[Draft]) {
    assert_eq!(ledger.head().unwrap(), head);
    assert_eq!(ledger.commits().unwrap().head(), head);
    assert_eq!(ledger.log().head().unwrap(), head);
    let view = View::on(Day::FUTURE);
    let register = ledger.ask(&Register, view).unwrap();
    assert_eq!(register.view.position, head);
    for draft in drafts {
        let id: EventId = draft.id();
        assert_eq!(ledger.find(id).unwrap(), None);
        assert_eq!(ledger.recorded(draft).unwrap(), None);
    }
    for position in [head.next(), head.next().next()] {
        assert_eq!(ledger.standing(position).unwrap(), None);
        assert_eq!(ledger.last_version(position).unwrap(), None);
        assert!(matches!(ledger.record_at(position), Err(Error::NoSuchRecord { .. })));
        assert!(matches!(ledger.explain(&[position], view), Err(Error::NoSuchRecord { .. })));
        assert!(matches!(ledger.commit_records(position), Err(Error::NoSuchRecord { .. })));
        let beyond = view.known_at(KnownAt::Position(position));
        assert!(matches!(ledger.view(beyond), Err(Error::BeyondHead { .. })));
    }
    let start = KnownAt::Position(Position::START);
    let late = ledger.late(start, KnownAt::Head, Day::FUTURE).unwrap();
    assert_eq!(late.until.position, head);
    assert!(ledger.subscribe(head.next(), Duration::ZERO).next().is_none());
}

/// Waits until this much was written.
fn until_written(ledger: &Ledger, position: u64) {
    while ledger.log().written().unwrap() < Position::new(position) {
        thread::yield_now();
    }
}

#[test]
fn law_4_nothing_of_a_commit_is_seen_before_it_is_acknowledged() {
    let gate = Arc::new(Gate::of(MemoryLog::new(), Way::Open));
    let ledger = &over(Arc::clone(&gate) as Arc<dyn EventLog>);
    accepted(ledger.record(&[party("first")]).unwrap());
    let one = Position::new(1);
    assert_eq!(ledger.last_version(one).unwrap(), Some(one));
    gate.set(Way::Closed);
    let (second, resting) = (party("second"), renamed("first"));
    let correction =
        draft(json!({"id": "better", "corrects": "first", "event": "PartyRegistered", "reason": "no",
        "data": {"party": "first", "kind": "city", "names": names("Better"), "codes": []}}));
    thread::scope(|scope| {
        let _opened = gate.opened_at_last();
        let (second, resting, correction) = (&second, &resting, &correction);
        let writer = |draft| move || ledger.record(std::slice::from_ref(draft)).unwrap();
        let first = scope.spawn(writer(second));
        until_written(ledger, 2);
        check_unseen(ledger, one, std::slice::from_ref(second));
        let more = scope.spawn(writer(resting));
        until_written(ledger, 3);
        let corrected = scope.spawn(writer(correction));
        until_written(ledger, 4);
        check_unseen(ledger, one, &[second.clone(), resting.clone(), correction.clone()]);
        assert_eq!(
            (ledger.last_version(one).unwrap(), ledger.standing(one).unwrap()),
            (Some(one), Some(one))
        );
        // What is said of it waits as well: that it is there already, and that something contradicts it.
        let again = scope.spawn(writer(second));
        let contradicting = scope.spawn(|| ledger.record(&[registered("third", "second")]).unwrap());
        let judged = scope.spawn(|| ledger.judge(&[party("fourth")]).unwrap());
        thread::sleep(Duration::from_millis(30));
        assert!(!again.is_finished() && !contradicting.is_finished() && !judged.is_finished());
        check_unseen(ledger, one, &[second.clone(), resting.clone(), correction.clone()]);
        gate.set(Way::Open);
        let places =
            [first, more, corrected].map(|writer| accepted(writer.join().unwrap()).commit.first.get());
        assert_eq!(places, [2, 3, 4]);
        assert!(matches!(again.join().unwrap(), Recorded::AlreadyRecorded(_)));
        assert!(matches!(contradicting.join().unwrap(), Recorded::Rejected(_)));
        assert_eq!(judged.join().unwrap().unwrap()[0].position, Position::new(5));
    });
    assert_eq!(ledger.head().unwrap(), Position::new(4));
    assert_eq!(ledger.last_version(one).unwrap(), Some(Position::new(4)));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn law_4_a_reader_is_never_ahead_of_what_is_acknowledged() {
    let gate = Arc::new(Gate::of(MemoryLog::new(), Way::Slow(Duration::from_millis(1))));
    let ledger = over(Arc::clone(&gate) as Arc<dyn EventLog>);
    let done = AtomicBool::new(false);
    let receipts = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut before = Position::START;
            for _ in 0..LOOKS_MAX {
                if done.load(Ordering::SeqCst) {
                    break;
                }
                let seen = ledger.ask(&Register, View::on(Day::FUTURE)).unwrap().view.position;
                let found = ledger.find("party-3-4".parse().unwrap()).unwrap().unwrap_or_default();
                let head = ledger.head().unwrap();
                let acknowledged = gate.head().unwrap();
                assert!(before <= seen && seen <= head && found <= head && head <= acknowledged);
                before = head;
            }
        });
        let receipts = record_on_threads(&ledger, 6);
        done.store(true, Ordering::SeqCst);
        reader.join().unwrap();
        receipts
    });
    check_receipts(&ledger, &receipts);
}

/// Three commits are written, one of them refused as a contradiction, and the sync fails.
fn fail(gate: &Gate, ledger: &Ledger) {
    gate.set(Way::Closed);
    thread::scope(|scope| {
        let _opened = gate.opened_at_last();
        let one = scope.spawn(|| ledger.record(&[party("one")]).unwrap_err());
        until_written(ledger, 2);
        let other = scope.spawn(|| ledger.record(&[renamed("one")]).unwrap_err());
        until_written(ledger, 3);
        let refused = scope.spawn(|| ledger.record(&[registered("two", "one")]).unwrap_err());
        thread::sleep(Duration::from_millis(30));
        gate.set(Way::Failing);
        for (writer, place) in [(one, 2), (other, 3)] {
            let error = writer.join().unwrap();
            let Error::Append(AppendError::Unknown { first, .. }) = &error else { panic!("{error}") };
            assert_eq!(*first, Position::new(place));
        }
        let error = refused.join().unwrap();
        assert!(matches!(error, Error::Append(AppendError::Refused)), "{error}");
    });
    check_unseen(ledger, Position::FIRST, &[party("one"), renamed("one")]);
    let again = ledger.record(&[party("one")]).unwrap_err();
    assert!(matches!(again, Error::Append(AppendError::Refused)), "{again}");
    assert!(ledger.judge(&[party("one")]).unwrap().is_ok(), "nothing is known of it any more");
}

fn on_disk(dir: &Path) -> (Arc<Gate>, Ledger) {
    let log = if dir.exists() { SledLog::open(dir) } else { SledLog::create(dir) };
    let gate = Arc::new(Gate::of(log.unwrap(), Way::Open));
    (Arc::clone(&gate), over(gate))
}

#[test]
fn law_2_after_a_failed_sync_nothing_is_seen_and_opening_again_tells() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let (gate, ledger) = on_disk(&dir);
    accepted(ledger.record(&[party("zero")]).unwrap());
    fail(&gate, &ledger);
    drop((gate, ledger));
    let (_, ledger) = on_disk(&dir);
    check_unseen(&ledger, Position::FIRST, &[party("one"), renamed("one")]);
    assert_eq!(accepted(ledger.record(&[registered("two", "one")]).unwrap()).commit.first, Position::new(2));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_log_that_goes_on_after_a_failed_sync_is_read_as_it_is() {
    let gate = Arc::new(Gate::of(MemoryLog::new(), Way::Open));
    let ledger = over(Arc::clone(&gate) as Arc<dyn EventLog>);
    accepted(ledger.record(&[party("zero")]).unwrap());
    fail(&gate, &ledger);
    gate.set(Way::Open); // what was written is still there, and comes in with the next sync
    let rejected = ledger.record(&[registered("two", "one")]).unwrap();
    assert!(matches!(rejected, Recorded::Rejected(_)), "{rejected:?}");
    assert!(matches!(ledger.record(&[party("one")]).unwrap(), Recorded::AlreadyRecorded(_)));
    assert_eq!(ledger.head().unwrap(), Position::new(3));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn an_erasure_among_many_commits_is_carried_out_before_record_returns() {
    let log = Arc::new(Gate::of(MemoryLog::new(), Way::Slow(Duration::from_micros(200))));
    let ledger = &over(Arc::clone(&log) as Arc<dyn EventLog>);
    thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for number in 0..6 {
                    let slug = format!("person-{thread}-{number}");
                    let place = accepted(ledger.record(&[person(&slug)]).unwrap()).commit.first;
                    assert!(matches!(ledger.record_at(place).unwrap().seal, Seal::Sealed(_)));
                    accepted(ledger.record(&[erased(&slug)]).unwrap());
                    assert!(matches!(ledger.record_at(place).unwrap().seal, Seal::Erased(_)));
                    assert_eq!(ledger.personal_data(slug.parse().unwrap()).unwrap(), []);
                    assert!(matches!(ledger.record(&[person(&slug)]).unwrap(), Recorded::AlreadyRecorded(_)));
                }
            });
        }
    });
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn a_person_is_erased_that_was_registered_by_a_commit_still_on_its_way() {
    let gate = Arc::new(Gate::of(MemoryLog::new(), Way::Closed));
    let ledger = &over(Arc::clone(&gate) as Arc<dyn EventLog>);
    thread::scope(|scope| {
        let _opened = gate.opened_at_last();
        let registered = scope.spawn(|| ledger.record(&[person("zoe")]).unwrap());
        until_written(ledger, 1);
        let erasing = scope.spawn(|| ledger.record(&[erased("zoe")]).unwrap());
        until_written(ledger, 2);
        gate.set(Way::Open);
        accepted(registered.join().unwrap());
        accepted(erasing.join().unwrap());
    });
    assert!(matches!(ledger.record_at(Position::FIRST).unwrap().seal, Seal::Erased(_)));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

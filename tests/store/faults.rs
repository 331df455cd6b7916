//! Laws 1 and 2 when the storage fails: the commit is there as a whole, or an error says what to do; never half. What was
//! answered rests on what was acknowledged.
//!
//! Method: one small history, again and again, in which the first call of a kind fails, then the second, until none is left
//! to fail; each time the log is opened again, and the same history given to it once more. (Syncs that take long: `recording`.)

mod faulty;

use std::collections::BTreeSet;
use std::sync::Arc;

use aoc_core::{Draft, EventId, InventoryTaken, Position, Seal};
use aoc_replay::{BatchSize, BulkError, BulkRecorded, Error, KnownAt, Ledger, Recorded, Roll, View};
use aoc_store::{Checkpoint, EventLog, FixedClock, Origin, SeededSalts, SigningKey};
use serde_json::{Value, json};

use faulty::{Call, Faulty, How, Plan};

/// One of these every error must say here.
const ADVICE: [&str; 2] = ["open the ledger again", "try again"];
const DAY: &str = "2020-01-01";

fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/faults".parse::<Origin>().unwrap(), &[3; 32])
}

fn open(log: &Arc<Faulty>) -> Result<Ledger, Error> {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
    let log = Arc::clone(log) as Arc<dyn EventLog>;
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(3)))
}

fn draft(mut json: Value) -> Draft {
    if json.get("cites").is_none() {
        json["uncited"] = json!(true);
    }
    Draft::from_json(json).unwrap()
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

fn party(slug: &str) -> Value {
    json!({"id": slug, "event": "PartyRegistered",
        "data": {"party": slug, "kind": "country", "names": names(slug), "codes": []}})
}

fn joined(slug: &str) -> Value {
    json!({"id": format!("{slug}-joined"), "event": "MemberJoined", "date": "2007",
        "data": {"group": "friends", "party": slug}, "cites": [{"source": "paper"}]})
}

fn started() -> Vec<Value> {
    vec![
        json!({"id": "paper", "event": "SourceRegistered", "data": {"source": "paper", "title": "Paper"}}),
        json!({"id": "friends", "event": "GroupEstablished", "date": "2005",
            "data": {"group": "friends", "names": names("Friends"), "admits": ["country"]}}),
    ]
}

fn person() -> Vec<Value> {
    vec![
        json!({"id": "ana", "event": "PersonRegistered", "data": {"person": "ana", "names": names("Ana Quint")}}),
    ]
}

fn erased() -> Vec<Value> {
    vec![json!({"id": "ana-erased", "event": "PersonErased", "data": {"person": "ana"}, "date": "2026-05-13",
        "reason": "asked for", "authority": "the officer"})]
}

fn corrected() -> Vec<Value> {
    vec![json!({"id": "better", "corrects": "party-3-joined", "event": "MemberJoined", "date": "2008",
        "data": {"group": "friends", "party": "party-3"}, "cites": [{"source": "paper"}], "reason": "read again"})]
}

fn batched() -> Vec<Value> {
    (1..=9).map(|number| format!("party-{number}")).flat_map(|slug| [party(&slug), joined(&slug)]).collect()
}

/// What is done with a ledger.
enum Step {
    Record(fn() -> Vec<Value>),
    Batch(fn() -> Vec<Value>),
    Ask,
    Sign,
    Snapshot,
    Reopen,
}

const HISTORY: [Step; 14] = [
    Step::Record(started),
    Step::Batch(batched),
    Step::Ask,
    Step::Record(person),
    Step::Sign,
    Step::Reopen,
    Step::Ask,
    Step::Reopen,
    Step::Record(corrected),
    Step::Record(erased),
    Step::Snapshot,
    Step::Reopen,
    Step::Ask,
    Step::Sign,
];

/// What was heard of a ledger while one call failed.
struct Heard {
    log: Arc<Faulty>,
    ledger: Option<Ledger>,
    acknowledged: Position,
    answers: Vec<(Position, String)>,
    signed: Vec<Checkpoint>,
    errors: Vec<String>,
}

impl Heard {
    fn of(log: Arc<Faulty>) -> Self {
        let (answers, signed, errors) = Default::default();
        let mut heard = Self { log, ledger: None, acknowledged: Position::START, answers, signed, errors };
        for step in &HISTORY {
            heard.step(step);
        }
        heard.ledger = None;
        heard
    }

    fn step(&mut self, step: &Step) {
        if matches!(step, Step::Reopen) {
            self.ledger = None; // closed before it is opened again
        }
        if self.ledger.is_none() {
            match open(&self.log) {
                Ok(ledger) => self.ledger = Some(ledger),
                Err(error) => return self.failed(&error),
            }
        }
        let ledger = self.ledger.clone().unwrap();
        match step {
            Step::Record(drafts) => {
                self.record(&ledger, &drafts().into_iter().map(draft).collect::<Vec<_>>());
            }
            Step::Batch(drafts) => self.batch(&ledger, drafts().into_iter().map(draft).collect()),
            Step::Ask => match ask(&ledger, View::on(DAY.parse().unwrap())) {
                Ok((at, answer)) => {
                    assert!(at <= self.acknowledged, "{at} was not acknowledged");
                    self.answers.push((at, answer));
                }
                Err(error) => self.failed(&error),
            },
            Step::Sign => match ledger.checkpoint(&key(), &mut |_| {}) {
                Ok(checkpoint) => {
                    self.acknowledged = self.acknowledged.max(checkpoint.head().upto);
                    self.signed.push(checkpoint);
                }
                Err(error) => self.failed(&error),
            },
            Step::Snapshot => {
                if let Err(error) = ledger.snapshot() {
                    self.failed(&error);
                }
            }
            Step::Reopen => {}
        }
        // An inventory may have been recorded by a checkpoint that failed; it is acknowledged, too.
        self.acknowledged = self.acknowledged.max(self.log.head().unwrap());
    }

    fn record(&mut self, ledger: &Ledger, drafts: &[Draft]) {
        match ledger.record(drafts) {
            Ok(Recorded::Accepted(receipt) | Recorded::AlreadyRecorded(receipt)) => {
                self.acknowledged = self.acknowledged.max(receipt.commit.last);
            }
            // What it rests on was not recorded.
            Ok(Recorded::Rejected(rejections)) => assert!(!self.errors.is_empty(), "{rejections}"),
            Err(error) => self.failed(&error),
        }
    }

    fn batch(&mut self, ledger: &Ledger, drafts: Vec<Draft>) {
        let size = BatchSize::of_drafts(4).unwrap();
        let drafts = drafts.into_iter().map(Ok::<_, String>);
        match ledger.record_all(drafts, size, &mut |_| {}) {
            Ok(BulkRecorded::Accepted(_)) => {}
            Ok(BulkRecorded::Rejected { rejections, .. }) => {
                assert!(!self.errors.is_empty(), "{rejections}");
            }
            Err(BulkError::Ledger { before, cause }) => {
                let last =
                    [before.passed_over, before.recorded].into_iter().flatten().map(|stored| stored.last);
                self.acknowledged = last.fold(self.acknowledged, Position::max);
                self.failed(&cause);
            }
            Err(error) => panic!("{error}"),
        }
    }

    fn failed(&mut self, error: &Error) {
        let text = error.to_string();
        assert!(ADVICE.iter().any(|advice| text.contains(advice)), "no advice: {text} ({error:?})");
        self.errors.push(text);
    }
}

fn ask(ledger: &Ledger, view: View) -> Result<(Position, String), Error> {
    let answer = ledger.ask(&Roll::of("friends".parse().unwrap()), view)?;
    Ok((answer.view.position, format!("{answer:?}")))
}

/// The ids of each commit, but for what counts the book.
fn commits(ledger: &Ledger) -> BTreeSet<Vec<EventId>> {
    let ids = |commit: &aoc_replay::Commit| {
        let positions = (commit.first.get()..=commit.last.get()).map(Position::new);
        let records: Vec<_> = positions.map(|at| ledger.record_at(at).unwrap()).collect();
        let is_inventory = records.iter().all(|record| record.kind == InventoryTaken::KIND);
        (!is_inventory).then(|| records.iter().map(|record| record.id).collect())
    };
    ledger.commits().unwrap().iter().filter_map(ids).collect()
}

/// Who is on the roll in the end.
fn roll(ledger: &Ledger) -> String {
    let answer = ledger.ask(&Roll::of("friends".parse().unwrap()), View::on(DAY.parse().unwrap())).unwrap();
    let parties: BTreeSet<String> =
        answer.value.members.iter().map(|line| format!("{:?} {:?}", line.party, line.joined)).collect();
    format!("{parties:?}")
}

/// Everything that was promised while a call failed.
fn check(heard: &Heard, expected: &BTreeSet<Vec<EventId>>) -> Ledger {
    let log = heard.log.reopened();
    assert!(log.head().unwrap() >= heard.acknowledged, "lost: {} was acknowledged", heard.acknowledged);
    let ledger = open(&log).unwrap();
    assert!(commits(&ledger).is_subset(expected), "half a commit");
    let audit = ledger.audit(&mut |_| {}).unwrap();
    assert!(audit.is_sound(), "{:?} {:?}", audit.bytes.damages, audit.commits);
    for (at, answer) in &heard.answers {
        let view = View::on(DAY.parse().unwrap()).known_at(KnownAt::Position(*at));
        let (_, clean) = ask(&ledger, view).unwrap();
        assert_eq!(*answer, clean, "as known at {at}");
    }
    let issued = ledger.evidence().issued().unwrap();
    assert!(heard.signed.iter().all(|signed| issued.contains(signed)), "a checkpoint is forgotten");
    // It goes on as if nothing had happened.
    let again = Heard::of(Arc::clone(&log));
    assert_eq!(again.errors, [""; 0]);
    drop(ledger);
    open(&log).unwrap()
}

#[test]
fn law_2_whichever_call_fails_the_commit_is_there_or_an_error_says_what_to_do() {
    let clean = Heard::of(Faulty::new(None));
    assert_eq!(clean.errors, [""; 0]);
    let clean = open(&clean.log).unwrap();
    let (expected, members) = (commits(&clean), roll(&clean));
    for call in Call::ALL {
        for how in [How::Undone, How::Done] {
            let mut failed = 0;
            loop {
                let plan = Plan { call, nth: failed + 1, how };
                let heard = Heard::of(Faulty::new(Some(plan)));
                let ledger = check(&heard, &expected);
                assert_eq!(
                    (commits(&ledger), roll(&ledger)),
                    (expected.clone(), members.clone()),
                    "{plan:?}"
                );
                let ana = ledger.find(person_id()).unwrap().unwrap();
                assert!(matches!(ledger.record_at(ana).unwrap().seal, Seal::Erased(_)), "{plan:?}");
                let may_fail = !matches!(call, Call::ReadCache | Call::ChangeCache);
                assert!(may_fail || heard.errors.is_empty(), "{plan:?}: {:?}", heard.errors);
                if !heard.log.has_failed() {
                    assert_eq!(heard.errors, [""; 0]);
                    break;
                }
                failed += 1;
            }
            assert!(failed > 0, "{call:?} was never called");
        }
    }
}

fn person_id() -> EventId {
    draft(person().remove(0)).id()
}

//! Those who ask, listen, verify, sign and prove.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aoc_core::{Day, Event, InventoryEvent, Position};
use aoc_replay::{Error, KnownAt, Ledger, Roll, View};
use aoc_store::{
    Checkpoint, EventLog, ExtensionProof, FixedClock, Frame, MemoryLog, Policy, RecordProof, SeededSalts,
    export, import, verify_against,
};

use super::mount::Mount;
use super::world::{World, lock};
use crate::ledgers::{answers, leaves};
use crate::merkle::naive_head;
use crate::universe::{GROUPS, day, group};

/// How many answers are remembered.
const SAID: usize = 24;

/// An answer that somebody was given.
pub(super) struct Said {
    view: View,
    text: String,
}

/// Who hears of every record, through crashes too.
#[derive(Default)]
pub(super) struct Listener {
    heard: Vec<aoc_core::Record>,
}

impl Listener {
    /// Hears what there is now: what is acknowledged, in order, each once.
    pub(super) fn hear(&mut self, ledger: &Ledger, mount: &Mount) {
        let due = Position::START.plus(self.heard.len()).next();
        for record in ledger.subscribe(due, Duration::ZERO) {
            let Ok(record) = record else { return assert!(mount.is_off(), "{record:?}") };
            let due = Position::START.plus(self.heard.len()).next();
            assert_eq!(record.position, due, "records are heard in order");
            assert!(due <= mount.promised(), "{due} is heard, and not acknowledged");
            self.heard.push(record);
        }
    }
}

impl World {
    pub(super) fn hear(&mut self) {
        let ledger = self.ledger();
        let listener = Arc::clone(self.dice.pick(&self.listeners).expect("a listener"));
        lock(&listener).hear(&ledger, &self.mount);
        self.diary.note(format!("a listener has heard {} records", lock(&listener).heard.len()));
    }

    /// A listener hears the rest, and has heard all.
    pub(super) fn hear_all(&mut self, at: usize) {
        let (ledger, listener): (_, Arc<Mutex<Listener>>) = (self.ledger(), Arc::clone(&self.listeners[at]));
        let mut listener = lock(&listener);
        listener.hear(&ledger, &self.mount);
        self.diary.tally.heard += listener.heard.len() as u64;
        assert_eq!(listener.heard.len(), self.told.records.len(), "a listener missed records");
        for (heard, record) in listener.heard.iter().zip(&self.told.records) {
            assert_eq!((heard.id, heard.commit), (record.id, record.commit), "heard at {}", heard.position);
        }
    }

    /// Somebody asks everything in a view: it is what was said before, and what the records alone say.
    pub(super) fn ask(&mut self) {
        let ledger = self.ledger();
        if let Err(error) = ledger.head() {
            return assert!(self.has_failed(), "{error}");
        }
        if self.owes_erasures() {
            return self.diary.note("nobody asks while an erasure is not done");
        }
        let again = self.dice.below(2 * SAID);
        let asked_before = self.said.get(again).map(|said| said.view);
        let view = asked_before.unwrap_or_else(|| self.view());
        let text = answers(&ledger, view);
        self.diary.tally.answers += 1;
        self.diary.note(format!("somebody asks {view:?}"));
        self.diary.digest(&text);
        if let Some(said) = self.said.iter().find(|said| said.view == view) {
            assert!(said.text == text, "law 4: {view:?} was answered {}", differing(&said.text, &text));
        } else {
            if self.dice.one_in(3) {
                let KnownAt::Position(upto) = view.known_at else { panic!("a view of a position") };
                let alone = answers(&self.afresh(upto), view);
                assert!(
                    alone == text,
                    "laws 4 and 12: of {view:?} the records say {}",
                    differing(&alone, &text)
                );
            }
            if self.said.len() == SAID {
                self.said.swap_remove(again % SAID);
            }
            self.said.push(Said { view, text });
        }
        if view.on.calendar().is_some() && self.dice.one_in(4) {
            self.check_invariants(&ledger, view);
        }
    }

    fn check_invariants(&self, ledger: &Ledger, view: View) {
        let KnownAt::Position(upto) = view.known_at else { return };
        let book = self.told.book(upto);
        crate::invariants::check(ledger, view, &book.sight().expect("a book in order"));
    }

    /// A random day, as known after a random commit, mostly a late one.
    fn view(&mut self) -> View {
        let on = match self.dice.below(8) {
            0 => Day::PAST,
            1 => Day::FUTURE,
            _ => day(i32::try_from(self.dice.below(usize::try_from(self.day).unwrap() + 60)).unwrap()),
        };
        let end = match self.dice.pick(&self.told.ends).copied() {
            Some(end) if self.dice.one_in(2) => end,
            _ => self.told.head(),
        };
        View::on(on).known_at(KnownAt::Position(end))
    }

    /// A ledger that has nothing but the records up to one, and never had.
    fn afresh(&self, upto: Position) -> Ledger {
        let log = MemoryLog::new();
        let mut commit: Vec<Frame> = Vec::new();
        for frame in self.mount.frames(Position::FIRST).expect("a log that is on") {
            let frame = frame.expect("a frame that was read");
            if frame.last() > upto {
                break;
            }
            commit.push(frame);
            if self.told.ends.contains(&commit.last().expect("a frame").last()) {
                let first = commit.first().expect("a frame").first();
                log.append(first.previous(), &commit).expect("a commit");
                commit.clear();
            }
        }
        over(log)
    }

    /// Counts and signs; the root is that of the records.
    pub(super) fn checkpoint(&mut self) {
        let ledger = self.ledger();
        self.prepare();
        let signed = ledger.checkpoint(&self.key, &mut |_| {});
        self.mount.clear();
        self.diary.note(format!("a checkpoint: {:?}", signed.as_ref().map(Checkpoint::head)));
        match signed {
            Ok(checkpoint) => {
                self.diary.tally.checkpoints += 1;
                self.checkpoints.push(checkpoint);
            }
            Err(Error::Inventory { rejections }) => panic!("the book takes no inventory: {rejections}"),
            Err(error) => assert!(self.has_failed(), "{error}"),
        }
    }

    /// A checkpoint that somebody kept elsewhere: still remembered, still the root, and every proof against it holds.
    pub(super) fn prove(&mut self) {
        let Some(checkpoint) = self.dice.pick(&self.checkpoints).cloned() else { return };
        let (ledger, policy) = (self.ledger(), Policy::of(self.key.verifier()));
        let (evidence, leaves) = (ledger.evidence(), self.told.leaves());
        let issued = evidence.issued().expect("a log that is on");
        let remembered = issued.iter().any(|issued| issued.head() == checkpoint.head());
        assert!(remembered, "the checkpoint at {} is not remembered", checkpoint.head().upto);
        let upto = usize::try_from(checkpoint.head().upto.get()).unwrap();
        if upto == 0 {
            return;
        }
        assert_eq!(checkpoint.head(), naive_head(leaves, upto), "law 10: the root at {upto}");
        evidence.confirm(&checkpoint).expect("the log is what was signed");
        for _ in 0..4 {
            let position = Position::START.plus(1 + self.dice.below(upto));
            let proof = evidence.prove_record(position, Some(&checkpoint)).expect("a record in the log");
            let read: RecordProof = proof.to_string().parse().expect("a proof");
            let proven = read.check(&policy).expect("a proof that holds");
            assert_eq!(Some(proven.bytes()), position.index().map(|index| &leaves[index][..]));
            let old = naive_head(leaves, self.dice.below(upto + 1));
            let proof = evidence.prove_extension(old.upto, Some(&checkpoint)).expect("a proof");
            let read: ExtensionProof = proof.to_string().parse().expect("a proof");
            read.check(&old, &policy).expect("a proof that holds");
            self.diary.tally.proofs += 2;
        }
        self.diary.note(format!("proofs against the checkpoint at {upto}"));
        self.extract(&ledger, &checkpoint, &policy);
    }

    /// A part of the book, as it was counted last before a checkpoint, proves the answer of the whole.
    fn extract(&mut self, ledger: &Ledger, checkpoint: &Checkpoint, policy: &Policy) {
        let roll = Roll::of(group(u16::try_from(self.dice.below(usize::from(GROUPS))).unwrap()));
        let on = self.view().on;
        match ledger.extract(&roll, Some(checkpoint)) {
            Ok(extract) => {
                let proven = extract.answer(&roll, on, policy).expect("a part that proves its answer");
                let view = View::on(on).known_at(KnownAt::Position(proven.view.position));
                assert_eq!(proven, ledger.ask_all(&roll, view).expect("a log that is on"), "law 10");
                self.diary.tally.proofs += 1;
            }
            Err(Error::NotInBook { .. } | Error::NoInventory { .. }) => {}
            Err(error) => assert!(self.has_failed(), "{error}"),
        }
    }

    /// Every byte, also by the checkpoints that somebody kept.
    pub(super) fn verify(&mut self) {
        let signed: Vec<_> = self.checkpoints.iter().map(Checkpoint::head).collect();
        let report = verify_against(self.mount.as_ref(), &signed, &mut |_| {}).expect("a log that is on");
        self.diary.note(format!("verified: {} records, {} damages", report.records, report.damages.len()));
        assert!(report.is_sound(), "{:?}", report.damages);
        assert_eq!(report.tree, Some(naive_head(self.told.leaves(), self.told.leaves().len())));
    }

    /// Every commit is judged again. Those who count by hand make figures up.
    pub(super) fn audit(&mut self) {
        let ledger = self.ledger();
        if let Err(error) = ledger.head() {
            return assert!(self.has_failed(), "{error}");
        }
        let audit = match ledger.audit(&mut |_| {}) {
            Ok(audit) => audit,
            Err(error) => return assert!(self.has_failed(), "{error}"),
        };
        self.diary.note(format!("audited: {} judged, {} findings", audit.judged, audit.commits.len()));
        assert!(audit.bytes.is_sound(), "{:?}", audit.bytes.damages);
        for finding in &audit.commits {
            let counts = |record: &&aoc_core::Record| {
                record.commit == finding.commit
                    && matches!(record.event, Some(Event::Inventory(InventoryEvent::InventoryTaken(_))))
            };
            let made_up = self.told.records.iter().any(|record| counts(&record));
            assert!(made_up || self.owes_erasures(), "audit: {}: {}", finding.commit, finding.what);
        }
    }

    /// An archive gives the same book elsewhere.
    pub(super) fn carry(&mut self) {
        let mut archive = Vec::new();
        export(self.mount.as_ref(), &mut archive, &mut |_| {}).expect("a log that is on");
        let copy = MemoryLog::new();
        let head = import(&mut &archive[..], &copy, &mut |_| {}).expect("an archive");
        assert_eq!(head, self.told.head());
        assert_eq!(leaves(&copy), self.told.leaves(), "law 11: other bytes");
        let view = self.view();
        let ledger = self.ledger();
        if ledger.head().is_ok() && !self.owes_erasures() {
            let (here, there) = (answers(&ledger, view), answers(&over(copy), view));
            assert!(here == there, "law 11: of {view:?} the copy says {}", differing(&there, &here));
        }
        self.diary.note(format!("an archive of {} bytes", archive.len()));
    }

    /// Somebody keeps beside the log what is derived from it.
    pub(super) fn snapshot(&mut self) {
        let ledger = self.ledger();
        match ledger.snapshot() {
            Ok(upto) => self.diary.note(format!("kept beside the log: {upto:?}")),
            Err(error) => assert!(self.has_failed(), "{error}"),
        }
    }
}

/// Where two texts differ first.
fn differing(one: &str, other: &str) -> String {
    let same = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    let (one, other) = same.unwrap_or((one, other));
    let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    let from = at.saturating_sub(200);
    let part = |text: &str| {
        String::from_utf8_lossy(text.as_bytes().get(from..).unwrap_or_default())
            .chars()
            .take(400)
            .collect::<String>()
    };
    format!("…{}…, not …{}…", part(one), part(other))
}

fn over(log: MemoryLog) -> Ledger {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().expect("a time"));
    Ledger::with(Arc::new(log), Arc::new(clock), Arc::new(SeededSalts::new(1))).expect("a log")
}

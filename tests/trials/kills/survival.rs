//! [`Survival`]: what a killed writer left, against what it had said.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aoc_core::{Day, Draft, InventoryTaken, PersonErased, Position, Record, Seal};
use aoc_replay::{KnownAt, Ledger, Recorded, Register, View};
use aoc_store::{
    Damage, DamageKind, EventLog, Evidence, Frame, OpenError, Policy, SledLog, SystemClock, SystemSalts,
    TiledLog, verify,
};

use super::heard::Heard;
use super::place::{Place, key, remove_dir};
use super::way::{Content, Way};
use crate::promise::Promise;
use crate::support::name_of;

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) promise: Promise,
    /// What was found.
    pub(crate) what: String,
}

/// How a ledger was found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Survival {
    /// Where it ends now.
    pub(crate) head: Position,
    /// How many records were there of which nobody had heard.
    pub(crate) unheard: u64,
}

pub(crate) type Checked<T> = Result<T, Broken>;

impl Promise {
    pub(crate) fn broken(self, what: impl fmt::Display) -> Broken {
        Broken { promise: self, what: what.to_string() }
    }
}

pub(crate) fn unopened(error: impl fmt::Display) -> Broken {
    Promise::Opens.broken(error)
}

pub(crate) fn unsound(error: impl fmt::Display) -> Broken {
    Promise::Sound.broken(error)
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let promise = match self.promise {
            Promise::Kept => "LOST",
            Promise::Whole => "TORN",
            Promise::Opens => "UNOPENED",
            Promise::Sound => "UNSOUND",
        };
        write!(f, "{promise}: {}", self.what)
    }
}

/// Opens what was left, as anybody would, compares all of it with what was said, and writes behind it. It went as far as
/// `before` when it was looked at last.
pub(crate) fn check(way: Way, place: &Place, heard: &Heard, before: Position) -> Checked<Survival> {
    if way == Way::Creation {
        return check_created(place, heard);
    }
    let dir = place.ledger();
    let log = match SledLog::open(&dir) {
        Ok(log) => Arc::new(log),
        Err(error) if way.creates() && heard.ended == 0 => return check_uncreated(&dir, &error),
        Err(error @ OpenError::Lost { .. }) => return Err(Promise::Kept.broken(error)),
        Err(error) => return Err(unopened(error)),
    };
    let end = log.head().map_err(unopened)?;
    let known = heard.acknowledged.max(before);
    if end < known {
        return Err(Promise::Kept.broken(format_args!("{known} was acknowledged, but the log ends at {end}")));
    }
    let records = records(log.as_ref())?;
    check_commits(way, &records, end)?;
    check_bytes(way, place, log.as_ref())?;
    // Opening finishes an erasure that was cut off; one that was acknowledged needs none of that.
    check_erased(&place.as_left(), &records, heard.acknowledged)?;
    let unheard = end.get().saturating_sub(known.get());
    if way.creates() {
        return Ok(Survival { head: end, unheard }); // what is restored in part is not gone on with
    }
    let reached = match way.content(end) {
        Content::Records(records) => go_on(log.as_ref(), end, &records)?,
        Content::Drafts(drafts) => check_ledger(way, place, log, heard, &drafts)?,
    };
    Ok(Survival { head: reached, unheard })
}

/// All records of a log.
fn records(log: &dyn EventLog) -> Checked<Vec<Record>> {
    let mut records = Vec::new();
    for frame in log.frames(Position::FIRST).map_err(unsound)? {
        let frame = frame.map_err(unsound)?;
        for record in frame.records() {
            let record = record.and_then(|view| {
                let position = view.position();
                view.to_record().map_err(|cause| aoc_store::Error::Record { position, cause })
            });
            records.push(record.map_err(unsound)?);
        }
    }
    Ok(records)
}

/// The log holds the writer's commits, each whole, and nothing else.
fn check_commits(way: Way, records: &[Record], head: Position) -> Checked<()> {
    let mut at = Position::START;
    for commit in records.chunk_by(|one, next| one.commit == next.commit) {
        let is_inventory = way == Way::Checkpoint && commit[0].kind == InventoryTaken::KIND;
        let (len, same) = match way.content(at) {
            _ if is_inventory => (1, true), // what it states is counted again when the commits are judged again
            Content::Records(expected) => (expected.len(), expected == commit),
            Content::Drafts(expected) => {
                (expected.len(), expected.iter().zip(commit).all(|(draft, record)| is_of(draft, record)))
            }
        };
        if commit.len() != len {
            let found = commit.len();
            return Err(
                Promise::Whole.broken(format_args!("the commit behind {at} has {found} of {len} records"))
            );
        }
        if !same {
            return Err(unsound(format_args!("the commit behind {at} is not what was given")));
        }
        at = at.plus(len);
    }
    if at == head {
        Ok(())
    } else {
        Err(Promise::Whole.broken(format_args!("{at} records, but the head is {head}")))
    }
}

/// Whether a draft became this record. Of an erased body only its place is left.
fn is_of(draft: &Draft, record: &Record) -> bool {
    let draft = draft.clone().with_id(draft.id());
    match record.seal {
        Seal::Erased(_) => record.id == draft.id(),
        _ => Draft::of_record(record) == Some(draft),
    }
}

/// Every byte verifies. What was restored in part does not pass as the whole.
fn check_bytes(way: Way, place: &Place, log: &SledLog) -> Checked<()> {
    let report = verify(log, &mut |_| {}).map_err(unsound)?;
    let whole = match way {
        Way::Restore => TiledLog::open(place.files()).map_err(unsound)?.tree().upto,
        _ => report.head,
    };
    let is_rewound = matches!(report.damages[..], [Damage { what: DamageKind::Rewound { signed }, .. }] if signed.upto == whole);
    // A kill before anything was recorded may have left out what was signed, too.
    let is_empty = report.head == Position::START;
    if report.is_sound() && (report.head == whole || is_empty) || is_rewound && report.head < whole {
        return Ok(());
    }
    let (head, damages) = (report.head, report.damages);
    Err(unsound(format_args!("verifying {head} of {whole} records says {damages:?}")))
}

/// Of whoever is erased up to there, no file holds the name.
fn check_erased(dir: &Path, records: &[Record], upto: Position) -> Checked<()> {
    let erasures =
        records.iter().filter(|record| record.kind == PersonErased::KIND && record.position <= upto);
    let erased: BTreeSet<String> =
        erasures.map(|record| name_of(record.position.previous().previous())).collect();
    if erased.is_empty() {
        return Ok(());
    }
    let held = names_in(dir).map_err(unsound)?;
    match erased.intersection(&held).next() {
        None => Ok(()),
        Some(name) => Err(Promise::Kept.broken(format_args!("an erasure: `{name}` is still in the files"))),
    }
}

/// The names of persons that the files of a directory hold.
fn names_in(dir: &Path) -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    const BEGIN: &[u8] = b"Person number ";
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            names.extend(names_in(&path)?);
            continue;
        }
        let bytes = fs::read(&path)?;
        for at in (0..bytes.len()).filter(|at| bytes[*at] == BEGIN[0] && bytes[*at..].starts_with(BEGIN)) {
            let digits = bytes[at + BEGIN.len()..].iter().take_while(|byte| byte.is_ascii_digit());
            let number = String::from_utf8(digits.copied().collect())?;
            names.extend(number.parse().map(|number| name_of(Position::new(number))));
        }
    }
    Ok(names)
}

fn go_on(log: &dyn EventLog, head: Position, records: &[Record]) -> Checked<Position> {
    let frames = Frame::of(records).map_err(unopened)?;
    let receipt = log.append(head, &frames).map_err(unopened)?;
    Ok(receipt.last)
}

/// The book over the log: every commit judged again, and what lies beside it.
fn check_ledger(
    way: Way,
    place: &Place,
    log: Arc<SledLog>,
    heard: &Heard,
    next: &[Draft],
) -> Checked<Position> {
    let ledger = over(log).map_err(unopened)?;
    let audit = ledger.audit(&mut |_| {}).map_err(unopened)?;
    if !audit.is_sound() {
        return Err(unsound(format_args!("{:?} {:?}", audit.bytes.damages, audit.commits)));
    }
    if way == Way::Erasure {
        // Opening finishes what was cut off.
        check_erased(&place.ledger(), &records(ledger.log())?, Position::new(u64::MAX))?;
    }
    check_signed(&ledger, heard)?;
    let ledger = if way == Way::Snapshot { check_beside(place, ledger)? } else { ledger };
    match ledger.record(next).map_err(unopened)? {
        Recorded::Accepted(receipt) => Ok(receipt.commit.last),
        other => Err(unopened(format_args!("it does not go on: {other:?}"))),
    }
}

fn over(log: Arc<SledLog>) -> Result<Ledger, aoc_replay::Error> {
    Ledger::with(log, Arc::new(SystemClock), Arc::new(SystemSalts))
}

/// Every checkpoint of which anybody has heard is remembered, and rests on a count.
fn check_signed(ledger: &Ledger, heard: &Heard) -> Checked<()> {
    let issued = ledger.evidence().issued().map_err(unsound)?;
    for signed in &heard.signed {
        let upto = signed.head().upto;
        if !issued.contains(signed) {
            return Err(Promise::Kept.broken(format_args!("the checkpoint of {upto} records is forgotten")));
        }
        let policy = Policy::of(key().map_err(unsound)?.verifier());
        policy.check(signed).map_err(unsound)?;
        let counted = ledger.record_at(upto).map_err(unsound)?;
        if counted.kind != InventoryTaken::KIND {
            return Err(unsound(format_args!("the checkpoint of {upto} records rests on no count")));
        }
    }
    Ok(())
}

/// What is kept beside the log changes no answer. Gives the ledger as it is with it.
fn check_beside(place: &Place, ledger: Ledger) -> Checked<Ledger> {
    let said = |ledger: &Ledger| {
        let view = View::on(Day::FUTURE).known_at(KnownAt::Head);
        let register = ledger.ask(&Register, view).map_err(unsound)?;
        let head = ledger.head().map_err(unsound)?;
        let tree = ledger.evidence().head(head).map_err(unsound)?;
        let commits = ledger.commits().map_err(unsound)?;
        Ok::<_, Broken>((tree, format!("{register:?} {commits:?}")))
    };
    let (cache, aside) = (place.ledger().join("cache"), place.dir().join("cache-aside"));
    let open = || Ledger::open(place.ledger()).map_err(unsound);
    let with = said(&ledger)?;
    let head = ledger.head().map_err(unsound)?;
    let root = Evidence::root_of(ledger.log(), head).map_err(unsound)?;
    drop(ledger);
    let is_there = cache.exists();
    if is_there {
        fs::rename(&cache, &aside).map_err(unsound)?;
    }
    let without = said(&open()?)?;
    remove_dir(&cache).map_err(unsound)?;
    if is_there {
        fs::rename(&aside, &cache).map_err(unsound)?;
    }
    if with != without || with.0.root != root {
        return Err(unsound("an answer rests on what is kept beside the log"));
    }
    open()
}

/// Every ledger that was created is there, and empty; the last one perhaps.
fn check_created(place: &Place, heard: &Heard) -> Checked<Survival> {
    for nth in 0..heard.ended {
        let log = SledLog::open(place.made(nth)).map_err(|error| Promise::Kept.broken(error))?;
        check_empty(&log)?;
    }
    let last = place.made(heard.ended);
    match SledLog::open(&last) {
        Ok(log) => check_empty(&log)?,
        Err(error) => drop(check_uncreated(&last, &error)?),
    }
    Ok(Survival::default())
}

fn check_empty(log: &SledLog) -> Checked<()> {
    let head = log.head().map_err(unopened)?;
    if head != Position::START {
        return Err(unsound(format_args!("a new ledger ends at {head}")));
    }
    let Content::Records(records) = Way::Creation.content(head) else { return Ok(()) };
    go_on(log, head, &records).map(drop)
}

/// A creation that was cut off left nothing that passes as a ledger, and the error says what helps: that does help.
fn check_uncreated(dir: &Path, error: &OpenError) -> Checked<Survival> {
    match error {
        OpenError::Missing { .. } => {}
        // Nothing lies in it yet.
        OpenError::NotALedger { .. } if dir.is_dir() => {}
        OpenError::Incomplete { .. } => remove_dir(dir).map_err(unopened)?,
        _ => return Err(unopened(error)),
    }
    let log = SledLog::create(dir).map_err(|again| unopened(format_args!("{error}; then {again}")))?;
    check_empty(&log).map(|()| Survival::default())
}

//! [`verify`]: reads every byte of a log and reports every damage, with its position.
//!
//! It judges bytes and bookkeeping only. Whether the book is right, the rules decide again: that is the
//! audit in `aoc-replay`.

use std::fmt;

use aoc_core::{CommitEnd, Position, Record, Relation, Timestamp};

use crate::error::Error;
use crate::frame::Frame;
use crate::log::EventLog;
use crate::record::{RecordError, RecordView};

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByteReport {
    /// How far the log goes.
    pub head: Position,
    /// How many records could be read.
    pub records: u64,
    /// How many commits ended.
    pub commits: u64,
    /// Everything that is wrong, in the order of positions.
    pub damages: Vec<Damage>,
}

impl ByteReport {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.damages.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The record; the first one of a frame that cannot be read at all.
    pub position: Position,
    /// What is wrong with it.
    pub what: DamageKind,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            DamageKind::Unreadable(error) => error.fmt(f),
            what => write!(f, "record {}: {what}", self.position),
        }
    }
}

/// What can be wrong with a stored record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DamageKind {
    /// Its bytes, or those of its frame, cannot be read.
    #[error(transparent)]
    Unreadable(Error),
    /// Positions are missing or stand twice.
    #[error("the records from {from} to {to} are missing or stand in another place")]
    Missing {
        /// The first.
        from: Position,
        /// The last.
        to: Position,
    },
    /// It says that it belongs to another commit than the records around it.
    #[error("it says that its commit starts at {found}; by its neighbours it starts at {expected}")]
    Commit {
        /// By its neighbours.
        expected: Position,
        /// What it says.
        found: Position,
    },
    /// The log ends, or another commit starts, before the commit has ended.
    #[error("its commit has no end")]
    NoEnd,
    /// Not recorded when the rest of its commit was.
    #[error("it was recorded at {found}, its commit at {expected}")]
    OtherTime {
        /// When its commit was.
        expected: Timestamp,
        /// What it says.
        found: Timestamp,
    },
    /// Not recorded after the commit before it.
    #[error("it was recorded at {found}, not after the commit before it at {before}")]
    NotLater {
        /// When the commit before was.
        before: Timestamp,
        /// What it says.
        found: Timestamp,
    },
    /// It and the record to which it refers do not belong to one fact.
    #[error("it says that its fact starts at {origin}, but its target {target} belongs to another")]
    OtherFact {
        /// The fact it claims.
        origin: Position,
        /// The record it refers to.
        target: Position,
    },
    /// Its sealed body is gone, and nothing tells why.
    #[error("its sealed body is gone, and no record says that it was erased")]
    Gone,
    /// It follows a record that is not the first of a fact.
    #[error("it follows record {anchor}, which is not the first of a fact")]
    Anchor {
        /// The record.
        anchor: Position,
    },
}

/// Reads the whole log and collects what is wrong. `progress` hears of every frame.
///
/// ```
/// use aoc_store::{verify, MemoryLog};
/// let report = verify(&MemoryLog::new(), &mut |_| {})?;
/// assert!(report.is_sound());
/// # Ok::<(), aoc_store::Error>(())
/// ```
///
/// # Errors
/// [`Error`] when the log cannot be read at all. What can be passed over is a damage, not an error.
pub fn verify(log: &dyn EventLog, progress: &mut dyn FnMut(Position)) -> Result<ByteReport, Error> {
    let head = log.head()?;
    let mut walk = Walk::new(head);
    let (mut from, mut stride) = (Position::FIRST, 1_usize);
    while from <= head {
        let before = walk.report.records;
        let Err(cause) = walk.read(log, from, progress) else { break };
        // Part of the storage is unreadable: say so once, and feel the way to where it can be read again.
        if walk.report.records > before || from == Position::FIRST {
            walk.damage(walk.due, DamageKind::Unreadable(cause));
            (from, stride) = (walk.due, 1);
            walk.lose_track(walk.due.next());
        }
        from = from.plus(stride);
        stride = stride.saturating_mul(2);
    }
    Ok(walk.finish())
}

/// What is known of the log so far.
struct Walk {
    report: ByteReport,
    due: Position,
    /// Whether `due` is what the frame before says, or only the least it can be.
    on_track: bool,
    /// The commit that is open: its first position, its time.
    open: Option<(Position, Timestamp)>,
    before: Option<Timestamp>,
    /// By index: the fact of each record; `START` where it is not known.
    origins: Vec<Position>,
}

impl Walk {
    fn new(head: Position) -> Self {
        let report = ByteReport { head, records: 0, commits: 0, damages: Vec::new() };
        Self { report, due: Position::FIRST, on_track: true, open: None, before: None, origins: Vec::new() }
    }

    fn damage(&mut self, position: Position, what: DamageKind) {
        self.report.damages.push(Damage { position, what });
    }

    fn lose_track(&mut self, least: Position) {
        (self.due, self.on_track, self.open) = (least, false, None);
    }

    fn read(
        &mut self,
        log: &dyn EventLog,
        from: Position,
        progress: &mut dyn FnMut(Position),
    ) -> Result<(), Error> {
        for stored in log.stored(from)? {
            let stored = stored?;
            let first = stored.first();
            if first < self.due && !self.on_track {
                continue; // read already
            }
            match stored.frame() {
                Ok(frame) => self.frame(&frame),
                Err(cause) => {
                    self.arrive(first);
                    self.damage(first, DamageKind::Unreadable(cause));
                    self.lose_track(first.next());
                }
            }
            progress(self.due.previous());
        }
        Ok(())
    }

    /// Takes note of what lies between the record before and this one.
    fn arrive(&mut self, at: Position) {
        if self.on_track && at != self.due {
            let (from, to) =
                if at > self.due { (self.due, at.previous()) } else { (at, self.due.previous()) };
            self.damage(from, DamageKind::Missing { from, to });
            self.open = None;
        }
        if let (Some(known), Ok(len)) = (at.index(), usize::try_from(self.report.head.get())) {
            // Never longer than the log says it is, whatever a damaged key says.
            self.origins.resize(known.min(len), Position::START);
        }
    }

    fn frame(&mut self, frame: &Frame) {
        self.arrive(frame.first());
        let mut position = frame.first();
        for view in frame.records() {
            match view {
                Ok(view) => self.record(&view),
                Err(Error::Record { position, cause }) => self.unreadable(position, cause),
                Err(error) => self.damage(position, DamageKind::Unreadable(error)),
            }
            position = position.next();
        }
        (self.due, self.on_track) = (position, true);
    }

    fn unreadable(&mut self, position: Position, cause: RecordError) {
        self.damage(position, DamageKind::Unreadable(Error::Record { position, cause }));
        self.origins.push(Position::START);
        self.open = None;
    }

    fn record(&mut self, view: &RecordView<'_>) {
        let position = view.position();
        self.report.records = self.report.records.saturating_add(1);
        if let Err(cause) = view.to_record().and_then(|record| same_bytes(&record, view)) {
            self.damage(position, DamageKind::Unreadable(Error::Record { position, cause }));
        }
        self.commit(view);
        self.fact(view);
        self.origins.push(view.origin());
    }

    fn commit(&mut self, view: &RecordView<'_>) {
        let (position, found, time) = (view.position(), view.commit(), view.recorded_at());
        let starts = found == position;
        match self.open {
            Some((_, expected)) if !starts && expected != time => {
                self.damage(position, DamageKind::OtherTime { expected, found: time });
            }
            Some((expected, _)) if !starts && expected != found => {
                self.damage(position, DamageKind::Commit { expected, found });
            }
            Some(_) if starts => self.damage(position.previous(), DamageKind::NoEnd),
            None if !starts && self.follows_an_end(position) => {
                self.damage(position, DamageKind::Commit { expected: position, found });
            }
            _ => {}
        }
        if starts || self.open.is_none() {
            if let Some(before) = self.before.filter(|before| *before >= time && starts) {
                self.damage(position, DamageKind::NotLater { before, found: time });
            }
            self.open = Some((found, time));
        }
        if view.end() == CommitEnd::Last {
            self.report.commits = self.report.commits.saturating_add(1);
            self.open = None;
        } else if position == self.report.head {
            self.damage(position, DamageKind::NoEnd);
        }
        self.before = self.before.max(Some(time));
    }

    /// Whether the record before this one was read and ended its commit.
    fn follows_an_end(&self, position: Position) -> bool {
        position == Position::FIRST || self.fact_of(position.previous()).is_some()
    }

    fn fact(&mut self, view: &RecordView<'_>) {
        let (position, origin) = (view.position(), view.origin());
        if let Relation::Correction { target } | Relation::Retraction { target } = view.relation()
            && self.fact_of(target).is_some_and(|known| known != origin)
        {
            self.damage(position, DamageKind::OtherFact { origin, target });
        }
        if let Some(anchor) = view.after()
            && (self.fact_of(anchor).is_some_and(|known| known != anchor) || anchor == origin)
        {
            self.damage(position, DamageKind::Anchor { anchor });
        }
    }

    /// The fact of a record that was read before.
    fn fact_of(&self, position: Position) -> Option<Position> {
        let known = position.index().and_then(|index| self.origins.get(index)).copied();
        known.filter(|origin| *origin != Position::START)
    }

    fn finish(mut self) -> ByteReport {
        let head = self.report.head;
        if self.on_track && self.due <= head {
            let from = self.due;
            self.damage(from, DamageKind::Missing { from, to: head });
        }
        self.report.damages.sort_by_key(|damage| damage.position);
        self.report
    }
}

/// The one byte string that stands for a record is the one that is stored: the decoder accepts some
/// that no version wrote.
fn same_bytes(record: &Record, view: &RecordView<'_>) -> Result<(), RecordError> {
    match crate::record::encode_record(record) {
        // The digest in a sealed record covers the body beside it.
        Ok(bytes) if bytes == view.bytes() => Ok(()),
        Ok(_) => Err(RecordError::NotReadBack { why: "it would be written in other bytes".into() }),
        Err(error) => Err(error),
    }
}

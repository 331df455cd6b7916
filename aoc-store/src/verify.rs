//! [`verify`]: reads every byte of a log and reports every damage, with its position.
//!
//! It judges bytes and bookkeeping only. Whether the book is right, the rules decide again: that is the
//! audit in `aoc-replay`.

mod damage;

use aoc_core::{CommitEnd, Position, Record, Relation, Timestamp};
pub use damage::{Damage, DamageKind};

use crate::error::Error;
use crate::evidence::{Checkpoint, Hashes, TreeHead, issued};
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
    /// The head of the tree of hashes over all records, hashed again; nothing when some could not be read.
    pub tree: Option<TreeHead>,
    /// With how many checkpoints the records were compared.
    pub checkpoints: u64,
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

/// Reads the whole log and collects what is wrong, also by the checkpoints that were issued for it. `progress` hears of
/// every frame.
///
/// ```
/// use aoc_store::{verify, MemoryLog, TreeHead};
/// let report = verify(&MemoryLog::new(), &mut |_| {})?;
/// assert!(report.is_sound());
/// assert_eq!(report.tree, Some(TreeHead::EMPTY));
/// # Ok::<(), aoc_store::Error>(())
/// ```
///
/// # Errors
/// [`Error`] when the log cannot be read at all. What can be passed over is a damage, not an error.
pub fn verify(log: &dyn EventLog, progress: &mut dyn FnMut(Position)) -> Result<ByteReport, Error> {
    verify_against(log, &[], progress)
}

/// The same, and whether the log goes on from what it was when these heads were signed, of which somebody has kept the
/// checkpoints elsewhere.
///
/// # Errors
/// As [`verify`].
pub fn verify_against(
    log: &dyn EventLog,
    signed: &[TreeHead],
    progress: &mut dyn FnMut(Position),
) -> Result<ByteReport, Error> {
    let head = log.head()?;
    let mut walk = Walk::new(head);
    let mut signed = signed.to_vec();
    match issued::of(log) {
        Ok(issued) => signed.extend(issued.iter().map(Checkpoint::head)),
        Err(cause) => walk.damage(head, DamageKind::Checkpoints(cause)),
    }
    walk.expect(signed);
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
    Ok(walk.finish(log))
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
    /// As far as no record was missing.
    hashes: Hashes,
    /// What is to be compared still, the next at the end.
    signed: Vec<TreeHead>,
}

impl Walk {
    fn new(head: Position) -> Self {
        let damages = Vec::new();
        let report = ByteReport { head, records: 0, commits: 0, tree: None, checkpoints: 0, damages };
        Self {
            report,
            due: Position::FIRST,
            on_track: true,
            open: None,
            before: None,
            origins: Vec::new(),
            hashes: Hashes::default(),
            signed: Vec::new(),
        }
    }

    fn expect(&mut self, mut signed: Vec<TreeHead>) {
        signed.sort_by_key(|head| std::cmp::Reverse(head.upto));
        self.signed = signed;
    }

    /// Compares what was signed of the records up to the one that was hashed last.
    fn compare(&mut self, log: &dyn EventLog) {
        let upto = self.hashes.upto();
        while let Some(signed) = self.signed.pop_if(|signed| signed.upto <= upto) {
            self.report.checkpoints = self.report.checkpoints.saturating_add(1);
            match self.hashes.tree(log).head(signed.upto) {
                Ok(found) if found == signed => {}
                Ok(found) => self.damage(signed.upto, DamageKind::NotAsSigned { signed, found }),
                Err(cause) => self.damage(signed.upto, DamageKind::Checkpoints(cause)),
            }
        }
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
                Ok(frame) => self.frame(&frame, log),
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

    fn frame(&mut self, frame: &Frame, log: &dyn EventLog) {
        self.compare(log); // what is signed of no records
        self.arrive(frame.first());
        let mut position = frame.first();
        for view in frame.records() {
            match view {
                Ok(view) => {
                    self.record(&view);
                    self.compare(log);
                }
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
        if self.hashes.upto().next() == position {
            self.hashes.push(view.bytes());
        }
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

    fn finish(mut self, log: &dyn EventLog) -> ByteReport {
        let head = self.report.head;
        if self.hashes.upto() == head {
            self.compare(log);
            self.report.tree = self.hashes.tree(log).head(head).ok();
        }
        for signed in std::mem::take(&mut self.signed).into_iter().filter(|signed| signed.upto > head) {
            self.report.checkpoints = self.report.checkpoints.saturating_add(1);
            self.damage(head, DamageKind::Rewound { signed });
        }
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

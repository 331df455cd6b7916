//! [`Outline`]: what an index and the commits hold, kept beside the log, so that opening it reads no bodies.

use std::sync::Mutex;

use aoc_core::{Index, Packed, Position, Timestamp};
use aoc_store::{Cache, CacheName, Chunks, EventLog};

use crate::commits::{Commit, Commits};

/// The name in the [cache](EventLog::cache).
const NAME: &str = "outline";
/// The version of the layout. `FORMAT.md` draws it.
const VERSION: u8 = 2;
/// How many records a chunk holds, and those of its last commit.
const CHUNK_RECORDS: usize = 65_536;
/// About how many bytes a record takes.
const RECORD_LEN: usize = 32;
/// How many bytes a commit takes.
const COMMIT_LEN: usize = 12;

/// How far the records of a log are kept in its cache. All of it is best effort: what is not there, or not to be
/// believed, is read from the log.
pub(crate) struct Outline {
    kept: Mutex<Kept>,
}

#[derive(Clone, Copy)]
enum Kept {
    /// As far as this.
    Upto(Packed),
    /// Nothing is read or written any more.
    Off,
}

impl Outline {
    /// Nothing was read or written yet.
    pub(crate) fn new() -> Self {
        Self { kept: Mutex::new(Kept::Upto(Packed::default())) }
    }

    /// Believes nothing and keeps nothing.
    pub(crate) const fn off() -> Self {
        Self { kept: Mutex::new(Kept::Off) }
    }

    /// What is kept of a log that goes as far as `head`, if it is of that very log. What is not is removed.
    pub(crate) fn recall(&mut self, log: &dyn EventLog, head: Position) -> Option<(Index, Commits)> {
        let kept = self.kept.get_mut().ok()?;
        let (Kept::Upto(_), Some(cache), Ok(name)) = (*kept, log.cache(), NAME.parse()) else { return None };
        let bytes = cache.read(&name).ok()??;
        let recalled = read(&bytes, head).filter(|(index, commits)| is_of(log, index, commits));
        match &recalled {
            Some((index, _)) => *kept = Kept::Upto(index.packed()),
            None => self.forget(log),
        }
        recalled
    }

    /// Removes what is kept, and begins anew. If it stays, it is as little believed the next time.
    pub(crate) fn forget(&mut self, log: &dyn EventLog) {
        if let (Some(cache), Ok(name)) = (log.cache(), NAME.parse()) {
            drop(cache.remove(&name));
        }
        *self = Self::new();
    }

    /// How far the records are kept; nothing where they are not, and will not be.
    pub(crate) fn upto(&self, log: &dyn EventLog) -> Option<Position> {
        log.cache()?;
        match *self.kept.lock().ok()? {
            Kept::Upto(packed) => Some(packed.upto()),
            Kept::Off => None,
        }
    }

    /// Keeps what is not kept yet, if it is this many records or more.
    pub(crate) fn keep(&self, log: &dyn EventLog, index: &Index, commits: &Commits, at_least: usize) {
        // Whoever else is at it does it.
        let (Some(cache), Ok(name), Ok(mut kept)) = (log.cache(), NAME.parse(), self.kept.try_lock()) else {
            return;
        };
        let Kept::Upto(mut packed) = *kept else { return };
        let due = packed.upto().plus(at_least.max(1));
        if commits.head() < due {
            return;
        }
        let mut commits = commits.behind(packed.upto());
        while let Some(first) = commits.first() {
            let end = first.first.plus(CHUNK_RECORDS);
            let (now, later) = commits.split_at(commits.partition_point(|commit| commit.first < end));
            let Some(further) = write(cache, &name, index, packed, now) else {
                // Some of it may be there: nothing goes behind that.
                drop(cache.remove(&name));
                *kept = Kept::Off;
                return;
            };
            (packed, commits) = (further, later);
            *kept = Kept::Upto(packed);
        }
    }
}

/// Writes a chunk, and tells how far that goes.
fn write(
    cache: &dyn Cache,
    name: &CacheName,
    index: &Index,
    from: Packed,
    commits: &[Commit],
) -> Option<Packed> {
    let (first, last) = (commits.first()?.first, commits.last()?.last);
    let mut content = vec![VERSION];
    let count = u64::try_from(commits.len()).ok()?;
    for number in [first.get(), last.get(), count] {
        content.extend_from_slice(&number.to_be_bytes());
    }
    for commit in commits {
        let records = commit.last.next().get().checked_sub(commit.first.get())?;
        content.extend_from_slice(&u32::try_from(records).ok()?.to_be_bytes());
        content.extend_from_slice(&commit.recorded_at.micros().to_be_bytes());
    }
    let packed = index.pack(from, last, &mut content);
    let chunk = Chunks::chunk(&content);
    let written =
        if from.upto() == Position::START { cache.replace(name, &chunk) } else { cache.append(name, &chunk) };
    written.ok().map(|()| packed)
}

/// The index and the commits, if all of it is whole and goes no further than the log.
fn read(bytes: &[u8], head: Position) -> Option<(Index, Commits)> {
    let (mut index, mut commits) = (Index::default(), Commits::default());
    // No more than the bytes can hold.
    index.reserve(usize::try_from(head.get()).unwrap_or(usize::MAX).min(bytes.len() / RECORD_LEN));
    for chunk in Chunks::of(bytes) {
        read_chunk(chunk.ok()?, head, &mut index, &mut commits)?;
    }
    Some((index, commits))
}

fn read_chunk(content: &[u8], head: Position, index: &mut Index, commits: &mut Commits) -> Option<()> {
    let (version, content) = content.split_first()?;
    if *version != VERSION {
        return None;
    }
    let (first, content) = number(content)?;
    let (last, content) = number(content)?;
    let (count, content) = number(content)?;
    let (first, last) = (Position::new(first), Position::new(last));
    if first != index.head().next() || last < first || last > head {
        return None;
    }
    let (listed, content) =
        content.split_at_checked(usize::try_from(count).ok()?.checked_mul(COMMIT_LEN)?)?;
    let (listed, _) = listed.as_chunks::<COMMIT_LEN>();
    for commit in listed {
        let (records, recorded_at) = commit.split_first_chunk()?;
        let recorded_at = Timestamp::from_micros(i64::from_be_bytes(*recorded_at.first_chunk()?));
        let (records, before) = (u32::from_be_bytes(*records), commits.last());
        let last = Position::new(commits.head().get().checked_add(records.into())?);
        if records == 0 || before.is_some_and(|before| recorded_at <= before.recorded_at) {
            return None;
        }
        commits.push(Commit { first: commits.head().next(), last, recorded_at });
    }
    index.unpack(content, commits.last()?.recorded_at).ok()?;
    (index.head() == last && commits.head() == last).then_some(())
}

fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u64::from_be_bytes(*number), rest))
}

/// Whether the log holds the last record. Two logs have records alike in their place, their id and the microsecond of
/// their commit where one is a copy of the other up to there.
fn is_of(log: &dyn EventLog, index: &Index, commits: &Commits) -> bool {
    let Some(commit) = commits.last() else { return false };
    let Ok(Some(frame)) = log.frame(commit.last) else { return false };
    let Some(Ok(record)) = frame.record(commit.last) else { return false };
    index.find(record.id()) == Some(commit.last)
        && (record.commit(), record.recorded_at()) == (commit.first, commit.recorded_at)
}

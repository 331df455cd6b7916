//! [`Packing`]: small frames wait until there are many; then they become blocks: the same records in as few frames as
//! they fit in. What is not small becomes blocks at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

use aoc_core::Position;

use super::engine::{Engine, Tree};
use super::portion;
use crate::error::Error;
use crate::frame::{FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame};

/// Small frames wait for each other until they fill so many blocks: few enough that the commit that packs them waits
/// for milliseconds.
const STRIDE_BLOCKS: usize = 4;
const STRIDE_RECORDS: usize = STRIDE_BLOCKS * FRAME_RECORDS_MAX;
const STRIDE_LEN: usize = STRIDE_BLOCKS * FRAME_LEN_MAX;
/// From this length on a frame is not small: at best four would become one, and it would be written three times more.
const SMALL_LEN_MAX: usize = FRAME_LEN_MAX / 4;

/// The small frames at the end of a log, on their way into blocks.
#[derive(Debug, Default)]
pub(super) struct Packing {
    /// Known from the first commit on.
    waiting: Mutex<Option<Waiting>>,
    /// Where small frames begin whose records lie in blocks, and are durable there.
    packed: Mutex<Vec<Position>>,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: Vec<Frame>,
    records: usize,
    len: usize,
}

impl Packing {
    /// Writes frames behind all others and has them made durable, with the small ones that they cause to be packed.
    ///
    /// Each portion is durable before the next is written. A small frame is one of its own: cut off anywhere, the log holds the
    /// front of what came.
    pub(super) fn keep(
        &self,
        engine: &Engine,
        frames: Vec<Frame>,
        sync: impl Fn() -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut known = lock(&self.waiting);
        let waiting = match &mut *known {
            Some(waiting) => waiting,
            none => none.insert(Waiting::learn(engine, &frames)?),
        };
        let are_small = frames.iter().all(is_small);
        let wait = are_small && waiting.has_room_for(&frames);
        let packed = if wait { Vec::new() } else { std::mem::take(waiting).frames };
        let firsts: Vec<Position> = packed.iter().map(Frame::first).collect();
        let (to_pack, small) =
            if are_small { (packed, frames) } else { ([packed, frames].concat(), Vec::new()) };
        for portion in portion::of_frames(&join(&to_pack)?) {
            engine.insert(Tree::Blocks, portion)?;
            sync()?;
        }
        for portion in portion::of_frames(&small) {
            engine.insert(Tree::Commits, portion)?;
            sync()?;
        }
        waiting.extend(small);
        lock(&self.packed).extend(firsts);
        Ok(())
    }

    /// Removes the small frames that were packed.
    pub(super) fn clear(&self, engine: &Engine, sync: impl Fn() -> Result<(), Error>) -> Result<(), Error> {
        let packed = std::mem::take(&mut *lock(&self.packed));
        remove(engine, &packed, sync)
    }
}

impl Waiting {
    /// The small frames before these, behind the last block.
    fn learn(engine: &Engine, frames: &[Frame]) -> Result<Self, Error> {
        let mut at = frames.first().map_or(Position::START, |frame| frame.first().previous());
        let block = engine.last_up_to(Tree::Blocks, at)?.and_then(|stored| stored.frame().ok());
        let block_end = block.map_or(Position::START, |block| block.last());
        let mut waiting = Self::default();
        while at > block_end
            && let Some(stored) = engine.last_up_to(Tree::Commits, at)?
            && let Ok(frame) = stored.frame()
            && frame.last() == at
            && is_small(&frame)
            && waiting.has_room_for(std::slice::from_ref(&frame))
        {
            at = frame.first().previous();
            waiting.extend(vec![frame]);
        }
        waiting.frames.reverse();
        Ok(waiting)
    }

    fn has_room_for(&self, frames: &[Frame]) -> bool {
        let (records, len) = sizes(frames);
        self.records.saturating_add(records) <= STRIDE_RECORDS && self.len.saturating_add(len) <= STRIDE_LEN
    }

    fn extend(&mut self, frames: Vec<Frame>) {
        let (records, len) = sizes(&frames);
        self.records = self.records.saturating_add(records);
        self.len = self.len.saturating_add(len);
        self.frames.extend(frames);
    }
}

fn sizes(frames: &[Frame]) -> (usize, usize) {
    (frames.iter().map(Frame::len).sum(), frames.iter().map(Frame::whole_len).sum())
}

fn is_small(frame: &Frame) -> bool {
    frame.len() < FRAME_RECORDS_MAX && frame.whole_len() < SMALL_LEN_MAX
}

fn join(frames: &[Frame]) -> Result<Vec<Frame>, Error> {
    let Some(first) = frames.first().map(Frame::first) else { return Ok(Vec::new()) };
    Frame::join(frames).map_err(|cause| Error::Frame { first, cause })
}

// What is locked is in order whenever it can panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finishes a packing that was cut off: small frames go whose records the blocks hold. What cannot be read stays.
pub(super) fn finish(engine: &Engine, sync: impl Fn() -> Result<(), Error>) -> Result<(), Error> {
    let Some(block) = block_up_to(engine, Position::new(u64::MAX)) else { return Ok(()) };
    let (mut held, mut at) = (Vec::new(), block.last());
    while let Ok(Some(stored)) = engine.last_up_to(Tree::Commits, at)
        && let Ok(small) = stored.frame()
        && are_in_blocks(engine, &small)
    {
        at = small.first().previous();
        held.push(small.first());
    }
    held.reverse();
    remove(engine, &held, sync)
}

/// Removes small frames from the first on: those that are left when it is cut off are still next to the last block.
fn remove(engine: &Engine, firsts: &[Position], sync: impl Fn() -> Result<(), Error>) -> Result<(), Error> {
    for portion in portion::of_keys(firsts) {
        engine.remove(Tree::Commits, portion)?;
        sync()?;
    }
    Ok(())
}

/// The last block that begins not behind this position, if it can be read.
fn block_up_to(engine: &Engine, position: Position) -> Option<Frame> {
    engine.last_up_to(Tree::Blocks, position).ok()??.frame().ok()
}

/// Whether blocks hold each of these records, byte for byte.
fn are_in_blocks(engine: &Engine, small: &Frame) -> bool {
    let mut due = small.first();
    while due <= small.last() {
        let Some(block) = block_up_to(engine, due) else { return false };
        let to = block.last().min(small.last());
        match (block.between(due, to), small.between(due, to)) {
            (Ok(ours), Ok(theirs)) if ours == theirs => due = to.next(),
            _ => return false,
        }
    }
    true
}

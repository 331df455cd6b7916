//! [`Packing`]: small frames, many in a row, become blocks: the same records in as few frames as they fit in.

use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use aoc_core::Position;

use super::engine::{Engine, Tree};
use crate::error::Error;
use crate::frame::{FRAME_LEN_MAX, FRAME_RECORDS_MAX, Frame};

/// A stretch becomes blocks when it fills so many: few enough that the commit that packs it waits for milliseconds.
const STRIDE_BLOCKS: usize = 4;
const STRIDE_RECORDS: usize = STRIDE_BLOCKS * FRAME_RECORDS_MAX;
const STRIDE_LEN: usize = STRIDE_BLOCKS * FRAME_LEN_MAX;
/// From this length on a frame is not small: at best two would become one.
const SMALL_LEN_MAX: usize = FRAME_LEN_MAX / 2;

/// Which frames are due to be packed.
#[derive(Debug, Default)]
pub(super) struct Packing {
    known: Mutex<Option<Known>>,
    /// One stretch at a time, so that recovery has to look at the last one only.
    packer: Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    due: VecDeque<RangeInclusive<Position>>,
    /// The small frames at the end of the log.
    run: Option<Run>,
}

#[derive(Debug)]
struct Run {
    first: Position,
    last: Position,
    records: usize,
    len: usize,
}

/// How far the packing of a stretch has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The blocks were given to the storage engine.
    Inserted,
    /// The blocks are durable.
    Synced,
    /// The small frames were removed.
    Removed,
}

impl Packing {
    /// Learns, once, which frames are small at the end of a log that goes as far as `head`.
    pub(super) fn learn(&self, engine: &Engine, head: Position) -> Result<(), Error> {
        let mut known = self.lock();
        if known.is_some() {
            return Ok(());
        }
        let (mut small, mut at) = (Vec::new(), head);
        while let Some(stored) = engine.last_up_to(Tree::Commits, at)?
            && let Ok(frame) = stored.parse()
            && frame.last() == at
            && is_small(&frame)
        {
            at = frame.first().previous();
            small.push(Run::of(&frame));
        }
        let known = known.insert(Known::default());
        small.into_iter().rev().for_each(|run| known.extend(run));
        Ok(())
    }

    /// Takes note of frames that are about to be acknowledged.
    pub(super) fn note(&self, frames: &[Frame]) {
        let mut known = self.lock();
        let Some(known) = known.as_mut() else { return };
        for frame in frames {
            if is_small(frame) {
                known.extend(Run::of(frame));
            } else {
                known.close(FRAME_RECORDS_MAX);
            }
        }
    }

    /// Packs the stretch that is due first, if it is acknowledged and nobody else is packing.
    pub(super) fn pack_next(
        &self,
        head: Position,
        pack: impl FnOnce(RangeInclusive<Position>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let _packer = match self.packer.try_lock() {
            Ok(packer) => packer,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        let due = self.lock().as_mut().and_then(|known| known.due.pop_front_if(|due| *due.end() <= head));
        due.map_or(Ok(()), pack)
    }

    // What is locked is changed by assignments only.
    fn lock(&self) -> MutexGuard<'_, Option<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn extend(&mut self, more: Run) {
        if self.run.as_ref().is_some_and(|run| !run.has_room_for(&more)) {
            self.close(0);
        }
        match &mut self.run {
            Some(run) => run.extend(&more),
            None => self.run = Some(more),
        }
    }

    /// What comes next does not belong to the run: it is due, if it has enough records.
    fn close(&mut self, least: usize) {
        let run = self.run.take().filter(|run| run.records >= least);
        self.due.extend(run.map(|run| run.first..=run.last));
    }
}

impl Run {
    fn of(frame: &Frame) -> Self {
        Self { first: frame.first(), last: frame.last(), records: frame.len(), len: frame.whole_len() }
    }

    fn has_room_for(&self, more: &Self) -> bool {
        self.records.saturating_add(more.records) <= STRIDE_RECORDS
            && self.len.saturating_add(more.len) <= STRIDE_LEN
    }

    fn extend(&mut self, more: &Self) {
        self.last = more.last;
        self.records = self.records.saturating_add(more.records);
        self.len = self.len.saturating_add(more.len);
    }
}

fn is_small(frame: &Frame) -> bool {
    frame.len() < FRAME_RECORDS_MAX && frame.whole_len() < SMALL_LEN_MAX
}

/// Packs a stretch: the blocks are durable before a small frame goes. A stretch that cannot be read stays as it is.
pub(super) fn pack(
    engine: &Engine,
    stretch: &RangeInclusive<Position>,
    sync: impl FnOnce() -> Result<(), Error>,
    at: &mut dyn FnMut(Step),
) -> Result<(), Error> {
    let Some(frames) = small_frames(engine, stretch) else { return Ok(()) };
    let Ok(blocks) = Frame::join(&frames) else { return Ok(()) };
    engine.insert(Tree::Blocks, &blocks)?;
    at(Step::Inserted);
    sync()?;
    at(Step::Synced);
    let firsts: Vec<Position> = frames.iter().map(Frame::first).collect();
    engine.remove(Tree::Commits, &firsts)?;
    at(Step::Removed);
    Ok(())
}

/// The frames of a stretch, if they are all there. Damaged records go with the others, and stay damaged.
fn small_frames(engine: &Engine, stretch: &RangeInclusive<Position>) -> Option<Vec<Frame>> {
    let (mut frames, mut due) = (Vec::new(), *stretch.start());
    while due <= *stretch.end() {
        let frame = engine.first_from(Tree::Commits, due).ok()??.parse().ok()?;
        if frame.first() != due {
            return None;
        }
        due = frame.last().next();
        frames.push(frame);
    }
    Some(frames)
}

/// Finishes a packing that was cut off: small frames go whose records the blocks hold. What cannot be read stays.
pub(super) fn finish(engine: &Engine) -> Result<(), Error> {
    let stored = engine.last_up_to(Tree::Blocks, Position::new(u64::MAX));
    let Some(block) = stored.ok().flatten().and_then(|stored| stored.parse().ok()) else { return Ok(()) };
    let (mut held, mut at) = (Vec::new(), block.last());
    while let Ok(Some(stored)) = engine.last_up_to(Tree::Commits, at)
        && let Ok(small) = stored.parse()
        && are_in_blocks(engine, &small)
    {
        at = small.first().previous();
        held.push(small.first());
    }
    if held.is_empty() { Ok(()) } else { engine.remove(Tree::Commits, &held) }
}

/// Whether blocks hold each of these records, byte for byte.
fn are_in_blocks(engine: &Engine, small: &Frame) -> bool {
    let mut due = small.first();
    while due <= small.last() {
        let stored = engine.last_up_to(Tree::Blocks, due);
        let Some(block) = stored.ok().flatten().and_then(|stored| stored.parse().ok()) else { return false };
        let to = block.last().min(small.last());
        match (block.between(due, to), small.between(due, to)) {
            (Ok(ours), Ok(theirs)) if ours == theirs => due = to.next(),
            _ => return false,
        }
    }
    true
}

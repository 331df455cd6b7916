//! [`Walk`]: the frames of a log on disk in order, each record once, also while some are being packed.

use aoc_core::Position;

use super::StoredFrame;
use super::engine::{Engine, Tree};
use crate::error::Error;
use crate::frame::Frame;

/// The frame that holds a position, if one does that can be read.
///
/// While frames are packed they lie in both trees, then in the blocks only. So the blocks come first, and once
/// more when the frames may have gone in between.
pub(super) fn holding(engine: &Engine, position: Position) -> Result<Option<Frame>, Error> {
    let mut failed = None;
    for tree in [Tree::Blocks, Tree::Commits, Tree::Blocks] {
        match engine.last_up_to(tree, position).map(|stored| stored.map(StoredFrame::frame)) {
            Ok(Some(Ok(frame))) if position <= frame.last() => return Ok(Some(frame)),
            Ok(_) => {}
            // Damage to one tree hides nothing that lies in the other.
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(None), Err)
}

/// The frame that must hold a position.
pub(super) fn at(engine: &Engine, position: Position) -> Result<Frame, Error> {
    if let Some(frame) = holding(engine, position)? {
        return Ok(frame);
    }
    let nearest = nearest(engine, position)?.map(StoredFrame::frame).transpose()?;
    Err(Error::Gap { expected: position, found: nearest.map_or(Position::START, |frame| frame.last()) })
}

/// What lies nearest before a position, or under it, whatever it is.
pub(super) fn nearest(engine: &Engine, position: Position) -> Result<Option<StoredFrame>, Error> {
    let blocks = engine.last_up_to(Tree::Blocks, position)?;
    let commits = engine.last_up_to(Tree::Commits, position)?;
    Ok(blocks.into_iter().chain(commits).max_by_key(StoredFrame::first))
}

/// The last frame of the log.
pub(super) fn last(engine: &Engine) -> Result<Option<Frame>, Error> {
    let end = Position::new(u64::MAX);
    let nearest = nearest(engine, end)?.map(StoredFrame::frame).transpose()?;
    let block = engine.last_up_to(Tree::Blocks, end)?.and_then(|stored| stored.frame().ok());
    Ok(nearest.into_iter().chain(block).max_by_key(Frame::last))
}

/// What is stored from the frame on that holds a position, as far as the head was when the walk began.
pub(super) struct Walk<'l> {
    engine: &'l Engine,
    step: Step,
    due: Position,
    head: Position,
}

#[derive(PartialEq, Eq)]
enum Step {
    First,
    Next,
    /// The storage failed, or the log is at its end.
    Over,
}

impl<'l> Walk<'l> {
    pub(super) fn new(engine: &'l Engine, from: Position, head: Position) -> Self {
        Self { engine, step: Step::First, due: from.max(Position::FIRST), head }
    }

    fn step(&mut self) -> Result<Option<StoredFrame>, Error> {
        if self.due > self.head {
            return Ok(None);
        }
        if let Some(frame) = holding(self.engine, self.due)? {
            // Of a frame that was packed under way, what has been read does not come again; nor does
            // what is behind the end of this walk, which may be half a commit.
            let from = if self.step == Step::First { frame.first() } else { self.due };
            let cut = frame.between(from, self.head);
            let frame = cut.map_err(|cause| Error::Frame { first: from, cause })?;
            self.due = frame.last().next();
            return Ok(Some(frame.into()));
        }
        // Damage, or a gap: the reader judges what is nearest.
        let before = if self.step == Step::First { nearest(self.engine, self.due)? } else { None };
        let found = match before {
            Some(found) => Some(found),
            None => self.behind()?,
        };
        let Some(found) = found.filter(|found| found.first() <= self.head) else { return Ok(None) };
        let end = found.clone().frame().map_or(found.first(), |frame| frame.last());
        self.due = self.due.max(end.next());
        Ok(Some(found))
    }

    /// What lies under the next key.
    fn behind(&self) -> Result<Option<StoredFrame>, Error> {
        let blocks = self.engine.first_from(Tree::Blocks, self.due)?;
        let commits = self.engine.first_from(Tree::Commits, self.due)?;
        Ok(blocks.into_iter().chain(commits).min_by_key(StoredFrame::first))
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<StoredFrame, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.step == Step::Over {
            return None;
        }
        let stored = self.step().transpose();
        self.step = if matches!(stored, Some(Ok(_))) { Step::Next } else { Step::Over };
        stored
    }
}

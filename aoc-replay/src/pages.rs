//! [`Pages`]: the log as it is read: each frame once, and then kept; each record checked when it is first read.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};

use aoc_core::{Entry, Position, Records};
use aoc_store::{CheckedFrame, EventLog, FRAME_RECORDS_MAX, RecordView};

use crate::error::Error;

/// How many positions a page spans: as many as the longest frame.
const PAGE_LEN: usize = FRAME_RECORDS_MAX;
/// How many pages are read at once by who reads the log from the beginning on.
const READ_AHEAD: usize = 64;

/// The frames of a log, found by position at once. What was read once is read from memory from then on; the storage
/// engine keeps the same bytes, so that they are there but once.
pub(crate) struct Pages {
    log: Arc<dyn EventLog>,
    /// The frames that touch each stretch of positions, if it was read.
    read: Vec<OnceLock<Vec<CheckedFrame>>>,
    /// The frames behind them that were written, and cannot be read from the log yet.
    written: VecDeque<CheckedFrame>,
}

impl Pages {
    pub(crate) const fn of(log: Arc<dyn EventLog>) -> Self {
        Self { log, read: Vec::new(), written: VecDeque::new() }
    }

    /// Makes room for the records of the log up to a position.
    pub(crate) fn reach(&mut self, last: Position) {
        let pages = page_of(last).saturating_add(1);
        if self.read.len() < pages {
            self.read.resize_with(pages, OnceLock::new);
        }
    }

    /// Lets go of everything, and of the room for it.
    pub(crate) fn clear(&mut self) {
        self.read.clear();
        self.written.clear();
    }

    /// Takes in the frame that comes next, so that it need not be read from the log.
    pub(crate) fn push(&mut self, checked: &CheckedFrame) {
        let frame = checked.frame();
        let known = self.read.len();
        self.reach(frame.last());
        let (first, last) = (page_of(frame.first()), page_of(frame.last()));
        for (number, page) in self.read.iter_mut().enumerate().take(last.saturating_add(1)).skip(first) {
            match page.get_mut() {
                Some(frames)
                    if frames.last().is_none_or(|before| before.frame().last().next() == frame.first()) =>
                {
                    frames.push(checked.clone());
                }
                Some(_) => drop(page.take()), // it was packed otherwise than when it was read
                None if number >= known => drop(page.set(vec![checked.clone()])),
                None => {} // what it begins with was not read yet
            }
        }
    }

    /// Takes in a frame that was written behind all others.
    pub(crate) fn write(&mut self, checked: &CheckedFrame) {
        self.written.push_back(checked.clone());
    }

    /// From now on the log goes as far as this.
    pub(crate) fn acknowledge(&mut self, head: Position) {
        while let Some(checked) = self.written.pop_front_if(|written| written.frame().last() <= head) {
            self.push(&checked);
        }
    }

    /// Lets go of every frame that was read and holds one of these positions. No frame is longer than a page: it lies
    /// in that of the position and in those beside it at most.
    pub(crate) fn forget(&mut self, first: Position, last: Position) {
        let (first, last) = (page_of(first).saturating_sub(1), page_of(last).saturating_add(1));
        for page in self.read.iter_mut().take(last.saturating_add(1)).skip(first) {
            page.take();
        }
    }

    /// The record at a position.
    pub(crate) fn record(&self, position: Position) -> Result<RecordView<'_>, Error> {
        self.reader().record(position)
    }

    /// Reads many records, most of them one behind the other.
    pub(crate) const fn reader(&self) -> Reader<'_> {
        Reader { pages: self, last: None, other: None }
    }

    fn frame(&self, position: Position) -> Result<&CheckedFrame, Error> {
        let missing = || Error::NoSuchRecord { position, head: self.log.head().unwrap_or_default() };
        if self.written.front().is_some_and(|first| first.frame().first() <= position) {
            let at = self.written.partition_point(|written| written.frame().last() < position);
            return self.written.get(at).ok_or_else(missing);
        }
        let frames = self.page(page_of(position)).ok_or_else(missing)??;
        let at = frames.partition_point(|frame| frame.frame().last() < position);
        frames.get(at).ok_or_else(missing)
    }

    /// Why the judgement could not read a record.
    pub(crate) fn why_unread(&self, position: Position) -> Error {
        let read = self.record(position).and_then(|record| Ok(record.entry()?));
        read.err().unwrap_or(Error::ReadAgain { position })
    }

    fn page(&self, number: usize) -> Option<Result<&[CheckedFrame], Error>> {
        let page = self.read.get(number)?;
        if page.get().is_none()
            && let Err(error) = self.load(number)
            && page.get().is_none()
        {
            return Some(Err(error)); // what lies behind it may wait until somebody asks for it
        }
        page.get().map(|frames| Ok(frames.as_slice()))
    }

    /// Reads a page, and more behind it when it is the next one after what was read.
    fn load(&self, number: usize) -> Result<(), Error> {
        let before = number.checked_sub(1).and_then(|before| self.read.get(before)?.get()?.last());
        let goes_on = if before.is_some() { READ_AHEAD } else { 1 };
        let due = self.read.iter().enumerate().skip(number).take(goes_on);
        let due = due.take_while(|(_, page)| page.get().is_none());
        let mut frames: Vec<CheckedFrame> =
            before.filter(|frame| reaches(frame, number)).cloned().into_iter().collect();
        let from = frames.first().map_or(first_of(number), |frame| frame.frame().last().next());
        let mut log = self.log.frames(from)?;
        for (number, page) in due {
            while frames
                .last()
                .is_none_or(|last| last.frame().last() < first_of(number.saturating_add(1)).previous())
            {
                let Some(frame) = log.next() else { break };
                frames.push(CheckedFrame::of(&frame?));
            }
            let over = frames.last().filter(|last| reaches(last, number.saturating_add(1))).cloned();
            drop(page.set(std::mem::take(&mut frames))); // another thread may have been faster
            frames.extend(over);
        }
        Ok(())
    }
}

/// Reads records, and remembers the frame that the last one was in, and one before it: what comes between records that
/// lie one behind the other does not lose their place.
pub(crate) struct Reader<'p> {
    pages: &'p Pages,
    last: Option<&'p CheckedFrame>,
    other: Option<&'p CheckedFrame>,
}

impl<'p> Reader<'p> {
    /// Has the memory bring these records near, all at once.
    pub(crate) fn touch(&mut self, positions: impl Iterator<Item = Position>) -> Result<(), Error> {
        let mut touched = 0;
        for position in positions {
            touched ^= self.frame(position)?.touch(position);
        }
        std::hint::black_box(touched);
        Ok(())
    }

    fn frame(&mut self, position: Position) -> Result<&'p CheckedFrame, Error> {
        let holds = |frame: &&CheckedFrame| frame.holds(position);
        if let Some(frame) = self.last.filter(holds) {
            return Ok(frame);
        }
        std::mem::swap(&mut self.last, &mut self.other);
        if let Some(frame) = self.last.filter(holds) {
            return Ok(frame);
        }
        let frame = self.pages.frame(position)?;
        self.last = Some(frame);
        Ok(frame)
    }

    /// The record at a position.
    pub(crate) fn record(&mut self, position: Position) -> Result<RecordView<'p>, Error> {
        let frame = self.frame(position)?;
        let missing = || Error::NoSuchRecord { position, head: frame.frame().last() };
        Ok(frame.record(position).ok_or_else(missing)??)
    }
}

impl Records for Pages {
    fn entry(&self, position: Position) -> Option<Cow<'_, Entry>> {
        self.record(position).ok()?.entry().ok().map(Cow::Owned)
    }
}

/// Whether a frame holds records of a page, or of one behind it.
fn reaches(frame: &CheckedFrame, page: usize) -> bool {
    page_of(frame.frame().last()) >= page
}

fn first_of(page: usize) -> Position {
    Position::FIRST.plus(page.saturating_mul(PAGE_LEN))
}

fn page_of(position: Position) -> usize {
    position.index().unwrap_or(0) / PAGE_LEN
}

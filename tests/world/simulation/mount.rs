//! [`Mount`]: a log over the simulated disk, from its opening to its closing. Two logs in memory are under it, one for what was
//! written and one for what was acknowledged; something may fail in between, and all may be gone at any time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aoc_core::{Position, Record};
use aoc_store::{
    AppendError, Cache, CacheName, Error, EventLog, Fault, Frame, Issued, MemoryLog, Receipt, StoredFrame,
    StoredFrames,
};

use super::disk::{Disk, File, Manner, Weather};

/// Once in how many writes, syncs and so on something fails.
const WRITES: usize = 60;
const SYNCS: usize = 40;
const ERASURES: usize = 3;
const CACHED: usize = 20;

/// What somebody does while others wait for the disk.
pub(super) type Meanwhile = Box<dyn FnOnce() + Send>;

pub(super) struct Mount {
    disk: Arc<Disk>,
    /// Says who is the first to write behind what was written last; nobody reads it.
    written: MemoryLog,
    /// What readers see.
    acknowledged: MemoryLog,
    state: Mutex<State>,
    turn: Mutex<()>,
    meanwhile: Mutex<VecDeque<Meanwhile>>,
}

struct State {
    power: Power,
    /// As far as a sync said that it is done.
    promised: Position,
    last: Written,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Power {
    On,
    /// A sync failed.
    Poisoned(Error),
    Off,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Accepted,
    /// Whoever comes to sync now may hold what others need to write.
    Conflict,
}

impl Mount {
    /// Opens what is on the disk.
    pub(super) fn open(disk: &Arc<Disk>) -> Result<Arc<Self>, AppendError> {
        let (written, acknowledged) = (MemoryLog::new(), MemoryLog::new());
        for commit in disk.lock().commits() {
            let first = commit.first().map_or(Position::FIRST, Frame::first);
            written.write(first.previous(), &commit)?;
            acknowledged.append(first.previous(), &commit)?;
        }
        let promised = acknowledged.head()?;
        let state = Mutex::new(State { power: Power::On, promised, last: Written::Accepted });
        let (turn, meanwhile) = (Mutex::default(), Mutex::default());
        Ok(Arc::new(Self { disk: Arc::clone(disk), written, acknowledged, state, turn, meanwhile }))
    }

    /// From now on nothing reaches the disk any more.
    pub(super) fn switch_off(&self) {
        self.state().power = Power::Off;
        self.clear();
    }

    /// What is to be done while the next ones wait for the disk.
    pub(super) fn meanwhile(&self, act: Meanwhile) {
        lock(&self.meanwhile).push_back(act);
    }

    /// What nobody had to wait for is not done.
    pub(super) fn clear(&self) {
        let left = std::mem::take(&mut *lock(&self.meanwhile));
        drop(left);
    }

    /// Whether it must be opened again.
    pub(super) fn is_broken(&self) -> bool {
        self.state().power != Power::On
    }

    /// Whether it cannot even be read.
    pub(super) fn is_off(&self) -> bool {
        self.state().power == Power::Off
    }

    /// How far it was acknowledged.
    pub(super) fn promised(&self) -> Position {
        self.state().promised
    }

    /// What was written and is not acknowledged.
    pub(super) fn waiting(&self) -> Vec<Record> {
        let frames = self.disk.lock().waiting.concat();
        let records = frames.iter().flat_map(Frame::records);
        records.map(|record| record.unwrap().to_record().expect("a record that was written")).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn on(&self) -> Result<(), Error> {
        match self.state().power {
            Power::Off => Err(off()),
            _ => Ok(()),
        }
    }

    /// Whether something can still be written.
    fn can_write(&self) -> Result<(), Error> {
        match &self.state().power {
            Power::On => Ok(()),
            Power::Poisoned(cause) => Err(cause.clone()),
            Power::Off => Err(off()),
        }
    }

    fn manner(&self) -> Manner {
        self.disk.lock().manner
    }

    /// What was written and not acknowledged.
    fn unacknowledged(&self) -> Vec<Frame> {
        if self.manner() != Manner::ShowsUnacknowledged {
            return Vec::new();
        }
        self.disk.lock().waiting.concat()
    }

    fn do_meanwhile(&self) {
        loop {
            let act = lock(&self.meanwhile).pop_front();
            let Some(act) = act else { return };
            act();
        }
    }

    /// Syncs while nobody does anything else: as far as that, or as far as somebody wanted, or all that there is.
    pub(super) fn sync_alone(&self, upto: Position, begun: Position) -> Result<(), Error> {
        self.on()?;
        if upto <= self.acknowledged.head()? {
            return Ok(());
        }
        if upto > self.written.written()? {
            return Err(Error::NoSuchRecord { position: upto });
        }
        self.can_write()?;
        let mut platter = self.disk.lock();
        if let Err(cause) = platter.fails(SYNCS, "syncing") {
            let off = platter.dice.one_in(2);
            self.state().power = if off { Power::Off } else { Power::Poisoned(cause.clone()) };
            return Err(cause);
        }
        let to = if platter.dice.one_in(2) { upto.max(begun) } else { self.written.written()? };
        let due = platter.waiting.iter().take_while(|commit| begins(commit) <= to).count();
        let commits: Vec<_> = platter.waiting.drain(..due).collect();
        for commit in &commits {
            let expected = self.acknowledged.head()?;
            self.acknowledged.append(expected, commit).map_err(|_| Error::Poisoned)?;
        }
        platter.make_durable(commits);
        self.state().promised = self.acknowledged.head()?;
        Ok(())
    }
}

fn begins(commit: &[Frame]) -> Position {
    commit.first().map_or(Position::START, Frame::first)
}

fn off() -> Error {
    Error::Storage { doing: "reaching the disk", fault: Fault::Other { why: "the power is off".into() } }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl EventLog for Mount {
    fn head(&self) -> Result<Position, Error> {
        self.on()?;
        let shown = self.unacknowledged().last().map(Frame::last);
        Ok(shown.unwrap_or(self.acknowledged.head()?))
    }

    fn written(&self) -> Result<Position, Error> {
        self.on()?;
        self.written.written()
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        self.can_write().map_err(|_| AppendError::Refused)?;
        self.disk.lock().fails(WRITES, "writing a commit")?;
        let written = self.written.write(expected, frames);
        match &written {
            Ok(_) => {
                self.disk.lock().waiting.push(frames.to_vec());
                self.state().last = Written::Accepted;
            }
            Err(AppendError::Conflict { .. }) => self.state().last = Written::Conflict,
            Err(_) => {}
        }
        written
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        self.on()?;
        // What is written from now on need not go along.
        let begun = self.written.written()?;
        let last = std::mem::replace(&mut self.state().last, Written::Accepted);
        if last == Written::Accepted {
            self.do_meanwhile();
        }
        self.sync_alone(upto, begun)
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        self.on()?;
        let mut frames: Vec<Frame> = self.acknowledged.frames(from)?.collect::<Result<_, _>>()?;
        frames.extend(self.unacknowledged().into_iter().filter(|frame| frame.last() >= from));
        let mut platter = self.disk.lock();
        if platter.manner == Manner::Reorders && frames.len() > 1 && platter.dice.one_in(30) {
            let at = platter.dice.below(frames.len() - 1);
            frames.swap(at, at + 1);
        }
        Ok(Box::new(frames.into_iter().map(|frame| Ok(StoredFrame::from(frame)))))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        self.on()?;
        let holds = |frame: &Frame| (frame.first()..=frame.last()).contains(&position);
        match self.acknowledged.frame(position)? {
            Some(frame) => Ok(Some(frame)),
            None => Ok(self.unacknowledged().into_iter().find(holds)),
        }
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        self.on()?;
        if positions.is_empty() || self.manner() == Manner::KeepsErased {
            return self.acknowledged.erase(&[]);
        }
        let (failed, done) = {
            let mut platter = self.disk.lock();
            let failed = platter.fails(ERASURES, "erasing");
            platter.erasures_failed += u64::from(failed.is_err());
            let some = platter.dice.below(positions.len() + 1);
            let done = if failed.is_err() { some } else { positions.len() };
            (failed, done)
        };
        self.acknowledged.erase(&positions[..done])?;
        for frame in &mut self.disk.lock().durable {
            if let Some(erased) = self.acknowledged.frame(frame.first())? {
                *frame = erased;
            }
        }
        failed
    }

    fn wait(&self, after: Position, timeout: Duration) -> Result<Position, Error> {
        self.acknowledged.wait(after, timeout)?;
        self.head()
    }

    fn cache(&self) -> Option<&dyn Cache> {
        Some(self)
    }

    fn issued(&self) -> Option<&dyn Issued> {
        Some(self)
    }

    fn is_poisoned(&self) -> bool {
        matches!(self.state().power, Power::Poisoned(_))
    }
}

impl Cache for Mount {
    fn read(&self, name: &CacheName) -> Result<Option<Vec<u8>>, Error> {
        self.on()?;
        Ok(self.disk.lock().files.get(name).map(|file| file.now.clone()))
    }

    fn append(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        self.on()?;
        let mut platter = self.disk.lock();
        let failed = platter.fails(CACHED, "writing a cache");
        let some = if failed.is_err() { platter.dice.below(bytes.len()) } else { bytes.len() };
        let file = platter.files.entry(name.clone()).or_default();
        file.before.clone_from(&file.now);
        file.now.extend_from_slice(&bytes[..some]);
        failed
    }

    fn replace(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error> {
        self.on()?;
        let mut platter = self.disk.lock();
        platter.fails(CACHED, "writing a cache")?;
        let before = platter.files.remove(name).unwrap_or_default().now;
        platter.files.insert(name.clone(), File { now: bytes.to_vec(), before });
        Ok(())
    }

    fn remove(&self, name: &CacheName) -> Result<(), Error> {
        self.on()?;
        let mut platter = self.disk.lock();
        platter.fails(CACHED, "removing a cache")?;
        platter.files.remove(name);
        Ok(())
    }
}

impl Issued for Mount {
    fn read(&self) -> Result<Vec<u8>, Error> {
        self.on()?;
        Ok(self.disk.lock().issued.now.clone())
    }

    fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        self.on()?;
        let mut platter = self.disk.lock();
        let failed = platter.fails(WRITES, "remembering a checkpoint");
        // After a failure it may be there all the same.
        if failed.is_ok() || platter.dice.one_in(2) {
            let before = std::mem::replace(&mut platter.issued.now, bytes.to_vec());
            platter.issued.before = before;
        }
        failed
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        lock(&self.turn)
    }
}

/// While this is so, nothing fails.
pub(super) fn calm<T>(disk: &Disk, act: impl FnOnce() -> T) -> T {
    disk.lock().weather = Weather::Calm;
    let done = act();
    disk.lock().weather = Weather::Rough;
    done
}

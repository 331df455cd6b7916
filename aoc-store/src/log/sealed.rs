//! [`SealedFile`]: the sidecars of a log on disk, in one file in which they can be destroyed.
//!
//! The storage engine never overwrites a value in place: what was replaced stays in its file for long. So the
//! sidecars lie apart, each at a place of its own, where zeros can be written over it. `FORMAT.md` draws the file.

mod entry;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use aoc_core::Position;

use crate::error::{Error, Fault};
use crate::frame::{Frame, Left};
use crate::record::Sidecar;
use entry::{Entry, HEAD_LEN, STATE_AT, Step, erased_state};

/// Where the sidecars of a log lie that were not destroyed.
///
/// Public for what tests it alone, without a storage engine: no part of what the library promises.
#[derive(Debug)]
pub struct SealedFile {
    kept: RwLock<Kept>,
}

#[derive(Debug)]
struct Kept {
    file: File,
    /// Where the next entry is written.
    end: u64,
    entries: BTreeMap<Position, Place>,
}

/// One entry, and its bytes unless they were destroyed.
#[derive(Debug)]
struct Place {
    spot: Spot,
    sidecar: Left,
}

/// Where an entry lies, and how long what it keeps is.
#[derive(Debug, Clone, Copy)]
struct Spot {
    at: u64,
    len: u32,
}

impl Spot {
    fn body(self) -> u64 {
        self.at.saturating_add(offset(HEAD_LEN))
    }

    fn end(self) -> u64 {
        self.body().saturating_add(u64::from(self.len))
    }
}

/// What lies behind the last entry that the log knows of.
#[derive(Debug, PartialEq, Eq)]
enum Tail {
    /// Nothing.
    Clean,
    /// What was written for commits that were never acknowledged.
    Loose,
    /// Bytes that make no sense: an entry that was never written to its end, or one that was damaged.
    Unclear,
}

/// What is left of a sidecar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Body {
    /// Its bytes, damaged or not.
    Kept(Vec<u8>),
    /// It was destroyed.
    Gone,
}

/// What lies in the bytes of such a file, whatever stands between.
pub(super) fn bodies(bytes: &[u8]) -> Vec<(Position, Body)> {
    let (mut bodies, mut at) = (Vec::new(), 0_usize);
    while at < bytes.len() {
        at = match Entry::step(bytes, at) {
            Step::Entry(entry) => {
                let left = entry.sidecar();
                bodies.push((entry.position, left.map_or(Body::Gone, |left| Body::Kept(left.to_vec()))));
                entry.end
            }
            Step::Torn | Step::Unclear => at.saturating_add(1),
        };
    }
    bodies
}

impl SealedFile {
    /// Opens the file of a log that goes as far as `head` and stores these `frames`: finishes what an erasure began that
    /// was cut off, and cuts off what was written for commits that were never acknowledged.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn open(
        file: File,
        head: Position,
        frames: impl IntoIterator<Item = Result<Frame, Error>>,
    ) -> io::Result<Self> {
        let (sealed, tail) = Self::read(file, head)?;
        let holds_all =
            || frames.into_iter().all(|frame| frame.is_ok_and(|frame| sealed.holds_those_of(&frame)));
        // Damage may hide what the log needs: that is left as it is.
        if tail == Tail::Loose || tail == Tail::Unclear && holds_all() {
            sealed.cut_tail()?;
        }
        Ok(sealed)
    }

    fn read(mut file: File, head: Position) -> io::Result<(Self, Tail)> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        let (mut entries, mut unfinished) = (BTreeMap::new(), Vec::new());
        // Behind the last known entry; where an unacknowledged or torn one begins behind it.
        let (mut end, mut loose, mut at) = (0, None, 0);
        while at < bytes.len() {
            match Entry::step(&bytes, at) {
                Step::Unclear => at = at.saturating_add(1),
                Step::Torn => {
                    loose.get_or_insert(at);
                    break;
                }
                Step::Entry(entry) if entry.position > head => {
                    loose.get_or_insert(at);
                    at = entry.end;
                }
                Step::Entry(entry) => {
                    let spot = Spot { at: offset(at), len: entry.len };
                    if entry.is_half_erased() {
                        // By its place: a later entry of the same position may be another commit's.
                        unfinished.push(spot);
                    }
                    entries.insert(entry.position, Place { spot, sidecar: entry.sidecar() });
                    (at, end, loose) = (entry.end, entry.end, None);
                }
            }
        }
        let tail = match loose {
            _ if end == bytes.len() => Tail::Clean,
            Some(at) if at == end => Tail::Loose,
            _ => Tail::Unclear,
        };
        let mut kept = Kept { file, end: offset(bytes.len()), entries };
        kept.mark(&unfinished)?;
        kept.zero(&unfinished)?;
        if tail == Tail::Unclear
            && let Some(loose) = loose
        {
            // Whatever lies before it, an entry that the log does not know of must not meet the next one.
            kept.cut(offset(loose))?;
        }
        Ok((Self { kept: RwLock::new(kept) }, tail))
    }

    /// Cuts off what lies behind the last entry.
    fn cut_tail(&self) -> io::Result<()> {
        let mut kept = self.write();
        let ends = kept.entries.values().map(|place| place.spot.end());
        let end = ends.max().unwrap_or(0);
        kept.cut(end)
    }

    /// Whether the sidecars are here that this frame keeps apart, or were destroyed.
    fn holds_those_of(&self, frame: &Frame) -> bool {
        let kept = self.read_lock();
        let mut position = frame.first();
        frame.sidecars().all(|sidecar| {
            let held = !matches!(sidecar, Sidecar::Apart { .. }) || kept.entries.contains_key(&position);
            position = position.next();
            held
        })
    }

    /// Keeps the sidecars of a commit, durably, and gives its frames without them.
    ///
    /// # Errors
    /// [`Error::Storage`] when the system refuses; [`Error::Frame`] when a frame is none without them.
    pub fn keep(&self, frames: &[Frame]) -> Result<Vec<Frame>, Error> {
        let mut kept = self.write();
        let mut new: Vec<(Position, &[u8])> = Vec::new();
        let mut bare = Vec::with_capacity(frames.len());
        for frame in frames {
            let mut sidecars: Vec<Sidecar<'_>> = frame.sidecars().collect();
            // Erased bodies are none, but the bytes of the frame still speak of them.
            if !frame.speaks_of_bodies_apart() && sidecars.iter().all(|sidecar| *sidecar == Sidecar::None) {
                bare.push(frame.clone());
                continue;
            }
            let mut position = frame.first();
            for sidecar in &mut sidecars {
                if let Sidecar::Here(bytes) = *sidecar {
                    new.push((position, bytes));
                    *sidecar = Sidecar::Apart { len: length(bytes) };
                }
                position = position.next();
            }
            let cause = |cause| Error::Frame { first: frame.first(), cause };
            bare.push(frame.with_sidecars(&sidecars).map_err(cause)?);
        }
        kept.append(&new).map_err(storage("keeping sealed bodies"))?;
        Ok(bare)
    }

    /// The frame with its sidecars, as far as they were not destroyed. One that is missing stays apart.
    #[must_use]
    pub fn attach(&self, frame: Frame) -> Frame {
        let kept = self.read_lock();
        let places = kept.entries.range(frame.first()..=frame.last());
        frame.fetching(places.map(|(position, place)| (*position, place.spot.len, place.sidecar.clone())))
    }

    /// Destroys the sidecars of these records, durably.
    ///
    /// # Errors
    /// [`Error::Storage`] when the system refuses.
    pub fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        self.write().erase(positions).map_err(storage("destroying sealed bodies"))
    }

    fn read_lock(&self) -> RwLockReadGuard<'_, Kept> {
        // An entry comes into the list when it is written, and loses its bytes before they are destroyed.
        self.kept.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.kept.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn append(&mut self, sidecars: &[(Position, &[u8])]) -> io::Result<()> {
        if sidecars.is_empty() {
            return Ok(());
        }
        let (mut bytes, mut places) = (Vec::new(), Vec::new());
        for (position, sidecar) in sidecars {
            let at = self.end.saturating_add(offset(bytes.len()));
            let len = length(sidecar);
            entry::write(&mut bytes, *position, len, sidecar);
            places.push((*position, Place { spot: Spot { at, len }, sidecar: Some((*sidecar).into()) }));
        }
        self.put(self.end, &bytes)?;
        self.file.sync_data()?;
        self.end = self.end.saturating_add(offset(bytes.len()));
        self.entries.extend(places);
        Ok(())
    }

    /// First says that the bytes are destroyed, then destroys them: cut off in between, it is finished later.
    fn erase(&mut self, positions: &[Position]) -> io::Result<()> {
        let spot = |position| self.entries.get(position).map(|place| place.spot);
        let spots: Vec<Spot> = positions.iter().filter_map(spot).collect();
        self.mark(&spots)?;
        for position in positions {
            if let Some(place) = self.entries.get_mut(position) {
                place.sidecar = None;
            }
        }
        self.zero(&spots)
    }

    fn mark(&self, spots: &[Spot]) -> io::Result<()> {
        self.put_each(spots, |spot| (spot.at.saturating_add(STATE_AT), erased_state().to_vec()))
    }

    fn zero(&self, spots: &[Spot]) -> io::Result<()> {
        self.put_each(spots, |spot| (spot.body(), vec![0; usize::try_from(spot.len).unwrap_or_default()]))
    }

    fn put_each(&self, spots: &[Spot], what: impl Fn(&Spot) -> (u64, Vec<u8>)) -> io::Result<()> {
        if spots.is_empty() {
            return Ok(());
        }
        for (at, bytes) in spots.iter().map(what) {
            self.put(at, &bytes)?;
        }
        self.file.sync_data()
    }

    fn put(&self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    fn cut(&mut self, end: u64) -> io::Result<()> {
        self.file.set_len(end)?;
        self.file.sync_data()?;
        self.end = end;
        Ok(())
    }
}

fn storage(doing: &'static str) -> impl Fn(io::Error) -> Error {
    move |error| Error::Storage { doing, fault: Fault::of_io(&error) }
}

fn offset(at: usize) -> u64 {
    u64::try_from(at).unwrap_or(u64::MAX)
}

/// No sidecar is longer than a frame.
fn length(sidecar: &[u8]) -> u32 {
    u32::try_from(sidecar.len()).unwrap_or(u32::MAX)
}

//! The file in which a ledger keeps what can be erased.

use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use aoc_core::{Position, Seal};
use aoc_store::{
    AppendError, Error, EventLog, Frame, MemoryLog, Receipt, SealedFile, SledLog, StoredFrame, StoredFrames,
    verify,
};
use tempfile::TempDir;

use super::made::{crc32, ledger_over, record_book};

/// Commits, with an empty line between them. The file belongs to all but the last, which is recorded later.
const BOOK: &str = include_str!("../persons.jsonl");

/// The file is read, whatever is in it, and the records stay as they are. Opened again it says the same; what is erased is
/// gone, and what is recorded later is kept.
pub fn holds(bytes: &[u8]) {
    let Some(bytes) = file_of(bytes) else { return };
    let file = file().lock().unwrap_or_else(PoisonError::into_inner);
    fill(&file, &bytes);
    let log = Apart::over(&file, frames());
    let left = read(&log);
    verified(&log);
    let filled = content(&file);
    let log = Apart::over(&file, frames());
    assert_eq!(read(&log), left, "what was opened once is read again otherwise");
    assert_eq!(content(&file), filled, "what was opened once is changed again");
    let gone: Vec<Position> = left.iter().map(|(position, _)| *position).collect();
    log.erase(&gone[..gone.len() / 2]).expect("room on the disk");
    let bare = log.sealed.keep(later()).expect("room on the disk");
    let all = [frames(), &bare].concat();
    for (position, seal) in read(&Apart::over(&file, &all)) {
        let before = left.iter().find(|(before, _)| *before == position).map(|(_, seal)| seal);
        match (gone.iter().position(|gone| *gone == position), before) {
            (Some(at), _) if at < gone.len() / 2 => assert!(is_unread(&seal), "{position} was erased"),
            (_, Some(before)) => assert_eq!(&seal, before, "{position} is another"),
            (_, None) => assert!(matches!(seal, Ok(Seal::Sealed(_))), "{position} is not kept"),
        }
    }
}

/// The same file in a whole ledger, which is opened and verified.
pub fn holds_in_a_ledger(bytes: &[u8]) {
    let Some(bytes) = file_of(bytes) else { return };
    let dir = tempfile::tempdir().expect("room on the disk");
    for file in ["aoc-ledger", "conf", "db", "head"] {
        fs::copy(ledger().join(file), dir.path().join(file)).expect("room on the disk");
    }
    fs::write(dir.path().join("sealed"), bytes).expect("room on the disk");
    let log = SledLog::open(dir.path()).expect("whatever the file says, the records are there");
    read(&log);
    verified(&log);
}

/// The file as it is, with a body destroyed, and the same as entries that are made to fit.
pub fn seeds() -> Vec<Vec<u8>> {
    let file = file().lock().unwrap_or_else(PoisonError::into_inner);
    fill(&file, &[]);
    let log = Apart::over(&file, &[]);
    log.sealed.keep(kept()).expect("room on the disk");
    let whole = content(&file);
    let first = Apart::over(&file, frames());
    let ana = read(&first).first().map(|(position, _)| *position).expect("a sealed record");
    first.erase(&[ana]).expect("room on the disk");
    let raw = |bytes: &[u8]| [&[0][..], bytes].concat();
    let mut entries = vec![1];
    let mut rest = whole.as_slice();
    while let Some((head, behind)) = rest.split_first_chunk::<HEAD_LEN>() {
        let len = u32::from_be_bytes([head[8], head[9], head[10], head[11]]) as usize;
        let (body, behind) = behind.split_at(len);
        let len = u16::try_from(len).expect("a short body").to_be_bytes();
        entries.extend_from_slice(&[&[head[7], 0][..], &len, body].concat());
        rest = behind;
    }
    vec![raw(&whole), raw(&content(&file)), raw(&whole[..whole.len() / 2]), entries]
}

/// What an entry begins with: position, length, checksum of these, state.
const HEAD_LEN: usize = 20;

/// The first byte says how the others stand in the file: 0 as they are; otherwise they are entries, each behind its
/// position (u8), its state (u8) and its length (u16), of which the heads are made.
fn file_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let (how, mut rest) = bytes.split_first()?;
    if *how == 0 {
        return Some(rest.to_vec());
    }
    let mut file = Vec::new();
    while let Some(([position, state, len @ ..], behind)) = rest.split_first_chunk::<4>() {
        let len = u16::from_be_bytes(*len);
        let (body, behind) = behind.split_at(usize::from(len).min(behind.len()));
        let said = if state & 4 == 0 { body.len() } else { body.len() + usize::from(len) + 1 };
        let said = u32::try_from(said).expect("a short body").to_be_bytes();
        let head = [&u64::from(*position).to_be_bytes()[..], &said].concat();
        let words = if state & 1 == 0 { b"kept" } else { b"gone" };
        if state & 2 == 0 {
            file.extend_from_slice(&[&head[..], &crc32(&[&head]).to_be_bytes(), words].concat());
        }
        file.extend_from_slice(body);
        rest = behind;
    }
    Some(file)
}

/// Every byte of it is read, and every record decoded.
fn verified(log: &dyn EventLog) {
    let _ = verify(log, &mut |_| {}).expect("its frames are read").is_sound();
    for frame in log.frames(Position::FIRST).expect("frames") {
        for record in frame.expect("a frame").records().flatten() {
            let _ = record.to_record().map_err(|error| error.to_string());
        }
    }
}

/// Of each sealed record, what is said of its body. Frames and records are as they were.
fn read(log: &dyn EventLog) -> Vec<(Position, Result<Seal, String>)> {
    let mut said = Vec::new();
    for frame in log.frames(Position::FIRST).expect("frames") {
        for record in frame.expect("a frame").records() {
            let record = record.expect("the records lie elsewhere");
            if record.is_sealed() {
                said.push((record.position(), record.seal().map_err(|error| error.to_string())));
            }
        }
    }
    said
}

fn is_unread(seal: &Result<Seal, String>) -> bool {
    !matches!(seal, Ok(Seal::Sealed(_)))
}

/// A log without a storage engine: what such a file stands beside.
struct Apart {
    frames: Vec<Frame>,
    sealed: SealedFile,
}

impl Apart {
    fn over(file: &File, frames: &[Frame]) -> Self {
        let file = file.try_clone().expect("the same file");
        let head = frames.last().map_or(Position::START, Frame::last);
        let sealed = SealedFile::open(file, head, frames.iter().cloned().map(Ok)).expect("room on the disk");
        Self { frames: frames.to_vec(), sealed }
    }
}

impl EventLog for Apart {
    fn head(&self) -> Result<Position, Error> {
        Ok(self.frames.last().map_or(Position::START, Frame::last))
    }

    fn written(&self) -> Result<Position, Error> {
        self.head()
    }

    fn write(&self, _expected: Position, _frames: &[Frame]) -> Result<Receipt, AppendError> {
        Err(AppendError::Refused)
    }

    fn sync(&self, _upto: Position) -> Result<(), Error> {
        Ok(())
    }

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let frames = self.frames.iter().filter(move |frame| frame.last() >= from);
        Ok(Box::new(frames.map(|frame| Ok(StoredFrame::from(self.sealed.attach(frame.clone()))))))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        let holds = |frame: &&Frame| frame.first() <= position && position <= frame.last();
        Ok(self.frames.iter().find(holds).map(|frame| self.sealed.attach(frame.clone())))
    }

    fn erase(&self, positions: &[Position]) -> Result<(), Error> {
        self.sealed.erase(positions)
    }

    fn wait(&self, _after: Position, _timeout: Duration) -> Result<Position, Error> {
        self.head()
    }
}

/// The commits to which it belongs, bodies and all.
fn kept() -> &'static [Frame] {
    &book()[0]
}

/// The same, as a log on disk stores them.
fn frames() -> &'static [Frame] {
    &book()[1]
}

/// A commit behind them, with a body.
fn later() -> &'static [Frame] {
    &book()[2]
}

fn book() -> &'static [Vec<Frame>; 3] {
    static BOOK: OnceLock<[Vec<Frame>; 3]> = OnceLock::new();
    BOOK.get_or_init(|| {
        let log = Arc::new(MemoryLog::new());
        let ledger = ledger_over(Arc::clone(&log)).expect("an empty ledger");
        let (earlier, last) = commits();
        record_book(&ledger, &earlier);
        let head = ledger.head().expect("a log in memory");
        record_book(&ledger, &[last]);
        let all: Vec<Frame> =
            log.frames(Position::FIRST).and_then(Iterator::collect).expect("a log in memory");
        let (kept, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|frame: &Frame| frame.last() <= head);
        let file = tempfile::tempfile().expect("room on the disk");
        let bare = Apart::over(&file, &[]).sealed.keep(&kept).expect("room on the disk");
        [kept, bare, later]
    })
}

/// Those to which the file belongs, and the last one.
fn commits() -> (Vec<&'static str>, &'static str) {
    let (earlier, last) = BOOK.rsplit_once("\n\n").expect("several commits");
    (earlier.split("\n\n").collect(), last)
}

/// The directory of a ledger of the same commits.
fn ledger() -> &'static Path {
    static LEDGER: OnceLock<TempDir> = OnceLock::new();
    let dir = LEDGER.get_or_init(|| {
        let dir = tempfile::tempdir().expect("room on the disk");
        let log = SledLog::create(dir.path()).expect("room on the disk");
        record_book(&ledger_over(Arc::new(log)).expect("an empty ledger"), &commits().0);
        dir
    });
    dir.path()
}

/// One file for all inputs: making one takes longer than reading it.
fn file() -> &'static Mutex<File> {
    static FILE: OnceLock<Mutex<File>> = OnceLock::new();
    FILE.get_or_init(|| Mutex::new(tempfile::tempfile().expect("room on the disk")))
}

fn fill(mut file: &File, bytes: &[u8]) {
    file.set_len(0).and_then(|()| file.rewind()).expect("room on the disk");
    file.write_all(bytes).expect("room on the disk");
}

fn content(mut file: &File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().and_then(|()| file.read_to_end(&mut bytes)).expect("the same file");
    bytes
}

//! Goal: whatever file or log an archive is read from or written to, an error says what to do, and memory stays
//! bounded. Method: readers, writers and logs that fail, refuse or never end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod archives;
mod histories;

use std::io::{self, BufRead, BufReader, Read};

use aoc_core::{Position, SchemaVersion};
use aoc_store::{
    ARCHIVE_FORMAT, AppendError, ArchiveError, EventLog, Frame, LineError, LineLimit, MemoryLog,
    encode_record, export, import,
};
use archives::{exported, leaves, log_of, says};

#[test]
fn a_log_that_holds_records_is_refused() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let error = import(&mut text.as_bytes(), &log, &mut |_| {}).unwrap_err();
    assert_eq!(error.to_string(), "the log already holds records (up to 22): import into a new, empty one");
    assert_eq!(leaves(&log).len(), 22);
}

/// A line without an end, and how much of it was read.
struct Endless {
    given: usize,
    len: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = buffer.len().min(self.len - self.given);
        buffer[..len].fill(b'x');
        self.given += len;
        Ok(len)
    }
}

#[test]
fn a_line_of_100_megabytes_is_refused_and_not_read() {
    let header = format!("{{\"format\":\"{ARCHIVE_FORMAT}\",\"head\":1}}\n");
    let mut endless = Endless { given: 0, len: 100_000_000 };
    let mut reader = BufReader::new(header.as_bytes().chain(&mut endless));
    let error = import(&mut reader, &MemoryLog::new(), &mut |_| {}).unwrap_err();
    assert!(matches!(&error, ArchiveError::Line(LineError::TooLong { limit: LineLimit::RECORD, .. })));
    assert!(error.to_string().starts_with("line 2 is longer than 4194304 bytes: no record is;"), "{error}");
    drop(reader);
    assert!(endless.given < 5_000_000, "{} bytes were read", endless.given);
}

/// A log that takes commits of one record only, or none at all.
struct Narrow {
    inner: MemoryLog,
    fails: bool,
}

impl EventLog for Narrow {
    fn head(&self) -> Result<Position, aoc_store::Error> {
        self.inner.head()
    }

    fn written(&self) -> Result<Position, aoc_store::Error> {
        self.inner.written()
    }

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<aoc_store::Receipt, AppendError> {
        if self.fails { Err(AppendError::Refused) } else { self.inner.write(expected, frames) }
    }

    fn sync(&self, upto: Position) -> Result<(), aoc_store::Error> {
        self.inner.sync(upto)
    }

    fn stored(&self, from: Position) -> Result<aoc_store::StoredFrames<'_>, aoc_store::Error> {
        self.inner.stored(from)
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, aoc_store::Error> {
        self.inner.frame(position)
    }

    fn wait(&self, after: Position, timeout: std::time::Duration) -> Result<Position, aoc_store::Error> {
        self.inner.wait(after, timeout)
    }

    fn limits(&self) -> aoc_store::Limits {
        aoc_store::Limits { commit_records_max: if self.fails { 100 } else { 1 }, ..self.inner.limits() }
    }
}

#[test]
fn what_the_log_does_not_take_says_so() {
    let text = exported(&log_of(&histories::sample()));
    let error_of = |fails| {
        let log = Narrow { inner: MemoryLog::new(), fails };
        (import(&mut text.as_bytes(), &log, &mut |_| {}).unwrap_err(), log.head().unwrap().get())
    };
    says(error_of(true), "the commit that starts with record 1 cannot be appended: nothing was written", 0);
    says(
        error_of(false),
        "line 3: the commit that starts with record 1 has more than 1 records, the most that this log takes at once",
        0,
    );
}

/// Gives so much and then fails.
struct Failing<'t>(&'t [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.0.read(buffer)?;
        if len == 0 { Err(io::Error::other("the disk is gone")) } else { Ok(len) }
    }
}

impl io::Write for Failing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let len = self.0.len().min(bytes.len());
        self.0 = &self.0[len..];
        if len == 0 { Err(io::Error::other("the disk is full")) } else { Ok(len) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_file_that_cannot_be_read_or_written_says_so() {
    let log = log_of(&histories::sample());
    let text = exported(&log);
    let fourth: usize = text.lines().take(3).map(|line| line.len() + 1).sum();
    let mut reader = BufReader::new(Failing(&text.as_bytes()[..fourth + 5]));
    let (reader, copy): (&mut dyn BufRead, _) = (&mut reader, MemoryLog::new());
    let error = import(reader, &copy, &mut |_| {}).unwrap_err();
    says((error, copy.head().unwrap().get()), "line 4 cannot be read: the disk is gone", 0);
    let error = export(&log, &mut Failing(&[0; 1000]), &mut |_| {}).unwrap_err();
    says((error, 0), "the archive cannot be written: the disk is full", 0);
}

#[test]
fn a_record_that_this_version_cannot_read_is_not_exported() {
    let record = &histories::sample()[0][0];
    let mut leaf = encode_record(record).unwrap();
    leaf[2] = 0x7f;
    leaf[1] = 1; // alone in its commit
    let log = MemoryLog::new();
    log.append(Position::START, &Frame::of_bytes(&[leaf.into()]).unwrap()).unwrap();
    let error = export(&log, &mut Vec::new(), &mut |_| {}).unwrap_err();
    says((error, 0), "record 1 cannot be exported: event kind 0x7f01 is not known to this version", 0);
    assert_eq!(record.schema, SchemaVersion::V1);
}

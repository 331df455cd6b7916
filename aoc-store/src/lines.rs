//! [`BoundedLines`]: the lines of a text file that nobody vouches for, none longer than a limit.

use std::fmt;
use std::io::{self, BufRead};

/// The longest line that is read, in bytes, its line feed left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineLimit(usize);

impl LineLimit {
    /// 4 MiB: every record fits, in an archive (whose leaf has 64 KiB at most) and as a draft.
    pub const RECORD: Self = Self(4 * 1024 * 1024);

    /// This many bytes.
    #[must_use]
    pub const fn of_bytes(bytes: usize) -> Self {
        Self(bytes)
    }

    /// The number of bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        self.0
    }
}

/// Which line of a file: 1, 2, 3 …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineNumber(u64);

impl LineNumber {
    /// The first line.
    pub const FIRST: Self = Self(1);

    /// The line with this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for LineNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which byte of a line or of one of its fields: 1, 2, 3 …
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteNumber(usize);

impl ByteNumber {
    /// The byte with this number.
    #[must_use]
    pub const fn new(number: usize) -> Self {
        Self(number)
    }

    pub(crate) const fn of_index(index: usize) -> Self {
        Self(index.saturating_add(1))
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }
}

impl fmt::Display for ByteNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// With a line feed (perhaps after a carriage return).
    Feed,
    /// With the file: the last line of a file that was cut off looks like this.
    File,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Which one.
    pub number: LineNumber,
    /// Its text, without line feed and carriage return; a byte order mark before the first line is left out.
    pub text: &'a str,
    /// How it ends.
    pub end: LineEnd,
}

/// Why a line cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LineError {
    /// It is longer than the limit; no more of it than that was held in memory.
    #[error("line {line} is longer than {} bytes: no record is; check that the file is the one meant and that it has one record a line", .limit.bytes())]
    TooLong {
        /// The line.
        line: LineNumber,
        /// The limit.
        limit: LineLimit,
    },
    /// It is not UTF-8.
    #[error("line {line}, byte {byte}: this is not UTF-8; save the file as UTF-8 text")]
    NotUtf8 {
        /// The line.
        line: LineNumber,
        /// The first byte that does not fit.
        byte: ByteNumber,
    },
    /// The file ends in the middle of a character.
    #[error("line {line}: the file ends in the middle of a character, so it was cut off; get a whole copy")]
    Cut {
        /// The line.
        line: LineNumber,
    },
    /// The file cannot be read.
    #[error("line {line} cannot be read: {cause}")]
    Read {
        /// The line.
        line: LineNumber,
        /// What the system says.
        cause: io::Error,
    },
}

/// Reads a text line by line and never holds more than one line, and of that no more than the limit.
///
/// After a line that is too long or not UTF-8 the next call gives the line behind it; after a failed
/// read there are no more lines.
///
/// ```
/// use aoc_store::{BoundedLines, LineLimit};
/// let mut lines = BoundedLines::new("one\r\nfar too long\nthree".as_bytes(), LineLimit::of_bytes(5));
/// assert_eq!(lines.next_line()?.map(|line| line.text), Some("one"));
/// assert!(lines.next_line().unwrap_err().to_string().starts_with("line 2 is longer than 5 bytes"));
/// assert_eq!(lines.next_line()?.map(|line| line.text), Some("three"));
/// assert_eq!(lines.next_line()?, None);
/// # Ok::<(), aoc_store::LineError>(())
/// ```
#[derive(Debug)]
pub struct BoundedLines<R> {
    reader: R,
    limit: LineLimit,
    number: LineNumber,
    buffer: Vec<u8>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    AtLine,
    InLongLine,
    Ended,
}

/// What was read of a line.
enum Part {
    All(LineEnd),
    UpToLimit,
}

impl<R: BufRead> BoundedLines<R> {
    /// The lines of what the reader gives.
    #[must_use]
    pub const fn new(reader: R, limit: LineLimit) -> Self {
        Self { reader, limit, number: LineNumber(0), buffer: Vec::new(), state: State::AtLine }
    }

    /// The next line, or nothing at the end.
    ///
    /// # Errors
    /// [`LineError`] with the number of the line.
    pub fn next_line(&mut self) -> Result<Option<Line<'_>>, LineError> {
        if self.state == State::InLongLine {
            self.skip_line().map_err(|cause| self.failed(cause))?;
        }
        if self.state == State::Ended {
            return Ok(None);
        }
        self.number = LineNumber(self.number.0.saturating_add(1));
        let line = self.number;
        let end = match self.fill() {
            Err(cause) => return Err(self.failed(cause)),
            Ok(Part::UpToLimit) => return Err(LineError::TooLong { line, limit: self.limit }),
            Ok(Part::All(end)) => end,
        };
        if end == LineEnd::File {
            self.state = State::Ended;
            if self.buffer.is_empty() {
                return Ok(None);
            }
        }
        let bytes = self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer);
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let marked = if line == LineNumber::FIRST { text.strip_prefix('\u{feff}') } else { None };
                Ok(Some(Line { number: line, text: marked.unwrap_or(text), end }))
            }
            Err(error) if error.error_len().is_none() && end == LineEnd::File => Err(LineError::Cut { line }),
            Err(error) => Err(LineError::NotUtf8 { line, byte: ByteNumber::of_index(error.valid_up_to()) }),
        }
    }

    fn failed(&mut self, cause: io::Error) -> LineError {
        self.state = State::Ended;
        LineError::Read { line: self.number, cause }
    }

    /// Reads up to the line's end into the buffer, or up to the limit.
    fn fill(&mut self) -> io::Result<Part> {
        self.buffer.clear();
        loop {
            let (part, used, fed) = match self.reader.fill_buf() {
                Ok(ready) => part_of(ready),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if used == 0 {
                return Ok(Part::All(LineEnd::File));
            }
            if part.len() > self.limit.0.saturating_sub(self.buffer.len()) {
                self.state = if fed { State::AtLine } else { State::InLongLine };
                self.reader.consume(used);
                return Ok(Part::UpToLimit);
            }
            self.buffer.extend_from_slice(part);
            self.reader.consume(used);
            if fed {
                return Ok(Part::All(LineEnd::Feed));
            }
        }
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let (_, used, fed) = match self.reader.fill_buf() {
                Ok(ready) => part_of(ready),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            self.reader.consume(used);
            if fed || used == 0 {
                self.state = if fed { State::AtLine } else { State::Ended };
                return Ok(());
            }
        }
    }
}

/// What is ready of the line, how many bytes that takes, and whether the line ends there.
fn part_of(ready: &[u8]) -> (&[u8], usize, bool) {
    match ready.iter().position(|byte| *byte == b'\n') {
        Some(at) => (ready.get(..at).unwrap_or_default(), at.saturating_add(1), true),
        None => (ready, ready.len(), false),
    }
}

//! [`import`]: from an archive to a log.

use std::io::BufRead;

use aoc_core::{BodyError, CommitEnd, Position, Record, Timestamp};
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::difference::difference;
use super::{ARCHIVE_FORMAT, ArchiveError, FORMAT_FAMILY, Header, RecordLine, clip, record_json};
use crate::frame::Frame;
use crate::lines::{BoundedLines, ByteNumber, Line, LineEnd, LineError, LineLimit, LineNumber};
use crate::log::EventLog;
use crate::record::{RecordBytes, RecordError};

/// Reads an archive into an empty log, commit by commit, and gives the position of the last record.
///
/// The log then holds the same bytes at the same positions. Every line is checked: the leaf and what can be read
/// beside it say the same, positions follow on each other, commits are whole, in order and of rising time, and
/// the archive ends where its header says. `progress` is told the position reached, commit by commit.
///
/// ```
/// use aoc_store::{EventLog, MemoryLog, import};
/// let archive = b"{\"format\":\"aoc.archive/1\",\"head\":1}\n";
/// let error = import(&mut &archive[..], &MemoryLog::new(), &mut |_| {}).unwrap_err();
/// assert!(error.to_string().starts_with("the archive ends after record 0, but its header announces 1"));
/// ```
///
/// # Errors
/// [`ArchiveError`] with the number of the line. The log then holds the commits before that line, whole, and
/// nothing of the line's own.
pub fn import(
    reader: &mut dyn BufRead,
    log: &dyn EventLog,
    progress: &mut dyn FnMut(Position),
) -> Result<Position, ArchiveError> {
    let head = log.head()?;
    if head != Position::START {
        return Err(ArchiveError::NotEmpty { head });
    }
    let mut lines = BoundedLines::new(reader, LineLimit::RECORD);
    let mut import = Import {
        log,
        announced: read_header(&mut lines)?,
        recorded: Position::START,
        last_time: None,
        commit: Vec::new(),
    };
    while let Some(line) = lines.next_line().map_err(|error| import.unreadable(error))? {
        if line.text.trim().is_empty() {
            continue;
        }
        let (bytes, record) = import.read(line)?;
        import.check_place(line.number, &record)?;
        import.commit.push(bytes);
        import.last_time = Some(record.recorded_at);
        if record.end == CommitEnd::Last {
            import.append()?;
            progress(import.recorded);
        }
    }
    import.finish()
}

fn read_header(lines: &mut BoundedLines<&mut dyn BufRead>) -> Result<Position, ArchiveError> {
    let no_header = |why: &str| ArchiveError::NoHeader { why: why.to_owned() };
    let line = lines.next_line()?.ok_or_else(|| no_header("the file is empty"))?;
    let json: Value = serde_json::from_str(line.text).map_err(|error| no_header(&why(&error)))?;
    match json.get("format").and_then(Value::as_str) {
        Some(ARCHIVE_FORMAT) => {}
        Some(format) if format.starts_with(FORMAT_FAMILY) => {
            return Err(ArchiveError::NewerFormat { format: clip(format) });
        }
        Some(_) => return Err(no_header("its `format` is another one")),
        None => return Err(no_header("it has no `format`")),
    }
    match serde_json::from_str::<Header<'_>>(line.text) {
        Ok(header) => Ok(header.head),
        Err(error) => Err(no_header(&why(&error))),
    }
}

/// What a JSON error says, without the place: the line is always the first.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    clip(text.rsplit_once(" at line ").map_or(text.as_str(), |(why, _)| why))
}

/// An import under way.
struct Import<'l> {
    log: &'l dyn EventLog,
    announced: Position,
    /// The last record of the last whole commit.
    recorded: Position,
    /// When the record before was recorded.
    last_time: Option<Timestamp>,
    /// The records of the commit that is being read.
    commit: Vec<RecordBytes>,
}

impl Import<'_> {
    fn unreadable(&self, error: LineError) -> ArchiveError {
        match error {
            LineError::Cut { line } => ArchiveError::Cut { line, recorded: self.recorded },
            other => other.into(),
        }
    }

    /// The bytes of a line and the record in them, if what can be read beside them says the same.
    fn read(&self, line: Line<'_>) -> Result<(RecordBytes, Record), ArchiveError> {
        let number = line.number;
        let parsed: RecordLine<'_> = serde_json::from_str(line.text).map_err(|error| {
            if error.is_eof() && line.end == LineEnd::File {
                ArchiveError::Cut { line: number, recorded: self.recorded }
            } else {
                ArchiveError::Json { line: number, byte: ByteNumber::new(error.column()), why: why(&error) }
            }
        })?;
        let decode = |field: &'static str, text: &str| {
            BASE64.decode(text.as_bytes()).map_err(|error| ArchiveError::Base64 {
                line: number,
                field,
                byte: ByteNumber::of_index(error.position),
                why: error.kind.to_string(),
            })
        };
        let sidecar = parsed.sidecar.as_deref().map(|text| decode("sidecar", text)).transpose()?;
        let bytes = RecordBytes::new(decode("leaf", &parsed.leaf)?, sidecar);
        let unread = |cause| match cause {
            RecordError::Body(BodyError::UnknownKind { kind }) => {
                ArchiveError::UnknownKind { line: number, kind }
            }
            RecordError::SealBroken => ArchiveError::Sidecar { line: number },
            cause => ArchiveError::Leaf { line: number, cause },
        };
        let record = bytes.view().and_then(|view| view.to_record()).map_err(unread)?;
        let differs = difference("position", &json!(record.position), &json!(parsed.position))
            .or_else(|| difference("record", &record_json(&record), &parsed.record));
        match differs {
            None => Ok((bytes, record)),
            Some(difference) => {
                Err(ArchiveError::Disagrees { line: number, difference: Box::new(difference) })
            }
        }
    }

    /// Whether the record belongs behind the one before.
    fn check_place(&self, line: LineNumber, record: &Record) -> Result<(), ArchiveError> {
        let (found, expected) = (record.position, self.recorded.plus(self.commit.len()).next());
        if found != expected {
            return Err(ArchiveError::OutOfOrder { line, expected, found });
        }
        if found > self.announced {
            return Err(ArchiveError::Beyond { line, head: self.announced });
        }
        let commit = self.recorded.next();
        if record.commit != commit {
            return Err(ArchiveError::Torn { line, expected: commit, found: record.commit });
        }
        if let Some(before) = self.last_time {
            let rises = before < record.recorded_at;
            let fits = if self.commit.is_empty() { rises } else { before == record.recorded_at };
            if !fits {
                return Err(ArchiveError::Time { line, before, found: record.recorded_at });
            }
        }
        let max = self.log.limits().commit_records_max;
        if self.commit.len() >= max {
            return Err(ArchiveError::CommitTooLong { line, commit, max });
        }
        Ok(())
    }

    fn append(&mut self) -> Result<(), ArchiveError> {
        let commit = self.recorded.next();
        let frames = Frame::of_bytes(&self.commit)?;
        let receipt = self
            .log
            .append(self.recorded, &frames)
            .map_err(|cause| ArchiveError::Append { commit, cause })?;
        self.recorded = receipt.last;
        self.commit.clear();
        Ok(())
    }

    fn finish(self) -> Result<Position, ArchiveError> {
        let (head, recorded) = (self.announced, self.recorded);
        if !self.commit.is_empty() {
            return Err(ArchiveError::Unfinished { commit: recorded.next(), recorded });
        }
        if recorded != head {
            return Err(ArchiveError::Short { head, recorded });
        }
        Ok(recorded)
    }
}

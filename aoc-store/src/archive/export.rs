//! [`export`]: from a log to an archive.

use std::borrow::Cow;
use std::io::{self, Write};

use aoc_core::Position;
use data_encoding::BASE64;
use serde::Serialize;

use super::{ARCHIVE_FORMAT, ArchiveError, Header, RecordLine, record_json};
use crate::log::EventLog;
use crate::record::RecordView;

/// Writes the records that the log holds now as an archive, and gives the position of the last one.
///
/// `out` is written line by line and flushed at the end. `progress` is told the position reached, frame by frame.
/// The same log always gives the same text.
///
/// ```
/// use aoc_store::{MemoryLog, export};
/// let mut archive = Vec::new();
/// export(&MemoryLog::new(), &mut archive, &mut |_| {})?;
/// assert_eq!(archive, b"{\"format\":\"aoc.archive/1\",\"head\":0}\n");
/// # Ok::<(), aoc_store::ArchiveError>(())
/// ```
///
/// # Errors
/// [`ArchiveError`]: the log cannot be read, holds a record that this version cannot, or the archive cannot be
/// written; what was written before is then of no use.
pub fn export(
    log: &dyn EventLog,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Position),
) -> Result<Position, ArchiveError> {
    let head = log.head()?;
    let mut lines = Lines { out, buffer: Vec::new() };
    lines.write(&Header { format: Cow::Borrowed(ARCHIVE_FORMAT), head })?;
    let mut written = Position::START;
    if head != Position::START {
        for frame in log.frames(Position::FIRST)? {
            let frame = frame?;
            for record in frame.records() {
                let record = record?;
                if record.position() > head {
                    break;
                }
                lines.write_record(&record)?;
                written = record.position();
            }
            progress(written);
            if written >= head {
                break;
            }
        }
    }
    if written != head {
        return Err(ArchiveError::Ends { head, found: written });
    }
    lines.out.flush().map_err(failed)?;
    Ok(head)
}

struct Lines<'o> {
    out: &'o mut dyn Write,
    buffer: Vec<u8>,
}

impl Lines<'_> {
    fn write_record(&mut self, view: &RecordView<'_>) -> Result<(), ArchiveError> {
        let position = view.position();
        let record = view.to_record().map_err(|cause| ArchiveError::Record { position, cause })?;
        self.write(&RecordLine {
            position,
            leaf: Cow::Owned(BASE64.encode(view.bytes())),
            sidecar: view.sidecar().map(|sidecar| Cow::Owned(BASE64.encode(sidecar))),
            record: record_json(&record),
        })
    }

    fn write(&mut self, line: &impl Serialize) -> Result<(), ArchiveError> {
        self.buffer.clear();
        serde_json::to_writer(&mut self.buffer, line).map_err(|error| failed(error.into()))?;
        self.buffer.push(b'\n');
        self.out.write_all(&self.buffer).map_err(failed)
    }
}

const fn failed(cause: io::Error) -> ArchiveError {
    ArchiveError::Write { cause }
}

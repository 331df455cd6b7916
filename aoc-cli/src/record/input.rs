//! [`Input`]: a file to import, and what it is.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde_json::json;

use crate::error::CliError;

/// How much of a file is looked at to find out what it is.
const SNIFFED_LEN: u64 = 4096;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// What `aoc export` writes.
    Archive,
    /// Drafts, one a line.
    JsonLines,
    /// Drafts, one a row.
    Csv,
}

impl Form {
    /// Its name in answers.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::JsonLines => "json-lines",
            Self::Csv => "csv",
        }
    }

    /// The ending of its files.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Archive | Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// A file to import; it can be read several times.
#[derive(Debug)]
pub(super) struct Input {
    /// The file, as it was given.
    pub(super) name: String,
    /// What it is.
    pub(super) form: Form,
    file: File,
}

impl Input {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be read.
    pub(super) fn open(path: &Path) -> Result<Self, CliError> {
        let is_stdin = path.as_os_str() == "-";
        let name = if is_stdin { "stdin".to_owned() } else { path.display().to_string() };
        let failed = |error: &io::Error| unreadable(&name, error);
        let file = if is_stdin {
            spooled(&mut io::stdin().lock()).map_err(|error| failed(&error))?
        } else {
            let mut file = File::open(path).map_err(|error| failed(&error))?;
            let kind = file.metadata().map_err(|error| failed(&error))?.file_type();
            if kind.is_dir() {
                return Err(CliError::usage(
                    "not-a-file",
                    format!("{name} is a directory: name the files in it"),
                )
                .with("file", json!(name)));
            }
            if kind.is_file() { file } else { spooled(&mut file).map_err(|error| failed(&error))? }
        };
        let mut input = Self { name, form: Form::JsonLines, file };
        input.form = input.sniff(path).map_err(|error| unreadable(&input.name, &error))?;
        Ok(input)
    }

    /// Reads it from its beginning.
    ///
    /// # Errors
    /// When that cannot be done.
    pub(super) fn reader(&self) -> Result<BufReader<&File>, CliError> {
        self.rewound().map_err(|error| unreadable(&self.name, &error))
    }

    /// How many bytes it has.
    pub(super) fn len(&self) -> u64 {
        self.file.metadata().map_or(0, |metadata| metadata.len())
    }

    /// How many of them were read since its beginning.
    pub(super) fn read_so_far(&self) -> u64 {
        let mut file = &self.file;
        file.stream_position().unwrap_or_default()
    }

    fn rewound(&self) -> io::Result<BufReader<&File>> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(0))?;
        Ok(BufReader::with_capacity(64 * 1024, file))
    }

    fn sniff(&self, path: &Path) -> io::Result<Form> {
        let mut start = Vec::new();
        self.rewound()?.take(SNIFFED_LEN).read_to_end(&mut start)?;
        let text = String::from_utf8_lossy(&start);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        Ok(
            if text.starts_with(r#"{"format":"aoc.archive/"#)
                || is_archive(text.lines().next().unwrap_or_default())
            {
                Form::Archive
            } else if ["csv", "tsv"].contains(&ending.as_str()) {
                Form::Csv
            } else if ["jsonl", "ndjson", "json"].contains(&ending.as_str())
                || text.starts_with(['{', '['])
                || text.is_empty()
            {
                Form::JsonLines
            } else {
                Form::Csv
            },
        )
    }
}

fn is_archive(first_line: &str) -> bool {
    let header = serde_json::from_str::<serde_json::Value>(first_line).unwrap_or_default();
    header
        .get("format")
        .and_then(|format| format.as_str())
        .is_some_and(|format| format.starts_with("aoc.archive/"))
}

/// What can be read only once is kept in a file without a name.
fn spooled(reader: &mut dyn Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(reader, &mut file)?;
    Ok(file)
}

/// A file that cannot be read.
pub(super) fn unreadable(name: &str, error: &io::Error) -> CliError {
    CliError::unread(name, error).and("nothing of it was recorded")
}

/// Reads up to and with the next line feed; tells whether there was anything to read.
///
/// # Errors
/// What the reader gives.
pub(super) fn pass_line(
    reader: &mut impl BufRead,
    copy: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<bool> {
    let mut any = false;
    loop {
        let ready = match reader.fill_buf() {
            Ok(ready) => ready,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if ready.is_empty() {
            return Ok(any);
        }
        any = true;
        let at = ready.iter().position(|byte| *byte == b'\n');
        let used = at.map_or(ready.len(), |at| at.saturating_add(1));
        copy(ready.get(..used).unwrap_or_default())?;
        reader.consume(used);
        if at.is_some() {
            return Ok(true);
        }
    }
}

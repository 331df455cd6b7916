//! What the examples share: the real history of the Group of Friends, as drafts and as a book.
//!
//! The data lie in `examples/history`, one file a commit, one draft a line; its README says where every
//! draft comes from.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aoc_core::{Draft, Position};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{FixedClock, MemoryLog, SeededSalts};

/// One file of the history: what became known together, and is recorded as one commit.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// The file's name without its ending: `13-2010-05-13-united-states`.
    pub name: String,
    /// Its drafts, in order.
    pub drafts: Vec<Draft>,
}

/// The real history, in the order in which the facts became public.
///
/// ```
/// let history = aoc_examples::history()?;
/// assert!(history.iter().any(|chapter| chapter.name == "13-2010-05-13-united-states"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When a file cannot be read or a line is not a draft; says which.
pub fn history() -> Result<Vec<Chapter>, Box<dyn Error>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("history");
    let mut files =
        fs::read_dir(&dir)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    files.iter().map(|file| chapter(file)).collect()
}

fn chapter(file: &Path) -> Result<Chapter, Box<dyn Error>> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(file)?;
    let mut drafts = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let draft =
            serde_json::from_str(line).map_err(Box::from).and_then(|json| Ok(Draft::from_json(json)?));
        drafts.push(draft.map_err(|error: Box<dyn Error>| format!("{name}, line {}: {error}", index + 1))?);
    }
    Ok(Chapter { name, drafts })
}

/// The real history in a book.
#[derive(Debug, Clone)]
pub struct Book {
    /// The ledger, in memory.
    pub ledger: Ledger,
    /// Where each chapter ends.
    pub ends: Vec<(String, Position)>,
}

impl Book {
    /// The last position of the chapter whose name starts with this: `"13"`.
    ///
    /// # Errors
    /// When no chapter does.
    pub fn end_of(&self, start: &str) -> Result<Position, String> {
        let end = self.ends.iter().find(|(name, _)| name.starts_with(start));
        end.map(|(_, position)| *position).ok_or_else(|| format!("no chapter starts with {start}"))
    }
}

/// Records the real history, a chapter a commit, with a clock that stands still: every run gives the
/// same book.
///
/// # Errors
/// When a chapter cannot be read, or the book says no to it.
pub fn book() -> Result<Book, Box<dyn Error>> {
    let clock = FixedClock("2026-01-01T00:00:00Z".parse()?);
    let ledger = Ledger::with(Arc::new(MemoryLog::new()), Arc::new(clock), Arc::new(SeededSalts::new(0)))?;
    let mut ends = Vec::new();
    for chapter in history()? {
        match ledger.record(&chapter.drafts)? {
            Recorded::Accepted(receipt) | Recorded::AlreadyRecorded(receipt) => {
                ends.push((chapter.name, receipt.commit.last));
            }
            Recorded::Rejected(rejections) => {
                return Err(format!("{} is refused:\n{rejections}", chapter.name).into());
            }
        }
    }
    Ok(Book { ledger, ends })
}

/// The README's example, compiled and run with the documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

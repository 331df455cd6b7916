//! [`Book`]: records and their index, in memory; [`Records`]: where deciding reads records.

mod course;
mod entry;
mod erasure;
mod existence;
mod prospect;

use std::borrow::Cow;

use crate::id::Position;
use crate::index::{Heading, Index};
use crate::record::Record;

#[cfg(test)]
pub(crate) use course::Grain;
pub(crate) use course::{Courses, Untold};
pub use entry::Entry;
pub use erasure::{personal_data, registrations};
pub(crate) use existence::Existence;
pub(crate) use prospect::{Prospect, Reading};

/// Where deciding reads records that the index leads to.
pub trait Records {
    /// What deciding needs to know of the record at a position; nothing when it cannot be read.
    fn entry(&self, position: Position) -> Option<Cow<'_, Entry>>;
}

/// A book that is all in memory: an [`Index`] and what deciding reads of the records. For small books, tests and
/// checks; a ledger reads the records in its log instead.
///
/// ```
/// use aoc_core::{decide, Book, Citations, Day, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// let mut book = Book::default();
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&book, &[draft], Timestamp::from_micros(0))?;
/// for record in &records {
///     book.append(record);
/// }
/// assert_eq!(book.head(), Position::FIRST);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Book {
    index: Index,
    entries: Vec<Entry>,
}

impl Book {
    #[cfg(test)]
    pub(crate) fn of_grain(grain: Grain) -> Self {
        Self { index: Index::of_grain(grain), entries: Vec::new() }
    }

    /// The position of the last record.
    #[must_use]
    pub fn head(&self) -> Position {
        self.index.head()
    }

    /// The index of its records.
    #[must_use]
    pub const fn index(&self) -> &Index {
        &self.index
    }

    /// Takes in the next record of the log. A record that is not the next one is ignored.
    pub fn append(&mut self, record: &Record) {
        self.index.push(&Heading::from(record));
        if self.index.head().index() == Some(self.entries.len()) {
            self.entries.push(Entry::from(record));
        }
    }
}

impl Records for Book {
    fn entry(&self, position: Position) -> Option<Cow<'_, Entry>> {
        self.entries.get(position.index()?).map(Cow::Borrowed)
    }
}

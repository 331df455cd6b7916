//! [`Parts`]: what is not divided when a file is: lines under one label `together`, or one alone.

use std::collections::HashSet;
use std::iter::Peekable;

use aoc_replay::BatchSize;
use aoc_store::LineError;

use super::line::{DraftLine, Unreadable};
use super::would::Would;

/// The lines of a file, in parts that go into one commit. Lines under one label stand next to each other.
pub(super) struct Parts<'i> {
    lines: Peekable<Box<dyn Iterator<Item = Result<DraftLine, LineError>> + 'i>>,
    /// The labels of earlier parts.
    labels: HashSet<String>,
    /// The part that found no room in a batch.
    next: Option<Vec<DraftLine>>,
}

impl<'i> Parts<'i> {
    /// Those of a file.
    pub(super) fn of(lines: Box<dyn Iterator<Item = Result<DraftLine, LineError>> + 'i>) -> Self {
        Self { lines: lines.peekable(), labels: HashSet::new(), next: None }
    }

    /// The next parts that make up a batch; none at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub(super) fn batch(&mut self, size: BatchSize) -> Result<Vec<DraftLine>, LineError> {
        let mut batch = self.next.take().unwrap_or_default();
        while batch.len() < size.drafts() {
            let Some(mut part) = self.next().transpose()? else { break };
            if !batch.is_empty() && part.len() > size.drafts().saturating_sub(batch.len()) {
                self.next = Some(part);
                break;
            }
            batch.append(&mut part);
        }
        Ok(batch)
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<Vec<DraftLine>, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = match self.lines.next()? {
            Ok(line) => line,
            Err(error) => return Some(Err(error)),
        };
        let Some(label) = first.together.clone() else { return Some(Ok(vec![first])) };
        if self.labels.contains(&label) {
            return Some(Ok(vec![apart(first)]));
        }
        let mut part = vec![first];
        let same = |line: &Result<DraftLine, LineError>| {
            line.as_ref().is_ok_and(|line| line.together.as_ref() == Some(&label))
        };
        while let Some(Ok(line)) = self.lines.next_if(same) {
            part.push(line);
        }
        self.labels.insert(label);
        Some(Ok(part))
    }
}

/// A line whose label was seen further up.
fn apart(line: DraftLine) -> DraftLine {
    let label = line.together.as_deref().unwrap_or_default();
    let why = format!(
        "lines with the label `{label}` stand further up, apart from this one: in batches they are not recorded together"
    );
    let would = line.read.as_ref().map_or_else(|error| error.would.clone(), Would::of_draft);
    let remedy = "put all lines with this label next to each other";
    let unreadable = Unreadable { name: "together", byte: None, column: None, why, remedy, would };
    line.but_unreadable(unreadable)
}

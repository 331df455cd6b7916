//! [`Chain`]: of all that was found, the records that follow on each other from the first.

use aoc_core::{CommitEnd, Position, Timestamp};

use super::SalvageError;
use crate::log::{Body, Piece, Remains, Source};
use crate::record::{RecordBytes, RecordView};

/// Record by record, as long as there is one that fits.
pub(super) struct Chain<'r> {
    remains: &'r Remains,
    due: Position,
    /// What may hold the record that is due, what counts most first.
    holding: Vec<&'r Piece>,
    /// The commit that is open: its first record, and when it was recorded.
    open: Option<(Position, Timestamp)>,
    /// When the last commit was recorded that ended.
    before: Option<Timestamp>,
    bodies_lost: Vec<Position>,
    archive: Archive,
}

/// What the ledger's files say of the archive that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Archive {
    Unconfirmed,
    /// Some record of it lies in the files, too.
    Confirmed,
}

impl<'r> Chain<'r> {
    pub(super) const fn of(remains: &'r Remains) -> Self {
        Self {
            remains,
            due: Position::FIRST,
            holding: Vec::new(),
            open: None,
            before: None,
            bodies_lost: Vec::new(),
            archive: Archive::Unconfirmed,
        }
    }

    /// The position of the record that comes next.
    pub(super) const fn due(&self) -> Position {
        self.due
    }

    /// Those of whose sealed bodies nothing is left, though nobody destroyed them.
    pub(super) fn bodies_lost(&self) -> Vec<Position> {
        self.bodies_lost.clone()
    }

    /// The next record, and whether it ends its commit.
    pub(super) fn next(&mut self) -> Result<Option<(RecordBytes, CommitEnd)>, SalvageError> {
        let due = self.due;
        if self.remains.begins(due) || self.holding.iter().any(|piece| piece.frame.last() < due) {
            self.holding = self.remains.holding(due);
        }
        let fitting: Vec<(Source, RecordView<'r>)> = self.fitting().collect();
        let Some((source, view)) = fitting.first() else { return Ok(None) };
        if *source == Source::Archive && self.archive == Archive::Unconfirmed {
            let mut others = fitting.iter().filter(|(source, _)| *source != Source::Archive).peekable();
            let is_said = others.peek().is_some();
            match others.any(|(_, other)| other.bytes() == view.bytes()) {
                true => self.archive = Archive::Confirmed,
                false if is_said => return Err(SalvageError::OtherArchive { position: due }),
                false => {}
            }
        }
        let beside: Vec<&[u8]> = fitting
            .iter()
            .filter(|(_, other)| other.bytes() == view.bytes())
            .filter_map(|(_, other)| other.sidecar())
            .collect();
        let bytes = self.with_body(view, &beside);
        (self.due, self.open) = (due.next(), Some((view.commit(), view.recorded_at())));
        if view.end() == CommitEnd::Last {
            (self.open, self.before) = (None, Some(view.recorded_at()));
        }
        Ok(Some((bytes, view.end())))
    }

    fn fitting(&self) -> impl Iterator<Item = (Source, RecordView<'r>)> + '_ {
        let read = |piece: &&'r Piece| Some((piece.source, piece.frame.record(self.due)?.ok()?));
        self.holding.iter().filter_map(read).filter(|(_, view)| match self.open {
            Some(commit) => commit == (view.commit(), view.recorded_at()),
            None => view.commit() == self.due && self.before.is_none_or(|before| before < view.recorded_at()),
        })
    }

    /// The record with the sealed body that belongs to it. What was destroyed stays so, whoever has a copy.
    fn with_body(&mut self, view: &RecordView<'_>, beside: &[&[u8]]) -> RecordBytes {
        let bare = RecordBytes::new(view.bytes().to_vec(), None);
        if !view.is_sealed() {
            return bare;
        }
        let own = self.remains.bodies(self.due);
        let kept = own.iter().filter_map(|body| match body {
            Body::Kept(bytes) => Some(bytes.as_slice()),
            Body::Gone => None,
        });
        let is_gone = own.contains(&Body::Gone);
        let copies = beside.iter().copied().filter(|_| !is_gone);
        let whole = kept
            .chain(copies)
            .map(|body| RecordBytes::new(view.bytes().to_vec(), Some(body.to_vec())))
            .find(|bytes| bytes.view().is_ok_and(|view| view.seal().is_ok()));
        if whole.is_none() && !is_gone && view.seal().is_err() {
            self.bodies_lost.push(self.due);
        }
        whole.unwrap_or(bare)
    }
}

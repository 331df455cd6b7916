//! [`Chain`]: of all that was found, the records that follow on each other from the first.

use aoc_core::{CommitEnd, Position, Timestamp};

use super::SalvageError;
use crate::log::{Body, Piece, Remains, Source};
use crate::record::{RecordBytes, RecordView, Sidecar};

/// Record by record, as long as there is one that fits.
pub(super) struct Chain<'r> {
    remains: &'r Remains,
    due: Position,
    /// What may hold the record that is due, what counts most first.
    holding: Vec<Piece<'r>>,
    /// The commit that is open: its first record, and when it was recorded.
    open: Option<(Position, Timestamp)>,
    /// When the last commit was recorded that ended.
    before: Option<Timestamp>,
    bodies_lost: Vec<Position>,
}

impl<'r> Chain<'r> {
    pub(super) fn of(remains: &'r Remains) -> Result<Self, SalvageError> {
        confirm_archive(remains)?;
        Ok(Self {
            remains,
            due: Position::FIRST,
            holding: Vec::new(),
            open: None,
            before: None,
            bodies_lost: Vec::new(),
        })
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
    pub(super) fn next(&mut self) -> Option<(RecordBytes, CommitEnd)> {
        let due = self.due;
        if self.remains.begins(due) || self.holding.iter().any(|piece| piece.frame.last() < due) {
            self.holding = self.remains.holding(due);
        }
        let fitting: Vec<RecordView<'r>> = self.fitting().collect();
        let view = fitting.first()?;
        let beside: Vec<&[u8]> = fitting
            .iter()
            .filter(|other| other.bytes() == view.bytes())
            .filter_map(RecordView::sidecar)
            .collect();
        let bytes = self.with_body(view, &beside);
        (self.due, self.open) = (due.next(), Some((view.commit(), view.recorded_at())));
        if view.end() == CommitEnd::Last {
            (self.open, self.before) = (None, Some(view.recorded_at()));
        }
        Some((bytes, view.end()))
    }

    fn fitting(&self) -> impl Iterator<Item = RecordView<'r>> + '_ {
        let read = |piece: &Piece<'r>| piece.frame.record(self.due)?.ok();
        self.holding.iter().filter_map(read).filter(|view| match self.open {
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
        let mut is_gone = false;
        let mut bodies: Vec<&[u8]> = Vec::new();
        for body in self.remains.bodies(self.due) {
            match body {
                Body::Kept(bytes) => bodies.push(bytes),
                Body::Gone => is_gone = true,
            }
        }
        if !is_gone {
            bodies.extend(beside);
        }
        let belongs = |body: &&[u8]| {
            let sealed = RecordView::parse_beside(view.bytes(), Sidecar::Here(body));
            sealed.is_ok_and(|view| view.seal().is_ok())
        };
        let whole = bodies.into_iter().find(belongs);
        if whole.is_none() && !is_gone && view.seal().is_err() {
            self.bodies_lost.push(self.due);
        }
        whole.map_or(bare, |body| RecordBytes::new(view.bytes().to_vec(), Some(body.to_vec())))
    }
}

/// An archive is one of this ledger if some record of it lies in the files, too, wherever that stands: also where the beginning
/// of the files cannot be read.
fn confirm_archive(remains: &Remains) -> Result<(), SalvageError> {
    let mut other = None;
    let archive = remains.pieces().filter(|piece| piece.source == Source::Archive);
    for view in archive.flat_map(|piece| piece.frame.records().flatten()) {
        let position = view.position();
        let own = remains.holding(position).into_iter().filter(|piece| piece.source != Source::Archive);
        for own in own.filter_map(|piece| piece.frame.record(position)?.ok()) {
            if own.bytes() == view.bytes() {
                return Ok(());
            }
            other.get_or_insert(position);
        }
    }
    other.map_or(Ok(()), |position| Err(SalvageError::OtherArchive { position }))
}

//! [`Chain`]: of all that was found, the records that follow on each other from the first.

use aoc_core::{CommitEnd, Position, Timestamp};

use super::SalvageError;
use crate::log::{Body, COMMIT_RECORDS_MAX, Piece, Remains, Source};
use crate::record::{RecordBytes, RecordView, Sidecar};

/// Of several commits that begin at one place, so many are followed to their end.
const TRIED_MAX: usize = 16;

/// Commit by commit, as long as there is one that fits.
pub(super) struct Chain<'r> {
    remains: &'r Remains,
    due: Position,
    /// When the last commit was recorded.
    before: Option<Timestamp>,
    bodies_lost: Vec<Position>,
}

/// A commit that is followed record by record.
struct Followed<'r> {
    remains: &'r Remains,
    first: Position,
    recorded_at: Timestamp,
    due: Position,
    /// What may hold the record that is due, what counts most first.
    holding: Vec<Piece<'r>>,
    records: Vec<RecordBytes>,
    bodies_lost: Vec<Position>,
}

impl<'r> Chain<'r> {
    pub(super) fn of(remains: &'r Remains) -> Result<Self, SalvageError> {
        confirm_archive(remains)?;
        Ok(Self { remains, due: Position::FIRST, before: None, bodies_lost: Vec::new() })
    }

    /// The position of the record that comes next.
    pub(super) const fn due(&self) -> Position {
        self.due
    }

    /// Those of whose sealed bodies nothing is left, though nobody destroyed them.
    pub(super) fn bodies_lost(self) -> Vec<Position> {
        self.bodies_lost
    }

    /// The next commit: of those that begin here and are whole, the one that counts most.
    pub(super) fn next(&mut self) -> Option<Vec<RecordBytes>> {
        let holding = self.remains.holding(self.due);
        let mut times: Vec<Timestamp> = Vec::new();
        for piece in &holding {
            if let Some(Ok(view)) = piece.frame.record(self.due)
                && view.commit() == self.due
                && self.before.is_none_or(|before| before < view.recorded_at())
                && !times.contains(&view.recorded_at())
                && times.len() < TRIED_MAX
            {
                times.push(view.recorded_at());
            }
        }
        let commit = times.into_iter().find_map(|at| Followed::of(self.remains, self.due, at).whole())?;
        (self.due, self.before) = (commit.due, Some(commit.recorded_at));
        self.bodies_lost.extend(commit.bodies_lost);
        Some(commit.records)
    }
}

impl<'r> Followed<'r> {
    fn of(remains: &'r Remains, first: Position, recorded_at: Timestamp) -> Self {
        let (holding, records, bodies_lost) = (remains.holding(first), Vec::new(), Vec::new());
        Self { remains, first, recorded_at, due: first, holding, records, bodies_lost }
    }

    fn whole(mut self) -> Option<Self> {
        while self.records.len() < COMMIT_RECORDS_MAX {
            if self.next()? == CommitEnd::Last {
                return Some(self);
            }
        }
        None
    }

    /// Takes the record that is due, and says whether it ends the commit.
    fn next(&mut self) -> Option<CommitEnd> {
        if self.remains.begins(self.due) || self.holding.iter().any(|piece| piece.frame.last() < self.due) {
            self.holding = self.remains.holding(self.due);
        }
        let read = |piece: &Piece<'r>| piece.frame.record(self.due)?.ok();
        let own =
            |view: &RecordView<'r>| (view.commit(), view.recorded_at()) == (self.first, self.recorded_at);
        let fitting: Vec<RecordView<'r>> = self.holding.iter().filter_map(read).filter(own).collect();
        let view = fitting.first()?;
        let same = fitting.iter().filter(|other| other.bytes() == view.bytes());
        let beside: Vec<&[u8]> = same.filter_map(RecordView::sidecar).collect();
        let bytes = self.with_body(view, &beside);
        self.records.push(bytes);
        self.due = self.due.next();
        Some(view.end())
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

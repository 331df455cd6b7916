//! [`AsOf`]: the book as of a view, to look things up in.

use std::sync::RwLockReadGuard;

use aoc_core::{EntityId, Index, Position};
use aoc_store::RecordView;

use crate::error::Error;
use crate::reach::in_order;
use crate::records::Records;
use crate::state::State;
use crate::tenures::Tenures;
use crate::view::ReadView;

/// The book as of a view, to look things up in: what an answer can be made of without folding.
///
/// ```
/// use aoc_core::MemberJoined;
/// use aoc_core::{EntityId, PartyId};
/// use aoc_replay::{AsOf, Error, Ledger, Projection, ReadView, RecordError, RecordView, View};
///
/// /// How many records there are of a party.
/// struct Records(PartyId);
///
/// impl Projection for Records {
///     type State = usize;
///     type Answer = usize;
///     fn look_up(&self, as_of: &AsOf<'_>) -> Result<Option<usize>, Error> {
///         let mut records = 0;
///         as_of.timeline(self.0.into(), |_| Ok(records += 1))?;
///         Ok(Some(records))
///     }
///     fn apply(&self, records: &mut usize, record: &RecordView<'_>) -> Result<(), RecordError> {
///         *records += record.changes().filter(|entity| *entity == self.0.into()).count();
///         Ok(())
///     }
///     fn answer(&self, records: &usize, _: &ReadView) -> usize {
///         *records
///     }
/// }
///
/// let ledger = Ledger::in_memory();
/// assert_eq!(ledger.ask(&Records("esp".parse()?), View::on("2010-05-13".parse()?))?.value, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct AsOf<'s> {
    state: &'s State,
    view: ReadView,
}

impl<'s> AsOf<'s> {
    pub(crate) const fn new(state: &'s State, view: ReadView) -> Self {
        Self { state, view }
    }

    /// The view.
    #[must_use]
    pub const fn view(&self) -> &ReadView {
        &self.view
    }

    /// Visits the records that stand of an entity's timeline, in order of effect.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Record`] when the log cannot be read, and whatever `visit` returns.
    pub fn timeline(
        &self,
        entity: EntityId,
        mut visit: impl FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (index, view) = (self.state.index(), &self.view);
        let standing = index.changing(entity).filter(|record| index.stands(*record, view.position)).collect();
        let placed = in_order(index, view.on, view.position, standing);
        self.records(placed.into_iter().map(|placed| placed.position), |record| visit(record))
    }

    /// Visits these records, in this order.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Record`] when the log cannot be read, and whatever `visit` returns.
    pub fn records(
        &self,
        positions: impl Iterator<Item = Position>,
        mut visit: impl FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.state.visit(positions, |position| *position, |_, record| visit(record))
    }

    pub(crate) fn index(&self) -> &'s Index {
        self.state.index()
    }

    /// The timelines of parties, groups and memberships; nothing while they are far behind, in a ledger that was opened
    /// just now.
    pub(crate) fn tenures(&self) -> Result<Option<RwLockReadGuard<'s, Tenures>>, Error> {
        self.state.tenures()
    }
}

impl Records for AsOf<'_> {
    fn visit(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.records(positions.iter().copied(), visit)
    }
}

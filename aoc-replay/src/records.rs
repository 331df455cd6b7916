//! [`Records`]: records by their position.

use aoc_core::Position;
use aoc_store::RecordView;

use crate::error::Error;

/// Records by their position: where a fold that has put some aside reads them.
pub trait Records {
    /// Visits these records, in this order.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Record`] when one cannot be read, and whatever `visit` returns.
    fn visit(
        &self,
        positions: &[Position],
        visit: &mut dyn FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error>;
}

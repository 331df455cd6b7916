//! What a log under test passes on to the one in its field `log`, as it is; or that it goes as far as its field `head` and takes nothing.

/// Passes these methods of an `EventLog` on.
macro_rules! pass_on {
    ($($method:ident),* $(,)?) => { $($crate::delegation::pass_on!(@$method);)* };
    (@head) => {
        fn head(&self) -> Result<aoc_core::Position, aoc_store::Error> {
            self.log.head()
        }
    };
    (@written) => {
        fn written(&self) -> Result<aoc_core::Position, aoc_store::Error> {
            self.log.written()
        }
    };
    (@write) => {
        fn write(
            &self,
            expected: aoc_core::Position,
            frames: &[aoc_store::Frame],
        ) -> Result<aoc_store::Receipt, aoc_store::AppendError> {
            self.log.write(expected, frames)
        }
    };
    (@sync) => {
        fn sync(&self, upto: aoc_core::Position) -> Result<(), aoc_store::Error> {
            self.log.sync(upto)
        }
    };
    (@stored) => {
        fn stored(&self, from: aoc_core::Position) -> Result<aoc_store::StoredFrames<'_>, aoc_store::Error> {
            self.log.stored(from)
        }
    };
    (@frame) => {
        fn frame(&self, position: aoc_core::Position) -> Result<Option<aoc_store::Frame>, aoc_store::Error> {
            self.log.frame(position)
        }
    };
    (@erase) => {
        fn erase(&self, positions: &[aoc_core::Position]) -> Result<(), aoc_store::Error> {
            self.log.erase(positions)
        }
    };
    (@read_only) => {
        fn head(&self) -> Result<aoc_core::Position, aoc_store::Error> {
            Ok(self.head)
        }

        fn written(&self) -> Result<aoc_core::Position, aoc_store::Error> {
            Ok(self.head)
        }

        fn write(
            &self,
            _: aoc_core::Position,
            _: &[aoc_store::Frame],
        ) -> Result<aoc_store::Receipt, aoc_store::AppendError> {
            Err(aoc_store::AppendError::Refused)
        }

        fn sync(&self, _: aoc_core::Position) -> Result<(), aoc_store::Error> {
            Ok(())
        }
    };
    (@wait) => {
        fn wait(
            &self,
            after: aoc_core::Position,
            timeout: std::time::Duration,
        ) -> Result<aoc_core::Position, aoc_store::Error> {
            self.log.wait(after, timeout)
        }
    };
}
pub(crate) use pass_on;

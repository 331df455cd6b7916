//! [`Gate`]: a log whose sync does as the test says.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Duration;

use aoc_core::Position;
use aoc_store::{AppendError, Error, EventLog, Fault, Frame, Receipt};

use crate::delegation::pass_on;

/// How a sync goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// As it should.
    Open,
    /// It takes this long.
    Slow(Duration),
    /// It waits for another way.
    Closed,
    /// It fails before anything is durable, and nothing more is written.
    Failing,
}

pub(super) struct Gate {
    log: Box<dyn EventLog>,
    way: Mutex<Way>,
    changed: Condvar,
}

impl Gate {
    pub(super) fn of(log: impl EventLog + 'static, way: Way) -> Self {
        Self { log: Box::new(log), way: Mutex::new(way), changed: Condvar::new() }
    }

    pub(super) fn set(&self, way: Way) {
        *self.way.lock().unwrap() = way;
        self.changed.notify_all();
    }

    /// A test that fails while the gate is closed must not leave others waiting.
    pub(super) fn opened_at_last(&self) -> impl Drop + use<'_> {
        OpenedAtLast(self)
    }

    fn way(&self) -> Way {
        *self.changed.wait_while(self.way.lock().unwrap(), |way| *way == Way::Closed).unwrap()
    }
}

struct OpenedAtLast<'g>(&'g Gate);

impl Drop for OpenedAtLast<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.set(Way::Open);
        }
    }
}

impl EventLog for Gate {
    pass_on!(head, written, stored, frame, erase, wait);

    fn write(&self, expected: Position, frames: &[Frame]) -> Result<Receipt, AppendError> {
        if *self.way.lock().unwrap() == Way::Failing {
            return Err(AppendError::Refused);
        }
        self.log.write(expected, frames)
    }

    fn sync(&self, upto: Position) -> Result<(), Error> {
        if upto <= self.log.head()? {
            return Ok(());
        }
        match self.way() {
            Way::Failing => {
                let fault = Fault::Other { why: "the test says so".into() };
                return Err(Error::Storage { doing: "testing", fault });
            }
            Way::Slow(time) => thread::sleep(time),
            Way::Open | Way::Closed => {}
        }
        self.log.sync(upto)
    }
}

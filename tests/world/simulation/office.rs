//! [`Office`]: where somebody records and asks, with a ledger and a clock of its own.

use std::sync::Arc;

use aoc_core::{Day, Draft, Position, Timestamp};
use aoc_replay::{Error, KnownAt, Ledger, Recorded, View};
use aoc_store::{Clock, EventLog, SeededSalts};

use super::clock::Sway;
use super::dice::Dice;
use super::mount::Mount;

/// What stays in an office when its ledger is closed.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) clock: Arc<Sway>,
    pub(super) salts: Arc<SeededSalts>,
}

#[derive(Clone)]
pub(super) struct Office {
    pub(super) place: Place,
    pub(super) ledger: Ledger,
}

/// How far a log goes for its readers, and for its writers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) head: Position,
    pub(super) written: Position,
}

/// Drafts that were put to the book, and what came of it.
pub(super) struct Attempt {
    pub(super) drafts: Vec<Draft>,
    /// What the clock showed.
    pub(super) now: Timestamp,
    pub(super) before: Option<Ends>,
    pub(super) after: Option<Ends>,
    pub(super) outcome: Result<Recorded, Error>,
}

impl Place {
    pub(super) fn new(name: &'static str, dice: &mut Dice) -> Self {
        let (clock, salts) = (Arc::new(Sway::new(dice)), Arc::new(SeededSalts::new(dice.throw())));
        Self { name, clock, salts }
    }

    /// A ledger over the log as it is.
    pub(super) fn open(&self, mount: &Arc<Mount>) -> Result<Office, Error> {
        let log: Arc<dyn EventLog> = Arc::clone(mount) as _;
        let ledger = Ledger::with(log, Arc::clone(&self.clock) as _, Arc::clone(&self.salts) as _)?;
        Ok(Office { place: self.clone(), ledger })
    }
}

impl Office {
    /// Puts drafts to the book; who is told that they are in it, is told when they are acknowledged.
    pub(super) fn record(&self, drafts: Vec<Draft>, mount: &Mount) -> Attempt {
        let (now, before) = (self.place.clock.now(), Ends::of(&self.ledger));
        let outcome = self.ledger.record(&drafts);
        if let Some(receipt) = outcome.as_ref().ok().and_then(Recorded::receipt) {
            let (last, promised) = (receipt.commit.last, mount.promised());
            assert!(
                last <= promised,
                "law 2: {last} is recorded, somebody is told, and {promised} is acknowledged"
            );
        }
        Attempt { drafts, now, before, after: Ends::of(&self.ledger), outcome }
    }

    /// Nobody is shown anything that is not acknowledged.
    pub(super) fn check_shown(&self, mount: &Mount) {
        let ledger = &self.ledger;
        let Ok(head) = ledger.head() else { return };
        let promised = mount.promised();
        assert!(head <= promised, "read up to {head}, acknowledged up to {promised}");
        for record in mount.waiting() {
            let (position, id) = (record.position, record.id);
            assert_eq!(ledger.find(id).ok().flatten(), None, "{id} is found, and not acknowledged");
            assert_eq!(
                ledger.standing(position).ok().flatten(),
                None,
                "{position} stands, and is not acknowledged"
            );
            assert_eq!(ledger.last_version(position).ok().flatten(), None);
            assert!(ledger.record_at(position).is_err(), "{position} is read, and not acknowledged");
            let beyond = View::on(Day::FUTURE).known_at(KnownAt::Position(position));
            assert!(ledger.view(beyond).is_err(), "{position} can be asked for, and is not acknowledged");
        }
    }
}

impl Ends {
    fn of(ledger: &Ledger) -> Option<Self> {
        let log = ledger.log();
        Some(Self { head: log.head().ok()?, written: log.written().ok()? })
    }

    /// Whether nothing was on its way.
    pub(super) fn is_quiet(self) -> bool {
        self.head == self.written
    }
}

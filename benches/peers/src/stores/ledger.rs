//! This ledger.

use std::path::Path;
use std::sync::Arc;

use aoc_core::{Day, GroupEvent, MembershipEvent, PartyEvent};
use aoc_replay::{Interest, Ledger, View};
use aoc_store::{EventLog, Frame, MemoryLog, SledLog};

use crate::fact::Fact;
use crate::input::Commit;
use crate::store::{Class, Opening, Peer, Store};

const CLASSES: &[(Class, &str)] =
    &[(Class::Synced, "sled, and fdatasync before a commit is acknowledged"), (Class::Memory, "MemoryLog")];

/// Its log alone, as the others are logs alone.
pub(crate) const PEER: Peer = Peer {
    name: "ledger",
    holds: "frames of up to 256 records; small ones are packed into blocks later",
    does_more: "reads each record again before it is framed; checksums of records and frames; the expected end of each append; \
                salts and bodies of sealed records beside the log; on opening reads everything once for the order of \
                effect, what stands, and the index; replays in that order",
    switched_off: "judging: commits are appended as they were accepted",
    classes: CLASSES,
    open: |dir, class, opening| Box::new(Log { log: log(dir, class, opening), ledger: None }),
};

/// The same with every draft judged.
pub(crate) const JUDGED: Peer = Peer {
    name: "ledger, judging",
    holds: "the same",
    does_more: "the same, and every draft is judged against the whole book, in order of effect, and encoded",
    switched_off: "nothing",
    classes: CLASSES,
    open: |dir, class, opening| {
        let log = log(dir, class, opening);
        let ledger = (opening == Opening::New).then(|| aoc_benches::ledger(Arc::clone(&log)));
        Box::new(Judging { log: Log { log, ledger } })
    },
};

fn log(dir: &Path, class: Class, opening: Opening) -> Arc<dyn EventLog> {
    let dir = dir.join("ledger");
    match (class, opening) {
        (Class::Memory, _) => Arc::new(MemoryLog::new()),
        (_, Opening::New) => Arc::new(SledLog::create(dir).expect("a new ledger")),
        (_, Opening::Again) => Arc::new(SledLog::open(dir).expect("a ledger")),
    }
}

struct Log {
    log: Arc<dyn EventLog>,
    ledger: Option<Ledger>,
}

impl Store for Log {
    fn append(&mut self, commit: &Commit) {
        let head = self.log.head().expect("a readable log");
        let frames = Frame::of_bytes(&commit.records).expect("a commit");
        self.log.append(head, &frames).expect("a writable log");
    }

    fn prepare(&mut self) {
        self.ledger = Some(aoc_benches::ledger(Arc::clone(&self.log)));
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        let ledger = self.ledger.as_ref().expect("a ledger that is prepared");
        let visit = &mut |record: &aoc_replay::RecordView<'_>| {
            visit(&Fact::of(record.bytes()));
            Ok(())
        };
        let kinds = PartyEvent::kinds().chain(GroupEvent::kinds()).chain(MembershipEvent::kinds());
        ledger.replay(View::on(Day::FUTURE), &Interest::in_kinds(kinds), visit).expect("a readable ledger");
    }
}

struct Judging {
    log: Log,
}

impl Store for Judging {
    fn append(&mut self, commit: &Commit) {
        aoc_benches::record(self.log.ledger.as_ref().expect("a ledger"), &commit.drafts);
    }

    fn prepare(&mut self) {
        self.log.prepare();
    }

    fn replay(&mut self, visit: &mut dyn FnMut(&Fact<'_>)) {
        self.log.replay(visit);
    }
}

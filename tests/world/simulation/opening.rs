//! Crashes and closings, and what is found when the log is opened again.

use aoc_core::{Draft, Position};
use aoc_replay::Recorded;

use super::mount::{Mount, calm};
use super::office::Place;
use super::recording::said;
use super::told::Reading;
use super::world::{World, lock};

/// Drafts of which nobody said whether they were recorded.
pub(super) struct Unsure {
    pub(super) drafts: Vec<Draft>,
}

impl World {
    /// The power goes, and comes back.
    pub(super) fn crash(&mut self) {
        self.diary.tally.crashes += 1;
        self.mount.switch_off();
        let places = self.go_home();
        let told = self.disk.lock().lose_power();
        self.diary.note(format!("a crash: {told}"));
        self.open(&places);
    }

    /// Everybody goes home.
    pub(super) fn close(&mut self) {
        self.mount.clear();
        let places = self.go_home();
        self.mount.switch_off();
        let told = self.disk.lock().close();
        self.diary.note(format!("all is closed: {told}"));
        self.open(&places);
    }

    /// Closes every ledger, which may write now what it keeps beside the log.
    fn go_home(&mut self) -> Vec<Place> {
        self.offices.drain(..).map(|office| office.place).collect()
    }

    /// One office closes its ledger and opens it again, while others go on.
    pub(super) fn reopen_office(&mut self) {
        let at = self.dice.below(self.offices.len());
        let opened = self.offices[at].place.open(&self.mount);
        let name = self.offices[at].place.name;
        self.diary.note(format!("{name} opens its ledger anew: {:?}", opened.as_ref().err()));
        match opened {
            Ok(office) => self.offices[at] = office,
            Err(error) => assert!(self.has_failed(), "{error}"),
        }
    }

    fn open(&mut self, places: &[Place]) {
        self.diary.tally.openings += 1;
        self.mount = match Mount::open(&self.disk) {
            Ok(mount) => mount,
            Err(error) => panic!("laws 1 and 2: what is on the disk is no log any more: {error}"),
        };
        let stormy = self.dice.one_in(3);
        self.erasures_failed_before = self.disk.lock().erasures_failed;
        for place in places {
            let tried = if stormy { place.open(&self.mount).ok() } else { None };
            let opened = tried.map_or_else(|| calm(&self.disk, || place.open(&self.mount)), Ok);
            self.offices.push(opened.expect("a log that can be read is opened"));
        }
        self.faults_before = self.disk.lock().faults;
        self.read(Reading::All);
        self.settle_all();
        for unsure in std::mem::take(&mut self.unsure) {
            self.resolve(unsure);
        }
        self.read(Reading::New);
    }

    /// It is in the book as a whole, or not at all; recorded again, it is there once.
    fn resolve(&mut self, unsure: Unsure) {
        let drafts = unsure.drafts;
        let own: Vec<_> = drafts.iter().filter_map(Draft::own_id).collect();
        let found: Vec<Position> = own.iter().filter_map(|id| self.told.find(*id)).collect();
        assert!(
            found.is_empty() || found.len() == own.len(),
            "law 1: half a commit is there: {found:?} of {own:?}"
        );
        if own.len() < drafts.len() || own.is_empty() {
            return;
        }
        let commits = found.iter().map(|position| self.told.record(*position).commit);
        let mut commits: Vec<Position> = commits.collect();
        commits.dedup();
        assert!(commits.len() <= 1, "law 1: a commit became several: {commits:?}");
        self.diary.tally.kept_unknown += u64::from(!found.is_empty());
        let office = self.office();
        let attempt = calm(&self.disk, || office.record(drafts, &self.mount));
        if let (Some(first), Ok(recorded)) = (found.first(), &attempt.outcome) {
            let there =
                matches!(recorded, Recorded::AlreadyRecorded(receipt) if receipt.commit.first == *first);
            assert!(there, "recorded again, what stands at {first}: {recorded:?}");
        }
        self.diary.note(format!("tried again: {}", said(&attempt.outcome)));
        lock(&self.attempts).push(attempt);
    }
}

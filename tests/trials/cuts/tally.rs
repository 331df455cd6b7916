//! [`Tally`]: what was found, counted.

use std::collections::BTreeMap;
use std::fmt;

use super::inspection::{Breach, Found};
use super::judge::Judged;
use super::notice::Step;
use super::promises::Promises;

#[derive(Debug, Default)]
pub(super) struct Tally {
    cuts: usize,
    opening: usize,
    recording: usize,
    erasing: usize,
    signing: usize,
    noting: usize,
    not_there_yet: usize,
    promised: u64,
    compared: u64,
    breaches: BTreeMap<Breach, usize>,
}

impl Tally {
    pub(super) fn count(&mut self, promises: &Promises, judged: &Judged) {
        self.cuts += 1;
        let under_way = |is: fn(Step) -> bool| usize::from(promises.under_way.values().copied().any(is));
        self.opening += under_way(Step::is_opening);
        self.recording += under_way(Step::is_recording);
        self.erasing += under_way(Step::is_erasing);
        self.signing += under_way(Step::is_signing);
        self.noting += under_way(Step::is_noting);
        self.promised += promises.head.get();
        match judged {
            Ok(Found::NoLedger) => self.not_there_yet += 1,
            Ok(Found::Records(records)) => self.compared += records,
            Err((breach, _)) => *self.breaches.entry(*breach).or_default() += 1,
        }
        if self.cuts.is_multiple_of(10) {
            eprintln!("{} cuts, {} promises broken", self.cuts, self.breaches());
        }
    }

    pub(super) const fn cuts(&self) -> usize {
        self.cuts
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.promised == 0
    }

    pub(super) fn breaches(&self) -> usize {
        self.breaches.values().sum()
    }

    /// Whether anything was lost that was acknowledged.
    pub(super) fn has_losses(&self) -> bool {
        self.breaches.contains_key(&Breach::Lost)
    }

    pub(super) fn has_breaches(&self) -> bool {
        !self.breaches.is_empty()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let broken = |breach| self.breaches.get(&breach).copied().unwrap_or_default();
        let recovered = self.cuts - broken(Breach::Unmounted);
        let rows = [
            ("cuts", self.cuts),
            ("  in the middle of recording", self.recording),
            ("  in the middle of erasing", self.erasing),
            ("  in the middle of signing", self.signing),
            ("  in the middle of a snapshot", self.noting),
            ("  in the middle of opening", self.opening),
            ("file system recovered", recovered),
            ("ledger kept what was promised", self.cuts - self.not_there_yet - self.breaches()),
            ("  before it was created", self.not_there_yet),
            ("file system not recovered", broken(Breach::Unmounted)),
            ("not opened", broken(Breach::Unopened)),
            ("lost", broken(Breach::Lost)),
            ("torn", broken(Breach::Torn)),
            ("unsound", broken(Breach::Unsound)),
            ("stuck", broken(Breach::Stuck)),
        ];
        for (what, count) in rows {
            writeln!(f, "{what:<44}{count:>9}")?;
        }
        writeln!(f, "{:<44}{:>9}", "records acknowledged", self.promised)?;
        write!(f, "{:<44}{:>9}", "records compared, byte for byte", self.compared)
    }
}

//! [`Moments`]: when the power may go in a recorded run: anywhere, and more often where there is more to lose.

use std::ops::RangeInclusive;

use super::chance::Chance;
use super::notice::{OPENER, Said, Step};
use super::promises::{Heard, Mark};
use super::write_log::{Entry, Told};

/// From so many bytes on that were not flushed, a moment counts as deep.
const DEEP: u64 = 512 * 1024;

/// Indices into the entries of the recording: the power goes once the disk was told that.
pub(super) struct Moments {
    all: Vec<usize>,
    /// What takes little of the time: opening, erasing, signing, snapshots; and where very much is not flushed.
    rare: Vec<Vec<usize>>,
}

impl Moments {
    /// Those within a time.
    pub(super) fn within(time: &RangeInclusive<Mark>, entries: &[Entry], heard: &[Heard]) -> Self {
        let all: Vec<usize> = (0..entries.len()).filter(|nth| time.contains(&entries[*nth].end)).collect();
        let steps = steps(heard);
        let kinds: [fn(Step) -> bool; 4] =
            [Step::is_opening, Step::is_erasing, Step::is_signing, Step::is_noting];
        let rare = kinds.map(|is_meant| {
            let times: Vec<_> =
                steps.iter().filter(|(step, _)| is_meant(*step)).map(|(_, time)| time).collect();
            let meant = |nth: &usize| times.iter().any(|time| time.contains(&entries[*nth].end));
            all.iter().copied().filter(meant).collect()
        });
        let deep = unflushed(entries);
        let deep = all.iter().copied().filter(|nth| deep[*nth] >= DEEP).collect();
        let rare =
            rare.into_iter().chain([deep]).filter(|moments: &Vec<usize>| !moments.is_empty()).collect();
        Self { all, rare }
    }

    pub(super) const fn are_none(&self) -> bool {
        self.all.is_empty()
    }

    /// So many of them, in order, if they are not none.
    pub(super) fn choose(&self, count: usize, chance: &mut Chance) -> Vec<usize> {
        let mut chosen = Vec::new();
        for _ in 0..count {
            let is_rare = chance.percent(60) && !self.rare.is_empty();
            let of = if is_rare { &self.rare[chance.index(self.rare.len())] } else { &self.all };
            chosen.push(chance.one_of(of));
        }
        chosen.sort_unstable();
        chosen
    }
}

/// When the opener did something, and what.
fn steps(heard: &[Heard]) -> Vec<(Step, RangeInclusive<Mark>)> {
    let (mut steps, mut begun) = (Vec::new(), None);
    for (mark, notice) in heard.iter().filter(|(_, notice)| notice.thread == OPENER) {
        match notice.said {
            Said::Begins(step) => begun = Some((step, *mark)),
            _ => steps.extend(begun.take().map(|(step, begun)| (step, begun..=*mark))),
        }
    }
    steps
}

/// Of each entry how many bytes are written by then and not flushed.
fn unflushed(entries: &[Entry]) -> Vec<u64> {
    let mut unflushed = 0;
    let each = entries.iter().map(|entry| {
        unflushed = match entry.told {
            Told::Flush => 0,
            Told::Write(write) => unflushed + write.len,
        };
        unflushed
    });
    each.collect()
}

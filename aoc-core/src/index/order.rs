//! Records in order of effect (law 3): a merge of a few runs that are in order already, exact at every `known_at`.
//!
//! Nearly every record is appended in order of effect, or in that of the few lines of time that a book is written along
//! (what lies on no axis of time; what was typed with a year too high, and all that came after it). Those are *runs*:
//! their order is that of the log. The index remembers the others: the *displaced* ones, by key, and the *anchored* ones,
//! whose key depends on what they follow.

use std::collections::{BTreeSet, btree_set};
use std::iter::{FusedIterator, Peekable};
use std::num::NonZeroUsize;

use super::growth::Line;
use super::{Index, Place, flag, place, position};
use crate::day::Day;
use crate::id::Position;
use crate::kind::Kind;
use crate::order::{ANCHORS_MAX, EffectKey};
use crate::record::Relation;

/// How many records are looked at to find out where sections of equal size begin.
const SAMPLE_LEN: usize = 4096;
/// How many runs there are.
const RUNS: usize = 3;
/// After how many records it is noted how far each run has come.
const ZONE_LEN: usize = 1024;
/// In no run: displaced, anchored, or not in the order of effect at all.
const NO_RUN: u8 = 0b11;

/// A key for each run.
type Ends = [Option<(Day, Place)>; RUNS];

/// What is remembered about the order of effect.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// The highest key of each run.
    highest: Ends,
    /// The same, as it was at the end of each zone of the log.
    zones: Vec<Ends>,
    /// Earliest day, fact and place of those that are in no run.
    displaced: BTreeSet<(Day, Place, Place)>,
    anchored: Vec<Place>,
}

impl Order {
    /// The run that the next record of the log lengthens.
    pub(super) fn place(&mut self, record: Place, line: &Line) -> u8 {
        let run = self.run_of(record, line);
        if line.position.get().is_multiple_of(u64::try_from(ZONE_LEN).unwrap_or(u64::MAX)) {
            self.zones.push(self.highest);
        }
        run
    }

    /// The first row of the log that can hold a record of a run with this key or a higher one.
    fn start(&self, run: usize, from: (Day, Place)) -> usize {
        let below = |ends: &Ends| ends.get(run).is_some_and(|end| end.is_none_or(|end| end < from));
        self.zones.partition_point(below).saturating_mul(ZONE_LEN)
    }

    fn run_of(&mut self, record: Place, line: &Line) -> u8 {
        let Some(origin) = place(line.origin) else { return NO_RUN };
        if matches!(line.relation, Relation::Retraction { .. }) {
            return NO_RUN;
        }
        if line.after.is_some() {
            self.anchored.push(record);
            return NO_RUN;
        }
        let key = (line.effect.earliest, origin);
        // The first run is for what lies on no axis of time. Of the others, the one whose end lies closest below.
        let ends = self.highest.iter().enumerate();
        let fits = ends.filter(|(run, highest)| {
            (*run == 0) == (line.effect.earliest == Day::PAST) && highest.is_none_or(|highest| highest < key)
        });
        let longest = fits.max_by_key(|(_, highest)| **highest).map(|(run, _)| run);
        if let Some((run, highest)) = longest.and_then(|run| Some((run, self.highest.get_mut(run)?))) {
            *highest = Some(key);
            return u8::try_from(run).unwrap_or(NO_RUN);
        }
        self.displaced.insert((line.effect.earliest, origin, record));
        NO_RUN
    }
}

/// A stretch of the order of effect: from a day and a fact on, up to another day and fact, which is no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    from: (Day, Position),
    to: (Day, Position),
}

impl Section {
    /// All of it.
    pub const WHOLE: Self =
        Self { from: (Day::PAST, Position::START), to: (Day::FUTURE, Position::new(u64::MAX)) };

    fn holds(&self, key: &EffectKey) -> bool {
        let key = key.start();
        self.from <= key && key < self.to
    }
}

/// A record in order of effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Its key.
    pub key: EffectKey,
    /// Where it is in the log.
    pub position: Position,
}

impl Index {
    /// The records of some kinds that stand at `known_at` and whose key's day is not after `on`, by key.
    pub fn in_order<W: Fn(Kind) -> bool>(&self, on: Day, known_at: Position, wants: W) -> InOrder<'_, W> {
        self.in_section(Section::WHOLE, on, known_at, wants)
    }

    /// Those of them that lie in a section.
    pub fn in_section<W: Fn(Kind) -> bool>(
        &self,
        section: Section,
        on: Day,
        known_at: Position,
        wants: W,
    ) -> InOrder<'_, W> {
        let from = (section.from.0, place(section.from.1).unwrap_or(Place::MAX));
        let mut runs = [Run::default(); RUNS];
        for (number, run) in runs.iter_mut().enumerate() {
            run.from = self.order.start(number, from);
        }
        let anchored = self.anchored(section, on, known_at, &wants);
        let displaced = self.order.displaced.range((from.0, from.1, 0)..);
        let next_displaced = None;
        let mut order =
            InOrder { index: self, section, on, known_at, wants, runs, displaced, anchored, next_displaced };
        for run in 0..RUNS {
            order.advance(run);
        }
        order.advance_displaced();
        order
    }

    /// The order of effect in so many sections that hold about as many records each.
    #[must_use]
    pub fn sections(&self, count: NonZeroUsize) -> Vec<Section> {
        let stride = (self.rows.len() / SAMPLE_LEN).max(1);
        let sample = self.rows.iter().enumerate().step_by(stride);
        let mut sample: Vec<(Day, Position)> =
            sample.map(|(at, row)| (row.earliest, Position::FIRST.plus(at))).collect();
        sample.sort_unstable();
        let cut = |number: usize| sample.get(sample.len().saturating_mul(number) / count).copied();
        let mut cuts: Vec<_> = (1..count.get()).filter_map(cut).collect();
        cuts.dedup();
        let from = std::iter::once(Section::WHOLE.from).chain(cuts.iter().copied());
        let to = cuts.iter().copied().chain([Section::WHOLE.to]);
        from.zip(to).map(|(from, to)| Section { from, to }).collect()
    }

    fn anchored(
        &self,
        section: Section,
        on: Day,
        known_at: Position,
        wants: &impl Fn(Kind) -> bool,
    ) -> Peekable<std::vec::IntoIter<Placed>> {
        let wanted = |position: &Position| self.row(*position).is_some_and(|row| wants(row.kind));
        let standing = self.order.anchored.iter().map(|place| position(*place));
        let standing = standing.filter(|position| self.stands(*position, known_at) && wanted(position));
        let mut anchored: Vec<Placed> = standing
            .filter_map(|position| Some(Placed { key: self.key(position, known_at)?, position }))
            .collect();
        anchored.retain(|placed| placed.key.day() <= on && section.holds(&placed.key));
        anchored.sort_unstable_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
        anchored.into_iter().peekable()
    }

    /// The key of a version, as of `known_at`; a circle of anchors and a chain that is too long, which no accepted log
    /// holds, are cut.
    #[must_use]
    pub fn key(&self, version: Position, known_at: Position) -> Option<EffectKey> {
        let Some(followed) = self.after(version) else {
            return Some(EffectKey::new(self.earliest(version)?, self.origin(version)?));
        };
        let link = |version: Position| Some((self.earliest(version)?, self.origin(version)?));
        let mut chain = vec![link(version)?];
        let mut seen = BTreeSet::from([self.origin(version)?]);
        let mut next = Some(followed);
        while let Some(fact) = next.filter(|fact| chain.len() <= ANCHORS_MAX && seen.insert(*fact)) {
            let Some(anchor) = self.standing(fact, known_at) else { break };
            chain.push(link(anchor)?);
            next = self.after(anchor);
        }
        Some(EffectKey::of_chain(chain.into_iter()))
    }
}

/// The next record of a run, and where the run goes on behind it.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    from: usize,
    next: Option<(Day, Position, Position)>,
}

/// Iterates over the records that stand, in order of effect.
pub struct InOrder<'i, W> {
    index: &'i Index,
    section: Section,
    on: Day,
    known_at: Position,
    wants: W,
    runs: [Run; RUNS],
    displaced: btree_set::Range<'i, (Day, Place, Place)>,
    next_displaced: Option<(Day, Position, Position)>,
    anchored: Peekable<std::vec::IntoIter<Placed>>,
}

impl<W: Fn(Kind) -> bool> InOrder<'_, W> {
    /// To the next record of a run.
    fn advance(&mut self, number: usize) {
        let Some(Run { from, .. }) = self.runs.get(number).copied() else { return };
        let run = u8::try_from(number).unwrap_or(NO_RUN);
        let end = usize::try_from(self.known_at.get()).unwrap_or(usize::MAX).min(self.index.rows.len());
        let rows = self.index.rows.get(from..end).unwrap_or_default();
        let mut next = None;
        let mut at = end;
        for (ahead, row) in rows.iter().enumerate() {
            if row.flags >> flag::RUN_SHIFT != run || !(self.wants)(row.kind) {
                continue;
            }
            if row.earliest > self.on || row.earliest > self.section.to.0 {
                break; // a run is in order
            }
            let place = from.saturating_add(ahead).saturating_add(1);
            let position = Position::START.plus(place);
            if !self.index.stands(position, self.known_at) {
                continue;
            }
            let origin = self.index.origin(position).unwrap_or(position);
            if (row.earliest, origin) >= self.section.to {
                break;
            }
            if (row.earliest, origin) >= self.section.from {
                (next, at) = (Some((row.earliest, origin, position)), place);
                break;
            }
        }
        if let Some(run) = self.runs.get_mut(number) {
            (run.next, run.from) = (next, at);
        }
    }

    fn advance_displaced(&mut self) {
        self.next_displaced = None;
        for (day, origin, record) in self.displaced.by_ref() {
            let (record, origin) = (position(*record), position(*origin));
            if *day > self.on || (*day, origin) >= self.section.to {
                return;
            }
            let is_wanted = self.index.kind(record).is_some_and(&self.wants);
            if is_wanted && self.index.stands(record, self.known_at) {
                self.next_displaced = Some((*day, origin, record));
                return;
            }
        }
    }
}

impl<W: Fn(Kind) -> bool> Iterator for InOrder<'_, W> {
    type Item = Placed;

    fn next(&mut self) -> Option<Placed> {
        let mut first = self.next_displaced.map(|next| (next, RUNS));
        for (number, run) in self.runs.iter().enumerate() {
            if let Some(next) = run.next
                && first.is_none_or(|(first, _)| next < first)
            {
                first = Some((next, number));
            }
        }
        let Some(((day, origin, position), run)) = first else { return self.anchored.next() };
        let key = EffectKey::new(day, origin);
        if let Some(anchored) = self.anchored.next_if(|anchored| anchored.key < key) {
            return Some(anchored);
        }
        if run == RUNS {
            self.advance_displaced();
        } else {
            self.advance(run);
        }
        Some(Placed { key, position })
    }
}

impl<W: Fn(Kind) -> bool> FusedIterator for InOrder<'_, W> {}

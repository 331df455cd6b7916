//! [`Teller`]: puts a true history to the book as it becomes known, and heeds what the book says against it.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{Breaks, Citations, Day, Draft, EntityId, EventId, Place, Position, Rejections};
use aoc_tests::history::{History, Try};
use aoc_tests::naive::{Line, Naive, in_turn};
use aoc_tests::truth::{Fact, Told, drafts, told};
use aoc_tests::universe::text;

/// Whoever knows what really happened, and records it.
pub(crate) struct Teller<'f> {
    facts: &'f [Fact],
    numbers: Numbers,
    pub(crate) history: History,
}

/// Which fact a record tells: the facts are numbered as they happened.
pub(crate) struct Numbers(BTreeMap<EventId, usize>);

/// As they would be recorded by hand.
pub(crate) fn json(drafts: &[Draft]) -> String {
    drafts.iter().map(|draft| draft.to_json().to_string()).collect::<Vec<_>>().join("\n  ")
}

/// A draft, and the number of the fact that it tells.
type Telling = (usize, Draft);

impl Numbers {
    pub(crate) fn of(facts: &[Fact]) -> Self {
        Self((0..facts.len()).map(|at| (Fact::id(at), at)).collect())
    }

    /// In this version or another.
    pub(crate) fn of_line(&self, book: &Naive, line: &Line) -> Option<usize> {
        self.0.get(&book.line(line.origin)?.id).copied()
    }
}

impl<'f> Teller<'f> {
    pub(crate) fn of(facts: &'f [Fact]) -> Self {
        Self { facts, numbers: Numbers::of(facts), history: History::default() }
    }

    /// Records what becomes known, a few drafts a commit. What is refused is put to the book again by itself behind
    /// every commit, and together with later drafts. In the end it is told again in the order in which it happened,
    /// one by one, or together with what came next.
    ///
    /// # Errors
    /// The last refusal, the history and what it could not take in, if the book cannot be brought to take all of it.
    pub(crate) fn record_as_known(&mut self, how: Told, spread: u64, size: usize) -> Result<(), String> {
        let drafts = drafts(self.facts, &told(self.facts), how).into_iter().enumerate();
        let mut known: Vec<(u64, Telling)> = drafts
            .zip(self.facts)
            .map(|(telling, fact)| (telling.0 as u64 + u64::from(fact.how.known) % spread, telling))
            .collect();
        known.sort_by_key(|(when, _)| *when);
        let known: Vec<Telling> = known.into_iter().map(|(_, telling)| telling).collect();
        let mut waiting: Vec<Telling> = Vec::new();
        for commit in known.chunks(size) {
            if self.record(&[&waiting[..], commit].concat()) {
                waiting.clear();
                continue;
            }
            if !self.record(commit) {
                waiting.extend_from_slice(commit);
            }
            waiting.retain(|telling| !self.record(std::slice::from_ref(telling)));
        }
        waiting.sort_by_key(|(number, _)| *number);
        while !waiting.is_empty() {
            let Some(size) = (1..=waiting.len()).find(|size| self.settle(&waiting[..*size])) else {
                return Err(self.refused(&waiting));
            };
            waiting.drain(..size);
        }
        Ok(())
    }

    fn refused(&self, waiting: &[Telling]) -> String {
        let (refused, said) = match self.history.tries.last() {
            Some(Try { drafts, verdict: Err(rejections), .. }) => (json(drafts), rejections.to_string()),
            _ => Default::default(),
        };
        let waiting: Vec<Draft> = waiting.iter().map(|(_, draft)| draft.clone()).collect();
        let history = &self.history;
        format!("{said}\n{history:?}waiting:{}\ntold last:{refused}", json(&waiting))
    }

    fn record(&mut self, tellings: &[Telling]) -> bool {
        self.history.record(tellings.iter().map(|(_, draft)| draft.clone()).collect())
    }

    /// Puts it to the book as one commit, told again. What a refusal names is corrected in the same commit, if it
    /// lies before what it really followed, until nothing more is named.
    fn settle(&mut self, tellings: &[Telling]) -> bool {
        let mut tellings = tellings.to_vec();
        loop {
            tellings.sort_by_key(|(number, _)| *number);
            let book = self.tell_again(&mut tellings);
            if self.record(&tellings) {
                return true;
            }
            let corrections = self.corrections(&book);
            if corrections.is_empty() {
                return false;
            }
            tellings.extend(corrections);
        }
    }

    /// Says of each what it followed of all that will be in the book, which is given back.
    fn tell_again(&self, tellings: &mut [Telling]) -> Naive {
        let mut book = self.history.naive();
        for (number, draft) in tellings {
            let Some(event) = draft.event() else { continue };
            let changes = event.entities().changes;
            let followed = self.followed(&book, *number, &changes, draft.date().earliest());
            if let Some(after) = followed.map(|line| line.id) {
                *draft = draft.clone().after(after);
            }
            // What follows something that is not known yet has no place.
            book = book.holding(std::slice::from_ref(draft)).unwrap_or(book);
        }
        book
    }

    /// What comes last in the book of all that a fact really followed, unless its own day places it behind that.
    fn followed<'n>(
        &self,
        book: &'n Naive,
        number: usize,
        changes: &[EntityId],
        earliest: Day,
    ) -> Option<&'n Line> {
        let sight = book.sight().unwrap();
        let lines = changes.iter().flat_map(|entity| sight.timeline(*entity));
        let before = lines.filter(|line| self.numbers.of_line(book, line) < Some(number));
        let last = before.max_by_key(|line| sight.key(line))?;
        if sight.key(last).0 >= earliest { Some(last) } else { None }
    }

    /// What the last refusal names of the book, and lies before what it really followed: corrected.
    fn corrections(&self, book: &Naive) -> Vec<Telling> {
        let Some(attempt) = self.history.tries.last() else { return Vec::new() };
        let findings = attempt.verdict.as_ref().err().into_iter().flat_map(Rejections::findings);
        let named = findings.flat_map(|finding| {
            let broken = match finding.breaks {
                Breaks::Other(place) => Some(place),
                Breaks::Itself => None,
            };
            [finding.collides, broken]
        });
        let origin = |place| match place {
            Place::Record(position) => book.line(Position::get(position)).map(|line| line.origin),
            Place::Draft(_) => None,
        };
        let origins: BTreeSet<u64> = named.flatten().filter_map(origin).collect();
        let sight = book.sight().unwrap();
        let lines = sight.standing().filter(|line| origins.contains(&line.origin));
        lines
            .filter(|line| line.position <= attempt.head as u64)
            .filter_map(|line| self.correction(book, line))
            .collect()
    }

    /// The record corrected, if it lies before what it really followed.
    fn correction(&self, book: &Naive, line: &Line) -> Option<Telling> {
        let number = self.numbers.of_line(book, line)?;
        let followed = self.followed(book, number, line.changes(), line.date.earliest())?;
        let sight = book.sight().unwrap();
        if sight.key(followed) < sight.key(line) {
            return None;
        }
        let (event, why) = (line.event.clone()?, text("what it followed was not known"));
        let of = Position::new(line.position);
        let correction = Draft::correct(of, event, line.date, Citations::uncited(), why);
        Some((number, correction.after(followed.id)))
    }

    /// Corrects, as one commit, what lies before something that it waited for: whether the book takes that.
    pub(crate) fn put_in_order(&mut self) -> bool {
        let (mut book, mut corrections) = (self.history.naive(), Vec::new());
        loop {
            let misplaced = self.misplaced(&book);
            let Some(first) = misplaced.iter().min_by_key(|it| self.numbers.of_line(&book, it.early)) else {
                return self.record(&corrections);
            };
            let Some(correction) = self.correction(&book, first.early) else { return false };
            let Ok(next) = book.holding(std::slice::from_ref(&correction.1)) else { return false };
            corrections.push(correction);
            book = next;
        }
    }

    /// What lies before something that it waited for.
    pub(crate) fn misplaced<'n>(&self, book: &'n Naive) -> Vec<Misplaced<'n>> {
        let sight = book.sight().unwrap();
        let mut misplaced = Vec::new();
        for entity in sight.entities() {
            let timeline = sight.timeline(entity);
            let numbers: Vec<_> =
                timeline.iter().map(|line| self.numbers.of_line(book, line).unwrap()).collect();
            for (at, late) in numbers.iter().enumerate() {
                let turned = (0..at).filter(|before| numbers[*before] > *late);
                let waits =
                    |before: &usize| in_turn(&self.facts[*late].event, &self.facts[numbers[*before]].event);
                misplaced.extend(turned.filter(waits).map(|before| Misplaced {
                    early: timeline[before],
                    late: timeline[at],
                    entity,
                }));
            }
        }
        misplaced
    }
}

/// A record of a timeline that lies before another, and really had to wait for it.
#[derive(Debug)]
pub(crate) struct Misplaced<'n> {
    pub(crate) early: &'n Line,
    pub(crate) late: &'n Line,
    pub(crate) entity: EntityId,
}

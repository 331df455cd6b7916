//! [`Missing`]: what the book lacks because lines are refused, and because of which.

use std::collections::{HashMap, HashSet};

use aoc_core::{EntityId, EventDate, EventId, Rejection};

use super::line::Span;
use super::would::Would;

/// What refused lines would have brought into the book.
#[derive(Debug, Default)]
pub(super) struct Missing {
    /// The lines, in the order in which they were refused.
    lines: Vec<(Span, Would)>,
    spans: HashSet<Span>,
    /// The numbers of the lines that would have changed an entity.
    of_entity: HashMap<EntityId, Vec<usize>>,
    /// The numbers of the lines whose records would have borne an id.
    of_id: HashMap<EventId, Vec<usize>>,
}

impl Missing {
    /// Adds a refused line, once.
    pub(super) fn add(&mut self, span: Span, would: impl FnOnce() -> Would) {
        if !self.spans.insert(span) {
            return;
        }
        let (number, would) = (self.lines.len(), would());
        for entity in would.entities() {
            self.of_entity.entry(*entity).or_default().push(number);
        }
        if let Some(id) = would.id {
            self.of_id.entry(id).or_default().push(number);
        }
        self.lines.push((span, would));
    }

    /// The first line, but for this one, without which there would be no such finding against a draft of this date that
    /// names this record.
    pub(super) fn because_of(
        &self,
        but: Span,
        rejection: &Rejection,
        date: EventDate,
        named: Option<EventId>,
    ) -> Option<Span> {
        let first = |numbers: Option<&Vec<usize>>, is_it: &dyn Fn(&Would) -> bool| {
            numbers?.iter().copied().find(|number| {
                self.lines.get(*number).is_some_and(|(span, would)| *span != but && is_it(would))
            })
        };
        let about = rejection.about.and_then(|about| {
            first(self.of_entity.get(&about), &|would| would.is_missed(&rejection.rule, about, date))
        });
        let named = named.and_then(|id| first(self.of_id.get(&id), &|_| true));
        let number = about.into_iter().chain(named).min()?;
        self.lines.get(number).map(|(span, _)| *span)
    }
}

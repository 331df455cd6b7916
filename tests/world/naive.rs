//! A judge of the whole book, written from DESIGN.md section 3 and DOMAIN.md alone: the model that `decide` has
//! to agree with. It knows nothing of locality: it looks at everything, every time.
//!
//! It also holds the order of effect and the days (law 8) in their plainest form.

mod agreements;
mod life;
mod others;
mod shape;
mod sight;
mod ties;

use std::collections::BTreeSet;

use aoc_core::{
    Claim, Day, Draft, EntityId, Event, EventDate, EventId, PersonEvent, Position, Record, RecordRef,
    Relation, SourceId,
};

pub use agreements::entered;
pub use shape::office;
pub use sight::{Sight, in_turn, ordered};
pub use ties::{Role, Ties};

/// What a line is to earlier ones; the numbers are positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    New,
    Corrects(u64),
    Retracts(u64),
    Corroborates(u64),
}

/// A record, as far as judging needs it.
#[derive(Debug, Clone)]
pub struct Line {
    pub position: u64,
    pub id: EventId,
    pub origin: u64,
    pub what: What,
    /// The origin of the fact that it followed.
    pub after: Option<u64>,
    pub date: EventDate,
    pub event: Option<Event>,
    pub ties: Ties,
    pub sources: Vec<SourceId>,
}

impl Line {
    pub fn changes(&self) -> &[EntityId] {
        &self.ties.changes
    }

    pub fn names(&self) -> &[EntityId] {
        &self.ties.names
    }

    pub fn rests_on(&self) -> &[EntityId] {
        &self.ties.rests
    }

    /// What it does to the life of an entity: others than its own go on.
    pub fn role(&self, entity: EntityId) -> Role {
        if self.changes().first() == Some(&entity) { self.ties.role } else { Role::GoesOn }
    }
}

/// Whether nothing is in the list twice.
fn distinct<T: Ord>(list: impl IntoIterator<Item = T>) -> bool {
    let mut seen = BTreeSet::new();
    list.into_iter().all(|item| seen.insert(item))
}

/// The key of order of effect: the day, then origins.
pub type Key = (Day, Vec<u64>);

/// Everything that was recorded.
#[derive(Debug, Clone, Default)]
pub struct Naive {
    pub lines: Vec<Line>,
}

impl Naive {
    pub fn of_records<'r>(records: impl IntoIterator<Item = &'r Record>) -> Self {
        let line = |record: &Record| Line {
            position: record.position.get(),
            id: record.id,
            origin: record.origin.get(),
            what: match record.relation {
                Relation::New => What::New,
                Relation::Correction { target } => What::Corrects(target.get()),
                Relation::Retraction { target } => What::Retracts(target.get()),
                Relation::Corroboration { target } => What::Corroborates(target.get()),
            },
            after: record.after.map(Position::get),
            date: record.date,
            event: record.event.clone(),
            ties: record.event.as_ref().map_or(Ties::NONE, Ties::of),
            sources: record.meta.citations.iter().map(|citation| citation.source).collect(),
        };
        Self { lines: records.into_iter().map(line).collect() }
    }

    pub fn line(&self, position: u64) -> Option<&Line> {
        self.lines.get(usize::try_from(position.checked_sub(1)?).ok()?)
    }

    /// The last version of a fact.
    pub fn last(&self, origin: u64) -> Option<&Line> {
        self.lines.iter().rfind(|line| line.origin == origin)
    }

    /// The book with the drafts in it, if nothing speaks against them; or else what does.
    pub fn with(&self, drafts: &[Draft]) -> Result<Self, String> {
        let next = self.holding(drafts)?;
        let head = self.lines.len();
        let sight = next.sight()?;
        for line in &next.lines[head..] {
            if let Some(source) = line.sources.iter().find(|source| !sight.exists((**source).into())) {
                return Err(format!("{} cites the unknown {source}", line.position));
            }
            if line.after.is_some() && line.changes().is_empty() {
                return Err(format!("{} has no timeline in which it could follow anything", line.position));
            }
        }
        sight.judge()?;
        drop(sight);
        Ok(next)
    }

    /// The book with the drafts in it, whatever comes of that.
    ///
    /// # Errors
    /// When a draft has no place in any book, or is to what is not there.
    pub fn holding(&self, drafts: &[Draft]) -> Result<Self, String> {
        let mut next = self.clone();
        let head = self.lines.len();
        for draft in drafts {
            next.place(draft)?;
        }
        for (index, draft) in drafts.iter().enumerate() {
            if let Some(after) = draft.after {
                let anchor = next.resolve(after).ok_or("after names nothing")?;
                next.lines[head + index].after = Some(anchor.origin);
            }
        }
        Ok(next)
    }

    /// The book as it stands, sorted.
    ///
    /// # Errors
    /// When records follow each other in a circle: then there is no order.
    pub fn sight(&self) -> Result<Sight<'_>, String> {
        Sight::of(self)
    }

    /// Law 7 for the whole book, from scratch.
    pub fn whole(&self) -> Result<(), String> {
        self.sight()?.judge()
    }

    fn resolve(&self, of: RecordRef) -> Option<&Line> {
        match of {
            RecordRef::Position(position) => self.line(position.get()),
            RecordRef::Event(id) => self.lines.iter().find(|line| line.id == id),
        }
    }

    /// An erasure stands, says why and on whose authority; nobody who was erased is registered or corrected anew.
    fn check_erasures(&self, draft: &Draft, origin: u64, what: What) -> Result<(), String> {
        let erased = |line: &Line| match &line.event {
            Some(Event::Person(PersonEvent::PersonErased(event))) => Some(EntityId::from(event.person)),
            _ => None,
        };
        let replaces = matches!(what, What::Corrects(_) | What::Retracts(_));
        let first = self.line(origin).filter(|_| replaces);
        if first.is_some_and(|line| erased(line).is_some()) {
            return Err("an erasure stands".into());
        }
        if let Some(Event::Person(PersonEvent::PersonErased(_))) = draft.event()
            && (draft.meta.reason.is_none() || draft.meta.authority.is_none())
        {
            return Err("an erasure says why, and on whose authority".into());
        }
        let registers = |event: &&Event| matches!(event, Event::Person(PersonEvent::PersonRegistered(_)));
        let said = draft.event().filter(registers);
        let before = first.filter(|line| line.event.as_ref().is_some_and(|event| registers(&event)));
        let before = before.and_then(|line| {
            self.lines.iter().rfind(|other| other.origin == line.origin && other.event.is_some())
        });
        let persons = said
            .map(|event| Ties::of(event).changes)
            .into_iter()
            .chain(before.map(|line| line.changes().to_vec()));
        if self
            .lines
            .iter()
            .filter_map(erased)
            .any(|gone| persons.clone().flatten().any(|person| person == gone))
        {
            return Err("the person was erased".into());
        }
        Ok(())
    }

    fn place(&mut self, draft: &Draft) -> Result<(), String> {
        if self.lines.iter().any(|line| line.id == draft.id()) {
            return Err("the id is taken".into());
        }
        let position = self.lines.len() as u64 + 1;
        let target = |of: RecordRef| -> Result<&Line, String> {
            let target = self.resolve(of).ok_or("no such record")?;
            let last = self.last(target.origin).ok_or("no such fact")?;
            if last.position == target.position { Ok(target) } else { Err("not the last version".into()) }
        };
        let (origin, what) = match &draft.claim {
            Claim::New { .. } => (position, What::New),
            Claim::Correction { of, event, .. } => {
                let target = target(*of)?;
                let said = self.line(target.origin).and_then(|first| first.event.as_ref());
                if said.map(Event::kind) != Some(event.kind()) {
                    return Err("corrects another kind".into());
                }
                (target.origin, What::Corrects(target.position))
            }
            Claim::Retraction { of } => {
                let target = target(*of)?;
                if matches!(target.what, What::Retracts(_)) {
                    return Err("is retracted already".into());
                }
                (target.origin, What::Retracts(target.position))
            }
            Claim::Corroboration { of } => {
                let target = target(*of)?;
                if target.event.is_none() {
                    return Err("there is no event to corroborate".into());
                }
                (position, What::Corroborates(target.position))
            }
        };
        if matches!(what, What::Corrects(_) | What::Retracts(_)) && draft.meta.reason.is_none() {
            return Err("no reason".into());
        }
        if let Some(event) = draft.event() {
            shape::check(event, &draft.date())?;
        }
        self.check_erasures(draft, origin, what)?;
        self.lines.push(Line {
            position,
            id: draft.id(),
            origin,
            what,
            after: None,
            date: draft.date(),
            event: draft.event().cloned(),
            ties: draft.event().map_or(Ties::NONE, Ties::of),
            sources: draft.meta.citations.iter().map(|citation| citation.source).collect(),
        });
        Ok(())
    }
}

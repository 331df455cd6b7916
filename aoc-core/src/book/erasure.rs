//! What the book holds of a person's data, and how it lets go of them.

use super::{Book, Entry};
use crate::event::Event;
use crate::id::{EntityId, PersonId, Position};
use crate::person::PersonRegistered;
use crate::record::Relation;

impl Book {
    /// The records whose bodies hold a person's data, by position: all that register the person, standing or
    /// not, and what the fact that registers the person now said before. Their erasure destroys these.
    ///
    /// ```
    /// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
    /// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
    /// let person = "sampaio".parse()?;
    /// let draft = Draft::new(PersonRegistered { person, names }, EventDate::UNKNOWN, Citations::uncited());
    /// let mut book = Book::default();
    /// for record in decide(&book, &[draft], Timestamp::from_micros(0))? {
    ///     book.append(&record);
    /// }
    /// assert_eq!(book.personal_data(person), [Position::FIRST]);
    /// book.redact(&[Position::FIRST]);
    /// assert!(book.personal_data(person).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn personal_data(&self, person: PersonId) -> Vec<Position> {
        let mut positions = self.registrations(person);
        positions.retain(|position| self.entry(*position).is_some_and(is_known));
        positions
    }

    /// The same, with those whose bodies were destroyed.
    #[must_use]
    pub fn registrations(&self, person: PersonId) -> Vec<Position> {
        let person = EntityId::from(person);
        let facts = self.index.changing.get(&person).into_iter().flatten();
        let mut holding: Vec<Position> = facts
            .flat_map(|fact| {
                let versions = self.versions(*fact);
                let stands =
                    versions.first().is_some_and(|last| is_registration(last) && last.changes(person));
                versions.into_iter().filter(move |version| stands || version.changes(person))
            })
            .filter(|version| is_registration(version))
            .map(|version| version.position)
            .collect();
        holding.sort_unstable();
        holding
    }

    /// Forgets the personal data of these records: their bodies are destroyed.
    pub fn redact(&mut self, positions: &[Position]) {
        for entry in positions.iter().filter_map(|position| position.index()) {
            if let Some(entry) = self.entries.get_mut(entry)
                && let Some(redacted) = Event::redacted(entry.kind, &entry.entities)
            {
                entry.event = entry.event.take().map(|_| redacted);
            }
        }
    }

    /// The versions of a fact, the last first.
    fn versions(&self, fact: Position) -> Vec<&Entry> {
        let last = self.index.last.get(&fact).and_then(|last| self.entry(*last));
        let before = |entry: &&Entry| entry.relation.replaces().and_then(|before| self.entry(before));
        std::iter::successors(last, before).collect()
    }
}

fn is_registration(entry: &Entry) -> bool {
    let is_event = matches!(entry.relation, Relation::New | Relation::Correction { .. });
    is_event && entry.kind == PersonRegistered::KIND
}

fn is_known(entry: &Entry) -> bool {
    entry.event.is_some() && entry.event != Event::redacted(entry.kind, &entry.entities)
}

//! Which records hold a person's data.

use super::{Entry, Records};
use crate::decide::Unread;
use crate::event::Event;
use crate::id::{EntityId, PersonId, Position};
use crate::index::Index;
use crate::person::PersonRegistered;
use crate::record::Relation;

/// The records whose bodies hold a person's data, by position: all that register the person, standing or
/// not, and what the fact that registers the person now said before. Their erasure destroys these.
///
/// ```
/// use aoc_core::{decide, personal_data, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let person = "sampaio".parse()?;
/// let draft = Draft::new(PersonRegistered { person, names }, EventDate::UNKNOWN, Citations::uncited());
/// let mut book = Book::default();
/// for record in decide(&book, &[draft], Timestamp::from_micros(0))? {
///     book.append(&record);
/// }
/// assert_eq!(personal_data(book.index(), &book, person)?, [Position::FIRST]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Unread`] when one of them cannot be read: nobody knows then what it holds.
pub fn personal_data(
    index: &Index,
    records: &dyn Records,
    person: PersonId,
) -> Result<Vec<Position>, Unread> {
    let mut known = Vec::new();
    for position in registrations(index, person) {
        let entry = records.entry(position).ok_or(Unread { position })?;
        known.extend(Some(position).filter(|_| is_known(&entry)));
    }
    Ok(known)
}

/// The same, with those whose bodies were destroyed.
#[must_use]
pub fn registrations(index: &Index, person: PersonId) -> Vec<Position> {
    let person = EntityId::from(person);
    let changes = |record: &Position| index.changes(*record).any(|entity| entity == person);
    let mut facts: Vec<Position> = index.changing(person).filter_map(|record| index.origin(record)).collect();
    facts.sort_unstable();
    facts.dedup();
    let mut holding: Vec<Position> = facts
        .into_iter()
        .flat_map(|fact| {
            let last = index.last_version(fact).filter(|last| is_registration(index, *last));
            let stands = last.as_ref().is_some_and(changes);
            index.versions(fact).filter(move |version| stands || changes(version))
        })
        .filter(|version| is_registration(index, *version))
        .collect();
    holding.sort_unstable();
    holding
}

fn is_registration(index: &Index, record: Position) -> bool {
    index.kind(record) == Some(PersonRegistered::KIND)
        && matches!(index.relation(record), Some(Relation::New | Relation::Correction { .. }))
}

fn is_known(entry: &Entry) -> bool {
    entry.event.is_some() && entry.event != Event::redacted(entry.kind, &entry.entities)
}

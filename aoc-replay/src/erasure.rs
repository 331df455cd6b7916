//! Erasing a person's data: a record says so, then salts and bodies are destroyed.
//!
//! One way for every commit that holds a [`PersonErased`], however it came into the log: what is derived from the
//! log notes the person, and lets go of the data once the log has destroyed them. A process that dies in between
//! leaves the record without the deed; whoever opens the ledger next does it.

use aoc_core::{
    Claim, Draft, EntityId, EventDate, Index, Kind, Meta, PersonErased, PersonId, Position, Record, Relation,
    Seal, personal_data, registrations,
};
use aoc_store::{EventLog, RecordError};

use crate::error::Error;
use crate::ledger::{Ledger, Recorded};
use crate::pages::Pages;
use crate::state::State;

impl Ledger {
    /// Records that a person's data were erased, and destroys them: the names in every record that registers the
    /// person, standing or not. `ordered` is the day of the order; the meta says its reason and authority.
    ///
    /// From then on every view shows the person without names, those of earlier states of the book too: the data
    /// are gone, which is the one exception to law 4. The records themselves, their places and their bytes
    /// stay. Recording a draft of [`PersonErased`] does the same.
    ///
    /// Out of reach are backups and archives, and what other records say in words (reasons, actors, titles of
    /// sources).
    ///
    /// ```
    /// use aoc_core::{Citations, Draft, EventDate, Meta, PersonRegistered};
    /// use aoc_replay::{Ledger, Register, View};
    ///
    /// let ledger = Ledger::in_memory();
    /// let person = "ana".parse()?;
    /// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Ana Example"}]"#)?;
    /// ledger.record(&[Draft::new(PersonRegistered { person, names }, EventDate::UNKNOWN, Citations::uncited())])?;
    ///
    /// let mut meta = Meta::new(Citations::uncited());
    /// meta.reason = Some("she asked for it".parse()?);
    /// meta.authority = Some("the data protection officer".parse()?);
    /// assert!(ledger.erase(person, "2026-05-13".parse()?, meta)?.receipt().is_some());
    /// let register = ledger.ask(&Register, View::on("2026-01-01".parse()?))?.value;
    /// assert_eq!(register.get(person.into()).unwrap().names, None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Erasure`] when it is recorded, but not all is destroyed yet; otherwise as [`Ledger::record`].
    pub fn erase(&self, person: PersonId, ordered: EventDate, meta: Meta) -> Result<Recorded, Error> {
        let mut draft = Draft::new(PersonErased { person }, ordered, meta.citations.clone());
        draft.meta = meta;
        self.record(&[draft])
    }

    /// The records that hold a person's data, and would hold them no longer once they are erased.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn personal_data(&self, person: PersonId) -> Result<Vec<Position>, Error> {
        let (positions, upto) = {
            let state = self.read()?;
            let found = personal_data(state.index(), state.pages(), person);
            (found.map_err(|unread| state.pages().why_unread(unread.position))?, state.written())
        };
        self.settle(upto, Error::Store)?;
        Ok(positions)
    }
}

/// The person whose data a record erases, by its kind, its relation and what it changes.
pub(crate) fn erased_by(kind: Kind, relation: Relation, own: Option<EntityId>) -> Option<PersonId> {
    let erases = kind == PersonErased::KIND && !matches!(relation, Relation::Retraction { .. });
    own.filter(|_| erases).map(|person| PersonId::new(person.uuid()))
}

/// The same of a whole record.
pub(crate) fn erased_by_record(record: &Record) -> Option<PersonId> {
    erased_by(record.kind, record.relation, record.entities.changes.first().copied())
}

/// Whether a draft erases a person's data.
pub(crate) fn is_of(draft: &Draft) -> bool {
    match &draft.claim {
        Claim::New { event, .. } | Claim::Correction { event, .. } => event.kind() == PersonErased::KIND,
        Claim::Retraction { .. } | Claim::Corroboration { .. } => false,
    }
}

/// That the data can be destroyed which these records erase: what is recorded must not be an empty promise.
pub(crate) fn check(state: &State, log: &dyn EventLog, records: &[Record]) -> Result<(), Error> {
    let mut persons = records.iter().filter_map(erased_by_record).peekable();
    if persons.peek().is_some() {
        log.erase(&[])?; // says whether it can
    }
    for position in persons.flat_map(|person| registrations(state.index(), person)) {
        if !state.pages().record(position)?.is_sealed() {
            return Err(aoc_store::Error::Record { position, cause: RecordError::NotSealed }.into());
        }
    }
    Ok(())
}

/// What is left of these persons' data up to a record. What is not sealed cannot be destroyed: an audit says so.
pub(crate) fn owed(index: &Index, pages: &Pages, upto: Position, persons: &[PersonId]) -> Vec<Position> {
    let registered = persons.iter().flat_map(|person| registrations(index, *person));
    // What cannot be read is destroyed all the same, as far as it is there.
    let is_left = |position: &Position| {
        !matches!(pages.record(*position).map(|record| record.seal()), Ok(Ok(Seal::Open | Seal::Erased(_))))
    };
    registered.filter(|position| *position <= upto).filter(is_left).collect()
}

/// Destroys it.
pub(crate) fn finish(
    index: &Index,
    pages: &mut Pages,
    log: &dyn EventLog,
    upto: Position,
    persons: &[PersonId],
) -> Result<(), Error> {
    let positions = owed(index, pages, upto, persons);
    if positions.is_empty() {
        return Ok(());
    }
    log.erase(&positions).map_err(|cause| Error::Erasure { cause })?;
    for position in positions {
        pages.forget(position, position);
    }
    Ok(())
}

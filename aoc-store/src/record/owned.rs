//! What a [`RecordView`] says, owned: all of it, or as much as an index or a judgement takes in.

use aoc_core::{Entry, Heading, Meta, Record};

use super::{RecordError, RecordView, layout};

impl RecordView<'_> {
    /// Everything it says, owned and checked: the header names the entities that the event does, and its
    /// date is one that can be written as EDTF.
    ///
    /// # Errors
    /// [`RecordError`]: what cannot be read, or what the header and the event do not agree on.
    pub fn to_record(&self) -> Result<Record, RecordError> {
        let (entities, date, (seal, body)) = (self.entities(), self.date(), self.unsealed()?);
        let event = self.event_of(body)?;
        if let Some(event) = &event
            && event.entities() != entities
        {
            return Err(RecordError::Entities);
        }
        if !layout::is_edtf(date) {
            return Err(RecordError::Date { date });
        }
        Ok(Record {
            position: self.position(),
            commit: self.commit(),
            end: self.end(),
            id: self.id(),
            recorded_at: self.recorded_at(),
            origin: self.origin(),
            relation: self.relation(),
            after: self.after(),
            date,
            kind: self.kind(),
            schema: self.schema(),
            entities,
            event,
            seal,
            meta: self.meta()?,
            rules: self.rules(),
            codes: self.codes(),
        })
    }

    /// What an [`Index`](aoc_core::Index) takes in. The body is not read, and of what stands beside it the citations.
    ///
    /// # Errors
    /// [`RecordError::Meta`] when they cannot be read.
    pub fn heading(&self) -> Result<Heading, RecordError> {
        Ok(Heading {
            position: self.position(),
            id: self.id(),
            recorded_at: self.recorded_at(),
            origin: self.origin(),
            relation: self.relation(),
            after: self.after(),
            effect: self.date().effect(),
            kind: self.kind(),
            entities: self.entities(),
            sources: Meta::decode_sources(self.meta)?,
        })
    }

    /// What deciding needs to know of it. What stands beside its event is not read.
    ///
    /// # Errors
    /// As [`RecordView::event`].
    pub fn entry(&self) -> Result<Entry, RecordError> {
        Ok(Entry {
            position: self.position(),
            id: self.id(),
            origin: self.origin(),
            relation: self.relation(),
            after: self.after(),
            date: self.date(),
            kind: self.kind(),
            entities: self.entities(),
            event: self.event()?,
        })
    }
}

//! What makes a header one that [`encode_record`](super::encode_record) writes.

use aoc_core::{EntityKind, EventDate, Kind, Position, Qualifier, Relation, SealDigest};

use super::layout::{self, at};
use super::{RecordError, RecordView, Sidecar, byte, days, entity_code, field, number, place};

impl RecordView<'_> {
    pub(super) fn check(&self) -> Result<(), RecordError> {
        self.check_flags()?;
        self.check_places()?;
        self.check_seal()?;
        self.check_days()?;
        self.check_entities()
    }

    fn check_flags(&self) -> Result<(), RecordError> {
        let reserved = |what| Err(RecordError::Malformed { what });
        let date_flags = byte(self.header, at::DATE_FLAGS);
        if byte(self.header, at::FLAGS) & !(layout::LAST_OF_COMMIT | layout::SEALED) != 0 {
            return reserved("a reserved flag is set");
        }
        if date_flags & !layout::DATE_FLAGS_KNOWN != 0 {
            return reserved("a reserved date flag is set");
        }
        if number(self.header, at::RESERVED) != 0 {
            return reserved("the reserved bytes are not zero");
        }
        if byte(self.header, at::RELATION) > layout::CORROBORATION {
            return reserved("the relation is not one of 0 to 3");
        }
        Ok(())
    }

    fn check_places(&self) -> Result<(), RecordError> {
        let reserved = |what| Err(RecordError::Malformed { what });
        let (position, commit, origin) = (self.position(), self.commit(), self.origin());
        let target = place(self.header, at::TARGET);
        if position == Position::START || commit == Position::START || commit > position {
            return reserved("its place does not lie in its commit");
        }
        let holds = match self.relation() {
            Relation::New => origin == position && target == Position::START,
            Relation::Corroboration { target } => {
                origin == position && Position::START < target && target < position
            }
            Relation::Correction { target } | Relation::Retraction { target } => {
                Position::START < origin && origin <= target && target < position
            }
        };
        if !holds {
            return reserved("its origin, target and relation contradict each other");
        }
        let is_event = matches!(self.relation(), Relation::New | Relation::Correction { .. });
        let is_bare = self.body.is_empty() && self.date() == EventDate::UNKNOWN;
        if !is_event && !is_bare {
            return reserved("a retraction or corroboration has a body or a date");
        }
        if matches!(self.relation(), Relation::Corroboration { .. }) && self.kind() != Kind::CORROBORATED {
            return reserved("a corroboration is of another kind than Corroborated");
        }
        Ok(())
    }

    fn check_seal(&self) -> Result<(), RecordError> {
        let malformed = |what| Err(RecordError::Malformed { what });
        match (self.is_sealed(), self.sidecar) {
            (false, Sidecar::None) => Ok(()),
            (false, _) => malformed("a body stands beside it, but it is not sealed"),
            (true, _) if self.body.len() == SealDigest::LEN => Ok(()),
            (true, _) => malformed("it is sealed, but does not hold the digest of a body"),
        }
    }

    fn check_days(&self) -> Result<(), RecordError> {
        let ordered = |earliest: usize, latest: usize| {
            let (first, last) = (days(self.header, earliest), days(self.header, latest));
            for number in [first, last] {
                if !layout::is_day(number) {
                    return Err(RecordError::Day { number });
                }
            }
            if first > last {
                return Err(RecordError::Malformed { what: "a date's first day lies behind its last" });
            }
            Ok(())
        };
        ordered(at::START_EARLIEST, at::START_LATEST)?;
        let flags = byte(self.header, at::DATE_FLAGS);
        if flags & layout::DURATION != 0 {
            return ordered(at::END_EARLIEST, at::END_LATEST);
        }
        let end = field::<8>(self.header, at::END_EARLIEST);
        if end != [0; 8] || Qualifier::from_bits(flags >> layout::END_QUALIFIER_SHIFT) != Qualifier::None {
            return Err(RecordError::Malformed { what: "a moment has an end" });
        }
        Ok(())
    }

    fn check_entities(&self) -> Result<(), RecordError> {
        for id in self.entities {
            let code = entity_code(id);
            if EntityKind::from_code(code).is_none() {
                return Err(RecordError::UnknownEntityKind { code });
            }
        }
        Ok(())
    }
}

//! Records in order of effect: one linear merge of ordered streams, exact at every `known_at`.
//!
//! Most records are appended in order of effect already. The index remembers the others: *late* ones
//! (whose key lies below an earlier one's), ordered by key, and *anchored* ones, whose key depends on
//! what they follow. A replay merges the log with these two.

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{Day, EffectKey, Kind, Position, Relation};
use aoc_store::{EventLog, Frame, RecordView};

use crate::error::Error;

/// What the order of effect needs to know of a record: 24 bytes each.
#[derive(Debug, Clone, Copy)]
struct Head {
    earliest: Day,
    origin: Position,
    /// [`Position::START`] for none.
    after: Position,
}

/// Which kinds of record a fold wants to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interest {
    /// Every kind.
    All,
    /// These kinds only; the others are passed over without being read.
    Kinds(Vec<Kind>),
}

impl Interest {
    /// Events of these kinds.
    pub fn in_kinds(kinds: impl IntoIterator<Item = Kind>) -> Self {
        Self::Kinds(kinds.into_iter().collect())
    }

    /// These kinds too.
    pub(crate) fn and(self, more: impl IntoIterator<Item = Kind>) -> Self {
        match self {
            Self::All => Self::All,
            Self::Kinds(kinds) => Self::Kinds(kinds.into_iter().chain(more).collect()),
        }
    }

    fn wants(&self, record: &RecordView<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Kinds(kinds) => kinds.contains(&record.kind()),
        }
    }
}

/// The order of effect of a log, grown record by record. Derived; may be thrown away.
#[derive(Debug, Clone, Default)]
pub(crate) struct Order {
    heads: Vec<Head>,
    highest: Option<EffectKey>,
    late: BTreeSet<(Day, Position, Position)>,
    anchored: Vec<Position>,
    replaced_by: BTreeMap<Position, Position>,
    retractions: BTreeSet<Position>,
    versions: BTreeMap<Position, Vec<Position>>,
    corroborations: BTreeMap<Position, Vec<Position>>,
}

impl Order {
    pub(crate) fn push(&mut self, record: &RecordView<'_>) {
        let (position, origin) = (record.position(), record.origin());
        let after = record.after();
        self.heads.push(Head {
            earliest: record.earliest(),
            origin,
            after: after.unwrap_or(Position::START),
        });
        if let Some(target) = record.relation().replaces() {
            self.replaced_by.insert(target, position);
            self.versions.entry(origin).or_insert_with(|| vec![origin]).push(position);
        }
        match record.relation() {
            Relation::Retraction { .. } => {
                self.retractions.insert(position);
                return;
            }
            Relation::Corroboration { target } => {
                if let Some(fact) = self.head(target).map(|head| head.origin) {
                    self.corroborations.entry(fact).or_default().push(position);
                }
            }
            Relation::New | Relation::Correction { .. } => {}
        }
        let key = EffectKey::new(record.earliest(), origin);
        if after.is_some() {
            self.anchored.push(position);
        } else if self.highest.as_ref().is_some_and(|highest| key < *highest) {
            self.late.insert((record.earliest(), origin, position));
        } else {
            self.highest = Some(key);
        }
    }

    fn head(&self, position: Position) -> Option<Head> {
        self.heads.get(position.index()?).copied()
    }

    /// The versions of a fact, oldest first.
    pub(crate) fn versions(&self, origin: Position) -> Vec<Position> {
        self.versions.get(&origin).cloned().unwrap_or_else(|| vec![origin])
    }

    /// The corroborations of a fact, oldest first.
    pub(crate) fn corroborations(&self, origin: Position) -> &[Position] {
        self.corroborations.get(&origin).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first record of the fact that a record belongs to.
    pub(crate) fn origin(&self, position: Position) -> Option<Position> {
        self.head(position).map(|head| head.origin)
    }

    /// Whether a version stood when the book ended at `known_at`.
    pub(crate) fn stands(&self, version: Position, known_at: Position) -> bool {
        version <= known_at
            && !self.retractions.contains(&version)
            && self.replaced_by.get(&version).is_none_or(|by| *by > known_at)
    }

    /// The version of a fact that stood then.
    pub(crate) fn standing(&self, origin: Position, known_at: Position) -> Option<Position> {
        self.versions(origin).into_iter().find(|version| self.stands(*version, known_at))
    }

    /// The key of a version, as of `known_at`; a circle of anchors, which no accepted log holds, is cut.
    pub(crate) fn key(&self, version: Position, known_at: Position) -> Option<EffectKey> {
        let mut head = self.head(version)?;
        let mut chain = vec![(head.earliest, head.origin)];
        let mut seen = BTreeSet::from([head.origin]);
        while head.after != Position::START && seen.insert(head.after) {
            let anchor = self.standing(head.after, known_at).and_then(|anchor| self.head(anchor));
            let Some(anchor) = anchor else { break };
            chain.push((anchor.earliest, anchor.origin));
            head = anchor;
        }
        Some(EffectKey::of_chain(chain.into_iter()))
    }

    fn is_in_order(&self, record: &RecordView<'_>) -> bool {
        record.after().is_none()
            && !self.late.contains(&(record.earliest(), record.origin(), record.position()))
    }

    /// The late and anchored versions that stood at `known_at` with a day up to `on`, in order of effect.
    fn displaced(&self, on: Day, known_at: Position) -> Vec<(EffectKey, Position)> {
        let late = self
            .late
            .iter()
            .take_while(|(day, ..)| *day <= on)
            .filter(|(.., version)| self.stands(*version, known_at))
            .map(|(day, origin, version)| (EffectKey::new(*day, *origin), *version));
        let mut anchored: Vec<_> = self
            .anchored
            .iter()
            .filter(|version| self.stands(**version, known_at))
            .filter_map(|version| Some((self.key(*version, known_at)?, *version)))
            .filter(|(key, _)| key.day() <= on)
            .collect();
        anchored.sort();
        let mut merged = Vec::with_capacity(anchored.len());
        let mut anchored = anchored.into_iter().peekable();
        for next in late {
            while let Some(before) = anchored.next_if(|before| *before < next) {
                merged.push(before);
            }
            merged.push(next);
        }
        merged.extend(anchored);
        merged
    }

    /// Visits the records that stand at `known_at` and whose key's day is not after `on`, by key.
    pub(crate) fn replay(
        &self,
        log: &dyn EventLog,
        on: Day,
        known_at: Position,
        interest: &Interest,
        visit: &mut dyn FnMut(&EffectKey, &RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut displaced =
            Displaced { list: self.displaced(on, known_at).into_iter().peekable(), frame: None };
        if self.highest.is_some() && known_at > Position::START {
            'log: for frame in log.frames(Position::FIRST)? {
                let frame = frame?;
                for record in frame.records() {
                    let record = record?;
                    if record.position() > known_at || record.earliest() > on && self.is_in_order(&record) {
                        break 'log;
                    }
                    if !self.stands(record.position(), known_at) || !self.is_in_order(&record) {
                        continue;
                    }
                    let key = EffectKey::new(record.earliest(), record.origin());
                    displaced.visit_before(Some(&key), log, interest, visit)?;
                    if interest.wants(&record) {
                        visit(&key, &record)?;
                    }
                }
            }
        }
        displaced.visit_before(None, log, interest, visit)
    }
}

/// The displaced records that are still to come, and the frame read last.
struct Displaced {
    list: std::iter::Peekable<std::vec::IntoIter<(EffectKey, Position)>>,
    frame: Option<Frame>,
}

impl Displaced {
    fn visit_before(
        &mut self,
        key: Option<&EffectKey>,
        log: &dyn EventLog,
        interest: &Interest,
        visit: &mut dyn FnMut(&EffectKey, &RecordView<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        while let Some((own, position)) = self.list.next_if(|(own, _)| key.is_none_or(|key| own < key)) {
            if !self.frame.as_ref().is_some_and(|frame| frame.first() <= position && position <= frame.last())
            {
                self.frame = log.frame(position)?;
            }
            let missing = || Error::NoSuchRecord { position, head: position };
            let record =
                self.frame.as_ref().and_then(|frame| frame.record(position)).ok_or_else(missing)??;
            if interest.wants(&record) {
                visit(&own, &record)?;
            }
        }
        Ok(())
    }
}

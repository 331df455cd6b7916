//! [`Explanation`]: which records and sources make a line of an answer.

use aoc_core::{Position, Record, Relation};

use crate::error::Error;
use crate::ledger::Ledger;
use crate::view::{ReadView, View};

/// What became of one version of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionStatus {
    /// It stands in the view.
    Stands,
    /// It was replaced.
    ReplacedBy(Position),
    /// It says that the fact never happened.
    Retraction,
}

/// One version of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The record.
    pub record: Record,
    /// What became of it.
    pub status: VersionStatus,
}

/// A fact with its versions, oldest first, and its second sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactHistory {
    /// The versions known in the view.
    pub versions: Vec<Version>,
    /// The corroborations known in the view that were not retracted.
    pub corroborations: Vec<Record>,
}

impl FactHistory {
    /// The version that stands.
    #[must_use]
    pub fn standing(&self) -> Option<&Record> {
        self.versions
            .iter()
            .find(|version| version.status == VersionStatus::Stands)
            .map(|version| &version.record)
    }
}

/// Where a line of an answer comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The view.
    pub view: ReadView,
    /// The facts, by position.
    pub facts: Vec<FactHistory>,
}

impl Ledger {
    /// The facts behind these records (the `records` of a line): every version with its reason, every source.
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::NoSuchRecord`], [`Error::Store`], [`Error::Record`].
    pub fn explain(&self, records: &[Position], view: View) -> Result<Explanation, Error> {
        let (view, facts) = {
            let state = self.read()?;
            let view = view.read(&state.commits)?;
            let mut origins = Vec::new();
            for position in records {
                let head = view.position;
                let origin = state.index().origin(*position).filter(|_| *position <= view.position);
                origins.push(origin.ok_or(Error::NoSuchRecord { position: *position, head })?);
            }
            origins.sort_unstable();
            origins.dedup();
            let facts: Vec<_> = origins
                .into_iter()
                .map(|origin| {
                    let index = state.index();
                    let standing = |position: &Position| index.stands(*position, view.position);
                    let versions: Vec<_> = index.versions(origin).collect();
                    let corroborations: Vec<_> = index.corroborating(origin).filter(standing).collect();
                    (versions, corroborations)
                })
                .collect();
            (view, facts)
        };
        let facts = facts
            .into_iter()
            .map(|(versions, corroborations)| {
                let known: Vec<Position> =
                    versions.into_iter().filter(|version| *version <= view.position).collect();
                let followed_by = known.iter().copied().skip(1).map(Some).chain([None]);
                let versions = known.iter().zip(followed_by).map(|(position, next)| {
                    let record = self.record_at(*position)?;
                    let status = match (next, record.relation) {
                        (Some(next), _) => VersionStatus::ReplacedBy(next),
                        (None, Relation::Retraction { .. }) => VersionStatus::Retraction,
                        (None, _) => VersionStatus::Stands,
                    };
                    Ok(Version { record, status })
                });
                Ok(FactHistory {
                    versions: versions.collect::<Result<_, Error>>()?,
                    corroborations: corroborations
                        .iter()
                        .map(|position| self.record_at(*position))
                        .collect::<Result<_, Error>>()?,
                })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Explanation { view, facts })
    }
}

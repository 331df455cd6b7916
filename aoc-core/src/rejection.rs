//! [`Rejections`]: the book says no, by rule. Not an error.

use std::fmt;

use hashbrown::HashSet;

use crate::id::{EntityId, Position};
use crate::rule::Rule;

/// Which draft of a commit: 1, 2, 3 … in the order given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftNumber(usize);

impl DraftNumber {
    pub(crate) const fn of_index(index: usize) -> Self {
        Self(index.saturating_add(1))
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0
    }

    /// Its index in the list of drafts, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0.saturating_sub(1)
    }
}

impl fmt::Display for DraftNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A record of the book, or a draft of the same commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A record.
    Record(Position),
    /// A draft.
    Draft(DraftNumber),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(position) => write!(f, "record {position}"),
            Self::Draft(number) => write!(f, "draft {number} of this commit"),
        }
    }
}

/// Whose rule is broken: the draft's own, or that of something that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breaks {
    /// The draft itself breaks the rule.
    Itself,
    /// With the draft in the book, this would break it.
    Other(Place),
}

/// One rule that one draft breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rejection {
    /// The draft.
    pub draft: DraftNumber,
    /// The rule.
    pub rule: Rule,
    /// The entity it is about.
    pub about: Option<EntityId>,
    /// Whose rule is broken.
    pub breaks: Breaks,
    /// What it collides with.
    pub collides: Option<Place>,
    /// The record that the draft could be said to follow: that would settle it.
    pub settled_by_after: Option<Place>,
    /// The refused draft from which this finding only follows.
    pub follows: Option<DraftNumber>,
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.rule.name())?;
        if let Breaks::Other(place) = self.breaks {
            write!(f, "it would break {place}: ")?;
        }
        if let Some(about) = self.about {
            write!(f, "{}: ", about.kind().word())?;
        }
        self.rule.fmt(f)?;
        if let Some(place) = self.collides {
            write!(f, " (see {place})")?;
        }
        write!(f, "; {}", self.rule.remedy())?;
        if let Some(place) = self.settled_by_after {
            write!(f, ", or say that it followed {place} (`after`)")?;
        }
        if let Some(draft) = self.follows {
            write!(f, "; this only follows from draft {draft}, which is refused")?;
        }
        write!(f, " [{}]", self.rule.source())
    }
}

/// Everything that stands against a commit, in the order of its drafts. At least one finding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Rejections {
    findings: Vec<Rejection>,
}

impl Rejections {
    pub(crate) fn of(mut findings: Vec<Rejection>) -> Option<Self> {
        findings.sort_by_key(|finding| finding.draft);
        let mut told = HashSet::with_capacity(findings.len());
        findings.retain(|finding| told.insert(finding.clone()));
        if findings.is_empty() { None } else { Some(Self { findings }) }
    }

    /// The findings, by draft.
    #[must_use]
    pub fn findings(&self) -> &[Rejection] {
        &self.findings
    }
}

impl fmt::Display for Rejections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, finding) in self.findings.iter().enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            write!(f, "draft {}: {finding}", finding.draft)?;
        }
        Ok(())
    }
}

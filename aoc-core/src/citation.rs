//! [`Citations`]: why a record is believed.

use serde::{Deserialize, Serialize};

use crate::event::decode_front;
use crate::id::SourceId;
use crate::name::Text;

/// A registered source and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The source document.
    pub source: SourceId,
    /// Where in it: article, paragraph, page, section.
    #[serde(default)]
    pub at: Option<Text>,
}

/// Why a list is not a list of citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no source is cited: add one, or mark the draft `uncited`")]
pub struct NoCitation;

/// What a record rests on: at least one citation, or openly none (DOMAIN rule 19).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Citation>", into = "Vec<Citation>")]
pub struct Citations(Vec<Citation>);

impl Citations {
    /// At least one citation.
    ///
    /// # Errors
    /// [`NoCitation`] for an empty list.
    pub fn cited(citations: Vec<Citation>) -> Result<Self, NoCitation> {
        if citations.is_empty() { Err(NoCitation) } else { Ok(Self(citations)) }
    }

    /// One source, as a whole.
    #[must_use]
    pub fn source(source: SourceId) -> Self {
        Self(vec![Citation { source, at: None }])
    }

    /// Openly without a source; reports count such records.
    #[must_use]
    pub const fn uncited() -> Self {
        Self(Vec::new())
    }

    /// Whether it is openly without a source.
    #[must_use]
    pub const fn is_uncited(&self) -> bool {
        self.0.is_empty()
    }

    /// The citations, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &Citation> {
        self.0.iter()
    }
}

/// As much of a [`Citation`] as is read of many: where in the source is not.
#[derive(Deserialize)]
struct Cited<'b> {
    source: SourceId,
    #[serde(borrow, rename = "at")]
    _at: Option<&'b str>,
}

/// The sources of the citations with which these bytes begin.
pub(crate) fn decode_sources(bytes: &[u8]) -> Result<Vec<SourceId>, String> {
    let cited: Vec<Cited<'_>> = decode_front(bytes)?;
    Ok(cited.into_iter().map(|cited| cited.source).collect())
}

impl From<Vec<Citation>> for Citations {
    /// As records hold them: an empty list is an uncited record.
    fn from(citations: Vec<Citation>) -> Self {
        Self(citations)
    }
}

impl From<Citations> for Vec<Citation> {
    fn from(citations: Citations) -> Self {
        citations.0
    }
}

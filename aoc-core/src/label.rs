//! [`Label`]: what tells the parts of one thing apart.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::id::{IdError, is_slug};
use crate::written::read_from_text;

/// What tells the parts of one thing apart: an obligation, a priority of an agreement (`art-30`, `a`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Label(String);

read_from_text!(Label);

impl Label {
    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Label {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        if is_slug(&text) { Ok(Self(text)) } else { Err(IdError::of(&text)) }
    }
}

impl FromStr for Label {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        text.to_owned().try_into()
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

//! [`Figure`]: something that is measured.

use serde::{Deserialize, Serialize};

use crate::site::Site;

/// In what it is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    #[serde(rename = "records/s")]
    RecordsPerSecond,
    #[serde(rename = "MB/s")]
    MegabytesPerSecond,
    #[serde(rename = "ms")]
    Milliseconds,
    #[serde(rename = "µs")]
    Microseconds,
    #[serde(rename = "ratio")]
    Ratio,
}

impl Unit {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::RecordsPerSecond => "records/s",
            Self::MegabytesPerSecond => "MB/s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::Ratio => "ratio",
        }
    }

    /// Whether more of it is better, or less.
    pub(crate) const fn better(self) -> Better {
        match self {
            Self::RecordsPerSecond | Self::MegabytesPerSecond => Better::Higher,
            Self::Milliseconds | Self::Microseconds | Self::Ratio => Better::Lower,
        }
    }
}

/// Which of two values is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Better {
    Higher,
    Lower,
}

/// What is certain of what was written when the time is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Durability {
    /// Nothing is written.
    ReadsOnly,
    /// It is in memory.
    Memory,
    /// It survives power loss: every commit was written, flushed and synced (fdatasync).
    Synced,
}

impl Durability {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::ReadsOnly => "reads only",
            Self::Memory => "in memory",
            Self::Synced => "synced",
        }
    }
}

/// Something that is measured.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) unit: Unit,
    pub(crate) durability: Durability,
    /// Takes the samples of one run.
    pub(crate) measure: fn(&mut Site) -> Vec<f64>,
}

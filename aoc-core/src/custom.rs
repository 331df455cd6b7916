//! An embedder's own events: kinds from `0x8000`, an opaque body, declared entities.

use hashbrown::HashSet;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{EntityId, EntityKind};
use crate::kind::KindCode;
use crate::rule::{Refusal, Rule};

/// An event of a kind that only the embedder knows. It lies in the same log, in the same order, under
/// the same proofs, and projections can fold it; no rule of ours judges its body.
///
/// It may *change* entities of the embedder's own kinds and *name* any entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomEvent {
    /// Its kind.
    pub kind: KindCode,
    /// The embedder's entities to whose timelines it belongs.
    pub changes: Vec<EntityId>,
    /// Entities it speaks of; those of our kinds must be registered.
    pub names: Vec<EntityId>,
    /// Its content, in whatever encoding the embedder chose; at most 50 KiB.
    pub body: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomJson {
    #[serde(default)]
    changes: Vec<EntityId>,
    #[serde(default)]
    names: Vec<EntityId>,
    #[serde(default)]
    body_hex: String,
}

impl CustomEvent {
    pub(crate) fn from_json(kind: KindCode, data: &Value) -> Result<Self, serde_json::Error> {
        use serde::de::Error;
        let json = CustomJson::deserialize(data)?;
        let body = unhex(&json.body_hex).ok_or_else(|| {
            serde_json::Error::custom("`body_hex` is not an even number of hexadecimal digits")
        })?;
        Ok(Self { kind, changes: json.changes, names: json.names, body })
    }

    pub(crate) fn to_json(&self) -> Value {
        let json = CustomJson {
            changes: self.changes.clone(),
            names: self.names.clone(),
            body_hex: hex(&self.body),
        };
        serde_json::to_value(json).unwrap_or_default()
    }

    pub(crate) fn check_shape(&self) -> Vec<Refusal> {
        let mut refusals: Vec<_> = self
            .changes
            .iter()
            .filter(|entity| !matches!(entity.kind(), EntityKind::Custom(_)))
            .map(|entity| Refusal::alone(Rule::ChangesOwnEntities, Some(*entity)))
            .collect();
        for list in [&self.changes, &self.names] {
            let mut known = HashSet::with_capacity(list.len());
            let twice = list.iter().find(|entity| !known.insert(**entity));
            refusals.extend(twice.map(|entity| Refusal::alone(Rule::NamedTwice, Some(*entity))));
        }
        refusals
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len().saturating_mul(2)), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at.checked_add(2)?)?, 16).ok())
        .collect()
}

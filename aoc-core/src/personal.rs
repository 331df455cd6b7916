//! [`Personal`]: data of a person, which can be erased.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Data of a person: known, or erased.
///
/// Whoever records says what is known. Only the ledger itself says that something was erased: it decodes a
/// body that is no longer there.
///
/// ```
/// use aoc_core::{Names, Personal};
/// let names: Names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let personal = Personal::from(names.clone());
/// assert_eq!(personal.get(), Some(&names));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal<T>(Option<T>);

impl<T> Personal<T> {
    /// It is known.
    #[must_use]
    pub const fn known(data: T) -> Self {
        Self(Some(data))
    }

    pub(crate) const fn erased() -> Self {
        Self(None)
    }

    /// The data, unless they were erased.
    #[must_use]
    pub const fn get(&self) -> Option<&T> {
        self.0.as_ref()
    }
}

impl<T> From<T> for Personal<T> {
    fn from(data: T) -> Self {
        Self::known(data)
    }
}

/// Written like the data themselves, in JSON and in bytes.
impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(data) => data.serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// Nothing that is read is erased: a body that is gone is not read, and a draft must say what it records.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Personal<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::encode;
    use crate::name::Names;

    fn names() -> Names {
        serde_json::from_str(r#"[{"lang": "en", "text": "Ana"}, {"lang": "ar", "text": "آنا"}]"#).unwrap()
    }

    #[test]
    fn it_is_written_like_the_data_themselves() {
        assert_eq!(encode(&Personal::known(names())), encode(&names()));
        let json = serde_json::to_value(Personal::known(names())).unwrap();
        assert_eq!(json, serde_json::to_value(names()).unwrap());
        assert_eq!(serde_json::from_value::<Personal<Names>>(json).unwrap().get(), Some(&names()));
    }

    #[test]
    fn nobody_can_read_or_draft_what_is_erased() {
        let json = serde_json::to_value(Personal::<Names>::erased()).unwrap();
        assert!(json.is_null());
        assert!(serde_json::from_value::<Personal<Names>>(json).is_err());
    }
}

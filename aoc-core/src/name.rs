//! Words: [`Text`], [`LanguageTag`], and the [`Names`] of a thing in several languages.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::written::read_from_text;

/// The longest text, in bytes of UTF-8.
pub const TEXT_LEN_MAX: usize = 4096;

/// Why a text cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("an empty text says nothing: fill it in or leave the field away")]
    Empty,
    /// Longer than [`TEXT_LEN_MAX`].
    #[error("the text has {len} bytes; at most {TEXT_LEN_MAX} can be recorded")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
}

/// A text that is not empty and not longer than [`TEXT_LEN_MAX`] bytes, as the source gives it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Text(String);

read_from_text!(Text, LanguageTag);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, TextError> {
        match text.len() {
            len if len > TEXT_LEN_MAX => Err(TextError::TooLong { len }),
            _ if text.chars().all(char::is_whitespace) => Err(TextError::Empty),
            _ => Ok(Self(text)),
        }
    }
}

impl FromStr for Text {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        text.to_owned().try_into()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a language tag: write BCP 47, for example en, ar, pt-BR, zh-Hans")]
pub struct LanguageTagError {
    /// The text as given.
    pub text: String,
}

/// A BCP 47 language tag, in its usual case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct LanguageTag(CompactString);

impl LanguageTag {
    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = LanguageTagError;

    fn try_from(text: String) -> Result<Self, LanguageTagError> {
        text.parse()
    }
}

impl FromStr for LanguageTag {
    type Err = LanguageTagError;

    fn from_str(text: &str) -> Result<Self, LanguageTagError> {
        // A language of two or three letters alone is well formed, and normal in small letters.
        if matches!(text.len(), 2 | 3) && text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Ok(Self(text.into()));
        }
        match oxilangtag::LanguageTag::parse_and_normalize(text) {
            Ok(tag) => Ok(Self(tag.as_str().into())),
            Err(_) => Err(LanguageTagError { text: text.to_owned() }),
        }
    }
}

impl From<LanguageTag> for String {
    fn from(tag: LanguageTag) -> Self {
        tag.0.into()
    }
}

/// A name in one language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The language.
    pub lang: LanguageTag,
    /// The name.
    pub text: Text,
}

/// Why a list is not a list of names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    /// No name at all.
    #[error("at least one name is needed")]
    Empty,
    /// Two names in one language.
    #[error("there are two names in the language `{lang}`: give one a language")]
    Twice {
        /// The language.
        lang: String,
    },
}

/// At least one name, one a language; the first is the one shown by default.
///
/// ```
/// use aoc_core::Names;
/// let names: Names = serde_json::from_str(r#"[{"lang":"en","text":"Spain"},{"lang":"ar","text":"إسبانيا"}]"#)?;
/// assert_eq!(names.first().as_str(), "Spain");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "Vec<Name>")]
pub struct Names {
    first: Name,
    others: Vec<Name>,
}

impl Names {
    /// One name.
    #[must_use]
    pub const fn one(name: Name) -> Self {
        Self { first: name, others: Vec::new() }
    }

    /// One name whose language is not said (BCP 47 `und`).
    #[must_use]
    pub fn of_text(text: Text) -> Self {
        Self::one(Name { lang: LanguageTag(CompactString::const_new("und")), text })
    }

    /// The name shown by default.
    #[must_use]
    pub const fn first(&self) -> &Text {
        &self.first.text
    }

    /// All of them, the default first.
    pub fn iter(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// The name in this language, if there is one.
    #[must_use]
    pub fn in_language(&self, lang: &LanguageTag) -> Option<&Text> {
        self.iter().find(|name| &name.lang == lang).map(|name| &name.text)
    }

    /// These names, and behind them those of the old ones that are in other languages.
    ///
    /// ```
    /// use aoc_core::Names;
    /// let old: Names = serde_json::from_str(r#"[{"lang":"en","text":"Turkey"},{"lang":"fr","text":"Turquie"}]"#)?;
    /// let new: Names = serde_json::from_str(r#"[{"lang":"en","text":"Türkiye"}]"#)?;
    /// let texts: Vec<String> = new.over(old).iter().map(|name| name.text.to_string()).collect();
    /// assert_eq!(texts, ["Türkiye", "Turquie"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn over(mut self, old: Self) -> Self {
        for name in std::iter::once(old.first).chain(old.others) {
            if self.in_language(&name.lang).is_none() {
                self.others.push(name);
            }
        }
        self
    }

    /// These names, if no two are in one language. Sorted for that: there may be very many.
    fn one_a_language(self) -> Result<Self, NamesError> {
        let mut languages: Vec<&LanguageTag> = match self.others.as_slice() {
            [] => return Ok(self),
            [other] if other.lang != self.first.lang => return Ok(self),
            others => others.iter().chain([&self.first]).map(|name| &name.lang).collect(),
        };
        languages.sort_unstable();
        let twice = languages
            .array_windows()
            .find(|[one, next]| one == next)
            .map(|[lang, _]| lang.as_str().to_owned());
        match twice {
            Some(lang) => Err(NamesError::Twice { lang }),
            None => Ok(self),
        }
    }
}

impl TryFrom<Vec<Name>> for Names {
    type Error = NamesError;

    fn try_from(names: Vec<Name>) -> Result<Self, NamesError> {
        let mut given = names.into_iter();
        let first = given.next().ok_or(NamesError::Empty)?;
        Self { first, others: given.collect() }.one_a_language()
    }
}

// Nearly all things have one name: read like this, it takes no list.
impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(OneOrMore)
    }
}

struct OneOrMore;

impl<'de> Visitor<'de> for OneOrMore {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut given: A) -> Result<Names, A::Error> {
        let first = given.next_element()?.ok_or_else(|| A::Error::custom(NamesError::Empty))?;
        let mut names = Names::one(first);
        while let Some(name) = given.next_element()? {
            if names.others.is_empty() {
                names.others.reserve_exact(1); // most things have one name or two
            }
            names.others.push(name);
        }
        names.one_a_language().map_err(A::Error::custom)
    }
}

impl From<Names> for Vec<Name> {
    fn from(names: Names) -> Self {
        std::iter::once(names.first).chain(names.others).collect()
    }
}

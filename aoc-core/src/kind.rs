//! [`Kind`]: the number of a kind of event, and [`SchemaVersion`]: the layout of its body.

use std::fmt;
use std::str::FromStr;

use crate::event::Event;

/// The first kind that embedders may use for their own events and entities.
pub const CUSTOM_FROM: u16 = 0x8000;

/// The number of an embedder's own kind of event or entity: `0x8000` or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KindCode(u16);

impl KindCode {
    /// This number, if it is an embedder's.
    #[must_use]
    pub const fn new(code: u16) -> Option<Self> {
        if code >= CUSTOM_FROM { Some(Self(code)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for KindCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}

impl FromStr for KindCode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.strip_prefix("0x")
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u16::from_str_radix(hex, 16).ok())
            .and_then(Self::new)
            .ok_or_else(|| format!("`{text}` is not an embedder's kind: write 0x8000 to 0xffff"))
    }
}

/// The number of an event's kind, as records hold it. Never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(u16);

impl Kind {
    /// A second source for a standing fact: the one kind that is not an event.
    pub const CORROBORATED: Self = Self(0x0801);

    /// The kind with this number.
    #[must_use]
    pub const fn new(code: u16) -> Self {
        Self(code)
    }

    /// The number.
    #[must_use]
    pub const fn code(self) -> u16 {
        self.0
    }

    /// Its name (`MemberJoined`), a number for an embedder's own or one that this version does not know.
    #[must_use]
    pub fn name(self) -> String {
        if self == Self::CORROBORATED {
            return "Corroborated".into();
        }
        Event::kinds()
            .find(|(code, _)| *code == self.0)
            .map_or_else(|| format!("{:#06x}", self.0), |(_, name)| name.to_owned())
    }

    /// The kind with this name, if this version knows it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Event::kinds().find(|(_, known)| *known == name).map(|(code, _)| Self(code))
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// The version of the layout of a kind's body. Old ones are read for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaVersion(u16);

impl SchemaVersion {
    /// The first.
    pub const V1: Self = Self(1);

    /// The version with this number.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

//! Codes that others keep: ISO 3166-1 countries and their UN M49 regions.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::region::Region;
use crate::written::read_from_text;

/// Why a text is not a country code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an ISO 3166-1 alpha-3 code{}", .meant.map_or_else(|| ": write three capital letters, for example ESP".into(), |code| format!(": did you mean {code}?")))]
pub struct CountryCodeError {
    /// The text as given.
    pub text: String,
    /// The code that was probably meant.
    pub meant: Option<&'static str>,
}

/// A country's ISO 3166-1 alpha-3 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct CountryCode([u8; 3]);

read_from_text!(CountryCode);

impl CountryCode {
    /// The three capital letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The UN M49 region (continental level) in which the United Nations count the country, if any.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        Region::of_country(self.as_str())
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CountryCode {
    type Err = CountryCodeError;

    fn from_str(text: &str) -> Result<Self, CountryCodeError> {
        if let (Some(_), Ok(letters)) =
            (rust_iso3166::from_alpha3(text), <[u8; 3]>::try_from(text.as_bytes()))
        {
            return Ok(Self(letters));
        }
        let upper = text.to_ascii_uppercase();
        let meant = rust_iso3166::from_alpha3(&upper)
            .or_else(|| rust_iso3166::from_alpha2(&upper))
            .map(|country| country.alpha3);
        Err(CountryCodeError { text: text.chars().take(20).collect(), meant })
    }
}

impl TryFrom<String> for CountryCode {
    type Error = CountryCodeError;

    fn try_from(text: String) -> Result<Self, CountryCodeError> {
        text.parse()
    }
}

impl From<CountryCode> for String {
    fn from(code: CountryCode) -> Self {
        code.as_str().to_owned()
    }
}

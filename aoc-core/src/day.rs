//! Points in time: a calendar [`Day`] (when it happened) and a [`Timestamp`] (when it was recorded).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const EPOCH_FROM_CE: i32 = 719_163; // 1970-01-01 in chrono's days from the Common Era
const CALENDAR_FIRST: i32 = -719_528; // 0000-01-01
const CALENDAR_LAST: i32 = 2_932_896; // 9999-12-31

/// A day of the proleptic Gregorian calendar (years 0000 to 9999), or one of the two ends of time.
///
/// ```
/// use aoc_core::Day;
/// let day: Day = "2010-05-13".parse()?;
/// assert!(Day::PAST < day && day < Day::FUTURE);
/// assert_eq!(day.next().to_string(), "2010-05-14");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Earlier than every calendar day: an open start.
    pub const PAST: Self = Self(i32::MIN);
    /// Later than every calendar day: an open end.
    pub const FUTURE: Self = Self(i32::MAX);

    /// The day with this number of days since 1970-01-01, as records hold it; nothing outside of
    /// the years 0000 to 9999 but for the two ends.
    #[must_use]
    pub fn from_number(days: i32) -> Option<Self> {
        matches!(days, i32::MIN | i32::MAX | CALENDAR_FIRST..=CALENDAR_LAST).then_some(Self(days))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of this calendar date; nothing outside of the years 0000 to 9999.
    #[must_use]
    pub fn from_calendar(date: NaiveDate) -> Option<Self> {
        (0..=9999).contains(&date.year()).then(|| Self(date.num_days_from_ce().saturating_sub(EPOCH_FROM_CE)))
    }

    /// The calendar date, but for the two ends of time.
    #[must_use]
    pub fn calendar(self) -> Option<NaiveDate> {
        let date = NaiveDate::from_num_days_from_ce_opt(self.0.checked_add(EPOCH_FROM_CE)?)?;
        (0..=9999).contains(&date.year()).then_some(date)
    }

    /// The day after; the ends of time stay.
    #[must_use]
    pub fn next(self) -> Self {
        self.step(1)
    }

    /// The day before; the ends of time stay.
    #[must_use]
    pub fn previous(self) -> Self {
        self.step(-1)
    }

    fn step(self, by: i32) -> Self {
        match self.calendar() {
            Some(_) => Self(self.0.saturating_add(by)),
            None => self,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.calendar() {
            Some(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            None => f.write_str(".."),
        }
    }
}

/// Why a text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a day: write a date that exists as YYYY-MM-DD")]
pub struct DayError {
    /// The text as given.
    pub text: String,
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let exact = text.len() == 10;
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| exact)
            .and_then(Self::from_calendar)
            .ok_or_else(|| DayError { text: text.to_owned() })
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            let days = i32::deserialize(deserializer)?;
            Self::from_number(days).ok_or_else(|| de::Error::custom(format!("{days} is no day")))
        }
    }
}

/// An instant in UTC with microseconds: when a commit was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Before every commit.
    pub const MIN: Self = Self(i64::MIN);

    /// The instant this many microseconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The next representable instant, 1 µs later.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The UTC day on which it falls.
    #[must_use]
    pub fn day(self) -> Day {
        DateTime::<Utc>::from_timestamp_micros(self.0)
            .and_then(|instant| Day::from_calendar(instant.date_naive()))
            .unwrap_or(if self.0 < 0 { Day::PAST } else { Day::FUTURE })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match DateTime::<Utc>::from_timestamp_micros(self.0) {
            Some(instant) => f.write_str(&instant.to_rfc3339_opts(SecondsFormat::Micros, true)),
            None => write!(f, "{}us", self.0),
        }
    }
}

/// Why a text is not an instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a time: write RFC 3339 with its offset, for example 2026-05-13T09:30:00Z")]
pub struct TimestampError {
    /// The text as given.
    pub text: String,
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        DateTime::parse_from_rfc3339(text)
            .map(|instant| Self(instant.timestamp_micros()))
            .map_err(|_| TimestampError { text: text.to_owned() })
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed test panics")]

    use super::*;

    #[test]
    fn a_number_is_a_day_of_the_calendar_or_an_end_of_time() {
        for edge in [CALENDAR_FIRST, CALENDAR_LAST, 0] {
            for number in edge - 3..=edge + 3 {
                assert_eq!(Day::from_number(number).is_some(), Day(number).calendar().is_some(), "{number}");
            }
        }
        let ends = [i32::MIN, i32::MIN + 1, i32::MAX - 1, i32::MAX];
        assert_eq!(ends.map(|end| Day::from_number(end).is_some()), [true, false, false, true]);
    }
}

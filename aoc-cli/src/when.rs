//! The two axes as they are written on the command line: [`OnArg`], [`KnownArg`].

use std::fmt;
use std::str::FromStr;

use aoc_core::{Day, EventDate, Position, Timestamp};
use aoc_replay::KnownAt;

const MICROS_A_DAY: i64 = 86_400_000_000;

/// A day of the world: a date, a month or year read as its last day, or today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OnArg {
    /// As it was written.
    pub(crate) asked: String,
    /// Nothing for today.
    day: Option<Day>,
}

/// A day of a series.
pub(crate) type SeriesArg = OnArg;

impl OnArg {
    /// The day.
    pub(crate) fn day(&self, today: Day) -> Day {
        self.day.unwrap_or(today)
    }

    /// How it was read, where that is not what was written.
    pub(crate) fn reading(&self, today: Day) -> Option<String> {
        match self.day {
            None => Some("today".to_owned()),
            Some(day) if day.to_string() == self.asked => None,
            Some(_) => Some(format!("{} read as its last day, {}", self.asked, self.day(today))),
        }
    }
}

impl FromStr for OnArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("today") {
            return Ok(Self { asked: "today".to_owned(), day: None });
        }
        match last_day(text) {
            Some(day) => Ok(Self { asked: text.to_owned(), day: Some(day) }),
            None => Err(format!(
                "`{text}` is not a day: write a date that exists as 2010-05-13, a month as 2010-05, a year as 2010, or today"
            )),
        }
    }
}

/// The last day of a date, month or year.
fn last_day(text: &str) -> Option<Day> {
    let date = plain_date(text)?;
    date.latest().calendar().map(|_| date.latest())
}

/// A date, month or year without any doubt.
fn plain_date(text: &str) -> Option<EventDate> {
    let plain =
        matches!(text.len(), 4 | 7 | 10) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    text.parse().ok().filter(|_| plain)
}

/// The first day of a stretch: a date, or the first day of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FirstDayArg(pub(crate) Day);

impl FromStr for FirstDayArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let first = plain_date(text).map(|date| date.earliest()).filter(|day| day.calendar().is_some());
        first.map(Self).ok_or_else(|| not_a_day(text))
    }
}

/// The last day of a stretch: a date, or the last day of a month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LastDayArg(pub(crate) Day);

impl FromStr for LastDayArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        last_day(text).map(Self).ok_or_else(|| not_a_day(text))
    }
}

fn not_a_day(text: &str) -> String {
    format!(
        "`{text}` is not a day: write a date that exists as 2010-05-13, a month as 2010-05, or a year as 2010"
    )
}

/// A state of the book: a position, a time, or the end of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownArg {
    /// As it was written.
    pub(crate) asked: String,
    /// As it is read.
    pub(crate) known_at: KnownAt,
}

impl KnownArg {
    /// This position.
    pub(crate) fn at(position: Position) -> Self {
        Self { asked: position.to_string(), known_at: KnownAt::Position(position) }
    }
}

impl FromStr for KnownArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let end_of = |day: Day| {
            let next = i64::from(day.number()).saturating_add(1).saturating_mul(MICROS_A_DAY);
            KnownAt::Time(Timestamp::from_micros(next.saturating_sub(1)))
        };
        let known_at = if ["head", "now"].contains(&text) {
            KnownAt::Head
        } else if let Ok(number) = text.parse::<u64>() {
            KnownAt::Position(Position::new(number))
        } else if let Ok(time) = text.parse::<Timestamp>() {
            KnownAt::Time(time)
        } else if let Some(day) = last_day(text) {
            end_of(day)
        } else {
            return Err(format!(
                "`{text}` is neither a position (341), nor a time (2026-05-13T09:30:00Z), nor a day (2026-05-13), nor head"
            ));
        };
        Ok(Self { asked: text.to_owned(), known_at })
    }
}

impl fmt::Display for KnownArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.asked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_its_last_day_and_says_so() {
        let today = "2020-01-01".parse().unwrap();
        let on: OnArg = "2010-02".parse().unwrap();
        assert_eq!(on.day(today).to_string(), "2010-02-28");
        assert_eq!(on.reading(today).unwrap(), "2010-02 read as its last day, 2010-02-28");
        assert_eq!("2010-05-13".parse::<OnArg>().unwrap().reading(today), None);
        assert_eq!("today".parse::<OnArg>().unwrap().day(today), today);
        for wrong in ["2010-02-30", "yesterday", "20X0", "2010~", "", "10-05-13"] {
            assert!(wrong.parse::<OnArg>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_stretch_goes_from_a_first_day_to_a_last() {
        assert_eq!("2010".parse::<FirstDayArg>().unwrap().0.to_string(), "2010-01-01");
        assert_eq!("2010-02".parse::<LastDayArg>().unwrap().0.to_string(), "2010-02-28");
        for wrong in ["today", "2010~", "2010-02-30", "200X", ""] {
            assert!(wrong.parse::<FirstDayArg>().is_err() && wrong.parse::<LastDayArg>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_state_of_the_book_is_a_position_a_time_or_the_end_of_a_day() {
        let read = |text: &str| text.parse::<KnownArg>().unwrap().known_at;
        assert_eq!(read("2010"), KnownAt::Position(Position::new(2010)));
        assert_eq!(read("head"), KnownAt::Head);
        let end = "2026-05-13T23:59:59.999999Z".parse().unwrap();
        assert_eq!(read("2026-05-13"), KnownAt::Time(end));
        assert!("May".parse::<KnownArg>().is_err());
    }
}

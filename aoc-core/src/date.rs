//! [`EventDate`]: when an event took effect in the world, as precisely as the source says and no more.

mod plain;
mod qualifier;

use std::fmt;
use std::str::FromStr;

use edtf_core::{Bound, Edtf, IntervalEndpoint, SetElement, SetKind};
use serde::{Serialize, Serializer};

use crate::day::Day;
use crate::written::read_from_text;
pub use qualifier::Qualifier;

/// The days between which a moment lies, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bounds {
    /// Not before this day.
    pub earliest: Day,
    /// Not after this day.
    pub latest: Day,
    /// Whether the source itself doubts the bounds.
    pub qualifier: Qualifier,
}

impl Bounds {
    /// Nothing is known of the day.
    pub const UNKNOWN: Self = Self { earliest: Day::PAST, latest: Day::FUTURE, qualifier: Qualifier::None };

    /// Between these days.
    #[must_use]
    pub const fn new(earliest: Day, latest: Day) -> Self {
        Self { earliest, latest, qualifier: Qualifier::None }
    }

    /// The bounds if the source's own doubt is taken at its word: a qualified date bounds nothing.
    #[must_use]
    pub const fn without_doubtful(self) -> Self {
        match self.qualifier {
            Qualifier::None => self,
            Qualifier::Uncertain | Qualifier::Approximate | Qualifier::Both => Self::UNKNOWN,
        }
    }

    fn whole(self) -> Option<String> {
        use chrono::{Datelike, Months};
        let (first, last) = (self.earliest.calendar()?, self.latest.calendar()?);
        let spans = |months: u32| {
            first
                .checked_add_months(Months::new(months))
                .and_then(|end| end.pred_opt())
                .is_some_and(|end| end == last)
        };
        let text = if first == last {
            self.earliest.to_string()
        } else if first.day() == 1 && spans(1) {
            format!("{:04}-{:02}", first.year(), first.month())
        } else if first.ordinal() == 1 && spans(12) {
            format!("{:04}", first.year())
        } else if first.ordinal() == 1 && first.year() % 10 == 0 && spans(120) {
            format!("{:03}X", first.year() / 10)
        } else {
            return None;
        };
        Some(text + self.qualifier.mark())
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = self.whole() {
            return f.write_str(&text);
        }
        let mark = self.qualifier.mark();
        match (self.earliest, self.latest) {
            (Day::PAST, Day::FUTURE) => f.write_str("XXXX"),
            (Day::PAST, latest) => write!(f, "[..{latest}{mark}]"),
            (earliest, Day::FUTURE) => write!(f, "[{earliest}{mark}..]"),
            (earliest, latest) => write!(f, "[{earliest}..{latest}]"),
        }
    }
}

/// When an event took effect: an EDTF date (ISO 8601-2) with the days that bound it.
///
/// A *moment* lies on one day between its bounds. A *duration* has a start and an end, each with
/// bounds; its effect is at its start. Understood: days, months, years, decades, each with `?`, `~`
/// or `%` behind it; `[..D]` (on or before), `[A..B]`, `[A..]`, `XXXX` (unknown); `A/B`, `A/..`,
/// `A/`. Not understood, each with a reason in the error: seasons, times of day, lists of dates.
///
/// ```
/// use aoc_core::{Day, EventDate};
/// let date: EventDate = "2007-03".parse()?;
/// assert_eq!(date.earliest().to_string(), "2007-03-01");
/// assert_eq!(date.latest().to_string(), "2007-03-31");
///
/// let list: EventDate = "[..2006-11-06]".parse()?;
/// assert_eq!(list.earliest(), Day::PAST);
/// assert_eq!(list.to_string(), "[..2006-11-06]");
/// assert!("2005-02-30".parse::<EventDate>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventDate {
    /// One day between the bounds.
    Moment(Bounds),
    /// From a start to an end.
    Duration {
        /// The start, at which it takes effect.
        start: Bounds,
        /// The end; open when it has none.
        end: Bounds,
    },
}

impl EventDate {
    /// No date is known, or none applies (a source's registration, a retraction).
    pub const UNKNOWN: Self = Self::Moment(Bounds::UNKNOWN);

    /// One exact day.
    #[must_use]
    pub const fn day(day: Day) -> Self {
        Self::Moment(Bounds::new(day, day))
    }

    /// On this day or before it.
    #[must_use]
    pub const fn on_or_before(day: Day) -> Self {
        Self::Moment(Bounds::new(Day::PAST, day))
    }

    /// The bounds of the day on which it takes effect.
    #[must_use]
    pub const fn effect(&self) -> Bounds {
        match self {
            Self::Moment(bounds) | Self::Duration { start: bounds, .. } => *bounds,
        }
    }

    /// It does not take effect before this day.
    #[must_use]
    pub const fn earliest(&self) -> Day {
        self.effect().earliest
    }

    /// It does not take effect after this day.
    #[must_use]
    pub const fn latest(&self) -> Day {
        self.effect().latest
    }

    /// Whether it is a duration.
    #[must_use]
    pub const fn is_duration(&self) -> bool {
        matches!(self, Self::Duration { .. })
    }
}

impl fmt::Display for EventDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moment(bounds) => bounds.fmt(f),
            Self::Duration { start, end } => {
                let (first, last) = (start.whole(), end.whole());
                match (first, start.earliest == start.latest, start.latest == end.latest) {
                    (Some(text), _, _) => f.write_str(&text)?,
                    (None, true, _) => f.write_str("..")?,
                    (None, false, true) => {}
                    (None, false, false) => write!(f, "..{}{}", start.latest, start.qualifier.mark())?,
                }
                f.write_str("/")?;
                match (last, end.earliest == end.latest, start.earliest == end.earliest) {
                    (Some(text), _, _) => f.write_str(&text),
                    (None, true, _) => f.write_str(".."),
                    (None, false, true) => Ok(()),
                    (None, false, false) => write!(f, "{}{}..", end.earliest, end.qualifier.mark()),
                }
            }
        }
    }
}

/// Why a text is not an event date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a date that can be recorded: {why}")]
pub struct EventDateError {
    /// The text as given (cut after 80 characters).
    pub text: String,
    /// What is wrong and what to write instead.
    pub why: String,
}

const FORMS: &str =
    "write 2010-05-13, 2010-05, 2010, [..2006-11-06], [2010-05-13..2010-06-02], XXXX, or A/B for a duration";
const YEARS: &str = "years go from 0000 to 9999";

fn day_of(bound: Bound, unknown: Day) -> Result<Day, String> {
    match bound {
        Bound::NegativeInfinity => Ok(Day::PAST),
        Bound::PositiveInfinity => Ok(Day::FUTURE),
        Bound::Unknown => Ok(unknown),
        Bound::Date(date) => i32::try_from(date.year)
            .ok()
            .and_then(|year| chrono::NaiveDate::from_ymd_opt(year, date.month.into(), date.day.into()))
            .and_then(Day::from_calendar)
            .ok_or_else(|| YEARS.to_owned()),
    }
}

fn bounds_of(edtf: &Edtf) -> Result<Bounds, String> {
    let bounds = edtf.bounds();
    let (earliest, latest) = (day_of(bounds.earliest, Day::PAST)?, day_of(bounds.latest, Day::FUTURE)?);
    let all_years = edtf.to_string().starts_with("XXXX");
    Ok(if all_years { Bounds::UNKNOWN } else { Bounds { earliest, latest, qualifier: Qualifier::of(edtf) } })
}

fn plain_date(date: &edtf_core::Date) -> Result<Edtf, String> {
    let month = date.month.and_then(edtf_core::DateField::value);
    if month.is_some_and(|code| code > 12) {
        return Err("seasons do not lie on the same days everywhere: write the months, for example [2005-09..2005-11]".into());
    }
    let edtf = Edtf::Date(*date);
    let text = edtf.to_string();
    if text.starts_with("XXXX") && text != "XXXX" {
        return Err("write XXXX when the year is not known".into());
    }
    Ok(edtf)
}

fn convert(edtf: &Edtf) -> Result<EventDate, String> {
    match edtf {
        Edtf::Date(date) => Ok(EventDate::Moment(bounds_of(&plain_date(date)?)?)),
        Edtf::DateTime(_) => Err("the ledger knows days, not hours: leave the time of day away".into()),
        Edtf::Set(set) => match (set.kind, set.elements.as_slice()) {
            (
                SetKind::OneMember,
                [SetElement::Date(date) | SetElement::OnOrBefore(date) | SetElement::OnOrAfter(date)],
            ) => {
                plain_date(date)?;
                Ok(EventDate::Moment(bounds_of(edtf)?))
            }
            (SetKind::OneMember, [SetElement::Range(first, last)]) => {
                plain_date(first)?;
                plain_date(last)?;
                Ok(EventDate::Moment(bounds_of(edtf)?))
            }
            _ => Err(format!("a list of dates is not one event; {FORMS}")),
        },
        Edtf::Interval(interval) => {
            let side = |endpoint: &IntervalEndpoint| -> Result<Option<Bounds>, String> {
                match endpoint {
                    IntervalEndpoint::Date(date)
                    | IntervalEndpoint::OnOrBefore(date)
                    | IntervalEndpoint::OnOrAfter(date) => bounds_of(&plain_date(date)?).map(Some),
                    IntervalEndpoint::Open | IntervalEndpoint::Unknown => Ok(None),
                }
            };
            let (first, last) = (side(&interval.start)?, side(&interval.end)?);
            let last_day = last.map_or(Day::FUTURE, |end| end.latest);
            let start = match (interval.start, first) {
                (IntervalEndpoint::OnOrBefore(_), Some(date)) => Bounds { earliest: Day::PAST, ..date },
                (_, Some(date)) => date,
                (IntervalEndpoint::Open, None) => Bounds::new(Day::PAST, Day::PAST),
                (_, None) => Bounds::new(Day::PAST, last_day),
            };
            let end = match (interval.end, last) {
                (IntervalEndpoint::OnOrAfter(_), Some(date)) => Bounds { latest: Day::FUTURE, ..date },
                (_, Some(date)) => date,
                (IntervalEndpoint::Open, None) => Bounds::new(Day::FUTURE, Day::FUTURE),
                (_, None) => Bounds::new(start.earliest, Day::FUTURE),
            };
            if end.latest < start.earliest {
                return Err("it ends before it starts".into());
            }
            Ok(EventDate::Duration { start, end })
        }
    }
}

impl FromStr for EventDate {
    type Err = EventDateError;

    fn from_str(text: &str) -> Result<Self, EventDateError> {
        if let Some(date) = plain::read(text) {
            return Ok(date);
        }
        let error = |why: String| EventDateError { text: text.chars().take(80).collect(), why };
        if text.len() > 80 {
            return Err(error(FORMS.to_owned()));
        }
        let date = parse(text).map_err(error)?;
        // What cannot be written again as it was read would be altered silently: `2005-XX-15~`.
        match parse(&date.to_string()) {
            Ok(again) if again == date => Ok(date),
            _ => Err(error(format!("its parts are known too unevenly; {FORMS}"))),
        }
    }
}

fn parse(text: &str) -> Result<EventDate, String> {
    let edtf = Edtf::parse(text).map_err(|cause| {
        format!("{} (at character {}); {FORMS}", cause.message, cause.offset.saturating_add(1))
    })?;
    let date = convert(&edtf)?;
    let is_ordered = date.earliest() <= date.latest();
    if is_ordered { Ok(date) } else { Err("its first day lies behind its last".into()) }
}

impl Serialize for EventDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

read_from_text!(EventDate);

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, earliest: &str, latest: &str) {
        let date: EventDate = text.parse().unwrap();
        assert_eq!(
            (date.earliest().to_string().as_str(), date.latest().to_string().as_str()),
            (earliest, latest)
        );
        assert_eq!(date.to_string(), text);
    }

    #[test]
    fn every_form_has_its_bounds_and_comes_back() {
        check("2010-05-13", "2010-05-13", "2010-05-13");
        check("2010-02", "2010-02-01", "2010-02-28");
        check("2010", "2010-01-01", "2010-12-31");
        check("200X", "2000-01-01", "2009-12-31");
        check("2009~", "2009-01-01", "2009-12-31");
        check("2007-04?", "2007-04-01", "2007-04-30");
        check("2007-04-01%", "2007-04-01", "2007-04-01");
        check("[..2006-11-06]", "..", "2006-11-06");
        check("[..2006-11-06~]", "..", "2006-11-06");
        check("[2011-08-11..2022-05-25]", "2011-08-11", "2022-05-25");
        check("[2011-08-11..]", "2011-08-11", "..");
        check("XXXX", "..", "..");
        check("2011-12-11/2011-12-13", "2011-12-11", "2011-12-11");
        check("2009-04-06/..", "2009-04-06", "2009-04-06");
        check("2009-04-06/", "2009-04-06", "2009-04-06");
        check("../2009", "..", "..");
        check("/2009", "..", "2009-12-31");
        check("2010/2012~", "2010-01-01", "2010-12-31");
        check("..2009-03-01/2010", "..", "2009-03-01");
        check("2009/2010-01-01..", "2009-01-01", "2009-12-31");
    }

    #[test]
    fn what_is_no_date_says_why() {
        let why = |text: &str| text.parse::<EventDate>().unwrap_err().to_string();
        assert!(why("2005-02-30").contains("day is out of range"));
        assert!(why("2005-23").contains("seasons"));
        assert!(why("2005-02-03T10:00:00Z").contains("hours"));
        assert!(why("[2005,2007]").contains("list"));
        assert!(why("Y17000").contains("years go from"));
        assert!(why("13/05/2010").contains("write 2010-05-13"));
        assert!(why("2005-XX-15~").contains("unevenly"));
        assert!(why("2012/2010").contains("2012/2010"));
    }
}

//! [`Period`]: a stretch of calendar time without a beginning, as agreements give terms and deadlines.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, Months};
use serde::{Deserialize, Serialize};

use crate::day::Day;

/// The longest period, in days or months: as many as the calendar of the book has.
const COUNT_MAX: u32 = 120_000;

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a period: write P2Y (years), P18M (months), P2W (weeks) or P30D (days)")]
pub struct PeriodError {
    /// The text as given (cut after 40 characters).
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

/// So many years, months, weeks or days (ISO 8601 durations with one part, at least 1).
///
/// ```
/// use aoc_core::{Day, Period};
/// let two_years: Period = "P2Y".parse()?;
/// let start: Day = "2009-04-06".parse()?;
/// assert_eq!(two_years.after(start), "2011-04-06".parse()?);
/// // A day that a month lacks becomes its last one.
/// assert_eq!("P1M".parse::<Period>()?.after("2009-01-31".parse()?), "2009-02-28".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    unit: Unit,
    count: u32,
}

impl Period {
    /// Two years: a joint programme (MoU AoC-OIC, Art. 34).
    pub const TWO_YEARS: Self = Self { unit: Unit::Years, count: 2 };
    /// Half a year: one reading of *biannual*.
    pub const HALF_A_YEAR: Self = Self { unit: Unit::Months, count: 6 };

    /// The day that lies so much later. A day without bound stays so, and nothing lies behind the last day of the calendar.
    #[must_use]
    pub fn after(self, day: Day) -> Day {
        self.times_after(1, day)
    }

    /// The day that lies `times` periods later, counted from the first day in one step.
    #[must_use]
    pub fn times_after(self, times: u32, day: Day) -> Day {
        if day == Day::PAST || day == Day::FUTURE {
            return day;
        }
        let count = self.count.saturating_mul(times);
        let later = day.calendar().and_then(|date| match self.unit {
            Unit::Days => date.checked_add_days(Days::new(count.into())),
            Unit::Weeks => date.checked_add_days(Days::new(u64::from(count).saturating_mul(7))),
            Unit::Months => date.checked_add_months(Months::new(count)),
            Unit::Years => date.checked_add_months(Months::new(count.saturating_mul(12))),
        });
        later.and_then(Day::from_calendar).unwrap_or(Day::FUTURE)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Days => 'D',
            Unit::Weeks => 'W',
            Unit::Months => 'M',
            Unit::Years => 'Y',
        };
        write!(f, "P{}{unit}", self.count)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let error = || PeriodError { text: text.chars().take(40).collect() };
        let unit = match text.chars().next_back() {
            Some('D') => Unit::Days,
            Some('W') => Unit::Weeks,
            Some('M') => Unit::Months,
            Some('Y') => Unit::Years,
            _ => return Err(error()),
        };
        let digits = text.strip_prefix('P').and_then(|rest| rest.get(..rest.len().checked_sub(1)?));
        let count = digits
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0'))
            .and_then(|digits| digits.parse().ok());
        match count {
            Some(count) if count <= COUNT_MAX => Ok(Self { unit, count }),
            _ => Err(error()),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_period_is_refused() {
        for text in ["", "P", "PY", "P0Y", "P01Y", "2Y", "P-1D", "P+1D", "P1H", "P1Y2M", "P120001D", "P1é"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        for text in ["P1D", "P2W", "P18M", "P2Y"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn nothing_lies_behind_the_calendar() {
        let long: Period = "P120000M".parse().unwrap();
        assert_eq!(long.after("2009-04-06".parse().unwrap()), Day::FUTURE);
        assert_eq!(long.after(Day::PAST), Day::PAST);
        assert_eq!(Period::TWO_YEARS.times_after(u32::MAX, "2009-04-06".parse().unwrap()), Day::FUTURE);
    }
}

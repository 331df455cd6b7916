//! Dates in their plainest forms, read without the rest of EDTF: a day, a month, a year, or two of them as a duration.

use chrono::{Datelike, Months, NaiveDate};

use super::{Bounds, EventDate};
use crate::day::Day;

/// The date, if it is written in one of these forms; any other text may be a date all the same.
pub(super) fn read(text: &str) -> Option<EventDate> {
    let Some((start, end)) = text.split_once('/') else { return stretch(text).map(EventDate::Moment) };
    let (start, end) = (stretch(start)?, stretch(end)?);
    let follow = start.earliest <= end.earliest && start.latest <= end.latest;
    follow.then_some(EventDate::Duration { start, end })
}

fn stretch(text: &str) -> Option<Bounds> {
    let mut parts = text.split('-');
    let year = i32::try_from(digits::<4>(parts.next()?)?).ok()?;
    let (month, day) = (parts.next().map(digits::<2>), parts.next().map(digits::<2>));
    if parts.next().is_some() {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(Some(1))?, day.unwrap_or(Some(1))?)?;
    let last = match (month, day) {
        (None, _) => first.with_month(12)?.with_day(31)?,
        (Some(_), None) => first.checked_add_months(Months::new(1))?.pred_opt()?,
        (Some(_), Some(_)) => first,
    };
    Some(Bounds::new(Day::from_calendar(first)?, Day::from_calendar(last)?))
}

/// A number of exactly so many digits.
fn digits<const N: usize>(text: &str) -> Option<u32> {
    let is_plain = text.len() == N && text.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn plain_forms_say_what_they_say_in_edtf() {
        let years = ["0000", "0001", "1582", "1900", "2000", "2004", "2005", "9999", "20O5", "200X", "+200"];
        let rests = ["", "-00", "-01", "-02", "-04", "-12", "-13", "-21", "-02-28", "-02-29", "-02-30"];
        let more = ["-12-31", "-12-32", "-04-31", "-01-01", "-01-00", "-1", "-1-1", "-", "~", "?", "-01~"];
        let mut texts: Vec<String> = Vec::new();
        for year in years {
            texts.extend(rests.iter().chain(&more).map(|rest| format!("{year}{rest}")));
        }
        let mut plain = 0;
        for first in &texts {
            let others = texts.iter().map(|last| format!("{first}/{last}"));
            for text in std::iter::once(first.clone()).chain(others) {
                if let Some(date) = read(&text) {
                    assert_eq!(parse(&text), Ok(date), "{text}");
                    assert_eq!(date.to_string(), text);
                    plain += 1;
                }
            }
        }
        assert!(plain > 1_000);
    }
}

//! Dates as sources have them (EDTF), days, times and periods.

use aoc_core::{Day, EventDate, Period, Timestamp};

use super::comes_back;

/// What is a date is written as one with the same bounds.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    comes_back::<EventDate>(text);
    if let Ok(date) = text.parse::<EventDate>() {
        assert!(date.earliest() <= date.latest(), "{date:?}");
    }
    comes_back::<Day>(text);
    comes_back::<Timestamp>(text);
    comes_back::<Period>(text);
}

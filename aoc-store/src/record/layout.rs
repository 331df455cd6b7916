//! Where each field of a record's header lies, and what its bits mean. See `FORMAT.md`.

use aoc_core::{Bounds, Day, EventDate};

/// The length of the header.
pub(super) const HEADER_LEN: usize = 104;
/// The length of an entity id: its kind (u16) and its UUID.
pub(super) const ENTITY_LEN: usize = 18;

/// Offsets into the header.
pub(super) mod at {
    pub(in crate::record) const FLAGS: usize = 1;
    pub(in crate::record) const KIND: usize = 2;
    pub(in crate::record) const SCHEMA: usize = 4;
    pub(in crate::record) const RELATION: usize = 6;
    pub(in crate::record) const DATE_FLAGS: usize = 7;
    pub(in crate::record) const POSITION: usize = 8;
    pub(in crate::record) const COMMIT: usize = 16;
    pub(in crate::record) const ORIGIN: usize = 24;
    pub(in crate::record) const TARGET: usize = 32;
    pub(in crate::record) const ANCHOR: usize = 40;
    pub(in crate::record) const START_EARLIEST: usize = 48;
    pub(in crate::record) const START_LATEST: usize = 52;
    pub(in crate::record) const END_EARLIEST: usize = 56;
    pub(in crate::record) const END_LATEST: usize = 60;
    pub(in crate::record) const RECORDED_AT: usize = 64;
    pub(in crate::record) const ID: usize = 72;
    pub(in crate::record) const RULES: usize = 88;
    pub(in crate::record) const CODES: usize = 90;
    pub(in crate::record) const CHANGED: usize = 92;
    pub(in crate::record) const NAMED: usize = 93;
    pub(in crate::record) const RESERVED: usize = 94;
    pub(in crate::record) const BODY_LEN: usize = 96;
    pub(in crate::record) const META_LEN: usize = 100;
}

pub(super) const LAST_OF_COMMIT: u8 = 0b01;
/// For events with personal data: the body stands beside the record, here is only the digest of salt and body.
pub(super) const SEALED: u8 = 0b10;

pub(super) const NEW: u8 = 0;
pub(super) const CORRECTION: u8 = 1;
pub(super) const RETRACTION: u8 = 2;
pub(super) const CORROBORATION: u8 = 3;

pub(super) const DURATION: u8 = 0b1;
pub(super) const START_QUALIFIER_SHIFT: u8 = 1;
pub(super) const END_QUALIFIER_SHIFT: u8 = 3;
pub(super) const DATE_FLAGS_KNOWN: u8 = 0b1_1111;

/// Whether a number is a day of the years 0000 to 9999 or one of the two ends of time; the same as
/// [`Day::from_number`], without the calendar.
pub(super) const fn is_day(number: i32) -> bool {
    const FIRST: i32 = -719_528;
    const LAST: i32 = 2_932_896;
    matches!(number, i32::MIN | FIRST..=LAST | i32::MAX)
}

/// Whether the date is one that EDTF text can say and that comes back the same.
pub(super) fn is_edtf(date: EventDate) -> bool {
    let plain = match date {
        EventDate::Moment(Bounds { earliest, latest, .. }) => {
            (earliest == latest && earliest != Day::PAST && earliest != Day::FUTURE)
                || date == EventDate::UNKNOWN
        }
        EventDate::Duration { .. } => false,
    };
    plain || date.to_string().parse() == Ok(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_core() {
        for number in
            [i32::MIN, i32::MAX, i32::MIN + 1, i32::MAX - 1, 0, -719_529, -719_528, 2_932_896, 2_932_897]
        {
            assert_eq!(is_day(number), Day::from_number(number).is_some(), "{number}");
        }
    }
}

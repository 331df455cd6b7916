//! Plain words for what the ledger holds: events, dates, numbers, findings.

mod dates;
mod events;

use aoc_core::{Figure, PartyKind, Period, Position, Scope};
use aoc_replay::{Certainty, Total};

pub(crate) use dates::{date, short_window, window};
pub(crate) use events::{event, kind_of_event, record};

/// One party of a kind.
pub(crate) const fn kind(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Country => "country",
        PartyKind::InternationalOrganization => "international organization",
        PartyKind::City => "city",
        PartyKind::CivilSociety => "civil-society organization",
        PartyKind::Corporation => "corporation",
        PartyKind::Foundation => "foundation",
        PartyKind::University => "university",
        PartyKind::FaithLed => "faith-led organization",
        PartyKind::Media => "media organization",
        PartyKind::Other => "other party",
    }
}

/// Several parties of a kind.
pub(crate) const fn kinds(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Country => "countries",
        PartyKind::InternationalOrganization => "international organizations",
        PartyKind::City => "cities",
        PartyKind::CivilSociety => "civil-society organizations",
        PartyKind::Corporation => "corporations",
        PartyKind::Foundation => "foundations",
        PartyKind::University => "universities",
        PartyKind::FaithLed => "faith-led organizations",
        PartyKind::Media => "media organizations",
        PartyKind::Other => "other parties",
    }
}

/// The members that are counted.
pub(crate) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "members",
        Scope::Kind(kind) => kinds(kind),
    }
}

/// One of the members that are counted.
pub(crate) const fn one_of(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "member",
        Scope::Kind(of) => kind(of),
    }
}

/// A number as a source gives it.
pub(crate) fn figure(figure: Figure) -> String {
    match figure {
        Figure::Exactly(n) => format!("{n}"),
        Figure::AtLeast(n) => format!("at least {n}"),
        Figure::MoreThan(n) => format!("more than {n}"),
        Figure::AtMost(n) => format!("at most {n}"),
        Figure::About(n) => format!("about {n}"),
    }
}

/// How sure it is.
pub(crate) const fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::No => "no",
        Certainty::Possible => "possibly",
        Certainty::CertainIfDatesHold => "certainly, if the dates hold",
        Certainty::Certain => "certainly",
    }
}

/// A total, as the bounds between which the truth lies.
pub(crate) fn total(total: Total) -> String {
    let bounds = format!("at least {}, at most {}", total.certain, total.possible);
    match total.if_dates_hold {
        0 => bounds,
        doubted => format!(
            "{bounds} ({doubted} of the {} only if dates hold that their sources doubt)",
            total.certain
        ),
    }
}

/// 1st, 2nd, 3rd, 4th …
pub(crate) fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// A period of calendar time: `P2Y` is "2 years".
pub(crate) fn period(period: Period) -> String {
    let text = period.to_string();
    let number = text.trim_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text.chars().next_back() {
        Some('D') => "day",
        Some('W') => "week",
        Some('M') => "month",
        _ => "year",
    };
    if number == "1" { format!("1 {unit}") } else { format!("{number} {unit}s") }
}

/// One record, two records.
pub(crate) fn count(number: usize, one: &str, several: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {several}") }
}

/// So many records.
pub(crate) fn records(upto: Position) -> String {
    count(usize::try_from(upto.get()).unwrap_or(usize::MAX), "record", "records")
}

/// a, b and c.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

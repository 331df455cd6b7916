//! Dates in words: `[..2006-11-06]` is "by 2006-11-06".

use aoc_core::{Bounds, Day, EventDate, Qualifier, Window};

/// When something happened.
pub(crate) fn date(date: EventDate) -> String {
    match date {
        EventDate::Moment(moment) => bounds(moment),
        EventDate::Duration { start, end } => {
            let open = |day: Bounds, side: Day| day.earliest == side && day.latest == side;
            match (open(start, Day::PAST), open(end, Day::FUTURE)) {
                (true, true) => "always".to_owned(),
                (true, false) => format!("until {}", bounds(end)),
                (false, true) => format!("since {}", bounds(start)),
                (false, false) => format!("{} to {}", bounds(start), bounds(end)),
            }
        }
    }
}

/// Between which days something happened, its neighbours considered.
pub(crate) fn window(window: Window) -> String {
    bounds(Bounds::new(window.earliest, window.latest))
}

/// The same for a narrow column: `A … B`.
pub(crate) fn short_window(between: Window) -> String {
    let words = window(between);
    match words.strip_prefix("between ").and_then(|days| days.split_once(" and ")) {
        Some((first, last)) => format!("{first} … {last}"),
        None => words,
    }
}

/// Between which days something happened.
fn bounds(bounds: Bounds) -> String {
    let doubt = match bounds.qualifier {
        Qualifier::None => "",
        Qualifier::Uncertain => "perhaps ",
        Qualifier::Approximate => "about ",
        Qualifier::Both => "perhaps about ",
    };
    let plain = Bounds::new(bounds.earliest, bounds.latest).to_string();
    let days = match (bounds.earliest, bounds.latest) {
        (Day::PAST, Day::FUTURE) => "day unknown".to_owned(),
        (Day::PAST, latest) => format!("by {latest}"),
        (earliest, Day::FUTURE) => format!("not before {earliest}"),
        (earliest, latest) if plain.starts_with('[') => format!("between {earliest} and {latest}"),
        _ => match plain.strip_suffix('X') {
            Some(decade) => format!("in the {decade}0s"),
            None => plain,
        },
    };
    format!("{doubt}{days}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_words_not_formulas() {
        let words = |text: &str| date(text.parse().unwrap());
        assert_eq!(words("2010-05-13"), "2010-05-13");
        assert_eq!(words("2010-05"), "2010-05");
        assert_eq!(words("2005~"), "about 2005");
        assert_eq!(words("2005?"), "perhaps 2005");
        assert_eq!(words("200X"), "in the 2000s");
        assert_eq!(words("[..2006-11-06]"), "by 2006-11-06");
        assert_eq!(words("[2010-05-13..2010-05-15]"), "between 2010-05-13 and 2010-05-15");
        assert_eq!(words("[2005-01-01..]"), "not before 2005-01-01");
        assert_eq!(words("XXXX"), "day unknown");
        assert_eq!(words("2009-04-06/.."), "since 2009-04-06");
    }
}

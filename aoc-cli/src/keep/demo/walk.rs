//! What the demo shows: sentences, and commands that are really run.

use super::Book;

/// One stop of the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// A heading.
    Title(&'static str),
    /// A sentence or more.
    Say(String),
    /// A command: what stands behind `aoc --ledger DIR`.
    Run(Vec<String>),
}

fn say(text: impl Into<String>) -> Stop {
    Stop::Say(text.into())
}

fn run(words: &[&str]) -> Stop {
    Stop::Run(words.iter().map(|word| (*word).to_owned()).collect())
}

/// The whole walk.
pub(super) fn stops(book: &Book) -> Vec<Stop> {
    let (first, second, head) =
        (book.before_rivals.to_string(), book.with_rivals.to_string(), book.head.to_string());
    let mut stops = rolls();
    stops.extend(two_pasts(&first, &second));
    stops.extend(certainty_and_sources());
    stops.extend(live_correction(&head));
    stops.push(Stop::Title("6. Do the figures that sources give agree with the names that they give?"));
    stops.push(say(
        "Sources counted more members than they named. The book compares each figure with what it derives, and \
         says by at least how many they differ.",
    ));
    stops.push(run(&["reconcile", "--on", "2023-12-31"]));
    stops
}

fn rolls() -> Vec<Stop> {
    vec![
        Stop::Title("1. Who belonged to the Group of Friends on a day?"),
        say(
            "The first list of members is of 6 November 2006. Sources of later years prove other members without \
             saying since when: these are members possibly. So every total is a pair of bounds.",
        ),
        run(&["members", "--on", "2006-11-06"]),
        run(&["members", "--on", "2010-05-13"]),
        run(&["members", "--on", "2023-03-31"]),
    ]
}

fn two_pasts(first: &str, second: &str) -> Vec<Stop> {
    vec![
        Stop::Title("2. The same day, as the book knew it then"),
        say(format!(
            "When did the United States join: on 13, 14 or 15 May 2010? First one source said the 13th (position \
             {first}). Two days later there were three sources and three days (position {second}). The question is \
             the same, the day is the same, and both past answers stay true."
        )),
        run(&["members", "--series", "2010-05-13", "--known-at", first]),
        run(&["members", "--series", "2010-05-13", "--known-at", second]),
        run(&["diff", "members", "--on", "2010-05-13", "--known-at", first, "--to-known-at", second]),
    ]
}

fn certainty_and_sources() -> Vec<Stop> {
    vec![
        Stop::Title("3. Certainly, or possibly?"),
        say(
            "The first High Representative left “in February 2013”. In the middle of that month he is in office \
             possibly: no day is made up.",
        ),
        run(&["holders", "high-representative", "--on", "2013-02-15"]),
        Stop::Title("4. Which source says so?"),
        say("Every line leads down to its records, their sources, and what was believed before."),
        run(&["explain", "United States", "--on", "2010-05-13"]),
    ]
}

fn live_correction(head: &str) -> Vec<Stop> {
    vec![
        Stop::Title("5. A correction, made now"),
        say(
            "Austria is a member by 2013; nobody says since when. Suppose a letter of 2008 turned up. (It is \
             invented, so the record says that it has no source, and it is taken back at the end.)",
        ),
        run(&[
            "correct",
            "member-aut",
            "--date",
            "2008",
            "--words",
            "a letter of 2008",
            "--reason",
            "demo: suppose that a letter of 2008 turned up",
            "--uncited",
        ]),
        say("Now, and before the correction:"),
        run(&["members", "--series", "2009-01-01"]),
        run(&["members", "--series", "2009-01-01", "--known-at", head]),
        say("Nothing is ever deleted. An undo is one more record, with its reason:"),
        run(&["undo", "--reason", "the letter was invented"]),
    ]
}

/// What to try next, and why.
pub(super) fn next(book: &Book) -> [(Vec<String>, &'static str); 3] {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let since = book.before_rivals.to_string();
    [
        (words(&["timeline", "Türkiye"]), "what happened to a party, found by any of its names"),
        (
            words(&["late", "--since", &since, "--on", "2010-05-13"]),
            "what has been learned about that day since",
        ),
        (words(&["members", "--on", "2012-01-01", "--lang", "ar"]), "the roll with Arabic names"),
    ]
}

//! Every kind of event is told of: what it means and where it comes from, its data in JSON, its number.

use std::collections::BTreeSet;

use aoc_core::{EntityKind, Event, Kind};

use super::assert_none;
use super::documents::section;
use super::repository::{files, has_ending, read};

/// The lines of each file of the core.
fn sources() -> Vec<Vec<String>> {
    let files =
        files().into_iter().filter(|file| file.starts_with("aoc-core/src/") && has_ending(file, "rs"));
    files.map(|file| read(&file).lines().map(|line| line.trim().to_owned()).collect()).collect()
}

/// An example that runs reads the data of every event from JSON: `("MemberJoined", json!({…`.
#[test]
fn every_event_shows_its_data_in_an_example_that_runs() {
    let mut shown = BTreeSet::new();
    for lines in sources() {
        let mut example: Option<Vec<&str>> = None;
        for line in lines.iter().filter_map(|line| line.strip_prefix("///")) {
            match (&mut example, line.trim()) {
                (None, "```") => example = Some(Vec::new()),
                (Some(lines), "```") => {
                    if lines.iter().any(|line| line.contains("Event::from_json(event, &data)?")) {
                        let names = lines.iter().filter_map(|line| line.trim().strip_prefix("(\""));
                        shown.extend(
                            names
                                .filter_map(|rest| rest.split_once("\", json!("))
                                .map(|(name, _)| name.to_owned()),
                        );
                    }
                    example = None;
                }
                (Some(lines), _) => lines.push(line),
                (None, _) => {}
            }
        }
    }
    let known: BTreeSet<String> = Event::kinds().map(|(_, name)| name.to_owned()).collect();
    let missing = known.difference(&shown).map(|name| format!("no example shows the data of {name}"));
    let surplus = shown.difference(&known).map(|name| format!("an example shows {name}, which is no event"));
    assert_none(&missing.chain(surplus).collect::<Vec<_>>());
}

/// Above the struct of every event stands `Source: …`.
#[test]
fn every_event_says_where_it_comes_from() {
    let mut sourced = BTreeSet::new();
    for lines in sources() {
        let mut source = false;
        for line in &lines {
            if line.starts_with("/// Source: ") {
                source = true;
            } else if let Some(name) = declared(line) {
                if std::mem::take(&mut source) {
                    sourced.insert(name.to_owned());
                }
            } else if !line.starts_with("///") && !line.starts_with("#[") {
                source = false;
            }
        }
    }
    let wrong = Event::kinds().filter(|(_, name)| !sourced.contains(*name));
    assert_none(&wrong.map(|(_, name)| format!("{name} does not say its source")).collect::<Vec<_>>());
}

/// The event that a line declares: a struct, or one of the memberships, which have one form.
fn declared(line: &str) -> Option<&str> {
    let of_struct = line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {"));
    let of_list = line
        .strip_prefix("0x")
        .and_then(|rest| rest.split_once(' '))
        .map(|(_, name)| name.trim_end_matches(','));
    of_struct.or(of_list)
}

#[test]
fn the_numbers_of_kinds_stand_in_the_format() {
    let format = read("FORMAT.md");
    let told = section(&format, "### Numbers of kinds");
    let rows = told.lines().filter(|line| line.starts_with("| "));
    let cells = rows
        .filter_map(|row| row.split(" | ").nth(1))
        .flat_map(|cell| cell.trim_end_matches(" |").split(", "));
    let listed: Vec<&str> = cells.filter(|cell| cell.starts_with('`')).collect();
    let event = |code: u16, name: &str| format!("`{code:#06x}` {name}");
    let mut kinds: Vec<(u16, String)> =
        Event::kinds().map(|(code, name)| (code, event(code, name))).collect();
    kinds.push((Kind::CORROBORATED.code(), event(Kind::CORROBORATED.code(), "Corroborated")));
    kinds.sort();
    assert_eq!(listed, kinds.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>());

    let entities: Vec<String> = (0..0x8000)
        .filter_map(|code| Some(format!("{code} {}", EntityKind::from_code(code)?.word())))
        .collect();
    let words: Vec<&str> = told.split_whitespace().collect();
    assert!(
        words.join(" ").contains(&format!("{}.", entities.join(", "))),
        "the kinds of entity: {}",
        entities.join(", ")
    );
}

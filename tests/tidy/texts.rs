//! Texts: their length, their end, and what they must not hold.

use super::assert_none;
use super::repository::{files, has_ending, read};

const LINES_MAX: usize = 400;
const EXAMPLE_LINES_MAX: usize = 80;

/// Longer files, and why each is one noun all the same.
const LONGER: [(&str, &str); 3] = [
    ("aoc-core/src/decide.rs", "one trial of a commit; its steps share the prospect"),
    ("aoc-core/src/event.rs", "the two macros that join the areas stand beside what they generate"),
    ("aoc-core/src/rule.rs", "the one table of every rule"),
];

#[test]
fn files_are_short_or_say_why_not() {
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| has_ending(file, "rs")) {
        let lines = read(&file).lines().count();
        let excused = LONGER.iter().any(|(path, _)| *path == file);
        if lines > LINES_MAX && !excused {
            wrong.push(format!("{file} has {lines} lines: is it two nouns? If not, say why in LONGER"));
        }
        if lines <= LINES_MAX && excused {
            wrong.push(format!("{file} has {lines} lines: it needs no entry in LONGER any more"));
        }
        let example = file.strip_prefix("examples/").is_some_and(|rest| !rest.contains('/'));
        if example && lines > EXAMPLE_LINES_MAX {
            wrong.push(format!("{file} has {lines} lines: an example has at most {EXAMPLE_LINES_MAX}"));
        }
    }
    let gone = LONGER.iter().filter(|(path, _)| !files().iter().any(|file| file == path));
    wrong.extend(gone.map(|(path, _)| format!("{path} is in LONGER, but not in the repository")));
    assert_none(&wrong);
}

#[test]
fn files_end_with_a_newline() {
    let ends = |file: &String| {
        let text = read(file);
        text.is_empty() || text.ends_with('\n')
    };
    let wrong: Vec<String> = files()
        .into_iter()
        .filter(|file| !ends(file))
        .map(|file| format!("{file} ends without a newline"))
        .collect();
    assert_none(&wrong);
}

#[test]
fn nothing_is_left_to_do_in_the_code() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("dbg", "!")];
    let mut wrong = Vec::new();
    for file in files().into_iter().filter(|file| has_ending(file, "rs")) {
        for (line, text) in read(&file).lines().enumerate() {
            wrong.extend(
                marks
                    .iter()
                    .filter(|mark| text.contains(*mark))
                    .map(|mark| format!("{file}:{}: {mark}", line + 1)),
            );
        }
    }
    assert_none(&wrong);
}

/// Nothing in the repository knows on which machine it was written, or whence that machine takes crates.
#[test]
fn no_machine_and_no_registry_is_named() {
    let paths = [
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/wo", "rk/"),
        concat!("/Us", "ers/"),
        concat!("/tm", "p/"),
        concat!("C:", "\\Us"),
    ];
    let hosts = [
        concat!("crates", ".io"),
        concat!("spar", "se+"),
        concat!("local", "host"),
        concat!("127.", "0.0.1"),
        concat!("replace", "-with"),
    ];
    let index = concat!("source = \"registry+https://github.com/rust-lang/crates", ".io-index\"");
    let mut wrong = Vec::new();
    for file in files() {
        for (line, text) in read(&file).lines().enumerate() {
            let at = |what: &str| format!("{file}:{}: {what}", line + 1);
            wrong.extend(paths.iter().filter(|path| names_path(text, path)).map(|path| at(path)));
            if !file.ends_with("Cargo.lock") || text != index {
                wrong.extend(hosts.iter().filter(|host| text.contains(*host)).map(|host| at(host)));
            }
        }
    }
    assert_none(&wrong);
}

/// Whether a path starts here: not in the middle of an address.
fn names_path(text: &str, path: &str) -> bool {
    text.match_indices(path).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|before| " \t\"'`(=:<[".contains(before))
    })
}

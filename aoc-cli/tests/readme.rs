//! Goal: what the README shows of `aoc` is what `aoc` says.
//! Method: builds the demo's ledger, runs every command of the README's blocks in it, and looks for every line that
//! is shown among those that are printed. A line of `…` stands for lines left out, `…` at a line's end for the rest
//! of it; the width of columns does not matter.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use support::{command, root, run};
use tempfile::TempDir;

/// A command of the README, and the lines shown below it.
struct Shown {
    command: String,
    lines: Vec<String>,
}

fn shown(readme: &str) -> Vec<Shown> {
    let blocks = readme.split("```text\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let mut all = Vec::new();
    for block in blocks {
        let mut lines = block.lines();
        let Some(first) = lines.next().and_then(|line| line.strip_prefix("$ aoc ")) else { continue };
        let mut command = first.to_owned();
        while command.matches('\'').count() % 2 == 1 {
            command.push('\n');
            command.push_str(lines.next().unwrap());
        }
        all.push(Shown { command, lines: lines.map(str::to_owned).collect() });
    }
    all
}

/// The words of a command line; what stands between single quotes is one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// A line without regard to how wide its columns are.
fn plain(line: &str) -> String {
    let cells = line.replace('─', "");
    cells.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_readme_shows_what_the_command_says() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let shown = shown(&readme);
    assert!(shown.len() >= 4, "the README shows {} commands", shown.len());
    let dir = TempDir::new().unwrap();
    let demo = run(command().current_dir(dir.path()).arg("demo")).fine().out;
    assert!(demo.contains("646 records") && demo.contains("36 files"), "{demo}");
    for Shown { command: line, lines } in shown {
        let ran = run(command().current_dir(dir.path()).env("AOC_LEDGER", "aoc-demo").args(words(&line)));
        let printed: Vec<String> = ran.out.lines().chain(ran.err.lines()).map(plain).collect();
        for expected in lines.iter().filter(|line| !["", "…"].contains(&line.trim())) {
            let found = match expected.split_once("…)") {
                Some((start, _)) => printed.iter().any(|line| line.starts_with(&plain(start))),
                None => printed.contains(&plain(expected)),
            };
            assert!(found, "`aoc {line}` does not print\n{expected}\nbut\n{}{}", ran.out, ran.err);
        }
    }
}

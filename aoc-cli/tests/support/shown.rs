//! Commands as documents show them, with what they print.
//!
//! A block that begins with `$ aoc` is a command; what stands below it, it prints. A line of `…` stands for lines left out, `…`
//! within a line for whatever stands there; the width of columns does not matter. ` > FILE` puts what is printed into a file.

use std::path::Path;

use super::{command, run};

/// A command, and the lines shown below it.
struct Shown {
    command: String,
    lines: Vec<String>,
}

fn shown(document: &str) -> Vec<Shown> {
    let blocks = document.split("```text\n").skip(1).filter_map(|rest| rest.split("\n```").next());
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

/// Whether a line is what is shown, where `…` may be anything.
fn is_as_shown(line: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    for part in parts.iter().skip(1) {
        let Some((_, behind)) = rest.split_once(part) else { return false };
        rest = behind;
    }
    if parts.len() == 1 { rest.is_empty() } else { line.ends_with(last) }
}

/// Runs every command that a document shows, in a directory with the demo's ledger, and looks for every line that is shown among
/// those that are printed. Gives the number of commands.
#[track_caller]
pub(crate) fn follow(document: &str, dir: &Path) -> usize {
    let shown = shown(document);
    for Shown { command: line, lines } in &shown {
        let (line, into) =
            line.split_once(" > ").map_or((line.as_str(), None), |(line, file)| (line, Some(file)));
        let ran = run(command().current_dir(dir).env("AOC_LEDGER", "aoc-demo").args(words(line)));
        if let Some(file) = into {
            std::fs::write(dir.join(file), &ran.out).unwrap();
        }
        let printed: Vec<String> = ran.out.lines().chain(ran.err.lines()).map(plain).collect();
        for expected in lines.iter().filter(|line| !["", "…"].contains(&line.trim())) {
            let found = printed.iter().any(|line| is_as_shown(line, &plain(expected)));
            assert!(found, "`aoc {line}` does not print\n{expected}\nbut\n{}{}", ran.out, ran.err);
        }
    }
    shown.len()
}

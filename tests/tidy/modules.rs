//! Every Rust file is compiled: it is a target, or a module of one. (Cargo says nothing of a file that it
//! does not know.)

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use super::assert_none;
use super::repository::{files, has_ending, manifest, members, read, root};

/// A workspace of its own within a member.
const APART: &str = "benches/peers/";

#[test]
fn every_rust_file_of_a_member_is_compiled() {
    let members = members();
    let mut compiled = BTreeSet::new();
    for member in &members {
        for target in targets(member) {
            follow(&target, Path::new(&target).parent().unwrap_or(Path::new("")), &mut compiled);
        }
    }
    let wrong: Vec<String> = files()
        .into_iter()
        .filter(|file| has_ending(file, "rs"))
        .filter(|file| members.iter().any(|member| file.starts_with(&format!("{member}/"))))
        .filter(|file| !compiled.contains(file) && !file.starts_with(APART))
        .map(|file| format!("{file} is compiled by nothing: list it in Cargo.toml, or declare it with `mod`"))
        .collect();
    assert_none(&wrong);
}

#[test]
fn the_command_writes_in_one_place() {
    let doors = ["aoc-cli/src/output.rs", "aoc-cli/src/progress.rs"];
    let wrong: Vec<String> = files()
        .into_iter()
        .filter(|file| file.starts_with("aoc-cli/src/") && !doors.contains(&file.as_str()))
        .filter(|file| {
            ["stdout()", "stderr()", "stdout_with", "stderr_with"]
                .iter()
                .any(|door| read(file).contains(door))
        })
        .map(|file| format!("{file} writes past `output.rs`, which escapes what a terminal would obey"))
        .collect();
    assert_none(&wrong);
}

/// The root files of a member's targets: those listed with a path, and those that Cargo finds by itself.
fn targets(member: &str) -> Vec<String> {
    let entries = manifest(member);
    let is_off = |key: &str| entries.iter().any(|entry| entry.key == key && entry.value == "false");
    let target_tables = ["lib", "[bin]", "[test]", "[bench]", "[example]"];
    let listed = entries.iter().filter(|entry| target_tables.contains(&entry.table.as_str()));
    let listed = listed.filter(|entry| entry.key == "path").map(|entry| format!("{member}/{}", entry.value));
    let mut targets: Vec<String> = listed.collect();
    for (off, dir) in [
        ("autobins", "src/bin"),
        ("autotests", "tests"),
        ("autobenches", "benches"),
        ("autoexamples", "examples"),
    ] {
        let dir = format!("{member}/{dir}/");
        if !is_off(off) {
            let below = |file: &String| file.strip_prefix(&dir).map(str::to_owned);
            let found = |rest: &str| {
                !rest.contains('/') || rest.matches('/').count() == 1 && rest.ends_with("/main.rs")
            };
            let files = files().into_iter().filter(|file| has_ending(file, "rs"));
            targets.extend(files.filter(|file| below(file).is_some_and(|rest| found(&rest))));
        }
    }
    for file in ["src/lib.rs", "src/main.rs", "build.rs"] {
        let file = format!("{member}/{file}");
        if root().join(&file).exists() {
            targets.push(file);
        }
    }
    targets
}

/// Takes in a file and the modules that it declares; `dir` is where those lie.
fn follow(file: &str, dir: &Path, compiled: &mut BTreeSet<String>) {
    if !compiled.insert(file.to_owned()) {
        return;
    }
    let text = read(file);
    let mut at_path = None;
    for line in text.lines().map(str::trim) {
        if let Some(path) = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]")) {
            at_path = Some(plain(&Path::new(file).parent().unwrap_or(Path::new("")).join(path)));
            continue;
        }
        if let Some(name) = declared(line) {
            let candidates = match at_path.take() {
                Some(path) => vec![path],
                None => vec![dir.join(format!("{name}.rs")), dir.join(name).join("mod.rs")],
            };
            if let Some(found) = candidates.into_iter().find(|path| root().join(path).exists()) {
                let inside = if found.ends_with("mod.rs") {
                    found.parent().unwrap_or(Path::new("")).to_owned()
                } else {
                    found.with_extension("")
                };
                follow(&found.to_string_lossy(), &inside, compiled);
            }
        } else if !line.starts_with("#[") {
            at_path = None;
        }
    }
}

/// The module that a line declares in a file of its own: `pub(crate) mod name;`.
fn declared(line: &str) -> Option<&str> {
    let (before, name) = line.strip_suffix(';')?.rsplit_once("mod ")?;
    let visible = before.is_empty() || before.starts_with("pub");
    visible.then_some(name)
}

/// The path with its `..` worked in.
fn plain(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut plain, part| {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
        plain
    })
}

#[test]
fn nothing_is_named_like_a_build_script() {
    // Cargo would run it at every build.
    assert!(!root().join("examples/build.rs").exists());
}

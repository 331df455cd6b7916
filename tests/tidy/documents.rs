//! The documents say what the code says: rules, dependencies, commands.

use std::collections::BTreeSet;
use std::path::Path;

use aoc_core::Rule;

use super::assert_none;
use super::repository::{files, has_ending, manifest, members, read, root};

/// The first cells of a document's table rows that are a name in backticks.
fn names_in_tables(document: &str) -> BTreeSet<String> {
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|rest| rest.split_once('`')).map(|(name, _)| name.to_owned()).collect()
}

/// The part of a document under one heading.
pub(crate) fn section<'d>(document: &'d str, heading: &str) -> &'d str {
    let (_, after) =
        document.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no `{heading}`"));
    let level = format!("\n{} ", heading.split(' ').next().unwrap_or_default());
    after.split(level.as_str()).next().unwrap_or_default()
}

#[test]
fn every_dependency_has_its_reason_in_the_design() {
    let design = read("DESIGN.md");
    let told = names_in_tables(section(&design, "## Dependencies"));
    let mut used = BTreeSet::new();
    for member in members() {
        let dependencies =
            manifest(&member).into_iter().filter(|entry| entry.table.ends_with("dependencies"));
        used.extend(dependencies.map(|entry| entry.key).filter(|name| !name.starts_with("aoc-")));
    }
    let mut wrong: Vec<String> =
        used.difference(&told).map(|name| format!("{name} has no row in DESIGN.md, Dependencies")).collect();
    wrong.extend(
        told.difference(&used).map(|name| format!("{name} has a row in DESIGN.md, but nothing uses it")),
    );
    assert_none(&wrong);
}

#[test]
fn every_dependency_is_used() {
    let mut wrong = Vec::new();
    for member in members() {
        let rust = files()
            .into_iter()
            .filter(|file| has_ending(file, "rs") && file.starts_with(&format!("{member}/")));
        let code: Vec<String> = rust.map(|file| read(&file)).collect();
        for entry in manifest(&member).into_iter().filter(|entry| entry.table.ends_with("dependencies")) {
            let name = entry.key.replace('-', "_");
            let named = [format!("{name}::"), format!("use {name}")];
            if !code.iter().any(|text| named.iter().any(|named| text.contains(named.as_str()))) {
                wrong.push(format!("{member} does not use {}", entry.key));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn what_the_workspace_lists_is_used() {
    let listed = manifest(".").into_iter().filter(|entry| entry.table == "workspace.dependencies");
    let listed: BTreeSet<String> = listed.map(|entry| entry.key).collect();
    let of =
        |member: String| manifest(&member).into_iter().filter(|entry| entry.table.ends_with("dependencies"));
    let used: BTreeSet<String> = members().into_iter().flat_map(of).map(|entry| entry.key).collect();
    let wrong: Vec<String> = listed
        .difference(&used)
        .map(|name| format!("{name} is listed in Cargo.toml, but no member uses it"))
        .collect();
    assert_none(&wrong);
}

#[test]
fn every_rule_stands_in_the_design_word_for_word() {
    let row = |(name, meaning, source): &(&str, &str, &str)| format!("| `{name}` | {meaning} | {source} |");
    let rows: Vec<String> = Rule::ALL.iter().map(row).collect();
    let design = read("DESIGN.md");
    let told: Vec<&str> =
        section(&design, "## Rules").lines().filter(|line| line.starts_with("| `")).collect();
    let missing = rows.iter().filter(|row| !told.contains(&row.as_str()));
    let mut wrong: Vec<String> = missing.map(|row| format!("DESIGN.md, Rules lacks the row {row}")).collect();
    let surplus = told.iter().filter(|row| !rows.iter().any(|rule| rule == *row));
    wrong.extend(surplus.map(|row| format!("DESIGN.md, Rules has a row that is no rule's: {row}")));
    assert_none(&wrong);
    assert_eq!(rows, told, "the rows of DESIGN.md, Rules stand in the order of rule.rs");
}

#[test]
fn the_readme_names_the_command_that_runs_the_tests() {
    let script = read(".ci/test");
    let command = script.lines().rfind(|line| !line.trim().is_empty()).expect("a command");
    assert!(
        read("README.md").lines().any(|line| line.trim() == command),
        "README.md does not name `{command}`"
    );
    assert!(read(".ci/run").lines().any(|line| line == ".ci/test"), ".ci/run does not call .ci/test");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let documents = files().into_iter().filter(|file| has_ending(file, "md"));
    let mut wrong = Vec::new();
    for document in documents {
        let text = read(&document);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let file = link.split('#').next().unwrap_or_default();
            let beside = Path::new(&document).parent().unwrap_or(Path::new("")).join(file);
            if !root().join(beside).exists() {
                wrong.push(format!("{document} links to {link}, which is not there"));
            }
        }
    }
    assert_none(&wrong);
}

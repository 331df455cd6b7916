//! What the generators reach, as a table: every kind of event is accepted, every rule is broken.
//!
//! `cargo test -p aoc-tests --test laws -- coverage --nocapture` shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use aoc_core::{Event, Rule};
use aoc_tests::history::{Erasing, History};
use aoc_tests::scene::Scene;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::histories::histories_of;

/// Rules that only the shape of a record can break, and who tries them.
const ELSEWHERE: [(&str, &str); 6] = [
    ("anchor-chain", "needs 258 records: scenarios/dates.rs"),
    ("record-too-long", "needs 50 KiB: scenarios/rules.rs"),
    ("too-many-entities", "needs 256 entities: scenarios/rules.rs"),
    ("too-many-answers", "needs 65 answers: scenarios/rules.rs"),
    ("unwritable", "no JSON gives one: scenarios"),
    ("unwritable-date", "no EDTF text gives one: scenarios/rules.rs"),
];

#[derive(Default)]
struct Counts {
    accepted: usize,
    refused: usize,
}

#[derive(Default)]
struct Table {
    kinds: BTreeMap<(u16, String), Counts>,
    rules: BTreeMap<&'static str, usize>,
    tries: usize,
}

impl Table {
    fn count(&mut self, history: &History) {
        for attempt in &history.tries {
            self.tries += 1;
            let findings = attempt.verdict.as_ref().err();
            let blamed: BTreeSet<usize> = findings
                .iter()
                .flat_map(|said| said.findings())
                .map(|finding| finding.draft.index())
                .collect();
            for (at, draft) in attempt.drafts.iter().enumerate() {
                let Some(event) = draft.event() else { continue };
                let counts = self.kinds.entry((event.kind().code(), event.kind().name())).or_default();
                counts.accepted += usize::from(findings.is_none());
                counts.refused += usize::from(blamed.contains(&at));
            }
            for finding in findings.iter().flat_map(|said| said.findings()) {
                *self.rules.entry(finding.rule.name()).or_default() += 1;
            }
        }
    }

    fn print(&self) -> String {
        let mut text = format!("{} tries\n\n{:34}{:>9}{:>9}\n", self.tries, "event", "accepted", "refused");
        for ((_, name), counts) in &self.kinds {
            writeln!(text, "{name:34}{:>9}{:>9}", counts.accepted, counts.refused).unwrap();
        }
        writeln!(text, "\n{:34}{:>9}", "rule", "refused").unwrap();
        for (name, _, _) in Rule::ALL {
            let why = ELSEWHERE.iter().find(|(rule, _)| rule == name).map_or("", |(_, why)| *why);
            writeln!(text, "{name:34}{:>9}  {why}", self.rules.get(name).unwrap_or(&0)).unwrap();
        }
        text
    }
}

#[test]
fn coverage_every_kind_is_accepted_and_every_rule_is_broken() {
    let mut runner = TestRunner::deterministic();
    let mut table = Table::default();
    for scene in [None].into_iter().chain(Scene::ALL.map(Some)) {
        let strategy = histories_of(scene, 32, Erasing::NowAndThen);
        for _ in 0..if scene == Some(Scene::Agreements) { 400 } else { 120 } {
            table.count(&strategy.new_tree(&mut runner).unwrap().current());
        }
    }
    let text = table.print();
    println!("{text}");
    for (code, name) in Event::kinds() {
        let counts = table.kinds.get(&(code, name.to_owned()));
        assert!(counts.is_some_and(|counts| counts.accepted > 0), "{name} is never accepted:\n{text}");
        assert!(counts.is_some_and(|counts| counts.refused > 0), "{name} is never refused:\n{text}");
    }
    for (name, _, _) in Rule::ALL {
        let elsewhere = ELSEWHERE.iter().any(|(rule, _)| rule == name);
        assert_eq!(table.rules.contains_key(name), !elsewhere, "{name}:\n{text}");
    }
}

//! [`Shown`]: how the lines of `aoc diff` are shown, question by question.

use aoc_replay::{HolderLine, ReconciliationLine, RollLine, TimelineLine};
use serde_json::Value;

use crate::ask::{holders, members, reconcile, timeline};
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// A line that can be compared with another of its kind.
pub(super) trait Shown {
    /// What the line is about.
    fn what(&self, labels: &Labels) -> String;
    /// What it is called, where that may change.
    fn name(&self, _: &Labels) -> String {
        String::new()
    }
    /// What it says.
    fn how(&self, labels: &Labels) -> String;
    /// The records behind it.
    fn behind(&self) -> String;
    /// The line for programs.
    fn json(&self, labels: &Labels, sources: &Sources) -> Value;
}

/// What two lines say, so that the difference is to be seen.
pub(super) fn pair<L: Shown>(old: &L, old_labels: &Labels, new: &L, new_labels: &Labels) -> (String, String) {
    let (mut before, mut after) = (old.how(old_labels), new.how(new_labels));
    let (old_name, new_name) = (old.name(old_labels), new.name(new_labels));
    if old_name != new_name {
        before = format!("{old_name}: {before}");
        after = format!("{new_name}: {after}");
    }
    if before != after {
        return (before, after);
    }
    (format!("{before}; records {}", old.behind()), format!("{after}; records {}", new.behind()))
}

impl Shown for RollLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name_and_code(self.party)
    }

    fn name(&self, labels: &Labels) -> String {
        labels.name(self.party)
    }

    fn how(&self, _: &Labels) -> String {
        let member = members::member_words(self.member, self.suspended);
        format!("{member}, joined {}", words::window(self.joined))
    }

    fn behind(&self) -> String {
        members::positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        members::line_json(self, labels, sources)
    }
}

impl Shown for HolderLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name(self.person)
    }

    fn how(&self, _: &Labels) -> String {
        let since = holders::since(self);
        let standing = holders::standing(self);
        if since.is_empty() { standing } else { format!("{standing}; took office {since}") }
    }

    fn behind(&self) -> String {
        members::positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        holders::line_json(self, labels, sources)
    }
}

impl Shown for TimelineLine {
    fn what(&self, labels: &Labels) -> String {
        match &self.record.event {
            Some(event) => words::event(event, labels),
            None => words::record(&self.record, labels),
        }
    }

    fn how(&self, _: &Labels) -> String {
        timeline::when(self)
    }

    fn behind(&self) -> String {
        self.record.position.to_string()
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        timeline::line_json(self, labels, sources)
    }
}

impl Shown for ReconciliationLine {
    fn what(&self, labels: &Labels) -> String {
        format!("{}, {}", reconcile::attested(self, labels), words::date(self.date))
    }

    fn how(&self, _: &Labels) -> String {
        format!("{}: {}", reconcile::derived(self), reconcile::finding(self))
    }

    fn behind(&self) -> String {
        self.record.to_string()
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        reconcile::line_json(self, labels, sources)
    }
}

//! Each of the twenty rules of the domain has tests named after it: what the book takes, what it refuses, and what a
//! refusal says: the rule by its name, the record it collides with, and the article that the rule comes from.
//!
//! A [`Story`] is a list of commits and does not change: every `when` is put to a book of its own.
#![allow(clippy::needless_pass_by_value, reason = "drafts are written where they are used")]

mod agreements;
mod amendments;
mod blame;
mod commits;
mod figures;
mod groups;
mod mechanisms;
mod obligations;
mod offices;
mod parties;
mod planned;
mod plans;
mod sources;
mod strategies;
mod vague_dates;

use aoc_core::{Breaks, Rejection};
use aoc_replay::{Given, Outcome, Projection, View};
use serde_json::{Value, json};

use crate::drafts;

/// What a draft says, with an id of its own.
pub(crate) fn fact(id: &str, event: &str, date: &str, body: &Value) -> Value {
    json!({"id": id, "event": event, "date": date, "data": body})
}

/// A name in English.
pub(crate) fn named(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

/// The draft with something else in its data.
pub(crate) fn with(mut draft: Value, field: &str, value: Value) -> Value {
    draft["data"][field] = value;
    draft
}

/// The draft, said to follow a record.
pub(crate) fn after(mut draft: Value, record: &str) -> Value {
    draft["after"] = json!(record);
    draft
}

/// The draft as a correction of a record.
pub(crate) fn corrects(mut draft: Value, record: &str) -> Value {
    draft["id"] = json!(format!("{record}-corrected"));
    draft["corrects"] = json!(record);
    draft["reason"] = json!("a better source");
    draft
}

/// That the record never happened.
pub(crate) fn retracts(record: &str) -> Value {
    json!({"id": format!("{record}-retracted"), "retracts": record, "reason": "it never happened"})
}

/// Commits that a book takes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Story {
    commits: Vec<Vec<Value>>,
}

impl Story {
    /// These drafts too, as one commit.
    #[track_caller]
    pub(crate) fn and(mut self, commit: &[Value]) -> Self {
        self.when(commit).accepted();
        self.commits.push(commit.to_vec());
        self
    }

    /// These drafts are put to a book that holds the story.
    #[track_caller]
    pub(crate) fn when(&self, commit: &[Value]) -> Trial {
        let told = self.commits.iter();
        let given = told.fold(Given::an_empty_book(), |given, commit| given.and(&drafts(commit)));
        let ids = |drafts: &[Value]| drafts.iter().map(|draft| draft["id"].clone()).collect();
        let records = ids(&self.commits.concat());
        Trial { outcome: given.when(&drafts(commit)), records, drafts: ids(commit) }
    }

    /// What the book answers at the end of the story.
    #[track_caller]
    pub(crate) fn ask<P: Projection>(&self, question: &P, on: &str) -> P::Answer {
        let (last, before) = self.commits.split_last().expect("a story of one commit at least");
        let trial = Self { commits: before.to_vec() }.when(last);
        trial.accepted();
        trial.outcome.then_ask(question, View::on(on.parse().expect("a day")))
    }
}

/// What became of drafts.
#[derive(Debug)]
pub(crate) struct Trial {
    outcome: Outcome,
    /// The ids of the records, from position 1 on.
    records: Vec<Value>,
    /// The ids of the drafts.
    drafts: Vec<Value>,
}

impl Trial {
    /// The book took them.
    #[track_caller]
    pub(crate) fn accepted(&self) {
        self.outcome.then_accepted();
    }

    /// The book said no to one of them, by this one rule, which comes from there.
    #[track_caller]
    pub(crate) fn refused(&self, rule: &str, source: &str) -> Refused<'_> {
        let rejections = self.outcome.then_rejected_by(&[rule]);
        let refused = Refused { trial: self, finding: &rejections.findings()[0] };
        let text = refused.text();
        assert!(text.ends_with(&format!(" [{}]", refused.finding.rule.source())), "{text}");
        assert!(refused.finding.rule.source().starts_with(source), "`{source}` is not the source of: {text}");
        refused
    }

    /// Everything that the book said against them: a draft and a rule.
    #[track_caller]
    pub(crate) fn findings(&self, rules: &[&str]) -> Vec<Refused<'_>> {
        let rejections = self.outcome.then_rejected_by(rules);
        rejections.findings().iter().map(|finding| Refused { trial: self, finding }).collect()
    }

    /// A record or a draft, in the words of the book.
    #[track_caller]
    fn place(&self, id: &str) -> String {
        let number = |ids: &[Value]| ids.iter().position(|other| other == id).map(|at| at + 1);
        match (number(&self.records), number(&self.drafts)) {
            (Some(position), _) => format!("record {position}"),
            (None, Some(number)) => format!("draft {number} of this commit"),
            (None, None) => panic!("nothing bears the id `{id}`"),
        }
    }
}

/// One thing that the book said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Refused<'t> {
    trial: &'t Trial,
    pub(crate) finding: &'t Rejection,
}

impl Refused<'_> {
    pub(crate) fn text(self) -> String {
        self.finding.to_string()
    }

    /// The draft itself breaks the rule, and collides with this record.
    #[track_caller]
    pub(crate) fn sees(self, record: &str) -> Self {
        self.points(None, Some(record))
    }

    /// The draft itself breaks the rule, whatever else stands in the book.
    #[track_caller]
    pub(crate) fn sees_nothing(self) -> Self {
        self.points(None, None)
    }

    /// This record would break the rule, if the draft stood in the book; the record collides with another, or with
    /// the draft itself.
    #[track_caller]
    pub(crate) fn breaks(self, record: &str, sees: Option<&str>) -> Self {
        self.points(Some(record), sees)
    }

    #[track_caller]
    fn points(self, breaks: Option<&str>, sees: Option<&str>) -> Self {
        let text = self.text();
        let said = |id: &str| self.trial.place(id);
        let broken = match self.finding.breaks {
            Breaks::Itself => None,
            Breaks::Other(place) => Some(place.to_string()),
        };
        let collided = self.finding.collides.map(|place| place.to_string());
        assert_eq!((&broken, &collided), (&breaks.map(said), &sees.map(said)), "{text}");
        let told =
            [broken.map(|it| format!("it would break {it}: ")), collided.map(|it| format!("(see {it})"))];
        for words in told.into_iter().flatten() {
            assert!(text.contains(&words), "`{words}` is not in: {text}");
        }
        self
    }

    /// It says so.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        let text = self.text();
        assert!(text.contains(words), "`{words}` is not in: {text}");
        self
    }

    /// It says that the draft would be taken if it were said to follow this record.
    #[track_caller]
    pub(crate) fn settled_after(self, record: &str) -> Self {
        let text = self.text();
        let place = self.trial.place(record);
        assert_eq!(
            self.finding.settled_by_after.map(|place| place.to_string()),
            Some(place.clone()),
            "{text}"
        );
        assert!(text.contains(&format!("say that it followed {place} (`after`)")), "{text}");
        self
    }
}

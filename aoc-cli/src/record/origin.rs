//! [`Origin`]: where drafts come from, and findings against them in words, JSON and CSV.

use serde_json::{Map, Value, json};

use super::finding::{Finding, Pointed};
use super::line::Span;

/// Where drafts come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    /// The file as it was given, or what stands for one.
    pub(super) file: String,
    /// What its lines are.
    pub(super) unit: Unit,
}

/// What is counted in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Its lines.
    Line,
    /// The drafts of a list.
    Draft,
}

impl Unit {
    /// One, several.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Line => ("line", "lines"),
            Self::Draft => ("draft", "drafts"),
        }
    }
}

impl Origin {
    /// `FILE:LINE`, or the number of the draft.
    pub(super) fn place(&self, span: Span) -> String {
        match self.unit {
            Unit::Line => format!("{}:{}", self.file, span.first),
            Unit::Draft => format!("draft {}", span.first),
        }
    }

    fn pointed(&self, pointed: &Pointed) -> String {
        match pointed {
            Pointed::Record(seen) => seen.words(),
            Pointed::Line(span) => self.place(*span),
        }
    }

    fn short(&self, pointed: &Pointed) -> String {
        match pointed {
            Pointed::Record(seen) => format!("record {}", seen.position),
            Pointed::Line(span) => self.place(*span),
        }
    }

    fn pointed_json(&self, pointed: &Pointed) -> Value {
        match pointed {
            Pointed::Record(seen) => seen.to_json(),
            Pointed::Line(span) => json!({"file": self.file, "line": span.first.get()}),
        }
    }

    /// A finding in lines: the first says where and what, the others say more; the excerpt only once.
    pub(super) fn lines(&self, finding: &Finding, again: bool) -> (String, Vec<String>) {
        let byte = finding.byte.map(|byte| format!(", byte {byte}")).unwrap_or_default();
        let about = finding.about.as_ref().map(|about| format!(" [{about}]")).unwrap_or_default();
        let broken =
            finding.breaks.as_ref().map(|pointed| format!("it would break {}: ", self.short(pointed)));
        let (place, broken) = (self.place(finding.span), broken.unwrap_or_default());
        let first = format!("{place}{byte}: {}: {broken}{}{about}", finding.rule, finding.words);
        let mut more = Vec::new();
        let mut put = |word: &str, text: Option<String>| {
            more.extend(text.map(|text| format!("{word:<9} {text}")));
        };
        put("line", Some(finding.excerpt.clone()).filter(|excerpt| !excerpt.is_empty() && !again));
        put("breaks", finding.breaks.as_ref().map(|pointed| self.pointed(pointed)));
        put("collides", finding.collides.as_ref().map(|pointed| format!("with {}", self.pointed(pointed))));
        let after = finding.after.as_ref().map(|pointed| self.pointed(pointed));
        let after = after.map(|after| format!("; or, if it followed {after}, say so with `after`"));
        let broken = finding.breaks.as_ref();
        let broken =
            broken.map(|it| format!("; or correct or retract {} in the same commit", self.short(it)));
        let other = format!("{}{}", broken.unwrap_or_default(), after.unwrap_or_default());
        put("remedy", Some(format!("{}{other}", finding.remedy)));
        put("rule from", Some(finding.source.to_owned()));
        let follows = finding.follows.map(|span| self.place(span));
        put(
            "follows",
            follows.map(|place| format!("only from {place}, which is refused: correct that first")),
        );
        (first, more)
    }

    /// A finding as JSON.
    pub(super) fn json(&self, finding: &Finding) -> Value {
        let mut json = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                json.insert(key.to_owned(), value);
            }
        };
        put("file", Some(json!(self.file)));
        put("line", Some(json!(finding.span.first.get())));
        put("last_line", (finding.span.last != finding.span.first).then(|| json!(finding.span.last.get())));
        put("byte", finding.byte.map(|byte| json!(byte)));
        put("excerpt", Some(json!(finding.excerpt)));
        put("rule", Some(json!({"name": finding.rule, "words": finding.words, "source": finding.source})));
        put("about", finding.about.as_ref().map(|about| json!(about)));
        let pointed = |pointed: &Option<Pointed>| pointed.as_ref().map(|pointed| self.pointed_json(pointed));
        put("breaks", pointed(&finding.breaks));
        put("collides", pointed(&finding.collides));
        put("after", pointed(&finding.after));
        put("remedy", Some(json!(finding.remedy)));
        put("follows", finding.follows.map(|span| json!({"file": self.file, "line": span.first.get()})));
        Value::Object(json)
    }

    /// The headings of findings as CSV.
    pub(super) const HEADINGS: &[&str] =
        &["line", "byte", "rule", "words", "about", "collides", "remedy", "follows", "source", "excerpt"];

    /// A finding as a CSV row.
    pub(super) fn row(&self, finding: &Finding) -> Vec<String> {
        let pointed =
            |pointed: &Option<Pointed>| pointed.as_ref().map(|it| self.pointed(it)).unwrap_or_default();
        vec![
            finding.span.first.to_string(),
            finding.byte.map(|byte| byte.to_string()).unwrap_or_default(),
            finding.rule.to_owned(),
            finding.words.clone(),
            finding.about.clone().unwrap_or_default(),
            pointed(&finding.collides),
            finding.remedy.clone(),
            finding.follows.map(|span| self.place(span)).unwrap_or_default(),
            finding.source.to_owned(),
            finding.excerpt.clone(),
        ]
    }
}

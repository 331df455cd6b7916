//! `aoc calendar --priorities`: the priority areas on a day.

use aoc_core::Position;
use aoc_replay::{PriorityAreaLine, PriorityAreasAnswer};
use serde_json::{Value, json};

use crate::ask::calendar::unless_certain;
use crate::ask::certainty::{window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Listing, ListingLine};
use crate::ask::members::positions;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// The areas on the day, in a sentence.
pub(super) fn note(areas: &PriorityAreasAnswer, labels: &Labels) -> String {
    if areas.lines.is_empty() {
        return "No priority area is on record for that day.".to_owned();
    }
    let area = |line: &PriorityAreaLine| format!("{}{}", labels.name(line.area), unless_certain(line.held));
    let areas: Vec<String> = areas.lines.iter().map(area).collect();
    format!("Priority areas on that day: {}.", words::list(&areas))
}

/// An area beside another answer: without its sources.
pub(super) fn short_json(line: &PriorityAreaLine, labels: &Labels) -> Value {
    json!({
        "area": {"id": line.area, "name": labels.name(line.area)},
        "of": line.of.map(|party| labels.json(party)),
        "held": line.held.word(),
        "adopted": window_json(line.adopted),
        "records": line.records,
    })
}

impl Shown for PriorityAreaLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name(self.area)
    }

    fn how(&self, _: &Labels) -> String {
        let (held, adopted) = (words::certainty(self.held), words::window(self.adopted));
        format!("{held} a priority area, adopted {adopted}")
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let mut json = short_json(self, labels);
        if let Value::Object(fields) = &mut json {
            fields.insert("sources".to_owned(), sources.json(&self.records, labels));
        }
        json
    }
}

impl ListingLine for PriorityAreaLine {
    const HEADINGS: &'static [&'static str] = &["area", "of", "held", "adopted"];
    const COLUMNS: &'static [&'static str] =
        &["area", "of", "held", "adopted_earliest", "adopted_latest", "id"];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        vec![
            labels.name(self.area),
            self.of.map(|party| labels.name(party)).unwrap_or_default(),
            words::certainty(self.held).to_owned(),
            words::short_window(self.adopted),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let [earliest, latest] = window_cells(Some(self.adopted));
        vec![
            labels.name(self.area),
            self.of.map(|party| labels.name(party)).unwrap_or_default(),
            self.held.word().to_owned(),
            earliest,
            latest,
            self.area.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for PriorityAreasAnswer {
    type Line = PriorityAreaLine;
    const WORD: &'static str = "priorities";

    fn title(&self, _: &Labels) -> String {
        "Priority areas".to_owned()
    }

    fn listed(&self) -> Vec<&PriorityAreaLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, _: &Labels) -> Vec<String> {
        vec!["An area that was adopted is one until the book knows that it was dropped.".to_owned()]
    }
}

//! `aoc partners`: find your partner by theme, region and kind.

use aoc_core::{PartyKind, Position, Region};
use aoc_replay::{PartnerLine, Partners, PartnersAnswer, Total};
use serde_json::{Map, Value, json};

use crate::args::PartnersArgs;
use crate::ask::calendar::unless_certain;
use crate::ask::differences::Shown;
use crate::ask::directory;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::{group_json, line_json, member_words, positions, total_json};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// The group in which partners are looked for when none is named.
const DEFAULT_GROUP: &str = "partner-network";

/// Answers the question.
pub(crate) fn run(args: &PartnersArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let wanted = Wanted { theme: args.theme.as_deref(), region: args.region, kind: args.kind };
    let question = wanted.question(args.group.as_deref(), &desk.labels)?;
    desk.show(&question, context)
}

/// What sort of partner is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wanted<'a> {
    pub(super) theme: Option<&'a str>,
    pub(super) region: Option<Region>,
    pub(super) kind: Option<PartyKind>,
}

impl Wanted<'_> {
    /// Those of this group, or of the partner network.
    pub(super) fn question(self, group: Option<&str>, labels: &Labels) -> Result<Partners, CliError> {
        let mut question = Partners::of(find::group_or(labels, group, DEFAULT_GROUP)?);
        if let Some(theme) = self.theme {
            question = question.on_theme(directory::theme(theme, labels)?);
        }
        if let Some(region) = self.region {
            question = question.from_region(region);
        }
        Ok(self.kind.map_or(question, |kind| question.of_kind(kind)))
    }
}

fn region(line: &PartnerLine) -> String {
    line.member.region.map(|region| region.name().to_owned()).unwrap_or_default()
}

/// The entries, one a line.
fn entries(line: &PartnerLine, labels: &Labels) -> String {
    let entry = |entry: &aoc_replay::DirectoryLine| {
        let (theme, title) = (labels.name(entry.theme), labels.text(entry.title.as_str()));
        format!("{theme}: {title} ({}){}", entry.kind.word(), unless_certain(entry.listed))
    };
    line.entries.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn total(answer: &PartnersAnswer) -> Total {
    answer.lines.iter().map(|line| line.member.member).collect()
}

impl Shown for PartnerLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name_and_code(self.member.party)
    }

    fn name(&self, labels: &Labels) -> String {
        labels.name(self.member.party)
    }

    fn how(&self, labels: &Labels) -> String {
        let member = format!("{} a member", member_words(self.member.member, self.member.suspended));
        let entries = entries(self, labels).replace('\n', "; ");
        if entries.is_empty() { member } else { format!("{member}; {entries}") }
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        json!({
            "member": line_json(&self.member, labels, sources),
            "entries": self.entries.iter().map(|entry| entry.json(labels, sources)).collect::<Vec<_>>(),
        })
    }
}

impl ListingLine for PartnerLine {
    const HEADINGS: &'static [&'static str] = &["partner", "kind", "region", "member", "entries"];
    const COLUMNS: &'static [&'static str] = &[
        "partner",
        "code",
        "kind",
        "region",
        "member",
        "entries",
        "entries_certain",
        "entries_possible",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        vec![
            labels.name(self.member.party),
            words::kind(self.member.kind).to_owned(),
            region(self),
            member_words(self.member.member, self.member.suspended),
            entries(self, labels),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let listed: Total = self.entries.iter().map(|entry| entry.listed).collect();
        vec![
            labels.name(self.member.party),
            labels.code(self.member.party),
            self.member.kind.word().to_owned(),
            region(self),
            self.member.member.word().to_owned(),
            entries(self, labels).replace('\n', "; "),
            listed.certain.to_string(),
            listed.possible.to_string(),
            self.member.party.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for PartnersAnswer {
    type Line = PartnerLine;
    const WORD: &'static str = "partners";

    fn title(&self, labels: &Labels) -> String {
        format!("Partners in {}", labels.the(self.group))
    }

    fn listed(&self) -> Vec<&PartnerLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, _: &Labels) -> Vec<String> {
        if self.names.is_none() {
            return vec!["In this view the group did not exist yet, or the book did not know it.".to_owned()];
        }
        vec![
            format!("Partners: {}.", words::total(total(self))),
            "Entries are those of the clearinghouse that the partner contributed, or that are about it. Regions are UN M49; only countries have one.".to_owned(),
        ]
    }

    fn beside(&self, labels: &Labels) -> Map<String, Value> {
        Map::from_iter([
            ("group".to_owned(), group_json(self.group, labels)),
            ("known".to_owned(), json!(self.names.is_some())),
            ("total".to_owned(), total_json(total(self))),
        ])
    }
}

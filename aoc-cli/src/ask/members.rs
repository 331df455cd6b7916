//! `aoc members`: who belongs to a group on a day.

mod proof;

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{GroupId, PartyKind, Position};
use aoc_replay::{Answer, Certainty, Ledger, Roll, RollAnswer, RollLine, Total};
use serde_json::{Value, json};

use crate::args::MembersArgs;
use crate::ask::certainty::window_json;
use crate::ask::series;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;
use proof::Written;

/// Answers the question.
pub(crate) fn run(args: &MembersArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let group = find::group(&labels, args.group.as_deref())?;
    if !args.series.is_empty() {
        return series::run(args, group, &ledger, context);
    }
    match &args.proof {
        None => show(group, &asked, None, &ledger, context)?,
        Some(path) => {
            let (asked, written) = proof::write(path, group, &asked, &ledger)?;
            show(group, &asked, Some(&written), &ledger, context)?;
        }
    }
    Ok(ExitCode::Fine)
}

/// Shows the answer, and what is to be said of a proof of it.
fn show(
    group: GroupId,
    asked: &Asked,
    written: Option<&Written>,
    ledger: &Ledger,
    context: &Context,
) -> Result<(), CliError> {
    let labels = Labels::of_view(context, ledger, asked.view())?;
    let roll = ledger.ask(&Roll::of(group), asked.view())?;
    let viewed = asked.read(ledger)?;
    match context.format() {
        Format::Table => {
            let mut page = page(&roll.value, &viewed, &labels);
            if let Some(written) = written {
                page.gap();
                written.lines().into_iter().for_each(|line| page.line(line));
            }
            context.output.page(&page)
        }
        Format::Csv => {
            if let Some(written) = written {
                let mut page = Page::new();
                written.lines().into_iter().for_each(|line| page.line(line));
                context.output.aside(&page);
            }
            context.output.csv(&rows(&roll.value, &viewed, &labels), &viewed.sentence())
        }
        Format::Json => {
            let records = roll.value.members.iter().flat_map(|line| line.records.iter().copied());
            let sources = Sources::of(ledger, records, asked.view())?;
            let mut json = json(&roll, &viewed, &labels, &sources);
            if let (Some(written), Value::Object(fields)) = (written, &mut json) {
                fields.insert("proof".to_owned(), written.json());
            }
            context.output.json(&json)
        }
    }
}

fn page(roll: &RollAnswer, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    tell(&mut page, roll, &viewed.sentence(), labels);
    if roll.names.is_some() {
        page.line(
            "The book counts the members that it names. `aoc explain PARTY` says what a line rests on.",
        );
    }
    page
}

/// The members, for people.
pub(crate) fn tell(page: &mut Page, roll: &RollAnswer, view: &str, labels: &Labels) {
    page.title(format!("Members of {}", labels.the(roll.group)));
    page.line(view);
    page.gap();
    if roll.names.is_none() {
        page.line("In this view the group did not exist yet, or the book did not know it.");
        return;
    }
    let shared = shared_records(roll);
    for (kind, total) in roll.by_kind() {
        page.title(format!("{}: {}", words::kinds(kind), words::total(total)));
        page.table(table(kind, roll, &shared, labels));
        page.gap();
    }
    page.line(format!("Total: {}.", words::total(roll.total())));
    let regions: Vec<String> = roll
        .by_region()
        .iter()
        .map(|(region, total)| format!("{} {}", region.name(), span(*total)))
        .collect();
    if !regions.is_empty() {
        page.line(format!("Countries by region (UN M49): {}.", regions.join("; ")));
    }
    page.line("Joined A … B: on a day from A to B, as far as the sources tell.");
}

/// Whether a party belongs, and whether it is suspended, in words.
pub(super) fn member_words(member: Certainty, suspended: Certainty) -> String {
    let member = words::certainty(member);
    match suspended {
        Certainty::No => member.to_owned(),
        Certainty::Certain => format!("{member}; suspended"),
        perhaps => format!("{member}; {} suspended", words::certainty(perhaps)),
    }
}

/// `26 to 49`, or `26` where both bounds are one.
pub(super) fn span(total: Total) -> String {
    if total.certain == total.possible {
        total.certain.to_string()
    } else {
        format!("{} to {}", total.certain, total.possible)
    }
}

fn table(kind: PartyKind, roll: &RollAnswer, shared: &BTreeSet<Position>, labels: &Labels) -> Table {
    let lines: Vec<&RollLine> = roll.members.iter().filter(|line| line.kind == kind).collect();
    let regions = lines.iter().any(|line| line.region.is_some());
    let region = |cell: String| Some(cell).filter(|_| regions);
    let codes = labels.has_codes();
    let code = |cell: String| Some(cell).filter(|_| codes);
    let headings = [
        Some("party"),
        codes.then_some("code"),
        regions.then_some("region"),
        Some("member"),
        Some("joined"),
        Some("records"),
    ];
    let mut table = Table::new(&headings.into_iter().flatten().collect::<Vec<_>>());
    for line in lines {
        let own: Vec<Position> =
            line.records.iter().copied().filter(|record| !shared.contains(record)).collect();
        let cells = [
            Some(labels.name(line.party)),
            code(labels.code(line.party)),
            region(line.region.map(|region| region.name().to_owned()).unwrap_or_default()),
            Some(member_words(line.member, line.suspended)),
            Some(words::short_window(line.joined)),
            Some(positions(&own)),
        ];
        table.row(cells.into_iter().flatten());
    }
    table
}

/// The records on which every line rests: the founding of the group.
fn shared_records(roll: &RollAnswer) -> BTreeSet<Position> {
    let mut lines: BTreeMap<Position, usize> = BTreeMap::new();
    for record in roll.members.iter().flat_map(|line| &line.records) {
        let count = lines.entry(*record).or_default();
        *count = count.saturating_add(1);
    }
    let all = roll.members.len();
    lines.into_iter().filter(|(_, count)| *count == all && all > 1).map(|(record, _)| record).collect()
}

pub(super) fn positions(positions: &[Position]) -> String {
    let positions: Vec<String> = positions.iter().map(ToString::to_string).collect();
    positions.join(" ")
}

fn rows(roll: &RollAnswer, viewed: &Viewed, labels: &Labels) -> Table {
    let own = [
        "party",
        "code",
        "kind",
        "region",
        "member",
        "suspended",
        "joined_earliest",
        "joined_latest",
        "records",
        "id",
    ];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in &roll.members {
        let cells = [
            labels.name(line.party),
            labels.code(line.party),
            line.kind.word().to_owned(),
            line.region.map(|region| region.name().to_owned()).unwrap_or_default(),
            line.member.word().to_owned(),
            line.suspended.word().to_owned(),
            line.joined.earliest.to_string(),
            line.joined.latest.to_string(),
            positions(&line.records),
            line.party.to_string(),
        ];
        table.row(cells.into_iter().chain(viewed.cells()));
    }
    table
}

fn json(roll: &Answer<RollAnswer>, viewed: &Viewed, labels: &Labels, sources: &Sources) -> Value {
    let roll = &roll.value;
    let members: Vec<Value> = roll.members.iter().map(|line| line_json(line, labels, sources)).collect();
    json!({
        "format": "aoc.members/1",
        "view": viewed.json(),
        "group": group_json(roll.group, labels),
        "known": roll.names.is_some(),
        "total": total_json(roll.total()),
        "by_kind": by_kind_json(roll),
        "by_region": by_region_json(roll),
        "members": members,
    })
}

/// Of the answer, what the records of a proof give: no sources and no codes, but the names in every language.
pub(crate) fn derived_json(roll: &RollAnswer) -> Value {
    let member = |line: &RollLine| standing_json(&json!({"id": line.party, "names": line.names}), line);
    json!({
        "known": roll.names.is_some(),
        "names": roll.names,
        "total": total_json(roll.total()),
        "by_kind": by_kind_json(roll),
        "by_region": by_region_json(roll),
        "members": roll.members.iter().map(member).collect::<Vec<_>>(),
    })
}

/// A group's id and name, for programs.
pub(super) fn group_json(group: GroupId, labels: &Labels) -> Value {
    json!({"id": group, "name": labels.name(group)})
}

/// One member, for programs.
pub(super) fn line_json(line: &RollLine, labels: &Labels, sources: &Sources) -> Value {
    let mut json = standing_json(&labels.json(line.party), line);
    if let Value::Object(fields) = &mut json {
        fields.insert("sources".to_owned(), json!(sources.json(&line.records, labels)));
    }
    json
}

/// How a party stands in the group, and the records that say so.
fn standing_json(party: &Value, line: &RollLine) -> Value {
    json!({
        "party": party,
        "kind": line.kind,
        "region": line.region.map(aoc_core::Region::name),
        "member": line.member.word(),
        "suspended": line.suspended.word(),
        "joined": window_json(line.joined),
        "records": line.records,
    })
}

/// A total, for programs.
pub(super) fn total_json(total: Total) -> Value {
    json!({"certain": total.certain, "possible": total.possible, "if_dates_hold": total.if_dates_hold})
}

/// A total for three cells: at least, at most, and how many of the former only if dates hold.
pub(super) fn total_cells(total: Total) -> [String; 3] {
    [total.certain, total.possible, total.if_dates_hold].map(|number| number.to_string())
}

/// The totals by kind, for programs.
pub(super) fn by_kind_json(roll: &RollAnswer) -> Value {
    let kinds: Vec<(PartyKind, Total)> = roll.by_kind().into_iter().collect();
    kinds
        .into_iter()
        .map(|(kind, total)| (kind.word().to_owned(), total_json(total)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The totals by region, for programs.
fn by_region_json(roll: &RollAnswer) -> Value {
    let totals = roll.by_region().into_iter();
    totals
        .map(|(region, total)| (region.name().to_owned(), total_json(total)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

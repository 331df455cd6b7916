//! `aoc memberships`: who belongs to which group on a day.

use std::collections::BTreeMap;

use aoc_core::GroupId;
use aoc_replay::{MembershipLine, Memberships, MembershipsAnswer, Total};
use serde_json::{Value, json};

use crate::args::MembershipsArgs;
use crate::ask::certainty::window_json;
use crate::ask::listing::Desk;
use crate::ask::members::{group_json, member_words, total_cells, total_json};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::viewed::{VIEW_HEADINGS, Viewed};
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &MembershipsArgs, context: &Context) -> Result<ExitCode, CliError> {
    let Desk { ledger, asked, labels } = Desk::open(&args.view, context)?;
    let answer = ledger.ask(&Memberships, asked.view())?.value;
    let rolls = Rolls::of(&answer, &labels);
    let viewed = asked.read(&ledger)?;
    let shows = if args.each { Shows::Members } else { Shows::Groups };
    match context.format() {
        Format::Table => context.output.page(&page(&rolls, &shows, &viewed, &labels))?,
        Format::Csv => context.output.csv(&rows(&rolls, &shows, &viewed, &labels), &viewed.sentence())?,
        Format::Json => context.output.json(&json(&rolls, &viewed, &labels))?,
    }
    Ok(ExitCode::Fine)
}

/// What a line is about.
enum Shows {
    Groups,
    Members,
}

/// The groups that the view knows, by name.
struct Rolls {
    total: Total,
    groups: Vec<GroupRoll>,
}

/// A group and its members, by name.
struct GroupRoll {
    group: GroupId,
    total: Total,
    members: Vec<MembershipLine>,
}

impl Rolls {
    fn of(answer: &MembershipsAnswer, labels: &Labels) -> Self {
        let totals = answer.totals();
        let empty = find::groups(labels.register_then()).into_iter().map(|group| (group, Vec::new()));
        let mut members: BTreeMap<GroupId, Vec<MembershipLine>> = empty.collect();
        for line in &answer.lines {
            members.entry(line.group).or_default().push(*line);
        }
        let roll = |(group, mut members): (GroupId, Vec<MembershipLine>)| {
            members.sort_by_cached_key(|line| (labels.name(line.party), line.party));
            GroupRoll { group, total: totals.get(&group).copied().unwrap_or_default(), members }
        };
        let mut groups: Vec<GroupRoll> = members.into_iter().map(roll).collect();
        groups.sort_by_cached_key(|roll| (labels.name(roll.group), roll.group));
        Self { total: answer.lines.iter().map(|line| line.member).collect(), groups }
    }

    /// Every member of every group.
    fn members(&self) -> impl Iterator<Item = &MembershipLine> {
        self.groups.iter().flat_map(|roll| &roll.members)
    }
}

fn page(rolls: &Rolls, shows: &Shows, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    page.title("Who belongs to which group");
    page.line(viewed.sentence());
    page.gap();
    if rolls.groups.is_empty() {
        page.line("In this view no group existed yet, or the book knew of none.");
        return page;
    }
    match shows {
        Shows::Groups => {
            page.table(counts(rolls, labels));
            page.gap();
        }
        Shows::Members => {
            for roll in &rolls.groups {
                page.title(format!("{}: {}", labels.name(roll.group), words::total(roll.total)));
                if !roll.members.is_empty() {
                    page.table(names(roll, labels));
                }
                page.gap();
            }
        }
    }
    page.line(format!("Memberships of all groups: {}.", words::total(rolls.total)));
    page.line(match shows {
        Shows::Groups => {
            "The truth lies between “at least” and “at most”; “if dates hold”: so many of “at least” only if dates \
             hold that their sources doubt."
        }
        Shows::Members => "Joined A … B: on a day from A to B, as far as the sources tell.",
    });
    page.line("The book counts the members that it names.");
    if matches!(shows, Shows::Groups) {
        page.line("`aoc memberships --each` names them.");
    }
    page.line("`aoc members --group GROUP` says which records and sources a group's members rest on.");
    page
}

/// How many belong to each group.
fn counts(rolls: &Rolls, labels: &Labels) -> Table {
    let mut table = Table::new(&["group", "at least", "at most", "if dates hold"]);
    for column in 1..=3 {
        table = table.right(column);
    }
    for roll in &rolls.groups {
        table.row(std::iter::once(labels.name(roll.group)).chain(total_cells(roll.total)));
    }
    table
}

/// Who belongs to a group.
fn names(roll: &GroupRoll, labels: &Labels) -> Table {
    let mut table = Table::new(&["party", "code", "member", "joined"]);
    for line in &roll.members {
        table.row([
            labels.name(line.party),
            labels.code(line.party),
            member_words(line.member, line.suspended),
            words::short_window(line.joined),
        ]);
    }
    table
}

fn rows(rolls: &Rolls, shows: &Shows, viewed: &Viewed, labels: &Labels) -> Table {
    match shows {
        Shows::Groups => group_rows(rolls, viewed, labels),
        Shows::Members => member_rows(rolls, viewed, labels),
    }
}

fn group_rows(rolls: &Rolls, viewed: &Viewed, labels: &Labels) -> Table {
    let own = ["group", "at_least", "at_most", "if_dates_hold", "id"];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for roll in &rolls.groups {
        let cells = std::iter::once(labels.name(roll.group)).chain(total_cells(roll.total));
        table.row(cells.chain([roll.group.to_string()]).chain(viewed.cells()));
    }
    table
}

fn member_rows(rolls: &Rolls, viewed: &Viewed, labels: &Labels) -> Table {
    let own = [
        "group",
        "party",
        "code",
        "member",
        "suspended",
        "joined_earliest",
        "joined_latest",
        "group_id",
        "party_id",
    ];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for line in rolls.members() {
        let cells = [
            labels.name(line.group),
            labels.name(line.party),
            labels.code(line.party),
            line.member.word().to_owned(),
            line.suspended.word().to_owned(),
            line.joined.earliest.to_string(),
            line.joined.latest.to_string(),
            line.group.to_string(),
            line.party.to_string(),
        ];
        table.row(cells.into_iter().chain(viewed.cells()));
    }
    table
}

fn json(rolls: &Rolls, viewed: &Viewed, labels: &Labels) -> Value {
    let member = |line: &MembershipLine| {
        json!({
            "party": labels.json(line.party),
            "member": line.member.word(),
            "suspended": line.suspended.word(),
            "joined": window_json(line.joined),
        })
    };
    let group = |roll: &GroupRoll| {
        json!({
            "group": group_json(roll.group, labels),
            "total": total_json(roll.total),
            "members": roll.members.iter().map(member).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "aoc.memberships/1",
        "view": viewed.json(),
        "total": total_json(rolls.total),
        "groups": rolls.groups.iter().map(group).collect::<Vec<_>>(),
    })
}

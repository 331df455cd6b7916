//! `aoc explain`: from a line of an answer down to the words of its sources.

use aoc_core::{EntityId, EntityKind, Event, GroupId, PartyId, Position, membership};
use aoc_replay::{Explanation, FactHistory, HolderLine, Ledger, Roll, RollAnswer, RollLine, Timeline};
use serde_json::{Value, json};

use crate::args::ExplainArgs;
use crate::ask::{facts, holders, members, timeline};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page};
use crate::sources::Sources;
use crate::viewed::{Asked, Viewed};
use crate::words;

/// What is explained.
enum Subject {
    Record(Position),
    Member { group: GroupId, party: PartyId, line: Option<Box<RollLine>> },
    Office { office: EntityId, lines: Vec<HolderLine> },
    Thing(EntityId),
}

/// Answers the question.
pub(crate) fn run(args: &ExplainArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let viewed = asked.read(&ledger)?;
    let (subject, records) = subject(args, &ledger, &asked, &viewed, &labels)?;
    let mut explanation = ledger.explain(&records, asked.view())?;
    if let Subject::Member { .. } = subject {
        // What was done with the membership first, then what it rests on.
        explanation.facts.sort_by_key(|fact| !is_membership(fact));
    }
    match context.format() {
        Format::Table => {
            let mut page = Page::new();
            title(&mut page, &subject, &viewed, &labels);
            facts::tell(&mut page, &explanation, &labels);
            context.output.page(&page)?;
        }
        Format::Csv => {
            context.output.csv(&facts::rows(&explanation, &viewed, &labels), &viewed.sentence())?;
        }
        Format::Json => {
            let sources = Sources::of(&ledger, records, asked.view())?;
            context.output.json(&json(&subject, &explanation, &viewed, &labels, &sources))?;
        }
    }
    Ok(ExitCode::Fine)
}

fn subject(
    args: &ExplainArgs,
    ledger: &Ledger,
    asked: &Asked,
    viewed: &Viewed,
    labels: &Labels,
) -> Result<(Subject, Vec<Position>), CliError> {
    if let Ok(number) = args.what.parse::<u64>() {
        let position = Position::new(number);
        if position > viewed.read.position && position <= ledger.head()? {
            let message = format!("record {position} was not known yet at position {}", viewed.read.position);
            return Err(CliError::usage("not-known-yet", message).help("ask with a later --known-at"));
        }
        return Ok((Subject::Record(position), vec![position]));
    }
    let entity = match find::entity(labels, &args.what, &find::NAMED) {
        Ok(entity) => entity,
        Err(error) => return nameless(&args.what, ledger, asked)?.ok_or(error),
    };
    match entity.kind() {
        EntityKind::Party => member(PartyId::new(entity.uuid()), args, ledger, asked, viewed, labels),
        EntityKind::Office => {
            let office = holders::office(&entity.to_string(), labels)?;
            let lines = holders::holders(office, ledger, asked.view(), labels)?.lines;
            let mut records: Vec<Position> = lines.iter().flat_map(|line| line.records.clone()).collect();
            if records.is_empty() {
                records = changing(ledger, entity, viewed.read.position)?;
            }
            Ok((Subject::Office { office: entity, lines }, records))
        }
        _ => thing(entity, ledger, asked),
    }
}

/// A party as a member of the group; one that never had to do with it, as itself.
fn member(
    party: PartyId,
    args: &ExplainArgs,
    ledger: &Ledger,
    asked: &Asked,
    viewed: &Viewed,
    labels: &Labels,
) -> Result<(Subject, Vec<Position>), CliError> {
    let group = match find::group(labels, args.group.as_deref()) {
        Ok(group) => group,
        Err(error) if args.group.is_some() => return Err(error),
        Err(_) => return thing(party.into(), ledger, asked),
    };
    let roll: RollAnswer = ledger.ask(&Roll::of(group), asked.view())?.value;
    let line = roll.members.into_iter().find(|line| line.party == party).map(Box::new);
    let records = match &line {
        Some(line) => line.records.clone(),
        None => changing(ledger, membership(group, party), viewed.read.position)?,
    };
    if records.is_empty() && args.group.is_none() {
        return thing(party.into(), ledger, asked);
    }
    Ok((Subject::Member { group, party, line }, records))
}

/// A thing without a name (a consultation, a mobilization), given as kind and id, if the book holds it.
fn nameless(
    text: &str,
    ledger: &Ledger,
    asked: &Asked,
) -> Result<Option<(Subject, Vec<Position>)>, CliError> {
    let Ok(entity) = text.parse::<EntityId>() else { return Ok(None) };
    thing(entity, ledger, asked).map(|found| Some(found).filter(|(_, records)| !records.is_empty()))
}

/// Everything that has to do with a thing.
fn thing(entity: EntityId, ledger: &Ledger, asked: &Asked) -> Result<(Subject, Vec<Position>), CliError> {
    let story = ledger.ask(&Timeline::of(entity), asked.view())?.value;
    Ok((Subject::Thing(entity), story.lines.iter().map(|line| line.record.position).collect()))
}

/// Every record that ever changed an entity, whether or not it stands: why an answer has no such line.
fn changing(ledger: &Ledger, entity: EntityId, known: Position) -> Result<Vec<Position>, CliError> {
    let mut records = Vec::new();
    for frame in ledger.log().frames(Position::FIRST)? {
        let frame = frame?;
        for record in frame.records() {
            let record = record?;
            if record.position() <= known && record.changes().any(|changed| changed == entity) {
                records.push(record.position());
            }
        }
    }
    Ok(records)
}

fn is_membership(fact: &FactHistory) -> bool {
    let last = fact.versions.iter().rev().find_map(|version| version.record.event.as_ref());
    matches!(last, Some(Event::Membership(_)))
}

fn title(page: &mut Page, subject: &Subject, viewed: &Viewed, labels: &Labels) {
    match subject {
        Subject::Record(position) => page.title(format!("Record {position}")),
        Subject::Thing(entity) => page.title(labels.name_and_code(*entity)),
        Subject::Member { group, party, line } => {
            let (party, group) = (labels.name_and_code(*party), labels.the(*group));
            page.title(match line {
                Some(line) => format!("{party} is {} a member of {group}", words::certainty(line.member)),
                None => format!("{party} is not a member of {group}"),
            });
        }
        Subject::Office { office, .. } => page.title(labels.name(*office)),
    }
    page.line(viewed.sentence());
    match subject {
        Subject::Member { line: Some(line), .. } => {
            page.line(format!("Joined: {}.", words::window(line.joined)));
        }
        Subject::Member { line: None, .. } => {
            page.line("What the book holds about it in this view, taken-back records included:");
        }
        Subject::Office { lines, .. } => {
            for line in lines {
                let since = holders::since(line);
                let since = if since.is_empty() { since } else { format!("; took office {since}") };
                page.line(format!("{}: {}{since}.", labels.name(line.person), holders::standing(line)));
            }
        }
        Subject::Record(_) | Subject::Thing(_) => {}
    }
}

fn json(
    subject: &Subject,
    explanation: &Explanation,
    viewed: &Viewed,
    labels: &Labels,
    sources: &Sources,
) -> Value {
    let about = match subject {
        Subject::Record(position) => json!({"record": position}),
        Subject::Member { group, party, line } => json!({
            "party": labels.json(*party),
            "group": members::group_json(*group, labels),
            "line": line.as_ref().map(|line| members::line_json(line, labels, sources)),
        }),
        Subject::Office { office, lines } => json!({
            "office": {"id": office.uuid(), "name": labels.name(*office)},
            "lines": lines.iter().map(|line| holders::line_json(line, labels, sources)).collect::<Vec<_>>(),
        }),
        Subject::Thing(entity) => json!({"entity": timeline::about_json(*entity, labels)}),
    };
    json!({
        "format": "aoc.explain/1",
        "view": viewed.json(),
        "about": about,
        "facts": facts::json(explanation, labels),
    })
}

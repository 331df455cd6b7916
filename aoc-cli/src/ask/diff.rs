//! `aoc diff`: what differs between two days, or between two states of the book.

use aoc_core::EntityId;
use aoc_replay::{
    Calendar, Diff, HolderLine, Holders, Ledger, Lines, PriorityAreas, Projection, Reconciliation,
    ReconciliationLine, Roll, RollLine, Roster, TimelineLine, Tolerance,
};
use serde_json::{Value, json};

use crate::args::{DiffArgs, DiffQuestion};
use crate::ask::differences::{self, Shown};
use crate::ask::listing::ListingLine;
use crate::ask::partners::Wanted;
use crate::ask::{agreements, contributions, directory, holders, obligations, plans, strategies, timeline};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{Asked, Viewed};

/// The two views, and the names in each.
struct Sides {
    from: (Asked, Labels),
    to: (Asked, Labels),
}

/// A difference, ready to be shown.
struct Change {
    /// Appeared, vanished, or changed.
    how: &'static str,
    what: String,
    before: String,
    after: String,
    json: Value,
}

/// Answers the question.
pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let from = Asked::new(&args.view, context);
    let mut to = from.clone();
    if let Some(on) = &args.to_on {
        to = to.on(on);
    }
    if let Some(known_at) = &args.to_known_at {
        to = to.known_at(known_at);
    }
    let labels = |asked: &Asked| Labels::of_view(context, &ledger, asked.view());
    let sides = Sides { from: (from.clone(), labels(&from)?), to: (to.clone(), labels(&to)?) };
    let (title, changes) = changes(args, &ledger, &sides)?;
    let (from, to) = (from.read(&ledger)?, to.read(&ledger)?);
    match context.format() {
        Format::Table => context.output.page(&page(&title, &changes, &from, &to))?,
        Format::Csv => {
            let view = format!("from {}; to {}", from.sentence(), to.sentence());
            context.output.csv(&rows(&changes, &from, &to), &view)?;
        }
        Format::Json => {
            let of = |word: &str| -> Vec<&Value> {
                changes.iter().filter(|change| change.how == word).map(|change| &change.json).collect()
            };
            context.output.json(&json!({
                "format": "aoc.diff/1",
                "question": question_word(args.question),
                "from": from.json(),
                "to": to.json(),
                "appeared": of("appeared"),
                "vanished": of("vanished"),
                "changed": of("changed"),
            }))?;
        }
    }
    Ok(ExitCode::Fine)
}

const fn question_word(question: DiffQuestion) -> &'static str {
    match question {
        DiffQuestion::Members => "members",
        DiffQuestion::Holders => "holders",
        DiffQuestion::Agreements => "agreements",
        DiffQuestion::Obligations => "obligations",
        DiffQuestion::Plans => "plans",
        DiffQuestion::Strategies => "strategies",
        DiffQuestion::Contributions => "contributions",
        DiffQuestion::Calendar => "calendar",
        DiffQuestion::Priorities => "priorities",
        DiffQuestion::Directory => "directory",
        DiffQuestion::Partners => "partners",
        DiffQuestion::Roster => "roster",
        DiffQuestion::Timeline => "timeline",
        DiffQuestion::Reconcile => "reconcile",
    }
}

fn changes(args: &DiffArgs, ledger: &Ledger, sides: &Sides) -> Result<(String, Vec<Change>), CliError> {
    let labels = &sides.to.1;
    let about = args.about.as_deref();
    let needs = |what: &str| {
        let verb = question_word(args.question);
        let error = CliError::usage("diff-about", format!("`aoc diff {verb}` needs {what}"));
        about.ok_or_else(|| error.help(format!("for example `aoc diff {verb} NAME --to-on DAY`")))
    };
    if let (Some(about), DiffQuestion::Members | DiffQuestion::Reconcile) = (about, args.question) {
        let error = CliError::usage("diff-about", format!("`{about}` is one argument too many"));
        return Err(error.help("name the group with --group"));
    }
    Ok(match args.question {
        DiffQuestion::Members => {
            let group = find::group(labels, args.group.as_deref())?;
            let changes = compare(&Roll::of(group), ledger, sides, |line: &RollLine| line.records.clone())?;
            (format!("Members of {}", labels.the(group)), changes)
        }
        DiffQuestion::Reconcile => {
            let group = find::group(labels, args.group.as_deref())?;
            let question = Reconciliation::of(group, Tolerance::DEFAULT);
            let changes = compare(&question, ledger, sides, |line: &ReconciliationLine| vec![line.record])?;
            (format!("Figures of {}", labels.the(group)), changes)
        }
        DiffQuestion::Holders => {
            let office = holders::office(needs("an office")?, labels)?;
            let changes =
                compare(&Holders::of(office), ledger, sides, |line: &HolderLine| line.records.clone())?;
            (format!("Who holds the office: {}", labels.name(office)), changes)
        }
        DiffQuestion::Timeline => {
            let entity: EntityId = find::entity(labels, needs("something with a name")?, &find::NAMED)?;
            let question = timeline::question(Some(entity));
            let changes =
                compare(&question, ledger, sides, |line: &TimelineLine| vec![line.record.position])?;
            (format!("What happened to {}", labels.name_and_code(entity)), changes)
        }
        _ => {
            let (title, changes) = listings(args, ledger, sides)?;
            (title.to_owned(), changes)
        }
    })
}

/// The questions whose answers are listings.
fn listings(
    args: &DiffArgs,
    ledger: &Ledger,
    sides: &Sides,
) -> Result<(&'static str, Vec<Change>), CliError> {
    let labels = &sides.to.1;
    let about = args.about.as_deref();
    let alone = match about {
        None => Ok(()),
        Some(about) => Err(CliError::usage("diff-about", format!("`{about}` is one argument too many"))),
    };
    match args.question {
        DiffQuestion::Agreements => {
            let question = agreements::question(about, labels)?;
            Ok(("Where agreements stand", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Obligations => {
            let question = obligations::question(about, labels)?;
            Ok(("Where obligations stand", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Plans => {
            let question = plans::question(about, labels)?;
            Ok(("Plans of agreements", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Strategies => {
            let question = strategies::question(about, labels)?;
            Ok(("Where strategies stand", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Contributions => {
            let question = contributions::question(about, labels)?;
            Ok(("Contributions", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Directory => {
            let question = directory::question(about, None, labels)?;
            Ok(("The directory of the clearinghouse", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Partners => {
            let wanted = Wanted { theme: about, ..Wanted::default() };
            let question = wanted.question(args.group.as_deref(), labels)?;
            Ok(("Partners", listed(&question, ledger, sides)?))
        }
        DiffQuestion::Priorities => {
            alone?;
            Ok(("Priority areas", listed(&PriorityAreas, ledger, sides)?))
        }
        DiffQuestion::Roster => {
            alone?;
            Ok(("The roster of the media response mechanism", listed(&Roster, ledger, sides)?))
        }
        _ => {
            alone?;
            Ok(("The calendar", listed(&Calendar::whole(), ledger, sides)?))
        }
    }
}

fn listed<P>(question: &P, ledger: &Ledger, sides: &Sides) -> Result<Vec<Change>, CliError>
where
    P: Projection,
    P::Answer: Lines,
    <P::Answer as Lines>::Line: ListingLine,
{
    compare(question, ledger, sides, ListingLine::records)
}

fn compare<P>(
    question: &P,
    ledger: &Ledger,
    sides: &Sides,
    records: impl Fn(&<P::Answer as Lines>::Line) -> Vec<aoc_core::Position>,
) -> Result<Vec<Change>, CliError>
where
    P: Projection,
    P::Answer: Lines,
    <P::Answer as Lines>::Line: Shown,
{
    let ((from, from_labels), (to, to_labels)) = (&sides.from, &sides.to);
    let diff: Diff<_> = ledger.diff(question, from.view(), to.view())?;
    let old = diff.vanished.iter().chain(diff.changed.iter().map(|(old, _)| old)).flat_map(&records);
    let new = diff.appeared.iter().chain(diff.changed.iter().map(|(_, new)| new)).flat_map(&records);
    let old_evidence = Sources::of(ledger, old, from.view())?;
    let new_evidence = Sources::of(ledger, new, to.view())?;
    let appeared = diff.appeared.iter().map(|line| Change {
        how: "appeared",
        what: line.what(to_labels),
        before: String::new(),
        after: line.how(to_labels),
        json: line.json(to_labels, &new_evidence),
    });
    let vanished = diff.vanished.iter().map(|line| Change {
        how: "vanished",
        what: line.what(from_labels),
        before: line.how(from_labels),
        after: String::new(),
        json: line.json(from_labels, &old_evidence),
    });
    let changed = diff.changed.iter().map(|(old, new)| {
        let (before, after) = differences::pair(old, from_labels, new, to_labels);
        Change {
            how: "changed",
            what: new.what(to_labels),
            before,
            after,
            json: json!({
                "before": old.json(from_labels, &old_evidence),
                "after": new.json(to_labels, &new_evidence),
            }),
        }
    });
    let mut all: Vec<Change> = appeared.chain(vanished).chain(changed).collect();
    all.sort_by(|a, b| (a.how, &a.what).cmp(&(b.how, &b.what)));
    Ok(all)
}

fn page(title: &str, changes: &[Change], from: &Viewed, to: &Viewed) -> Page {
    let mut page = Page::new();
    page.title(format!("What differs: {title}"));
    page.line(format!("from: {}", from.sentence()));
    page.line(format!("to:   {}", to.sentence()));
    page.gap();
    if changes.is_empty() {
        page.line("Nothing differs.");
        return page;
    }
    let mut table = Table::new(&["change", "what", "before", "after"]);
    for change in changes {
        table.row([change.how.to_owned(), change.what.clone(), change.before.clone(), change.after.clone()]);
    }
    page.table(table);
    page.gap();
    let count = |word: &str| changes.iter().filter(|change| change.how == word).count();
    page.line(format!(
        "{} appeared, {} vanished, {} changed.",
        count("appeared"),
        count("vanished"),
        count("changed")
    ));
    page
}

fn rows(changes: &[Change], from: &Viewed, to: &Viewed) -> Table {
    let mut table = Table::new(&[
        "change",
        "what",
        "before",
        "after",
        "from_on",
        "from_position",
        "from_time",
        "to_on",
        "to_position",
        "to_time",
    ]);
    for change in changes {
        let cells = [change.how.to_owned(), change.what.clone(), change.before.clone(), change.after.clone()];
        table.row(cells.into_iter().chain(from.cells()).chain(to.cells()));
    }
    table
}

//! `aoc reconcile`: attested figures beside what the book derives.

use aoc_core::{GroupId, Scope};
use aoc_replay::{Attested, Finding, Reconciliation, ReconciliationAnswer, ReconciliationLine, Tolerance};
use serde_json::{Value, json};

use crate::args::ReconcileArgs;
use crate::ask::members::group_json;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::sources::Sources;
use crate::viewed::{Asked, VIEW_HEADINGS, Viewed};
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &ReconcileArgs, context: &Context) -> Result<ExitCode, CliError> {
    let ledger = context.open()?;
    let asked = Asked::new(&args.view, context);
    let labels = Labels::of_view(context, &ledger, asked.view())?;
    let mut answers = Vec::new();
    for group in groups(args.group.as_deref(), &labels)? {
        let question = Reconciliation::of(group, Tolerance::per_cent(args.tolerance));
        answers.push(ledger.ask(&question, asked.view())?.value);
    }
    let viewed = asked.read(&ledger)?;
    match context.format() {
        Format::Table => context.output.page(&page(&answers, args, &viewed, &labels))?,
        Format::Csv => context.output.csv(&rows(&answers, &viewed, &labels), &viewed.sentence())?,
        Format::Json => {
            let records = answers.iter().flat_map(|answer| &answer.lines).map(|line| line.record);
            let sources = Sources::of(&ledger, records, asked.view())?;
            context.output.json(&json(&answers, args, &viewed, &labels, &sources))?;
        }
    }
    let differs = answers.iter().flat_map(|answer| &answer.lines).any(|line| line.finding.is_discrepancy());
    Ok(if args.strict && differs { ExitCode::Findings } else { ExitCode::Fine })
}

/// The group that is meant, or all of them, the default one first, then by name.
fn groups(text: Option<&str>, labels: &Labels) -> Result<Vec<GroupId>, CliError> {
    if text.is_some() {
        return find::group(labels, text).map(|group| vec![group]);
    }
    let first = find::group(labels, None).ok();
    let mut groups = find::groups(labels.register());
    groups.sort_by_key(|group| (Some(*group) != first, labels.name(*group), *group));
    Ok(groups)
}

/// What the sources say, in words.
pub(super) fn attested(line: &ReconciliationLine, labels: &Labels) -> String {
    match line.attested {
        Attested::Figure(figure) => format!("{} {}", words::figure(figure), words::scope(line.scope)),
        Attested::Ordinal { party, number } => {
            format!("{} is the {} {}", labels.name(party), words::ordinal(number), words::one_of(line.scope))
        }
    }
}

/// What the book derives, in words.
pub(super) fn derived(line: &ReconciliationLine) -> String {
    let (least, most) = line.derived;
    match line.attested {
        Attested::Ordinal { .. } if least == 0 => "not a member".to_owned(),
        Attested::Ordinal { .. } if least == most => words::ordinal(least),
        Attested::Ordinal { .. } => format!("{} to {}", words::ordinal(least), words::ordinal(most)),
        Attested::Figure(_) if least == most => least.to_string(),
        Attested::Figure(_) => format!("{least} to {most}"),
    }
}

/// The comparison, in words.
pub(super) fn finding(line: &ReconciliationLine) -> String {
    let before = match line.attested {
        Attested::Figure(_) => "",
        Attested::Ordinal { .. } => " before it",
    };
    let finding = match line.finding {
        Finding::Agrees => "agrees".to_owned(),
        Finding::Undetermined => "undetermined: the dates do not tell".to_owned(),
        Finding::TooFew { .. }
            if line.derived == (0, 0) && matches!(line.attested, Attested::Ordinal { .. }) =>
        {
            "the book does not name it as a member".to_owned()
        }
        Finding::TooFew { by_at_least } => format!("the book names at least {by_at_least} fewer{before}"),
        Finding::TooMany { by_at_least } => format!("the book names at least {by_at_least} more{before}"),
    };
    if line.if_dates_hold { format!("{finding} (if the dates hold)") } else { finding }
}

const fn finding_word(finding: Finding) -> &'static str {
    match finding {
        Finding::Agrees => "agrees",
        Finding::TooFew { .. } => "too-few",
        Finding::TooMany { .. } => "too-many",
        Finding::Undetermined => "undetermined",
    }
}

const fn off_by(finding: Finding) -> Option<u32> {
    match finding {
        Finding::TooFew { by_at_least } | Finding::TooMany { by_at_least } => Some(by_at_least),
        Finding::Agrees | Finding::Undetermined => None,
    }
}

fn page(answers: &[ReconciliationAnswer], args: &ReconcileArgs, viewed: &Viewed, labels: &Labels) -> Page {
    let mut page = Page::new();
    page.title("Figures that sources give, beside what the book derives");
    page.line(viewed.sentence());
    for answer in answers.iter().filter(|answer| !answer.lines.is_empty()) {
        page.gap();
        page.title(labels.name(answer.group));
        let mut table =
            Table::new(&["day", "a source says", "the book derives", "finding", "record"]).right(4);
        for line in &answer.lines {
            table.row([
                words::date(line.date),
                attested(line, labels),
                derived(line),
                finding(line),
                line.record.to_string(),
            ]);
        }
        page.table(table);
    }
    page.gap();
    let lines: Vec<&ReconciliationLine> = answers.iter().flat_map(|answer| &answer.lines).collect();
    if lines.is_empty() {
        page.line("No source gives a figure in this view.");
        return page;
    }
    let count = |word: &str| lines.iter().filter(|line| finding_word(line.finding) == word).count();
    page.line(format!(
        "{}: {} agree, {} differ, {} undetermined. “About” is read as {} per cent more or less.",
        words::count(lines.len(), "figure", "figures"),
        count("agrees"),
        count("too-few").saturating_add(count("too-many")),
        count("undetermined"),
        args.tolerance,
    ));
    page.line("A figure is compared, never obeyed: the book counts only the members that it names.");
    page
}

fn rows(answers: &[ReconciliationAnswer], viewed: &Viewed, labels: &Labels) -> Table {
    let own = [
        "group",
        "date",
        "scope",
        "attested",
        "derived_min",
        "derived_max",
        "finding",
        "by_at_least",
        "if_dates_hold",
        "record",
    ];
    let headings: Vec<&str> = own.into_iter().chain(VIEW_HEADINGS).collect();
    let mut table = Table::new(&headings);
    for answer in answers {
        for line in &answer.lines {
            let cells = [
                labels.name(answer.group),
                line.date.to_string(),
                scope_word(line.scope).to_owned(),
                attested(line, labels),
                line.derived.0.to_string(),
                line.derived.1.to_string(),
                finding_word(line.finding).to_owned(),
                off_by(line.finding).map(|by| by.to_string()).unwrap_or_default(),
                line.if_dates_hold.to_string(),
                line.record.to_string(),
            ];
            table.row(cells.into_iter().chain(viewed.cells()));
        }
    }
    table
}

const fn scope_word(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "all",
        Scope::Kind(kind) => kind.word(),
    }
}

fn json(
    answers: &[ReconciliationAnswer],
    args: &ReconcileArgs,
    viewed: &Viewed,
    labels: &Labels,
    sources: &Sources,
) -> Value {
    let groups: Vec<Value> = answers
        .iter()
        .map(|answer| {
            let lines: Vec<Value> =
                answer.lines.iter().map(|line| line_json(line, labels, sources)).collect();
            json!({"group": group_json(answer.group, labels), "figures": lines})
        })
        .collect();
    json!({
        "format": "aoc.reconcile/1",
        "view": viewed.json(),
        "tolerance_per_cent": args.tolerance,
        "groups": groups,
    })
}

/// One figure, for programs.
pub(super) fn line_json(line: &ReconciliationLine, labels: &Labels, sources: &Sources) -> Value {
    let said = match line.attested {
        Attested::Figure(figure) => json!({"figure": figure}),
        Attested::Ordinal { party, number } => json!({"party": labels.json(party), "ordinal": number}),
    };
    json!({
        "date": line.date,
        "of": line.scope,
        "attested": said,
        "derived": {"min": line.derived.0, "max": line.derived.1},
        "finding": finding_word(line.finding),
        "by_at_least": off_by(line.finding),
        "if_dates_hold": line.if_dates_hold,
        "in_words": finding(line),
        "records": [line.record],
        "sources": sources.json(&[line.record], labels),
    })
}

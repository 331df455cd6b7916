//! `aoc verify`: every byte read again, every commit judged again, of a ledger or an archive.

use std::path::Path;
use std::sync::Arc;

use aoc_core::Position;
use aoc_replay::{Audit, Ledger};
use aoc_store::{ByteReport, EventLog, Evidence, SystemClock, SystemSalts, TiledLog, TreeHead};
use serde_json::{Value, json};

use super::given::Known;
use super::{proof, signed};
use crate::args::{Earlier, VerifyArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::progress::Progress;
use crate::words;

/// In what the records are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keeping {
    Ledger,
    Archive,
}

/// What was checked, and what came of it.
struct Report {
    keeping: Keeping,
    bytes: ByteReport,
    /// How many earlier states of the ledger were given.
    given: usize,
    /// Nothing where damage kept the rules from judging.
    audit: Option<(Audit, Labels)>,
}

/// Checks the ledger.
pub(crate) fn run(args: &VerifyArgs, context: &Context) -> Result<ExitCode, CliError> {
    let report = check(&args.against, context)?;
    match context.format() {
        Format::Table => context.output.page(&page(&report))?,
        Format::Csv => context.output.csv(&rows(&report), &checked(&report))?,
        Format::Json => context.output.json(&json(&report))?,
    }
    Ok(exit(&report, args))
}

fn exit(report: &Report, args: &VerifyArgs) -> ExitCode {
    let Some((audit, _)) = &report.audit else { return ExitCode::Damaged };
    let weak = args.strict
        && !(audit.flagged.is_empty() && audit.uncited.is_empty() && audit.signatories.is_empty());
    if !report.bytes.is_sound() {
        ExitCode::Damaged
    } else if weak || !audit.commits.is_empty() {
        ExitCode::Findings
    } else {
        ExitCode::Fine
    }
}

fn check(against: &[Earlier], context: &Context) -> Result<Report, CliError> {
    let keeping = if let Some(dir) = context.archive() {
        check_files(dir)?;
        Keeping::Archive
    } else {
        Keeping::Ledger
    };
    let log = context.log()?;
    let against = heads(against, &log)?;
    let given = against.len();
    let progress = Progress::of_records("reading every byte", log.head()?.get());
    let bytes = aoc_store::verify_against(log.as_ref(), &against, &mut |at| progress.at(at))?;
    drop(progress);
    if !bytes.is_sound() {
        return Ok(Report { keeping, bytes, given, audit: None });
    }
    let ledger = Ledger::with(Arc::clone(&log), Arc::new(SystemClock), Arc::new(SystemSalts))?;
    let progress = Progress::of_records("judging every commit again", bytes.head.get());
    let audit = ledger.audit_against(&against, &mut |at| progress.at(at))?;
    drop(progress);
    let labels = Labels::latest(context, &ledger)?;
    // With the damage that only the records together show.
    let bytes = audit.bytes.clone();
    Ok(Report { keeping, bytes, given, audit: Some((audit, labels)) })
}

/// Compares every file of an archive with those that it follows from: a damaged one is named.
fn check_files(dir: &Path) -> Result<(), CliError> {
    let archive = TiledLog::open(dir)?;
    let progress = Progress::of_records("reading every file", archive.tree().upto.get());
    Ok(archive.check_files(&mut |at| progress.at(at))?)
}

/// What is known of the ledger as it was.
fn heads(against: &[Earlier], log: &Arc<dyn EventLog>) -> Result<Vec<TreeHead>, CliError> {
    let mut heads = Vec::new();
    for earlier in against {
        let known = Known::of(earlier)?;
        if let Known::Checkpoint(checkpoint, name) = &known {
            // Where those that were issued cannot be read, that is a damage, which the report tells.
            let issued = Evidence::of(Arc::clone(log)).issued().unwrap_or_default();
            proof::same_ledger(checkpoint, name, &issued)?;
        }
        heads.push(known.head());
    }
    Ok(heads)
}

fn checked(report: &Report) -> String {
    let number = |number: u64, one: &str, several: &str| {
        words::count(usize::try_from(number).unwrap_or(usize::MAX), one, several)
    };
    let records = number(report.bytes.records, "record", "records");
    let commits = number(report.bytes.commits, "commit", "commits");
    match &report.audit {
        Some((audit, _)) => format!(
            "Read every byte of {records} in {commits}, and judged {} again by the rules.",
            number(audit.judged, "record", "records")
        ),
        None => format!(
            "Read {records} in {commits} of {}; damage keeps the rest from being judged.",
            number(report.bytes.head.get(), "record", "records")
        ),
    }
}

/// With what the records were compared.
fn compared(report: &Report) -> String {
    let bytes = &report.bytes;
    let count = usize::try_from(bytes.checkpoints).unwrap_or(usize::MAX);
    let count = if count == 0 {
        "no checkpoint".to_owned()
    } else {
        words::count(count, "checkpoint", "checkpoints")
    };
    let given = match report.given {
        0 => "",
        1 => ", the one that was given among them",
        _ => ", those that were given among them",
    };
    // Damage may have kept some from being reached.
    let given = if bytes.is_sound() { given } else { "" };
    format!("Compared them with {count}{given}.")
}

/// Every finding: what sort, where, and what.
fn findings(report: &Report) -> Vec<(&'static str, Position, String)> {
    let mut findings: Vec<(&'static str, Position, String)> =
        report.bytes.damages.iter().map(|damage| ("damage", damage.position, damage.to_string())).collect();
    let Some((audit, labels)) = &report.audit else { return findings };
    findings.extend(audit.commits.iter().map(|finding| ("rule", finding.commit, finding.what.clone())));
    findings.extend(audit.flagged.iter().map(|flagged| {
        let (title, by) = (labels.title(flagged.source), flagged.withdrawn);
        ("withdrawn-source", flagged.record, format!("rests on a withdrawn source: {title} (record {by})"))
    }));
    findings.extend(audit.signatories.iter().map(|line| {
        let who = line.person.map_or_else(|| "somebody".to_owned(), |person| labels.name(person));
        let (agreement, office) = (labels.name(line.agreement), labels.name(line.office));
        let what = format!("{who} signed {agreement} as {office}, but did not hold that office then");
        ("signatory", line.record, what)
    }));
    findings.extend(audit.uncited.iter().map(|record| ("uncited", *record, "rests on no source".to_owned())));
    findings
}

fn page(report: &Report) -> Page {
    let mut page = Page::new();
    let sound = report.audit.as_ref().is_some_and(|(audit, _)| audit.is_sound());
    let keeping = match report.keeping {
        Keeping::Ledger => "ledger",
        Keeping::Archive => "archive",
    };
    page.title(format!("The {keeping} {}.", if sound { "is whole" } else { "has findings" }));
    page.line(checked(report));
    page.line(compared(report));
    if let Some(TreeHead { upto, root }) = report.bytes.tree {
        page.line(format!("The root over {} is {root}.", words::records(upto)));
    }
    page.line(match report.keeping {
        Keeping::Ledger => "Not read: the files in the directory `cache`, on which no answer rests, and names that were erased, which are gone.",
        Keeping::Archive => "Not read: names that were erased, which are gone, and what lies there for other software: the file `checkpoint`, which is the last one in `checkpoints`, and the tiles up to it.",
    });
    let findings = findings(report);
    let count = |sort: &str| findings.iter().filter(|(own, ..)| *own == sort).count();
    page.line(format!(
        "Found: {}; {}; {}; {}.",
        words::count(count("damage"), "damage", "damages"),
        words::count(
            count("rule"),
            "commit that the rules do not bear out",
            "commits that the rules do not bear out"
        ),
        words::count(
            count("withdrawn-source"),
            "record on a withdrawn source",
            "records on withdrawn sources"
        ),
        words::count(count("uncited"), "record without a source", "records without a source"),
    ));
    if count("signatory") > 0 {
        page.line(format!(
            "{} by somebody who did not hold the office.",
            words::count(count("signatory"), "signature", "signatures")
        ));
    }
    if !findings.is_empty() {
        let mut table = Table::new(&["record", "finding", "what"]);
        for (sort, position, what) in findings {
            table.row([position.to_string(), sort.replace('-', " "), what]);
        }
        page.gap();
        page.table(table);
    }
    if !report.bytes.is_sound() {
        page.gap();
        page.line(match report.keeping {
            Keeping::Ledger => "Restore the ledger from a backup, or import an archive into a new one.",
            Keeping::Archive => "Get an unaltered copy of the archive, with its directory `sealed`.",
        });
    }
    page
}

fn rows(report: &Report) -> Table {
    let mut table = Table::new(&["record", "finding", "what"]);
    for (sort, position, what) in findings(report) {
        table.row([position.to_string(), sort.to_owned(), what]);
    }
    table
}

fn json(report: &Report) -> Value {
    let findings: Vec<Value> = findings(report)
        .into_iter()
        .map(|(sort, position, what)| json!({"finding": sort, "record": position, "what": what}))
        .collect();
    json!({
        "format": "aoc.verify/1",
        "head": report.bytes.head,
        "records_read": report.bytes.records,
        "commits_read": report.bytes.commits,
        "checkpoints_compared": report.bytes.checkpoints,
        "tree": report.bytes.tree.map(signed::tree),
        "records_judged": report.audit.as_ref().map_or(0, |(audit, _)| audit.judged),
        "sound": report.audit.as_ref().is_some_and(|(audit, _)| audit.is_sound()),
        "findings": findings,
    })
}

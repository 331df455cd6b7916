//! `aoc salvage`: what is left of a damaged ledger, in a new one.

use std::fs::File;
use std::io::BufReader;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{Damage, EventLog, Loss, MemoryLog, Remains, Salvage, SledLog, TiledLog, TreeHead, verify};
use serde_json::{Value, json};

use crate::args::SalvageArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table, WholeDir};
use crate::progress::Progress;
use crate::words;

/// What was done.
struct Salvaged {
    tree: TreeHead,
    loss: Loss,
    /// What is wrong with the new ledger all the same.
    damages: Vec<Damage>,
}

/// Makes a new ledger of what can be read, or none. The damaged one is only read.
pub(crate) fn run(args: &SalvageArgs, context: &Context) -> Result<ExitCode, CliError> {
    let salvaged = salvage(&args.damaged, context.archive(), &args.into)?;
    match context.format() {
        Format::Json => context.output.json(&json(&salvaged, args))?,
        Format::Csv => {
            let mut table = Table::new(&["finding", "from", "to", "what"]);
            for (finding, range, what) in findings(&salvaged) {
                table.row([finding.to_owned(), range.start().to_string(), range.end().to_string(), what]);
            }
            context.output.csv(&table, "nothing was lost that is known of")?;
        }
        Format::Table => context.output.page(&page(&salvaged, args, context))?,
    }
    let is_known = salvaged.loss.acknowledged.is_some();
    Ok(if is_known && findings(&salvaged).is_empty() { ExitCode::Fine } else { ExitCode::Findings })
}

fn salvage(damaged: &Path, archive: Option<&Path>, into: &Path) -> Result<Salvaged, CliError> {
    let whole = WholeDir::open(into, "the new ledger")?;
    let progress = Progress::open_ended("salvaging");
    let mut remains = Remains::read(damaged)?;
    if let Some(path) = archive {
        remains.add_archive(open(path, &progress)?.as_ref())?;
    }
    let salvage = Salvage::of(&remains)?;
    let loss = salvage.loss();
    if loss.head == Position::START && (loss.is_any() || loss.acknowledged.is_none()) {
        let message = format!(
            "nothing can be salvaged of {}: its first commit cannot be read, and nothing stands without it",
            damaged.display()
        );
        return Err(CliError::new(ExitCode::Damaged, "nothing-left", message)
            .help("give an archive of it: `aoc salvage DAMAGED --into NEW --archive ARCHIVE`")
            .help("or go back to a backup, or `aoc restore` an archive"));
    }
    let log = SledLog::create(whole.path())?;
    let tree = salvage.put_into(&log, &mut |at| progress.at(at))?;
    let report = verify(&log, &mut |at| progress.at(at))?;
    drop(log);
    whole.keep()?;
    Ok(Salvaged { tree, loss: salvage.loss().clone(), damages: report.damages })
}

/// An archive of plain files, or of JSON Lines.
fn open(path: &Path, progress: &Progress) -> Result<Arc<dyn EventLog>, CliError> {
    if path.is_dir() {
        let archive = TiledLog::open(path)?;
        archive.check_files(&mut |at| progress.at(at))?;
        return Ok(Arc::new(archive));
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| CliError::unread(&name, &error))?;
    let archive = MemoryLog::new();
    aoc_store::import(&mut BufReader::new(file), &archive, &mut |at| progress.at(at)).map_err(|error| {
        CliError::new(ExitCode::Damaged, "damaged-archive", error.to_string()).in_file(&name)
    })?;
    Ok(Arc::new(archive))
}

type Finding = (&'static str, RangeInclusive<Position>, String);

fn findings(salvaged: &Salvaged) -> Vec<Finding> {
    let Loss { missing, stranded, bodies, .. } = &salvaged.loss;
    let each = |finding, what: &'static str| {
        move |range: &RangeInclusive<Position>| (finding, range.clone(), what.to_owned())
    };
    let missing = missing.iter().map(each("missing", "cannot be read"));
    let stranded = stranded.iter().map(each("stranded", "can be read, but stands behind what cannot"));
    let bodies = bodies.iter().map(|at| ("body", *at..=*at, "its personal data are lost".to_owned()));
    let damages = salvaged
        .damages
        .iter()
        .map(|damage| ("damage", damage.position..=damage.position, damage.to_string()));
    missing.chain(stranded).chain(bodies).chain(damages).collect()
}

fn shown(range: &RangeInclusive<Position>) -> String {
    if range.start() == range.end() {
        format!("record {}", range.start())
    } else {
        format!("records {} to {}", range.start(), range.end())
    }
}

fn page(salvaged: &Salvaged, args: &SalvageArgs, context: &Context) -> Page {
    let mut page = Page::new();
    let (damaged, into) = (args.damaged.display(), args.into.display());
    let records = words::records(salvaged.tree.upto);
    page.line(format!("Salvaged {records} of {damaged} into {into}; only its owner can read it."));
    page.line(format!(
        "The root over {records} is {}. Nothing was changed in {damaged}.",
        salvaged.tree.root
    ));
    let findings = findings(salvaged);
    if findings.is_empty() {
        page.line("Nothing was lost that is known of.");
    }
    for (_, range, what) in &findings {
        page.line(format!("{}: {what}.", capital(&shown(range))));
    }
    if salvaged.loss.acknowledged.is_none() {
        page.line("Nothing says how far the ledger went: more may be lost at its end.");
    }
    if !salvaged.loss.missing.is_empty() && context.archive().is_none() {
        page.line(format!(
            "An archive of the ledger may bring them back: `aoc salvage {damaged} --into NEW --archive ARCHIVE`. Keep {damaged} until then."
        ));
    }
    page.line(format!("`aoc --ledger {into} verify` judges every commit again."));
    page
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn json(salvaged: &Salvaged, args: &SalvageArgs) -> Value {
    let findings: Vec<Value> = findings(salvaged)
        .into_iter()
        .map(|(finding, range, what)| json!({"finding": finding, "from": range.start(), "to": range.end(), "what": what}))
        .collect();
    json!({
        "format": "aoc.salvage/1",
        "damaged": args.damaged.display().to_string(),
        "ledger": args.into.display().to_string(),
        "acknowledged": salvaged.loss.acknowledged,
        "tree": {"records": salvaged.tree.upto, "root": salvaged.tree.root.to_string()},
        "findings": findings,
    })
}

//! `aoc demo`: a ledger with real history, and a walk through it.

mod cut;
mod history;
mod walk;

use std::path::Path;

use aoc_core::{Draft, Position};
use aoc_replay::{Ledger, Recorded};
use clap::{CommandFactory, FromArgMatches};
use serde_json::{Value, json};

use crate::args::{Cli, DemoArgs};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table, escaped};
use crate::record::drafts_of;
use history::HISTORY;
use walk::Stop;

/// The file after which the book holds one day for the joining of the United States.
const BEFORE_RIVALS: &str = "13-2010-05-13-united-states.jsonl";
/// The file after which it holds three.
const WITH_RIVALS: &str = "14-2010-05-15-united-states-rival-days.jsonl";

/// How many rows of a table are shown.
const ROWS_MAX: usize = 5;

/// The ledger that was built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Book {
    before_rivals: Position,
    with_rivals: Position,
    head: Position,
}

/// Builds the ledger and walks through it.
pub(crate) fn run(args: &DemoArgs, context: &Context) -> Result<ExitCode, CliError> {
    make_room(args)?;
    let book = build(&args.dir)?;
    let dir = args.dir.display().to_string();
    let mut seen: Vec<Value> = Vec::new();
    if context.format() == Format::Table {
        context.output.page(&welcome(&dir, &book))?;
    }
    for stop in walk::stops(&book) {
        if let Stop::Run(words) = &stop {
            let ran = run_command(args, context, words)?;
            if context.format() == Format::Table {
                let shown = if args.full { ran.output.clone() } else { cut::cut(&ran.output) };
                context.output.text(&format!("\n$ {}\n{}\n", escaped(&ran.command), shown.trim_end()))?;
            }
            let plain = anstream::adapter::strip_str(&ran.output).to_string();
            seen.push(json!({"command": ran.command, "exit": ran.exit.number(), "output": plain}));
        } else if context.format() == Format::Table {
            context.output.page(&page_of(&stop))?;
        }
    }
    end(context, &dir, &book, &seen)?;
    Ok(ExitCode::Fine)
}

/// Whether the directory can take the ledger; with `--fresh`, after an earlier demo was removed.
fn make_room(args: &DemoArgs) -> Result<(), CliError> {
    let dir = args.dir.as_path();
    let shown = dir.display();
    if !dir.join("aoc-ledger").exists() {
        return Ok(());
    }
    if !args.fresh {
        return Err(CliError::usage("ledger-exists", format!("there is a ledger at {shown} already"))
            .help(format!("`aoc --ledger {shown} members --on 2010-05-13` asks it"))
            .help(format!(
                "`aoc demo --fresh {shown}` builds the demo anew, `aoc demo OTHER` somewhere else"
            )));
    }
    let ledger = Ledger::open(dir)?;
    let first = HISTORY.first().map(|file| drafts_of(file.text)).transpose()?.unwrap_or_default();
    let is_demo = match first.first() {
        Some(draft) => ledger.head()? == Position::START || ledger.find(draft.id())? == Some(Position::FIRST),
        None => false,
    };
    drop(ledger);
    if !is_demo {
        let message = format!(
            "the ledger at {shown} is no demo, so --fresh does not remove it: name another directory"
        );
        return Err(CliError::usage("no-demo", message));
    }
    std::fs::remove_dir_all(dir).map_err(|error| CliError::file(dir, "remove", &error))
}

/// Records every file of the history as a commit.
fn build(dir: &Path) -> Result<Book, CliError> {
    let ledger = Ledger::create(dir)?;
    let mut book =
        Book { before_rivals: Position::START, with_rivals: Position::START, head: Position::START };
    for file in HISTORY {
        let drafts: Vec<Draft> = drafts_of(file.text)?;
        match ledger.record(&drafts)? {
            Recorded::Accepted(receipt) | Recorded::AlreadyRecorded(receipt) => {
                book.head = receipt.commit.last;
            }
            Recorded::Rejected(rejections) => {
                let message = format!("{}: the book refuses the history: {rejections}", file.name);
                return Err(CliError::new(ExitCode::Findings, "rejected", message));
            }
        }
        match file.name {
            BEFORE_RIVALS => book.before_rivals = book.head,
            WITH_RIVALS => book.with_rivals = book.head,
            _ => {}
        }
    }
    Ok(book)
}

/// A command of the walk, as it ran.
struct Ran {
    command: String,
    exit: ExitCode,
    output: String,
}

/// Runs what the command line would run, and keeps what it says.
fn run_command(args: &DemoArgs, context: &Context, words: &[String]) -> Result<Ran, CliError> {
    let dir = args.dir.display().to_string();
    let line = ["aoc", "--ledger", &dir].into_iter().chain(words.iter().map(String::as_str));
    let line: Vec<&str> = line.collect();
    let wrong = |error: clap::Error| CliError::usage("usage", error.to_string());
    let matches = Cli::command().try_get_matches_from(&line).map_err(wrong)?;
    let cli = Cli::from_arg_matches(&matches).map_err(wrong)?;
    let (output, kept) = context.output.keeping((!args.full).then_some(ROWS_MAX));
    let ended = match &cli.verb {
        Some(verb) => {
            Context::new(&cli.globals, output.clone()).and_then(|context| crate::run(verb, &context))
        }
        None => Ok(ExitCode::Fine),
    };
    let exit = output.end(ended);
    let command = line.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    Ok(Ran { command, exit, output: kept.take() })
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:,=@+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn welcome(dir: &str, book: &Book) -> Page {
    let mut page = Page::new();
    page.title(format!("A ledger of real history: {dir}"));
    page.line(format!(
        "{} records of the Alliance of Civilizations and its Group of Friends, 2003 to 2025, from {} files of drafts, \
         each a commit, in the order in which the facts became public. Every record cites its source.",
        book.head,
        HISTORY.len()
    ));
    page.line("Below, each line that begins with $ is a command that is run now, with its real answer.");
    page
}

fn page_of(stop: &Stop) -> Page {
    let mut page = Page::new();
    page.gap();
    match stop {
        Stop::Title(title) => page.title(*title),
        Stop::Say(text) => page.line(text),
        Stop::Run(_) => {}
    }
    page
}

fn end(context: &Context, dir: &str, book: &Book, seen: &[Value]) -> Result<(), CliError> {
    let next: Vec<(String, &str)> = walk::next(book)
        .into_iter()
        .map(|(words, why)| {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            (format!("aoc --ledger {} {}", quoted(dir), words.join(" ")), why)
        })
        .collect();
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.demo/1",
            "ledger": dir,
            "records": book.head,
            "commits": HISTORY.len(),
            "steps": seen,
            "next": next.iter().map(|(command, _)| command).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut table = Table::new(&["command", "exit"]);
            for step in seen {
                let command = step.get("command").and_then(Value::as_str).unwrap_or_default();
                let exit = step.get("exit").map(Value::to_string).unwrap_or_default();
                table.row([command.to_owned(), exit]);
            }
            context.output.csv(&table, "")
        }
        Format::Table => {
            let mut page = Page::new();
            page.gap();
            page.title(format!("The ledger stays in {dir} to play with. Try next:"));
            for (command, why) in next {
                page.gap();
                page.indented(2, why);
                page.indented(2, format!("$ {command}"));
            }
            context.output.page(&page)
        }
    }
}

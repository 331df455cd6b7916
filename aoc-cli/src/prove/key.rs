//! `aoc key`: the secret key that signs checkpoints, and the verifier key that checks them.

use std::io::Write;

use aoc_store::{OpenError, SigningKey, SledLog};
use serde_json::json;

use super::given;
use crate::args::{KeyArgs, KeyNewArgs, KeyShowArgs, KeyVerb};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Existing, Format, Page, Table, WholeFile};

/// Makes a key, or shows one.
pub(crate) fn run(args: &KeyArgs, context: &Context) -> Result<ExitCode, CliError> {
    match &args.verb {
        KeyVerb::New(args) => new(args, context)?,
        KeyVerb::Show(args) => show(args, context)?,
    }
    Ok(ExitCode::Fine)
}

fn new(args: &KeyNewArgs, context: &Context) -> Result<(), CliError> {
    let name = given::shown(&args.out);
    let around = SledLog::around(&args.out);
    // A directory that is not there is told of by the file.
    if let Some(ledger) = around.or_else(|error| match error {
        OpenError::Storage { .. } => Ok(None),
        error => Err(error),
    })? {
        let message = format!(
            "{name} would lie in the ledger {}: origin and key are kept outside the ledger's directory",
            ledger.display()
        );
        return Err(CliError::usage("key-in-ledger", message)
            .help("whoever can copy or change the ledger could sign for it, too: name another place"));
    }
    let mut file = WholeFile::open(&args.out, "the key", Existing::Kept)?;
    let key = SigningKey::generate(&args.origin)?;
    writeln!(file, "{}", key.secret_text()).map_err(|error| file.failed(&error))?;
    file.keep()?;
    let verifier = key.verifier().to_string();
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.key/1",
            "origin": args.origin.to_string(),
            "verifier": verifier,
            "file": name,
        })),
        Format::Csv => rows(&key, context),
        Format::Table => {
            let mut page = Page::new();
            page.line(format!(
                "Wrote the secret key to {name}; only its owner can read it. Keep it, and a copy of it: it is nowhere else."
            ));
            page.line("The verifier key, for everybody who checks:");
            page.line(verifier);
            context.output.page(&page)
        }
    }
}

fn show(args: &KeyShowArgs, context: &Context) -> Result<(), CliError> {
    let key = given::signing_key(&args.file)?;
    let verifier = key.verifier().to_string();
    match context.format() {
        Format::Json => context.output.json(&json!({
            "format": "aoc.key/1",
            "origin": key.origin().to_string(),
            "verifier": verifier,
        })),
        Format::Csv => rows(&key, context),
        Format::Table => context.output.document(format!("{verifier}\n").as_bytes()),
    }
}

fn rows(key: &SigningKey, context: &Context) -> Result<(), CliError> {
    let mut table = Table::new(&["origin", "verifier"]);
    table.row([key.origin().to_string(), key.verifier().to_string()]);
    context.output.csv(&table, "")
}

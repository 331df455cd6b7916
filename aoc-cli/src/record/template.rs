//! `aoc template`: files to fill in.

use serde_json::{Value, json};

use super::skeletons::{Skeleton, skeletons};
use super::tables::{Needed, Table as CsvTable, tables};
use crate::args::TemplateArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::output::{Format, Page, Table};

/// Prints the headings of a table, the draft of an event, or what there is.
pub(crate) fn run(args: &TemplateArgs, context: &Context) -> Result<ExitCode, CliError> {
    let Some(what) = &args.what else {
        list(context)?;
        return Ok(ExitCode::Fine);
    };
    if let Some(table) = CsvTable::named(&what.to_lowercase()) {
        headings(args, context, table)?;
    } else if let Some(skeleton) = skeletons().find(|skeleton| skeleton.name.eq_ignore_ascii_case(what)) {
        draft(context, &skeleton)?;
    } else {
        return Err(unknown(what));
    }
    Ok(ExitCode::Fine)
}

fn unknown(what: &str) -> CliError {
    let tables = tables().map(|table| table.name.to_owned());
    let near = tables
        .chain(names())
        .map(|name| (strsim::jaro_winkler(&what.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(closeness, _)| *closeness >= 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let shown: String = what.chars().take(40).collect();
    let error = CliError::usage("unknown-template", format!("there is no template `{shown}`"));
    let error = match near {
        Some((_, name)) => error.help(format!("did you mean {name}?")).with("did_you_mean", json!([name])),
        None => error,
    };
    error.help("`aoc template` lists them all")
}

/// What there are drafts for.
fn names() -> impl Iterator<Item = String> {
    skeletons().map(|skeleton| skeleton.name)
}

/// One row of a CSV file.
fn row<'c>(cells: impl Iterator<Item = &'c str>) -> Result<String, CliError> {
    let failed = |error: String| CliError::new(ExitCode::CannotOpen, "output", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn headings(args: &TemplateArgs, context: &Context, table: &CsvTable) -> Result<(), CliError> {
    if context.format() == Format::Json {
        return context.output.json(&table_json(table));
    }
    let mut text = row(table.columns().map(|column| column.name))?;
    if args.example {
        text.push_str(&row(table.columns().map(|column| column.example))?);
    }
    context.output.text(&text)
}

fn table_json(table: &CsvTable) -> Value {
    let columns: Vec<Value> = table
        .columns()
        .map(|column| {
            json!({
                "name": column.name,
                "needed": column.needed == Needed::Always,
                "help": column.help,
                "example": column.example,
            })
        })
        .collect();
    json!({"format": "aoc.template/1", "table": table.name, "about": table.about, "columns": columns})
}

fn draft(context: &Context, skeleton: &Skeleton) -> Result<(), CliError> {
    match context.format() {
        Format::Json => context.output.json(&skeleton.json),
        // One draft a line, the way `import` reads it.
        Format::Table | Format::Csv => context.output.text(&format!("{}\n", skeleton.json)),
    }
}

fn list(context: &Context) -> Result<(), CliError> {
    match context.format() {
        Format::Json => {
            let tables: Vec<Value> = tables().map(table_json).collect();
            let events: Vec<String> = names().collect();
            context.output.json(&json!({"format": "aoc.templates/1", "tables": tables, "drafts": events}))
        }
        Format::Csv => {
            let mut table = Table::new(&["table", "column", "needed", "help", "example"]);
            for (own, column) in tables().flat_map(|own| own.columns().map(move |column| (own, column))) {
                let needed = if column.needed == Needed::Always { "yes" } else { "" };
                table.row([own.name, column.name, needed, column.help, column.example].map(str::to_owned));
            }
            context.output.csv(&table, "")
        }
        Format::Table => {
            let mut page = Page::new();
            page.title("Tables (CSV): `aoc template members --example` prints headings and a row");
            for own in tables() {
                page.gap();
                page.line(format!("{}: {}", own.name, own.about));
                for column in own.own {
                    let needed = if column.needed == Needed::Always { "" } else { " (optional)" };
                    page.indented(2, format!("{:<18} {}{needed}", column.name, column.help));
                }
            }
            page.gap();
            page.line("Every table, where it makes sense, also has these columns, all optional:");
            for column in super::tables::COMMON {
                page.indented(2, format!("{:<18} {}", column.name, column.help));
            }
            page.gap();
            page.title("Drafts (JSON): `aoc template MemberJoined` prints one to fill in");
            page.indented(2, names().collect::<Vec<_>>().join(" "));
            context.output.page(&page)
        }
    }
}

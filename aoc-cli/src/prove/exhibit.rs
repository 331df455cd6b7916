//! [`Exhibit`]: a text to give to others, a checkpoint or a proof.

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use super::given;
use crate::context::Context;
use crate::error::CliError;
use crate::output::{Existing, Format, Page, Table, WholeFile};

/// A text to give to others, what it is, and what programs are told of it.
pub(super) struct Exhibit<'a> {
    /// In a sentence, in the accusative: `the checkpoint of 3 records`.
    pub(super) what: &'a str,
    /// The text.
    pub(super) text: String,
    /// What else there is to say, for people; on standard error where the text itself is printed.
    pub(super) beside: Option<String>,
    /// For spreadsheets.
    pub(super) row: Table,
    /// For programs, without the text and the file.
    pub(super) json: Value,
}

impl Exhibit<'_> {
    /// Puts the text into a new file, or, for people, on standard output as it is.
    pub(super) fn put(mut self, out: Option<&Path>, context: &Context) -> Result<(), CliError> {
        if let Some(path) = out {
            let mut file = WholeFile::open(path, self.what, Existing::Kept)?;
            file.write_all(self.text.as_bytes()).map_err(|error| file.failed(&error))?;
            file.keep()?;
        }
        match (context.format(), out) {
            (Format::Table, None) => {
                if let Some(beside) = self.beside {
                    let mut page = Page::new();
                    page.line(beside);
                    context.output.aside(&page);
                }
                context.output.document(self.text.as_bytes())
            }
            (Format::Table, Some(path)) => {
                let mut page = Page::new();
                page.line(format!("Wrote {} to {}.", self.what, given::shown(path)));
                if let Some(beside) = self.beside {
                    page.line(beside);
                }
                context.output.page(&page)
            }
            (Format::Csv, _) => context.output.csv(&self.row, ""),
            (Format::Json, _) => {
                if let Value::Object(fields) = &mut self.json {
                    fields.insert("text".to_owned(), json!(self.text));
                    if let Some(path) = out {
                        fields.insert("file".to_owned(), json!(given::shown(path)));
                    }
                }
                context.output.json(&self.json)
            }
        }
    }
}

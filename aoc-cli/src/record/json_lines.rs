//! Drafts as JSON Lines: one draft a line.

use std::io::BufRead;

use aoc_store::{BoundedLines, LineEnd, LineError, LineLimit};

use super::json;
use super::line::{DraftLine, Span, Unreadable};
use super::would::Would;

/// The drafts of a JSON Lines file, line by line; blank lines say nothing. Lines of which no draft can be made are among
/// them; an error is a file that cannot be read on.
pub(super) struct JsonLines<R>(BoundedLines<R>);

impl<R: BufRead> JsonLines<R> {
    /// Those that the reader gives.
    pub(super) const fn of(reader: R) -> Self {
        Self(BoundedLines::new(reader, LineLimit::RECORD))
    }
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<DraftLine, LineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.next_line() {
                Ok(None) => return None,
                Ok(Some(line)) if line.text.trim().is_empty() => {}
                Ok(Some(line)) => return Some(Ok(draft_of(line.text, Span::one(line.number), line.end))),
                Err(error) => return Some(unreadable(error)),
            }
        }
    }
}

fn draft_of(text: &str, span: Span, end: LineEnd) -> DraftLine {
    match json::parse(text) {
        Ok(json) if json.is_object() => DraftLine::of_json(span, text, json),
        Ok(_) => {
            let why = "this is JSON, but no object: a draft is {…}, one a line".to_owned();
            let remedy = "write each draft on a line of its own, without [ and ] around them";
            let (name, would) = ("not-a-draft", Would::default());
            DraftLine::unreadable(
                span,
                text,
                Unreadable { name, byte: None, column: None, why, remedy, would },
            )
        }
        Err(error) => {
            let cut = end == LineEnd::File && error.why.starts_with("EOF");
            let why = if cut {
                "the file ends in the middle of the line, so it was cut off".to_owned()
            } else {
                format!("this is not JSON: {}", error.why)
            };
            let remedy = if cut { "get a whole copy" } else { "correct the line" };
            let (name, would) = ("not-json", Would::of_text(text));
            let byte = Some(error.byte);
            DraftLine::unreadable(span, text, Unreadable { name, byte, column: None, why, remedy, would })
        }
    }
}

/// The line that cannot be read as text.
///
/// # Errors
/// The same error when it is the file that cannot be read.
pub(super) fn unreadable(error: LineError) -> Result<DraftLine, LineError> {
    let (line, name, byte, why, remedy) = match &error {
        LineError::TooLong { line, limit } => (
            *line,
            "line-too-long",
            None,
            format!("the line is longer than {} bytes; no draft is", limit.bytes()),
            "check that the file is the one meant and that it has one draft a line",
        ),
        LineError::NotUtf8 { line, byte } => (
            *line,
            "not-utf-8",
            Some(byte.get()),
            "this is not UTF-8".to_owned(),
            "save the file as UTF-8 text",
        ),
        LineError::Cut { line } => (
            *line,
            "cut-off",
            None,
            "the file ends in the middle of a character, so it was cut off".to_owned(),
            "get a whole copy",
        ),
        _ => return Err(error),
    };
    let would = Would::default();
    let unreadable = Unreadable { name, byte, column: None, why, remedy, would };
    Ok(DraftLine::unreadable(Span::one(line), "", unreadable))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<(u64, Result<(), String>)> {
        let said =
            |line: DraftLine| line.read.map(|_| ()).map_err(|error| format!("{}: {}", error.name, error.why));
        JsonLines::of(text).map(Result::unwrap).map(|line| (line.span.first.get(), said(line))).collect()
    }

    #[test]
    fn every_line_is_read_whatever_the_others_are() {
        let good = r#"{"event": "PersonRegistered", "data": {"person": "p", "names": [{"lang": "en", "text": "P"}]}, "uncited": true}"#;
        let text = [good.as_bytes(), b"\r\n\n{\"a\": 1\n[]\n\"\xff\"\n", good.as_bytes()].concat();
        let lines = lines(&text);
        let names: Vec<_> = lines
            .iter()
            .map(|(at, read)| (*at, read.as_ref().err().map(|why| why.split(':').next().unwrap_or(""))))
            .collect();
        assert_eq!(
            names,
            [(1, None), (3, Some("not-json")), (4, Some("not-a-draft")), (5, Some("not-utf-8")), (6, None)]
        );
    }

    #[test]
    fn a_file_that_was_cut_off_says_so() {
        let (at, read) = lines(b"{\"event\": \"Mem").pop().unwrap();
        assert_eq!(
            (at, read),
            (1, Err("not-json: the file ends in the middle of the line, so it was cut off".to_owned()))
        );
    }
}

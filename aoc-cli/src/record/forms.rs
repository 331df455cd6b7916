//! Tables whose rows say field by field what the event says: for each word of the column `event`, which columns
//! it needs and which it may have.

use serde_json::{Map, Value, json};

use super::cells::{CellError, Row, error};
use super::tables::{Column, NAME_PREFIX};

/// The column that says what happened.
const EVENT: &str = "event";
/// In a [`Form`]: the columns of the names.
pub(super) const NAMES: &str = "names";

/// What one word in the column `event` stands for; a table with one form has no such column.
#[derive(Debug)]
pub(super) struct Form {
    /// The word.
    pub(super) word: &'static str,
    /// The event.
    pub(super) event: &'static str,
    /// The columns that such a row fills.
    pub(super) needs: &'static [&'static str],
    /// The columns that it may fill.
    pub(super) takes: &'static [&'static str],
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A text as it stands: an id, a word, a date.
    Text,
    /// Several, parted by |.
    List,
    /// A number.
    Number,
    /// When an agreement enters into force: `last-signature`, a day, or `2 consents`.
    Clause,
    /// How a resolution was adopted: `consensus`, or votes for, against and abstentions (`120-2-30`).
    Manner,
}

impl Reading {
    fn read(self, cell: &str) -> Result<Value, String> {
        let number = |text: &str| text.trim().parse::<u32>().map(|number| json!(number));
        match self {
            Self::Text => Ok(json!(cell)),
            Self::List => Ok(cell.split('|').map(|part| json!(part.trim())).collect()),
            Self::Number => number(cell).map_err(|_| "write a number".to_owned()),
            Self::Clause => match cell.split_once(' ') {
                Some((count, "consents")) => number(count)
                    .map(|count| json!({"consents": count}))
                    .map_err(|_| "write a number of consents: 2 consents".to_owned()),
                None if cell.starts_with(|c: char| c.is_ascii_digit()) => Ok(json!({"fixed-day": cell})),
                _ if cell == "last-signature" => Ok(json!(cell)),
                _ => Err("write last-signature, a day (2010-01-01) or a number of consents (2 consents)"
                    .to_owned()),
            },
            Self::Manner => match cell.split('-').map(number).collect::<Result<Vec<_>, _>>().as_deref() {
                Ok([yes, no, abstained]) => {
                    Ok(json!({"vote": {"yes": yes, "no": no, "abstained": abstained}}))
                }
                _ if cell == "consensus" => Ok(json!(cell)),
                _ => Err("write consensus, or the votes for, against and abstentions: 120-2-30".to_owned()),
            },
        }
    }
}

impl Row<'_> {
    /// The draft that the row is, by the form that its event has.
    pub(super) fn of_form(self, columns: &[Column], forms: &[Form]) -> Result<Value, CellError> {
        let form = self.form(forms)?;
        let mut data = Map::new();
        for column in columns.iter().filter(|column| column.name != EVENT && !is_name(column.name)) {
            let is_needed = form.needs.contains(&column.name);
            if !is_needed && !form.takes.contains(&column.name) {
                self.refuse(column.name, &not_for(form))?;
                continue;
            }
            let cell = if is_needed { Some(self.need(column.name)?) } else { self.get(column.name) };
            if let Some(cell) = cell {
                let value = column.reading.read(cell).map_err(|why| error(column.name, &why))?;
                put(&mut data, column, value);
            }
        }
        let named = self.filled().find(|(heading, _)| is_name(heading));
        if form.needs.contains(&NAMES) || (named.is_some() && form.takes.contains(&NAMES)) {
            data.insert(NAMES.to_owned(), self.names()?);
        } else if let Some((heading, _)) = named {
            return Err(error(heading, &not_for(form)));
        }
        self.draft(form.event, Value::Object(data))
    }

    fn form(self, forms: &[Form]) -> Result<&Form, CellError> {
        if let [only] = forms {
            return Ok(only);
        }
        let word = self.need(EVENT)?;
        forms.iter().find(|form| form.word.eq_ignore_ascii_case(word) || form.event == word).ok_or_else(
            || {
                let known: Vec<&str> = forms.iter().map(|form| form.word).collect();
                let word: String = word.chars().take(40).collect();
                error(EVENT, &format!("`{word}` is none of {}", known.join(", ")))
            },
        )
    }
}

fn is_name(heading: &str) -> bool {
    heading.starts_with(NAME_PREFIX)
}

fn not_for(form: &Form) -> String {
    format!("a row that says `{}` does not have it: leave it empty here", form.word)
}

/// Puts a value where its column belongs in the data of the event.
fn put(data: &mut Map<String, Value>, column: &Column, value: Value) {
    let own = column.name.replace('-', "_");
    let path = if column.key.is_empty() { own.as_str() } else { column.key };
    put_at(data, path, value);
}

fn put_at(data: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            data.insert(path.to_owned(), value);
        }
        Some((first, rest)) => {
            let part = data.entry(first).or_insert_with(|| json!({}));
            if let Some(part) = part.as_object_mut() {
                put_at(part, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tables::{Drafting, tables};
    use super::*;
    use aoc_core::Event;

    #[test]
    fn forms_speak_of_events_and_columns_that_there_are() {
        for table in tables() {
            let Drafting::Forms(forms) = table.drafting else { continue };
            let mut used = vec![EVENT];
            for form in forms {
                assert!(Event::kinds().any(|(_, name)| name == form.event), "{}", form.event);
                used.extend(form.needs.iter().chain(form.takes));
            }
            for column in table.own {
                let name = if is_name(column.name) { NAMES } else { column.name };
                assert!(used.contains(&name), "{}: no row has {name}", table.name);
            }
            let known = |name: &str| name == NAMES || table.own.iter().any(|column| column.name == name);
            assert!(used.iter().all(|name| *name == EVENT || known(name)), "{}: {used:?}", table.name);
        }
    }

    /// What the first areas leave to JSON stays there; the others have a row for every event.
    #[test]
    fn every_event_of_the_later_areas_is_a_row_of_some_table() {
        let forms = tables().filter_map(|table| match table.drafting {
            Drafting::Forms(forms) => Some(forms),
            Drafting::Row(_) => None,
        });
        let rows: Vec<&str> = forms.flatten().map(|form| form.event).collect();
        for (_, name) in Event::kinds().filter(|(code, _)| *code >= 0x0900) {
            assert!(rows.contains(&name), "{name}");
        }
    }

    #[test]
    fn cells_are_read_as_people_write_them() {
        let read = |reading: Reading, cell: &str| reading.read(cell);
        assert_eq!(read(Reading::Clause, "2 consents"), Ok(json!({"consents": 2})));
        assert_eq!(read(Reading::Clause, "2010-01-01"), Ok(json!({"fixed-day": "2010-01-01"})));
        assert_eq!(read(Reading::Clause, "last-signature"), Ok(json!("last-signature")));
        assert_eq!(
            read(Reading::Manner, "120-2-30"),
            Ok(json!({"vote": {"yes": 120, "no": 2, "abstained": 30}}))
        );
        assert_eq!(read(Reading::List, "esp | tur"), Ok(json!(["esp", "tur"])));
        for (reading, cell) in
            [(Reading::Clause, "soon"), (Reading::Clause, "x consents"), (Reading::Manner, "1-2")]
        {
            assert!(read(reading, cell).unwrap_err().starts_with("write "), "{cell}");
        }
    }
}

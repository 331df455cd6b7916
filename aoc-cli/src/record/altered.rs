//! Hostile files: the template of every table, and drafts of every event, with bytes exchanged, put in, doubled and left out.
//! They are read line by line or refused; a draft that is read is written as it was read.

use aoc_core::Draft;

use super::csv_rows::CsvRows;
use super::json_lines::JsonLines;
use super::line::DraftLine;
use super::tables::tables;

/// How often each text is altered.
const TIMES: u64 = 300;
/// What means something to a reader of tables or of JSON.
const BYTES: &[u8] = b"\"\\,;\t|\n\r\0\xff\xc3=:.{}[]0-+e>~%\x1b";

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn upto(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn alter(&mut self, bytes: &mut Vec<u8>) {
        let at = self.upto(bytes.len());
        let end = (at + self.upto(24)).min(bytes.len());
        match self.upto(4) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            2 => bytes.insert(at, BYTES[self.upto(BYTES.len())]),
            _ => drop(bytes.splice(at..(at + 1).min(bytes.len()), [BYTES[self.upto(BYTES.len())]])),
        }
    }
}

fn check(line: &DraftLine) {
    assert!(line.excerpt.chars().count() < 100);
    let _ = line.slugs();
    match &line.read {
        Ok(draft) => {
            let json = draft.to_json();
            assert_eq!(Draft::from_json(json.clone()).unwrap().to_json(), json);
        }
        Err(error) => assert!(!error.why.is_empty()),
    }
}

fn altered(text: &str, read: impl Fn(&[u8])) {
    read(text.as_bytes());
    for seed in 1..=TIMES {
        let (mut dice, mut bytes) =
            (Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)), text.as_bytes().to_vec());
        for _ in 0..=dice.upto(4) {
            dice.alter(&mut bytes);
        }
        read(&bytes);
    }
}

#[test]
fn an_altered_table_is_read_or_refused() {
    for table in tables() {
        let row = |cell: fn(&super::tables::Column) -> &'static str| -> String {
            table
                .columns()
                .map(|column| format!("\"{}\"", cell(column).replace('"', "\"\"")))
                .collect::<Vec<_>>()
                .join(",")
        };
        let text = format!("{}\n{}\n", row(|column| column.name), row(|column| column.example));
        altered(&text, |bytes| {
            if let Ok(rows) = CsvRows::of(bytes) {
                rows.map_while(Result::ok).for_each(|line| check(&line));
            }
        });
    }
}

#[test]
fn an_altered_draft_is_read_or_refused() {
    for line in include_str!("../../../schemas/drafts.jsonl").lines() {
        altered(line, |bytes| JsonLines::of(bytes).map_while(Result::ok).for_each(|line| check(&line)));
    }
}

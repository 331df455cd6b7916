//! Goal: `BoundedLines` gives the lines of any text and holds no more than the limit. Method: small texts, read in
//! pieces of every size, against `str::lines`; and every error.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

use std::io::{self, BufReader, Read};

use aoc_store::{BoundedLines, ByteNumber, LineEnd, LineError, LineLimit, LineNumber};
use proptest::prelude::*;

type Outcome = Result<(u64, String, LineEnd), String>;

fn read(bytes: &[u8], limit: usize, piece: usize) -> Vec<Outcome> {
    let mut lines = BoundedLines::new(BufReader::with_capacity(piece, bytes), LineLimit::of_bytes(limit));
    let mut read = Vec::new();
    loop {
        read.push(match lines.next_line() {
            Ok(None) => return read,
            Ok(Some(line)) => Ok((line.number.get(), line.text.to_owned(), line.end)),
            Err(error) => Err(error.to_string().split([':', ';']).next().unwrap().to_owned()),
        });
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it stands in lists beside errors")]
fn line(number: u64, text: &str, end: LineEnd) -> Outcome {
    Ok((number, text.to_owned(), end))
}

proptest! {
    #[test]
    fn lines_are_those_of_the_text(text in "([a-é]{0,4}(\r?\n)?){0,6}", piece in 1..9usize) {
        let texts: Vec<String> = read(text.as_bytes(), 99, piece).into_iter().map(|line| line.unwrap().1).collect();
        prop_assert_eq!(texts, text.lines().map(|line| line.trim_end_matches('\r')).collect::<Vec<_>>());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(prop::sample::select(b"a\n\r\xff\xc3\xa9".to_vec()), 0..20), piece in 1..4usize) {
        let feeds = bytes.split(|byte| *byte == b'\n').count() - 1;
        prop_assert!((feeds..=feeds + 1).contains(&read(&bytes, 3, piece).len()));
    }
}

#[test]
fn a_line_of_just_the_limit_is_read_and_what_follows_a_longer_one_too() {
    for piece in 1..9 {
        let read = read(b"abc\nabcd\nabcdefghijkl\n\nxyz", 3, piece);
        let too_long = |number| Err(format!("line {number} is longer than 3 bytes"));
        let lines = [
            line(1, "abc", LineEnd::Feed),
            too_long(2),
            too_long(3),
            line(4, "", LineEnd::Feed),
            line(5, "xyz", LineEnd::File),
        ];
        assert_eq!(read, lines, "in pieces of {piece}");
    }
}

#[test]
fn a_long_last_line_ends_the_file() {
    assert_eq!(read(b"abcdef", 3, 2), [Err("line 1 is longer than 3 bytes".to_owned())]);
}

#[test]
fn what_is_not_utf8_says_where_and_the_next_line_is_read() {
    let found = read(b"a\n\xc3\xa9\xff\nb\n", 9, 8);
    let wrong = Err("line 2, byte 3".to_owned());
    assert_eq!(found, [line(1, "a", LineEnd::Feed), wrong, line(3, "b", LineEnd::Feed)]);
    assert_eq!(read(b"\xff\xfea\0\n\0", 9, 8).first(), Some(&Err("line 1, byte 1".to_owned())));
    assert_eq!(read(b"ab\xc3", 9, 8), [Err("line 1".to_owned())]);
    let mut lines = BoundedLines::new(&b"ab\xc3"[..], LineLimit::RECORD);
    assert!(matches!(lines.next_line(), Err(LineError::Cut { line: LineNumber::FIRST })));
    let mut lines = BoundedLines::new(&b"ab\xc3\n"[..], LineLimit::RECORD);
    assert!(matches!(lines.next_line(), Err(LineError::NotUtf8 { byte, .. }) if byte == ByteNumber::new(3)));
}

#[test]
fn a_byte_order_mark_is_left_out_before_the_first_line_only() {
    let bom = "\u{feff}a\n\u{feff}b\n";
    assert_eq!(
        read(bom.as_bytes(), 9, 8),
        [line(1, "a", LineEnd::Feed), line(2, "\u{feff}b", LineEnd::Feed)]
    );
    assert_eq!(read(b"", 9, 8), []);
}

/// Is interrupted before every read; fails after the first.
struct Flaky {
    reads: usize,
}

impl Read for Flaky {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads += 1;
        match self.reads {
            2 => (&b"a\nb"[..]).read(buffer),
            1 | 3 => Err(io::ErrorKind::Interrupted.into()),
            _ => Err(io::Error::other("unplugged")),
        }
    }
}

#[test]
fn an_interruption_is_nothing_and_a_failure_is_the_end() {
    let mut lines = BoundedLines::new(BufReader::new(Flaky { reads: 0 }), LineLimit::RECORD);
    assert_eq!(lines.next_line().unwrap().unwrap().text, "a");
    assert_eq!(lines.next_line().unwrap_err().to_string(), "line 2 cannot be read: unplugged");
    assert_eq!(lines.next_line().unwrap(), None);
}

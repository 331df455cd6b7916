//! Goal: each kind of bad input gives a message that says what is wrong, where, and what to do; nothing is lost and
//! nothing half recorded. (Ledgers that cannot be opened are in `open.rs`, `known_at` beyond the head in `ask.rs`.)
//! Method: puts the input to a ledger, and compares the ledger's archive before and after.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::{Book, Ran, run};

const SOURCE: &str = r#"{"event": "SourceRegistered", "data": {"source": "src", "title": "A source"}, "cites": [{"source": "src"}]}"#;

fn person(id: &str, more: &str) -> String {
    format!(
        r#"{{"event": "PersonRegistered", "data": {{"person": "{id}", "names": [{{"lang": "en", "text": "P"}}]}}, {more}}}"#
    )
}

fn start() -> Book {
    let book = Book::empty();
    book.aoc(&["record", "--json", SOURCE]).fine();
    book
}

fn beside(book: &Book, name: &str) -> PathBuf {
    book.path().parent().unwrap().join(name)
}

fn archive(book: &Book) -> String {
    book.aoc(&["export"]).fine().out
}

fn flat(ran: &Ran) -> String {
    ran.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file is refused with exit code 1, says all this, and the ledger is what it was.
#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>, says: &[&str]) {
    let book = start();
    let before = archive(&book);
    let path = beside(&book, name);
    fs::write(&path, content).unwrap();
    let ran = book.aoc(&["import", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in says.iter().chain(&["nothing of it was recorded", "remedy "]) {
        assert!(flat(&ran).contains(words), "`{words}` is not in:\n{}", ran.out);
    }
    assert_eq!(archive(&book), before);
}

#[test]
fn an_unknown_kind_of_event() {
    let draft = r#"{"event": "MemberJoind", "data": {}, "uncited": true}"#;
    refused(
        "a.jsonl",
        format!("{SOURCE}\n{draft}\n"),
        &["a.jsonl:2: not-a-draft: unknown event `MemberJoind`", "aoc template EVENT"],
    );
    let draft = r#"{"event": "memberjoined", "data": {}, "uncited": true}"#;
    refused(
        "b.jsonl",
        draft,
        &["b.jsonl:1: not-a-draft: unknown event `memberjoined`: did you mean MemberJoined?"],
    );
}

#[test]
fn a_date_that_does_not_exist() {
    for (date, why) in [
        ("2010-02-30", "`2010-02-30` is not a date that can be recorded: day is out of range"),
        ("2010-13", "`2010-13` is not a date that can be recorded"),
        ("13/05/2010", "write 2010-05-13"),
        ("2005-23", "seasons do not lie on the same days"),
        ("[2010..2009]", "range end precedes range start"),
    ] {
        let draft = person("p", &format!(r#""date": "{date}", "uncited": true"#));
        refused("d.jsonl", draft, &["d.jsonl:1: not-a-draft", why]);
    }
    refused(
        "d.csv",
        "person,name:en,date,uncited\np,P,31.02.2010,yes\n",
        &["d.csv:2: not-a-draft: `31.02.2010` is not a date"],
    );
}

#[test]
fn a_country_code_that_iso_3166_does_not_have() {
    let party = |code: &str| {
        format!(
            r#"{{"event": "PartyRegistered", "data": {{"party": "x", "kind": "country", "names": [{{"lang": "en", "text": "X"}}], "codes": [{{"scheme": "iso3166-1", "code": "{code}"}}]}}, "uncited": true}}"#
        )
    };
    refused(
        "c.jsonl",
        party("XQZ"),
        &["c.jsonl:1", "`XQZ` is not an ISO 3166-1 alpha-3 code: write three capital letters"],
    );
    refused("c.jsonl", party("ES"), &["`ES` is not an ISO 3166-1 alpha-3 code: did you mean ESP?"]);
}

#[test]
fn a_citation_of_an_unknown_source() {
    let draft = person("p", r#""cites": [{"source": "a-book-nobody-knows"}]"#);
    refused(
        "s.jsonl",
        draft,
        &[
            "s.jsonl:1: unknown-source: the cited source `a-book-nobody-knows` is not registered",
            "register the source with SourceRegistered",
        ],
    );
}

#[test]
fn a_file_that_is_not_utf_8() {
    let content = [person("a", r#""uncited": true"#).as_bytes(), b"\n{\"event\": \"caf\xe9\"}\n"].concat();
    refused(
        "u.jsonl",
        content,
        &["u.jsonl:2, byte 15: not-utf-8: this is not UTF-8", "save the file as UTF-8 text"],
    );
    refused("u.csv", b"person,name:en,uncited\np,Jos\xe9,yes\n", &["u.csv:2, byte 6: not-utf-8"]);
    refused("u.csv", b"person,name:\xe9n\n", &["u.csv:1: headings: this is not UTF-8"]);
}

#[test]
fn a_line_of_100_megabytes() {
    let book = start();
    let before = archive(&book);
    let path = beside(&book, "long.jsonl");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let part = vec![b'x'; 1 << 20];
    writeln!(file, "{}", person("a", r#""uncited": true"#)).unwrap();
    for _ in 0..100 {
        file.write_all(&part).unwrap();
    }
    file.flush().unwrap();
    drop(file);
    let ran = book.aoc(&["import", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        flat(&ran)
            .contains("long.jsonl:2: line-too-long: the line is longer than 4194304 bytes; no draft is"),
        "{}",
        ran.out
    );
    assert!(flat(&ran).contains("check that the file is the one meant"), "{}", ran.out);
    assert_eq!(archive(&book), before);

    // It is kept, byte for byte, when the other line is recorded.
    assert_eq!(book.aoc(&["import", "--keep-going", path.to_str().unwrap()]).code, 1);
    let kept = fs::metadata(beside(&book, "long.jsonl.refused.jsonl")).unwrap().len();
    assert_eq!(kept, 100 << 20);
}

#[test]
fn a_file_that_holds_nothing_or_was_cut_off() {
    for (name, content) in
        [("e.jsonl", ""), ("e.csv", ""), ("e.jsonl", "\n\n"), ("e.csv", "person,name:en\n")]
    {
        refused(
            name,
            content,
            &["empty-file: the file holds no drafts", "check that the file is the one meant"],
        );
    }
    let whole = person("a", r#""uncited": true"#);
    refused(
        "cut.jsonl",
        &whole[..whole.len() - 9],
        &["cut.jsonl:1", "the file ends in the middle of the line", "get a whole copy"],
    );
}

#[test]
fn keys_and_ids_that_stand_twice() {
    let draft = person("p", r#""uncited": true, "reason": "a", "reason": "b""#);
    refused("k.jsonl", draft, &["k.jsonl:1, byte", "the key `reason` stands twice"]);
    let (one, two) =
        (person("a", r#""id": "same", "uncited": true"#), person("b", r#""id": "same", "uncited": true"#));
    refused(
        "i.jsonl",
        format!("{one}\n{two}\n"),
        &[
            "i.jsonl:2: event-id-taken: another record bears that event id",
            "i.jsonl:1",
            "give the draft an id of its own",
        ],
    );
}

#[test]
fn json_of_another_shape() {
    refused("l.jsonl", "[{}]\n", &["l.jsonl:1: not-a-draft: this is JSON, but no object", "without [ and ]"]);
    refused("x.jsonl", "{\"event\": \n", &["x.jsonl:1, byte", "not-json"]);
    let draft = person("p", r#""uncited": true, "colour": "red""#);
    refused("f.jsonl", draft, &["unknown field `colour`, expected one of `id`"]);
    refused(
        "n.jsonl",
        person("p", r#""cites": []"#),
        &["either `cites` (at least one source) or `\"uncited\": true`"],
    );
}

#[test]
fn a_file_that_is_not_there_or_cannot_be_read() {
    let book = start();
    book.aoc(&["import", "nowhere.jsonl"])
        .fails(2, &["nowhere.jsonl: there is no such file: check the path", "nothing of it was recorded"]);
    let dir = beside(&book, "dir");
    fs::create_dir(&dir).unwrap();
    book.aoc(&["import", dir.to_str().unwrap()]).fails(2, &["is a directory: name the files in it"]);
    // Every file is opened before the first is recorded.
    let good = beside(&book, "good.jsonl");
    fs::write(&good, person("a", r#""uncited": true"#)).unwrap();
    let before = archive(&book);
    book.aoc(&["import", good.to_str().unwrap(), "nowhere.jsonl"]).fails(2, &["no such file"]);
    assert_eq!(archive(&book), before);
}

#[test]
fn an_archive_that_was_altered_cut_off_or_is_newer_leaves_the_ledger_empty() {
    let text = archive(&Book::real_history());
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines[..200].join("\n");
    let altered = text.replacen("\"Spain\"", "\"Spein\"", 1);
    let newer = text.replacen("aoc.archive/1", "aoc.archive/2", 1);
    for (content, code, says) in [
        (cut.as_str(), 3, "so it was cut off"),
        (&altered, 3, "one of them was altered"),
        (&newer, 4, "import it with a newer version"),
    ] {
        let book = Book::empty();
        let path = beside(&book, "archive.jsonl");
        fs::write(&path, content).unwrap();
        let ran = book.aoc(&["import", path.to_str().unwrap()]);
        ran.fails(code, &["archive.jsonl: ", says, "Nothing was recorded"]);
        assert_eq!(archive(&book), "{\"format\":\"aoc.archive/1\",\"head\":0}\n");
    }
}

/// Runs the command where no file may grow past so many blocks of 1024 bytes; the system then says the same as on a
/// full disk.
#[cfg(unix)]
fn with_little_room(book: &Book, blocks: u32, args: &[&str]) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script, "bash", env!("CARGO_BIN_EXE_aoc"), "--ledger"]).arg(book.path()).args(args);
    run(shell.env_remove("AOC_LEDGER").stdin(Stdio::null()))
}

/// 750 drafts of 4 KB: two of these files do not fit into the first 5 MB of a ledger.
#[cfg(unix)]
fn large(path: &Path, name: &str) {
    let reason = "x".repeat(4000);
    let lines: Vec<String> = (0..750)
        .map(|at| person(&format!("{name}-{at}"), &format!(r#""uncited": true, "reason": "{reason}""#)))
        .collect();
    fs::write(path, lines.join("\n")).unwrap();
}

#[cfg(unix)]
#[test]
fn a_full_disk() {
    let book = start();
    let files: Vec<PathBuf> =
        ["one", "two"].iter().map(|name| beside(&book, &format!("{name}.jsonl"))).collect();
    for file in &files {
        large(file, file.file_stem().unwrap().to_str().unwrap());
    }
    let paths: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let ran = with_little_room(&book, 5000, &["import", paths[0], paths[1]]);
    let ran = ran
        .fails(4, &["a file would grow past the limit set for it", "nothing that was acknowledged is lost"]);
    assert!(
        ran.err.starts_with(&format!("error: {}: ", paths[0])) || ran.err.contains("recorded before that: "),
        "{ran:?}"
    );

    // Nothing half recorded: the book holds whole files only, and takes the same command again.
    let records = archive(&book).lines().count() - 1;
    assert!([1, 751, 1501].contains(&records), "{records} records");
    let again = book.json(&["import", paths[0], paths[1]]);
    assert!(again["results"][1]["outcome"].as_str().unwrap().starts_with("recorded"), "{again}");
    assert_eq!(archive(&book).lines().count() - 1, 1501);
    book.aoc(&["verify"]).fine();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_an_export_and_an_answer() {
    let book = start();
    for verb in ["export", "log"] {
        let mut shell = Command::new("bash");
        shell.args(["-c", "exec \"$@\" >/dev/full", "bash", env!("CARGO_BIN_EXE_aoc"), "--ledger"]);
        run(shell.arg(book.path()).arg(verb)).fails(4, &["the answer cannot be written", "No space left"]);
    }
    let path = beside(&book, "no/such/dir/out.jsonl");
    book.aoc(&["export", path.to_str().unwrap()])
        .fails(4, &["the archive cannot be written there", "nothing was changed"]);
}

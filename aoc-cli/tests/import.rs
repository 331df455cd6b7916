//! Goal: `import` takes a file as one commit or not at all, says for every refused line what, why and what to do,
//! and with `--keep-going` loses no line.
//! Method: writes files beside a small ledger, runs the command, and reads its answer and the book back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use support::{Book, Ran};

const SOURCE: &str = r#"{"id": "s", "event": "SourceRegistered", "data": {"source": "src", "title": "A source"}, "cites": [{"source": "src"}]}"#;
const GROUP: &str = r#"{"id": "g", "event": "GroupEstablished", "data": {"group": "friends", "names": [{"lang": "en", "text": "Friends"}], "admits": ["country"]}, "date": "2005", "cites": [{"source": "src"}]}"#;

fn party(id: &str) -> String {
    format!(
        r#"{{"id": "p-{id}", "event": "PartyRegistered", "data": {{"party": "{id}", "kind": "country", "names": [{{"lang": "en", "text": "Land {id}"}}]}}, "cites": [{{"source": "src"}}]}}"#
    )
}

fn member(event: &str, id: &str, date: &str) -> String {
    format!(
        r#"{{"event": "{event}", "data": {{"group": "friends", "party": "{id}"}}, "date": "{date}", "cites": [{{"source": "src"}}]}}"#
    )
}

/// A file beside the ledger.
fn file(book: &Book, name: &str, text: impl AsRef<[u8]>) -> String {
    let path: PathBuf = book.path().parent().unwrap().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn lines(lines: &[&str]) -> String {
    format!("{}\n", lines.join("\n"))
}

fn positions(book: &Book) -> u64 {
    let archive = book.aoc(&["export"]).fine().out;
    let header: Value = serde_json::from_str(archive.lines().next().unwrap()).unwrap();
    header["head"].as_u64().unwrap()
}

fn start() -> Book {
    let book = Book::empty();
    let path = file(&book, "start.jsonl", lines(&[SOURCE, GROUP, &party("esp")]));
    book.aoc(&["import", &path]).fine();
    book
}

#[track_caller]
fn says(ran: &Ran, words: &[&str]) {
    // Long lines are wrapped.
    let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        let word = word.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(&word), "`{word}` is not in:\n{}\n{}", ran.out, ran.err);
    }
}

#[test]
fn a_file_is_a_commit_and_again_is_nothing_new() {
    let book = start();
    let path = file(&book, "a.jsonl", lines(&[&party("fra"), "", &member("MemberJoined", "fra", "2006")]));
    let ran = book.aoc(&["import", &path]).fine();
    says(&ran, &["recorded 2 drafts as positions 4 to 5, one commit"]);
    says(&book.aoc(&["import", &path]).fine(), &["recorded already as positions 4 to 5", "nothing to do"]);
    assert_eq!(positions(&book), 5);
}

#[test]
fn several_files_are_commits_in_order_and_stop_at_the_first_that_is_rejected() {
    let book = start();
    let one = file(&book, "1.jsonl", lines(&[&party("fra")]));
    let two = file(
        &book,
        "2.jsonl",
        lines(&[&member("MemberJoined", "fra", "2006"), &member("MemberJoined", "fra", "2007")]),
    );
    let three = file(&book, "3.jsonl", lines(&[&party("tur")]));
    let answer = book.json(&["import", &one, &two, &three]);
    let outcomes: Vec<_> =
        answer["results"].as_array().unwrap().iter().map(|file| file["outcome"].clone()).collect();
    assert_eq!(outcomes, ["recorded", "rejected", "not-tried"]);
    assert_eq!(positions(&book), 4);
}

#[test]
fn a_rejected_file_lists_every_line_with_rule_collision_and_remedy_and_changes_nothing() {
    let book = start();
    let path = file(
        &book,
        "bad.jsonl",
        lines(&[
            &member("MemberJoined", "esp", "2006"),
            &member("MemberJoined", "esp", "2008"),
            &member("MemberJoined", "fra", "2008"),
            &member("MemberWithdrew", "esp", "2004"),
        ]),
    );
    let before = book.aoc(&["export"]).fine().out;
    let ran = book.aoc(&["import", &path]);
    assert_eq!(ran.code, 1);
    says(
        &ran,
        &[
            "rejected: nothing of it was recorded; 3 of 4 lines refused",
            "bad.jsonl:2: already-member: the party is a member already [membership of Land esp in Friends]",
            "collides  with",
            "bad.jsonl:1",
            "remedy    if the party left in between, record that too, in the same commit",
            "bad.jsonl:3: not-registered: it is not registered at that point [party `fra`]",
            "bad.jsonl:4: ",
            "rule from unaoc.org",
            "--keep-going",
        ],
    );
    assert_eq!(book.aoc(&["export"]).fine().out, before);

    let finding = &book.json(&["import", &path])["results"][0]["findings"][0];
    assert_eq!((&finding["line"], &finding["collides"]["line"]), (&json!(2), &json!(1)));
    assert_eq!(finding["rule"]["name"], "already-member");
    assert!(finding["excerpt"].as_str().unwrap().starts_with(r#"{"event": "MemberJoined""#));
}

#[test]
fn what_only_follows_from_an_earlier_refused_line_says_so() {
    let book = start();
    let broken = r#"{"id": "p-fra", "event": "PartyRegistered", "data": {"party": "fra", "kind": "cou"#;
    let path = file(
        &book,
        "bad.jsonl",
        lines(&[
            broken,
            &member("MemberJoined", "fra", "2006"),
            r#"{"corroborates": "p-fra", "cites": [{"source": "src"}]}"#,
            &member("MemberJoined", "esp", "2006-02-30"),
            &member("MemberWithdrew", "esp", "2010"),
            &member("MemberJoined", "deu", "2010"),
        ]),
    );
    let answer = book.json(&["import", &path]);
    let follows: Vec<(u64, Option<u64>)> = answer["results"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["line"].as_u64().unwrap(), finding["follows"]["line"].as_u64()))
        .collect();
    assert_eq!(follows, [(1, None), (2, Some(1)), (3, Some(1)), (4, None), (5, Some(4)), (6, None)]);
    let ran = book.aoc(&["import", &path]);
    says(
        &ran,
        &["3 of them only following from others", "bad.jsonl:1, which is refused: correct that first"],
    );
}

#[test]
fn a_dry_run_of_several_files_sees_the_earlier_ones_and_records_nothing() {
    let book = start();
    let one = file(&book, "1.jsonl", lines(&[&party("fra")]));
    let two = file(&book, "2.jsonl", lines(&[&member("MemberJoined", "fra", "2006")]));
    let answer = book.json(&["import", "--dry-run", &one, &two]);
    assert_eq!(answer["dry_run"], true);
    for (at, first) in [(0, 4), (1, 5)] {
        assert_eq!(answer["results"][at]["outcome"], "would-be-recorded");
        assert_eq!(answer["results"][at]["commit"]["first"], first);
    }
    assert_eq!(positions(&book), 3);
    assert_eq!(book.aoc(&["import", "--dry-run", &two]).code, 1);
}

#[test]
fn keep_going_records_the_rest_and_keeps_the_refused_lines_byte_for_byte() {
    let book = start();
    let refused: &[&[u8]] = &[
        b"{\"event\": \"MemberJoined\", \"data\": {\"group\": \"friends\", \"party\": \"nobody\"},   \"date\": \"2006\", \"uncited\": true}\r\n",
        b"not json at all \xff\xfe\n",
        b"{\"broken\": ",
    ];
    let text = [
        party("fra").as_bytes(),
        b"\n",
        refused[0],
        member("MemberJoined", "fra", "2006").as_bytes(),
        b"\r\n\n",
        refused[1],
        refused[2],
    ]
    .concat();
    let path = file(&book, "mixed.jsonl", &text);
    let ran = book.aoc(&["import", "--keep-going", &path]);
    assert_eq!(ran.code, 1);
    says(
        &ran,
        &["recorded 2 drafts as positions 4 to 5", "3 of 5 lines refused", "mixed.jsonl.refused.jsonl"],
    );
    let kept = fs::read(format!("{path}.refused.jsonl")).unwrap();
    assert_eq!(kept, refused.concat());

    // The same again passes over what is in the book, and does not overwrite the refused lines.
    book.aoc(&["import", "--keep-going", &path]).fails(2, &["exists already", "--refused"]);
    let other = format!("{path}.other");
    let ran = book.aoc(&["import", "--keep-going", "--refused", &other, &path]);
    says(&ran, &["nothing to record; 2 drafts in the book already"]);
    assert_eq!(fs::read(&other).unwrap(), refused.concat());
    assert_eq!(positions(&book), 5);
}

#[test]
fn lines_with_one_label_are_recorded_together_or_not_at_all() {
    let book = start();
    let together =
        |line: String, label: &str| line.replacen('{', &format!(r#"{{"together": "{label}", "#), 1);
    let path = file(
        &book,
        "pairs.jsonl",
        lines(&[
            &together(member("MemberJoined", "esp", "2006"), "good"),
            &together(member("MemberWithdrew", "esp", "2008"), "good"),
            &together(party("fra"), "bad"),
            &together(member("MemberWithdrew", "fra", "2008"), "bad"),
            &party("tur"),
        ]),
    );
    let answer = book.json(&["import", "--keep-going", &path]);
    let result = &answer["results"][0];
    assert_eq!((&result["outcome"], &result["refused"]), (&json!("recorded"), &json!(2)));
    let findings: Vec<_> =
        result["findings"].as_array().unwrap().iter().map(|it| &it["rule"]["name"]).collect();
    assert_eq!(findings, ["together", "not-member"]);
    assert_eq!(fs::read_to_string(format!("{path}.refused.jsonl")).unwrap().lines().count(), 2);
    assert_eq!(positions(&book), 6);
}

#[test]
fn a_csv_file_is_read_by_its_headings() {
    let book = start();
    let parties = file(
        &book,
        "parties.csv",
        "party,kind,name:en,name:ar,iso3166-1,source,at\ntur,country,Turkey,تركيا,TUR,src,p. 1\nfra,country,\"France, the Republic\",,FRA,src,\n",
    );
    let members = file(
        &book,
        "members.csv",
        "group;party;event;date;source;words\r\nfriends;tur;joined;2006-11;src;in November\r\nfriends;fra;joined;[..2007];src;\r\n",
    );
    let answer = book.json(&["import", &parties, &members]);
    assert_eq!(answer["results"][0]["table"], "parties");
    assert_eq!(answer["results"][1]["table"], "members");
    let roll = book.json(&["members", "--on", "2010-01-01", "--lang", "ar"]);
    assert_eq!(roll["members"][1]["party"]["name"], "تركيا");
    assert_eq!(roll["members"].as_array().unwrap().len(), 2);
}

#[test]
fn a_filled_in_template_can_be_imported() {
    let book = start();
    for table in ["sources", "parties", "persons", "members", "figures", "ordinals"] {
        let filled = support::aoc(&["template", table, "--example"]).fine().out;
        let filled = filled.replace("group-of-friends", "friends");
        let path = file(&book, &format!("{table}.csv"), filled);
        let answer = book.json(&["import", &path]);
        assert_eq!(answer["results"][0]["outcome"], "recorded", "{table}: {answer}");
        assert_eq!(answer["results"][0]["table"], table);
    }
}

#[test]
fn a_refused_row_is_kept_under_its_headings() {
    let book = start();
    let text = "party,kind,name:en,uncited\n\"fra\",country,\"La\nFrance\",yes\ndeu,kingdom,Germany,yes\n\"x\",country,\"a\nb\",\n";
    let path = file(&book, "p.csv", text);
    let ran = book.aoc(&["import", "--keep-going", &path]);
    says(
        &ran,
        &[
            "recorded 1 draft as position 4",
            "2 of 3 lines refused",
            "p.csv:4: not-a-draft",
            "p.csv:5: not-a-draft",
        ],
    );
    let kept = fs::read_to_string(format!("{path}.refused.csv")).unwrap();
    assert_eq!(kept, "party,kind,name:en,uncited\ndeu,kingdom,Germany,yes\n\"x\",country,\"a\nb\",\n");
}

#[test]
fn a_csv_file_with_other_headings_or_cells_says_what_comes_nearest() {
    let book = start();
    let check = |name: &str, text: &str, words: &[&str]| {
        let ran = book.aoc(&["import", &file(&book, name, text)]);
        assert_eq!(ran.code, 1);
        says(&ran, words);
    };
    check(
        "h.csv",
        "group,party,evnt\n",
        &["h.csv:1: headings: ", "did you mean `event`?", "aoc template members"],
    );
    check("t.csv", "party,party\n", &["the heading `party` stands twice"]);
    check(
        "c.csv",
        "group,of,figure,uncited\nfriends,all,lots,yes\n",
        &["c.csv:2: bad-cell: column `figure`: `lots`", ">40"],
    );
    check("d.csv", "person,name:en,uncited\np,\"P,yes\n", &["d.csv:2: not-a-row: a quotation mark"]);
}

#[test]
fn an_archive_comes_back_byte_for_byte_and_only_where_it_belongs() {
    let book = start();
    let archive = book.path().parent().unwrap().join("book.jsonl");
    let archive = archive.to_str().unwrap();
    let ran = book.aoc(&["export", archive]).fine();
    says(&ran, &["Wrote 3 records to"]);
    book.aoc(&["export", archive]).fails(2, &["exists already", "--force"]);
    assert_eq!(book.json(&["export", "--force", archive])["head"], 3);

    let copy = Book::empty();
    says(
        &copy.aoc(&["import", archive]).fine(),
        &["imported the archive's records at positions 1 to 3, byte for byte"],
    );
    assert_eq!(copy.aoc(&["export"]).fine().out, fs::read_to_string(archive).unwrap());
    says(&copy.aoc(&["import", archive]).fine(), &["recorded already"]);

    // What was exported before more was recorded is how the book begins; another book's archive is not.
    let more = file(&book, "more.jsonl", lines(&[&party("fra")]));
    book.aoc(&["import", &more]).fine();
    book.aoc(&["import", archive]).fails(2, &["the ledger holds 4 records"]);
    book.aoc(&["export", "--force", archive]).fine();
    says(&copy.aoc(&["import", archive]).fine(), &["at position 4"]);
    assert_eq!(copy.aoc(&["export"]).fine().out, book.aoc(&["export"]).fine().out);
    start().aoc(&["import", archive]).fails(2, &["not those with which the archive begins"]);
}

#[test]
fn a_draft_that_stands_already_is_left_away() {
    let book = start();
    let path = file(&book, "again.jsonl", lines(&[&party("fra"), &party("esp"), &party("fra")]));
    let ran = book.aoc(&["import", &path]);
    assert_eq!(ran.code, 1);
    says(
        &ran,
        &[
            "again.jsonl:2: event-id-taken: this very draft stands there already",
            "with record 3",
            "again.jsonl:3",
        ],
    );
    says(&ran, &["remedy leave the line away"]);
    let answer = book.json(&["import", "--keep-going", &path]);
    assert_eq!(
        (&answer["results"][0]["passed_over"], &answer["results"][0]["refused"]),
        (&json!(2), &json!(0))
    );
}

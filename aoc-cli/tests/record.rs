//! Goal: what `record`, `template`, `correct`, `retract` and `undo` write into the book, and what they refuse.
//! Method: runs the command on small ledgers and reads its JSON, and the book, back.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::io::{Seek, Write};

use serde_json::{Value, json};
use support::{Book, Ran, aoc, assert_valid, command, run};

/// A group, two parties and one member: positions 1 to 5.
fn small() -> Book {
    let names = |text: &str| json!([{"lang": "en", "text": text}]);
    let party = |id: &str, name: &str| {
        json!({"id": format!("party-{id}"), "event": "PartyRegistered", "data": {"party": id, "kind": "country",
            "names": names(name)}, "cites": [{"source": "src"}]})
    };
    Book::of(&[vec![
        json!({"id": "source", "event": "SourceRegistered", "data": {"source": "src", "title": "A source"},
            "cites": [{"source": "src"}]}),
        json!({"id": "group", "event": "GroupEstablished", "data": {"group": "friends", "names": names("Friends"),
            "admits": ["country"]}, "date": "2005", "cites": [{"source": "src"}]}),
        party("esp", "Spain"),
        party("tur", "Turkey"),
        json!({"id": "joined", "event": "MemberJoined", "data": {"group": "friends", "party": "esp"},
            "date": "2006", "words": "in 2006", "cites": [{"source": "src", "at": "para 1"}]}),
    ]])
}

fn turkey_joins() -> Value {
    json!({"id": "turkey", "event": "MemberJoined", "data": {"group": "friends", "party": "tur"}, "date": "2007",
        "cites": [{"source": "src"}]})
}

fn head(book: &Book) -> u64 {
    book.json(&["log"])["view"]["read"]["position"].as_u64().unwrap_or_else(|| {
        book.json(&["members", "--on", "2020-01-01"])["view"]["read"]["position"].as_u64().unwrap()
    })
}

fn members(book: &Book, args: &[&str]) -> Vec<String> {
    let answer = book.json(&[&["members"], args].concat());
    let lines = answer["members"].as_array().unwrap().iter();
    lines.map(|line| line["party"]["name"].as_str().unwrap().to_owned()).collect()
}

fn with_stdin(book: &Book, args: &[&str], text: &[u8]) -> Ran {
    let mut input = tempfile::tempfile().unwrap();
    input.write_all(text).unwrap();
    input.rewind().unwrap();
    run(command().arg("--ledger").arg(book.path()).args(args).stdin(input))
}

#[test]
fn a_draft_is_recorded_and_says_where() {
    let book = small();
    let ran = book.aoc(&["record", "--json", &turkey_joins().to_string()]).fine();
    assert!(ran.out.contains("--json: recorded 1 draft as position 6, one commit"), "{}", ran.out);
    assert_eq!(members(&book, &["--on", "2020-01-01"]), ["Spain", "Turkey"]);
    let again = book.json(&["record", "--json", &turkey_joins().to_string()]);
    assert_eq!(again["results"][0]["outcome"], "recorded-before");
    assert_eq!(head(&book), 6);
}

#[test]
fn several_drafts_are_one_commit_from_standard_input_too() {
    let person = |id: &str| json!({"event": "PersonRegistered", "data": {"person": id, "names": [{"lang": "en", "text": id}]}, "uncited": true});
    let list = json!([person("a"), person("b")]).to_string();
    let lines = format!("{}\n{}\n", person("c"), person("d"));
    let pretty = serde_json::to_string_pretty(&person("e")).unwrap();
    let book = small();
    for (text, places) in [(list, "positions 6 to 7"), (lines, "positions 8 to 9"), (pretty, "position 10")] {
        let ran = with_stdin(&book, &["record"], text.as_bytes()).fine();
        assert!(ran.out.contains(places), "{}", ran.out);
    }
}

#[test]
fn a_rejected_draft_gives_every_finding_and_records_nothing() {
    let book = small();
    let drafts = json!([
        turkey_joins(),
        {"event": "MemberJoined", "data": {"group": "friends", "party": "esp"}, "date": "2008",
            "cites": [{"source": "nowhere"}]},
        {"event": "MemberJoined", "data": {"group": "friends", "party": "fra"}, "date": "2001", "uncited": true},
    ]);
    let ran = book.aoc(&["record", "--json", &drafts.to_string()]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for words in [
        "2 of 3 drafts refused",
        "draft 2: already-member: the party is a member already [membership of Spain in Friends]",
        "collides  with record 5 (2006): Spain joined the Friends",
        "remedy    if the party left in between, record that too, in the same commit",
        "rule from unaoc.org",
        "draft 2: unknown-source: the cited source `nowhere` is not registered",
        "draft 3: not-registered: it is not registered at that point [party `fra`]",
    ] {
        assert!(ran.out.contains(words), "`{words}` is not in:\n{}", ran.out);
    }
    assert_eq!(head(&book), 5);
}

#[test]
fn a_dry_run_records_nothing() {
    let book = small();
    let ran = book.aoc(&["record", "--dry-run", "--json", &turkey_joins().to_string()]).fine();
    assert!(ran.out.contains("would record 1 draft as position 6; nothing was recorded"), "{}", ran.out);
    assert_eq!(head(&book), 5);
}

#[test]
fn what_is_no_draft_says_where_and_what_to_do() {
    let book = small();
    let bad = |text: &str| book.aoc(&["record", "--json", text]);
    bad("{\"event\": }")
        .fails(2, &["--json, byte 11: this is not JSON", "nothing was recorded", "aoc template EVENT"]);
    bad("").fails(2, &["--json holds no draft"]);
    bad("[]").fails(2, &["--json holds no draft"]);
    with_stdin(&book, &["record"], b"{\"event\": \"\xff\"}").fails(2, &["stdin, byte 12: this is not UTF-8"]);
    let unknown = bad(r#"{"event": "MemberJoind", "data": {}, "uncited": true}"#);
    assert_eq!(unknown.code, 1);
    assert!(unknown.out.contains("unknown event `MemberJoind`"), "{}", unknown.out);
}

#[test]
fn a_correction_changes_only_what_is_given() {
    let book = small();
    let corrected = book.json(&["correct", "5", "--date", "2006-05", "--reason", "the month was found"]);
    assert_eq!(corrected["format"], "aoc.correct/1");
    assert_eq!(corrected["changes"], json!([{"field": "date", "before": "2006", "after": "2006-05"}]));
    assert_eq!(corrected["before"]["position"], 5);
    let after = &corrected["after"]["record"];
    assert_eq!(
        (&after["corrects"], &after["date"], &after["words"]),
        (&json!(5), &json!("2006-05"), &json!("in 2006"))
    );
    assert_eq!(after["cites"][0]["at"], "para 1");
    assert_eq!(after["reason"], "the month was found");

    // Any version of the fact, and its id, mean its last version.
    let args = [
        "correct",
        "joined",
        "--set",
        "party=Turkey",
        "--source",
        "src",
        "--at",
        "p. 2",
        "--reason",
        "mixed up",
    ];
    let ran = book.aoc(&args).fine();
    assert!(ran.out.contains("Record 6, the last version of its fact (5, 6)"), "{}", ran.out);
    assert!(ran.out.contains("Spain") && ran.out.contains("Turkey"), "{}", ran.out);
    assert_eq!(members(&book, &["--on", "2020-01-01"]), ["Turkey"]);
    assert_eq!(members(&book, &["--on", "2020-01-01", "--known-at", "6"]), ["Spain"]);
}

#[test]
fn names_codes_and_figures_are_set_part_by_part() {
    let book = small();
    let set = |field: &str| book.json(&["correct", "party-tur", "--set", field, "--reason", "r"]);
    let after = |answer: Value| answer["after"]["record"]["data"].clone();
    let names = after(set("names.ar=تركيا"))["names"].clone();
    assert_eq!(names, json!([{"lang": "en", "text": "Turkey"}, {"lang": "ar", "text": "تركيا"}]));
    assert_eq!(after(set("names.ar="))["names"].as_array().unwrap().len(), 1);
    assert_eq!(after(set("codes.iso3166-1=TUR"))["codes"][0]["code"], "TUR");
    book.aoc(&["correct", "party-tur", "--set", "codes.iso3166-1=TÜR", "--reason", "r"])
        .fails(2, &["is not an ISO 3166-1", "nothing was recorded"]);
    book.aoc(&["correct", "party-tur", "--set", "colour=red", "--reason", "r"])
        .fails(2, &["unknown field `colour`", "`aoc log 8` shows"]);
    book.aoc(&["correct", "party-tur", "--set", "date=2007", "--reason", "r"]).fails(2, &["use --date"]);
}

#[test]
fn a_correction_that_changes_nothing_or_finds_nothing_says_so() {
    let book = small();
    book.aoc(&["correct", "5", "--reason", "r"]).fails(2, &["nothing would change in record 5"]);
    book.aoc(&["correct", "77", "--date", "2006", "--reason", "r"])
        .fails(2, &["there is no record 77", "1 to 5"]);
    book.aoc(&["correct", "nobody", "--date", "2006", "--reason", "r"])
        .fails(2, &["no record bears the id `nobody`"]);
    let impossible = book.aoc(&["correct", "5", "--date", "2004", "--reason", "r"]);
    assert_eq!(impossible.code, 1);
    assert!(impossible.out.contains("before-existence"), "{}", impossible.out);
    assert_eq!(head(&book), 5);
}

#[test]
fn a_retraction_and_its_restoration() {
    let book = small();
    let ran = book.aoc(&["retract", "joined", "--reason", "a hoax", "--uncited"]).fine();
    assert!(ran.out.contains("retraction: recorded 1 draft as position 6"), "{}", ran.out);
    assert!(members(&book, &["--on", "2020-01-01"]).is_empty());
    assert_eq!(members(&book, &["--on", "2020-01-01", "--known-at", "5"]), ["Spain"]);
    book.aoc(&["retract", "5", "--reason", "again", "--uncited"])
        .fails(2, &["the fact was retracted already, by record 6", "to restore it, correct that record"]);
    let ran = book.aoc(&["correct", "6", "--reason", "no hoax"]).fine();
    assert!(ran.out.contains("It was retracted: the correction restores it."), "{}", ran.out);
    assert_eq!(members(&book, &["--on", "2020-01-01"]), ["Spain"]);
    book.aoc(&["retract", "5", "--reason", "r"]).fails(2, &["--uncited", "--source"]);
}

#[test]
fn what_others_rest_on_is_not_retracted() {
    let book = small();
    let ran = book.aoc(&["retract", "party-esp", "--reason", "r", "--uncited"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("not-registered: it would break record 5"), "{}", ran.out);
}

#[test]
fn undo_takes_back_new_facts_corrections_and_retractions() {
    let book = small();
    let before = book.json(&["members", "--on", "2020-01-01"])["members"].clone();
    let commit = json!([
        turkey_joins(),
        {"corrects": "joined", "event": "MemberJoined", "data": {"group": "friends", "party": "esp"},
            "date": "2008", "cites": [{"source": "src"}], "reason": "x"},
    ]);
    book.aoc(&["record", "--json", &commit.to_string()]).fine();
    let undone = book.json(&["undo", "--reason", "wrong file"]);
    assert_eq!(undone["undone"]["first"], 6);
    let did: Vec<_> =
        undone["steps"].as_array().unwrap().iter().map(|step| step["did"].as_str().unwrap()).collect();
    assert_eq!(did, ["correct-back", "retract"]);
    assert_eq!(dates(&book), vec![("Spain".to_owned(), dated(&before))]);
    let record = book.json(&["log", "8"]);
    assert!(record.to_string().contains("undo of positions 6 to 7: wrong file"), "{record}");

    book.aoc(&["undo"])
        .fails(2, &["the last commit (positions 8 to 9) is itself an undo", "aoc undo --redo"]);
    book.aoc(&["undo", "--redo"]).fine();
    assert_eq!(members(&book, &["--on", "2020-01-01"]), ["Spain", "Turkey"]);
    book.aoc(&["undo", "--redo"]).fails(2, &["is no undo"]);
    book.aoc(&["undo"]).fine();
    assert_eq!(dates(&book), vec![("Spain".to_owned(), dated(&before))]);

    // A retraction is undone by restoring the fact; the same draft may come again after that.
    book.aoc(&["retract", "joined", "--reason", "r", "--uncited"]).fine();
    assert_eq!(book.json(&["undo"])["steps"][0]["did"], "restore");
    assert_eq!(dates(&book), vec![("Spain".to_owned(), dated(&before))]);
}

fn dated(members: &Value) -> Value {
    members[0]["joined"].clone()
}

fn dates(book: &Book) -> Vec<(String, Value)> {
    let answer = book.json(&["members", "--on", "2020-01-01"]);
    let lines = answer["members"].as_array().unwrap().iter();
    lines.map(|line| (line["party"]["name"].as_str().unwrap().to_owned(), line["joined"].clone())).collect()
}

#[test]
fn undo_of_a_whole_import_leaves_nothing_standing() {
    let book = small();
    book.aoc(&["undo"]).fine();
    let found = book.aoc(&["members", "--on", "2020-01-01"]);
    assert_eq!(found.code, 2, "the group is gone: {found:?}");
    assert_eq!(members(&book, &["--on", "2020-01-01", "--known-at", "5", "--group", "friends"]), ["Spain"]);
    Book::empty().aoc(&["undo"]).fails(2, &["nothing is recorded yet"]);
}

#[test]
fn recording_what_was_undone_says_how_to_bring_it_back() {
    let book = small();
    let draft = turkey_joins().to_string();
    book.aoc(&["record", "--json", &draft]).fine();
    book.aoc(&["undo"]).fine();
    let again = book.aoc(&["record", "--json", &draft]).fine();
    assert!(again.out.contains("recorded already as position 6"), "{}", again.out);
    assert!(again.out.contains("retracted since") && again.out.contains("undo --redo"), "{}", again.out);
}

#[test]
fn a_claim_made_anew_after_an_undo_is_neither_lost_nor_called_recorded() {
    let book = small();
    let mut draft = turkey_joins();
    draft.as_object_mut().unwrap().remove("id");
    let draft = draft.to_string();
    book.aoc(&["record", "--json", &draft]).fine();
    book.aoc(&["undo"]).fine();
    let again = book.aoc(&["record", "--json", &draft]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.out.contains("recorded, and retracted since"), "{}", again.out);
    assert!(again.out.contains("undo --redo") && again.out.contains("aoc correct 6"), "{}", again.out);
}

#[test]
fn templates_are_what_import_reads() {
    let list = aoc(&["template"]).fine();
    for table in ["members", "parties", "sources", "persons", "offices", "groups", "figures", "ordinals"] {
        assert!(list.out.contains(&format!("{table}: ")), "{}", list.out);
        let headings = aoc(&["template", table]).fine().out;
        let filled = aoc(&["template", table, "--example"]).fine().out;
        assert_eq!(filled.lines().next(), headings.lines().next());
        assert_eq!((headings.lines().count(), filled.lines().count()), (1, 2));
    }
    let book = Book::empty();
    assert_eq!(book.json(&["template"])["tables"][0]["table"], "members");
    assert_eq!(book.json(&["template", "figures"])["columns"][2]["name"], "figure");
    let draft = aoc(&["template", "MemberJoined"]).fine().out;
    assert_eq!(serde_json::from_str::<Value>(&draft).unwrap()["event"], "MemberJoined");
    aoc(&["template", "membres"]).fails(2, &["there is no template `membres`", "did you mean members?"]);
}

#[test]
fn init_refuses_what_is_there() {
    let dir = tempfile::TempDir::new().unwrap();
    let ledger = dir.path().join("new");
    let ledger = ledger.to_str().unwrap();
    let made = aoc(&["init", ledger, "--format", "json"]).fine();
    assert_valid(&serde_json::from_str(&made.out).unwrap());
    aoc(&["init", ledger]).fails(2, &["there is a ledger at", "already"]);
    std::fs::write(dir.path().join("file"), "x").unwrap();
    aoc(&["init", dir.path().to_str().unwrap()]).fails(2, &["is not empty: choose a new directory"]);
    aoc(&["init"]).fails(2, &["no ledger is named"]);
    aoc(&["--ledger", ledger, "members"]).fails(2, &["the book holds no group yet"]);
}

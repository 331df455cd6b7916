//! Goal: an answer that carries its proof is checked by somebody who has no ledger, and no other answer is (law 10). Method: a book
//! whose answer is seen at a glance, its proof on the desk, and every line of it left out or exchanged.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use aoc_store::SigningKey;
use serde_json::{Value, json};
use support::desk::{Desk, person};
use support::small::small_book;
use support::{Book, aoc, assert_valid, command, run};

const ASK: [&str; 3] = ["members", "--on", "2009-06-01"];

/// A book that was counted and signed by friends.key, and the proof of its members on the desk.
fn start() -> (Desk, Book) {
    let (desk, book) = (Desk::new(), small_book());
    desk.issue(&book, "friends", "friends.checkpoint");
    prove(&desk, &book, "proof");
    (desk, book)
}

fn prove(desk: &Desk, book: &Book, name: &str) -> String {
    book.aoc(&[&ASK[..], &["--proof", &desk.at(name)]].concat()).fine().out
}

/// The first line of a proof, and the others.
fn lines(proof: &str) -> (Value, Vec<String>) {
    let mut lines = proof.lines().map(str::to_owned);
    (serde_json::from_str(&lines.next().unwrap()).unwrap(), lines.collect())
}

fn proof_of(first: &Value, rest: &[String]) -> String {
    format!("{first}\n{}\n", rest.join("\n"))
}

#[test]
fn an_answer_is_proven_to_somebody_who_has_no_ledger() {
    let (desk, book) = start();
    let answer = book.json(&ASK);
    let said = prove(&desk, &book, "again");
    assert_eq!(desk.read("again"), desk.read("proof"), "the same bytes (law 12)");
    for part in ["Members of the Network", "again: ", "aoc check ", "counted up to position "] {
        assert!(said.replace("\n  ", " ").contains(part), "`{part}` is not said: {said}");
    }
    let (first, _) = lines(&desk.read("proof"));
    assert_valid(&first);
    assert_eq!((&first["group"], &first["on"]), (&answer["group"]["id"], &json!("2009-06-01")));
    let proven = &first["answer"];
    for field in ["known", "total", "by_kind", "by_region"] {
        assert_eq!(proven[field], answer[field], "{field}");
    }
    let members = answer["members"].as_array().unwrap();
    assert_eq!(proven["members"].as_array().unwrap().len(), members.len());
    for (proven, member) in proven["members"].as_array().unwrap().iter().zip(members) {
        for field in ["kind", "region", "member", "suspended", "joined", "records"] {
            assert_eq!(proven[field], member[field], "{field}");
        }
        assert_eq!(proven["party"]["id"], member["party"]["id"]);
        assert_eq!(proven["party"]["names"][0]["text"], member["party"]["name"]);
    }

    let said = desk.check("proof", "friends", &[]).fine().out;
    for part in [
        "Proven: records in the log of example.org/friends give this answer.",
        "Signed by: example.org/friends.",
        "Members of the Network",
        "on 2009-06-01; as known at position ",
        "countries: at least 1, at most 1",
        "ESP",
        "none is missing, as the log itself counted",
        "Not proven: that the log counted rightly",
        "Not in the proof: what was recorded after position",
    ] {
        assert!(said.replace("\n  ", " ").contains(part), "`{part}` is not said: {said}");
    }
    let checked = desk.check_json("proof", "friends", &[]);
    assert_eq!((&checked["proves"], &checked["answer"]), (&json!("answer"), &first["answer"]));
    assert_eq!(checked["on"], first["on"]);
    let rows = desk.check("proof", "friends", &["--format", "csv"]).fine().out;
    assert!(rows.contains("\nanswer,"), "{rows}");
    let mut piped = command();
    piped.args(["check", "-", "--key", &desk.at("friends.vkey")]);
    piped.stdin(std::fs::File::open(desk.at("proof")).unwrap());
    assert_eq!(run(&mut piped).fine().out, said);
    desk.check("proof", "friends", &["--against", &desk.at("friends.checkpoint")])
        .fails(2, &["--against belongs to a proof of consistency"]);
}

#[test]
fn an_answer_is_proven_as_the_book_was_counted() {
    let (desk, book) = start();
    let before = desk.read("proof");
    let upto = book.json(&["checkpoint"])["tree"]["records"].as_u64().unwrap() - 1;
    book.record(&[vec![json!({"event": "MemberWithdrew", "date": "2009-02", "uncited": true,
        "data": {"group": "partner-network", "party": "esp"}})]]);
    let now = book.json(&ASK);
    prove(&desk, &book, "later");
    assert_eq!(desk.read("later"), before, "what was recorded since is not counted yet");
    let told = book.json(&[&ASK[..], &["--proof", &desk.at("told")]].concat());
    assert_eq!(told["view"]["read"]["position"], upto);
    assert_eq!(told["proof"], json!({"file": desk.at("told"), "position": upto, "checkpoint": upto + 1}));
    assert_ne!(told["total"], now["total"]);
    let known_at =
        |at: &str, file: &str| book.aoc(&[&ASK[..], &["--known-at", at, "--proof", &desk.at(file)]].concat());
    known_at("5", "early").fails(2, &["as it was counted", &format!("give --known-at {upto}")]);
    known_at(&upto.to_string(), "same").fine();
    assert_eq!(desk.read("same"), before);
    known_at("head", "same").fails(2, &["same exists already"]);
    book.aoc(&["members", "--series", "2009", "--proof", &desk.at("x")]).fails(2, &["cannot be used with"]);
    // Counted again, it is another answer.
    desk.issue(&book, "friends", "second.checkpoint");
    prove(&desk, &book, "counted");
    assert_eq!(desk.check_json("counted", "friends", &[])["answer"]["total"], now["total"]);
    // Out of an archive, too.
    book.aoc(&["export", "--files", &desk.at("files")]).fine();
    aoc(&[&["--archive", &desk.at("files")], &ASK[..], &["--proof", &desk.at("archived")]].concat()).fine();
    assert_eq!(desk.read("archived"), desk.read("counted"));
}

#[test]
fn without_a_count_nothing_is_proven() {
    let (desk, book) = (Desk::new(), small_book());
    let proof = desk.at("proof");
    let ask = [&ASK[..], &["--proof", &proof]].concat();
    book.aoc(&ask).fails(2, &["no checkpoint", "issue one with `aoc checkpoint --key FILE`"]);
    let key = SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32]);
    book.with(|ledger| drop(ledger.evidence().issue(&key, &mut |_| {}).unwrap()));
    book.aoc(&ask).fails(2, &["nothing was counted before the checkpoint", "aoc checkpoint"]);
    // A group that came later.
    let book = Book::of(&[vec![person("ana")]]);
    desk.issue(&book, "friends", "friends.checkpoint");
    book.record(&[vec![json!({"event": "GroupEstablished", "uncited": true, "date": "2005",
        "data": {"group": "g", "names": [{"lang": "en", "text": "Group"}], "admits": ["other"]}})]]);
    book.aoc(&ask).fails(2, &["no record up to the last inventory speaks of", "aoc checkpoint --key FILE"]);
    assert!(!std::path::Path::new(&proof).exists());
}

#[test]
fn a_proof_from_which_a_line_was_left_out_or_exchanged_is_refused() {
    let (desk, book) = start();
    let (first, rest) = lines(&desk.read("proof"));
    let other = small_book();
    other.record(&[vec![person("ana")]]);
    desk.issue(&other, "friends", "other.checkpoint");
    let (_, theirs) = {
        prove(&desk, &other, "theirs");
        lines(&desk.read("theirs"))
    };
    desk.check("theirs", "friends", &[]).fine();
    let refused = |text: &str, says: &[&str]| {
        desk.write("bad", text);
        let ran = desk.check("bad", "friends", &[]);
        assert!(ran.err.contains("bad: "), "{ran:?}");
        ran.fails(3, says)
    };
    let is_entry = |line: &String| line.contains("\"concerning\"");
    let count = |line: &&String| line.starts_with("{\"position\"");
    assert!(rest.iter().filter(|line| is_entry(line)).count() == 4 && rest.iter().filter(count).count() > 7);
    for at in 0..rest.len() {
        let mut less = rest.clone();
        let line = less.remove(at);
        let says = match at {
            0 | 1 => "line ",
            _ if is_entry(&line) => "does not say how many records concern",
            _ if at + 1 == rest.len() => "the last that the inventory counts, is not here",
            _ => "something was left out",
        };
        refused(&proof_of(&first, &less), &[says]);
        // A line of the other ledger's proof in its place, unless it is the same.
        let mut swapped = rest.clone();
        swapped[at].clone_from(&theirs[at]);
        if swapped != rest {
            let says = match at {
                1 => "there is no record 33 among the 32",
                _ if at + 1 == rest.len() => "record 32 is not among the 31 that the inventory counts",
                _ => "it is not proven that ",
            };
            refused(&proof_of(&first, &swapped), &[says]);
        }
        let mut twice = rest.clone();
        twice.push(line.clone());
        if at > 1 && !is_entry(&line) {
            refused(&proof_of(&first, &twice), &["stands twice"]);
        }
    }
    let exchanged = rest.last().unwrap().replacen("\"leaf\":\"A", "\"leaf\":\"B", 1);
    let mut changed = rest.clone();
    *changed.last_mut().unwrap() = exchanged;
    refused(&proof_of(&first, &changed), &["it is not proven that record "]);
    let (_, checkpoint) = (book, desk.read("other.checkpoint"));
    let mut posing = rest.clone();
    posing[0] = json!({"format": "aoc.extract/1", "checkpoint": checkpoint}).to_string();
    refused(&proof_of(&first, &posing), &["it is not proven that record "]);
    refused(&rest.join("\n"), &["line 1 is not an answer", "aoc.answer-proof/1"]);
    refused(&first.to_string(), &["the proof is cut off"]);
    refused("{", &["line 1 is not an answer"]);
    desk.key("stranger", "example.org/friends");
    desk.check("proof", "stranger", &[]).fails(3, &["no signature on the checkpoint is by the key"]);
}

#[test]
fn an_answer_that_the_records_do_not_give_is_refused() {
    let (desk, _book) = start();
    let (first, rest) = lines(&desk.read("proof"));
    let refused = |change: &dyn Fn(&mut Value), says: &[&str]| {
        let mut first = first.clone();
        change(&mut first);
        desk.write("bad", &proof_of(&first, &rest));
        desk.check("bad", "friends", &[]).fails(3, &[&["bad: "], says].concat());
    };
    let another = "the records prove another answer than line 1 gives";
    refused(
        &|first| first["answer"]["total"]["certain"] = json!(7),
        &[another, "`answer.total.certain` is 1, and not 7"],
    );
    refused(
        &|first| first["answer"]["members"][0]["party"]["names"][0]["text"] = json!("ERP"),
        &["`answer.members.0.party.names.0.text` is \"ESP\", and not \"ERP\""],
    );
    refused(&|first| first["answer"]["members"] = json!([]), &["`answer.members.0` is ", "and not nothing"]);
    refused(
        &|first| drop(first["answer"].as_object_mut().unwrap().remove("known")),
        &[another, "`answer.known`"],
    );
    refused(
        &|first| first["answer"]["more"] = json!("said"),
        &["`answer.more` is nothing, and not \"said\""],
    );
    refused(&|first| first["on"] = json!("2008-01-01"), &[another]);
    refused(
        &|first| first["group"] = json!("00000000-0000-5000-8000-000000000000"),
        &["does not say how many"],
    );
    refused(&|first| first["question"] = json!("holders"), &["its `question` is none that can be proven"]);
    refused(&|first| first["more"] = json!(1), &["line 1 is not an answer", "unknown field"]);
    let mut newer = first.clone();
    newer["format"] = json!("aoc.answer-proof/2");
    desk.write("newer", &proof_of(&newer, &rest));
    desk.check("newer", "friends", &[]).fails(4, &["newer: ", "newer version"]);
    let failed = desk.check("bad", "friends", &["--format", "json"]);
    assert_valid(&serde_json::from_str(&failed.err).unwrap());
}

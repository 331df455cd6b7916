//! Goal: a ledger that goes on from what it was, proves it; one that was rewound, forked or changed is found out by whoever kept
//! a checkpoint, with the ledger and without it (law 10). Method: copies of a ledger's directory that go different ways.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;
use std::path::Path;

use serde_json::json;
use support::desk::{Desk, person};
use support::{Book, aoc};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { fs::copy(&path, &target).map(drop).unwrap() }
    }
}

/// Puts a copy of a ledger in the place of a book.
fn put_back(copy_of: &Path, book: &Book) {
    fs::remove_dir_all(book.path()).unwrap();
    copy(copy_of, &book.path());
}

/// A book of two records, counted by a third, and its checkpoint on the desk.
fn start() -> (Desk, Book) {
    let (desk, book) = (Desk::new(), Book::of(&[vec![person("ana"), person("bo")]]));
    desk.issue(&book, "friends", "3.checkpoint");
    (desk, book)
}

#[test]
fn a_ledger_goes_on_from_what_it_was_and_proves_it() {
    let (desk, book) = start();
    book.record(&[vec![person("cy")], vec![person("di"), person("eve")]]);
    let old = desk.at("3.checkpoint");
    // To the last that was issued, or to one of so many records, or to one in a file.
    desk.issue(&book, "friends", "7.checkpoint");
    book.record(&[vec![person("flo")]]);
    let proof = book.aoc(&["prove", "consistency", &old]).fine().out;
    for way in [&["3"][..], &["3", "7"], &[&old, "7"], &[&old, &desk.at("7.checkpoint")]] {
        assert_eq!(book.aoc(&[&["prove", "consistency"], way].concat()).fine().out, proof, "{way:?}");
    }
    let told = book.json(&["prove", "consistency", "3"]);
    assert_eq!((&told["proves"], &told["position"]), (&json!("consistency"), &json!(3)));
    let said = book.aoc(&["prove", "consistency", "3", "--out", &desk.at("proof")]).fine().out;
    assert!(said.starts_with("Wrote the proof that the ledger of 7 records goes on from 3"), "{said}");
    assert_eq!(desk.read("proof"), proof);

    let checkpoint = desk.read("3.checkpoint");
    let root = checkpoint.lines().nth(2).unwrap();
    let line = format!("3 {root}");
    for against in [&old, &line] {
        let said = desk.check("proof", "friends", &["--against", against]).fine().out;
        assert!(
            said.contains("None of its first 3 records was changed or removed; it has 7 records now"),
            "{said}"
        );
    }
    let answer = desk.check_json("proof", "friends", &["--against", &old]);
    assert_eq!(answer["earlier"], json!({"records": 3, "root": root}));
    let same = desk.check("3.checkpoint", "friends", &["--against", &line]).fine().out;
    assert!(same.contains("is what it was, 3 records"), "{same}");

    for (numbers, says) in [
        (["3", "4"], "there are those of 3, 7"),
        (["7", "3"], "give the smaller number first"),
        (["9", "7"], "give the smaller number first"),
    ] {
        book.aoc(&["prove", "consistency", numbers[0], numbers[1]]).fails(2, &[says]);
    }
    book.aoc(&["prove", "consistency", "8"]).fails(2, &["no checkpoint of 8 records or more"]);
    book.aoc(&["prove", "consistency", "nowhere"]).fails(2, &["nowhere: there is no such file"]);
    book.aoc(&["prove", "consistency", &desk.at("proof")]).fails(2, &["this is no checkpoint"]);
}

#[test]
fn a_proof_of_consistency_is_refused_by_name() {
    let (desk, book) = start();
    book.record(&[vec![person("cy")], vec![person("di"), person("eve")]]);
    desk.issue(&book, "friends", "7.checkpoint");
    book.aoc(&["prove", "consistency", "3", "--out", &desk.at("proof")]).fine();
    let (old, new) = (desk.at("3.checkpoint"), desk.at("7.checkpoint"));
    let check = |file: &str, against: &str| desk.check(file, "friends", &["--against", against]);
    desk.check("proof", "friends", &[]).fails(2, &["goes on from one of 3 records", "--against FILE"]);
    check("proof", &new).fails(3, &["goes on from 3 records, the earlier checkpoint speaks of 7"]);
    check("proof", "nowhere").fails(2, &["nowhere: there is no such file", "SIZE ROOT"]);
    check("proof", &desk.at("proof")).fails(2, &["proof: this is no checkpoint", "SIZE ROOT"]);
    check("7.checkpoint", &old).fails(2, &["a checkpoint alone does not prove", "aoc prove consistency"]);
    check("3.checkpoint", &new).fails(3, &["the log was rewound: it had 7 records, and now it has 3"]);
    let not_proven = "it is not proven that the log of 7 records goes on from that of 3";
    check("proof", "3 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=").fails(3, &[not_proven]);
    let proof = desk.read("proof");
    let hashes: Vec<&str> = proof.lines().skip(1).take_while(|line| !line.is_empty()).collect();
    desk.write("replaced", &proof.replace(hashes[0], hashes[1]));
    check("replaced", &old).fails(3, &[not_proven]);
    desk.write("shortened", &proof.replace(&format!("{}\n", hashes[0]), ""));
    check("shortened", &old).fails(3, &[not_proven]);
    desk.write("emptied", &format!("old 3\n\n{}", desk.read("7.checkpoint")));
    check("emptied", &old).fails(3, &[not_proven]);
    // What it goes on from must be signed, too.
    let forged = desk.read("3.checkpoint").replace("\n3\n", "\n1\n");
    desk.write("forged", &forged);
    check("proof", &desk.at("forged"))
        .fails(3, &["forged: the signature of example.org/friends does not hold"]);
    desk.issue(&Book::empty(), "enemies", "enemies.checkpoint");
    check("proof", &desk.at("enemies.checkpoint"))
        .fails(3, &["enemies.checkpoint: this is a checkpoint of example.org/enemies"]);
    // Nor do two logs that are both trusted contradict each other.
    let log = |name: &str| format!("log {}", desk.read(&format!("{name}.vkey")));
    desk.write("logs", &format!("{}{}quorum none\n", log("friends"), log("enemies")));
    let (policy, theirs) = (desk.at("logs"), desk.at("enemies.checkpoint"));
    for file in ["proof", "3.checkpoint"] {
        aoc(&["check", &desk.at(file), "--policy", &policy, "--against", &theirs]).fails(
            3,
            &["a checkpoint of example.org/enemies; what is to be checked is of example.org/friends"],
        );
        aoc(&["check", &desk.at(file), "--policy", &policy, "--against", &old]).fine();
    }
    book.aoc(&["prove", "record", "1", "--out", &desk.at("record")]).fine();
    check("record", &old).fails(2, &["--against belongs to a proof of consistency"]);
}

#[test]
fn verify_compares_the_records_with_what_somebody_kept() {
    let (desk, book) = start();
    book.record(&[vec![person("cy")]]);
    let old = desk.at("3.checkpoint");
    let said = book.aoc(&["verify"]).fine().out;
    assert!(said.contains("Compared them with 1 checkpoint.\nThe root over 4 records is "), "{said}");
    assert!(said.contains("Not read: the files in the directory `cache`"), "{said}");
    let checkpoint = desk.read("3.checkpoint");
    let line = format!("3 {}", checkpoint.lines().nth(2).unwrap());
    let said = book.aoc(&["verify", "--against", &old, "--against", &line]).fine().out;
    assert!(said.contains("with 3 checkpoints, those that were given among them"), "{said}");
    let answer = book.json(&["verify", "--against", &old]);
    assert_eq!((&answer["checkpoints_compared"], &answer["tree"]["records"]), (&json!(2), &json!(4)));
    // What is not so, is damage.
    let line = line.replacen('3', "1", 1);
    let found = book.aoc(&["verify", "--against", &line]);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.out.contains("the records up to here are not those that were signed"), "{found:?}");
    let found = book.aoc(&["verify", "--against", &line.replacen('1', "7", 1)]);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.out.contains("the log was rewound: a checkpoint speaks of 7 records"), "{found:?}");
    book.aoc(&["verify", "--against", "nowhere"]).fails(2, &["nowhere: there is no such file", "SIZE ROOT"]);
    desk.issue(&Book::empty(), "enemies", "enemies.checkpoint");
    book.aoc(&["verify", "--against", &desk.at("enemies.checkpoint")])
        .fails(2, &["a checkpoint of example.org/enemies; this ledger is example.org/friends"]);
    fs::write(book.path().join("checkpoints"), "spoilt").unwrap();
    let found = book.aoc(&["verify", "--against", &old]);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.out.contains("cannot be read"), "{found:?}");
}

#[test]
fn a_ledger_that_was_rewound_is_found_out_and_signs_nothing() {
    let (desk, book) = start();
    let before = desk.at("before");
    copy(&book.path(), Path::new(&before));
    book.record(&[vec![person("cy")], vec![person("di")]]);
    desk.issue(&book, "friends", "6.checkpoint");
    let kept = fs::read(book.path().join("checkpoints")).unwrap();
    put_back(Path::new(&before), &book);
    fs::write(book.path().join("checkpoints"), kept).unwrap();

    let key = desk.at("friends.key");
    let rewound = "the log was rewound: a checkpoint of 6 records was signed, and there are 3";
    book.aoc(&["checkpoint", "--key", &key]).fails(3, &[rewound, "aoc verify"]);
    book.aoc(&["prove", "record", "1"]).fails(3, &[rewound]);
    book.aoc(&["prove", "consistency", "1"]).fails(3, &[rewound]);
    let found = book.aoc(&["verify"]);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.out.contains("rewound: a checkpoint speaks of 6 records"), "{found:?}");

    // Nothing remembers it beside the ledger: whoever kept the checkpoint does.
    put_back(Path::new(&before), &book);
    book.aoc(&["verify"]).fine();
    let last = desk.at("6.checkpoint");
    assert_eq!(book.aoc(&["verify", "--against", &last]).code, 3);
    book.aoc(&["prove", "consistency", &last]).fails(3, &["6.checkpoint: ", rewound]);
    book.aoc(&["prove", "record", "1", "--checkpoint", &last]).fails(3, &[rewound]);
    book.aoc(&["checkpoint", "--out", &desk.at("now")]).fine();
    desk.check("now", "friends", &["--against", &last]).fails(3, &["the log was rewound: it had 6 records"]);
}

#[test]
fn a_ledger_that_was_forked_is_found_out() {
    let (desk, book) = start();
    let before = desk.at("before");
    copy(&book.path(), Path::new(&before));
    book.record(&[vec![person("cy")]]);
    desk.issue(&book, "friends", "here");
    let kept = fs::read(book.path().join("checkpoints")).unwrap();
    put_back(Path::new(&before), &book);
    book.record(&[vec![person("eve")]]);
    desk.issue(&book, "friends", "there");

    let (here, forked) = (desk.at("here"), "the log was changed or forked: its first 5 records");
    book.record(&[vec![person("flo")]]);
    book.aoc(&["prove", "consistency", &here]).fails(3, &["here: ", forked, "keep the checkpoint"]);
    book.aoc(&["prove", "record", "3", "--checkpoint", &here]).fails(3, &[forked]);
    let found = book.aoc(&["verify", "--against", &here]);
    assert_eq!(found.code, 3, "{found:?}");
    assert!(found.out.contains("not those that were signed"), "{found:?}");
    // Two checkpoints of one log that contradict each other need no ledger.
    desk.check("there", "friends", &["--against", &here])
        .fails(3, &["the log was forked: there are two different roots for its first 5 records"]);
    fs::write(book.path().join("checkpoints"), kept).unwrap();
    book.aoc(&["checkpoint", "--key", &desk.at("friends.key")]).fails(3, &[forked]);
    book.aoc(&["prove", "record", "1"]).fails(3, &[forked]);
}

#[test]
fn a_checkpoint_of_another_ledger_is_refused() {
    let (desk, book) = start();
    let other = Book::of(&[vec![person("cy")], vec![person("di")]]);
    desk.issue(&other, "enemies", "enemies.checkpoint");
    let theirs = desk.at("enemies.checkpoint");
    let says = [
        "enemies.checkpoint: this is a checkpoint of example.org/enemies; this ledger is example.org/friends",
    ];
    book.aoc(&["prove", "record", "1", "--checkpoint", &theirs]).fails(2, &says);
    book.aoc(&["prove", "consistency", &theirs]).fails(2, &says);
    book.aoc(&["prove", "consistency", "1", &theirs]).fails(2, &says);
    // Under the same name it is a fork.
    other.aoc(&["prove", "record", "1", "--checkpoint", &theirs]).fine();
    desk.write("posing", &desk.read("enemies.checkpoint").replace("enemies", "friends"));
    book.aoc(&["prove", "record", "1", "--checkpoint", &desk.at("posing")]).fails(3, &["changed or forked"]);
}

//! Goal: somebody without a ledger checks what `aoc checkpoint` and `aoc prove` give, and whatever was changed on the way is
//! refused by its name (law 10). Method: two ledgers, their keys and papers on a desk, and every file tampered with.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::fs;

use aoc_store::{Policy, Proof};
use serde_json::{Value, json};
use support::desk::{Desk, person};
use support::{Book, aoc, assert_valid, command, run};

#[test]
fn a_key_is_made_once_for_its_owner_and_outside_of_the_ledger() {
    let (desk, book) = (Desk::new(), Book::empty());
    let file = desk.at("friends.key");
    let made = aoc(&["key", "new", "example.org/friends", "--out", &file]).fine().out;
    assert!(made.contains("only its owner can read it"), "{made}");
    let verifier = aoc(&["key", "show", &file]).fine().out;
    assert!(
        made.ends_with(&format!("\n{verifier}")) && verifier.starts_with("example.org/friends+"),
        "{made}"
    );
    assert!(!made.contains("PRIVATE") && desk.read("friends.key").starts_with("PRIVATE+KEY+"));
    aoc(&["key", "new", "example.org/friends", "--out", &file]).fails(2, &["exists already"]);
    assert_eq!(aoc(&["key", "show", &file]).fine().out, verifier);
    for within in ["x.key", "cache/x.key"] {
        fs::create_dir_all(book.path().join("cache")).unwrap();
        let within = book.path().join(within);
        aoc(&["key", "new", "example.org/friends", "--out", within.to_str().unwrap()])
            .fails(2, &["origin and key are kept outside the ledger's directory"]);
        assert!(!within.exists());
    }
    aoc(&["key", "new", "our friends", "--out", &desk.at("y.key")]).fails(2, &["a URL without a scheme"]);
    aoc(&["key", "new", "example.org", "--out", &desk.at("no/y.key")]).fails(4, &["cannot be written"]);
    let shown: Value =
        serde_json::from_str(&aoc(&["--format", "json", "key", "show", &file]).fine().out).unwrap();
    assert_valid(&shown);
    assert_eq!(
        shown,
        json!({"format": "aoc.key/1", "origin": "example.org/friends", "verifier": verifier.trim()})
    );
    let rows = aoc(&["--format", "csv", "key", "show", &file]).fine().out;
    assert_eq!(rows, format!("origin,verifier\nexample.org/friends,{verifier}"));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let (desk, book) = (Desk::new(), Book::empty());
    let key = desk.key("friends", "example.org/friends");
    let mode = |mode| fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    mode(0o640);
    book.aoc(&["checkpoint", "--key", &key]).fails(4, &["others can read this secret key", "chmod 600"]);
    aoc(&["key", "show", &key]).fails(4, &["chmod 600"]);
    mode(0o400);
    book.aoc(&["checkpoint", "--key", &key]).fine();
}

#[test]
fn checkpoints_are_issued_shown_and_listed() {
    let (desk, book) = (Desk::new(), Book::of(&[vec![person("ana")]]));
    let key = desk.key("friends", "example.org/friends");
    book.aoc(&["checkpoint"]).fails(2, &["no checkpoint was issued", "aoc key new", "--key FILE"]);
    assert!(book.aoc(&["checkpoint", "--list"]).fine().out.contains("No checkpoint was issued yet"));
    let issued = book.aoc(&["checkpoint", "--key", &key]).fine();
    assert_eq!(issued.err, "Counted 1 entity, record 2.\n");
    let issued = issued.out;
    assert!(issued.starts_with("example.org/friends\n2\n") && issued.contains("\n\n— example.org/friends "));
    assert_eq!(book.aoc(&["checkpoint"]).fine().out, issued, "as it is, so that it can be redirected");
    book.record(&[vec![person("bo"), person("cy")]]);
    let dir = book.path();
    let env = || {
        let mut command = command();
        command.args(["--ledger", dir.to_str().unwrap()]).env("AOC_KEY", &key);
        command
    };
    let file = desk.at("5.checkpoint");
    let said = run(env().args(["checkpoint", "--out", &file])).fine().out;
    assert_eq!(
        said,
        format!("Wrote the checkpoint of 5 records to {file}.\nCounted 3 entities, record 5.\n")
    );
    run(env().args(["checkpoint", "--out", &file])).fails(2, &["exists already"]);
    assert_eq!(run(env().arg("checkpoint").env("AOC_KEY", "")).fine().out, desk.read("5.checkpoint"));
    assert_eq!(book.aoc(&["checkpoint"]).fine().out, desk.read("5.checkpoint"));
    let listed = run(env().args(["checkpoint", "--list"])).fine().out;
    assert!(listed.contains("Checkpoints of example.org/friends, newest last"), "{listed}");
    let answer = book.json(&["checkpoint", "--list"]);
    let sizes: Vec<&Value> =
        answer["checkpoints"].as_array().unwrap().iter().map(|one| &one["tree"]["records"]).collect();
    assert_eq!(sizes, [2, 5]);
    let again = book.json(&["checkpoint", "--key", &key]);
    assert_eq!(again["counted"], json!({"record": 5, "entities": 3}), "nothing new is not counted again");
    assert_eq!(
        book.json(&["verify"])["findings"].as_array().unwrap().len(),
        3,
        "the persons rest on no source, not the count"
    );
    let last = book.json(&["checkpoint"]);
    assert_eq!(last["text"], desk.read("5.checkpoint"));
    assert_eq!(last["tree"], answer["checkpoints"][1]["tree"]);
    assert_eq!(last["signatures"], json!(["example.org/friends"]));
    let rows = book.aoc(&["--format", "csv", "checkpoint", "--list"]).fine().out;
    assert!(rows.starts_with("origin,records,root,signatures\nexample.org/friends,2,"), "{rows}");

    let other = desk.key("other", "example.org/enemies");
    book.aoc(&["checkpoint", "--key", &other]).fails(2, &["were issued as example.org/friends", "one name"]);
    book.aoc(&["checkpoint", "--key", &file]).fails(2, &["5.checkpoint: this is no signing key"]);
    book.aoc(&["checkpoint", "--key", &desk.at("nowhere")]).fails(2, &["there is no such file"]);
}

#[test]
fn a_record_is_proven_to_somebody_who_has_no_ledger() {
    let (desk, book) = (Desk::new(), Book::real_history());
    let key = desk.key("friends", "example.org/friends");
    book.aoc(&["prove", "record", "57"]).fails(2, &["no checkpoint", "aoc checkpoint --key FILE"]);
    book.aoc(&["checkpoint", "--key", &key]).fine();
    let file = desk.at("57.proof");
    let said = book.aoc(&["prove", "record", "57", "--out", &file]).fine().out;
    assert_eq!(said, format!("Wrote the proof of record 57 to {file}.\n"));
    assert_eq!(book.aoc(&["prove", "record", "57"]).fine().out, desk.read("57.proof"));
    let told = book.json(&["prove", "record", "57"]);
    assert_eq!((&told["proves"], &told["position"]), (&json!("record"), &json!(57)));
    assert_eq!(told["text"], desk.read("57.proof"));

    let said = desk.check("57.proof", "friends", &[]).fine().out;
    for part in [
        "Proven: record 57 is in the log of example.org/friends.",
        "Signed by: example.org/friends.",
        "Record 57: Group of Friends of the Alliance of Civilizations was established",
        "(written [2005-07-14..2006-11-06])",
        "names.en: Group of Friends",
        "shown by its id",
    ] {
        assert!(said.contains(part), "`{part}` is missing: {said}");
    }
    let verifier = aoc(&["key", "show", &key]).fine().out;
    assert_eq!(aoc(&["check", &file, "--key", verifier.trim()]).fine().out, said, "the key itself does, too");
    let answer = desk.check_json("57.proof", "friends", &[]);
    let log = book.json(&["log", "57"]);
    assert_eq!(answer["record"], log["record"]);
    assert_eq!(answer["sealed"], false);
    assert_eq!(answer["checkpoint"], told["checkpoint"]);
    // The library agrees, and so do the rows.
    let proof: Proof = desk.read("57.proof").parse().unwrap();
    let Proof::Record(proof) = proof else { panic!("another proof") };
    assert_eq!(proof.check(&Policy::of(verifier.parse().unwrap())).unwrap().position().get(), 57);
    let rows = aoc(&["--format", "csv", "check", &file, "--key", verifier.trim()]).fine().out;
    assert!(
        rows.starts_with("proves,position,origin,records,root,signatures\nrecord,57,example.org/friends,")
    );

    book.aoc(&["prove", "record", "0"]).fails(2, &["there is no record 0"]);
    book.aoc(&["prove", "record", "9999"]).fails(2, &["there is no record 9999"]);
    book.aoc(&["prove", "record", "usa"]).fails(2, &["a position is a number"]);
}

#[test]
fn a_sealed_record_is_proven_without_the_name_that_it_seals() {
    let (desk, book) = (Desk::new(), Book::of(&[vec![person("ana")]]));
    desk.issue(&book, "friends", "2.checkpoint");
    let proof = book.aoc(&["prove", "record", "1"]).fine().out;
    desk.write("1.proof", &proof);
    let said = desk.check("1.proof", "friends", &[]).fine().out;
    assert!(said.contains("was entered in the book") && said.contains("a digest of them"), "{said}");
    assert!(!said.contains("Ana") && !said.contains("erased"), "{said}");
    let answer = desk.check_json("1.proof", "friends", &[]);
    assert_eq!(answer["sealed"], true);
    let erased = ["erase", "ana", "--reason", "asked for", "--authority", "Board"];
    book.aoc(&erased).fine();
    let again = book.aoc(&["prove", "record", "1", "--checkpoint", &desk.at("2.checkpoint")]).fine().out;
    assert_eq!(again, proof, "erasing changes no record");
}

#[test]
fn a_proof_of_a_record_that_was_tampered_with_is_refused_by_name() {
    let desk = Desk::new();
    let book = Book::of(&[vec![person("ana"), person("bo"), person("cy")]]);
    desk.issue(&book, "friends", "4.checkpoint");
    let [one, two] = ["1", "2"].map(|record| book.aoc(&["prove", "record", record]).fine().out);
    let lines = |proof: &str| proof.lines().map(str::to_owned).collect::<Vec<_>>();
    let refused = |text: &str, says: &str| {
        desk.write("bad.proof", text);
        desk.check("bad.proof", "friends", &[]).fails(3, &["bad.proof: ", says]);
    };
    let not_proven = "it is not proven that record 1 has these bytes";
    // Another record of the same ledger, as true as this one, in its place.
    refused(&one.replace(&lines(&one)[1], &lines(&two)[1]), not_proven);
    refused(&two.replace("index 1\n", "index 0\n"), not_proven);
    refused(&one.replace("index 0\n", "index 7\n"), "there is no record 8 among the 4");
    // One hash replaced, one left away, one added.
    let (first, second) = (&lines(&one)[3], &lines(&one)[4]);
    refused(&one.replace(first, second), not_proven);
    refused(&one.replace(&format!("{first}\n"), ""), not_proven);
    refused(&one.replace(first, &format!("{first}\n{first}")), not_proven);
    // Root, number and signature of the checkpoint.
    refused(&one.replace("\n4\n", "\n5\n"), "the signature of example.org/friends does not hold");
    let root = &lines(&desk.read("4.checkpoint"))[2];
    refused(&one.replace(root, first), "the signature of example.org/friends does not hold");
    let signed = one.lines().last().unwrap();
    refused(
        &one.replace(signed, &signed.replace("— example.org/friends", "— example.org/foes")),
        "no signature on the checkpoint",
    );
    refused(&one.replace(&format!("{signed}\n"), ""), "this is no checkpoint");
    // No proof at all.
    refused("", "the file is empty: it proves nothing");
    refused("\n\n", "the file is empty: it proves nothing");
    refused("Believe me.\n", "this is no proof");
    refused(&one.replace("extra ", "extra -"), "does not carry its record");
    refused(&one.replace("\n\n", "\n"), "this is no proof");
    let json = run(command().args([
        "--format",
        "json",
        "check",
        &desk.at("bad.proof"),
        "--key",
        &desk.at("friends.vkey"),
    ]));
    let error: Value = serde_json::from_str(&json.err).unwrap();
    assert_valid(&error);
    assert_eq!((json.code, &error["error"]["code"]), (3, &json!("no-proof")));
}

#[test]
fn only_the_right_verifier_key_checks() {
    let (desk, book) = (Desk::new(), Book::of(&[vec![person("ana")]]));
    desk.issue(&book, "friends", "2.checkpoint");
    for (key, origin) in [("stranger", "example.org/friends"), ("enemies", "example.org/enemies")] {
        desk.key(key, origin);
    }
    let check = |key: &str| aoc(&["check", &desk.at("2.checkpoint"), "--key", key]);
    let said = check(&desk.at("friends.vkey")).fine().out;
    assert!(said.contains("The checkpoint of example.org/friends holds: 2 records."), "{said}");
    assert_eq!(desk.check_json("2.checkpoint", "friends", &[])["proves"], "checkpoint");
    check(&desk.at("stranger.vkey")).fails(3, &["no signature on the checkpoint is by the key"]);
    check(&desk.at("enemies.vkey")).fails(3, &["a checkpoint of example.org/friends, which is not the log"]);
    check(&desk.at("friends.key")).fails(2, &["friends.key: this is the secret signing key", "aoc key show"]);
    check(desk.read("friends.key").trim()).fails(2, &["this is the secret signing key"]);
    check(&desk.at("2.checkpoint")).fails(2, &["this is no verifier key"]);
    check(&desk.at("nowhere.vkey")).fails(2, &["nowhere.vkey: there is no such file"]);
    let cut = desk.read("friends.vkey").replace("example.org", "example.com");
    check(cut.trim()).fails(2, &["the id in the verifier key"]);
    check("a+b+c").fails(2, &["this is no verifier key"]);
    check(support::desk::WITNESS).fails(2, &["that of a witness", "--policy"]);
    aoc(&["check", &desk.at("2.checkpoint")]).fails(2, &["--key"]);
    aoc(&["check", &desk.at("nowhere"), "--key", &desk.at("friends.vkey")])
        .fails(2, &["there is no such file"]);
    let mut piped = command();
    piped.args(["check", "-", "--key", &desk.at("friends.vkey")]);
    piped.stdin(fs::File::open(desk.at("2.checkpoint")).unwrap());
    assert_eq!(run(&mut piped).fine().out, said);
}

#[test]
fn what_witnesses_have_cosigned_is_added_when_the_policy_is_met() {
    let (desk, book) = (Desk::new(), Book::empty());
    let cosigned = support::desk::cosigned_of_nothing(&desk);
    book.aoc(&["checkpoint", "--key", &desk.at("friends.key"), "--out", &desk.at("0.checkpoint")]).fine();
    assert!(desk.read("0.checkpoint").ends_with(support::desk::SIGNATURE), "as other software signs it");
    desk.write("cosigned", &cosigned.text);
    for (name, quorum) in [("both", "all"), ("one", "any")] {
        desk.write(name, &cosigned.policy(quorum));
    }
    let add = |file: &str, policy: &str| {
        book.aoc(&["checkpoint", "--add", &desk.at(file), "--policy", &desk.at(policy)])
    };
    let signatures = || book.json(&["checkpoint"])["signatures"].clone();
    add("cosigned", "both").fails(3, &["cosigned: too few of the witnesses"]);
    add("0.checkpoint", "one").fails(3, &["too few of the witnesses"]);
    desk.write("forged", &cosigned.text.replace("AABpVbkA", "AABpVbkB"));
    add("forged", "one").fails(3, &["the signature of witness.example/one does not hold"]);
    desk.write("bad", "log\n");
    add("cosigned", "bad").fails(2, &["bad: line 1 of the policy"]);
    assert_eq!(signatures(), json!(["example.org/friends"]));

    let said = add("cosigned", "one").fine().out;
    assert!(said.contains("0 records is now signed by example.org/friends, witness.example/one."), "{said}");
    assert_eq!(signatures(), json!(["example.org/friends", "witness.example/one"]), "and no stranger");
    book.aoc(&["checkpoint", "--out", &desk.at("whole")]).fine();
    let checked = aoc(&["check", &desk.at("whole"), "--policy", &desk.at("one")]).fine().out;
    assert!(checked.contains("Signed by: example.org/friends, witness.example/one."), "{checked}");
    aoc(&["check", &desk.at("whole"), "--policy", &desk.at("both")]).fails(3, &["too few of the witnesses"]);
    book.record(&[vec![person("ana")]]);
    let other = Book::of(&[vec![person("bo")]]);
    other.aoc(&["checkpoint", "--key", &desk.at("friends.key")]).fine();
    other
        .aoc(&["checkpoint", "--add", &desk.at("cosigned"), "--policy", &desk.at("one")])
        .fails(2, &["no checkpoint that states the same was issued"]);
    book.aoc(&["checkpoint", "--add", &desk.at("cosigned")]).fails(2, &["--policy"]);
}

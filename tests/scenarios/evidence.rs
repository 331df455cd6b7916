//! Checkpoints and inventories: what is signed, what is not, and what verifying finds of figures that are not those of the book.

use std::sync::Arc;

use aoc_core::{Draft, InventoryTaken, Position};
use aoc_replay::{Error, Ledger, Recorded, Roll};
use aoc_store::{EventLog, EvidenceError, FixedClock, MemoryLog, SeededSalts, SigningKey};
use serde_json::{Value, json};

use crate::{draft, drafts};

fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32])
}

fn ledger_over(log: &Arc<MemoryLog>) -> Ledger {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
    Ledger::with(Arc::<MemoryLog>::clone(log), Arc::new(clock), Arc::new(SeededSalts::new(1))).unwrap()
}

fn record(ledger: &Ledger, drafts: &[Draft]) {
    let recorded = ledger.record(drafts).unwrap();
    assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
}

fn party(slug: &str) -> Value {
    json!({"id": slug, "event": "PartyRegistered", "data": {"party": slug, "kind": "country",
           "names": [{"lang": "en", "text": slug}]}, "uncited": true})
}

fn with_parties(slugs: &[&str]) -> (Arc<MemoryLog>, Ledger) {
    let log = Arc::new(MemoryLog::new());
    let ledger = ledger_over(&log);
    for slug in slugs {
        record(&ledger, &drafts(&[party(slug)]));
    }
    (log, ledger)
}

#[test]
fn a_checkpoint_counts_the_book_first_and_not_twice() {
    let (_, ledger) = with_parties(&["esp", "tur"]);
    let first = ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    assert_eq!(first.head().upto, Position::new(3));
    assert_eq!(ledger.checkpoint(&key(), &mut |_| {}).unwrap(), first);
    record(&ledger, &drafts(&[party("prt")]));
    assert_eq!(ledger.checkpoint(&key(), &mut |_| {}).unwrap().head().upto, Position::new(5));
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
    assert_eq!(ledger.evidence().issued().unwrap().len(), 2);
}

#[test]
fn an_empty_book_is_signed_as_it_is() {
    let (_, ledger) = with_parties(&[]);
    assert_eq!(ledger.checkpoint(&key(), &mut |_| {}).unwrap().head().upto, Position::START);
}

#[test]
fn what_is_no_longer_what_was_signed_is_not_signed_and_nothing_is_recorded() {
    let (log, ledger) = with_parties(&["esp", "tur", "prt"]);
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    let remembered = log.issued().unwrap().read().unwrap();
    let with_memory = |slugs: &[&str]| {
        let (log, ledger) = with_parties(slugs);
        log.issued().unwrap().replace(&remembered).unwrap();
        (ledger.head().unwrap(), ledger)
    };
    let (head, rewound) = with_memory(&["esp", "tur"]);
    let refused = rewound.checkpoint(&key(), &mut |_| {}).unwrap_err();
    assert!(matches!(refused, Error::Evidence(EvidenceError::Rewound { .. })), "{refused}");
    assert_eq!(rewound.head().unwrap(), head);

    let (head, forked) = with_memory(&["esp", "tur", "mar", "prt", "mex"]);
    let refused = forked.checkpoint(&key(), &mut |_| {}).unwrap_err();
    assert!(matches!(refused, Error::Evidence(EvidenceError::Forked { .. })), "{refused}");
    assert_eq!(forked.head().unwrap(), head);
    assert!(!forked.audit(&mut |_| {}).unwrap().bytes.is_sound());

    let other = SigningKey::of_secret(&"example.org/others".parse().unwrap(), &[7; 32]);
    let refused = ledger.checkpoint(&other, &mut |_| {}).unwrap_err();
    assert!(matches!(refused, Error::Evidence(EvidenceError::OtherOrigin { .. })), "{refused}");
}

/// What the ledger states of itself after these two.
fn right_figures() -> InventoryTaken {
    let (_, ledger) = with_parties(&["esp", "tur"]);
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    let event = ledger.record_at(Position::new(3)).unwrap().event.unwrap();
    serde_json::from_value(event.to_json()).unwrap()
}

#[test]
fn figures_that_are_not_those_of_the_book_are_found() {
    let right = right_figures();
    let nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".parse().unwrap();
    let mut wrong = vec![
        (InventoryTaken { entities: 3, ..right.clone() }, "counts 3 entities"),
        (InventoryTaken { root: nothing, ..right.clone() }, "counts 2 entities with the root 47DE"),
        (InventoryTaken { upto: Position::new(1), ..right.clone() }, "counts 2 entities"),
        (InventoryTaken { upto: Position::new(3), ..right.clone() }, "which come after it"),
    ];
    for at in 0..right.answers.len() {
        let mut other = right.clone();
        other.answers[at].digest = right.root;
        wrong.push((other, "its digest of"));
    }
    for (figures, said) in wrong {
        let (_, ledger) = with_parties(&["esp", "tur"]);
        let by_hand =
            json!({"event": "InventoryTaken", "data": figures, "date": "2026-05-13", "uncited": true});
        record(&ledger, &[draft(by_hand)]);
        let found = ledger.audit(&mut |_| {}).unwrap().commits;
        assert!(found.len() == 1 && found[0].what.contains(said), "{found:?}");
    }
}

/// What was made up proves to whoever is not handed its retraction: verifying finds it for ever.
#[test]
fn figures_that_were_made_up_and_taken_back_are_found_all_the_same() {
    let (_, ledger) = with_parties(&["esp", "tur"]);
    let figures = InventoryTaken { entities: 3, ..right_figures() };
    let by_hand = json!({"event": "InventoryTaken", "data": figures, "date": "2026-05-13", "uncited": true});
    record(&ledger, &[draft(by_hand)]);
    record(&ledger, &[draft(json!({"retracts": 3, "reason": "made up"}))]);
    ledger.checkpoint(&key(), &mut |_| {}).unwrap();
    let found = ledger.audit(&mut |_| {}).unwrap().commits;
    assert!(found.len() == 1 && found[0].commit == Position::new(3), "{found:?}");
}

#[test]
fn an_answer_is_proven_only_behind_an_inventory() {
    let (_, ledger) = with_parties(&["esp"]);
    let roll = Roll::of("friends".parse().unwrap());
    let refused = ledger.extract(&roll, None).unwrap_err();
    assert!(matches!(refused, Error::Evidence(EvidenceError::NoCheckpoint { .. })), "{refused}");
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    let refused = ledger.extract(&roll, None).unwrap_err();
    assert!(matches!(refused, Error::NoInventory { .. }), "{refused}");
}

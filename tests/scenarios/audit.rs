//! What an audit finds, and what it does not hold against the book. Method: small books, and records that no rule would
//! have let in, put into the log behind the ledger's back.

use std::sync::Arc;

use aoc_core::{Position, Record, RuleSetVersion};
use aoc_replay::{Audit, Ledger, Recorded};
use aoc_store::{EventLog, FixedClock, Frame, MemoryLog, SeededSalts, SigningKey};
use serde_json::{Value, json};

use crate::draft;

fn ledger_over(log: &Arc<MemoryLog>) -> Ledger {
    let clock = FixedClock("2026-05-13T09:30:00Z".parse().unwrap());
    Ledger::with(Arc::<MemoryLog>::clone(log), Arc::new(clock), Arc::new(SeededSalts::new(1))).unwrap()
}

fn book(commits: &[Value]) -> (Arc<MemoryLog>, Ledger) {
    let log = Arc::new(MemoryLog::new());
    let ledger = ledger_over(&log);
    for json in commits {
        let recorded = ledger.record(&[draft(json.clone())]).unwrap();
        assert!(matches!(recorded, Recorded::Accepted(_)), "{recorded:?}");
    }
    (log, ledger)
}

fn audit(ledger: &Ledger) -> Audit {
    ledger.audit(&mut |_| {}).unwrap()
}

fn party(slug: &str) -> Value {
    json!({"id": slug, "event": "PartyRegistered", "data": {"party": slug, "kind": "country",
           "names": [{"lang": "en", "text": slug}]}})
}

fn source() -> Value {
    json!({"id": "minutes", "event": "SourceRegistered", "data": {"source": "minutes", "title": "Minutes"},
           "cites": [{"source": "minutes"}]})
}

fn citing(mut json: Value) -> Value {
    json["cites"] = json!([{"source": "minutes"}]);
    json
}

/// The book with its last record once more behind it, as another one by this change.
fn with_forged(change: fn(&mut Record)) -> Audit {
    let (log, ledger) = book(&[party("esp"), party("tur")]);
    let mut record = ledger.record_at(Position::new(2)).unwrap();
    (record.position, record.commit, record.origin) = (Position::new(3), Position::new(3), Position::new(3));
    record.id = aoc_core::EventId::of_content(b"forged");
    record.recorded_at = record.recorded_at.next();
    change(&mut record);
    log.append(Position::new(2), &Frame::of(&[record]).unwrap()).unwrap();
    audit(&ledger_over(&log))
}

#[test]
fn a_commit_that_no_rule_let_in_is_found_in_a_log_whose_bytes_are_whole() {
    let audit = with_forged(|_| {});
    assert!(audit.bytes.is_sound() && !audit.is_sound());
    let found: Vec<_> = audit.commits.iter().map(|finding| finding.commit.get()).collect();
    assert_eq!(found, [3], "{:?}", audit.commits);
    assert_eq!((audit.judged, audit.not_judged), (3, 0));
}

#[test]
fn what_another_rule_set_judged_is_counted_and_not_judged() {
    let audit = with_forged(|record| record.rules = RuleSetVersion::new(u16::MAX));
    assert!(audit.is_sound(), "{:?}", audit.commits);
    assert_eq!((audit.judged, audit.not_judged), (2, 1));
}

#[test]
fn records_without_a_source_are_listed_but_for_inventories() {
    let (_, ledger) = book(&[source(), party("esp"), citing(party("tur")), party("prt")]);
    let key = SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32]);
    assert_eq!(ledger.checkpoint(&key, &mut |_| {}).unwrap().head().upto, Position::new(5));
    let audit = audit(&ledger);
    assert!(audit.is_sound(), "{:?}", audit.commits);
    assert_eq!(audit.uncited, [2, 4].map(Position::new));
    assert_eq!((audit.judged, audit.not_judged), (5, 0));
}

#[test]
fn what_stands_on_a_withdrawn_source_is_flagged_and_what_was_replaced_is_not() {
    let (_, ledger) = book(&[
        source(),
        citing(party("esp")),
        citing(party("tur")),
        json!({"corrects": 2, "event": "PartyRegistered", "reason": "another source", "data": party("esp")["data"]}),
        json!({"event": "SourceWithdrawn", "data": {"source": "minutes"}, "reason": "it was made up"}),
    ]);
    let audit = audit(&ledger);
    assert!(audit.is_sound(), "{:?}", audit.commits);
    let flagged: Vec<_> =
        audit.flagged.iter().map(|flag| (flag.record.get(), flag.withdrawn.get())).collect();
    assert_eq!(flagged, [(1, 5), (3, 5)]);
}

#[test]
fn who_signed_as_the_holder_of_an_office_that_another_held_is_listed() {
    let named = |text: &str| json!([{"lang": "en", "text": text}]);
    let fact = |event: &str, date: &str, data: Value| json!({"event": event, "date": date, "data": data});
    let person =
        |slug: &str| json!({"event": "PersonRegistered", "data": {"person": slug, "names": named(slug)}});
    let signed = |party: &str, person: &str| {
        let office = "high-representative";
        let data = json!({"agreement": "mou", "party": party, "office": office, "person": person});
        fact("AgreementSigned", "2009-04-06", data)
    };
    let office = json!({"office": "high-representative", "names": named("High Representative")});
    let text = json!({"agreement": "mou", "form": "memorandum", "names": named("Memorandum"),
                      "parties": ["aoc", "oic"]});
    let assumed = json!({"office": "high-representative", "person": "first"});
    let (_, ledger) = book(&[
        party("aoc"),
        party("oic"),
        person("first"),
        person("second"),
        fact("OfficeEstablished", "2007", office),
        fact("OfficeAssumed", "2008", assumed),
        fact("AgreementDrafted", "2009-03-01", text),
        signed("aoc", "first"),
        signed("oic", "second"),
    ]);
    let audit = audit(&ledger);
    assert!(audit.is_sound(), "{:?}", audit.commits);
    let listed: Vec<_> = audit.signatories.iter().map(|line| line.record.get()).collect();
    assert_eq!(listed, [9]);
}

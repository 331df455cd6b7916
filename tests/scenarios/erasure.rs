//! Erasing a person's data: what it takes, what it leaves, and that it is final.

use aoc_core::{EventDate, PersonId, Position, RecordRef};
use aoc_replay::{Found, Given, Holders, KnownAt, Register, View};
use serde_json::{Value, json};

use crate::{draft, drafts, given_friends, office};

fn erased(person: &str) -> Value {
    json!({"id": format!("{person}-erased"), "event": "PersonErased", "data": {"person": person},
           "date": "2026-05-13", "reason": "asked for", "authority": "the data protection officer"})
}

fn registered(id: &str, person: &str, name: &str) -> Value {
    json!({"id": id, "event": "PersonRegistered", "data": {"person": person, "names": [{"lang": "en", "text": name}]}})
}

fn corrected(of: Value, id: &str, person: &str, name: &str) -> Value {
    let mut correction = registered(id, person, name);
    correction["corrects"] = of;
    correction["reason"] = json!("misspelt");
    correction
}

/// The first person holds the office; the person's names were corrected once, and are erased.
fn given_an_erasure() -> Given {
    given_friends()
        .and(&drafts(&[
            corrected(json!("person-first"), "first-corrected", "first", "Ana First"),
            office("OfficeAssumed", "first", "2007-05"),
        ]))
        .and(&[draft(erased("first"))])
}

#[test]
fn an_erasure_needs_a_registered_person_a_reason_and_an_authority() {
    let given = given_friends();
    given.when(&[draft(erased("nobody"))]).then_rejected_by(&["not-registered"]);
    for (key, rule) in [("reason", "needs-reason"), ("authority", "needs-authority")] {
        let mut less = erased("first");
        less.as_object_mut().unwrap().remove(key);
        given.when(&[draft(less)]).then_rejected_by(&[rule]);
    }
    given.when(&[draft(erased("first"))]).then_accepted();
    let together = [registered("third", "third", "Third"), erased("third")];
    given.when(&drafts(&together)).then_accepted();
}

#[test]
fn person_erased_nothing_names_the_person_anew() {
    let given = given_an_erasure();
    let mut again = erased("first");
    again["id"] = json!("once-more");
    let text = given.when(&[draft(again)]).then_rejected_by(&["person-erased"]).to_string();
    assert!(text.contains("the person's data were erased (see record 12)"), "{text}");
    let (anew, correction, other) = (
        registered("anew", "first", "Ana First"),
        corrected(json!("first-corrected"), "c2", "first", "Ana Premier"),
        corrected(json!("person-second"), "c3", "first", "Ana First"),
    );
    for draft_of_it in [anew, correction, other] {
        given.when(&[draft(draft_of_it)]).then_rejected_by(&["person-erased"]);
    }
    let retraction = json!({"retracts": "first-corrected", "reason": "never was"});
    given.when(&[draft(retraction)]).then_rejected_by(&["person-erased"]);
    // The erasure comes first, wherever its date would put it.
    let mut early = erased("second");
    early["date"] = json!("1990");
    let correction = corrected(json!("person-second"), "c4", "second", "Bo");
    given.when(&drafts(&[early, correction])).then_rejected_by(&["person-erased"]);
    // What else there is to say of the person can still be said.
    given.when(&[draft(office("OfficeVacated", "first", "2013"))]).then_accepted();
    let second_source = json!({"corroborates": "first-corrected"});
    given.when(&[draft(second_source)]).then_accepted();
}

#[test]
fn erasure_stands_it_is_neither_corrected_nor_retracted() {
    let given = given_an_erasure();
    let retraction = json!({"retracts": "first-erased", "reason": "by mistake"});
    let text = given.when(&[draft(retraction)]).then_rejected_by(&["erasure-stands"]).to_string();
    assert!(text.contains("neither corrected nor retracted"), "{text}");
    let mut correction = erased("second");
    correction["corrects"] = json!("first-erased");
    given.when(&[draft(correction)]).then_rejected_by(&["erasure-stands"]);
}

#[test]
fn every_view_shows_the_person_without_names() {
    let given = given_an_erasure();
    let outcome = given.when(&[draft(office("OfficeVacated", "first", "2013"))]);
    outcome.then_accepted();
    let first: PersonId = "first".parse().unwrap();
    // On a day before the order, and as the book was known before it.
    for known_at in [KnownAt::Head, KnownAt::Position(Position::new(9)), KnownAt::Position(Position::new(11))]
    {
        let view = View::on("2010-01-01".parse().unwrap()).known_at(known_at);
        let register = outcome.then_ask(&Register, view);
        assert_eq!(register.get(first.into()).unwrap().names, None);
        assert_eq!(
            register.find("first", &[aoc_core::EntityKind::Person]),
            Found::One(first.into()),
            "by id"
        );
        assert!(matches!(register.find("Ana First", &[aoc_core::EntityKind::Person]), Found::Nothing { .. }));
        let holders = outcome.then_ask(&Holders::of("high-representative".parse().unwrap()), view);
        assert!(holders.lines.iter().all(|line| line.person == first && line.names.is_none()));
        assert_eq!(holders.lines.is_empty(), known_at == KnownAt::Position(Position::new(9)));
    }
}

#[test]
fn whoever_records_the_same_draft_again_records_nothing() {
    let given = given_an_erasure();
    let again = given.when(&drafts(&[
        corrected(json!("person-first"), "first-corrected", "first", "Ana First"),
        office("OfficeAssumed", "first", "2007-05"),
    ]));
    assert_eq!(again.then_accepted().commit.first, Position::new(10));
    given.when(&[draft(erased("first"))]).then_accepted();
}

#[test]
fn the_id_of_a_draft_tells_nothing_of_the_names() {
    let id = |name: &str| {
        let mut json = registered("x", "first", name);
        json.as_object_mut().unwrap().remove("id");
        let draft = draft(json);
        assert_eq!((draft.own_id(), draft.date()), (None, EventDate::UNKNOWN));
        draft.id()
    };
    assert_eq!(id("Ana"), id("Bo"));
    let _: RecordRef = id("Ana").into();
}

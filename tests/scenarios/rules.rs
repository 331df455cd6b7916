//! Each rule by its name: a case that is accepted, a case that is refused, and what the refusal says.

use std::borrow::Cow;

use aoc_core::{
    Book, Entry, Place, Position, Records, Rule, Screened, Timestamp, Unread, decide, decide_from,
};
use serde_json::json;

use crate::{draft, drafts, event, given_friends, member, office, party};

#[test]
fn not_admitted_a_group_admits_only_its_kinds() {
    let given = given_friends();
    given.when(&[draft(member("MemberJoined", "oic", "2006"))]).then_accepted();
    let refused = given.when(&[draft(member("MemberJoined", "lyon", "2006"))]);
    let text = refused.then_rejected_by(&["not-admitted"]).to_string();
    assert!(text.contains("does not admit the kind city") && text.contains("see record 1"), "{text}");
}

#[test]
fn already_member_one_membership_at_a_time() {
    let given = given_friends().and(&[draft(member("MemberJoined", "esp", "2006-05-01"))]);
    let text = given
        .when(&[draft(member("MemberJoined", "esp", "2007"))])
        .then_rejected_by(&["already-member"])
        .to_string();
    assert!(text.contains("see record 10"), "{text}");
    given
        .when(&drafts(&[
            member("MemberWithdrew", "esp", "2006-12-01"),
            member("MemberJoined", "esp", "2007"),
        ]))
        .then_accepted();
}

#[test]
fn not_member_leave_only_what_was_joined() {
    let given = given_friends();
    given.when(&[draft(member("MemberWithdrew", "esp", "2007"))]).then_rejected_by(&["not-member"]);
    given.when(&[draft(member("MemberSuspended", "esp", "2007"))]).then_rejected_by(&["not-member"]);
    given
        .when(&drafts(&[member("MemberWithdrew", "esp", "2007"), member("MemberJoined", "esp", "2006")]))
        .then_accepted();
}

#[test]
fn suspended_is_not_withdrawn() {
    let given = given_friends()
        .and(&drafts(&[member("MemberJoined", "esp", "2006"), member("MemberSuspended", "esp", "2007")]));
    given.when(&[draft(member("MemberSuspended", "esp", "2008"))]).then_rejected_by(&["already-suspended"]);
    given.when(&[draft(member("MemberJoined", "esp", "2008"))]).then_rejected_by(&["already-member"]);
    given.when(&[draft(member("MemberReinstated", "esp", "2008"))]).then_accepted();
    given.when(&[draft(member("MemberReinstated", "esp", "2009"))]).then_rejected_by(&["not-suspended"]);
}

#[test]
fn interest_then_invitation_then_joining() {
    let given = given_friends().and(&drafts(&[
        member("InterestExpressed", "usa", "2009"),
        member("MemberInvited", "usa", "2010-01"),
        member("MemberJoined", "usa", "2010-05-13"),
    ]));
    // An invitation lapses and is given again, interest is told twice: no source forbids it.
    given.when(&[draft(member("InterestExpressed", "usa", "2009-12-31"))]).then_accepted();
    given.when(&[draft(member("MemberInvited", "usa", "2010-02"))]).then_accepted();
    given.when(&[draft(member("MemberInvited", "usa", "2011"))]).then_rejected_by(&["already-member"]);
}

#[test]
fn before_existence_only_what_is_certainly_too_early_is_refused() {
    let given = given_friends();
    let text = given
        .when(&[draft(member("MemberJoined", "esp", "2005-07-13"))])
        .then_rejected_by(&["before-existence"])
        .to_string();
    assert!(text.contains("exists from 2005-07-14"), "{text}");
    given.when(&[draft(member("MemberJoined", "esp", "2005"))]).then_accepted();
}

#[test]
fn after_end_nothing_takes_part_after_its_dissolution() {
    let dissolved =
        json!({"id": "end", "event": "PartyDissolved", "data": {"party": "oic"}, "date": "2011-06"});
    let given = given_friends().and(&[draft(dissolved)]);
    given.when(&[draft(member("MemberJoined", "oic", "2011-07-01"))]).then_rejected_by(&["after-end"]);
    given.when(&[draft(member("MemberJoined", "oic", "2011-06-30"))]).then_accepted();
    let again = json!({"id": "end-2", "event": "PartyDissolved", "data": {"party": "oic"}, "date": "2012"});
    given.when(&[draft(again)]).then_rejected_by(&["already-ended"]);
}

#[test]
fn a_backdated_dissolution_may_not_cut_what_happened_later() {
    let given = given_friends().and(&[draft(member("MemberJoined", "oic", "2006-03-01"))]);
    let dissolved =
        json!({"id": "end", "event": "PartyDissolved", "data": {"party": "oic"}, "date": "2006-02"});
    let text = given.when(&[draft(dissolved)]).then_rejected_by(&["after-end"]).to_string();
    assert!(text.contains("it would break record 10"), "{text}");
}

#[test]
fn one_holder_an_office_has_one_holder_at_a_time() {
    let given = given_friends().and(&[draft(office("OfficeAssumed", "first", "2007-05"))]);
    given.when(&[draft(office("OfficeAssumed", "second", "2013-02"))]).then_rejected_by(&["one-holder"]);
    given
        .when(&drafts(&[
            office("OfficeVacated", "first", "2013-01"),
            office("OfficeAssumed", "second", "2013-02"),
        ]))
        .then_accepted();
    given.when(&[draft(office("OfficeVacated", "first", "2014"))]).then_rejected_by(&["not-holder"]);
}

#[test]
fn an_office_ends_with_its_party() {
    let secretary = |event: &str, date: &str| {
        json!({"id": format!("{event}-{date}").to_lowercase(), "event": event, "date": date,
               "data": {"office": "secretary", "person": "first"}})
    };
    let given = given_friends().and(&drafts(&[
        json!({"id": "secretary", "event": "OfficeEstablished", "date": "1970",
               "data": {"office": "secretary", "of": "oic", "names": [{"lang": "en", "text": "Secretary"}]}}),
        json!({"id": "end", "event": "PartyDissolved", "data": {"party": "oic"}, "date": "2011"}),
    ]));
    given.when(&[draft(secretary("OfficeAssumed", "2012"))]).then_rejected_by(&["after-end"]);
    given.when(&[draft(secretary("OfficeAssumed", "2010"))]).then_accepted();
}

#[test]
fn announced_and_appointed_are_not_assumed() {
    let given = given_friends().and(&drafts(&[
        office("OfficeAssumed", "first", "2007-05"),
        office("OfficeHolderAnnounced", "second", "2012-09-28"),
        office("OfficeHolderAppointed", "second", "2012-12"),
    ]));
    // Appointed and never in office, then appointed again: no source forbids it.
    given.when(&[draft(office("OfficeHolderAppointed", "second", "2013"))]).then_accepted();
    given.when(&[draft(office("OfficeVacated", "second", "2014"))]).then_rejected_by(&["not-holder"]);
}

#[test]
fn one_focal_point_a_member_at_a_time_and_only_members_have_one() {
    let point = |event: &str, person: &str, date: &str| {
        json!({"id": format!("{event}-{person}-{date}").to_lowercase(), "event": event, "date": date,
               "data": {"group": "friends", "party": "esp", "person": person}})
    };
    let given = given_friends();
    given
        .when(&[draft(point("FocalPointDesignated", "first", "2007"))])
        .then_rejected_by(&["not-registered"]);
    let given = given.and(&drafts(&[
        member("MemberJoined", "esp", "2006"),
        point("FocalPointDesignated", "first", "2007"),
    ]));
    given
        .when(&[draft(point("FocalPointDesignated", "second", "2008"))])
        .then_rejected_by(&["one-focal-point"]);
    given
        .when(&[draft(point("FocalPointReleased", "second", "2008"))])
        .then_rejected_by(&["not-focal-point"]);
    given
        .when(&drafts(&[
            point("FocalPointReleased", "first", "2008"),
            point("FocalPointDesignated", "second", "2008"),
        ]))
        .then_accepted();
}

#[test]
fn code_taken_a_code_belongs_to_one_party() {
    let coded = |slug: &str, kind: &str| {
        json!({"id": format!("coded-{slug}"), "event": "PartyRegistered",
               "data": {"party": slug, "kind": kind, "names": [{"lang": "en", "text": slug}],
                        "codes": [{"scheme": "iso3166-1", "code": "FRA"}]}})
    };
    let given = given_friends().and(&[draft(coded("france", "country"))]);
    given.when(&[draft(coded("gallia", "country"))]).then_rejected_by(&["code-taken"]);
    given_friends()
        .when(&[draft(coded("chamber", "corporation"))])
        .then_rejected_by(&["country-code-for-countries"]);
}

#[test]
fn registered_once_and_only_what_is_registered() {
    let given = given_friends();
    let mut again = party("esp", "country", "XXXX");
    again["id"] = json!("party-esp-again");
    given.when(&[draft(again)]).then_rejected_by(&["already-registered"]);
    given.when(&[draft(member("MemberJoined", "atlantis", "2007"))]).then_rejected_by(&["not-registered"]);
    let renamed = json!({"id": "r", "event": "PartyRenamed", "date": "2011",
                         "data": {"party": "atlantis", "names": [{"lang": "en", "text": "Atlantis"}]}});
    given.when(&[draft(renamed)]).then_rejected_by(&["not-registered"]);
}

#[test]
fn succession_names_others_that_are_registered() {
    let given = given_friends();
    let succeeded = |successors: &[&str]| {
        json!({"id": "s", "event": "PartySucceeded", "date": "2011",
               "data": {"party": "oic", "successors": successors, "manner": "succession"}})
    };
    given.when(&[draft(succeeded(&["oic"]))]).then_rejected_by(&["succeeded-by-others"]);
    given.when(&[draft(succeeded(&[]))]).then_rejected_by(&["succeeded-by-others"]);
    given.when(&[draft(succeeded(&["esp", "esp"]))]).then_rejected_by(&["named-twice"]);
    given.when(&[draft(succeeded(&["nobody"]))]).then_rejected_by(&["not-registered"]);
    given.when(&[draft(succeeded(&["esp"]))]).then_accepted();
}

#[test]
fn every_finding_of_a_commit_is_told_at_once() {
    given_friends()
        .when(&drafts(&[
            member("MemberJoined", "lyon", "2006"),
            member("MemberJoined", "esp", "2004"),
            member("MemberJoined", "atlantis", "2006"),
            member("MemberJoined", "usa", "2010"),
        ]))
        .then_rejected_by(&["not-admitted", "before-existence", "not-registered"]);
}

#[test]
fn what_its_timeline_refuses_is_judged_by_the_other_rules_too() {
    given_friends()
        .when(&drafts(&[member("MemberWithdrew", "atlantis", "2006")]))
        .then_rejected_by(&["not-member", "not-registered"]);
}

#[test]
fn an_event_id_is_used_once() {
    let given = given_friends().and(&[draft(member("MemberJoined", "esp", "2006"))]);
    let mut other = member("MemberJoined", "tur", "2006");
    other["id"] = member("MemberJoined", "esp", "2006")["id"].clone();
    given.when(&[draft(other)]).then_rejected_by(&["event-id-taken"]);
}

#[test]
fn a_group_admits_somebody() {
    let nobody = json!({"id": "g", "event": "GroupEstablished",
                        "data": {"group": "nobody", "names": [{"lang": "en", "text": "Nobody"}], "admits": []}});
    given_friends().when(&[draft(nobody)]).then_rejected_by(&["admits-somebody"]);
}

#[test]
fn an_embedders_event_changes_its_own_entities() {
    let custom = |changes: &str| {
        json!({"id": "c", "event": "0x8001", "date": "2010/2012",
               "data": {"changes": [changes], "names": ["party:esp"], "body_hex": "00ff"}})
    };
    let given = given_friends();
    given.when(&[draft(custom("party:esp"))]).then_rejected_by(&["changes-own-entities"]);
    given.when(&[draft(custom("0x8001:visit"))]).then_accepted();
}

#[test]
fn a_record_that_does_not_fit_is_refused() {
    let custom = json!({"id": "c", "event": "0x8001", "data": {"body_hex": "00".repeat(51_201)}});
    let text = given_friends().when(&[draft(custom)]).then_rejected_by(&["record-too-long"]).to_string();
    assert!(text.contains("at most 51200"), "{text}");
    let of_len =
        |len: usize| draft(json!({"id": "c", "event": "0x8001", "data": {"body_hex": "00".repeat(len)}}));
    let refused = given_friends().when(&[of_len(51_201)]);
    let rule = &refused.then_rejected_by(&["record-too-long"]).findings()[0].rule;
    let Rule::RecordTooLong { len } = rule else { panic!("{rule:?}") };
    let longest = 51_200 - (len - 51_201);
    given_friends().when(&[of_len(longest)]).then_accepted();
    given_friends().when(&[of_len(longest + 1)]).then_rejected_by(&["record-too-long"]);
    let naming = |count: usize| {
        let names: Vec<_> = (0..count).map(|n| format!("0x8001:e{n}")).collect();
        draft(json!({"id": "c", "event": "0x8001", "data": {"names": names}}))
    };
    given_friends().when(&[naming(255)]).then_accepted();
    given_friends().when(&[naming(256)]).then_rejected_by(&["too-many-entities"]);
}

/// Of what nothing is recorded but how it came into being.
#[test]
fn already_registered_what_was_founded_is_not_founded_again() {
    let founded = |id: &str| {
        event(
            id,
            "GroupEstablished",
            "2008",
            json!({"group": "other", "names": [{"lang": "en", "text": "Other"}],
                                                    "admits": ["country"]}),
        )
    };
    let given = given_friends().and(&drafts(&[founded("one")])); // record 10
    let refused = given.when(&drafts(&[founded("two")]));
    let findings = refused.then_rejected_by(&["already-registered"]).findings();
    assert_eq!(findings[0].collides, Some(Place::Record(Position::new(10))));
    given_friends()
        .when(&drafts(&[founded("one"), founded("two")]))
        .then_rejected_by(&["already-registered"]);
}

/// A book of which no record can be read.
struct Unreadable;

impl Records for Unreadable {
    fn entry(&self, _: Position) -> Option<Cow<'_, Entry>> {
        None
    }
}

#[test]
fn nothing_is_decided_over_records_that_cannot_be_read() {
    let mut book = Book::default();
    let recorded_at = Timestamp::from_micros(0);
    let founded = drafts(&[party("esp", "country", "XXXX"), party("tur", "country", "XXXX")]);
    decide(&book, &founded, recorded_at).unwrap().iter().for_each(|record| book.append(record));
    let again = drafts(&[event(
        "again",
        "PartyRenamed",
        "2008",
        json!({"party": "tur",
                         "names": [{"lang": "en", "text": "Türkiye"}]}),
    )]);
    let screened = Screened::all(&again);
    assert!(decide_from(book.index(), &book, &screened, recorded_at.next()).unwrap().is_ok());
    let unread = decide_from(book.index(), &Unreadable, &screened, recorded_at.next()).unwrap_err();
    assert_eq!(unread, Unread { position: Position::new(2) });
}

#[test]
fn an_inventory_states_at_most_64_answers_and_none_twice() {
    let digest = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let inventory = |projections: Vec<String>| {
        let answer = |projection| json!({"projection": projection, "version": 1, "on": "2010-05-13", "digest": digest});
        let answers: Vec<_> = projections.into_iter().map(answer).collect();
        json!({"event": "InventoryTaken", "date": "2010-05-13", "uncited": true,
               "data": {"upto": 2, "entities": 3, "root": digest, "answers": answers}})
    };
    let named = |count: usize| (0..count).map(|number| format!("answer-{number}")).collect();
    let twice = vec!["members".to_owned(), "members".to_owned()];
    let given = given_friends();
    given.when(&[draft(inventory(named(64)))]).then_accepted();
    given.when(&[draft(inventory(named(0)))]).then_accepted();
    given.when(&[draft(inventory(named(65)))]).then_rejected_by(&["too-many-answers"]);
    given.when(&[draft(inventory(twice))]).then_rejected_by(&["named-twice"]);
}

#[test]
fn unwritable_date_a_date_is_one_that_edtf_can_say() {
    let (early, late) = ("2010-01-01".parse().unwrap(), "2011-01-01".parse().unwrap());
    let backwards = aoc_core::EventDate::Moment(aoc_core::Bounds::new(late, early));
    let joined = aoc_core::MemberJoined { group: "friends".parse().unwrap(), party: "esp".parse().unwrap() };
    let draft = aoc_core::Draft::new(joined, backwards, aoc_core::Citations::uncited());
    let outcome = given_friends().when(&[draft]);
    let rejections = outcome.then_rejected_by(&["unwritable-date", "dates-contradict"]);
    assert!(rejections.to_string().contains("cannot be written as EDTF"));
}

//! The calendar: what was held and what was planned are kept apart; vague dates; what we believed before.

use aoc_core::{Event, ForumEvent};
use aoc_replay::{
    Calendar, CalendarAnswer, CalendarKind, CalendarLine, Certainty, Differs, KnownAt, Ledger, PlanOutcome,
    PriorityAreas, Recorded, Story, Stretch, Timeline, View,
};
use serde_json::{Value, json};

use crate::{drafts, party};

fn on(day: &str) -> View {
    View::on(day.parse().unwrap())
}

/// A ledger that took these facts, each list as one commit.
pub(crate) fn ledger(commits: &[Vec<Value>]) -> Ledger {
    let ledger = Ledger::in_memory();
    for commit in commits {
        match ledger.record(&drafts(commit)).unwrap() {
            Recorded::Accepted(_) => {}
            other => panic!("the facts were not taken: {other:?}"),
        }
    }
    ledger
}

fn planned(id: &str, stated: &str, expected: &str, place: &str) -> Value {
    json!({"id": id, "event": "ForumPlanned", "date": stated,
           "data": {"forum": "fourth", "number": 4, "expected": expected, "place": place}})
}

fn held(date: &str, place: &str) -> Value {
    json!({"id": "held", "event": "ForumHeld", "date": date,
           "data": {"forum": "fourth", "number": 4, "place": place}})
}

/// The same, said to have followed another draft.
pub(crate) fn after(other: &str, mut draft: Value) -> Value {
    draft["after"] = json!(other);
    draft
}

fn asked(ledger: &Ledger, question: &Calendar, view: View) -> CalendarAnswer {
    ledger.ask(question, view).unwrap().value
}

fn is_held(line: &CalendarLine) -> bool {
    matches!(line.event, Event::Forum(ForumEvent::ForumHeld(_)))
}

/// The plan's line on a day.
fn plan(facts: &[Value], day: &str) -> Option<PlanOutcome> {
    let answer = asked(&ledger(&[facts.to_vec()]), &Calendar::whole(), on(day));
    answer.lines.into_iter().find_map(|line| line.outcome)
}

#[test]
fn a_plan_is_not_what_happened() {
    let facts = [planned("p", "2010-05-28", "2011", "Doha")];
    let answer = asked(&ledger(&[facts.to_vec()]), &Calendar::whole(), on("2100-01-01"));
    assert_eq!(answer.lines.len(), 1, "time alone holds no forum");
    assert!(!is_held(&answer.lines[0]));
    assert_eq!(answer.lines[0].outcome, Some(PlanOutcome::NotHeld));
    assert_eq!(plan(&facts, "2010-05-27"), None, "nothing was planned before it was said");
}

#[test]
fn a_forum_held_otherwise_stands_beside_its_plan() {
    let facts = |expected: &str, date: &str, place: &str| {
        vec![planned("p", "2010-05-28", expected, "Doha"), held(date, place)]
    };
    let differs = |facts: &[Value], day: &str| match plan(facts, day).unwrap() {
        PlanOutcome::NotHeld => None,
        PlanOutcome::Held(held) => Some(held.differs),
    };
    let as_planned = facts("2011", "2011-12-11/2011-12-13", "Doha, Qatar");
    assert_eq!(differs(&as_planned, "2011-12-10"), None);
    assert_eq!(differs(&as_planned, "2011-12-11"), Some(vec![]));
    let later = facts("2012", "2013-02-27/2013-02-28", "Doha");
    assert_eq!(differs(&later, "2020-01-01"), Some(vec![Differs::Time]));
    let elsewhere = facts("2013-02", "2013-02-27/2013-02-28", "Vienna");
    assert_eq!(differs(&elsewhere, "2020-01-01"), Some(vec![Differs::Place]));
    let fifth = [
        json!({"event": "ForumPlanned", "date": "2010-05-28", "data": {"forum": "fourth", "number": 5}}),
        held("2011", "Doha"),
    ];
    assert_eq!(differs(&fifth, "2020-01-01"), Some(vec![Differs::Number]));
    let answer = asked(&ledger(&[later]), &Calendar::whole(), on("2020-01-01"));
    assert_eq!(answer.lines.iter().filter(|line| is_held(line)).count(), 1);
    assert_eq!(answer.lines.iter().filter(|line| line.outcome.is_some()).count(), 1);
    assert_eq!(answer.lines[0].records.len(), 2, "the plan and what it is compared with");
}

#[test]
fn a_vague_day_possibly_lies_within_the_days_asked_for() {
    let level = |date: &str, first: &str, last: &str, day: &str| {
        let stretch = Stretch::between(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        let ledger = ledger(&[vec![held(date, "Doha")]]);
        let answer = asked(&ledger, &Calendar::whole().between(stretch), on(day));
        answer.lines.first().map_or(Certainty::No, |line| line.level)
    };
    let (first, last) = ("2011-01-01", "2011-06-30");
    assert_eq!(level("2011-05", first, last, "2020-01-01"), Certainty::Certain);
    assert_eq!(level("2011", first, last, "2020-01-01"), Certainty::Possible);
    assert_eq!(level("2011-05?", first, last, "2020-01-01"), Certainty::CertainIfDatesHold);
    assert_eq!(level("2010", first, last, "2020-01-01"), Certainty::No);
    assert_eq!(level("2010-12-30/2011-01-02", first, last, "2020-01-01"), Certainty::Certain);
    assert_eq!(
        level("2011-05", first, last, "2011-05-10"),
        Certainty::Possible,
        "not over on the day asked about"
    );
    assert_eq!(level("2011-05", first, last, "2011-04-30"), Certainty::No);
}

#[test]
fn a_plan_belongs_to_the_days_for_which_it_was_made() {
    let ledger = ledger(&[vec![planned("p", "2010-05-28", "2011", "Doha")]]);
    let lines = |first: &str, last: &str| {
        let stretch = Stretch::between(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        asked(&ledger, &Calendar::whole().between(stretch), on("2020-01-01")).lines
    };
    assert!(lines("2010-01-01", "2010-12-31").is_empty());
    assert_eq!(lines("2011-01-01", "2011-12-31")[0].level, Certainty::Certain);
    assert_eq!(lines("2011-12-01", "2011-12-31")[0].level, Certainty::Possible);
}

#[test]
fn numbers_of_the_series_narrow_the_days_of_its_forums() {
    let forum = |slug: &str, number: u32, date: &str| json!({"id": slug, "event": "ForumHeld", "date": date, "data": {"forum": slug, "number": number}});
    let ledger = ledger(&[vec![
        forum("first", 1, "2008-01-15"),
        after("first", forum("second", 2, "[2008-01-01..2012-12-31]")),
        forum("third", 3, "2010-05-28"),
    ]]);
    let answer = asked(&ledger, &Calendar::whole(), on("2010-05-28"));
    let second = answer
        .lines
        .iter()
        .find(|line| line.records == ["2".parse().unwrap()].map(aoc_core::Position::new))
        .unwrap();
    assert_eq!(second.level, Certainty::Certain, "held between the first and the third");
    assert_eq!(
        (second.when.earliest.to_string(), second.when.latest.to_string()),
        ("2008-01-15".into(), "2010-05-28".into())
    );
}

#[test]
fn both_pasts_of_doha_can_be_asked_and_compared() {
    let correction = json!({"id": "held-c1", "corrects": "held", "event": "ForumHeld", "date": "2011-12-11/2011-12-13",
        "reason": "the other sources say so", "data": {"forum": "fourth", "number": 4, "place": "Doha"}});
    let ledger = ledger(&[vec![held("2010-12", "Doha")], vec![correction]]);
    let forum = Calendar::whole().of_kind(CalendarKind::Forum);
    let (then, now) =
        (on("2011-01-01").known_at(KnownAt::Position(aoc_core::Position::new(1))), on("2011-01-01"));
    assert_eq!(asked(&ledger, &forum, then).lines[0].level, Certainty::Certain);
    assert!(asked(&ledger, &forum, now).lines.is_empty());
    let late = on("2012-01-01");
    let diff =
        ledger.diff(&forum, late.known_at(KnownAt::Position(aoc_core::Position::new(1))), late).unwrap();
    assert_eq!(
        (diff.appeared.len(), diff.vanished.len(), diff.changed.len()),
        (0, 0, 1),
        "one fact, corrected"
    );
    assert_eq!(diff.changed[0].1.when.earliest.to_string(), "2011-12-11");
    assert_eq!(diff.changed[0].1.until.unwrap().latest.to_string(), "2011-12-13");
}

#[test]
fn every_kind_of_thing_stands_in_the_calendar_in_order_of_effect() {
    let names = json!([{"lang": "en", "text": "Something"}]);
    let event =
        |event: &str, date: &str, fields: Value| json!({"event": event, "date": date, "data": fields});
    let facts = vec![
        party("aoc", "other", "2005-07-14"),
        party("oic", "international-organization", "XXXX"),
        party("esp", "country", "XXXX"),
        event(
            "InitiativeProposed",
            "2004-09-21",
            json!({"initiative": "alliance", "names": names, "by": ["esp"]}),
        ),
        event(
            "InitiativeLaunched",
            "2005-07-14",
            json!({"initiative": "alliance", "names": names, "sponsors": ["esp"]}),
        ),
        event("ReportIssued", "2006-11-13", json!({"report": "hlg", "names": names, "by": "party:aoc"})),
        event("PriorityAreaAdopted", "2006-11-14", json!({"area": "youth", "names": names, "of": "aoc"})),
        event(
            "ImplementationPlanIssued",
            "2007-06-14",
            json!({"plan": "first", "names": names, "period": "2007/2009"}),
        ),
        held("2008-01-15/2008-01-16", "Madrid"),
        event(
            "MeetingHeld",
            "2008-09",
            json!({"meeting": "friends", "names": names, "participants": ["esp"]}),
        ),
        event(
            "AgreementDrafted",
            "2008-10",
            json!({"agreement": "mou", "form": "memorandum", "names": names, "parties": ["aoc", "oic"]}),
        ),
        event(
            "ConsultationHeld",
            "2009-01",
            json!({"consultation": "talk", "agreement": "mou", "between": ["aoc", "oic"]}),
        ),
        event(
            "StrategyLaunched",
            "2009-02",
            json!({"strategy": "see", "names": names, "scope": {"regional": {"regions": ["europe"]}}}),
        ),
        event("NegotiationHeld", "2009-03", json!({"strategy": "see", "place": "Sarajevo"})),
        event(
            "ResolutionAdopted",
            "2009-11-10",
            json!({"resolution": "64-14", "symbol": "64/14", "manner": "consensus",
            "sponsors": ["esp"], "sponsor_count": 96, "document_date": "2009-12-22"}),
        ),
        event("StrategyAdopted", "2009-12-14", json!({"strategy": "see", "place": "Sarajevo"})),
        event("ReviewConferenceHeld", "2010-11", json!({"strategy": "see"})),
        event("PriorityAreaDropped", "2011", json!({"area": "youth"})),
    ];
    let ledger = ledger(&[facts]);
    let answer = asked(&ledger, &Calendar::whole(), on("2020-01-01"));
    let kinds: Vec<&str> = answer.lines.iter().map(|line| line.kind.word()).collect();
    let expected = [
        "initiative",
        "initiative",
        "report",
        "priority",
        "plan",
        "forum",
        "meeting",
        "consultation",
        "negotiation",
        "resolution",
        "review",
        "priority",
    ];
    assert_eq!(kinds, expected);
    for kind in CalendarKind::ALL {
        let only = asked(&ledger, &Calendar::whole().of_kind(kind), on("2020-01-01")).lines;
        assert_eq!(only.len(), kinds.iter().filter(|word| **word == kind.word()).count(), "{}", kind.word());
    }
}

#[test]
fn priority_areas_are_those_adopted_and_not_dropped_and_end_with_their_party() {
    let area = |event: &str, slug: &str, date: &str| {
        let mut fields = json!({"area": slug});
        if event == "PriorityAreaAdopted" {
            fields["names"] = json!([{"lang": "en", "text": slug}]);
            fields["of"] = json!("aoc");
        }
        json!({"event": event, "date": date, "data": fields})
    };
    let ledger = ledger(&[vec![
        party("aoc", "other", "2005-07-14"),
        area("PriorityAreaAdopted", "youth", "[..2006-11-13]"),
        area("PriorityAreaAdopted", "media", "2007"),
        area("PriorityAreaDropped", "media", "2012"),
        json!({"event": "PartyDissolved", "date": "2015-06", "data": {"party": "aoc"}}),
    ]]);
    let held = |day: &str| -> Vec<(String, Certainty)> {
        let lines = ledger.ask(&PriorityAreas, on(day)).unwrap().value.lines;
        lines.iter().map(|line| (line.names.first().to_string(), line.held)).collect()
    };
    let youth = |level| ("youth".to_owned(), level);
    let media = |level| ("media".to_owned(), level);
    assert_eq!(held("2005-07-13"), [], "not before its party");
    assert_eq!(held("2006-01-01"), [youth(Certainty::Possible)]);
    assert_eq!(held("2007-06-01"), [youth(Certainty::Certain), media(Certainty::Possible)]);
    assert_eq!(held("2008-01-01"), [youth(Certainty::Certain), media(Certainty::Certain)]);
    assert_eq!(held("2012-06-01"), [youth(Certainty::Certain), media(Certainty::Possible)]);
    assert_eq!(held("2013-01-01"), [youth(Certainty::Certain)]);
    assert_eq!(held("2015-06-10"), [youth(Certainty::Possible)]);
    assert_eq!(held("2016-01-01"), []);
}

#[test]
fn the_whole_story_tells_events_between_the_days_that_their_neighbours_leave() {
    let joined = json!({"id": "joined", "event": "MemberJoined", "date": "[..2006-11-06]",
                        "data": {"group": "friends", "party": "esp"}});
    let figure = json!({"id": "figure", "event": "FigureAttested", "date": "2009-05",
                        "data": {"group": "friends", "of": "all", "figure": {"about": 100}}});
    let ledger = ledger(&[vec![
        json!({"id": "friends", "event": "GroupEstablished", "date": "[2005-07-14..2006-11-06]",
               "data": {"group": "friends", "names": [{"lang": "en", "text": "Friends"}], "admits": ["country"]}}),
        party("esp", "country", "XXXX"),
        joined,
        figure,
        held("2011-12", "Doha"),
        json!({"id": "office", "event": "OfficeEstablished",
               "data": {"office": "minister", "names": [{"lang": "en", "text": "Minister"}]}}),
        json!({"id": "second", "corroborates": "figure"}),
    ]]);
    let told = |question: &Story, day: &str| -> (Vec<(String, Certainty)>, usize) {
        let answer = ledger.ask(question, on(day)).unwrap().value;
        (answer.lines.iter().map(|line| (line.record.kind.name(), line.level)).collect(), answer.left_out)
    };
    let certain = |name: &str| (name.to_owned(), Certainty::Certain);
    let possible = |name: &str| (name.to_owned(), Certainty::Possible);
    let all = [
        certain("GroupEstablished"),
        certain("MemberJoined"),
        certain("FigureAttested"),
        certain("ForumHeld"),
    ];
    assert_eq!(told(&Story::whole(), "2020-01-01"), (all.to_vec(), 3), "the group first, entries left out");
    let years = |first: &str, last: &str| {
        Story::whole().between(Stretch::between(first.parse().unwrap(), last.parse().unwrap()).unwrap())
    };
    assert_eq!(told(&years("2000-01-01", "2005-07-13"), "2020-01-01").0, []);
    let early = [possible("GroupEstablished"), possible("MemberJoined")];
    assert_eq!(told(&years("2000-01-01", "2005-12-31"), "2020-01-01").0, early);
    assert_eq!(told(&years("2009-05-10", "2011-11-30"), "2020-01-01").0, [possible("FigureAttested")]);
    let story = ledger.ask(&Story::whole(), on("2020-01-01")).unwrap().value;
    assert_eq!(story.lines[1].when.earliest.to_string(), "2005-07-14", "not before its group");
    let records = ledger.ask(&Timeline::of_everything(), on("2020-01-01")).unwrap().value;
    assert_eq!(records.lines.len(), 7, "everything is in the timeline of everything");
}

#[test]
fn a_timeline_keeps_what_may_have_happened_between_two_days() {
    let ledger = ledger(&[vec![
        party("esp", "country", "XXXX"),
        held("2011-12-11/2011-12-13", "Doha"),
        json!({"id": "source", "event": "SourceRegistered", "data": {"source": "page", "title": "page"}}),
    ]]);
    let kinds = |first: &str, last: &str| -> Vec<String> {
        let stretch = Stretch::between(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        let answer = ledger.ask(&Timeline::of_everything().between(stretch), on("2020-01-01")).unwrap().value;
        answer.lines.iter().map(|line| line.record.kind.name()).collect()
    };
    assert_eq!(kinds("2011-12-13", "2012-12-31"), ["PartyRegistered", "ForumHeld"]);
    assert_eq!(kinds("2011-12-14", "2012-12-31"), ["PartyRegistered"], "its day is not known");
    assert_eq!(kinds("2010-01-01", "2011-12-10"), ["PartyRegistered"]);
}

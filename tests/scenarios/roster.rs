//! The media response mechanism: who is on the roster, what runs, and who was engaged when.

use aoc_core::{Day, ExpertKind, Position};
use aoc_replay::{Certainty, KnownAt, Ledger, Roster, RosterAnswer, RosterLine, View};
use serde_json::{Value, json};

use crate::calendar::{after, ledger};

fn on(day: &str) -> View {
    View::on(day.parse().unwrap())
}

/// One event of its kind is called by that; of a kind that comes twice, only the first.
fn event(event: &str, date: &str, fields: &Value) -> Value {
    json!({"id": event.to_lowercase(), "event": event, "date": date, "data": fields})
}

fn person() -> Value {
    json!({"id": "person", "event": "PersonRegistered",
           "data": {"person": "editor", "names": [{"lang": "en", "text": "An Editor"}]}})
}

fn enrolled(date: &str) -> Value {
    event("ExpertEnrolled", date, &json!({"person": "editor", "kind": "editor", "field": "migration"}))
}

fn tension(date: &str) -> Value {
    event(
        "TensionReported",
        date,
        &json!({"tension": "cartoons", "names": [{"lang": "en", "text": "Cartoons"}]}),
    )
}

fn mobilized(date: &str) -> Value {
    let mobilized =
        event("MechanismMobilized", date, &json!({"mobilization": "answer", "tension": "cartoons"}));
    after("tensionreported", mobilized)
}

fn engaged(date: &str) -> Value {
    event(
        "ExpertEngaged",
        date,
        &json!({"mobilization": "answer", "person": "editor", "outlet": "a newspaper"}),
    )
}

fn stood_down(date: &str) -> Value {
    event("MechanismStoodDown", date, &json!({"mobilization": "answer"}))
}

fn roster(ledger: &Ledger, day: &str) -> RosterAnswer {
    ledger.ask(&Roster, on(day)).unwrap().value
}

fn days(window: aoc_core::Window) -> (String, String) {
    (window.earliest.to_string(), window.latest.to_string())
}

fn between(first: &str, last: &str) -> (String, String) {
    (first.to_owned(), last.to_owned())
}

#[test]
fn an_expert_is_on_the_roster_from_enrolment_to_retirement() {
    let ledger = ledger(&[vec![
        person(),
        enrolled("2009"),
        event("ExpertRetired", "2010-05", &json!({"person": "editor"})),
        json!({"event": "ExpertEnrolled", "date": "2011-03-01", "data": {"person": "editor", "kind": "personality"}}),
    ]]);
    let expert = |day: &str| roster(&ledger, day).experts.first().map(|line| (line.kind, line.enrolled));
    assert_eq!(expert("2008-12-31"), None);
    assert_eq!(expert("2009-06-01"), Some((ExpertKind::Editor, Certainty::Possible)));
    assert_eq!(expert("2009-12-31"), Some((ExpertKind::Editor, Certainty::Certain)));
    assert_eq!(expert("2010-05-15"), Some((ExpertKind::Editor, Certainty::Possible)));
    assert_eq!(expert("2010-05-31"), None);
    assert_eq!(expert("2011-03-01"), Some((ExpertKind::Personality, Certainty::Certain)));
}

#[test]
fn a_mobilization_runs_until_it_is_stood_down_and_is_over_then() {
    let ledger = ledger(&[vec![tension("2010-05-10"), mobilized("2010-05"), stood_down("2010-07")]]);
    let running = |day: &str| {
        let line = roster(&ledger, day).mobilizations.first().cloned();
        line.map(|line| (line.begun, line.running, line.until.is_some()))
    };
    assert_eq!(running("2010-05-09"), None, "not before the tension was reported");
    assert_eq!(running("2010-05-10"), Some((Certainty::Possible, Certainty::Possible, false)));
    assert_eq!(running("2010-05-31"), Some((Certainty::Certain, Certainty::Certain, false)));
    assert_eq!(running("2010-07-15"), Some((Certainty::Certain, Certainty::Possible, true)));
    assert_eq!(running("2010-07-31"), Some((Certainty::Certain, Certainty::No, true)));
}

#[test]
fn an_engagement_narrows_the_days_of_all_that_it_waits_for() {
    let ledger = ledger(&[vec![
        person(),
        enrolled("2010"),
        tension("[2010-05-10..2010-12-31]"),
        mobilized("[..2010-12-31]"),
        engaged("[2010-06-01..2010-08-31]"),
        stood_down("[2010-06-15..2010-06-30]"),
    ]]);
    let answer = roster(&ledger, "2010-12-31");
    assert_eq!(
        days(answer.engagements[0].when),
        between("2010-06-01", "2010-06-30"),
        "not after it was over"
    );
    assert_eq!(days(answer.experts[0].since), between("2010-01-01", "2010-06-30"), "enrolled before engaged");
    assert_eq!(days(answer.mobilizations[0].since), between("2010-05-10", "2010-06-30"));
    assert_eq!(days(answer.tensions[0].when), between("2010-05-10", "2010-06-30"));
    assert_eq!(roster(&ledger, "2010-06-30").experts[0].enrolled, Certainty::Certain);
    assert_eq!(roster(&ledger, "2010-06-29").experts[0].enrolled, Certainty::Possible);
}

/// Law 8 by hand: of all ways in which five vague days may have been, those that keep the order.
#[test]
fn who_was_engaged_when_equals_all_resolutions() {
    let span = |first: u32, last: u32| format!("[2010-06-{first:02}..2010-06-{last:02}]");
    let bounds = [(1, 8), (3, 6), (2, 9), (4, 9), (3, 7)];
    let [enrol, report, mobilize, engage, end] = bounds.map(|(first, last)| span(first, last));
    let ledger = ledger(&[vec![
        person(),
        enrolled(&enrol),
        tension(&report),
        mobilized(&mobilize),
        engaged(&engage),
        after("expertengaged", stood_down(&end)),
    ]]);
    for day in 1..=10_u32 {
        let (mut all, mut some, mut count) = ([true; 3], [false; 3], 0);
        let mut each = |enrolled: u32, reported: u32, begun: u32, engaged: u32, over: u32| {
            let ordered = reported <= begun && begun <= engaged && engaged <= over && enrolled <= engaged;
            if ordered {
                count += 1;
                let holds = [enrolled <= day, begun <= day && day < over, engaged <= day];
                for (at, holds) in holds.into_iter().enumerate() {
                    all[at] &= holds;
                    some[at] |= holds;
                }
            }
        };
        for enrolled in 1..=8 {
            for reported in 3..=6 {
                for begun in 2..=9 {
                    for engaged in 4..=9 {
                        (3..=7).for_each(|over| each(enrolled, reported, begun, engaged, over));
                    }
                }
            }
        }
        assert!(count > 0);
        let answer = roster(&ledger, &format!("2010-06-{day:02}"));
        let answered = [
            answer.experts.first().map_or(Certainty::No, |line| line.enrolled),
            answer.mobilizations.first().map_or(Certainty::No, |line| line.running),
            answer.engagements.first().map_or(Certainty::No, |line| line.engaged),
        ];
        let expected: Vec<Certainty> = all
            .into_iter()
            .zip(some)
            .map(|how| match how {
                (true, _) => Certainty::Certain,
                (false, true) => Certainty::Possible,
                (false, false) => Certainty::No,
            })
            .collect();
        assert_eq!(answered.as_slice(), expected, "on 2010-06-{day:02}");
    }
}

#[test]
fn what_a_source_doubts_is_certain_only_if_it_holds() {
    let ledger = ledger(&[vec![person(), enrolled("2009~")]]);
    assert_eq!(roster(&ledger, "2010-01-01").experts[0].enrolled, Certainty::CertainIfDatesHold);
}

#[test]
fn a_corrected_engagement_has_both_pasts_and_is_one_change() {
    let correction = json!({"id": "c1", "corrects": "expertengaged", "event": "ExpertEngaged",
        "date": "2010-07-01", "reason": "the month was wrong",
        "data": {"mobilization": "answer", "person": "editor", "outlet": "television"}});
    let ledger = ledger(&[
        vec![
            person(),
            enrolled("2009-01-01"),
            tension("2010-05-10"),
            mobilized("2010-05-11"),
            engaged("2010-06-01"),
        ],
        vec![correction],
    ]);
    let then = |day: &str| on(day).known_at(KnownAt::Position(Position::new(5)));
    let engaged = |view: View| ledger.ask(&Roster, view).unwrap().value.engagements;
    assert_eq!(engaged(then("2010-06-15"))[0].engaged, Certainty::Certain);
    assert!(engaged(on("2010-06-15")).is_empty());
    let diff = ledger.diff(&Roster, then("2011-01-01"), on("2011-01-01")).unwrap();
    assert_eq!((diff.appeared.len(), diff.vanished.len(), diff.changed.len()), (0, 0, 1));
    let RosterLine::Engagement(line) = &diff.changed[0].1 else { panic!("{:?}", diff.changed) };
    assert_eq!(
        (line.when.earliest, line.outlet.as_ref().unwrap().as_str()),
        ("2010-07-01".parse::<Day>().unwrap(), "television")
    );
}

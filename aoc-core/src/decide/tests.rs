//! Judging a commit by the courses of timelines, against judging it by all that is recorded.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::*;
use crate::book::Grain;
use crate::dice::Dice;
use crate::draft::Draft;

fn one_of<'a>(dice: &mut Dice, words: &[&'a str]) -> &'a str {
    let bound = u64::try_from(words.len()).unwrap();
    words[usize::try_from(dice.below(bound)).unwrap()]
}

fn names() -> Value {
    json!([{"lang": "en", "text": "Name"}])
}

/// What everything else rests on.
fn ground() -> Vec<Value> {
    let party = |party: &str, kind: &str| json!({"event": "PartyRegistered", "data": {"party": party, "kind": kind, "names": names(), "codes": []}, "date": "1990"});
    let person = |person: &str, on: &str| json!({"event": "PersonRegistered", "data": {"person": person, "names": names()}, "date": on});
    vec![
        party("a", "country"),
        party("b", "country"),
        person("p", "1960"),
        person("q", "2004-06"),
        json!({"event": "GroupEstablished", "data": {"group": "g", "names": names(), "admits": ["country"]}, "date": "2000"}),
        json!({"event": "OfficeEstablished", "data": {"office": "o", "names": names(), "of": "a"}, "date": "2001"}),
        json!({"event": "AgreementDrafted", "data": {"agreement": "m", "form": "memorandum", "names": names(),
            "parties": ["a", "b"], "term": "P4Y", "obligations": [{"label": "o", "articles": ["1"], "kind": "duty",
            "bearer": "all", "text": "Meet", "trigger": "entry-into-force", "due": "biannual"}]}, "date": "2002"}),
        json!({"event": "StrategyLaunched", "data": {"strategy": "s", "names": names(),
            "scope": {"regional": {"regions": ["europe"], "parties": ["a"]}}}, "date": "2002"}),
        json!({"event": "TensionReported", "data": {"tension": "t", "names": names()}, "date": "2002"}),
    ]
}

fn drafts_of(told: Vec<Value>) -> Vec<Draft> {
    let uncited = |mut json: Value| {
        json["uncited"] = json!(true);
        Draft::from_json(json).unwrap()
    };
    told.into_iter().map(uncited).collect()
}

/// How many sorts of events there are.
const SORTS: u64 = 39;

fn event(dice: &mut Dice, sort: u64, number: u64) -> (&'static str, Value) {
    let (party, person) = (one_of(dice, &["a", "b"]), one_of(dice, &["p", "q"]));
    let member = json!({"group": "g", "party": party});
    let (some, years) = (dice.below(6), dice.below(20));
    let period = format!("{}/{}", 2001 + years, 2002 + years + dice.below(3));
    match sort {
        0 | 1 => ("MemberJoined", member),
        2 => ("MemberSuspended", member),
        3 => ("MemberReinstated", member),
        4 | 5 => ("MemberWithdrew", member),
        6 => ("InterestExpressed", member),
        7 => ("OfficeHolderAppointed", json!({"office": "o", "person": person})),
        8 => ("OfficeAssumed", json!({"office": "o", "person": person})),
        9 => ("OfficeVacated", json!({"office": "o", "person": person})),
        10 => ("AgreementSigned", json!({"agreement": "m", "party": party})),
        11 => ("AgreementRenewed", json!({"agreement": "m", "term": one_of(dice, &["P1Y", "P8Y"])})),
        12 => (
            "ActionPlanAgreed",
            json!({"plan": format!("plan-{number}"), "agreement": "m", "names": names(),
            "agreed_by": ["a", "b"], "period": period}),
        ),
        13 => (
            "ObligationPerformed",
            json!({"agreement": "m", "obligation": "o", "by": ["a", "b"], "text": "Met"}),
        ),
        14 if some == 0 => ("AgreementTerminated", json!({"agreement": "m", "by": [party]})),
        14 => (
            "AmendmentProposed",
            json!({"amendment": format!("am-{some}"), "agreement": "m", "text": "Add", "by": party}),
        ),
        15 => (
            "AmendmentConsented",
            json!({"amendment": format!("am-{some}"), "agreement": "m", "party": party, "form": "written"}),
        ),
        16 | 17 => ("ActionPlanIssued", json!({"strategy": "s", "title": "Plan", "period": period})),
        18 => ("PartyInvited", json!({"strategy": "s", "party": party})),
        19 => ("StrategyEndorsed", json!({"strategy": "s", "party": party})),
        20 => ("NegotiationHeld", json!({"strategy": "s", "place": "Alexandria"})),
        21 => (
            "ProjectAdded",
            json!({"project": format!("pr-{some}"), "strategy": "s", "names": names(), "by": [party]}),
        ),
        22 => ("ProjectConcluded", json!({"project": format!("pr-{some}"), "strategy": "s"})),
        23 => ("ExpertEnrolled", json!({"person": person, "kind": "editor", "field": "media"})),
        24 => ("ExpertRetired", json!({"person": person})),
        25 => ("MechanismMobilized", json!({"mobilization": format!("mo-{some}"), "tension": "t"})),
        26 => (
            "ExpertEngaged",
            json!({"mobilization": format!("mo-{some}"), "person": person, "outlet": "News"}),
        ),
        27 if some == 0 => ("PartyDissolved", json!({"party": party})),
        27 => ("PriorityAreaAdopted", json!({"area": "youth", "names": names(), "of": party})),
        28 => ("PriorityAreaDropped", json!({"area": "youth"})),
        29 => (
            "ReportIssued",
            json!({"report": format!("r-{number}"), "names": names(), "about": format!("forum:f-{some}")}),
        ),
        30 => ("FocalPointDesignated", json!({"group": "g", "party": party, "person": person})),
        31 => ("FocalPointReleased", json!({"group": "g", "party": party, "person": person})),
        32 => (
            "DisputeRaised",
            json!({"dispute": format!("d-{some}"), "agreement": "m", "by": party, "about": "Why"}),
        ),
        33 => (
            "DisputeSettled",
            json!({"dispute": format!("d-{some}"), "agreement": "m", "by": ["a", "b"], "outcome": "How"}),
        ),
        36 | 37 => ("ForumHeld", json!({"forum": format!("f-{some}"), "number": some + 1, "place": "Doha"})),
        34 => ("ActivityHeld", json!({"agreement": "m", "text": "Seminar", "lead": party, "with": []})),
        _ => ("ForumPlanned", json!({"forum": format!("f-{some}"), "number": some + 1, "expected": "2011"})),
    }
}

fn date(dice: &mut Dice) -> Option<String> {
    let (year, month, day) = (2002 + dice.below(7), 1 + dice.below(12), 1 + dice.below(28));
    match dice.below(12) {
        0 => None,
        1 | 2 => Some(format!("{year}")),
        3 => Some(format!("[..{year}]")),
        4..7 => Some(format!("{year}-{month:02}")),
        _ => Some(format!("{year}-{month:02}-{day:02}")),
    }
}

/// What is told in one history.
struct Habits {
    sorts: [u64; 8],
    /// One in so many drafts is said to follow another.
    follow: u64,
}

/// A draft of anything, at any time, in a book of these records.
fn draft(dice: &mut Dice, habits: &Habits, number: u64, book: &Book) -> Draft {
    let earlier = Position::new(1 + dice.below(book.head().get()));
    let mut json = json!({"id": format!("draft-{number}"), "uncited": true});
    if let Some(date) = date(dice) {
        json["date"] = json!(date);
    }
    if dice.below(habits.follow) == 0 {
        let back = dice.below(book.head().get().min(12));
        json["after"] = json!(book.head().get() - back);
    }
    let replaced = book.entry(earlier).and_then(|entry| entry.event.clone());
    match (dice.below(15), replaced) {
        (0, _) => {
            json["retracts"] = json!(earlier.get());
            json["reason"] = json!("it never happened");
            json.as_object_mut().unwrap().retain(|key, _| key != "date" && key != "after");
        }
        (1 | 2, Some(event)) => {
            json["corrects"] = json!(earlier.get());
            json["reason"] = json!("it was then");
            json["event"] = json!(event.kind().name());
            json["data"] = event.to_json();
        }
        _ => {
            let sort = habits.sorts[usize::try_from(dice.below(8)).unwrap()];
            let (event, data) = event(dice, sort, number);
            json["event"] = json!(event);
            json["data"] = data;
        }
    }
    Draft::from_json(json).unwrap()
}

/// Everything that stands against a book, every record of it judged anew.
fn against(book: &Book) -> Vec<Rejection> {
    let reading = Reading::new(book.index(), book);
    let mut trial = Trial::of(Prospect::new(&reading), book.head(), 0);
    let all = (0..).map_while(|number| book.index().entity(number));
    for entity in all {
        let mut findings = Vec::new();
        trial.judge_timeline(entity, &BTreeMap::new(), &mut findings);
        trial.findings.extend(findings);
    }
    trial.findings
}

#[test]
fn courses_tell_what_all_that_is_recorded_tells() {
    let (mut accepted, mut refused) = (0, 0);
    for seed in 0..150 {
        let mut dice = Dice::of_seed(seed);
        let grain = dice.below(3);
        // Sorts that stand near each other mostly meet in one timeline.
        let (first, width) = (dice.below(SORTS), [SORTS, 9, 4][usize::try_from(seed % 3).unwrap()]);
        let sorts = [(); 8].map(|()| (first + dice.below(width)) % SORTS);
        let habits = Habits { sorts, follow: 2 + dice.below(10) };
        let (mut by_course, mut whole) =
            (Book::of_grain(Grain::of(1, 1 + grain)), Book::of_grain(Grain::NONE));
        let mut drafts = drafts_of(ground());
        for commit in 0..160 {
            let at = Timestamp::from_micros(commit);
            let judged = decide(&by_course, &drafts, at);
            assert_eq!(judged, decide(&whole, &drafts, at), "seed {seed}, commit {commit}");
            match judged {
                Ok(records) => {
                    accepted += 1;
                    for record in &records {
                        by_course.append(record);
                        whole.append(record);
                    }
                }
                Err(_) => refused += 1,
            }
            let more = if dice.below(4) == 0 { 1 + dice.below(4) } else { 1 };
            let number = u64::try_from(commit).unwrap() * 10;
            drafts = (0..more).map(|ahead| draft(&mut dice, &habits, number + ahead, &by_course)).collect();
        }
        assert_eq!(against(&whole), [], "seed {seed}");
    }
    assert!(accepted > refused / 6, "{accepted} accepted, {refused} refused: the histories say little");
}

/// A book that counts how often a record is read.
struct Counting<'b> {
    book: &'b Book,
    reads: Cell<usize>,
}

impl Records for Counting<'_> {
    fn entry(&self, position: Position) -> Option<Cow<'_, Entry>> {
        self.reads.set(self.reads.get() + 1);
        self.book.entry(position)
    }
}

#[test]
fn a_long_timeline_is_not_read_again() {
    let interest = |number: u64| {
        let on = format!("20{:02}-{:02}-{:02}", number * 7 % 20, number % 12 + 1, number % 28 + 1);
        let data = json!({"group": "g", "party": "a"});
        let json = json!({"id": format!("draft-{number}"), "event": "InterestExpressed", "data": data, "date": on, "uncited": true});
        Draft::from_json(json).unwrap()
    };
    let mut book = Book::default();
    let mut record = |drafts: &[Draft]| {
        let counting = Counting { book: &book, reads: Cell::new(0) };
        let screened = Screened::all(drafts);
        let at = Timestamp::from_micros(i64::try_from(book.head().get()).unwrap());
        let records = decide_from(book.index(), &counting, &screened, at).unwrap().unwrap();
        let reads = counting.reads.get();
        for record in &records {
            book.append(record);
        }
        reads
    };
    record(&drafts_of(ground()));
    record(&(0..3_000).map(interest).collect::<Vec<_>>());
    let first = record(&[interest(3_000)]);
    assert!(first >= 3_000, "{first}: nothing was known of it");
    // Between two waypoints on both sides, once to know what was recorded before, and once to judge.
    for number in 3_001..4_000 {
        let reads = record(&[interest(number)]);
        assert!(reads <= 100, "{reads} for draft {number}");
    }
}

//! Law 13: what a question reaches is all that its answer rests on, and what is looked up is what would be folded.
//!
//! Method: every question that reaches less than everything is asked about everything that a history has to do with, and
//! about what is not there: once as it is, and once of all records. Accepted histories hold corrections and retractions,
//! true ones the rough dates that narrow each other across timelines.

use std::collections::BTreeSet;
use std::fmt::Debug;

use aoc_core::{
    AgreementId, Citations, Code, Day, Draft, EntityId, EntityKind, Event, GroupEstablished, GroupId,
    MemberJoined, OfficeId, PartyId, PartyKind, PartyRegistered, Position, Scope, StrategyId, ThemeId,
};
use aoc_replay::{
    Agreements, Contributions, Error, Holders, KnownAt, Ledger, Memberships, Obligations, Ordinals, Partners,
    Plans, Projection, Reach, Reconciliation, Roll, Strategies, Timeline, Tolerance, View,
};
use aoc_store::{Policy, SigningKey};
use aoc_tests::history::{History, timeless};
use aoc_tests::ledgers::Shelf;
use aoc_tests::scene::Scene;
use aoc_tests::truth::{Cast, Told, drafts, invent, told};
use aoc_tests::universe::{PARTIES, day, group, group_established, party, party_registered};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases::cases;
use crate::histories::{accepted_histories, moves};

/// True histories of every scene, told roughly.
fn true_histories() -> impl Strategy<Value = History> {
    (moves(20..90), prop::sample::select(Scene::ALL.to_vec())).prop_map(|(moves, scene)| {
        let facts = invent(&moves, Cast::Scene(scene), 30);
        let mut history = History::default();
        for draft in drafts(&facts, &told(&facts), Told::Closely) {
            history.record(vec![draft]);
        }
        history
    })
}

/// Everything that a history names or changes, and of each kind something that it does not.
fn things(history: &History) -> BTreeSet<EntityId> {
    let events = history.records().filter_map(|record| record.event.as_ref());
    let named = events.map(Event::entities);
    let there = named.flat_map(|entities| entities.changes.into_iter().chain(entities.names));
    let kinds = (0..0x8000).filter_map(EntityKind::from_code);
    there.chain(kinds.map(|kind| format!("{}:nowhere", kind.word()).parse().unwrap())).collect()
}

/// A group with members, for the entries of the clearinghouse to be about: as far as the book lets it.
fn have_all_join(history: &mut History) {
    history.record(vec![timeless(group_established(0))]);
    for party in (0..PARTIES).map(party) {
        let joined = MemberJoined { group: group(0), party };
        history.record(vec![Draft::new(joined, "2006".parse().unwrap(), Citations::uncited())]);
    }
}

struct Asked<'l> {
    ledger: &'l Ledger,
    view: View,
    things: &'l BTreeSet<EntityId>,
    /// Whether a part of the book is to prove each answer, too, to who trusts this.
    policy: Option<&'l Policy>,
}

impl Asked<'_> {
    fn both_ways<P>(&self, question: &P) -> Result<(), TestCaseError>
    where
        P: Projection<Answer: Debug + PartialEq> + Debug,
    {
        prop_assert!(question.reach() != Reach::Everything, "{question:?} reaches everything");
        if let Some(policy) = self.policy {
            self.as_proven(question, policy)?;
        }
        self.as_folded(question)
    }

    /// Law 10: what a question reaches proves its answer.
    fn as_proven<P>(&self, question: &P, policy: &Policy) -> Result<(), TestCaseError>
    where
        P: Projection<Answer: Debug + PartialEq> + Debug,
    {
        let extract = match self.ledger.extract(question, None) {
            Ok(extract) => extract,
            Err(Error::NotInBook { .. }) => return Ok(()),
            Err(error) => panic!("{question:?}: {error}"),
        };
        let proven = extract.answer(question, self.view.on, policy);
        let proven = proven.map_err(|error| TestCaseError::fail(format!("{question:?}: {error}")))?;
        let asked = self.ledger.ask_all(question, self.view).unwrap();
        // Names of persons are sealed, and lie in no extract.
        let shows_persons = format!("{asked:?}").contains("Person");
        prop_assert!(proven == asked || shows_persons, "{question:?}\n{proven:?}\n{asked:?}");
        Ok(())
    }

    fn as_folded<P>(&self, question: &P) -> Result<(), TestCaseError>
    where
        P: Projection<Answer: Debug + PartialEq> + Debug,
    {
        let asked = self.ledger.ask(question, self.view).unwrap();
        prop_assert_eq!(asked, self.ledger.ask_all(question, self.view).unwrap(), "{:?}", question);
        Ok(())
    }

    /// The memberships of all groups are the rolls of each.
    fn memberships(&self) -> Result<(), TestCaseError> {
        self.as_folded(&Memberships)?;
        let lines = self.ledger.ask(&Memberships, self.view).unwrap().value.lines;
        let groups = self.things.iter().filter(|thing| thing.kind() == EntityKind::Group);
        let mut count = 0;
        for group in groups.map(|group| GroupId::new(group.uuid())) {
            let mut roll = self.ledger.ask(&Roll::of(group), self.view).unwrap().value.members;
            roll.sort_by_key(|line| line.party);
            let own: Vec<_> = lines.iter().filter(|line| line.group == group).collect();
            count += own.len();
            prop_assert_eq!(own.len(), roll.len());
            for (line, member) in own.into_iter().zip(roll) {
                let said = (line.party, line.member, line.suspended, line.joined);
                let other = (member.party, member.member, member.suspended, member.joined);
                prop_assert_eq!(said, other);
            }
        }
        prop_assert_eq!(count, lines.len());
        Ok(())
    }

    fn all(&self) -> Result<(), TestCaseError> {
        self.memberships()?;
        for thing in self.things {
            self.both_ways(&Timeline::of(*thing))?;
            let id = thing.uuid();
            match thing.kind() {
                EntityKind::Group => self.about_group(GroupId::new(id))?,
                EntityKind::Office => self.both_ways(&Holders::of(OfficeId::new(id)))?,
                EntityKind::Agreement => self.about_agreement(AgreementId::new(id))?,
                EntityKind::Strategy => self.both_ways(&Strategies::one(StrategyId::new(id)))?,
                EntityKind::Party => self.about_party(PartyId::new(id))?,
                _ => {}
            }
        }
        Ok(())
    }

    fn about_group(&self, group: GroupId) -> Result<(), TestCaseError> {
        self.both_ways(&Roll::of(group))?;
        self.both_ways(&Ordinals::of(group, Scope::All))?;
        self.both_ways(&Ordinals::of(group, Scope::Kind(PartyKind::Country)))?;
        self.both_ways(&Reconciliation::of(group, Tolerance::DEFAULT))?;
        let themes = self.things.iter().filter(|thing| thing.kind() == EntityKind::Theme);
        for theme in themes.map(|theme| ThemeId::new(theme.uuid())) {
            self.both_ways(&Partners::of(group).on_theme(theme))?;
        }
        Ok(())
    }

    fn about_agreement(&self, agreement: AgreementId) -> Result<(), TestCaseError> {
        self.both_ways(&Agreements::one(agreement))?;
        self.both_ways(&Obligations::of(agreement))?;
        self.both_ways(&Plans::of(agreement))
    }

    fn about_party(&self, party: PartyId) -> Result<(), TestCaseError> {
        self.both_ways(&Obligations::of_party(party))?;
        self.both_ways(&Contributions::all().from_partner(party))?;
        self.both_ways(&Strategies::of_country(party))
    }
}

fn any_day() -> impl Strategy<Value = Day> {
    prop_oneof![8 => (-100..1100).prop_map(day), 1 => Just(Day::PAST), 1 => Just(Day::FUTURE)]
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn law_13_what_a_question_reaches_is_all_that_its_answer_rests_on(
        mut history in prop_oneof![accepted_histories(24), true_histories()],
        asked in prop::collection::vec((any::<prop::sample::Index>(), any_day()), 4),
        proves in prop::bool::weighted(0.2),
    ) {
        have_all_join(&mut history);
        let things = things(&history);
        let shelf = Shelf::memory();
        for commit in &history.commits {
            shelf.record(&commit.drafts);
            // What is kept for looking up grows by a commit at a time.
            shelf.ledger.ask(&Memberships, View::on(Day::FUTURE)).unwrap();
        }
        let ends: Vec<Position> = shelf.ledger.commits().unwrap().iter().map(|commit| commit.last).collect();
        for (commit, on) in asked {
            let view = View::on(on).known_at(KnownAt::Position(ends[commit.index(ends.len())]));
            Asked { ledger: &shelf.ledger, view, things: &things, policy: None }.all()?;
        }
        if let (Some(end), true) = (ends.last(), proves) {
            let key = SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32]);
            shelf.ledger.checkpoint(&key, &mut |_| {}).unwrap();
            let (view, policy) = (View::on(day(400)).known_at(KnownAt::Position(*end)), Policy::of(key.verifier()));
            Asked { ledger: &shelf.ledger, view, things: &things, policy: Some(&policy) }.all()?;
        }
    }
}

/// A country's second plan came behind its first, and was negotiated in March: by then the first was begun.
#[test]
fn law_13_what_happens_to_one_plan_bounds_the_plan_before_it() {
    let told = |event: &str, date: &str, data: &Value| {
        Draft::new(Event::from_json(event, data).unwrap(), date.parse().unwrap(), Citations::uncited())
    };
    let plan = |n: u32| {
        json!({"strategy": format!("plan-{n}"), "names": [{"lang": "en", "text": "Plan"}],
               "scope": {"national": {"country": "party-0", "generation": n}}})
    };
    let shelf = Shelf::memory();
    shelf.record(&[
        timeless(party_registered(0)),
        told("StrategyLaunched", "2006", &plan(1)),
        told("StrategyLaunched", "2006", &plan(2)),
        told("NegotiationHeld", "2006-03-13", &json!({"strategy": "plan-2"})),
    ]);
    let (question, view) =
        (Strategies::one("plan-1".parse().unwrap()), View::on("2006-06-01".parse().unwrap()));
    let first = shelf.ledger.ask(&question, view).unwrap();
    assert_eq!(first.value.lines[0].launched.latest.to_string(), "2006-03-13");
    assert_eq!(first, shelf.ledger.ask_all(&question, view).unwrap());
}

/// Somebody left and came back, on a day that comes before the leaving but for what is said of their order.
#[test]
fn law_13_what_is_said_to_follow_an_end_comes_behind_it() {
    let member = json!({"group": "group-0", "party": "party-0"});
    let told = |event: &str, date: &str| {
        Draft::new(Event::from_json(event, &member).unwrap(), date.parse().unwrap(), Citations::uncited())
    };
    let (group, shelf) = ("group-0".parse().unwrap(), Shelf::memory());
    let names = |text: &str| serde_json::from_value(json!([{"lang": "en", "text": text}])).unwrap();
    let admits = vec![PartyKind::Country];
    let party = PartyRegistered {
        party: "party-0".parse().unwrap(),
        kind: PartyKind::Country,
        names: names("One"),
        codes: vec![],
    };
    shelf.record(&[timeless(GroupEstablished { group, names: names("Friends"), admits }), timeless(party)]);
    let left = told("MemberWithdrew", "2006-03-13");
    shelf.record(&[told("MemberJoined", "2006"), left.clone()]);
    shelf.record(&[told("MemberJoined", "2006-03?").after(left.id())]);
    for day in ["2006-03-12", "2006-03-13", "2006-03-14", "2006-04-01"] {
        let view = View::on(day.parse().unwrap());
        let roll = shelf.ledger.ask(&Roll::of(group), view).unwrap();
        assert_eq!(roll, shelf.ledger.ask_all(&Roll::of(group), view).unwrap());
        assert_eq!(roll.value.members.len(), 1, "{day}");
    }
}

/// A party's id may be the one that a code has: they are two things all the same.
#[test]
fn law_13_a_code_is_no_party_whatever_its_id() {
    let shelf = Shelf::memory();
    let group = "group-0".parse().unwrap();
    let names = |text: &str| serde_json::from_value(json!([{"lang": "en", "text": text}])).unwrap();
    let code: Code = serde_json::from_value(json!({"scheme": "iso3166-1", "code": "ESP"})).unwrap();
    let registered = |party, codes| {
        timeless(PartyRegistered { party, kind: PartyKind::Country, names: names("One"), codes })
    };
    shelf.record(&[timeless(GroupEstablished {
        group,
        names: names("Friends"),
        admits: vec![PartyKind::Country],
    })]);
    shelf.record(&[registered("esp".parse().unwrap(), vec![code])]);
    let changed = shelf.ledger.record_at(shelf.ledger.head().unwrap()).unwrap().entities.changes;
    let of_code = changed.iter().find(|changed| changed.kind() == EntityKind::Code).unwrap();
    let party = PartyId::new(of_code.uuid());
    shelf.record(&[registered(party, vec![])]);
    shelf.record(&[Draft::new(MemberJoined { group, party }, "2006".parse().unwrap(), Citations::uncited())]);
    let view = View::on("2007-01-01".parse().unwrap());
    let roll = shelf.ledger.ask(&Roll::of(group), view).unwrap();
    assert_eq!(roll, shelf.ledger.ask_all(&Roll::of(group), view).unwrap());
    assert_eq!(roll.value.members.len(), 1);
}

//! The generators themselves: they must not rot. What they claim to produce is counted here.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use std::collections::BTreeMap;

use aoc_core::{AgreementEvent, Claim, Draft, Event, EventId, Qualifier, RecordRef, Relation, TimeShape};
use aoc_tests::history::{Erasing, History};
use aoc_tests::naive::Naive;
use aoc_tests::scene::Scene;
use aoc_tests::truth::{Cast, Fact, Told, drafts, invent, told, told_within};

use crate::histories::{histories_of, moves};

/// A third of the accepted records is backdated, corrected, retracted, corroborated or partly dated, and every
/// sort of it occurs, in every scene.
#[test]
fn a_third_of_the_accepted_records_is_out_of_the_ordinary() {
    let mut runner = TestRunner::deterministic();
    for (scene, together, settled) in [
        (None, 60, 30),
        (Some(Scene::Agreements), 15, 15),
        (Some(Scene::Strategies), 15, 10),
        (Some(Scene::Alliance), 10, 10),
        (Some(Scene::Response), 10, 10),
    ] {
        let strategy = histories_of(scene, 32, Erasing::Never);
        let histories: Vec<History> =
            (0..60).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
        measure(scene, &histories, together, settled);
    }
}

fn measure(scene: Option<Scene>, histories: &[History], together_min: usize, settled_min: usize) {
    let (mut found, mut rules) = (Vec::new(), Vec::new());
    let (mut together, mut tries, mut refused, mut settled) = (0, 0, 0, 0);
    for history in histories {
        found.extend(oddities(history));
        together += together_only(history);
        tries += history.tries.len();
        let rejections = history.tries.iter().filter_map(|attempt| attempt.verdict.as_ref().err());
        for rejection in rejections {
            refused += 1;
            rules.extend(rejection.findings().iter().map(|finding| finding.rule.name()));
            settled +=
                rejection.findings().iter().filter(|finding| finding.settled_by_after.is_some()).count();
        }
    }
    let (all, counts) = (found.len(), tally(found));
    let share = |oddity: Oddity| 100 * counts.get(&oddity).copied().unwrap_or(0) / all;
    let odd = 100 - share(Oddity::None);
    let rules = tally(rules);
    let said = format!(
        "{scene:?}: {all} records, {counts:?}, {together} together only, {refused} of {tries} tries refused by {} \
         rules, {settled} settled by after",
        rules.len()
    );
    println!("{said}");
    assert!((33..=60).contains(&odd), "{said}");
    for oddity in [
        Oddity::Corrected,
        Oddity::Retracted,
        Oddity::Corroborated,
        Oddity::Rough,
        Oddity::Backdated,
        Oddity::Anchored,
    ] {
        assert!(share(oddity) >= 2, "{oddity:?}: {said}");
    }
    assert!(together >= together_min && settled >= settled_min, "{said}");
    assert!(rules.len() >= 28 && 100 * refused / tries >= 20, "{said}");
}

/// True histories: a third of the dates is told roughly, and some records have to say what they followed.
#[test]
fn a_third_of_the_true_dates_is_told_roughly() {
    let mut runner = TestRunner::deterministic();
    let strategy = moves(10..70);
    let (mut all, mut rough, mut anchored) = (0, 0, 0);
    for _ in 0..100 {
        let moves = strategy.new_tree(&mut runner).unwrap().current();
        let facts = invent(&moves, Cast::World, 60);
        let dates = told(&facts);
        let has_day = |at: &usize| facts[*at].event.time_shape() != TimeShape::Timeless;
        let moments: Vec<usize> = (0..facts.len()).filter(has_day).collect();
        all += moments.len();
        rough += moments.iter().filter(|at| dates[**at].earliest() != dates[**at].latest()).count();
        let after = |draft: &Draft| matches!(draft.after, Some(RecordRef::Event(_)));
        anchored += drafts(&facts, &dates, Told::Closely).into_iter().filter(after).count();
    }
    let said = format!("{all} dated facts, {rough} told roughly, {anchored} anchored");
    println!("{said}");
    assert!((25..=40).contains(&(100 * rough / all)), "{said}");
    assert!(100 * anchored / all >= 5, "{said}");
}

/// The small histories of law 8 hold what makes its answers hard.
#[test]
fn small_histories_hold_returns_suspensions_dissolutions_doubts_and_successions() {
    let mut runner = TestRunner::deterministic();
    let strategy = moves(5..12);
    let mut kinds = Vec::new();
    let (mut returns, mut doubts, mut rough) = (0, 0, 0);
    for at in 0..400 {
        let moves = strategy.new_tree(&mut runner).unwrap().current();
        let facts = invent(&moves, if at % 2 == 0 { Cast::Members } else { Cast::Holders }, 1);
        let dates = told_within(&facts, 12, 20_000);
        doubts += dates.iter().filter(|date| date.effect().qualifier != Qualifier::None).count();
        rough += dates.iter().filter(|date| date.earliest() != date.latest()).count();
        let names: Vec<String> = facts.iter().map(|fact| fact.event.kind().name()).collect();
        let again = |name: &str| {
            let same = |fact: &&Fact| fact.event.kind().name() == name;
            tally(facts.iter().filter(same).map(Fact::entity)).into_values().any(|count| count > 1)
        };
        returns += usize::from(again("MemberJoined") || again("OfficeAssumed"));
        kinds.extend(names);
    }
    let counts = tally(kinds);
    let said = format!("{counts:?}, {returns} returns, {doubts} doubts, {rough} rough");
    println!("{said}");
    for kind in [
        "MemberJoined",
        "MemberSuspended",
        "MemberReinstated",
        "MemberWithdrew",
        "PartyDissolved",
        "OfficeHolderAnnounced",
        "OfficeHolderAppointed",
        "OfficeAssumed",
        "OfficeVacated",
    ] {
        assert!(counts.get(kind).is_some_and(|count| *count >= 10), "{kind}: {said}");
    }
    assert!(returns >= 30 && doubts >= 100 && rough >= 400, "{said}");
}

/// The small histories of the stages, too: every kind, and every way into force and out of it.
#[test]
fn small_histories_of_scenes_hold_every_kind() {
    let mut runner = TestRunner::deterministic();
    for scene in [Scene::Treaty, Scene::Stages] {
        let strategy = if scene == Scene::Treaty { moves(4..9) } else { moves(5..12) };
        let mut kinds = Vec::new();
        let (mut clauses, mut vague) = (Vec::new(), 0);
        for _ in 0..400 {
            let moves = strategy.new_tree(&mut runner).unwrap().current();
            let facts = invent(&moves, Cast::Scene(scene), 1);
            let dates = told_within(&facts, 12, 20_000);
            vague += dates.iter().filter(|date| date.earliest() != date.latest()).count();
            kinds.extend(facts.iter().map(|fact| fact.event.kind().name()));
            clauses.extend(facts.iter().filter_map(|fact| match &fact.event {
                Event::Agreement(AgreementEvent::AgreementDrafted(event)) => {
                    Some(format!("{:?} {:?}", event.entry_into_force, event.term.is_some()))
                }
                _ => None,
            }));
        }
        let (counts, clauses) = (tally(kinds), tally(clauses));
        let said = format!("{scene:?}: {counts:?}, {vague} vague, {clauses:?}");
        println!("{said}");
        for event in scene.events() {
            assert!(counts.get(&event.kind().name()).is_some_and(|count| *count >= 10), "{said}");
        }
        assert!(vague >= 400 && (scene != Scene::Treaty || clauses.len() == 6), "{said}");
    }
}

/// What is out of the ordinary about an accepted record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Oddity {
    Corrected,
    Retracted,
    Corroborated,
    /// It bears a date, but no exact day.
    Rough,
    /// Its key lies below that of an earlier record.
    Backdated,
    /// It names the record that it followed.
    Anchored,
    None,
}

/// What is odd about each record, the register left out.
fn oddities(history: &History) -> Vec<Oddity> {
    let naive = history.naive();
    let sight = naive.sight().unwrap();
    let mut highest = None;
    let mut found: Vec<Oddity> = Vec::new();
    for record in history.records() {
        let line = naive.line(record.position.get()).unwrap();
        let key = sight.key(line);
        let dated = !matches!(record.event, Some(Event::Source(_) | Event::Person(_)) | None);
        let exact = record.date.earliest() == record.date.latest();
        found.push(match record.relation {
            Relation::Correction { .. } => Oddity::Corrected,
            Relation::Retraction { .. } => Oddity::Retracted,
            Relation::Corroboration { .. } => Oddity::Corroborated,
            Relation::New if record.after.is_some() => Oddity::Anchored,
            Relation::New if dated && !exact => Oddity::Rough,
            Relation::New if dated && highest.as_ref().is_some_and(|highest| key < *highest) => {
                Oddity::Backdated
            }
            Relation::New => Oddity::None,
        });
        highest = highest.max(Some(key));
    }
    found.drain(..history.register);
    found
}

/// The commits whose drafts are right together only: some draft of theirs would have been refused alone.
fn together_only(history: &History) -> usize {
    let mut naive = Naive::default();
    let mut count = 0;
    for commit in &history.commits {
        if commit.drafts.len() > 1 {
            let alone = |draft: &Draft| naive.with(std::slice::from_ref(draft)).is_ok();
            let first = commit.drafts.first();
            let needs = first.is_some_and(|draft| !alone(draft)) && !refers_within(&commit.drafts);
            count += usize::from(needs);
        }
        naive = Naive::of_records(history.records().take(naive.lines.len() + commit.records.len()));
    }
    count
}

fn refers_within(drafts: &[Draft]) -> bool {
    let ids: Vec<EventId> = drafts.iter().map(Draft::id).collect();
    drafts.iter().any(|draft| match &draft.claim {
        Claim::Correction { of: RecordRef::Event(id), .. }
        | Claim::Retraction { of: RecordRef::Event(id) }
        | Claim::Corroboration { of: RecordRef::Event(id) } => ids.contains(id),
        _ => false,
    })
}

/// How often each occurs.
fn tally<K: Ord>(keys: impl IntoIterator<Item = K>) -> BTreeMap<K, usize> {
    keys.into_iter().fold(BTreeMap::new(), |mut counts, key| {
        *counts.entry(key).or_insert(0) += 1;
        counts
    })
}

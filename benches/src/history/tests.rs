use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aoc_core::{Claim, Day, Event, EventDate, MembershipEvent, Position, Qualifier};
use aoc_replay::{Roll, View};
use aoc_store::MemoryLog;

use super::*;
use crate::{ledger, record};

fn drafts(plan: Plan) -> Vec<Draft> {
    History::new(plan).flatten().collect()
}

/// The areas of a draft's event, as the numbers of kinds have them.
fn area(draft: &Draft) -> Option<Area> {
    let Some(event) = draft.event() else {
        return matches!(draft.claim, Claim::Corroboration { .. }).then_some(Area::Corroborations);
    };
    Some(match event.kind().code() {
        0x0100..=0x01ff => Area::Sources,
        0x0200..=0x02ff => Area::Parties,
        0x0300..=0x03ff => Area::Persons,
        0x0400..=0x04ff => Area::Offices,
        0x0500..=0x05ff => Area::Groups,
        0x0613 | 0x0614 | 0x0900..=0x09ff => Area::Agreements,
        0x0600..=0x06ff => Area::Memberships,
        0x0700..=0x07ff => Area::Attestations,
        0x0a00..=0x0aff => Area::Contributions,
        0x0b00..=0x0bff => Area::Strategies,
        0x0c00..=0x0cff => Area::Alliance,
        0x0d00..=0x0dff => Area::Clearinghouse,
        0x0e00..=0x0eff => Area::MediaResponse,
        code => panic!("{code:#06x} is of no area"),
    })
}

/// So many per mille of the drafts.
#[track_caller]
fn assert_share(of: usize, drafts: &[Draft], least: usize, most: usize) {
    let share = of * 1000 / drafts.len();
    assert!((least..=most).contains(&share), "{share} per mille are not {least} to {most}");
}

#[test]
fn every_draft_is_accepted() {
    for seed in 0..12 {
        let ledger = ledger(Arc::new(MemoryLog::new()));
        for commit in History::new(Plan { seed, events: 3_000, ..Plan::default() }) {
            record(&ledger, &commit);
        }
        assert_eq!(ledger.head().unwrap().get(), 3_000);
        let roll = ledger.ask(&Roll::of(watched()), View::on("2015-01-01".parse().unwrap())).unwrap().value;
        assert!((130..=170).contains(&roll.total().certain), "seed {seed}: {:?}", roll.total());
    }
}

#[test]
fn the_story_goes_on_when_it_is_over() {
    let ledger = ledger(Arc::new(MemoryLog::new()));
    let mut history = History::new(Plan { events: 1_000, ..Plan::default() });
    history.by_ref().for_each(|commit| record(&ledger, &commit));
    history.lengthen(500);
    history.in_commits(CommitSizes::Fixed(100));
    assert_eq!(history.by_ref().inspect(|commit| record(&ledger, commit)).count(), 5);
    record(&ledger, &[history.draft()]);
    record(&ledger, &[history.backdated()]);
    record(&ledger, &[Arrivals::newcomer()]);
    record(&ledger, &Arrivals::default().take(10).collect::<Vec<_>>());
}

#[test]
fn a_seed_gives_one_history() {
    let plan = Plan { events: 2_000, ..Plan::default() };
    assert_eq!(drafts(plan), drafts(plan));
    assert_ne!(drafts(plan), drafts(Plan { seed: 2, ..plan }));
}

#[test]
fn areas_have_their_shares() {
    for (seed, events) in [(1, 3_000), (2, 3_000), (3, 20_000)] {
        let drafts = drafts(Plan { seed, events, ..Plan::default() });
        assert_eq!(drafts.len(), events);
        for (wanted, share) in Area::SHARES {
            let found = drafts.iter().filter(|draft| area(draft) == Some(wanted)).count();
            let (promised, slack) = (share.of(events), events / 100);
            assert!(found.abs_diff(promised) <= slack, "{wanted:?} of {seed}: {found}, promised {promised}");
        }
    }
}

#[test]
fn some_records_are_late_vague_or_wrong() {
    let drafts = drafts(Plan::default());
    let count = |such: &dyn Fn(&&Draft) -> bool| drafts.iter().filter(such).count();
    assert_share(count(&|draft| matches!(draft.claim, Claim::Correction { .. })), &drafts, 18, 20);
    assert_share(count(&|draft| matches!(draft.claim, Claim::Retraction { .. })), &drafts, 1, 2);
    assert_share(count(&|draft| draft.after.is_some()), &drafts, 1, 3);
    assert_share(count(&|draft| draft.meta.words.is_some()), &drafts, 90, 110);
    let is_vague = |date: EventDate| {
        let bounds = date.effect();
        date != EventDate::UNKNOWN
            && (bounds.earliest != bounds.latest || bounds.qualifier != Qualifier::None)
    };
    assert_share(count(&|draft| is_vague(draft.date())), &drafts, 45, 60);
    let (mut today, mut late) = (Day::PAST, 0);
    for draft in
        drafts.iter().filter(|draft| matches!(draft.claim, Claim::New { .. }) && !is_vague(draft.date()))
    {
        let day = draft.date().earliest();
        late += usize::from(day != Day::PAST && day.number() + 45 < today.number());
        today = today.max(day);
    }
    assert_share(late, &drafts, 42, 55);
}

#[test]
fn many_groups_are_large() {
    let mut sizes: BTreeMap<GroupId, BTreeSet<aoc_core::PartyId>> = BTreeMap::new();
    for draft in drafts(Plan::default()) {
        if let Some(Event::Membership(MembershipEvent::MemberJoined(event))) = draft.event() {
            sizes.entry(event.group).or_default().insert(event.party);
        }
    }
    let watched = sizes.remove(&watched()).unwrap();
    assert!(watched.len() >= 1_000);
    let large = sizes.values().filter(|members| (20..=200).contains(&members.len())).count();
    assert!(large >= 8, "{large} of {}", sizes.len());
    assert!(sizes.values().all(|members| members.len() <= 200));
}

#[test]
fn words_and_records_have_real_lengths() {
    let ledger = ledger(Arc::new(MemoryLog::new()));
    for commit in History::new(Plan { events: 5_000, ..Plan::default() }) {
        for title in commit.iter().filter_map(|draft| draft.event()?.title()) {
            for name in title.iter() {
                assert!(name.text.as_str().chars().count() <= 64, "{}", name.text);
            }
        }
        record(&ledger, &commit);
    }
    let frames = ledger.log().frames(Position::FIRST).unwrap().map(Result::unwrap);
    let bytes: usize =
        frames.map(|frame| frame.records().map(|record| record.unwrap().bytes().len()).sum::<usize>()).sum();
    let mean = bytes / 5_000;
    assert!((230..=320).contains(&mean), "{mean} bytes a record");
}

//! Law 6: block boundaries never show.
//!
//! Method: the same records are laid into memory and sled in other frames and under other commits; whoever knows
//! the same records gets the same answers.

use aoc_core::{Citations, CommitEnd, CustomEvent, Draft, EventDate, KindCode, Position, Record, Timestamp};
use aoc_replay::{Interest, KnownAt, Ledger, View};
use aoc_store::{EventLog, Frame};
use aoc_tests::ledgers::{Shelf, answers, days, leaves};
use aoc_tests::universe::{day, thing};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

/// Appends the records as commits of these lengths, each commit in frames of these lengths.
fn lay(log: &dyn EventLog, records: &[Record], commits: &[usize], frames: &[usize]) {
    let (mut rest, mut lengths) = (records, commits.iter().cycle());
    let mut time = 0;
    while !rest.is_empty() {
        let (commit, later) = rest.split_at(rest.len().min(*lengths.next().unwrap()));
        time += 1;
        let mut commit = commit.to_vec();
        let (first, last) = (commit[0].position, commit[commit.len() - 1].position);
        for record in &mut commit {
            record.commit = first;
            record.end = if record.position == last { CommitEnd::Last } else { CommitEnd::Open };
            record.recorded_at = Timestamp::from_micros(time);
        }
        let (mut left, mut sizes, mut laid) = (&commit[..], frames.iter().cycle(), Vec::new());
        while !left.is_empty() {
            let (frame, later) = left.split_at(left.len().min(*sizes.next().unwrap()));
            laid.extend(Frame::of(frame).unwrap());
            left = later;
        }
        log.append(first.previous(), &laid).unwrap();
        rest = later;
    }
}

/// The answers in the places where both know the same, without the times and the commits, which differ.
fn known(ledger: &Ledger, at: Position) -> Vec<String> {
    days()
        .map(|on| {
            let text = answers(ledger, View::on(on).known_at(KnownAt::Position(at)));
            let mut plain = String::new();
            for part in text.split("commit: Position(") {
                plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            let mut said = String::new();
            for part in plain.split("Timestamp(") {
                said.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'));
            }
            said.replace("end: Last", "end").replace("end: Open", "end")
        })
        .to_vec()
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn law_6_frames_and_commits_do_not_show_in_answers(
        history in accepted_histories(20),
        commits in prop::collection::vec(1..40usize, 1..6),
        frames in prop::collection::vec(1..9usize, 1..6),
    ) {
        let plain = Shelf::memory();
        plain.record_all(&history);
        // As they were recorded: sealed.
        let head = plain.ledger.head().unwrap().get();
        let records: Vec<Record> =
            (1..=head).map(|at| plain.ledger.record_at(Position::new(at)).unwrap()).collect();
        let [memory, sled] = Shelf::both();
        lay(memory.log.as_ref(), &records, &commits, &frames);
        lay(sled.log.as_ref(), &records, &commits, &[256]);
        prop_assert_eq!(leaves(memory.log.as_ref()), leaves(sled.log.as_ref()));
        let ends = |ledger: &Ledger| -> Vec<Position> {
            ledger.commits().unwrap().iter().map(|commit| commit.last).collect()
        };
        let theirs = ends(&memory.ledger);
        prop_assert_eq!(&theirs, &ends(&sled.ledger));
        for at in ends(&plain.ledger).into_iter().filter(|at| theirs.contains(at)) {
            let said = known(&plain.ledger, at);
            prop_assert_eq!(&known(&memory.ledger, at), &said, "in memory, at {}", at);
            prop_assert_eq!(&known(&sled.ledger, at), &said, "in sled, at {}", at);
        }
        // Between the frames, and anew from the stored bytes.
        for shelf in [&memory, &sled] {
            let again = shelf.opened_again();
            for at in &theirs {
                let view = View::on(days()[1]).known_at(KnownAt::Position(*at));
                prop_assert_eq!(answers(&again, view), answers(&shelf.ledger, view));
            }
        }
    }
}

/// A commit of several frames, late records across their boundaries.
#[test]
fn law_6_a_commit_of_several_frames_is_one_commit() {
    let draft = |n: i32| {
        let event = CustomEvent {
            kind: KindCode::new(0x8001).unwrap(),
            changes: vec![thing(0)],
            names: Vec::new(),
            body: n.to_be_bytes().to_vec(),
        };
        Draft::new(event, EventDate::day(day((n * 37) % 700)), Citations::uncited())
    };
    let drafts: Vec<Draft> = (0..700).map(draft).collect();
    let one_by_one = Shelf::memory();
    for chunk in drafts.chunks(7) {
        one_by_one.record(chunk);
    }
    let order = |ledger: &Ledger, on: i32| {
        let mut ids = Vec::new();
        let visit = &mut |record: &aoc_replay::RecordView<'_>| {
            ids.push(record.id());
            Ok(())
        };
        ledger.replay(View::on(day(on)), &Interest::All, visit).unwrap();
        ids
    };
    for shelf in Shelf::both() {
        shelf.record(&drafts);
        let frames = shelf.log.frames(Position::FIRST).unwrap().count();
        assert!(frames >= 3, "{frames} frames");
        assert_eq!(shelf.ledger.commits().unwrap().iter().count(), 1);
        for on in [-1, 0, 255, 256, 350, 699] {
            assert_eq!(order(&shelf.ledger, on), order(&one_by_one.ledger, on), "on {on}");
        }
        let inside = View::on(day(700)).known_at(KnownAt::Position(Position::new(300)));
        assert_eq!(shelf.ledger.view(inside).unwrap().position, Position::START);
    }
}

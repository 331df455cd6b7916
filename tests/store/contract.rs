//! The contract of `EventLog`: one list of tests, run on every log. A new log joins with one line at the
//! end of this file.

mod sharing;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use aoc_core::{CommitEnd, Event, EventId, Position, Record, Seal};
use aoc_store::{
    AppendError, COMMIT_RECORDS_MAX, CommitError, Error, EventLog, Frame, FrameError, RECORD_LEN_MAX,
    RecordBytes, RecordError, SledLog, Subscription, encode_record, settle, verify,
};

use crate::support::{commit, event, name_of, record, with_persons};
use sharing::{
    sixteen_writers_lose_nothing, the_written_end_is_what_a_writer_must_expect,
    what_is_written_is_read_once_it_is_synced,
};

type Log = Arc<dyn EventLog>;

fn append(log: &dyn EventLog, records: &[Record]) {
    let receipt = log.append(log.head().unwrap(), &Frame::of(records).unwrap()).unwrap();
    assert_eq!(receipt.first, records[0].position);
    assert_eq!(receipt.last, records[records.len() - 1].position);
}

fn read(log: &dyn EventLog, from: Position) -> Vec<Record> {
    let frames: Vec<Frame> = log.frames(from).unwrap().map(Result::unwrap).collect();
    frames.iter().flat_map(Frame::records).map(|view| view.unwrap().to_record().unwrap()).collect()
}

/// Appends commits of these lengths and gives the records.
fn filled(log: &dyn EventLog, lens: &[usize]) -> Vec<Record> {
    let mut all = Vec::new();
    for len in lens {
        let records = with_persons(commit(log.head().unwrap(), *len, 30));
        append(log, &records);
        all.extend(records);
    }
    all
}

fn an_empty_log_holds_nothing(log: &Log) {
    assert_eq!(log.head().unwrap(), Position::START);
    assert!(read(&**log, Position::START).is_empty());
    assert!(read(&**log, Position::new(5)).is_empty());
    assert_eq!(log.frame(Position::FIRST).unwrap(), None);
    assert!(verify(&**log, &mut |_| {}).unwrap().is_sound());
}

fn law_1_what_was_appended_comes_back_in_order(log: &Log) {
    let all = filled(&**log, &[1, 2, 300, 1, 700, 3]);
    assert_eq!(read(&**log, Position::FIRST), all);
    assert_eq!(read(&**log, Position::START), all);
    assert_eq!(log.head().unwrap(), Position::new(1007));
    let report = verify(&**log, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
    assert_eq!((report.records, report.commits), (1007, 6));
}

fn reading_starts_with_the_frame_that_holds_the_position(log: &Log) {
    filled(&**log, &[1, 2, 300, 4]);
    for position in (1..=307).map(Position::new) {
        let first = log.frames(position).unwrap().next().unwrap().unwrap();
        assert!((first.first()..=first.last()).contains(&position), "{position}: {first:?}");
        assert_eq!(log.frame(position).unwrap(), Some(first));
    }
    assert_eq!(log.frame(Position::START).unwrap(), None);
    assert_eq!(log.frame(Position::new(308)).unwrap(), None);
    assert!(log.frames(Position::new(308)).unwrap().next().is_none());
}

fn who_comes_second_gets_a_conflict_and_changes_nothing(log: &Log) {
    filled(&**log, &[2]);
    for expected in [Position::START, Position::new(1), Position::new(3)] {
        let frames = Frame::of(&commit(expected, 1, 9)).unwrap();
        let conflict = AppendError::Conflict { expected, actual: Position::new(2) };
        assert_eq!(log.append(expected, &frames).unwrap_err(), conflict);
    }
    assert_eq!(log.head().unwrap(), Position::new(2));
    filled(&**log, &[1]);
}

fn what_is_no_commit_is_refused_and_changes_nothing(log: &Log) {
    let all = filled(&**log, &[2]);
    let head = Position::new(2);
    let refuse = |frames: &[Frame], why: CommitError| {
        let error = log.append(head, frames).unwrap_err();
        assert_eq!(error, AppendError::Failed(Error::Commit(why)));
        assert!(error.to_string().starts_with("nothing was written: "));
    };
    let changed = |change: &dyn Fn(&mut [Record])| {
        let mut records = commit(head, 3, 5);
        change(&mut records);
        Frame::of(&records).unwrap()
    };
    let at = Position::new;
    refuse(&[], CommitError::Empty);
    refuse(
        &Frame::of(&commit(at(3), 1, 5)).unwrap(),
        CommitError::NotDense { expected: at(3), found: at(4) },
    );
    let twice = [changed(&|_| {}), changed(&|_| {})].concat();
    refuse(&twice, CommitError::NotDense { expected: at(6), found: at(3) });
    refuse(
        &changed(&|records| records[1].commit = at(4)),
        CommitError::OtherCommit { position: at(4), commit: at(4), first: at(3) },
    );
    refuse(&changed(&|records| records[0].end = CommitEnd::Last), CommitError::WrongEnd { position: at(3) });
    refuse(&changed(&|records| records[2].end = CommitEnd::Open), CommitError::WrongEnd { position: at(5) });
    let later = |records: &mut [Record]| records[1].recorded_at = records[1].recorded_at.next();
    refuse(&changed(&later), CommitError::OtherTime { position: at(4) });
    let before = all[1].recorded_at;
    let same = |records: &mut [Record]| records.iter_mut().for_each(|record| record.recorded_at = before);
    refuse(&changed(&same), CommitError::NotLater { recorded_at: before, before });
    assert_eq!(read(&**log, Position::FIRST), all);
    filled(&**log, &[1]);
}

fn records_of_every_length_up_to_the_limit_are_kept(log: &Log) {
    let of_len = |len: usize| {
        let head = log.head().unwrap().next();
        let empty = encode_record(&record(head, head, CommitEnd::Last, event(0, 0))).unwrap().len();
        record(head, head, CommitEnd::Last, event(len - empty, 3))
    };
    assert_eq!(log.limits().record_len_max, RECORD_LEN_MAX);
    let mut all = Vec::new();
    for len in [RECORD_LEN_MAX, 200, RECORD_LEN_MAX - 1, RECORD_LEN_MAX] {
        let record = of_len(len);
        assert_eq!(encode_record(&record).unwrap().len(), len);
        append(&**log, std::slice::from_ref(&record));
        all.push(record);
    }
    let too_long = Frame::of(&[of_len(RECORD_LEN_MAX + 1)]).unwrap_err();
    let cause = RecordError::TooLong { len: RECORD_LEN_MAX + 1, max: RECORD_LEN_MAX };
    assert_eq!(too_long, Error::Record { position: Position::new(5), cause });
    assert_eq!(
        Frame::of(&[]).unwrap_err(),
        Error::Frame { first: Position::START, cause: FrameError::Empty }
    );
    // Long records in one commit: as many frames as it takes.
    let many = commit(log.head().unwrap(), 40, 30_000);
    append(&**log, &many);
    assert_eq!(read(&**log, Position::FIRST), [all, many].concat());
}

fn readers_see_whole_commits_only(log: &Log) {
    let reader = {
        let log = Arc::clone(log);
        thread::spawn(move || {
            let mut seen = Position::START;
            while seen < Position::new(30 * 300) {
                let records = read(&*log, Position::FIRST);
                if let Some(last) = records.last() {
                    assert_eq!(last.end, CommitEnd::Last, "half a commit at {}", last.position);
                    assert!(last.position >= seen, "the log became shorter");
                    seen = last.position;
                }
            }
        })
    };
    for _ in 0..30 {
        filled(&**log, &[300]);
    }
    reader.join().unwrap();
}

fn one_of_several_writers_wins(log: &Log) {
    let writers: Vec<_> = (0..4_u8)
        .map(|writer| {
            let log = Arc::clone(log);
            thread::spawn(move || {
                let (mut won, mut lost) = (0, 0);
                while won < 10 {
                    let head = log.head().unwrap();
                    let mut records = commit(head, 2, 10);
                    for record in &mut records {
                        let place = record.position.get().to_be_bytes();
                        record.id = EventId::of_content(&[&[writer][..], &place].concat());
                    }
                    match log.append(head, &Frame::of(&records).unwrap()) {
                        Ok(_) => won += 1,
                        Err(AppendError::Conflict { .. }) => lost += 1,
                        Err(error) => panic!("{error}"),
                    }
                    assert!(lost < 10_000);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(log.head().unwrap(), Position::new(80));
    assert!(verify(&**log, &mut |_| {}).unwrap().is_sound());
}

fn waiting_ends_with_a_commit_or_with_the_time(log: &Log) {
    filled(&**log, &[2]);
    assert_eq!(log.wait(Position::FIRST, Duration::from_mins(1)).unwrap(), Position::new(2));
    let (asked, pause) = (Instant::now(), Duration::from_millis(30));
    assert_eq!(log.wait(Position::new(2), pause).unwrap(), Position::new(2));
    assert!(asked.elapsed() >= pause);
    let waiter = {
        let log = Arc::clone(log);
        thread::spawn(move || log.wait(Position::new(2), Duration::from_mins(1)).unwrap())
    };
    filled(&**log, &[3]);
    assert_eq!(waiter.join().unwrap(), Position::new(5));
}

fn a_subscription_gives_each_record_once_and_waits(log: &Log) {
    let early = filled(&**log, &[2, 300]);
    let mut subscription = Subscription::new(Arc::clone(log), Position::new(2), Duration::from_mins(1));
    let mut seen: Vec<Record> = (1..302).map(|_| subscription.next().unwrap().unwrap()).collect();
    let writer = {
        let log = Arc::clone(log);
        thread::spawn(move || filled(&*log, &[1, 5]))
    };
    seen.extend((0..6).map(|_| subscription.next().unwrap().unwrap()));
    let late = writer.join().unwrap();
    assert_eq!(seen, [&early[1..], &late].concat());
    assert_eq!(subscription.due(), Position::new(309));
    let mut impatient = Subscription::new(Arc::clone(log), Position::new(309), Duration::from_millis(5));
    assert!(impatient.next().is_none());
    filled(&**log, &[1]);
    assert_eq!(impatient.next().unwrap().unwrap().position, Position::new(309));
}

fn an_unknown_outcome_is_settled_by_the_ids(log: &Log) {
    let ours = Frame::of(&commit(Position::new(2), 3, 9)).unwrap();
    assert_eq!(settle(&**log, &ours).unwrap(), None, "the log is too short");
    filled(&**log, &[2]);
    assert_eq!(settle(&**log, &ours).unwrap(), None);
    let receipt = log.append(Position::new(2), &ours).unwrap();
    assert_eq!(settle(&**log, &ours).unwrap(), Some(receipt));
    filled(&**log, &[1]);
    assert_eq!(settle(&**log, &ours).unwrap(), Some(receipt));
    let mut others = commit(Position::new(2), 3, 9);
    others[1].id = EventId::of_content(b"somebody else's");
    assert_eq!(settle(&**log, &Frame::of(&others).unwrap()).unwrap(), None);
    let longer = Frame::of(&commit(Position::new(2), 4, 9)).unwrap();
    assert_eq!(settle(&**log, &longer).unwrap(), None, "four records, not three and one");
}

fn what_is_erased_is_gone_and_nothing_else_changes(log: &Log) {
    let all = filled(&**log, &[4, 300, 2]);
    let before: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
    let erased = [3, 6, 270, 306].map(Position::new);
    log.erase(&erased).unwrap();
    log.erase(&erased[1..3]).unwrap(); // once more
    log.erase(&[]).unwrap();
    let after = read(&**log, Position::FIRST);
    for (record, as_it_was) in after.iter().zip(&all) {
        if erased.contains(&record.position) {
            assert!(matches!(record.seal, Seal::Erased(_)), "{record:?}");
            assert_eq!(record.event, Event::redacted(record.kind, &record.entities));
            assert!(!format!("{record:?}").contains(&name_of(record.position)));
        } else {
            assert_eq!(record, as_it_was);
        }
        assert_eq!(encode_record(record), encode_record(as_it_was), "the leaf stays");
        let alone = log.frame(record.position).unwrap().unwrap();
        assert_eq!(alone.record(record.position).unwrap().unwrap().to_record().as_ref(), Ok(record));
    }
    assert_eq!((after.len(), log.head().unwrap()), (306, Position::new(306)));
    let report = verify(&**log, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
    // Who holds a frame that was read before, holds what was in it.
    assert_eq!(before[0].record(Position::new(3)).unwrap().unwrap().to_record().as_ref(), Ok(&all[2]));
    filled(&**log, &[3]);
}

fn only_what_is_sealed_and_there_is_erased(log: &Log) {
    let all = filled(&**log, &[5]);
    let not_sealed = Error::Record { position: Position::new(4), cause: RecordError::NotSealed };
    assert_eq!(log.erase(&[3, 4].map(Position::new)).unwrap_err(), not_sealed);
    for position in [0, 6].map(Position::new) {
        assert_eq!(log.erase(&[Position::new(3), position]).unwrap_err(), Error::NoSuchRecord { position });
    }
    assert_eq!(read(&**log, Position::FIRST), all, "nothing was erased");
}

fn a_body_that_was_not_sealed_like_that_is_refused(log: &Log) {
    let mut records: Vec<RecordBytes> = with_persons(commit(Position::START, 3, 9))
        .iter()
        .map(|record| RecordBytes::of(record).unwrap())
        .collect();
    let view = records[2].view().unwrap();
    let (leaf, mut sidecar) = (view.bytes().to_vec(), view.sidecar().unwrap().to_vec());
    sidecar[40] ^= 1;
    records[2] = RecordBytes::new(leaf, Some(sidecar));
    let broken = Error::Record { position: Position::new(3), cause: RecordError::SealBroken };
    let refused = log.append(Position::START, &Frame::of_bytes(&records).unwrap()).unwrap_err();
    assert_eq!(refused, AppendError::Failed(broken));
    assert_eq!(log.head().unwrap(), Position::START);
    filled(&**log, &[3]);
}

fn a_commit_has_a_greatest_length(log: &Log) {
    let count = COMMIT_RECORDS_MAX + 1;
    let frames = Frame::of(&commit(Position::START, count, 0)).unwrap();
    let error = log.append(Position::START, &frames).unwrap_err();
    assert_eq!(error, AppendError::Failed(Error::Commit(CommitError::TooMany { count })));
    append(&**log, &commit(Position::START, COMMIT_RECORDS_MAX, 0));
}

/// Runs every test of the contract on a log.
macro_rules! contract {
    ($log:ident, $make:expr, [$($test:ident),* $(,)?]) => {
        mod $log {
            use super::*;

            $(#[test]
            fn $test() {
                // What is made beside the log (a directory) lives as long as it.
                let (log, _beside) = $make;
                super::$test(&log);
            })*
        }
    };
}

macro_rules! every_log {
    ($tests:tt) => {
        contract!(memory, (Arc::new(aoc_store::MemoryLog::new()) as Log, ()), $tests);
        contract!(
            sled,
            {
                let place = tempfile::tempdir().unwrap();
                (Arc::new(SledLog::create(place.path().join("ledger")).unwrap()) as Log, place)
            },
            $tests
        );
    };
}

every_log!([
    an_empty_log_holds_nothing,
    law_1_what_was_appended_comes_back_in_order,
    reading_starts_with_the_frame_that_holds_the_position,
    who_comes_second_gets_a_conflict_and_changes_nothing,
    what_is_no_commit_is_refused_and_changes_nothing,
    records_of_every_length_up_to_the_limit_are_kept,
    readers_see_whole_commits_only,
    one_of_several_writers_wins,
    waiting_ends_with_a_commit_or_with_the_time,
    a_subscription_gives_each_record_once_and_waits,
    an_unknown_outcome_is_settled_by_the_ids,
    what_is_erased_is_gone_and_nothing_else_changes,
    only_what_is_sealed_and_there_is_erased,
    a_body_that_was_not_sealed_like_that_is_refused,
    a_commit_has_a_greatest_length,
    what_is_written_is_read_once_it_is_synced,
    the_written_end_is_what_a_writer_must_expect,
    sixteen_writers_lose_nothing,
]);

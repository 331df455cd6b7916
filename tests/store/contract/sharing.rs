//! Writing and syncing apart: nobody reads what is not acknowledged, and whoever shares a sync loses nothing.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use aoc_core::{EventId, Position, Record};
use aoc_store::{AppendError, Error, EventLog, Frame, Receipt, settle, verify};

use super::{Log, append, filled, read};
use crate::support::{commit, with_persons};

fn write(log: &dyn EventLog, records: &[Record]) -> Receipt {
    log.write(log.written().unwrap(), &Frame::of(records).unwrap()).unwrap()
}

pub(super) fn what_is_written_is_read_once_it_is_synced(log: &Log) {
    let all = filled(&**log, &[2]);
    let (head, pause) = (Position::new(2), Duration::from_millis(5));
    let one = with_persons(commit(head, 3, 9));
    let other = with_persons(commit(Position::new(5), 300, 9));
    let first = write(&**log, &one);
    let second = write(&**log, &other);
    assert_eq!((first.first, first.last), (Position::new(3), Position::new(5)));
    assert_eq!((second.first, second.last), (Position::new(6), Position::new(305)));
    assert_eq!((log.head().unwrap(), log.written().unwrap()), (head, second.last));
    assert_eq!(log.wait(head, pause).unwrap(), head);
    assert_eq!(read(&**log, Position::FIRST), all);
    assert_eq!(log.frame(first.first).unwrap(), None);
    assert!(log.frames(first.first).unwrap().next().is_none());
    assert_eq!(settle(&**log, &Frame::of(&one).unwrap()).unwrap(), None);
    assert_eq!(log.erase(&[first.first]).unwrap_err(), Error::NoSuchRecord { position: first.first });
    let report = verify(&**log, &mut |_| {}).unwrap();
    assert!(report.is_sound() && report.records == 2, "{report:?}");

    // Whoever syncs the first takes the second along, or not.
    log.sync(first.last).unwrap();
    assert!(log.head().unwrap() == first.last || log.head().unwrap() == second.last);
    log.sync(second.last).unwrap();
    for position in [Position::START, first.first, second.last] {
        log.sync(position).unwrap(); // once more
    }
    assert_eq!((log.head().unwrap(), log.written().unwrap()), (second.last, second.last));
    assert_eq!(read(&**log, Position::FIRST), [all, one, other].concat());
    let beyond = second.last.next();
    assert_eq!(log.sync(beyond).unwrap_err(), Error::NoSuchRecord { position: beyond });
}

pub(super) fn the_written_end_is_what_a_writer_must_expect(log: &Log) {
    filled(&**log, &[2]);
    write(&**log, &commit(Position::new(2), 3, 9));
    let late = Frame::of(&commit(Position::new(2), 1, 9)).unwrap();
    let conflict = AppendError::Conflict { expected: Position::new(2), actual: Position::new(5) };
    assert_eq!(log.write(Position::new(2), &late).unwrap_err(), conflict);
    assert_eq!(log.head().unwrap(), Position::new(2));
    // An append that comes second finds what was first, though nobody had synced it.
    assert_eq!(log.append(Position::new(2), &late).unwrap_err(), conflict);
    assert_eq!(read(&**log, Position::FIRST).len(), 5);
    append(&**log, &commit(Position::new(5), 1, 9));
    // What is no commit is refused when it is written.
    let odd = Frame::of(&commit(Position::new(8), 1, 9)).unwrap();
    let refused = log.write(Position::new(6), &odd).unwrap_err();
    assert!(matches!(refused, AppendError::Failed(Error::Commit(_))), "{refused}");
    assert_eq!(log.written().unwrap(), Position::new(6));
}

/// How the writers of the next test go about it.
#[derive(Clone, Copy)]
enum Manner {
    /// Appending, and again after each conflict.
    Append,
    /// Writing one after the other, syncing together.
    Share,
}

pub(super) fn sixteen_writers_lose_nothing(log: &Log) {
    const COMMITS: u64 = 40;
    let queue = Arc::new(Mutex::new(()));
    let id = |writer: u64, turn: u64, at: u64| {
        EventId::of_content(&[writer, turn, at].map(|n| [n.to_le_bytes()[0]; 3]).concat())
    };
    let writers: Vec<_> = (0..16_u64)
        .map(|writer| {
            let (log, queue) = (Arc::clone(log), Arc::clone(&queue));
            let manner = if writer % 4 == 0 { Manner::Append } else { Manner::Share };
            let frames = move |head, turn| {
                let mut records = with_persons(commit(head, 3, 10));
                for (at, record) in (0..).zip(&mut records) {
                    record.id = id(writer, turn, at);
                }
                Frame::of(&records).unwrap()
            };
            thread::spawn(move || {
                for turn in 0..COMMITS {
                    let acknowledged = loop {
                        let outcome = match manner {
                            Manner::Append => {
                                let head = log.head().unwrap();
                                log.append(head, &frames(head, turn))
                            }
                            Manner::Share => {
                                let taken = queue.lock().unwrap();
                                let end = log.written().unwrap();
                                let written = log.write(end, &frames(end, turn));
                                drop(taken);
                                written.inspect(|receipt| log.sync(receipt.last).unwrap())
                            }
                        };
                        match outcome {
                            Ok(receipt) => break receipt,
                            Err(AppendError::Conflict { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    };
                    assert!(log.head().unwrap() >= acknowledged.last);
                    let frame = log.frame(acknowledged.first).unwrap().unwrap();
                    assert_eq!(frame.record(acknowledged.first).unwrap().unwrap().id(), id(writer, turn, 0));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let records = read(&**log, Position::FIRST);
    assert_eq!(records.len(), 16 * 40 * 3);
    assert!(records.iter().zip(1..).all(|(record, at)| record.position == Position::new(at)));
    let found: BTreeSet<EventId> = records.iter().map(|record| record.id).collect();
    let wanted = (0..16).flat_map(|w| (0..COMMITS).flat_map(move |t| (0..3).map(move |at| id(w, t, at))));
    assert_eq!(found, wanted.collect());
    let report = verify(&**log, &mut |_| {}).unwrap();
    assert!(report.is_sound() && report.commits == 16 * COMMITS, "{report:?}");
}

//! Nobody who waits for a turn waits for ever: with no newcomers to wake those whom the last turn forgot.
#![cfg(feature = "sled")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use aoc_core::Position;

use super::Group;
use crate::error::{Error, Fault};
use crate::frame::Frame;
use crate::log::AppendError;
use crate::log::support::commit;

const THREADS: u64 = 12;
const ROUNDS: u64 = 100;

/// Writes one commit behind all others, whoever came first.
fn write(group: &Group) -> Position {
    let mut expected = group.written();
    loop {
        match group.write(expected, &Frame::of(&commit(expected, 1, 8)).unwrap()) {
            Ok(receipt) => return receipt.last,
            Err(AppendError::Conflict { actual, .. }) => expected = actual,
            Err(error) => panic!("{error}"),
        }
    }
}

#[test]
fn each_who_waits_is_woken_though_nobody_comes_after() {
    for round in 0..ROUNDS {
        let (group, turns) = (Group::default(), AtomicUsize::new(0));
        thread::scope(|scope| {
            for nth in 0..THREADS {
                let (group, turns) = (&group, &turns);
                scope.spawn(move || {
                    thread::sleep(Duration::from_micros((nth * 37 + round * 11) % 400));
                    let upto = write(group);
                    let durable = |_: &[Frame]| {
                        turns.fetch_add(1, Ordering::Relaxed);
                        thread::sleep(Duration::from_micros(150));
                        Ok(())
                    };
                    group.sync(upto, durable).unwrap();
                    assert!(group.head().get() >= upto);
                });
            }
            // Somebody who does something else waits for the turn, too.
            scope.spawn(|| drop(group.turn().unwrap()));
        });
        assert_eq!(group.head().get(), Position::new(THREADS));
        assert!(turns.into_inner() <= usize::try_from(THREADS).unwrap());
    }
}

#[test]
fn each_who_waits_hears_of_a_failure() {
    let fails =
        || Error::Storage { doing: "syncing", fault: Fault::Other { why: "the disk is gone".into() } };
    for _ in 0..ROUNDS {
        let group = Group::default();
        let refused = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                let (group, refused) = (&group, &refused);
                scope.spawn(move || {
                    let expected = group.written();
                    let frames = Frame::of(&commit(expected, 1, 8)).unwrap();
                    let Ok(receipt) = group.write(expected, &frames) else {
                        return refused.fetch_add(1, Ordering::Relaxed);
                    };
                    let fail = |_: &[Frame]| {
                        thread::sleep(Duration::from_micros(150));
                        Err(fails())
                    };
                    assert_eq!(group.sync(receipt.last, fail), Err(fails()));
                    refused.fetch_add(1, Ordering::Relaxed)
                });
            }
        });
        assert_eq!(refused.into_inner(), usize::try_from(THREADS).unwrap());
        assert!(group.is_poisoned() && group.turn().is_err());
        assert_eq!(group.head().get(), Position::START);
    }
}

//! What verification says of a log that it cannot read everywhere: each damage once, where it is, and everything else read.
//! Method: logs of frames that lie over each other, or that no storage gives back.

use std::time::Duration;

use aoc_core::{CommitEnd, Position, Record};
use aoc_store::{
    DamageKind, Error, EventLog, Fault, Frame, StoredFrame, StoredFrames, TreeHash, TreeHead, verify,
    verify_against,
};

use crate::support::commit;

/// What the storage holds of a frame.
enum Kept {
    Whole(Frame),
    /// Bytes that are no frame.
    Spoilt(Position),
    /// It cannot be read: the first and the last position.
    Unreadable(Position, Position),
}

struct Torn {
    head: Position,
    frames: Vec<Kept>,
}

fn frame(first: u64, len: usize) -> Kept {
    Kept::Whole(Frame::of(&commit(Position::new(first).previous(), len, 5)).unwrap().remove(0))
}

fn unreadable(first: u64, last: u64) -> Kept {
    Kept::Unreadable(Position::new(first), Position::new(last))
}

impl EventLog for Torn {
    crate::delegation::pass_on!(read_only);

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let frames = self.frames.iter().filter(move |kept| match kept {
            Kept::Whole(frame) => frame.last() >= from,
            Kept::Spoilt(first) => *first >= from,
            Kept::Unreadable(_, last) => *last >= from,
        });
        Ok(Box::new(frames.map(|kept| match kept {
            Kept::Whole(frame) => Ok(StoredFrame::read(frame.first(), frame.bytes().to_vec())),
            Kept::Spoilt(first) => Ok(StoredFrame::read(*first, vec![1, 2, 3])),
            Kept::Unreadable(first, _) => {
                let why = format!("bad sectors from {first}");
                Err(Error::Storage { doing: "reading", fault: Fault::Damaged { why } })
            }
        })))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        self.frames(position)?.next().transpose()
    }

    fn wait(&self, _: Position, _: Duration) -> Result<Position, Error> {
        Ok(self.head)
    }
}

/// How many records were read, and where what is wrong.
fn found(frames: Vec<Kept>, head: u64) -> (u64, Vec<(u64, String)>) {
    let report = verify(&Torn { head: Position::new(head), frames }, &mut |_| {}).unwrap();
    let damages = report.damages.iter().map(|damage| (damage.position.get(), damage.to_string()));
    (report.records, damages.collect())
}

fn positions(damages: &[(u64, String)]) -> Vec<u64> {
    damages.iter().map(|(position, _)| *position).collect()
}

#[test]
fn what_cannot_be_read_is_said_once_and_the_rest_is_read() {
    let (records, damages) = found(
        vec![frame(1, 3), unreadable(4, 5), frame(6, 3), unreadable(9, 9), frame(10, 4), unreadable(14, 20)],
        20,
    );
    assert!(damages.iter().all(|(_, said)| said.contains("bad sectors")), "{damages:?}");
    assert_eq!((records, positions(&damages)), (10, vec![4, 9, 14]), "{damages:?}");
    // From the first on.
    let (records, damages) = found(vec![unreadable(1, 2), frame(3, 2), frame(5, 1)], 5);
    assert_eq!((records, positions(&damages)), (3, vec![1]), "{damages:?}");
    let (records, damages) = found(vec![unreadable(1, 9)], 9);
    assert_eq!((records, positions(&damages)), (0, vec![1]), "{damages:?}");
}

#[test]
fn what_stands_right_behind_a_spoilt_frame_is_read() {
    let spoilt = || Kept::Spoilt(Position::new(4));
    let (records, damages) = found(vec![frame(1, 3), spoilt(), frame(5, 2), frame(7, 1)], 7);
    assert_eq!((records, positions(&damages)), (6, vec![4]), "{damages:?}");
    // What lies before it was read already.
    let (records, damages) = found(vec![frame(1, 3), spoilt(), frame(4, 1), frame(5, 2)], 6);
    assert_eq!((records, positions(&damages)), (5, vec![4]), "{damages:?}");
}

#[test]
fn frames_that_lie_over_each_other_are_reported() {
    let log = Torn { head: Position::new(5), frames: vec![frame(1, 3), frame(3, 3)] };
    let damages = verify(&log, &mut |_| {}).unwrap().damages;
    let expected = DamageKind::Missing { from: Position::new(3), to: Position::new(3) };
    assert_eq!(damages[0].what, expected, "{damages:?}");
}

#[test]
fn a_commit_without_an_end_is_said_once() {
    let mut records: Vec<Record> = [commit(Position::START, 2, 5), commit(Position::new(2), 3, 5)].concat();
    records[1].end = CommitEnd::Open;
    let frames = Frame::of(&records).unwrap().into_iter().map(Kept::Whole).collect();
    let report = verify(&Torn { head: Position::new(5), frames }, &mut |_| {}).unwrap();
    let what: Vec<_> = report.damages.iter().map(|damage| (damage.position.get(), &damage.what)).collect();
    assert_eq!(what, [(2, &DamageKind::NoEnd)]);
    assert_eq!(report.commits, 1);
}

#[test]
fn a_log_that_lost_a_record_is_not_said_to_be_rewound() {
    let log = Torn { head: Position::new(5), frames: vec![frame(1, 2), frame(4, 2)] };
    let signed = |upto: u64| TreeHead { upto: Position::new(upto), root: TreeHash::EMPTY };
    let report = verify_against(&log, &[signed(5), signed(6)], &mut |_| {}).unwrap();
    let missing = DamageKind::Missing { from: Position::new(3), to: Position::new(3) };
    let rewound = DamageKind::Rewound { signed: signed(6) };
    let what: Vec<_> = report.damages.iter().map(|damage| damage.what.clone()).collect();
    assert_eq!(what, [missing, rewound]);
    assert_eq!(report.checkpoints, 1, "of the fifth record nothing can be said");
}

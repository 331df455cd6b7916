//! Law 9, the half that needs no history: decode∘encode is the identity on every record, and a flipped
//! bit in a stored record is reported by verification, with its position.

use std::time::Duration;

use aoc_core::{EventDate, Position, Record, Salt, Seal};
use aoc_store::{
    CheckedFrame, DamageKind, Error, EventLog, Frame, MemoryLog, RecordBytes, RecordError, StoredFrame,
    StoredFrames, verify,
};
use proptest::prelude::*;

use crate::generate;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn law_9_what_is_encoded_comes_back(record in generate::records()) {
        let bytes = RecordBytes::of(&record)?;
        let view = bytes.view()?;
        prop_assert_eq!(view.to_record()?, record.clone());
        prop_assert_eq!(RecordBytes::copy_of(&view)?, bytes.clone());
        prop_assert_eq!(view.date(), record.date);
        prop_assert_eq!(view.event()?, record.event);
        prop_assert_eq!(view.meta()?, record.meta);
        prop_assert_eq!(view.changes().collect::<Vec<_>>(), record.entities.changes);
        prop_assert_eq!(view.names().collect::<Vec<_>>(), record.entities.names);
    }

    #[test]
    fn every_date_that_can_be_written_can_be_recorded(text in generate::date()) {
        if let Ok(date) = text.parse::<EventDate>() {
            prop_assert_eq!(date.to_string().parse::<EventDate>(), Ok(date), "{} becomes {}", text, date);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn frames_hold_what_was_put_in(commits in generate::commits()) {
        let log = log_of(&commits);
        let mut records = Vec::new();
        for frame in log.frames(Position::FIRST)? {
            let frame = frame?;
            let again = Frame::parse(frame.bytes().to_vec())?;
            prop_assert_eq!(&again, &frame);
            for (index, view) in frame.records().enumerate() {
                let view = view?;
                let alone = frame.record(frame.first().plus(index)).unwrap()?;
                prop_assert_eq!(alone.bytes(), view.bytes());
                records.push(view.to_record()?);
            }
            prop_assert!(frame.record(frame.last().next()).is_none());
            let copies: Result<Vec<_>, _> =
                again.records().map(|view| RecordBytes::copy_of(&view.unwrap())).collect();
            prop_assert_eq!(Frame::of_bytes(&copies?)?, vec![frame]);
        }
        prop_assert_eq!(records, commits.concat());
        let report = verify(&log, &mut |_| {})?;
        prop_assert!(report.is_sound(), "{:?}", report.damages);
        prop_assert_eq!(report.commits, u64::try_from(commits.len()).unwrap());
    }

    #[test]
    fn law_9_a_flipped_bit_is_reported_with_its_position(
        commits in generate::commits(),
        frame in any::<prop::sample::Index>(),
        bit in any::<prop::sample::Index>(),
    ) {
        let log = Tampered::of(&log_of(&commits));
        let frame = frame.index(log.stored.len());
        let bit = bit.index(log.bytes(frame).len() * 8);
        check_flip(&log, frame, bit);
    }
}

#[test]
fn law_9_every_single_bit_of_a_frame_is_guarded() {
    let mut commits =
        vec![crate::support::commit(Position::START, 2, 3), crate::support::commit(Position::new(2), 1, 0)];
    commits[0][0].seal = Seal::Sealed(Salt::new([7; 32]));
    let log = Tampered::of(&log_of(&commits));
    for frame in 0..log.stored.len() {
        for bit in 0..log.bytes(frame).len() * 8 {
            check_flip(&log, frame, bit);
        }
    }
}

#[test]
fn several_damages_are_all_reported() {
    let commits: Vec<_> =
        [0, 3, 6, 9].map(|head| crate::support::commit(Position::new(head), 3, 20)).into_iter().collect();
    let mut log = Tampered::of(&log_of(&commits));
    let leaf = log.leaf_of(1, 1).start;
    log.flip(0, 8 * 5); // the frame's head
    log.flip(1, 8 * leaf + 3); // its second record
    log.stored.remove(2); // a whole frame
    let report = verify(&log, &mut |_| {}).unwrap();
    let found: Vec<_> = report.damages.iter().map(|damage| damage.position.get()).collect();
    assert_eq!(found, [1, 5, 7], "{:?}", report.damages);
    assert_eq!(report.damages[2].what, DamageKind::Missing { from: Position::new(7), to: Position::new(9) });
    assert_eq!(report.records, 2 + 3);
}

#[test]
fn bookkeeping_that_contradicts_itself_is_reported() {
    // Frames that no log would have accepted.
    let check = |change: fn(&mut Vec<Record>), position: u64, words: &str| {
        let mut records =
            [crate::support::commit(Position::START, 2, 1), crate::support::commit(Position::new(2), 2, 1)]
                .concat();
        change(&mut records);
        let log =
            Tampered { head: Position::new(4), stored: Tampered::frames(&Frame::of(&records).unwrap()) };
        let damages = verify(&log, &mut |_| {}).unwrap().damages;
        let found = damages
            .iter()
            .any(|damage| damage.position.get() == position && damage.to_string().contains(words));
        assert!(found, "{position} {words}: {damages:?}");
    };
    check(|records| records[3].commit = Position::new(4), 3, "no end");
    check(|records| records[1].end = aoc_core::CommitEnd::Open, 2, "no end");
    check(|records| records[3].end = aoc_core::CommitEnd::Open, 4, "no end");
    check(|records| records[2].end = aoc_core::CommitEnd::Last, 4, "its commit starts at 3");
    check(|records| records[3].commit = Position::new(2), 4, "its commit starts at 2");
    check(|records| records[3].recorded_at = records[3].recorded_at.next(), 4, "recorded at");
    check(
        |records| {
            records[2].recorded_at = records[0].recorded_at;
            records[3].recorded_at = records[0].recorded_at;
        },
        3,
        "not after the commit before",
    );
    check(
        |records| {
            records[3].relation = aoc_core::Relation::Correction { target: Position::new(2) };
            records[3].origin = Position::new(1);
        },
        4,
        "belongs to another",
    );
    check(|records| records[3].after = Some(Position::new(4)), 4, "it follows record 4");
}

/// Flips one bit and sees that verification reports exactly the record it lies in.
fn check_flip(log: &Tampered, frame: usize, bit: usize) {
    let mut log = log.clone();
    let parsed = Frame::parse(log.bytes(frame).to_vec()).unwrap();
    let of = |place: &dyn Fn(usize) -> std::ops::Range<usize>| {
        (0..parsed.len()).find(|record| place(*record).contains(&(bit / 8)))
    };
    let (hit, beside) =
        (of(&|record| log.leaf_of(frame, record)), of(&|record| log.sidecar_of(frame, record)));
    let expected = hit.or(beside).map_or(parsed.first(), |record| parsed.first().plus(record));
    log.flip(frame, bit);
    let report = verify(&log, &mut |_| {}).unwrap();
    let first = report.damages.first().expect("a flipped bit is reported");
    assert_eq!(first.position, expected, "bit {bit} of frame {frame}: {:?}", report.damages);
    let cause = hit.map(|_| RecordError::Checksum).or(beside.map(|_| RecordError::SealBroken));
    if let Some(cause) = cause {
        assert_eq!(first.what, DamageKind::Unreadable(Error::Record { position: expected, cause }));
    }
    for frame in log.frames(Position::FIRST).unwrap().filter_map(Result::ok) {
        let checked = CheckedFrame::of(&frame);
        for _ in 0..2 {
            for (position, read) in (0..).map(|ahead| frame.first().plus(ahead)).zip(frame.records()) {
                let again = checked.record(position).expect("a record of the frame");
                assert_eq!(again.map(|view| view.bytes().to_vec()), read.map(|view| view.bytes().to_vec()));
            }
        }
        assert!(checked.record(frame.last().next()).is_none());
    }
    let is_damaged =
        |frame: &Frame| frame.records().any(|view| view.map_or(true, |view| view.seal().is_err()));
    assert!(log.frames(Position::FIRST).unwrap().any(|frame| frame.as_ref().map_or(true, is_damaged)));
}

pub(crate) fn log_of(commits: &[Vec<Record>]) -> MemoryLog {
    let log = MemoryLog::new();
    for commit in commits {
        log.append(log.head().unwrap(), &Frame::of(commit).unwrap()).unwrap();
    }
    log
}

/// The head of a frame, and a line of its table.
const HEAD_LEN: usize = 16;
const ENTRY_LEN: usize = 12;

/// A log in which somebody has changed bytes.
#[derive(Clone)]
struct Tampered {
    head: Position,
    stored: Vec<(Position, Vec<u8>)>,
}

impl Tampered {
    fn of(log: &MemoryLog) -> Self {
        let frames: Vec<Frame> = log.frames(Position::FIRST).unwrap().map(Result::unwrap).collect();
        Self { head: log.head().unwrap(), stored: Self::frames(&frames) }
    }

    fn frames(frames: &[Frame]) -> Vec<(Position, Vec<u8>)> {
        frames.iter().map(|frame| (frame.first(), frame.bytes().to_vec())).collect()
    }

    fn bytes(&self, frame: usize) -> &[u8] {
        &self.stored[frame].1
    }

    fn flip(&mut self, frame: usize, bit: usize) {
        self.stored[frame].1[bit / 8] ^= 1 << (bit % 8);
    }

    /// Where a record lies in the bytes of its frame.
    fn leaf_of(&self, frame: usize, record: usize) -> std::ops::Range<usize> {
        let frame = Frame::parse(self.bytes(frame).to_vec()).unwrap();
        let lens: Vec<usize> = frame.records().map(|view| view.unwrap().bytes().len()).collect();
        let start = HEAD_LEN + ENTRY_LEN * lens.len() + lens[..record].iter().sum::<usize>();
        start..start + lens[record]
    }

    /// Where what stands beside it lies.
    fn sidecar_of(&self, frame: usize, record: usize) -> std::ops::Range<usize> {
        let parsed = Frame::parse(self.bytes(frame).to_vec()).unwrap();
        let lens: Vec<usize> =
            parsed.records().map(|view| view.unwrap().sidecar().map_or(0, <[u8]>::len)).collect();
        let start = self.leaf_of(frame, parsed.len() - 1).end + lens[..record].iter().sum::<usize>();
        start..start + lens[record]
    }
}

impl EventLog for Tampered {
    crate::delegation::pass_on!(read_only);

    fn stored(&self, from: Position) -> Result<StoredFrames<'_>, Error> {
        let start = self.stored.partition_point(|(first, _)| *first <= from).saturating_sub(1);
        Ok(Box::new(
            self.stored[start..].iter().map(|(first, bytes)| Ok(StoredFrame::read(*first, bytes.clone()))),
        ))
    }

    fn frame(&self, position: Position) -> Result<Option<Frame>, Error> {
        self.frames(position)?.next().transpose()
    }

    fn wait(&self, _: Position, _: Duration) -> Result<Position, Error> {
        Ok(self.head)
    }
}

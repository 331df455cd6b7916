//! Laws 1 and 2 on random lives of a ledger: the log on disk, closed, crashed and opened again at any
//! time, holds what a log in memory holds.
//!
//! Sealed bodies are erased in between: they are gone in both, whatever happens then.
//!
//! A crash is the directory as it is at the moment of an acknowledgement, copied and opened elsewhere
//! while the first log is still open: whatever closing would have written is not there.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{AppendError, EventLog, Frame, MemoryLog, SledLog, verify};
use proptest::prelude::*;
use proptest_state_machine::{ReferenceStateMachine, StateMachineTest, prop_state_machine};
use tempfile::TempDir;

use crate::support::{commit, is_person, with_persons};

#[derive(Debug, Clone)]
enum Step {
    Append {
        len: usize,
        body_len: usize,
    },
    /// Commits that share a sync: small ones, and so many that they are packed.
    Share {
        commits: usize,
        len: usize,
    },
    AppendBehind {
        by: u64,
    },
    Erase {
        which: u64,
    },
    Reopen,
    Crash,
    ReadFrom {
        position: u64,
    },
}

/// The log in memory; cheap to clone, as proptest does, because it only grows within one run.
#[derive(Debug, Clone)]
struct Model {
    done: Vec<Done>,
}

#[derive(Debug, Clone)]
enum Done {
    Append { len: usize, body_len: usize },
    Erase { position: Position },
}

impl Model {
    fn log(&self) -> MemoryLog {
        let log = MemoryLog::new();
        for done in &self.done {
            match done {
                Done::Append { len, body_len } => append(&log, *len, *body_len),
                Done::Erase { position } => log.erase(&[*position]).unwrap(),
            }
        }
        log
    }

    fn head(&self) -> Position {
        let len = |done: &Done| if let Done::Append { len, .. } = done { *len } else { 0 };
        Position::START.plus(self.done.iter().map(len).sum())
    }

    /// One of the persons, if there are any.
    fn person(&self, which: u64) -> Option<Position> {
        let count = self.head().get() / 3;
        let position = Position::new(3 * (which.checked_rem(count)? + 1));
        assert!(is_person(position));
        Some(position)
    }
}

impl ReferenceStateMachine for Model {
    type State = Self;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Self> {
        Just(Self { done: Vec::new() }).boxed()
    }

    fn transitions(_: &Self) -> BoxedStrategy<Step> {
        prop_oneof![
            6 => (1..6usize, 0..200usize).prop_map(|(len, body_len)| Step::Append { len, body_len }),
            1 => (250..600usize).prop_map(|len| Step::Append { len, body_len: 10 }),
            1 => (1..20usize, 20_000..61_000usize)
                .prop_map(|(len, body_len)| Step::Append { len, body_len }),
            2 => (1..600usize, 1..4usize).prop_map(|(commits, len)| Step::Share { commits, len }),
            1 => (1..4u64).prop_map(|by| Step::AppendBehind { by }),
            3 => any::<u64>().prop_map(|which| Step::Erase { which }),
            2 => Just(Step::Reopen),
            2 => Just(Step::Crash),
            2 => (0..2000u64).prop_map(|position| Step::ReadFrom { position }),
        ]
        .boxed()
    }

    fn apply(mut state: Self, step: &Step) -> Self {
        match step {
            Step::Append { len, body_len } => {
                state.done.push(Done::Append { len: *len, body_len: *body_len });
            }
            Step::Share { commits, len } => {
                let append = Done::Append { len: *len, body_len: SHARED_LEN };
                state.done.extend(std::iter::repeat_n(append, *commits));
            }
            Step::Erase { which } => {
                let erased = state.person(*which).map(|position| Done::Erase { position });
                state.done.extend(erased);
            }
            Step::AppendBehind { .. } | Step::Reopen | Step::Crash | Step::ReadFrom { .. } => {}
        }
        state
    }
}

struct OnDisk {
    log: Option<SledLog>,
    dir: PathBuf,
    crashes: usize,
    place: TempDir,
    /// Crashed logs: still open, like a process that has not yet been taken away.
    left: Vec<Arc<SledLog>>,
}

impl OnDisk {
    fn log(&self) -> &SledLog {
        self.log.as_ref().unwrap()
    }

    fn crash(&mut self) {
        self.crashes += 1;
        let copy = self.place.path().join(format!("ledger-{}", self.crashes));
        copy_dir(&self.dir, &copy);
        self.left.extend(self.log.take().map(Arc::new));
        self.log = Some(SledLog::open(&copy).unwrap());
        self.dir = copy;
    }
}

pub(crate) fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a log holds of one record: its bytes, and those beside it.
type Held = (Vec<u8>, Option<Vec<u8>>);

/// What is held from a position on, whatever frames it is packed in.
fn bytes(log: &dyn EventLog, from: Position) -> Vec<Held> {
    let frames: Vec<Frame> = log.frames(from).unwrap().map(Result::unwrap).collect();
    let views = frames.iter().flat_map(Frame::records).map(Result::unwrap);
    let wanted = views.filter(|view| view.position() >= from);
    wanted.map(|view| (view.bytes().to_vec(), view.sidecar().map(<[u8]>::to_vec))).collect()
}

/// How long the bodies of commits are that share a sync.
const SHARED_LEN: usize = 12;

fn append(log: &dyn EventLog, len: usize, body_len: usize) {
    let head = log.head().unwrap();
    log.append(head, &Frame::of(&with_persons(commit(head, len, body_len))).unwrap()).unwrap();
}

impl StateMachineTest for OnDisk {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &Model) -> Self {
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("ledger");
        let log = Some(SledLog::create(&dir).unwrap());
        Self { log, dir, crashes: 0, place, left: Vec::new() }
    }

    fn apply(mut state: Self, model: &Model, step: Step) -> Self {
        match step {
            Step::Append { len, body_len } => append(state.log(), len, body_len),
            Step::Share { commits, len } => {
                let log = state.log();
                for _ in 0..commits {
                    let end = log.written().unwrap();
                    let frames = Frame::of(&with_persons(commit(end, len, SHARED_LEN))).unwrap();
                    log.write(end, &frames).unwrap();
                }
                log.sync(log.written().unwrap()).unwrap();
            }
            Step::Erase { which } => {
                if let Some(position) = model.person(which) {
                    state.log().erase(&[position]).unwrap();
                }
            }
            Step::AppendBehind { by } => {
                let actual = state.log().head().unwrap();
                let expected = Position::new(actual.get() + by);
                let frames = Frame::of(&commit(expected, 1, 1)).unwrap();
                let conflict = AppendError::Conflict { expected, actual };
                assert_eq!(state.log().append(expected, &frames).unwrap_err(), conflict);
            }
            Step::Reopen => {
                state.log = None;
                state.log = Some(SledLog::open(&state.dir).unwrap());
            }
            Step::Crash => state.crash(),
            Step::ReadFrom { position } => {
                let position = Position::new(position);
                assert_eq!(bytes(state.log(), position), bytes(&model.log(), position));
            }
        }
        state
    }

    fn check_invariants(state: &Self, model: &Model) {
        assert_eq!(state.log().head().unwrap(), model.head());
    }

    fn teardown(state: Self, model: Model) {
        assert_eq!(bytes(state.log(), Position::FIRST), bytes(&model.log(), Position::FIRST));
        assert!(verify(state.log(), &mut |_| {}).unwrap().is_sound());
    }
}

prop_state_machine! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn laws_1_and_2_the_log_on_disk_is_the_log_in_memory(sequential 1..30 => OnDisk);
}

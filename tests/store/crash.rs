//! Law 2: what was acknowledged is there after the process was killed. Method: a short run of the trial that kills a real
//! process with SIGKILL, on every way to the disk; and of its control, in which the process lies.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use aoc_core::Position;
use aoc_store::{EventLog, SledLog};

use crate::state_machine::copy_dir;

/// A process of the trials beside this one.
pub(crate) fn neighbour(verb: &str, dir: &Path) -> Child {
    let mut trials = Command::new(env!("CARGO_BIN_EXE_trials"));
    trials.args([verb.as_ref(), dir.as_os_str()]).stdin(Stdio::piped()).stdout(Stdio::piped());
    trials.spawn().unwrap()
}

/// Runs a trial, and gives its tally.
fn trial(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_trials")).args(args).output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{args:?}\n{err}{out}");
    out
}

#[test]
fn law_2_what_was_acknowledged_survives_sigkill() {
    let tally = trial(&["kills", "--kills", "24", "--seed", "5"]);
    for path in ["single", "batch", "packing", "snapshot", "import", "checkpoint", "all"] {
        assert!(tally.lines().any(|line| line.starts_with(path)), "{tally}");
    }
}

#[test]
fn a_process_that_acknowledges_before_it_syncs_is_found_out() {
    let tally = trial(&["kills", "--kills", "32", "--seed", "6", "--control"]);
    assert!(tally.contains("The control failed, as it must"), "{tally}");
}

#[test]
fn law_2_a_ledger_that_was_just_created_survives_a_crash() {
    let place = tempfile::tempdir().unwrap();
    let (dir, crashed) = (place.path().join("ledger"), place.path().join("crashed"));
    let log = SledLog::create(&dir).unwrap();
    copy_dir(&dir, &crashed);
    assert_eq!(SledLog::open(&crashed).unwrap().head().unwrap(), Position::START);
    drop(log);
}

//! Law 2: what was acknowledged is there after the process was killed, and after the power went in the middle of a write. Method:
//! short runs of the trials that kill a real process with SIGKILL, on every way to the disk, and the command `aoc`, and of the one
//! that tears writes; and of their controls, in which what is acknowledged is not durable.

use std::path::{Path, PathBuf};
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

/// The command. It is there when all tests are built; those of this package alone do not build it.
fn aoc() -> PathBuf {
    let trials = Path::new(env!("CARGO_BIN_EXE_trials"));
    let aoc = trials.with_file_name("aoc");
    if !aoc.exists() {
        let is_release = trials.parent().is_some_and(|dir| dir.ends_with("release"));
        let release = is_release.then_some("--release");
        let build =
            Command::new(env!("CARGO")).args(["build", "--package", "aoc-cli"]).args(release).status();
        assert!(build.unwrap().success());
    }
    aoc
}

#[test]
fn what_aoc_backs_up_restores_and_imports_survives_sigkill() {
    let aoc = aoc();
    let args = ["commands", "--aoc", aoc.to_str().unwrap(), "--seed", "7"];
    let tally = trial(&[&args[..], &["--kills", "18"]].concat());
    for verb in ["aoc backup", "aoc restore", "aoc import", "all"] {
        assert!(tally.lines().any(|line| line.starts_with(verb)), "{tally}");
    }
    let tally = trial(&[&args[..], &["--kills", "12", "--control"]].concat());
    assert!(tally.contains("The control failed, as it must"), "{tally}");
}

#[test]
fn law_2_what_was_acknowledged_survives_torn_writes() {
    let tally = trial(&["torn", "--states", "44", "--seed", "3"]);
    for step in ["single", "small", "packing", "erasure", "checkpoint", "portions", "reopening", "all"] {
        assert!(tally.lines().any(|line| line.starts_with(step)), "{tally}");
    }
}

#[test]
fn a_commit_that_was_torn_before_it_was_acknowledged_would_be_missed() {
    let tally = trial(&["torn", "--states", "30", "--seed", "4", "--control"]);
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

//! Law 2: what was acknowledged is there after the process was killed. Method: a real process appends
//! and says so; it is killed with SIGKILL at some moment, again and again, and its ledger is opened.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use aoc_core::{Position, Record};
use aoc_store::{EventLog, SledLog, verify};

use crate::state_machine::copy_dir;
use crate::support::writers_commit;

pub(crate) fn writer(verb: &str, dir: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_crash-writer"))
        .args([verb.as_ref(), dir.as_os_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Lets the writer append for a while, kills it, and gives the last position that it acknowledged.
fn kill_after(verb: &str, dir: &Path, pause: Duration) -> Position {
    let mut child = writer(verb, dir);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let listener = thread::spawn(move || {
        lines.map_while(Result::ok).fold(Position::START, |last, line| {
            // A line that was cut off by the kill is not an acknowledgement that anybody heard.
            let heard = line.strip_prefix("acknowledged ").and_then(|at| at.parse().ok());
            heard.map_or(last, |at| last.max(Position::new(at)))
        })
    });
    thread::sleep(pause);
    child.kill().unwrap();
    child.wait().unwrap();
    listener.join().unwrap()
}

#[test]
fn law_2_what_was_acknowledged_survives_sigkill() {
    kill_again_and_again("append");
}

#[test]
fn law_2_what_was_acknowledged_to_those_who_share_a_sync_survives_sigkill() {
    kill_again_and_again("share");
}

fn kill_again_and_again(verb: &str) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    drop(SledLog::create(&dir).unwrap());
    let mut heard = Position::START;
    for pause_ms in [120, 40, 333, 75, 201, 150] {
        heard = heard.max(kill_after(verb, &dir, Duration::from_millis(pause_ms)));
        let log = SledLog::open(&dir).unwrap();
        let end = log.head().unwrap();
        assert!(end >= heard, "{heard} was acknowledged, but the log ends at {end}");
        check(&log, end);
    }
    assert!(heard > Position::START, "the writer never got to append");
}

/// The log holds the writer's commits, each whole, and nothing else.
fn check(log: &SledLog, head: Position) {
    let report = verify(log, &mut |_| {}).unwrap();
    assert!(report.is_sound(), "{:?}", report.damages);
    let mut records = log.frames(Position::FIRST).unwrap().flat_map(|frame| {
        let frame = frame.unwrap();
        frame.records().map(|view| view.unwrap().to_record().unwrap()).collect::<Vec<Record>>()
    });
    let mut at = Position::START;
    while at < head {
        for expected in writers_commit(at) {
            at = expected.position;
            assert_eq!(records.next(), Some(expected));
        }
    }
    assert_eq!((at, records.next()), (head, None));
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

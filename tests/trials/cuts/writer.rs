//! [`Writer`]: the recording process as a child, and what was heard of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::notice::Said;
use super::promises::{Heard, Mark};
use super::volume::run;
use super::{Outcome, Syncs};

/// What was heard so far, of one process after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Hearing {
    heard: Arc<Mutex<Vec<Heard>>>,
    /// What grows while the disk is written to.
    recording: Option<PathBuf>,
}

impl Hearing {
    /// Notes with each notice how long this file is by then.
    pub(super) fn beside(recording: &Path) -> Self {
        Self { heard: Arc::default(), recording: Some(recording.to_owned()) }
    }

    pub(super) fn so_far(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns once a ledger was there; at the latest after a minute, and then the process says why.
    pub(super) fn wait_until_opened(&self) {
        let patience = Instant::now() + Duration::from_mins(1);
        let is_opened = || self.so_far().iter().any(|(_, notice)| notice.said == Said::Opened);
        while !is_opened() && Instant::now() < patience {
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub(super) fn mark(&self) -> Mark {
        let len = |path: &PathBuf| fs::metadata(path).map_or(u64::MAX, |found| found.len());
        Mark(self.recording.as_ref().map_or(0, len))
    }

    fn hear(&self, line: &str) {
        if let Ok(notice) = line.parse() {
            let heard = (self.mark(), notice);
            self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        }
    }
}

/// Killed when it goes out of scope.
pub(super) struct Writer {
    child: Child,
    listener: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(dir: &Path, seed: u64, syncs: Syncs, hearing: &Hearing) -> Outcome<Self> {
        let this = std::env::current_exe()?;
        let mut command = match syncs {
            Syncs::Kept => Command::new(this),
            Syncs::Taken => {
                let mut command = Command::new("eatmydata");
                command.arg(this);
                command
            }
        };
        command.arg("cuts-writing").arg(dir).arg(seed.to_string()).stdout(Stdio::piped());
        let spawned = command.spawn();
        let mut child =
            spawned.map_err(|error| format!("{} is needed: {error}", command.get_program().display()))?;
        let lines = BufReader::new(child.stdout.take().ok_or("it has no output")?).lines();
        let hearing = hearing.clone();
        let listener = thread::spawn(move || {
            lines.map_while(Result::ok).for_each(|line| hearing.hear(&line));
        });
        Ok(Self { child, listener: Some(listener) })
    }

    /// Returns once every thread stands still, and all is heard that they said.
    pub(super) fn stop(&mut self) -> Outcome<()> {
        self.signal("-STOP")?;
        let tasks = format!("/proc/{}/task", self.child.id());
        loop {
            if self.child.try_wait()?.is_some() {
                return Err("the recording process has ended by itself".into());
            }
            let mut states = Vec::new();
            for task in fs::read_dir(&tasks)? {
                // A thread may end meanwhile.
                let stat = fs::read_to_string(task?.path().join("stat")).unwrap_or_default();
                states.extend(stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()));
            }
            if states.iter().all(|state| *state == 'T') {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(10));
        Ok(())
    }

    pub(super) fn go_on(&self) -> Outcome<()> {
        self.signal("-CONT")
    }

    fn signal(&self, signal: &str) -> Outcome<()> {
        run("kill", [signal, &self.child.id().to_string()]).map(drop)
    }

    /// Fails if it has ended by itself.
    pub(super) fn kill(mut self) -> Outcome<()> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the recording process has ended by itself: {status}").into());
        }
        self.end();
        Ok(())
    }

    fn end(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = self.listener.take().map(JoinHandle::join);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end();
    }
}

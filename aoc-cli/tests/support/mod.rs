//! What the tests of `aoc` share: a ledger of the real history, and a runner.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "every test file uses a part of it, and a test that cannot go on should stop where it is"
)]

pub(crate) mod desk;
pub(crate) mod shown;
pub(crate) mod small;
pub(crate) mod story;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{PoisonError, RwLock};

use aoc_core::Draft;
use aoc_replay::{Ledger, Recorded};
use jsonschema::{Registry, Validator};
use serde_json::Value;
use tempfile::TempDir;

/// The repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files of the real history, in order.
pub(crate) fn history_files() -> Vec<PathBuf> {
    let dir = root().join("examples/history");
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension() == Some(OsStr::new("jsonl"))).collect();
    files.sort();
    files
}

/// The drafts of one file, as JSON.
pub(crate) fn drafts_json(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A process that is being started holds copies of all open files for a moment, locks included: none is started
/// (read) while a test has a ledger open itself (write).
static STARTING: RwLock<()> = RwLock::new(());

/// A ledger on disk, gone when dropped.
pub(crate) struct Book {
    dir: TempDir,
}

impl Book {
    /// Without records.
    pub(crate) fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        let _alone = STARTING.write().unwrap_or_else(PoisonError::into_inner);
        drop(Ledger::create(dir.path().join("ledger")).unwrap());
        Self { dir }
    }

    /// These commits of drafts.
    pub(crate) fn of(commits: &[Vec<Value>]) -> Self {
        let book = Self::empty();
        book.record(commits);
        book
    }

    /// The real history.
    pub(crate) fn real_history() -> Self {
        let commits: Vec<Vec<Value>> = history_files().iter().map(|file| drafts_json(file)).collect();
        Self::of(&commits)
    }

    /// Adds commits.
    pub(crate) fn record(&self, commits: &[Vec<Value>]) {
        self.with(|ledger| {
            for commit in commits {
                let drafts: Vec<Draft> =
                    commit.iter().map(|json| Draft::from_json(json.clone()).unwrap()).collect();
                match ledger.record(&drafts).unwrap() {
                    Recorded::Accepted(_) => {}
                    other => panic!("the book did not take the drafts: {other:?}"),
                }
            }
        });
    }

    /// Does something with the ledger itself, without the command.
    pub(crate) fn with(&self, act: impl FnOnce(&Ledger)) {
        let _alone = STARTING.write().unwrap_or_else(PoisonError::into_inner);
        let opened = (0..200).map(|_| Ledger::open(self.path())).find(|opened| {
            let locked = matches!(opened, Err(aoc_replay::Error::Open(aoc_store::OpenError::Locked { .. })));
            if locked {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            !locked
        });
        act(&opened.unwrap().unwrap());
    }

    /// Where it is.
    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("ledger")
    }

    /// Runs `aoc --ledger … ARGS`.
    pub(crate) fn aoc(&self, args: &[&str]) -> Ran {
        let dir = self.path();
        let mut all = vec!["--ledger", dir.to_str().unwrap()];
        all.extend(args);
        aoc(&all)
    }

    /// The JSON that `aoc --format json ARGS` answers with, checked against its schema.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let mut all = vec!["--format", "json"];
        all.extend(args);
        let ran = self.aoc(&all);
        let answer = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
        assert_valid(&answer);
        answer
    }
}

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Ran {
    /// Stops the test unless it ended well.
    #[track_caller]
    pub(crate) fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// Stops the test unless it failed in this way, saying this.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, says: &[&str]) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        for words in says {
            assert!(self.err.contains(words), "`{words}` is not said: {self:?}");
        }
        self
    }
}

/// The command, cut off from the environment, on 2026-01-01.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aoc"));
    command
        .env_remove("AOC_LEDGER")
        .env_remove("AOC_KEY")
        .env("AOC_TODAY", "2026-01-01")
        .stdin(Stdio::null());
    command
}

/// Runs `aoc ARGS`.
pub(crate) fn aoc(args: &[&str]) -> Ran {
    run(command().args(args))
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command) -> Ran {
    let child = start(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    ran(&child.wait_with_output().unwrap())
}

/// Starts a command.
pub(crate) fn start(command: &mut Command) -> Child {
    let _started = STARTING.read().unwrap_or_else(PoisonError::into_inner);
    command.spawn().unwrap()
}

/// What a finished process gave.
pub(crate) fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

const BASE: &str = "https://ledger.invalid/schemas/";

fn schema(path: &str) -> Value {
    let path = root().join("schemas").join(format!("{path}.schema.json"));
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// Stops the test unless the answer is what `schemas/out` says of its format.
#[track_caller]
pub(crate) fn assert_valid(answer: &Value) {
    let format = answer["format"].as_str().unwrap_or_else(|| panic!("no format: {answer}"));
    let name = format.strip_prefix("aoc.").and_then(|format| format.strip_suffix("/1")).unwrap();
    let complaints: Vec<String> = validator(name)
        .iter_errors(answer)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(complaints.is_empty(), "{format}: {complaints:#?}");
}

fn validator(name: &str) -> Validator {
    let mut registry = Registry::new();
    for part in [
        "draft",
        "archive",
        "out/parts",
        "out/life",
        "out/report",
        "out/template",
        "out/treaties",
        "out/works",
    ] {
        registry = registry.add(format!("{BASE}{part}.schema.json"), schema(part)).unwrap();
    }
    let registry = registry.prepare().unwrap();
    let base = format!("{BASE}out/{name}.schema.json");
    let schema = schema(&format!("out/{name}"));
    jsonschema::options().with_registry(&registry).with_base_uri(base).offline().build(&schema).unwrap()
}

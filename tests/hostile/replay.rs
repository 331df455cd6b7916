//! The corpora, input by input.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::properties::{INPUT_LEN_MAX, Property, TARGETS, note, outline, plain_files, sealed};

/// The most that the corpus of a target has.
const FILES_MAX: usize = 60;
const BYTES_MAX: usize = 200_000;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

fn inputs(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[track_caller]
fn replay(target: &str) {
    let (_, holds) = TARGETS.into_iter().find(|(name, _)| *name == target).unwrap();
    replay_as(target, holds);
}

#[track_caller]
fn replay_as(target: &str, holds: Property) {
    let corpus = inputs(&fuzz().join("corpus").join(target));
    assert!(!corpus.is_empty(), "fuzz/corpus/{target} has nothing to replay");
    for (path, bytes) in corpus.into_iter().chain(inputs(&fuzz().join("regressions").join(target))) {
        let held = std::panic::catch_unwind(|| holds(&bytes));
        assert!(held.is_ok(), "{} breaks what {target} asserts", path.display());
    }
}

macro_rules! replayed {
    ($($target:ident),* $(,)?) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target));
        })*

        const REPLAYED: &[&str] = &[$(stringify!($target)),*];
    };
}

replayed!(
    record,
    frame,
    body,
    draft,
    date,
    word,
    note,
    proof,
    extract,
    archive,
    plain_files,
    forged,
    outline,
    sealed,
);

#[test]
fn sealed_in_a_ledger() {
    replay_as("sealed", sealed::holds_in_a_ledger);
}

#[test]
fn what_the_library_writes_itself_holds() {
    for bytes in sealed::seeds() {
        sealed::holds(&bytes);
        sealed::holds_in_a_ledger(&bytes);
    }
    for bytes in plain_files::seeds() {
        plain_files::holds(&bytes);
    }
    for text in note::seeds() {
        note::holds(text.as_bytes());
    }
    for bytes in outline::seeds() {
        outline::holds(&bytes);
    }
}

#[test]
fn every_target_is_replayed_and_its_corpus_is_small() {
    let targets: BTreeSet<String> = fs::read_dir(fuzz().join("fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let listed: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(targets, listed);
    assert_eq!(listed, REPLAYED.iter().map(|name| (*name).to_owned()).collect());
    for target in listed {
        let corpus = inputs(&fuzz().join("corpus").join(&target));
        let bytes: usize = corpus.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(
            corpus.len() <= FILES_MAX && bytes <= BYTES_MAX,
            "{target}: {} files, {bytes} bytes",
            corpus.len()
        );
        assert!(corpus.iter().all(|(_, bytes)| bytes.len() <= INPUT_LEN_MAX), "{target} has a longer input");
    }
}

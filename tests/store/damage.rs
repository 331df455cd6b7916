//! Damage: whatever happens to the files of a ledger, opening says so or finds everything, and to be refused costs nothing. Method: spoil
//! each file in each way, and compare with what was there.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use aoc_core::{Position, Record};
use aoc_store::{Loss, MemoryLog, OpenError, Remains, Salvage, SledLog, verify};
use proptest::prelude::*;
use proptest::test_runner::{TestRng, TestRunner};

use crate::salvage::{bytes_of, ledger, put, records, salvage, without_bodies};
use crate::state_machine::copy_dir;
use crate::support::is_person;

#[derive(Debug, Clone, Copy)]
enum Spoil {
    Remove,
    Empty,
    Truncate,
    Flip,
    ZeroPages,
    JunkPage,
    JunkBehind,
    Exchange,
}

const SPOILS: [Spoil; 8] = [
    Spoil::Remove,
    Spoil::Empty,
    Spoil::Truncate,
    Spoil::Flip,
    Spoil::ZeroPages,
    Spoil::JunkPage,
    Spoil::JunkBehind,
    Spoil::Exchange,
];

fn spoil(path: &Path, how: Spoil, rng: &mut TestRng) {
    let mut bytes = fs::read(path).unwrap();
    let at = usize::try_from(rng.next_u64()).unwrap() % bytes.len().max(1);
    let page = at / 4096 * 4096..bytes.len().min(at / 4096 * 4096 + 4096);
    match how {
        Spoil::Remove => return fs::remove_file(path).unwrap(),
        Spoil::Empty => bytes.clear(),
        Spoil::Truncate => bytes.truncate(at),
        Spoil::Flip => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (at % 8)),
        Spoil::ZeroPages => bytes[page].fill(0),
        Spoil::JunkPage => bytes[page].iter_mut().for_each(|byte| *byte = rng.next_u64().to_le_bytes()[0]),
        Spoil::JunkBehind => {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            return file.write_all(&rng.next_u64().to_le_bytes().repeat(700)).unwrap();
        }
        Spoil::Exchange => bytes = b"\x89PNG\r\n\x1a\n something else altogether".repeat(400),
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn whatever_happens_to_a_file_opening_says_so_or_finds_everything_and_a_beginning_is_salvaged() {
    let (place, dir, all) = ledger();
    let archive = MemoryLog::new();
    let (mut archived, most) = (Vec::new(), all.len() * 2 / 3);
    let mut commits = all.chunk_by(|before, after| before.commit == after.commit);
    while archived.len() < most {
        put(&archive, commits.next().unwrap().to_vec(), &mut archived);
    }
    let book = Book { all, archive, archived: archived.last().unwrap().position };
    let mut runner = TestRunner::deterministic();
    let strip = |path: PathBuf| path.strip_prefix(&dir).unwrap().to_string_lossy().into_owned();
    let names: Vec<String> = bytes_of(&dir).into_keys().map(strip).collect();
    let mut tally = Tally::default();
    for (name, how) in names.iter().flat_map(|name| SPOILS.map(|how| (name.as_str(), how))) {
        for _ in 0..if name == "db" { 5 } else { 1 } {
            let damaged = place.path().join(format!("{}-{how:?}", name.replace('/', "-")));
            copy_dir(&dir, &damaged);
            spoil(&damaged.join(name), how, runner.rng());
            if name == "db" && matches!(how, Spoil::Remove) {
                assert!(matches!(Remains::read(&damaged).unwrap_err(), OpenError::Incomplete { .. }));
            } else {
                let loss = book.is_salvaged(&damaged, name);
                book.is_opened(&damaged, &loss, &mut tally);
            }
            fs::remove_dir_all(&damaged).unwrap();
        }
    }
    println!("{tally:?}");
    assert!(tally.refused > 10 && tally.found_damaged + tally.found_whole > 5);
}

#[derive(Debug, Default)]
struct Tally {
    refused: usize,
    found_damaged: usize,
    found_whole: usize,
}

/// What was in a ledger before it was damaged, and an archive of its beginning.
struct Book {
    all: Vec<Record>,
    archive: MemoryLog,
    archived: Position,
}

impl Book {
    fn is_salvaged(&self, damaged: &Path, name: &str) -> Loss {
        let (case, all) = (damaged.display(), &self.all);
        let (alone, found) = salvage(damaged, None);
        let without = alone.loss().clone();
        assert_eq!(found, without_bodies(&all[..found.len()], &without.bodies), "{case}");
        assert!(without.bodies.iter().all(|position| is_person(*position)), "{case}");
        if without.acknowledged.is_some() {
            // What is not there is named, record by record.
            let count = |range: &RangeInclusive<Position>| range.end().get() - range.start().get() + 1;
            let missing: u64 = without.missing.iter().chain(&without.stranded).map(count).sum();
            assert_eq!(found.len() + usize::try_from(missing).unwrap(), all.len(), "{case} {without:?}");
        }
        if name != "db" {
            assert_eq!(found.len(), all.len(), "{case}");
            assert!(name == "sealed" || without.bodies.is_empty(), "{case}");
        }

        let (helped, found) = salvage(damaged, Some(&self.archive));
        let with = helped.loss();
        assert!(found.len() >= usize::try_from(self.archived.get()).unwrap(), "{case}");
        assert!(with.bodies.iter().all(|position| *position > self.archived), "{case}");
        let lies_in_the_archive = |range: &RangeInclusive<Position>| *range.end() <= self.archived;
        if without.acknowledged.is_some() && without.missing.iter().all(lies_in_the_archive) {
            assert_eq!(found.len(), all.len(), "{case} {with:?}");
        }
        without
    }

    fn is_opened(&self, damaged: &Path, before: &Loss, tally: &mut Tally) {
        let case = damaged.display();
        match SledLog::open(damaged) {
            Err(error) => {
                // To be refused has cost nothing: as much is salvaged as before.
                let again = Salvage::of(&Remains::read(damaged).unwrap()).unwrap();
                assert_eq!(again.loss(), before, "{case}");
                let advice = ["salvage", "restore it", "check the path", "newer version", "not a ledger"];
                assert!(advice.iter().any(|advice| error.to_string().contains(advice)), "{case}: {error}");
                tally.refused += 1;
            }
            Ok(log) if verify(&log, &mut |_| {}).unwrap().is_sound() => {
                assert_eq!(records(&log), self.all, "{case}");
                tally.found_whole += 1;
            }
            Ok(_) => tally.found_damaged += 1,
        }
    }
}

#[test]
fn to_be_refused_costs_nothing_that_can_be_read_behind_the_damage() {
    let (place, dir, all) = ledger();
    let len = usize::try_from(fs::metadata(dir.join("db")).unwrap().len()).unwrap();
    let written = fs::read(dir.join("db")).unwrap().iter().rposition(|byte| *byte != 0).unwrap();
    let mut refused = 0;
    for nth in 1..12 {
        for has_snapshot in [true, false] {
            let damaged = place.path().join("damaged");
            copy_dir(&dir, &damaged);
            let mut bytes = fs::read(dir.join("db")).unwrap();
            bytes[written * nth / 12] ^= 0x55;
            assert_eq!(bytes.len(), len);
            fs::write(damaged.join("db"), &bytes).unwrap();
            if !has_snapshot {
                bytes_of(&damaged)
                    .into_keys()
                    .filter(|path| path.to_string_lossy().contains("snap."))
                    .for_each(|path| {
                        fs::remove_file(path).unwrap();
                    });
            }
            let before = Salvage::of(&Remains::read(&damaged).unwrap()).unwrap();
            if let Err(error) = SledLog::open(&damaged) {
                assert!(error.to_string().contains("salvage what can be read"), "{error}");
                assert!(fs::read(damaged.join("db")).unwrap() == bytes, "{nth}: the file was written to");
                refused += 1;
            }
            let after = Salvage::of(&Remains::read(&damaged).unwrap()).unwrap();
            assert_eq!(after.loss(), before.loss(), "{nth}");
            assert_eq!(records(after.log()), all[..records(after.log()).len()]);
            assert!(!damaged.join("rehearsal").exists());
            fs::remove_dir_all(&damaged).unwrap();
        }
    }
    assert!(refused > 3, "{refused}");
}

//! Writes cases for two verifiers: `interop-cases DIR SEED COUNT` makes so many ledgers, and for each, in a directory of its own,
//! checkpoints, proofs and archives that hold, others that were spoilt, and a list of what is to be said of each. Ours has judged
//! each when it is written; `main.go` is the other one. `run` runs both.

mod claim;
mod damage;
mod dice;
mod folder;
mod grown;
mod spoilt;
#[path = "../store/support.rs"]
#[expect(dead_code, reason = "other programs append whole commits of it")]
mod support;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::thread;

use aoc_core::Position;
use aoc_store::{Checkpoint, ExtensionProof, RecordProof, SigningKey};

use claim::Claim;
use claim::Verdict::{Accept, Damaged, Malformed, Unproven, Unsigned};
use damage::Damage;
use dice::Dice;
use folder::{Folder, KEY};
use grown::Grown;

/// Around the width of a tile, and of two and four; the others are drawn.
const LENGTHS: [usize; 20] =
    [0, 1, 2, 3, 4, 5, 7, 8, 9, 255, 256, 257, 511, 512, 513, 1000, 1023, 1024, 1025, 3000];
/// How many proofs of each ledger are spoilt in every way.
const SPOILT: usize = 2;
const THREADS: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir, seed, count] = args.as_slice() else { return Err("interop-cases DIR SEED COUNT".into()) };
    let (seed, count): (u64, u64) = (seed.parse()?, count.parse()?);
    // An archive is synced file by file: while one waits for the disk, others are made.
    let share = |first: u64| (first..count).step_by(THREADS).try_for_each(|number| make(dir, seed, number));
    let share = |first: u64| share(first).map_err(|error| error.to_string());
    thread::scope(|scope| {
        let threads: Vec<_> = (0..).take(THREADS).map(|first| scope.spawn(move || share(first))).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?.map_err(Box::from))
    })
}

/// The ledger of this number.
fn make(dir: &str, seed: u64, number: u64) -> Result<(), Box<dyn Error>> {
    let dice = Dice::of(seed.wrapping_mul(1_000_003).wrapping_add(number));
    let drawn = match dice.below(100)? {
        0 => 2500 + dice.below(1000)?,
        1..=5 => 600 + dice.below(600)?,
        6..=20 => 200 + dice.below(400)?,
        _ => 1 + dice.below(60)?,
    };
    let len = *LENGTHS.get(usize::try_from(number)?).unwrap_or(&drawn);
    write(&dice, &Path::new(dir).join(format!("{number:03}")), number, len)
        .map_err(|error| format!("ledger {number} of {len} records: {error}").into())
}

/// All cases of one ledger.
fn write(dice: &Dice, dir: &Path, number: u64, len: usize) -> Result<(), Box<dyn Error>> {
    let origin = format!("example.org/ledger-{number}").parse()?;
    let key = SigningKey::of_secret(&origin, &dice.bytes()?);
    let stops = stops(dice, len)?;
    let own = Grown::of(dice, &key, len, &stops)?;
    if dice.below(3)? == 0 {
        own.erase_some(dice)?;
    }
    let others = [
        ("other-key", SigningKey::of_secret(&origin, &dice.bytes()?)),
        ("other-origin", SigningKey::of_secret(&"example.org/another".parse()?, &dice.bytes()?)),
    ];
    let mut folder = Folder::create(dir, &key, &others[0].1)?;
    let signed = |checkpoint: &Checkpoint| -> Result<Vec<(&'static str, Checkpoint)>, Box<dyn Error>> {
        let sign =
            |(why, key): &(&'static str, SigningKey)| Ok((*why, Checkpoint::sign(key, checkpoint.head())?));
        others.iter().map(sign).collect()
    };
    write_checkpoints(dice, &mut folder, &own)?;
    write_records(dice, &mut folder, &own, &signed)?;
    write_extensions(dice, &mut folder, &own, &signed)?;
    folder.archive("archive", &own)?;
    write_damaged(dice, &mut folder, &own)?;
    if own.checkpoints.len() > 1 {
        write_fork(dice, &mut folder, &own, &key, &stops)?;
    }
    folder.finish()
}

/// Where checkpoints are issued: on the way, and mostly at the end.
fn stops(dice: &Dice, len: usize) -> Result<Vec<usize>, Box<dyn Error>> {
    let mut stops = BTreeSet::new();
    for _ in 0..=dice.below(4)? {
        stops.insert(1 + dice.below(len.max(1))?);
    }
    if dice.below(5)? > 0 {
        stops.insert(len);
    }
    Ok(stops.into_iter().filter(|stop| (1..=len).contains(stop)).collect())
}

fn write_checkpoints(dice: &Dice, folder: &mut Folder, own: &Grown) -> Result<(), Box<dyn Error>> {
    for checkpoint in &own.checkpoints {
        folder.checkpoint(checkpoint)?;
    }
    let last = own.last()?;
    let another = own.checkpoints.first().filter(|first| *first != last);
    for (why, text) in spoilt::signatures(dice, last, another)? {
        folder.checkpoint_text(Unsigned, why, &text)?;
    }
    for (why, (verdict, text)) in spoilt::lines(last)? {
        folder.checkpoint_text(verdict, why, &text)?;
    }
    Ok(())
}

type Signed<'s> = dyn Fn(&Checkpoint) -> Result<Vec<(&'static str, Checkpoint)>, Box<dyn Error>> + 's;

fn write_records(
    dice: &Dice,
    folder: &mut Folder,
    own: &Grown,
    signed: &Signed<'_>,
) -> Result<(), Box<dyn Error>> {
    let mut proofs: Vec<RecordProof> = Vec::new();
    for checkpoint in own.checkpoints.iter().skip(1) {
        let upto = usize::try_from(checkpoint.head().upto.get())?;
        let mut chosen = BTreeSet::from([1, 2, upto / 2, 255, 256, 257, 512, upto - 1, upto]);
        for _ in 0..3 {
            chosen.insert(1 + dice.below(upto)?);
        }
        for at in chosen.into_iter().filter(|at| (1..=upto).contains(at)) {
            let proof = own.evidence.prove_record(Position::START.plus(at), Some(checkpoint))?;
            folder.record(&proof)?;
            proofs.push(proof);
        }
    }
    for _ in 0..SPOILT.min(proofs.len()) {
        let proof = &proofs[dice.below(proofs.len())?];
        let is_another =
            |other: &&RecordProof| other.checkpoint == proof.checkpoint && other.position != proof.position;
        for (why, spoilt) in spoilt::records(dice, proof, proofs.iter().find(is_another))? {
            folder.record_text(Unproven, why, &spoilt.to_string())?;
        }
        for (why, text) in spoilt::malformed(proof) {
            folder.record_text(Malformed, why, &text)?;
        }
        for (why, checkpoint) in signed(&proof.checkpoint)? {
            let spoilt = RecordProof { checkpoint, ..proof.clone() };
            folder.record_text(Unsigned, why, &spoilt.to_string())?;
        }
        let path = proof.to_string().replacen(&proof.checkpoint.to_string(), "", 1);
        for (why, text) in spoilt::signatures(dice, &proof.checkpoint, None)? {
            folder.record_text(Unsigned, why, &format!("{path}{text}"))?;
        }
    }
    Ok(())
}

fn write_extensions(
    dice: &Dice,
    folder: &mut Folder,
    own: &Grown,
    signed: &Signed<'_>,
) -> Result<(), Box<dyn Error>> {
    let mut proofs: Vec<(&Checkpoint, ExtensionProof)> = Vec::new();
    for (at, new) in own.checkpoints.iter().enumerate() {
        for old in &own.checkpoints[..=at] {
            let proof = own.evidence.prove_extension(old.head().upto, Some(new))?;
            folder.extension(Accept, old, "within", &proof)?;
            proofs.push((old, proof));
        }
    }
    for _ in 0..SPOILT {
        let (old, proof) = &proofs[dice.below(proofs.len())?];
        for (why, path) in spoilt::paths(dice, &proof.path)? {
            let spoilt = ExtensionProof { path, ..proof.clone() };
            folder.extension(Unproven, old, why, &spoilt)?;
        }
        let spoilt = ExtensionProof { old: proof.old.next(), ..proof.clone() };
        folder.extension(Unproven, old, "other-size", &spoilt)?;
        for (why, checkpoint) in signed(&proof.checkpoint)? {
            let spoilt = ExtensionProof { checkpoint, ..proof.clone() };
            folder.extension(Unsigned, old, why, &spoilt)?;
        }
    }
    // The later one is the shorter one.
    let last = own.last()?;
    if let Some((_, proof)) = proofs.iter().rfind(|(_, proof)| proof.checkpoint != *last) {
        let rewound = ExtensionProof { old: last.head().upto, ..proof.clone() };
        folder.extension(Unproven, last, "rewound", &rewound)?;
    }
    Ok(())
}

/// A second ledger under the same key: what holds in it, and what it does not share with the first.
fn write_fork(
    dice: &Dice,
    folder: &mut Folder,
    own: &Grown,
    key: &SigningKey,
    stops: &[usize],
) -> Result<(), Box<dyn Error>> {
    let shared = own.checkpoints[dice.below(own.checkpoints.len() - 1)?].head().upto;
    let fork = own.forked(dice, key, shared, (own.len(), stops))?;
    for (mine, theirs) in own.checkpoints.iter().zip(&fork.checkpoints) {
        let upto = mine.head().upto;
        if upto <= shared {
            let proof = fork.evidence.prove_extension(upto, Some(fork.last()?))?;
            folder.extension(Accept, mine, "to-the-fork", &proof)?;
            continue;
        }
        // The same size, and two roots.
        let same = ExtensionProof { old: upto, path: Vec::new(), checkpoint: theirs.clone() };
        folder.extension(Unproven, mine, "forked", &same)?;
        let onward = fork.evidence.prove_extension(upto, Some(fork.last()?))?;
        folder.extension(Unproven, mine, "onward-in-the-fork", &onward)?;
        let proof = own.evidence.prove_record(upto, Some(mine))?;
        let exchanged = RecordProof { checkpoint: theirs.clone(), ..proof };
        folder.record_text(Unproven, "checkpoint-of-the-fork", &exchanged.to_string())?;
        let theirs = fork.evidence.prove_record(upto, Some(theirs))?;
        let exchanged = RecordProof { checkpoint: mine.clone(), ..theirs };
        folder.record_text(Unproven, "record-of-the-fork", &exchanged.to_string())?;
    }
    // The archives of the second ledger, and of one that was rewound, with what was signed for the first.
    if dice.below(4)? == 0 {
        let rewound = own.forked(dice, key, shared, (usize::try_from(shared.get())?, stops))?;
        for (name, ledger) in [("fork", fork), ("rewound", rewound)] {
            folder.archive(name, &ledger)?;
            let signed = folder.path("archive");
            let dir = folder.altered(name, "signed-otherwise", |dir| {
                for file in ["checkpoint", "checkpoints"] {
                    fs::copy(signed.join(file), dir.join(file))?;
                }
                Ok(())
            })?;
            folder.claim(Damaged, KEY, &Claim::Archive { dir: dir.clone() })?;
            folder.claim(Damaged, KEY, &Claim::Tiles { dir })?;
        }
    }
    Ok(())
}

/// Copies of the archive in which a file is not what it was.
fn write_damaged(dice: &Dice, folder: &mut Folder, own: &Grown) -> Result<(), Box<dyn Error>> {
    let root = own.evidence.head(Position::START.plus(own.len()))?.root.to_string();
    let other = dice.hash()?.to_string();
    let dir = folder.altered("archive", "manifest-of-another", |dir| {
        let path = dir.join("manifest.json");
        Ok(fs::write(&path, fs::read_to_string(&path)?.replacen(&root, &other, 1))?)
    })?;
    folder.claim(Damaged, KEY, &Claim::Archive { dir })?;
    let Some(last) = own.len().checked_sub(1) else { return Ok(()) };
    let number = |n: usize, end: usize| match end - n * 256 {
        256.. => format!("{n:03}"),
        width => format!("{n:03}.p/{width}"),
    };
    let n = dice.below(last / 256 + 1)?;
    let bundle = number(n, own.len());
    let mut files = vec![format!("tile/0/{bundle}"), format!("tile/entries/{bundle}")];
    if own.len() >= 256 {
        files.push(format!("tile/1/{}", number(0, own.len() / 256)));
    }
    let mut damages = Vec::new();
    for file in files {
        damages.push((file, Damage::ALL[dice.below(Damage::ALL.len())?]));
    }
    // What is sealed may be missing.
    let sealed = format!("sealed/{bundle}");
    if folder.path("archive").join(&sealed).exists() {
        damages.push((sealed, Damage::Flipped));
    }
    let is_signed = own.last()?.head().upto == Position::START.plus(own.len());
    for (file, damage) in damages {
        let why = format!("{}-{}", file.replace('/', "-"), damage.name());
        let dir = folder.altered("archive", &why, |dir| damage.befall(dice, &dir.join(&file)))?;
        folder.claim(Damaged, KEY, &Claim::Archive { dir: dir.clone() })?;
        // What no checkpoint speaks of, its readers do not read.
        if is_signed {
            folder.claim(Damaged, KEY, &Claim::Tiles { dir })?;
        }
    }
    Ok(())
}

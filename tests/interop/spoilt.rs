//! Proofs and checkpoints that were changed: by name, what was done to them.

use std::error::Error;

use aoc_core::Position;
use aoc_store::{Checkpoint, RecordProof, TreeHash};

use crate::claim::Verdict;
use crate::dice::Dice;

type Spoilt<T> = Vec<(&'static str, T)>;

/// A path that leads elsewhere, or nowhere.
pub(crate) fn paths(dice: &Dice, path: &[TreeHash]) -> Result<Spoilt<Vec<TreeHash>>, Box<dyn Error>> {
    let mut added = path.to_vec();
    added.insert(dice.below(path.len() + 1)?, dice.hash()?);
    let mut too_long = path.to_vec();
    too_long.resize(65, dice.hash()?);
    let mut spoilt = vec![("hash-added", added), ("65-hashes", too_long)];
    if let Some(last) = path.len().checked_sub(1) {
        let at = dice.below(path.len())?;
        let (mut replaced, mut removed, mut flipped) = (path.to_vec(), path.to_vec(), path.to_vec());
        replaced[at] = dice.hash()?;
        removed.remove(at);
        let mut bytes = *path[at].bytes();
        bytes[dice.below(TreeHash::LEN)?] ^= 1 << dice.below(8)?;
        flipped[at] = TreeHash::new(bytes);
        spoilt.extend([("hash-replaced", replaced), ("hash-removed", removed), ("bit-flipped", flipped)]);
        if last > 0 {
            let mut swapped = path.to_vec();
            swapped.swap(at, (at + 1) % path.len());
            spoilt.extend([("no-hashes", Vec::new()), ("hashes-swapped", swapped)]);
        }
    }
    Ok(spoilt)
}

/// A record's proof given for something else.
pub(crate) fn records(
    dice: &Dice,
    proof: &RecordProof,
    another: Option<&RecordProof>,
) -> Result<Spoilt<RecordProof>, Box<dyn Error>> {
    let mut spoilt = Vec::new();
    for (why, path) in paths(dice, &proof.path)? {
        spoilt.push((why, RecordProof { path, ..proof.clone() }));
    }
    let upto = proof.checkpoint.head().upto;
    spoilt.push(("index-beyond", RecordProof { position: upto.next(), ..proof.clone() }));
    spoilt.push(("index-far-beyond", RecordProof { position: Position::new(1 << 62), ..proof.clone() }));
    let mut flipped = proof.record.clone();
    let at = dice.below(flipped.len())?;
    flipped[at] ^= 1 << dice.below(8)?;
    spoilt.push(("record-flipped", RecordProof { record: flipped, ..proof.clone() }));
    spoilt.push(("record-empty", RecordProof { record: Vec::new(), ..proof.clone() }));
    if let Some(another) = another {
        let record = another.record.clone();
        spoilt.push(("record-another", RecordProof { record, ..proof.clone() }));
        spoilt.push(("index-another", RecordProof { position: another.position, ..proof.clone() }));
        spoilt.push(("path-another", RecordProof { path: another.path.clone(), ..proof.clone() }));
    }
    Ok(spoilt)
}

/// The text of a proof of a record that is no such text.
pub(crate) fn malformed(proof: &RecordProof) -> Spoilt<String> {
    let text = proof.to_string();
    let index = format!("\nindex {}\n", proof.position.previous());
    let mut spoilt = vec![
        ("version-2", text.replacen("@v1", "@v2", 1)),
        ("index-with-zero", text.replacen(&index, &index.replace("index ", "index 0"), 1)),
        ("index-negative", text.replacen(&index, "\nindex -1\n", 1)),
        ("index-missing", text.replacen(&index, "\n", 1)),
        ("record-missing", text.replacen("\nextra ", "\n", 1)),
        ("without-checkpoint", text.split("\n\n").next().unwrap_or_default().to_owned()),
        ("no-last-newline", text.trim_end().to_owned()),
    ];
    if let Some(hash) = proof.path.first() {
        let hash = hash.to_string();
        spoilt.push(("hash-cut", text.replacen(&hash, &hash[4..], 1)));
    }
    spoilt
}

/// A checkpoint with a signature that is not for it, or is nobody's.
pub(crate) fn signatures(
    dice: &Dice,
    checkpoint: &Checkpoint,
    another: Option<&Checkpoint>,
) -> Result<Spoilt<String>, Box<dyn Error>> {
    let text = checkpoint.to_string();
    let (statement, signature) = split(&text)?;
    let mark = signature.rfind(' ').ok_or("a signature stands behind its name")? + 1;
    // In base64, the id of the key takes 4 bytes and the signature 64: whole characters of each.
    let changed = |at: usize| {
        let other = if signature.as_bytes()[mark + at] == b'A' { "B" } else { "A" };
        let mut signature = signature.to_owned();
        signature.replace_range(mark + at..=mark + at, other);
        format!("{statement}{signature}")
    };
    let upto = checkpoint.head().upto;
    let longer = statement.replacen(&format!("\n{upto}\n"), &format!("\n{}\n", upto.next()), 1);
    let root = checkpoint.head().root.to_string();
    let mut spoilt = vec![
        ("signature-changed", changed(6 + dice.below(80)?)),
        ("signature-of-other-key", changed(dice.below(5)?)),
        ("size-changed", format!("{longer}{signature}")),
        ("root-changed", format!("{}{signature}", statement.replacen(&root, &dice.hash()?.to_string(), 1))),
    ];
    if let Some(another) = another {
        let another = another.to_string();
        spoilt.push(("signature-of-another", format!("{statement}{}", split(&another)?.1)));
    }
    Ok(spoilt)
}

/// A checkpoint with lines added and left out, and what is to be said of each.
pub(crate) fn lines(checkpoint: &Checkpoint) -> Result<Spoilt<(Verdict, String)>, Box<dyn Error>> {
    let text = checkpoint.to_string();
    let (statement, signature) = split(&text)?;
    let upto = format!("\n{}\n", checkpoint.head().upto);
    let stranger = format!("— witness.example/unknown {}\n", "A".repeat(96));
    Ok(vec![
        ("unknown-signature-behind", (Verdict::Accept, format!("{text}{stranger}"))),
        ("unknown-signature-before", (Verdict::Accept, format!("{statement}{stranger}{signature}"))),
        ("signed-twice", (Verdict::Accept, format!("{text}{signature}"))),
        ("only-unknown-signature", (Verdict::Unsigned, format!("{statement}{stranger}"))),
        ("no-signature", (Verdict::Malformed, statement.to_owned())),
        ("no-root", (Verdict::Malformed, format!("example.org/log{upto}\n{signature}"))),
        ("size-with-zero", (Verdict::Malformed, text.replacen(&upto, &upto.replacen('\n', "\n0", 1), 1))),
        ("with-returns", (Verdict::Malformed, text.replace('\n', "\r\n"))),
    ])
}

/// The statement with its empty line, and the signatures.
fn split(text: &str) -> Result<(&str, &str), Box<dyn Error>> {
    let at = text.rfind("\n\n").ok_or("a checkpoint has signatures")? + 2;
    Ok(text.split_at(at))
}

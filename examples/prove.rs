//! Records facts, signs a checkpoint of them, and proves a record and a later checkpoint to an outsider, who has a key and
//! no ledger.
//!
//! Run it with `cargo run --example prove`.

use std::error::Error;

use aoc_core::{Citations, Draft, EventDate, Names, PartyKind, PartyRegistered, Position, Record};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{Checkpoint, ExtensionProof, Policy, RecordProof, SigningKey, VerifierKey};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = Ledger::in_memory();
    // The secret key is kept outside of the ledger; the verifier key goes to everybody.
    let key = SigningKey::generate(&"example.org/friends".parse()?)?;
    let verifier = key.verifier().to_string();

    enter(&ledger, &["Spain", "Türkiye"])?;
    let january = ledger.evidence().issue(&key, &mut |_| {})?.to_string();
    println!("January's checkpoint, which the outsider keeps:\n\n{january}");

    enter(&ledger, &["Finland"])?;
    ledger.evidence().issue(&key, &mut |_| {})?;
    let finland = ledger.evidence().prove_record(ledger.head()?, None)?.to_string();
    let goes_on = ledger.evidence().prove_extension(Position::new(2), None)?.to_string();

    // From here on there are only texts.
    let record = record_of(&finland, &verifier)?;
    println!("Proven: record {} is in the log: {}", record.position, record.kind);
    println!("Proven: {}", since(&january, &goes_on, &verifier)?);

    // Another record in the place of the proven one, and a log that is not the one that was signed.
    let spain = ledger.evidence().prove_record(Position::FIRST, None)?.to_string();
    let swapped = finland.replace(line(&finland, 1), line(&spain, 1));
    println!("Refused: {}", record_of(&swapped, &verifier).err().ok_or("a swapped record was proven")?);
    let other = Ledger::in_memory();
    enter(&other, &["Spain", "Atlantis"])?;
    let other = other.evidence().issue(&key, &mut |_| {})?.to_string();
    println!("Refused: {}", since(&other, &goes_on, &verifier).err().ok_or("a fork was proven")?);
    Ok(())
}

/// What the outsider does with the proof of a record.
fn record_of(proof: &str, verifier: &str) -> Result<Record, Box<dyn Error>> {
    let policy = Policy::of(verifier.parse::<VerifierKey>()?);
    Ok(proof.parse::<RecordProof>()?.check(&policy)?.to_record()?)
}

/// What the outsider does with the proof that the log goes on from a checkpoint that was kept.
fn since(kept: &str, proof: &str, verifier: &str) -> Result<String, Box<dyn Error>> {
    let policy = Policy::of(verifier.parse::<VerifierKey>()?);
    let (kept, proof): (Checkpoint, ExtensionProof) = (kept.parse()?, proof.parse()?);
    policy.check(&kept)?;
    proof.check(&kept.head(), &policy)?;
    let (before, now) = (kept.head().upto, proof.checkpoint.head().upto);
    Ok(format!("the log of {now} records goes on from its first {before}"))
}

fn enter(ledger: &Ledger, names: &[&str]) -> Result<(), Box<dyn Error>> {
    let draft = |name: &&str| -> Result<Draft, Box<dyn Error>> {
        let names: Names = serde_json::from_value(json!([{"lang": "en", "text": name}]))?;
        let party = name.to_lowercase().replace('ü', "u").parse()?;
        let event = PartyRegistered { party, kind: PartyKind::Country, names, codes: Vec::new() };
        Ok(Draft::new(event, EventDate::UNKNOWN, Citations::uncited()))
    };
    let drafts = names.iter().map(draft).collect::<Result<Vec<_>, _>>()?;
    match ledger.record(&drafts)? {
        Recorded::Accepted(_) => Ok(()),
        other => Err(format!("{other:?}").into()),
    }
}

fn line(text: &str, at: usize) -> &str {
    text.lines().nth(at).unwrap_or_default()
}

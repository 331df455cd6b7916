//! Backs a ledger up while it is open, damages it, and recovers what is left: alone, then with an archive.
//!
//! Run it with `cargo run --example salvage`.

use std::error::Error;
use std::fs;
use std::path::Path;

use aoc_replay::Ledger;
use aoc_store::{MemoryLog, Remains, Salvage, SledLog, backup, export, import};

fn main() -> Result<(), Box<dyn Error>> {
    let place = tempfile::tempdir()?;
    let [dir, copy, new] = ["ledger", "copy", "new"].map(|name| place.path().join(name));
    let ledger = Ledger::create(&dir)?;
    for chapter in aoc_examples::history()? {
        ledger.record(&chapter.drafts)?;
    }
    // An archive, as somebody else may have kept it.
    let mut archive = Vec::new();
    export(ledger.log(), &mut archive, &mut |_| {})?;

    // The files are read beside the open ledger, and every byte of the copy again. The next time only what is new is added.
    let made = backup(&dir, &SledLog::create(&copy)?, &mut |_| {})?;
    println!("The backup holds {} records, with the root {}.", made.tree.upto, made.tree.root);
    drop(ledger);

    damage(&dir.join("db"))?;
    println!(
        "Damaged: {}",
        SledLog::open(&dir).map_or_else(|error| error.to_string(), |_| "not seen when opened".into())
    );

    let alone = Salvage::of(&Remains::read(&dir)?)?;
    println!(
        "Of the files alone {} records are recovered; missing: {:?}.",
        alone.loss().head,
        alone.loss().missing
    );

    let held = MemoryLog::new();
    import(&mut archive.as_slice(), &held, &mut |_| {})?;
    let mut remains = Remains::read(&dir)?;
    remains.add_archive(&held)?;
    let salvage = Salvage::of(&remains)?;
    let tree = salvage.put_into(&SledLog::create(&new)?, &mut |_| {})?;
    println!("With the archive all {} are, with the root {}.", tree.upto, tree.root);
    if tree != made.tree {
        return Err("the archive and the backup differ".into());
    }
    Ok(())
}

/// A disk has forgotten a stretch in the middle.
fn damage(data: &Path) -> Result<(), Box<dyn Error>> {
    let mut bytes = fs::read(data)?;
    let middle = bytes.len() / 3..bytes.len() / 2;
    bytes.get_mut(middle).ok_or("the file is too short")?.fill(0);
    Ok(fs::write(data, bytes)?)
}

//! Writes what the targets start from: `corpus/TARGET/seed-…`. `run` minimizes it together with what was found.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use aoc_core::{CommitEnd, Position, Record, Timestamp};
use aoc_fuzz::properties::made::{key, recorded};
use aoc_fuzz::properties::{note, outline, plain_files, sealed};
use aoc_replay::Roll;
use aoc_store::{EventLog, Frame, MemoryLog, RecordView, encode_record, export};

type Anything = Result<(), Box<dyn Error>>;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn main() -> Anything {
    records()?;
    texts()?;
    ledgers()
}

fn seed(target: &str, name: impl std::fmt::Display, bytes: &[u8]) -> Anything {
    let dir = Path::new(ROOT).join("fuzz/corpus").join(target);
    fs::create_dir_all(&dir)?;
    Ok(fs::write(dir.join(format!("seed-{name}")), bytes)?)
}

/// The bytes of a record of every kind, and the bodies in them.
fn records() -> Anything {
    for entry in fs::read_dir(Path::new(ROOT).join("tests/fixtures/v1"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.ends_with(".bin") {
            continue;
        }
        let bytes = fs::read(&path)?;
        seed("record", &name, &bytes)?;
        if let Ok(view) = RecordView::parse(&bytes)
            && let (Ok(Some(event)), Ok(meta)) = (view.event(), view.meta())
        {
            seed("body", &name, &[&event.kind().code().to_be_bytes()[..], &event.encode()].concat())?;
            seed("body", format!("{name}-meta"), &[&[0; 2][..], &meta.encode()].concat())?;
        }
    }
    Ok(())
}

/// What is written by hand.
fn texts() -> Anything {
    let dates = "2010-05-13 2010-02 2010 200X 2009~ 2007-04? 2007-04-01% [..2006-11-06] [..2006-11-06~] \
        [2011-08-11..2022-05-25] [2011-08-11..] XXXX 2011-12-11/2011-12-13 2009-04-06/.. 2009-04-06/ ../2009 /2009 \
        2010/2012~ ..2009-03-01/2010 2009/2010-01-01.. 2005-XX-15~ Y17000 Y-9223372036854775808 2005-23 {2005,2007} \
        2005-02-03T10:00:00Z 1e999999 -2147483648-01-01 P2Y P18M P2W P30D P4294967295D 2026-05-13T09:30:00.000005Z";
    for (index, date) in dates.split(' ').enumerate() {
        seed("date", index, date.as_bytes())?;
    }
    let names = r#"[{"lang":"en","text":"Spain"},{"lang":"ar","text":"إسبانيا"},{"lang":"zh-Hans-x-a","text":"\u202e\u0000"}]"#;
    let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let words = [
        "party:esp",
        "0x8001:a-b.c_d",
        "party:57bd91cb-0000-5000-8000-000000000000",
        "esp",
        "ESP",
        "EUR",
        "group-of-friends",
        "1500000.50 EUR",
        "79228162514264337593543950335 JPY",
        "zh-Hans-CN-x-private",
        "sl-rozaj-biske",
        "0x8001",
        "roll",
        names,
        r#"{"amount":"1.50","currency":"EUR"}"#,
        r#"[{"source":"src","at":"p. 1"}]"#,
        "17",
        r#""slug""#,
        root,
        "7 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ];
    for (index, word) in words.iter().enumerate() {
        seed("word", index, word.as_bytes())?;
    }
    let drafts = fs::read_to_string(Path::new(ROOT).join("schemas/drafts.jsonl"))?;
    for (index, line) in drafts.lines().enumerate() {
        seed("draft", index, line.as_bytes())?;
    }
    for entry in fs::read_dir(Path::new(ROOT).join("examples/history"))? {
        let path = entry?.path();
        let text = fs::read(&path)?;
        if path.extension().is_some_and(|ending| ending == "jsonl") && text.len() < 16_384 {
            seed("draft", path.file_name().unwrap_or_default().display(), &text)?;
        }
    }
    Ok(())
}

/// What is made of a ledger.
fn ledgers() -> Anything {
    let log = Arc::new(MemoryLog::new());
    let ledger = recorded(Arc::clone(&log));
    let evidence = ledger.evidence();
    let half = Position::new(ledger.head()?.get() / 2);
    let checkpoint = ledger.checkpoint(key(), &mut |_| {})?;
    let head = ledger.head()?;
    println!("{head} records");

    seed("note", "checkpoint", checkpoint.to_string().as_bytes())?;
    seed("note", "verifier", key().verifier().to_string().as_bytes())?;
    seed("note", "signing", key().secret_text().as_bytes())?;
    seed("note", "origin", key().origin().to_string().as_bytes())?;
    for (index, text) in note::seeds().iter().enumerate() {
        seed("note", index, text.as_bytes())?;
    }
    let policy = format!("log {}\nquorum none\n\n{checkpoint}", key().verifier());
    seed("note", "plain-policy", policy.as_bytes())?;

    seed("proof", "extension", evidence.prove_extension(half, Some(&checkpoint))?.to_string().as_bytes())?;
    for position in [1, 20, 60].map(Position::new) {
        seed("proof", position, evidence.prove_record(position, Some(&checkpoint))?.to_string().as_bytes())?;
    }
    for group in ["friends", "group-of-friends", "example-group"] {
        let group = group.parse()?;
        if let Ok(extract) = ledger.extract(&Roll::of(group), None) {
            seed("extract", group, extract.to_string().as_bytes())?;
        }
    }
    logs(&log)?;
    for (index, bytes) in plain_files::seeds().iter().enumerate() {
        seed("plain_files", index, bytes)?;
    }
    for (index, bytes) in sealed::seeds().iter().enumerate() {
        seed("sealed", index, bytes)?;
    }
    for (index, bytes) in outline::seeds().iter().enumerate() {
        seed("outline", index, bytes)?;
    }
    Ok(())
}

/// The records, each a commit of its own, and sealed ones with what stands beside them.
fn logs(log: &MemoryLog) -> Anything {
    let mut records: Vec<Record> = Vec::new();
    for frame in log.frames(Position::FIRST)? {
        for record in frame?.records() {
            records.push(record?.to_record()?);
        }
    }
    for record in &mut records {
        record.commit = record.position;
        record.end = CommitEnd::Last;
        record.recorded_at = Timestamp::from_micros(i64::try_from(record.position.get())?);
    }
    let mut leaves = Vec::new();
    for record in &records {
        let leaf = encode_record(record)?;
        leaves.push([&u16::try_from(leaf.len())?.to_be_bytes()[..], &leaf].concat());
    }
    for (index, some) in leaves.chunks(12).enumerate() {
        seed("forged", index, &some.concat())?;
    }
    for (index, record) in records.iter().enumerate().filter(|(index, _)| index % 6 == 0) {
        seed("frame", index, Frame::of(std::slice::from_ref(record))?[0].bytes())?;
        let mut alone = record.clone();
        (alone.position, alone.commit, alone.origin) = (Position::FIRST, Position::FIRST, Position::FIRST);
        seed("archive", index, &archive(&[alone])?)?;
    }
    for frame in log.frames(Position::FIRST)? {
        seed("frame", "commit", frame?.bytes())?;
    }
    seed("archive", "several", &archive(&records[..4])?)
}

fn archive(records: &[Record]) -> Result<Vec<u8>, Box<dyn Error>> {
    let (copy, mut archive) = (MemoryLog::new(), Vec::new());
    for record in records {
        copy.append(record.position.previous(), &Frame::of(std::slice::from_ref(record))?)?;
    }
    export(&copy, &mut archive, &mut |_| {})?;
    Ok(archive)
}

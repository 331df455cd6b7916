//! A process for the tests to kill, to be locked out by, and to starve of room.
//!
//! `crash-writer append DIR` creates or opens a ledger and appends for ever, printing each acknowledged
//! position. `hold DIR` opens it and waits for the end of its input. `fill DIR` appends until that fails.

#[path = "../support.rs"]
mod support;

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};

use aoc_store::{EventLog, Frame, SledLog};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(verb), Some(dir)) = (args.next(), args.next()) else {
        return Err("crash-writer append|hold|fill DIR".into());
    };
    let open = || if std::fs::exists(&dir)? { SledLog::open(&dir).map_err(Box::from) } else { create(&dir) };
    match verb.as_str() {
        "append" => append(&open()?),
        "hold" => {
            let _log = open()?;
            say("holding")?;
            stdin().read_to_end(&mut Vec::new())?;
            Ok(())
        }
        "fill" => fill(&open()?),
        _ => Err("crash-writer append|hold|fill DIR".into()),
    }
}

fn create(dir: &str) -> Result<SledLog, Box<dyn Error>> {
    Ok(SledLog::create(dir)?)
}

fn append(log: &SledLog) -> Result<(), Box<dyn Error>> {
    loop {
        let head = log.head()?;
        let receipt = log.append(head, &Frame::of(&support::writers_commit(head))?)?;
        say(&format!("acknowledged {}", receipt.last))?;
    }
}

fn fill(log: &SledLog) -> Result<(), Box<dyn Error>> {
    loop {
        let head = log.head()?;
        let frames = Frame::of(&support::commit(head, 4, 14_000))?;
        if let Err(error) = log.append(head, &frames) {
            say(&format!("failed: {error}"))?;
            let again = log.append(head, &frames).expect_err("a poisoned log refuses");
            say(&format!("again: {again}"))?;
            return Ok(());
        }
        say(&format!("acknowledged {}", log.head()?))?;
    }
}

fn say(line: &str) -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

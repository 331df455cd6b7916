//! A process for the tests to kill, to be locked out by, and to starve of room.
//!
//! `crash-writer append DIR` creates or opens a ledger and appends for ever, printing each acknowledged
//! position. `share DIR` does so in several threads, which share their syncs. `hold DIR` opens it and waits for the end of its input. `fill DIR` appends until that fails.

#[path = "../support.rs"]
mod support;

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};
use std::sync::Mutex;
use std::thread;

use aoc_store::{EventLog, Frame, SledLog};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(verb), Some(dir)) = (args.next(), args.next()) else {
        return Err("crash-writer append|share|hold|fill DIR".into());
    };
    let open = || if std::fs::exists(&dir)? { SledLog::open(&dir).map_err(Box::from) } else { create(&dir) };
    match verb.as_str() {
        "append" => append(&open()?),
        "share" => share(&open()?),
        "hold" => {
            let _log = open()?;
            say("holding")?;
            stdin().read_to_end(&mut Vec::new())?;
            Ok(())
        }
        "fill" => fill(&open()?),
        _ => Err("crash-writer append|share|hold|fill DIR".into()),
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

fn share(log: &SledLog) -> Result<(), Box<dyn Error>> {
    let end = Mutex::new(());
    let write_and_sync = || -> Result<(), Box<dyn Error>> {
        loop {
            let receipt = {
                let _end = end.lock().map_err(|poison| poison.to_string())?;
                let written = log.written()?;
                log.write(written, &Frame::of(&support::writers_commit(written))?)?
            };
            log.sync(receipt.last)?;
            say(&format!("acknowledged {}", receipt.last))?;
        }
    };
    let written = || write_and_sync().map_err(|error| error.to_string());
    thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(written)).collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| "a thread panicked")?.map_err(Box::from))
    })
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

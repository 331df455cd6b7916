//! Processes that the tests of the store need beside their own: one holds a ledger open, one fills it.

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};
use std::path::PathBuf;

use aoc_store::{EventLog, Frame, SledLog};

use crate::support::commit;

/// A ledger that another process uses.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    dir: PathBuf,
}

/// Holds a ledger open until its input ends.
pub(crate) fn hold(args: &Args) -> Result<(), Box<dyn Error>> {
    let _log = SledLog::open(&args.dir)?;
    say("holding")?;
    stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Appends until that fails, and once more.
pub(crate) fn fill(args: &Args) -> Result<(), Box<dyn Error>> {
    let log = SledLog::open(&args.dir)?;
    loop {
        let head = log.head()?;
        let frames = Frame::of(&commit(head, 4, 14_000))?;
        if let Err(error) = log.append(head, &frames) {
            say(&format!("failed: {error}"))?;
            let again = log.append(head, &frames).expect_err("a poisoned log refuses");
            return say(&format!("again: {again}"));
        }
        say(&format!("acknowledged {}", log.head()?))?;
    }
}

fn say(line: &str) -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

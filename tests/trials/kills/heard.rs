//! [`Heard`]: what was heard of a writing process before it died.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::Duration;

use aoc_core::Position;
use aoc_store::Checkpoint;

use super::said::Said;

/// The signal that nobody can refuse.
const SIGKILL: i32 = 9;

/// What a process said, as far as it came through.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    /// Steps that began.
    begun: u64,
    /// Steps that ended.
    pub(crate) ended: u64,
    /// Acknowledgements among them.
    pub(crate) acknowledgements: u64,
    /// The farthest of them.
    pub(crate) acknowledged: Position,
    /// The checkpoints that it signed.
    pub(crate) signed: Vec<Checkpoint>,
}

/// When a process is killed: a little while after so many lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) lines: usize,
    pub(crate) later: Duration,
}

impl Heard {
    /// Listens to a process, kills it at a moment, and hears what it had said by then.
    ///
    /// # Errors
    /// When it ended by itself, or said what no writer says.
    pub(crate) fn until_killed(mut child: Child, moment: Moment) -> Result<Self, Box<dyn Error>> {
        let out = child.stdout.take().ok_or("the writer has no standard output")?;
        let (mut lines, mut heard) = (BufReader::new(out), Self::default());
        for _ in 0..moment.lines {
            if !heard.hear(&mut lines)? {
                break;
            }
        }
        thread::sleep(moment.later);
        child.kill()?;
        while heard.hear(&mut lines)? {}
        let status = child.wait()?;
        if status.signal() == Some(SIGKILL) {
            Ok(heard)
        } else {
            Err(format!("the writer ended by itself: {status}").into())
        }
    }

    /// A process that has one step.
    pub(crate) fn of_one(has_ended: bool, acknowledged: Option<Position>) -> Self {
        Self {
            begun: 1,
            ended: u64::from(has_ended),
            acknowledgements: u64::from(acknowledged.is_some()),
            acknowledged: acknowledged.unwrap_or_default(),
            signed: Vec::new(),
        }
    }

    /// Listens to a process until it ends by itself.
    pub(crate) fn to_the_end(mut child: Child) -> Result<(Self, ExitStatus), Box<dyn Error>> {
        let out = child.stdout.take().ok_or("the writer has no standard output")?;
        let (mut lines, mut heard) = (BufReader::new(out), Self::default());
        while heard.hear(&mut lines)? {}
        Ok((heard, child.wait()?))
    }

    /// Whether the process was in the middle of a step when it died.
    pub(crate) const fn is_under_way(&self) -> bool {
        self.begun > self.ended
    }

    /// Hears one line; none that was cut off, which nobody can rely on.
    fn hear(&mut self, lines: &mut impl BufRead) -> Result<bool, Box<dyn Error>> {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let Some(line) = line.strip_suffix('\n') else { return Ok(false) };
        match line.parse()? {
            Said::Begins => self.begun += 1,
            Said::Ends => self.ended += 1,
            Said::Acknowledged(position) => {
                self.ended += 1;
                self.acknowledgements += 1;
                self.acknowledged = self.acknowledged.max(position);
            }
            Said::Signed(checkpoint) => {
                self.ended += 1;
                self.acknowledged = self.acknowledged.max(checkpoint.head().upto);
                self.signed.push(checkpoint);
            }
        }
        Ok(true)
    }
}

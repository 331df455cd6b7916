//! [`Said`]: the lines of a writing process. By them whoever kills it knows how far it came, and what it was promised.

use std::error::Error;
use std::fmt;
use std::io::{Write, stdout};
use std::str::FromStr;

use aoc_core::Position;
use aoc_store::Checkpoint;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// A step begins.
    Begins,
    /// A step ended that promises nothing but that it is done.
    Ends,
    /// A step ended: everything is kept up to here.
    Acknowledged(Position),
    /// A step ended: this was signed.
    Signed(Checkpoint),
}

/// Says it at once: nothing waits in a buffer when the process is killed.
pub(crate) fn say(said: &Said) -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    out.write_all(format!("{said}\n").as_bytes())?;
    Ok(out.flush()?)
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begins => f.write_str("begins"),
            Self::Ends => f.write_str("ends"),
            Self::Acknowledged(position) => write!(f, "acknowledged {position}"),
            Self::Signed(checkpoint) => {
                write!(f, "signed {}", serde_json::Value::from(checkpoint.to_string()))
            }
        }
    }
}

impl FromStr for Said {
    type Err = Box<dyn Error>;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        match line.split_once(' ') {
            None if line == "begins" => Ok(Self::Begins),
            None if line == "ends" => Ok(Self::Ends),
            Some(("acknowledged", position)) => Ok(Self::Acknowledged(Position::new(position.parse()?))),
            Some(("signed", text)) => Ok(Self::Signed(serde_json::from_str::<String>(text)?.parse()?)),
            _ => Err(format!("a writer does not say `{line}`").into()),
        }
    }
}

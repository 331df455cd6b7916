//! Why an archive of plain files cannot be written, read or restored.

use aoc_store::TiledError;
use serde_json::json;

use super::{CliError, of_fault};
use crate::exit::ExitCode;

impl From<TiledError> for CliError {
    fn from(error: TiledError) -> Self {
        let message = error.to_string();
        let damaged = |message| Self::new(ExitCode::Damaged, "damaged-archive", message);
        match error {
            TiledError::NotTiled { .. } => Self::new(ExitCode::CannotOpen, "not-an-archive", message).help(
                "`aoc export --files DIR` writes one; `aoc import FILE` reads an archive of JSON Lines",
            ),
            TiledError::Newer { .. } => Self::new(ExitCode::CannotOpen, "newer-format", message),
            TiledError::Foreign { file, .. } => {
                Self::new(ExitCode::CannotOpen, "foreign-file", message).with("file", json!(file))
            }
            TiledError::NotEmpty { .. } | TiledError::Occupied => Self::usage("not-empty", message),
            TiledError::Missing { file } | TiledError::Damaged { file, .. } => {
                damaged(message).with("file", json!(file))
            }
            TiledError::File { path, fault } => {
                let (exit, code) = of_fault(&fault);
                Self::new(exit, code, message).with("path", json!(path.display().to_string()))
            }
            TiledError::Log(error) => error.into(),
            TiledError::Evidence(error) => error.into(),
            TiledError::Append(error) => error.into(),
            _ => damaged(message),
        }
    }
}

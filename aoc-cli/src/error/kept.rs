//! Why a ledger cannot be backed up or salvaged.

use aoc_store::{BackupError, SalvageError};

use super::CliError;
use crate::exit::ExitCode;

impl From<BackupError> for CliError {
    fn from(error: BackupError) -> Self {
        let message = error.to_string();
        match error {
            BackupError::Open(error) => error.into(),
            BackupError::Salvage(error) => error.into(),
            BackupError::Damaged { .. } => Self::new(ExitCode::Damaged, "damaged", message)
                .help("`aoc verify` says what is damaged, `aoc salvage DAMAGED --into NEW` recovers what can be read"),
            BackupError::Unknown | BackupError::Unsound { .. } | BackupError::Checkpoints(_) => {
                Self::new(ExitCode::Damaged, "damaged", message)
            }
            BackupError::Other { .. } => Self::usage("other-ledger", message),
            BackupError::Ahead { .. } => Self::usage("backup-ahead", message),
            BackupError::Append(error) => Self::from(error).in_file("the backup"),
            BackupError::Log(error) => Self::from(error).in_file("the backup"),
            BackupError::Evidence(error) => Self::from(error).in_file("the backup"),
            _ => Self::new(ExitCode::CannotOpen, "backup", message),
        }
    }
}

impl From<SalvageError> for CliError {
    fn from(error: SalvageError) -> Self {
        let message = error.to_string();
        match error {
            SalvageError::OtherArchive { .. } => Self::usage("other-archive", message),
            SalvageError::Occupied => Self::usage("not-empty", message),
            SalvageError::Log(error) => error.into(),
            SalvageError::Evidence(error) => error.into(),
            SalvageError::Append(error) => error.into(),
            _ => Self::new(ExitCode::Damaged, "damaged", message),
        }
    }
}

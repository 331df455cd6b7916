//! What is given to prove and to check with: files of keys, policies and checkpoints.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use aoc_store::{Checkpoint, KeyError, KeyRole, Policy, SigningKey, TreeHead, VerifierKey};

use crate::args::Earlier;
use crate::error::CliError;
use crate::exit::ExitCode;

/// The text of a file; of standard input for `-`.
pub(super) fn text(path: &Path) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| CliError::unread(&shown(path), &error))?;
    // What is not UTF-8 is none of the texts that are asked for, whatever stands in its place.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// What a file is called.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "stdin".to_owned() } else { path.display().to_string() }
}

/// The secret key in a file that nobody else can read.
pub(super) fn signing_key(path: &Path) -> Result<SigningKey, CliError> {
    let name = shown(path);
    let is_open = is_open_to_others(path).map_err(|error| CliError::unread(&name, &error))?;
    if is_open {
        let message = "others can read this secret key, so it is not used";
        return Err(CliError::new(ExitCode::CannotOpen, "key-open", message).in_file(&name).help(format!(
            "`chmod 600 {name}` keeps it to its owner; if others have had it, make a new key"
        )));
    }
    text(path)?.parse::<SigningKey>().map_err(|error| CliError::from(error).in_file(&name))
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    const OTHERS: u32 = 0o077;
    Ok(std::fs::metadata(path)?.permissions().mode() & OTHERS != 0)
}

/// Elsewhere the access list of the file decides.
#[cfg(not(unix))]
fn is_open_to_others(path: &Path) -> io::Result<bool> {
    std::fs::metadata(path).map(|_| false)
}

/// The policy that trusts what one key has signed: the key itself, or that in a file.
pub(super) fn policy_of_key(given: &str) -> Result<Policy, CliError> {
    let key = match given.parse::<VerifierKey>() {
        // No key holds fewer.
        Err(KeyError::NotVerifier) if given.matches('+').count() < 2 || Path::new(given).exists() => {
            let text = text(Path::new(given))?;
            text.parse().map_err(|error: KeyError| CliError::from(error).in_file(given))?
        }
        key => key?,
    };
    if key.role() == KeyRole::Witness {
        let message =
            format!("the key of {} is that of a witness: a checkpoint is signed by its log", key.name());
        return Err(CliError::usage("key", message)
            .help("give the log's key, or with --policy a file that names the log and the witnesses"));
    }
    Ok(Policy::of(key))
}

/// The policy in a file.
pub(super) fn policy(path: &Path) -> Result<Policy, CliError> {
    text(path)?.parse::<Policy>().map_err(|error| CliError::from(error).in_file(&shown(path)))
}

/// The checkpoint in a file.
pub(super) fn checkpoint(path: &Path) -> Result<Checkpoint, CliError> {
    text(path)?
        .parse::<Checkpoint>()
        .map_err(|error| CliError::usage("no-checkpoint", error.to_string()).in_file(&shown(path)))
}

/// A ledger as somebody knows it was.
pub(super) enum Known {
    /// The head of its tree, on nobody's word.
    Head(TreeHead),
    /// What a checkpoint states, and the name of its file.
    Checkpoint(Checkpoint, String),
}

impl Known {
    /// Reads what is given.
    pub(super) fn of(earlier: &Earlier) -> Result<Self, CliError> {
        let path = match earlier {
            Earlier::Head(head) => return Ok(Self::Head(*head)),
            Earlier::File(path) => path,
        };
        let name = shown(path);
        let hint = "give a file with a checkpoint, or the line `SIZE ROOT` itself, in quotes";
        let checkpoint = checkpoint(path).map_err(|error| error.help(hint))?;
        Ok(Self::Checkpoint(checkpoint, name))
    }

    /// The head of the tree then.
    pub(super) const fn head(&self) -> TreeHead {
        match self {
            Self::Head(head) => *head,
            Self::Checkpoint(checkpoint, _) => checkpoint.head(),
        }
    }
}

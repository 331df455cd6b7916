//! What is given to prove and to check with: files of keys, policies and checkpoints.

use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::path::Path;

use aoc_store::{
    Checkpoint, KeyError, KeyRole, LineError, LineLimit, LineNumber, Policy, SigningKey, TreeHead,
    VerifierKey,
};

use crate::args::Earlier;
use crate::error::CliError;
use crate::exit::ExitCode;

/// The longest line of them: the answer about two hundred thousand members has one.
const LINE_LIMIT: LineLimit = LineLimit::of_bytes(64 * 1024 * 1024);

/// The text of a file; of standard input for `-`. A line that is too long is not read to its end.
pub(super) fn text(path: &Path) -> Result<String, CliError> {
    let read = if path.as_os_str() == "-" {
        bytes(&mut io::stdin().lock(), LINE_LIMIT)
    } else {
        File::open(path).and_then(|file| bytes(&mut BufReader::new(file), LINE_LIMIT))
    };
    let bytes = read.map_err(|error| CliError::unread(&shown(path), &error))?;
    // What is not UTF-8 is none of the texts that are asked for, whatever stands in its place.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Everything that is read, if no line is too long.
fn bytes(reader: &mut dyn BufRead, limit: LineLimit) -> io::Result<Vec<u8>> {
    let (mut bytes, mut lines) = (Vec::new(), 0_u64);
    let most = u64::try_from(limit.bytes()).unwrap_or(u64::MAX).saturating_add(1);
    loop {
        let read = reader.take(most).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(bytes);
        }
        lines = lines.saturating_add(1);
        if read > limit.bytes() && bytes.last() != Some(&b'\n') {
            let line = LineNumber::new(lines);
            return Err(io::Error::new(ErrorKind::InvalidData, LineError::TooLong { line, limit }));
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_is_read_as_far_as_the_limit() {
        let limit = LineLimit::of_bytes(10_000);
        let read = |text: &str| bytes(&mut text.as_bytes(), limit).map_err(|error| error.to_string());
        for text in [
            "",
            "\n",
            "a\r\nb",
            &"x".repeat(10_000),
            &format!("{}\n{}\n", "x".repeat(10_000), "y".repeat(9_999)),
        ] {
            assert_eq!(read(text).unwrap(), text.as_bytes());
        }
        let endless = bytes(&mut BufReader::new(io::repeat(b'{')), limit).unwrap_err();
        assert!(endless.to_string().starts_with("line 1 is longer than 10000 bytes"), "{endless}");
        assert!(read(&format!("one\n{}", "x".repeat(10_001))).unwrap_err().starts_with("line 2"));
    }
}

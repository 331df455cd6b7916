//! [`Checkpoint`]: a signed statement of how long a log is and what is in it. C2SP tlog-checkpoint, a signed note.

use std::fmt;

use aoc_core::Position;
use signed_note::{Note, Signature, Verifier};
use tlog_tiles::Checkpoint as Text;

use super::key::{Origin, SigningKey, VerifierKey};
use super::tree::TreeHead;

/// A signed statement by a log: so many records, with this root. Everybody who knows the log's [`VerifierKey`] can check it, with
/// any software that knows C2SP's tlog-checkpoint. Parsing one checks no signature: a [`Policy`](super::Policy) does.
///
/// ```
/// use aoc_store::{Checkpoint, Policy, SigningKey, TreeHead};
/// let key = SigningKey::of_secret(&"example.org/friends".parse()?, &[7; 32]);
/// let checkpoint = Checkpoint::sign(&key, TreeHead::EMPTY)?;
/// let text = checkpoint.to_string();
/// assert!(text.starts_with("example.org/friends\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.org/friends "));
/// let read: Checkpoint = text.parse()?;
/// Policy::of(key.verifier()).check(&read)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: Origin,
    head: TreeHead,
    /// The whole note.
    text: String,
}

impl Checkpoint {
    /// States a head, signed. Whether it may be stated, the one who calls must know: [`Evidence::issue`](super::Evidence::issue)
    /// does.
    ///
    /// # Errors
    /// [`CheckpointError`], which no key of ours gives.
    pub fn sign(key: &SigningKey, head: TreeHead) -> Result<Self, CheckpointError> {
        let text = Text::new(key.origin().as_ref(), head.upto.get(), head.root.into(), "");
        let text = text.map_err(|_| CheckpointError::Malformed)?.to_bytes();
        let mut note = Note::new(&text, &[]).map_err(|_| CheckpointError::Malformed)?;
        note.add_sigs(&[key]).map_err(|_| CheckpointError::Malformed)?;
        Self::of_note(&note)
    }

    fn of_note(note: &Note) -> Result<Self, CheckpointError> {
        let text = Text::from_bytes(note.text()).map_err(|_| CheckpointError::Malformed)?;
        let origin = text.origin().parse().map_err(|_| CheckpointError::Malformed)?;
        let head = TreeHead { upto: Position::new(text.size()), root: (*text.hash()).into() };
        let text = String::from_utf8(note.to_bytes()).map_err(|_| CheckpointError::Malformed)?;
        // Nothing is written that is not read: there is a limit to signatures.
        Note::from_bytes(text.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        Ok(Self { origin, head, text })
    }

    /// The log whose statement it is.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// What it states.
    #[must_use]
    pub const fn head(&self) -> TreeHead {
        self.head
    }

    /// By whom it is signed, as its signatures say: a [`Policy`](super::Policy) knows which of them hold.
    #[must_use]
    pub fn signers(&self) -> Vec<String> {
        self.signatures().iter().map(|signature| signature.name().to_owned()).collect()
    }

    /// This checkpoint with those of its signatures that hold by one of these keys.
    pub(super) fn signed_by(&self, keys: &[&VerifierKey]) -> Result<Self, CheckpointError> {
        let note = self.note()?;
        let mut signatures = self.signatures();
        signatures.retain(|signature| {
            keys.iter().any(|key| claims(signature, key) && key.verify(note.text(), signature.signature()))
        });
        let note = Note::new(note.text(), &signatures).map_err(|_| CheckpointError::Malformed)?;
        Self::of_note(&note)
    }

    /// This checkpoint with the signatures of another one added, if both state the same, in the same words. Of one key there is
    /// one signature, that of the other.
    ///
    /// # Errors
    /// [`CheckpointError::Other`] when they do not; [`CheckpointError::Malformed`] when there are more than 100 signatures.
    pub fn with_signatures_of(&self, other: &Self) -> Result<Self, CheckpointError> {
        let (own, theirs) = (self.note()?, other.note()?);
        if own.text() != theirs.text() {
            return Err(CheckpointError::Other);
        }
        let added = other.signatures();
        let by_same =
            |one: &Signature, other: &Signature| (one.name(), one.id()) == (other.name(), other.id());
        let mut signatures = self.signatures();
        signatures.retain(|own| !added.iter().any(|added| by_same(own, added)));
        signatures.extend(added);
        let note = Note::new(own.text(), &signatures).map_err(|_| CheckpointError::Malformed)?;
        Self::of_note(&note)
    }

    /// Whether one of its signatures is by this key.
    ///
    /// # Errors
    /// [`CheckpointError::BadSignature`] when there is one that claims to be and is not.
    pub(super) fn is_signed_by(&self, key: &VerifierKey) -> Result<Signed, CheckpointError> {
        let note = self.note()?;
        match self.signatures().into_iter().find(|signature| claims(signature, key)) {
            None => Ok(Signed::No),
            Some(signature) if key.verify(note.text(), signature.signature()) => Ok(Signed::Yes),
            Some(_) => Err(CheckpointError::BadSignature { key: key.name().clone() }),
        }
    }

    fn note(&self) -> Result<Note, CheckpointError> {
        Note::from_bytes(self.text.as_bytes()).map_err(|_| CheckpointError::Malformed)
    }

    fn signatures(&self) -> Vec<Signature> {
        let lines = self.text.rsplit_once("\n\n").map(|(_, signatures)| signatures.lines());
        lines.into_iter().flatten().filter_map(|line| Signature::from_bytes(line.as_bytes()).ok()).collect()
    }
}

/// Whether a signature says that it is by a key.
fn claims(signature: &Signature, key: &VerifierKey) -> bool {
    signature.name() == key.name().as_ref() && signature.id() == key.key_id()
}

/// Whether a key has signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signed {
    Yes,
    No,
}

impl std::str::FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let note = Note::from_bytes(text.as_bytes()).map_err(|_| CheckpointError::Malformed)?;
        Self::of_note(&note)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Something is not a checkpoint, or not the one that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// Not a checkpoint at all.
    #[error(
        "this is no checkpoint: the log's name, the number of records and the root, each a line, an empty line, and lines of signatures"
    )]
    Malformed,
    /// Signatures of another text.
    #[error("the two checkpoints do not state the same: signatures of the one are none of the other")]
    Other,
    /// A signature by a known key does not hold.
    #[error("the signature of {key} does not hold: the checkpoint, or the signature, was changed")]
    BadSignature {
        /// Whose.
        key: Origin,
    },
}

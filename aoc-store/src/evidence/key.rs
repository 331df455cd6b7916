//! [`SigningKey`], [`VerifierKey`]: with what checkpoints are signed and checked. C2SP signed-note, Ed25519.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{SecretKey, Signature, VerifyingKey};
use signed_note::{Signer, Verifier, is_key_name_valid, key_id};

use crate::error::{Error, Fault};

/// The type of a key that signs checkpoints as their log.
const ED25519: u8 = 0x01;
/// The type of a key that cosigns checkpoints as a witness.
const COSIGNATURE: u8 = 0x04;
/// What the text of a secret key begins with.
const SECRET: &str = "PRIVATE+KEY+";

/// What a log is called in its checkpoints, and its key with it: a URL without a scheme, as `example.org/friends`. It tells the
/// checkpoints of one log from those of another. At least one character, none of them a space or a plus.
///
/// ```
/// use aoc_store::Origin;
/// assert!("example.org/friends".parse::<Origin>().is_ok());
/// assert!("our friends".parse::<Origin>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(String);

/// The longest name of a log.
const ORIGIN_LEN_MAX: usize = 256;

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let fits =
            is_key_name_valid(text) && text.len() <= ORIGIN_LEN_MAX && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(OriginError) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Origin {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// A text is not an [`Origin`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a log is called by a URL without a scheme, `example.org/friends`: no space, no `+`, at most {ORIGIN_LEN_MAX} bytes"
)]
pub struct OriginError;

/// The secret key of a log, with which it signs its checkpoints: keep it outside of the ledger's directory.
///
/// ```
/// use aoc_store::SigningKey;
/// let key = SigningKey::generate(&"example.org/friends".parse()?)?;
/// let again: SigningKey = key.secret_text().parse()?;
/// assert_eq!(again.verifier(), key.verifier());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct SigningKey {
    origin: Origin,
    /// Wiped when it is dropped.
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// A new key for a log, from the system's randomness.
    ///
    /// # Errors
    /// [`Error::Storage`] when the system has no randomness to give.
    pub fn generate(origin: &Origin) -> Result<Self, Error> {
        let mut secret = SecretKey::default();
        let fault = |error: getrandom::Error| Fault::Other { why: error.to_string() };
        getrandom::fill(&mut secret)
            .map_err(|error| Error::Storage { doing: "making a key", fault: fault(error) })?;
        Ok(Self::of_secret(origin, &secret))
    }

    /// The key of a log with this secret, which nobody may be able to guess.
    #[must_use]
    pub fn of_secret(origin: &Origin, secret: &[u8; 32]) -> Self {
        Self { origin: origin.clone(), key: ed25519_dalek::SigningKey::from_bytes(secret) }
    }

    /// The text of the key, in the form of Go's `note`: the secret itself.
    #[must_use]
    pub fn secret_text(&self) -> String {
        let key = [&[ED25519], self.key.as_bytes().as_slice()].concat();
        format!("{SECRET}{}+{}+{}", self.origin, self.verifier().id_text(), BASE64.encode(&key))
    }

    /// What the log is called whose key this is.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The key that checks what this one signs: give it to everybody.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.origin.clone(), role: KeyRole::Log, key: self.key.verifying_key() }
    }
}

impl FromStr for SigningKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let parts = text.trim().strip_prefix(SECRET).and_then(split).ok_or(KeyError::NotSigning)?;
        let (name, id, algorithm, secret) = parts;
        if algorithm != ED25519 {
            return Err(KeyError::Algorithm { found: algorithm });
        }
        let key = Self::of_secret(&name, &secret);
        if key.verifier().id_text() == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

/// `name+id+key`: the name, the id, the type of the key and its 32 bytes.
fn split(text: &str) -> Option<(Origin, &str, u8, [u8; 32])> {
    let (name, rest) = text.split_once('+')?;
    let (id, key) = rest.split_once('+')?;
    let bytes = BASE64.decode(key.as_bytes()).ok()?;
    let (algorithm, key) = bytes.split_first()?;
    Some((name.parse().ok()?, id, *algorithm, key.try_into().ok()?))
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.origin)
    }
}

impl Signer for SigningKey {
    fn name(&self) -> &str {
        self.origin.as_ref()
    }

    fn key_id(&self) -> u32 {
        self.verifier().key_id()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        ed25519_dalek::Signer::try_sign(&self.key, message).map(|signature| signature.to_vec())
    }
}

/// A key that checks signatures: of a log, or of a witness that has seen its checkpoints. As text it is the *vkey* of
/// C2SP signed-note: `example.org/friends+5fa4a9c2+AZ…`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: Origin,
    role: KeyRole,
    key: VerifyingKey,
}

/// Whose key it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRole {
    /// A log's: it signs its checkpoints.
    Log,
    /// A witness's: it cosigns what it has seen (C2SP tlog-cosignature, version 1).
    Witness,
}

impl VerifierKey {
    /// What the log or the witness is called whose key this is.
    #[must_use]
    pub const fn name(&self) -> &Origin {
        &self.name
    }

    /// Whose key it is.
    #[must_use]
    pub const fn role(&self) -> KeyRole {
        self.role
    }

    /// The public key alone: keys of two names may hold the same.
    pub(super) fn public(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The type of the key, and the key.
    fn typed(&self) -> Vec<u8> {
        let algorithm = match self.role {
            KeyRole::Log => ED25519,
            KeyRole::Witness => COSIGNATURE,
        };
        [&[algorithm], self.public().as_slice()].concat()
    }

    fn id_text(&self) -> String {
        HEXLOWER.encode(&self.key_id().to_be_bytes())
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.starts_with(SECRET) {
            return Err(KeyError::Secret);
        }
        let (name, id, algorithm, key) = split(text).ok_or(KeyError::NotVerifier)?;
        let role = match algorithm {
            ED25519 => KeyRole::Log,
            COSIGNATURE => KeyRole::Witness,
            found => return Err(KeyError::Algorithm { found }),
        };
        let key = VerifyingKey::from_bytes(&key).map_err(|_| KeyError::NotVerifier)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        let key = Self { name, role, key };
        if key.id_text() == id { Ok(key) } else { Err(KeyError::Id) }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, self.id_text(), BASE64.encode(&self.typed()))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Verifier for VerifierKey {
    fn name(&self) -> &str {
        self.name.as_ref()
    }

    fn key_id(&self) -> u32 {
        key_id(self.name.as_ref(), &self.typed())
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        let verified = match self.role {
            KeyRole::Log => self.holds(message, signature),
            KeyRole::Witness => self.holds_with_time(message, signature),
        };
        verified.is_some()
    }
}

impl VerifierKey {
    fn holds(&self, message: &[u8], signature: &[u8]) -> Option<()> {
        let signature = Signature::from_bytes(signature.try_into().ok()?);
        ed25519_dalek::Verifier::verify(&self.key, message, &signature).ok()
    }

    /// C2SP tlog-cosignature: a witness signs the time with the text.
    fn holds_with_time(&self, text: &[u8], signature: &[u8]) -> Option<()> {
        let (time, signature) = signature.split_first_chunk()?;
        let time = i64::try_from(u64::from_be_bytes(*time)).ok()?;
        let header = format!("cosignature/v1\ntime {time}\n");
        self.holds(&[header.as_bytes(), text].concat(), signature)
    }
}

/// A text is not a key, or not the one that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Not a signing key.
    #[error("this is no signing key: one line, `PRIVATE+KEY+name+id+key`, as `aoc key new` writes it")]
    NotSigning,
    /// Not a verifier key.
    #[error("this is no verifier key: one line, `name+id+key`, as `aoc key show` prints it")]
    NotVerifier,
    /// The secret was given where everybody's key is wanted.
    #[error("this is the secret signing key: give the verifier key, which `aoc key show` prints")]
    Secret,
    /// An algorithm that this version does not know.
    #[error(
        "a key of type {found} cannot be used: 1 (Ed25519) signs for a log, 4 (Ed25519 cosignatures) for a witness"
    )]
    Algorithm {
        /// The type.
        found: u8,
    },
    /// A key for which anybody can sign.
    #[error("this key is worth nothing: signatures by it can be made without its secret")]
    Weak,
    /// Name, id and key do not belong together.
    #[error("the id in the verifier key is not that of its name and key: it was cut off or changed")]
    Id,
}

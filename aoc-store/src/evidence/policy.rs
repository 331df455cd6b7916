//! [`Policy`]: whose signatures make a checkpoint trusted. C2SP tlog-policy.

use std::collections::BTreeMap;
use std::str::FromStr;

use super::checkpoint::{Checkpoint, CheckpointError, Signed};
use super::key::{KeyError, KeyRole, Origin, VerifierKey};

/// The most logs, witnesses and groups of a policy, each.
const DEFINED_MAX: usize = 64;
/// What is wrong with a policy that is too long.
const TOO_MANY: &str = "a policy has at most 64 logs, 64 witnesses and 64 groups, and a group 64 members";
/// What is wrong with the number of a group.
const HOW_MANY: &str = "a group says how many: `any`, `all` or a number";
/// The word for no quorum at all.
const NONE: &str = "none";

/// Whose signatures make a checkpoint trusted: one of these logs, and so many of these witnesses. As text it is a
/// C2SP tlog-policy.
///
/// ```
/// use aoc_store::{Checkpoint, Policy, SigningKey, TreeHead};
/// let key = SigningKey::of_secret(&"example.org/friends".parse()?, &[7; 32]);
/// let stranger = SigningKey::of_secret(&"example.org/friends".parse()?, &[8; 32]);
/// let policy: Policy = format!("log {}\nquorum none\n", key.verifier()).parse()?;
/// assert!(policy.check(&Checkpoint::sign(&key, TreeHead::EMPTY)?).is_ok());
/// assert!(policy.check(&Checkpoint::sign(&stranger, TreeHead::EMPTY)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    quorum: Quorum,
}

/// Who must have cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Quorum {
    /// Nobody.
    None,
    /// A witness.
    Witness(VerifierKey),
    /// So many of these.
    Group { least: usize, members: Vec<Quorum> },
}

impl Policy {
    /// One log, and no witnesses.
    #[must_use]
    pub fn of(log: VerifierKey) -> Self {
        Self { logs: vec![log], quorum: Quorum::None }
    }

    /// Checks who has signed a checkpoint. Signatures of keys that the policy does not name are passed over.
    ///
    /// # Errors
    /// [`PolicyError`]: it is not to be trusted.
    pub fn check(&self, checkpoint: &Checkpoint) -> Result<(), PolicyError> {
        let mut of_origin = self.logs.iter().filter(|log| log.name() == checkpoint.origin()).peekable();
        if of_origin.peek().is_none() {
            return Err(PolicyError::OtherLog { found: checkpoint.origin().clone() });
        }
        let mut signed = Signed::No;
        for log in of_origin {
            if checkpoint.is_signed_by(log)? == Signed::Yes {
                signed = Signed::Yes;
            }
        }
        if signed == Signed::No {
            return Err(PolicyError::Unsigned { origin: checkpoint.origin().clone() });
        }
        if self.quorum.is_met(checkpoint)? { Ok(()) } else { Err(PolicyError::NoQuorum) }
    }
}

impl Policy {
    /// A checkpoint that is to be trusted, with those of its signatures that the policy's keys verify, and no others: what can be
    /// passed on.
    ///
    /// ```
    /// use aoc_store::{Checkpoint, Policy, SigningKey, TreeHead};
    /// let origin = "example.org/friends".parse()?;
    /// let (key, unknown) = (SigningKey::of_secret(&origin, &[7; 32]), SigningKey::of_secret(&origin, &[8; 32]));
    /// let [signed, other] = [&key, &unknown].map(|key| Checkpoint::sign(key, TreeHead::EMPTY));
    /// let both = signed?.with_signatures_of(&other?)?;
    /// assert_eq!(both.signers().len(), 2);
    /// assert_eq!(Policy::of(key.verifier()).vouched(&both)?.signers(), ["example.org/friends"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Policy::check`].
    pub fn vouched(&self, checkpoint: &Checkpoint) -> Result<Checkpoint, PolicyError> {
        self.check(checkpoint)?;
        let keys: Vec<&VerifierKey> = self.logs.iter().chain(self.quorum.keys()).collect();
        Ok(checkpoint.signed_by(&keys)?)
    }
}

impl Quorum {
    /// Those who count.
    fn keys(&self) -> Vec<&VerifierKey> {
        match self {
            Self::None => Vec::new(),
            Self::Witness(key) => vec![key],
            Self::Group { members, .. } => members.iter().flat_map(Self::keys).collect(),
        }
    }

    fn is_met(&self, checkpoint: &Checkpoint) -> Result<bool, PolicyError> {
        Ok(match self {
            Self::None => true,
            Self::Witness(key) => checkpoint.is_signed_by(key)? == Signed::Yes,
            Self::Group { least, members } => {
                let mut met = 0_usize;
                for member in members {
                    met = met.saturating_add(usize::from(member.is_met(checkpoint)?));
                }
                met >= *least
            }
        })
    }
}

impl FromStr for Policy {
    type Err = PolicyError;

    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let mut logs: Vec<VerifierKey> = Vec::new();
        let mut witnesses: Vec<VerifierKey> = Vec::new();
        let mut named: BTreeMap<&str, Quorum> = BTreeMap::new();
        // Who counts in a group, counts nowhere else.
        let mut counted: Vec<&str> = Vec::new();
        let mut quorum = None;
        for (number, line) in (1..).zip(text.split('\n')) {
            let wrong = |what: &'static str| PolicyError::Line { number, what };
            if line.chars().any(|c| c.is_ascii_control() && c != '\t') {
                return Err(wrong("it holds a control character"));
            }
            let is_full = |defined: usize| defined >= DEFINED_MAX;
            let groups = named.len().saturating_sub(witnesses.len());
            let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["log", ..] if is_full(logs.len()) => return Err(wrong(TOO_MANY)),
                ["witness", ..] if is_full(witnesses.len()) => return Err(wrong(TOO_MANY)),
                ["group", _, _, members @ ..] if is_full(groups) || members.len() > DEFINED_MAX => {
                    return Err(wrong(TOO_MANY));
                }
                ["log", key] | ["log", key, _] => {
                    let key = key_of(key, KeyRole::Log, &logs, number)?;
                    logs.push(key);
                }
                ["witness", name, key] | ["witness", name, key, _] => {
                    let key = key_of(key, KeyRole::Witness, &witnesses, number)?;
                    witnesses.push(key.clone());
                    define(&mut named, name, Quorum::Witness(key)).map_err(wrong)?;
                }
                ["group", name, least, members @ ..] if !members.is_empty() => {
                    let group = group(&named, &mut counted, least, members).map_err(wrong)?;
                    define(&mut named, name, group).map_err(wrong)?;
                }
                ["quorum", _] if quorum.is_some() => return Err(wrong("there is a second quorum")),
                ["quorum", NONE] => quorum = Some(Quorum::None),
                ["quorum", name] => {
                    let defined = named.get(name).cloned();
                    quorum = Some(defined.ok_or_else(|| wrong("the quorum is not defined above"))?);
                }
                _ => {
                    return Err(wrong(
                        "it is none of `log`, `witness`, `group` and `quorum`, with what belongs to it",
                    ));
                }
            }
        }
        let quorum = quorum.ok_or(PolicyError::WithoutQuorum)?;
        if logs.is_empty() { Err(PolicyError::WithoutLog) } else { Ok(Self { logs, quorum }) }
    }
}

fn key_of(
    text: &str,
    role: KeyRole,
    known: &[VerifierKey],
    number: usize,
) -> Result<VerifierKey, PolicyError> {
    let wrong = |what: &'static str| PolicyError::Line { number, what };
    let key: VerifierKey = text.parse().map_err(|cause| PolicyError::Key { number, cause })?;
    if key.role() != role {
        return Err(wrong("a log has a key of type 1, a witness one of type 4"));
    }
    if known.iter().any(|known| known.public() == key.public()) {
        return Err(wrong("the same key stands above"));
    }
    Ok(key)
}

fn define<'t>(
    named: &mut BTreeMap<&'t str, Quorum>,
    name: &'t str,
    quorum: Quorum,
) -> Result<(), &'static str> {
    if name == NONE || named.insert(name, quorum).is_some() {
        return Err("its name is taken");
    }
    Ok(())
}

fn group<'t>(
    named: &BTreeMap<&str, Quorum>,
    counted: &mut Vec<&'t str>,
    least: &str,
    members: &[&'t str],
) -> Result<Quorum, &'static str> {
    let least = match least {
        "any" => 1,
        "all" => members.len(),
        number => {
            let least: usize = number.parse().map_err(|_| HOW_MANY)?;
            if least.to_string() == number { least } else { return Err(HOW_MANY) }
        }
    };
    if !(1..=members.len()).contains(&least) {
        return Err("a group asks for at least one of its members, and for no more than it has");
    }
    let mut quorums = Vec::with_capacity(members.len());
    for member in members {
        if counted.contains(member) {
            return Err("a member belongs to one group, once");
        }
        counted.push(member);
        quorums.push(named.get(member).cloned().ok_or("a member is not defined above")?);
    }
    Ok(Quorum::Group { least, members: quorums })
}

/// A checkpoint is not to be trusted by a policy, or a text is not a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// Of a log that the policy does not know.
    #[error("this is a checkpoint of {found}, which is not the log whose key was given")]
    OtherLog {
        /// The log.
        found: Origin,
    },
    /// Not signed by the log.
    #[error("no signature on the checkpoint is by the key that was given for {origin}")]
    Unsigned {
        /// The log.
        origin: Origin,
    },
    /// Too few witnesses.
    #[error("too few of the witnesses that the policy asks for have cosigned the checkpoint")]
    NoQuorum,
    /// A signature does not hold.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A line makes no sense.
    #[error("line {number} of the policy: {what}")]
    Line {
        /// Which, from 1.
        number: usize,
        /// What is wrong.
        what: &'static str,
    },
    /// A key makes no sense.
    #[error("line {number} of the policy: {cause}")]
    Key {
        /// Which, from 1.
        number: usize,
        /// What is wrong.
        cause: KeyError,
    },
    /// No quorum.
    #[error("the policy has no line `quorum`: `quorum none` asks for no witnesses")]
    WithoutQuorum,
    /// No log.
    #[error("the policy names no log")]
    WithoutLog,
}

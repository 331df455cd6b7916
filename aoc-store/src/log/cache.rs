//! [`Cache`]: a place beside a log for what is derived from it.

mod chunks;
#[cfg(feature = "sled")]
mod files;

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
pub use chunks::{ChunkError, Chunks};
#[cfg(feature = "sled")]
pub(super) use files::FileCache;

/// The longest name.
const NAME_LEN_MAX: usize = 64;

/// Named byte strings beside a log, for whoever wants to spare the time of deriving them again.
///
/// All of it may be lost at any time, and nothing is ever synced: after a crash there may be the front of what was
/// written, or other bytes. Who reads must be able to tell, by a checksum of its own ([`Chunks`] have one), and go on
/// without.
/// An append to the log never fails because a cache does. Erasing does not reach what lies here: personal data do not
/// belong in it.
///
/// ```
/// # use aoc_store::{Cache, CacheName, EventLog, SledLog};
/// # let place = tempfile::tempdir()?;
/// let log = SledLog::create(place.path().join("ledger"))?;
/// let name: CacheName = "members-by-day".parse()?;
/// if let Some(cache) = log.cache() {
///     cache.replace(&name, b"some")?;
///     cache.append(&name, b" bytes")?;
///     assert_eq!(cache.read(&name)?.as_deref(), Some(&b"some bytes"[..]));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Cache: Send + Sync {
    /// What is there under a name.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails.
    fn read(&self, name: &CacheName) -> Result<Option<Vec<u8>>, Error>;

    /// Puts bytes behind what is there.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails: some of the bytes may be there.
    fn append(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error>;

    /// Puts bytes in the place of what is there. Who reads meanwhile gets the one or the other.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails: what was there stays.
    fn replace(&self, name: &CacheName, bytes: &[u8]) -> Result<(), Error>;

    /// Removes what is there, if there is anything.
    ///
    /// # Errors
    /// [`Error::Storage`] when the storage fails.
    fn remove(&self, name: &CacheName) -> Result<(), Error>;
}

/// What a cached byte string is called: 1 to 64 small letters, digits and hyphens, no hyphen first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheName(String);

impl FromStr for CacheName {
    type Err = CacheNameError;

    fn from_str(name: &str) -> Result<Self, CacheNameError> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_name =
            (1..=NAME_LEN_MAX).contains(&name.len()) && !name.starts_with('-') && name.bytes().all(fits);
        if is_name { Ok(Self(name.to_owned())) } else { Err(CacheNameError { name: name.to_owned() }) }
    }
}

impl fmt::Display for CacheName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text is not a [`CacheName`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{name}` names no cache: use 1 to {NAME_LEN_MAX} small letters, digits and hyphens, no hyphen first"
)]
pub struct CacheNameError {
    /// The text.
    pub name: String,
}

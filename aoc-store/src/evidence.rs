//! Evidence: what makes it provable that nothing in a log was changed or removed, to people who trust neither us nor our code.
//!
//! The records are the leaves of a Merkle tree (RFC 6962). A [`Checkpoint`] is its root, signed; a [`RecordProof`] leads
//! from a record to a checkpoint, an [`ExtensionProof`] from an earlier checkpoint to a later one. All are text in the formats
//! of C2SP (signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-proof, tlog-witness), which other software
//! reads. The hashing of proofs is the crate `tlog_tiles`, notes are `signed_note`, signatures `ed25519-dalek`: nothing of the
//! cryptography is ours.
//!
//! [`Evidence`] is the side that has the log; a [`Policy`] is that of whoever checks, and needs no log.

mod checkpoint;
mod error;
mod hash;
mod hashes;
pub(crate) mod issued;
mod key;
mod list;
mod policy;
mod proof;
mod tree;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aoc_core::Position;

pub use checkpoint::{Checkpoint, CheckpointError};
pub use error::EvidenceError;
pub use hash::{TreeHash, TreeHashError};
pub use issued::Issued;
pub use key::{KeyError, KeyRole, Origin, OriginError, SigningKey, VerifierKey};
pub use list::HashList;
pub use policy::{Policy, PolicyError};
pub use proof::{CheckError, ExtensionProof, Proof, RecordProof};
pub use tree::{ProofError, TreeHead, TreeHeadError};

use crate::log::{CacheName, Chunks, EventLog};
use hashes::root_of_tile;
pub(crate) use hashes::{Hashes, TILE_HEIGHT, TILE_WIDTH, Tree};

/// The cache of the roots of whole tiles.
const CACHE: &str = "tree";

/// The Merkle tree over the records of a log, and what is proven and signed by it.
///
/// Records are hashed when a root is asked for, each once: appending costs nothing. What is kept are 32 bytes for each 256
/// records, in memory and, where the log has a [`Cache`](crate::Cache), there: so the next process does not hash them again. A cache that
/// is lost costs 0.3 µs a record.
///
/// ```
/// use std::sync::Arc;
/// use aoc_core::{decide, Book, Citations, Draft, EventDate, PersonRegistered, Position, Timestamp};
/// use aoc_store::{EventLog, Evidence, Frame, MemoryLog, Policy, SigningKey};
/// let names = serde_json::from_str(r#"[{"lang": "en", "text": "Jorge Sampaio"}]"#)?;
/// let event = PersonRegistered { person: "sampaio".parse()?, names };
/// let draft = Draft::new(event, EventDate::UNKNOWN, Citations::uncited());
/// let records = decide(&Book::default(), &[draft], Timestamp::from_micros(0))?;
/// let log = Arc::new(MemoryLog::new());
/// log.append(Position::START, &Frame::of(&records)?)?;
///
/// let key = SigningKey::generate(&"example.org/friends".parse()?)?;
/// let evidence = Evidence::of(log);
/// evidence.issue(&key, &mut |_| {})?;
/// let proof = evidence.prove_record(Position::FIRST, None)?;
///
/// // Elsewhere, with the proof and the log's verifier key, and nothing else:
/// let record = proof.check(&Policy::of(key.verifier()))?.to_record()?;
/// assert_eq!(record.position, Position::FIRST);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Evidence {
    log: Arc<dyn EventLog>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    hashes: Hashes,
    /// How many whole tiles lie in the cache.
    cached: usize,
    /// Nothing as long as nothing was read.
    told: Option<Told>,
}

/// What the hashes rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    ByTheRecords,
    /// Some of them; of the last tile that it told, the records say the same.
    ByTheCache,
}

impl Evidence {
    /// The evidence of a log. Nothing is read yet.
    #[must_use]
    pub fn of(log: Arc<dyn EventLog>) -> Self {
        Self { log, state: Mutex::default() }
    }

    /// The head of the tree over the records up to one. Of what the cache tells, the last tile is compared with the records; who
    /// wants all of it from them, takes [`root_of`](Self::root_of).
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use aoc_core::Position;
    /// # use aoc_store::{Evidence, MemoryLog, TreeHead};
    /// let evidence = Evidence::of(Arc::new(MemoryLog::new()));
    /// assert_eq!(evidence.head(Position::START)?, TreeHead::EMPTY);
    /// assert!(evidence.head(Position::FIRST).is_err());
    /// # Ok::<(), aoc_store::EvidenceError>(())
    /// ```
    ///
    /// # Errors
    /// [`EvidenceError`] when there is no such record, or the log cannot be read.
    pub fn head(&self, upto: Position) -> Result<TreeHead, EvidenceError> {
        self.hashed(upto)?.hashes.tree(self.log.as_ref()).head(upto)
    }

    /// The root over the records of a log up to one, every one of them read now.
    ///
    /// # Errors
    /// [`EvidenceError`] when the log cannot be read.
    pub fn root_of(log: &dyn EventLog, upto: Position) -> Result<TreeHash, EvidenceError> {
        let mut hashes = Hashes::default();
        hashes.catch_up(log, upto, &mut |_| {})?;
        Ok(hashes.tree(log).head(upto)?.root)
    }

    /// The checkpoints that were issued, in their order.
    ///
    /// # Errors
    /// [`EvidenceError`] when they cannot be read.
    pub fn issued(&self) -> Result<Vec<Checkpoint>, EvidenceError> {
        issued::of(self.log.as_ref())
    }

    /// Signs a checkpoint of the log as it is now, and remembers it before anybody sees it. A log that is no longer what was
    /// signed before gets no signature. What is signed comes from the records, not from the cache: the first time, all of them
    /// are hashed (0.3 s a million), and `progress` hears how far that is. (It must not ask the same evidence for anything: it would
    /// wait for itself.)
    ///
    /// # Errors
    /// [`EvidenceError`]: the log cannot be read, was rewound or changed, or has no place to remember.
    pub fn issue(
        &self,
        key: &SigningKey,
        progress: &mut dyn FnMut(Position),
    ) -> Result<Checkpoint, EvidenceError> {
        let issued = self.log.issued().ok_or(EvidenceError::CannotRemember)?;
        let _turn = issued.turn();
        let state = self.hashed_from_records(progress)?;
        let (tree, upto) = (state.hashes.tree(self.log.as_ref()), state.hashes.upto());
        let mut checkpoints = may_sign(issued, key, &tree, upto)?;
        let mut checkpoint = Checkpoint::sign(key, tree.head(upto)?)?;
        // Signed again, it keeps the signatures that it has.
        if let Some(before) = checkpoints.pop_if(|last| last.head().upto == upto) {
            checkpoint = before.with_signatures_of(&checkpoint)?;
        }
        checkpoints.push(checkpoint.clone());
        issued::remember(issued, &checkpoints)?;
        Ok(checkpoint)
    }

    /// Whether the log is what was signed before, and may be signed by this key: what [`issue`](Self::issue) asks first.
    ///
    /// # Errors
    /// As [`issue`](Self::issue).
    pub fn check_issued(
        &self,
        key: &SigningKey,
        progress: &mut dyn FnMut(Position),
    ) -> Result<(), EvidenceError> {
        let issued = self.log.issued().ok_or(EvidenceError::CannotRemember)?;
        let _turn = issued.turn();
        let state = self.hashed_from_records(progress)?;
        let upto = state.hashes.upto();
        may_sign(issued, key, &state.hashes.tree(self.log.as_ref()), upto).map(drop)
    }

    /// Adds the signatures of a copy of an issued checkpoint, those of witnesses, to what is remembered. Whether they hold, the
    /// policy must say first.
    ///
    /// # Errors
    /// [`EvidenceError::NotIssued`] when nothing that states the same was issued.
    pub fn add_signatures(&self, cosigned: &Checkpoint) -> Result<Checkpoint, EvidenceError> {
        let issued = self.log.issued().ok_or(EvidenceError::CannotRemember)?;
        let _turn = issued.turn();
        let mut checkpoints = issued::read(issued)?;
        let same = |before: &&mut Checkpoint| before.head() == cosigned.head();
        let before = checkpoints.iter_mut().rfind(same).ok_or(EvidenceError::NotIssued)?;
        let joined = match before.with_signatures_of(cosigned) {
            Err(CheckpointError::Other) => return Err(EvidenceError::NotIssued),
            joined => joined?,
        };
        *before = joined.clone();
        issued::remember(issued, &checkpoints)?;
        Ok(joined)
    }

    /// Proves that a record is in the log: against a checkpoint that was issued, the last one unless another is wanted.
    ///
    /// # Errors
    /// [`EvidenceError`]: no checkpoint speaks of the record, or the log is no longer what it was.
    pub fn prove_record(
        &self,
        position: Position,
        against: Option<&Checkpoint>,
    ) -> Result<RecordProof, EvidenceError> {
        let missing = EvidenceError::Beyond { position, head: self.log.head()? };
        let frame = self.log.frame(position)?.ok_or_else(|| missing.clone())?;
        let record = frame.record(position).ok_or(missing)??.bytes().to_vec();
        let checkpoint = self.checkpoint(position, against)?;
        let upto = checkpoint.head().upto;
        let path = self.tree_of(&checkpoint, |tree| tree.record_path(position, upto))?;
        Ok(RecordProof { record, position, path, checkpoint })
    }

    /// Proves that the log at a checkpoint, the last one that was issued unless another is wanted, goes on from what it was at
    /// a position.
    ///
    /// # Errors
    /// [`EvidenceError`]: no checkpoint goes that far, or the log is no longer what it was.
    pub fn prove_extension(
        &self,
        old: Position,
        against: Option<&Checkpoint>,
    ) -> Result<ExtensionProof, EvidenceError> {
        let checkpoint = self.checkpoint(old, against)?;
        let upto = checkpoint.head().upto;
        let path = self.tree_of(&checkpoint, |tree| tree.extension_path(old, upto))?;
        Ok(ExtensionProof { old, path, checkpoint })
    }

    /// Whether the log still is what a checkpoint states; by whom that is signed, a [`Policy`] says.
    ///
    /// # Errors
    /// [`EvidenceError::Rewound`] or [`EvidenceError::Forked`] when it is not; others when the log cannot be read.
    pub fn confirm(&self, checkpoint: &Checkpoint) -> Result<(), EvidenceError> {
        self.tree_of(checkpoint, |_| Ok(()))
    }

    /// What the tree says, if it still is what the checkpoint states.
    fn tree_of<T>(
        &self,
        checkpoint: &Checkpoint,
        read: impl FnOnce(&Tree<'_>) -> Result<T, EvidenceError>,
    ) -> Result<T, EvidenceError> {
        let (issued, head) = (checkpoint.head(), self.log.head()?);
        if issued.upto > head {
            return Err(EvidenceError::Rewound { issued, head });
        }
        let state = self.hashed(issued.upto)?;
        let tree = state.hashes.tree(self.log.as_ref());
        if tree.head(issued.upto)? == issued { read(&tree) } else { Err(EvidenceError::Forked { issued }) }
    }

    /// A checkpoint of at least so many records.
    fn checkpoint(&self, least: Position, wanted: Option<&Checkpoint>) -> Result<Checkpoint, EvidenceError> {
        let found = match wanted {
            Some(checkpoint) => Some(checkpoint.clone()),
            None => self.issued()?.pop(),
        };
        match found {
            Some(checkpoint) if checkpoint.head().upto >= least => Ok(checkpoint),
            Some(checkpoint) if wanted.is_some() => {
                Err(EvidenceError::Backwards { old: least, new: checkpoint.head().upto })
            }
            _ => Err(EvidenceError::NoCheckpoint { least }),
        }
    }

    /// Hashes are only ever pushed, and what is cached is checked: a thread that panicked with the lock held left them so.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The hashes of all records, none of which the cache has told: what is signed is what the records give. Once in the life
    /// of this, records that the cache knew are hashed anew.
    fn hashed_from_records(
        &self,
        progress: &mut dyn FnMut(Position),
    ) -> Result<MutexGuard<'_, State>, EvidenceError> {
        let mut state = self.lock();
        if state.told != Some(Told::ByTheRecords) {
            *state = State { hashes: Hashes::default(), cached: 0, told: Some(Told::ByTheRecords) };
        }
        let head = self.log.head()?;
        state.hashes.catch_up(self.log.as_ref(), head, progress)?;
        state.write_cache(self.log.as_ref());
        if state.hashes.upto() > head {
            return Err(EvidenceError::Hashing { why: "the log became shorter".to_owned() });
        }
        Ok(state)
    }

    /// The hashes, at least up to a record.
    fn hashed(&self, upto: Position) -> Result<MutexGuard<'_, State>, EvidenceError> {
        let head = self.log.head()?;
        if upto > head {
            return Err(EvidenceError::Beyond { position: upto, head });
        }
        let mut state = self.lock();
        if state.told.is_none() {
            state.read_cache(self.log.as_ref(), head);
        }
        state.hashes.catch_up(self.log.as_ref(), upto, &mut |_| {})?;
        state.write_cache(self.log.as_ref());
        Ok(state)
    }
}

/// The checkpoints that were issued, if the log is what they state and the key is that of their log.
fn may_sign(
    issued: &dyn Issued,
    key: &SigningKey,
    tree: &Tree<'_>,
    upto: Position,
) -> Result<Vec<Checkpoint>, EvidenceError> {
    let checkpoints = issued::read(issued)?;
    for before in &checkpoints {
        let (remembered, head) = (before.origin(), before.head());
        if remembered != key.origin() {
            let (remembered, given) = (remembered.clone(), key.origin().clone());
            return Err(EvidenceError::OtherOrigin { remembered, given });
        }
        if head.upto > upto {
            return Err(EvidenceError::Rewound { issued: head, head: upto });
        }
    }
    // Each was checked against the one before it when it was issued.
    match checkpoints.last().map(Checkpoint::head) {
        Some(last) if tree.head(last.upto)? != last => Err(EvidenceError::Forked { issued: last }),
        _ => Ok(checkpoints),
    }
}

impl State {
    /// Takes in what the cache holds, if its last tile is still what the records give. A cache that cannot be read is none.
    fn read_cache(&mut self, log: &dyn EventLog, head: Position) {
        self.told = Some(Told::ByTheRecords);
        let (Some(cache), Some(name)) = (log.cache(), name()) else { return };
        let Ok(Some(bytes)) = cache.read(&name) else { return };
        let (mut hashes, mut is_whole) = (Hashes::default(), true);
        for chunk in Chunks::of(&bytes) {
            let (roots, rest) = chunk.unwrap_or_default().as_chunks::<{ TreeHash::LEN }>();
            is_whole &= chunk.is_ok() && rest.is_empty();
            for root in roots {
                hashes.push_tile(tlog_tiles::Hash(*root));
            }
        }
        let count = hashes.whole_tiles();
        let holds = count.checked_sub(1).is_some_and(|last| {
            let root = root_of_tile(log, last).ok();
            root.is_some_and(|root| hashes.tile_roots(last).eq([&root.0]))
        });
        if is_whole && holds && hashes.upto() <= head {
            (self.hashes, self.cached, self.told) = (hashes, count, Some(Told::ByTheCache));
        } else {
            // Of no use, and in the way.
            let _ = cache.remove(&name);
        }
    }

    /// Puts what is new there. That it cannot be written is no failure: it is made again.
    fn write_cache(&mut self, log: &dyn EventLog) {
        let (whole, cached) = (self.hashes.whole_tiles(), self.cached);
        let (Some(cache), Some(name)) = (log.cache(), name()) else { return };
        if whole > cached {
            let roots: Vec<u8> = self.hashes.tile_roots(cached).flatten().copied().collect();
            let chunk = Chunks::chunk(&roots);
            // The first takes the place of whatever is there.
            let written =
                if cached == 0 { cache.replace(&name, &chunk) } else { cache.append(&name, &chunk) };
            if written.is_ok() {
                self.cached = whole;
            }
        }
    }
}

fn name() -> Option<CacheName> {
    CACHE.parse().ok()
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evidence").finish_non_exhaustive()
    }
}

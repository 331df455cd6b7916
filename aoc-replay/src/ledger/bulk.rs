//! [`Bulk`]: many drafts on their way into the book, in commits of a size.

use aoc_core::{Draft, Position, Rejections, Timestamp};

use super::{BatchSize, Ledger, Receipt, Recorded};
use crate::commits::Commit;
use crate::error::Error;

/// Drafts that go into the book in one commit or not at all: a single one, or several that are only right together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together(Vec<Draft>);

impl From<Draft> for Together {
    fn from(draft: Draft) -> Self {
        Self(vec![draft])
    }
}

impl From<Vec<Draft>> for Together {
    fn from(drafts: Vec<Draft>) -> Self {
        Self(drafts)
    }
}

/// How far a bulk recording has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bulk {
    /// The drafts that the book held already: an earlier recording came as far.
    pub passed_over: Option<Stored>,
    /// The drafts behind them that were recorded now.
    pub recorded: Option<Stored>,
}

/// Drafts that stand in the book in the order in which they were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// How many.
    pub drafts: usize,
    /// How many commits hold them.
    pub commits: usize,
    /// The place of the first.
    pub first: Position,
    /// The place of the last. Between the two stand the others, and what was recorded meanwhile elsewhere.
    pub last: Position,
    /// When the last was recorded.
    pub recorded_at: Timestamp,
}

impl Bulk {
    /// How many of the drafts are in the book now, from the first on.
    #[must_use]
    pub fn drafts(&self) -> usize {
        let of = |stored: Option<Stored>| stored.map_or(0, |stored| stored.drafts);
        of(self.passed_over).saturating_add(of(self.recorded))
    }

    /// The place of the last of them.
    fn last(&self) -> Position {
        let of = |stored: Option<Stored>| stored.map_or(Position::START, |stored| stored.last);
        of(self.passed_over).max(of(self.recorded))
    }
}

impl Stored {
    /// These drafts, and more that stand behind them.
    #[must_use]
    pub fn then(self, more: Self) -> Self {
        let (drafts, commits) =
            (self.drafts.saturating_add(more.drafts), self.commits.saturating_add(more.commits));
        // No two commits are recorded at one time (law 4).
        let in_common = usize::from(self.recorded_at == more.recorded_at);
        Self { drafts, commits: commits.saturating_sub(in_common), first: self.first, ..more }
    }

    pub(super) fn add(so_far: &mut Option<Self>, more: Self) {
        *so_far = Some(so_far.map_or(more, |before| before.then(more)));
    }

    pub(super) const fn of_record(position: Position, commit: &Commit) -> Self {
        Self { drafts: 1, commits: 1, first: position, last: position, recorded_at: commit.recorded_at }
    }
}

impl From<&Receipt> for Stored {
    fn from(receipt: &Receipt) -> Self {
        let Commit { first, last, recorded_at } = receipt.commit;
        Self { drafts: receipt.ids.len(), commits: 1, first, last, recorded_at }
    }
}

/// What became of many drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkRecorded {
    /// All are in the book.
    Accepted(Bulk),
    /// The book says no to a batch; nothing of it was recorded, and nothing behind it was tried.
    ///
    /// A batch is judged without what comes behind it: drafts that are only right together with later ones are given
    /// as one [`Together`], or in larger batches.
    Rejected {
        /// What came before, which stays in the book: the batch begins with the draft behind these.
        before: Bulk,
        /// What stands against the drafts of the batch, which are counted from its first.
        rejections: Rejections,
    },
}

/// Many drafts were not recorded to the end.
#[derive(Debug, thiserror::Error)]
pub enum BulkError<E> {
    /// There is no next draft. Of the batch that was waiting for it nothing was recorded.
    #[error("{cause}; the first {} drafts are in the book: give the same drafts again to go on behind them", .before.drafts())]
    Input {
        /// What came before, which stays in the book.
        before: Box<Bulk>,
        /// Why there is none.
        cause: E,
    },
    /// The ledger failed.
    #[error("{cause}; the first {} drafts are in the book: give the same drafts again to go on behind them", .before.drafts())]
    Ledger {
        /// What came before, which stays in the book.
        before: Box<Bulk>,
        /// What failed.
        cause: Error,
    },
}

impl Ledger {
    /// Records many drafts in their order, in commits of up to so many, and holds no more of them in memory than one
    /// commit. After each commit, and after as many drafts that it
    /// passes over, it says how far it has come.
    ///
    /// It stops at the first batch that the book rejects. What came before is recorded, and durable on a durable log.
    /// To go on after that, or after an interruption, give the same drafts again, in batches of any size: those at the beginning
    /// that the book holds already, in this order, are passed over.
    ///
    /// ```
    /// use aoc_core::{Citations, Draft, EventDate, PartyKind, PartyRegistered};
    /// use aoc_replay::{BatchSize, BulkRecorded, Ledger};
    /// # use std::convert::Infallible;
    ///
    /// let party = |number: usize| {
    ///     let names = serde_json::from_value(serde_json::json!([{"lang": "en", "text": format!("Party {number}")}]));
    ///     let party = format!("party-{number}").parse().expect("a slug");
    ///     let event = PartyRegistered { party, kind: PartyKind::Country, names: names.expect("a name"), codes: vec![] };
    ///     Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
    /// };
    /// let drafts = |count| (1..=count).map(move |number| Ok::<_, Infallible>(party(number)));
    ///
    /// let (ledger, hundred) = (Ledger::in_memory(), BatchSize::of_drafts(100)?);
    /// let mut told = Vec::new();
    /// ledger.record_all(drafts(250), hundred, &mut |bulk| told.push(bulk.drafts()))?;
    /// assert_eq!(told, [100, 200, 250]);
    ///
    /// // The same again, and more behind it.
    /// let recorded = ledger.record_all(drafts(300), BatchSize::default(), &mut |_| {})?;
    /// let BulkRecorded::Accepted(bulk) = recorded else { panic!("{recorded:?}") };
    /// assert_eq!(bulk.passed_over.map(|stored| (stored.drafts, stored.commits)), Some((250, 3)));
    /// assert_eq!(bulk.recorded.map(|stored| (stored.drafts, stored.commits)), Some((50, 1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Two things are not passed over, but refused, as their ids are taken: a draft without an id of its own whose fact was retracted
    /// since (perhaps by a later one of the same drafts), and what another thread records of the same drafts
    /// meanwhile, cut otherwise.
    ///
    /// # Errors
    /// [`BulkError::Input`] with what the iterator gave instead of a draft; [`BulkError::Ledger`] as [`Ledger::record`]. Both
    /// say how far it came.
    pub fn record_all<T: Into<Together>, E>(
        &self,
        drafts: impl IntoIterator<Item = Result<T, E>>,
        size: BatchSize,
        progress: &mut dyn FnMut(&Bulk),
    ) -> Result<BulkRecorded, BulkError<E>> {
        let mut batches =
            Batches { ledger: self, size, progress, bulk: Bulk::default(), waiting: Vec::new() };
        for together in drafts {
            let rejections = match together {
                Ok(together) => batches.put(together.into()).map_err(|cause| batches.failed(cause))?,
                Err(cause) => return Err(BulkError::Input { before: Box::new(batches.bulk), cause }),
            };
            if let Some(rejections) = rejections {
                return Ok(BulkRecorded::Rejected { before: batches.bulk, rejections });
            }
        }
        let rejections = batches.record().map_err(|cause| batches.failed(cause))?;
        let bulk = batches.bulk;
        Ok(match rejections {
            None => BulkRecorded::Accepted(bulk),
            Some(rejections) => BulkRecorded::Rejected { before: bulk, rejections },
        })
    }
}

/// Drafts on their way into commits.
struct Batches<'a> {
    ledger: &'a Ledger,
    size: BatchSize,
    progress: &'a mut dyn FnMut(&Bulk),
    bulk: Bulk,
    /// The drafts of the next commit.
    waiting: Vec<Draft>,
}

impl Batches<'_> {
    /// Takes in drafts; records what waits when they do not fit in with it, or fill it up. Gives what stands against that.
    fn put(&mut self, together: Together) -> Result<Option<Rejections>, Error> {
        let Together(mut together) = together;
        if self.is_resuming() && self.pass_over(&together)? {
            return Ok(None);
        }
        let room = self.size.drafts().saturating_sub(self.waiting.len());
        let rejections = if together.len() > room { self.record()? } else { None };
        self.waiting.append(&mut together);
        if rejections.is_some() || self.waiting.len() < self.size.drafts() {
            return Ok(rejections);
        }
        self.record()
    }

    /// Whether all drafts so far were in the book already.
    const fn is_resuming(&self) -> bool {
        self.bulk.recorded.is_none() && self.waiting.is_empty()
    }

    /// Whether the book holds these drafts, behind those that were passed over before.
    fn pass_over(&mut self, together: &[Draft]) -> Result<bool, Error> {
        let Some(stored) = self.ledger.stored(together, self.bulk.last())? else { return Ok(false) };
        let batches = |bulk: &Bulk| bulk.drafts().checked_div(self.size.drafts());
        let before = batches(&self.bulk);
        Stored::add(&mut self.bulk.passed_over, stored);
        if batches(&self.bulk) > before {
            (self.progress)(&self.bulk);
        }
        Ok(true)
    }

    /// Records what waits as a commit, or gives what stands against it.
    fn record(&mut self) -> Result<Option<Rejections>, Error> {
        if self.waiting.is_empty() {
            return Ok(None);
        }
        match self.ledger.record(&self.waiting)? {
            Recorded::Accepted(receipt) => {
                Stored::add(&mut self.bulk.recorded, (&receipt).into());
            }
            // Somebody else was given the same drafts.
            Recorded::AlreadyRecorded(receipt) if receipt.commit.first > self.bulk.last() => {
                Stored::add(&mut self.bulk.passed_over, (&receipt).into());
            }
            // They came before among these very drafts: that is no retry.
            Recorded::AlreadyRecorded(_) => return Ok(self.ledger.judge(&self.waiting)?.err()),
            Recorded::Rejected(rejections) => return Ok(Some(rejections)),
        }
        self.waiting.clear();
        (self.progress)(&self.bulk);
        Ok(None)
    }

    fn failed<E>(&self, cause: Error) -> BulkError<E> {
        BulkError::Ledger { before: Box::new(self.bulk), cause }
    }
}

//! How drafts become a commit: judged, written, and acknowledged together with those of other threads.

use aoc_core::{
    Claim, Draft, Event, Position, Privacy, Record, Rejections, Screened, Seal, Timestamp, Unread,
    decide_from,
};
use aoc_store::{AppendError, CheckedFrame, Frame};

use super::{Ledger, Receipt, Recorded, Stored};
use crate::commits::Commit;
use crate::erasure;
use crate::error::Error;
use crate::state::{OUTLINED_RECORDS, State};

/// How often drafts are judged again when others write in between.
const TRIES_MAX: u32 = 16;

impl Ledger {
    /// Judges drafts and records them as one commit: all or none.
    ///
    /// When it returns [`Recorded::Accepted`] on a durable log, the commit survives power loss. Recording
    /// drafts with the same ids again records nothing and says so. The bodies of events with personal data are sealed;
    /// a [`PersonErased`](aoc_core::PersonErased) destroys those of the person, as [`Ledger::erase`] does.
    ///
    /// Threads that record at the same time share the wait for the disk: drafts are judged against all that was
    /// written before, and nobody reads a commit, or is told anything that rests on it, before it is acknowledged.
    ///
    /// # Errors
    /// [`Error::Append`] when writing failed: what is certain then is said by the error. [`Error::Erasure`] when an
    /// erasure was recorded, but not carried out to the end.
    pub fn record(&self, drafts: &[Draft]) -> Result<Recorded, Error> {
        if drafts.is_empty() {
            return Err(Error::NothingToRecord);
        }
        let (recorded, upto) = self.put(&Screened::all(drafts))?;
        let first = recorded.receipt().map(|receipt| receipt.commit.first);
        self.settle(upto, |cause| match first {
            Some(first) => AppendError::Unknown { first, cause }.into(),
            None => AppendError::Refused.into(),
        })?;
        if first.is_some() && self.state()?.owes_erasures() {
            let done = self.write()?.finish_erasures(self.log());
            if drafts.iter().any(erasure::is_of) {
                done?; // one that failed before is tried again with every commit, and is not this one's failure
            }
        }
        self.state()?.keep_outline(self.log(), OUTLINED_RECORDS);
        Ok(recorded)
    }

    /// Writes a commit, one thread at a time, and tells how far the log must be acknowledged before anybody may know
    /// what came of it.
    fn put(&self, drafts: &[Screened<'_>]) -> Result<(Recorded, Position), Error> {
        let _writer = self.writer()?;
        for _ in 0..TRIES_MAX {
            let (expected, mut records) = {
                let state = self.read()?;
                if let Some(receipt) = recorded_before(&state, drafts)? {
                    let upto = receipt.commit.last;
                    return Ok((Recorded::AlreadyRecorded(receipt), upto));
                }
                match self.decide(&state, drafts)? {
                    Ok(records) => {
                        erasure::check(&state, self.log(), &records)?;
                        (state.written(), records)
                    }
                    Err(rejections) => return Ok((Recorded::Rejected(rejections), state.written())),
                }
            };
            self.seal(&mut records)?;
            let receipt = Receipt::of(&records).ok_or(Error::NothingToRecord)?;
            let frames = Frame::of(&records)?;
            let checked: Vec<_> = frames.iter().map(CheckedFrame::of).collect();
            match self.shared.log.write(expected, &frames) {
                Ok(written) => {
                    self.write()?.write(&checked)?;
                    return Ok((Recorded::Accepted(receipt), written.last));
                }
                // Whoever catches up now must find it.
                Err(AppendError::Conflict { actual, .. }) => {
                    self.settle(actual, |_| AppendError::Refused.into())?;
                }
                Err(error) => {
                    self.give_up()?;
                    return Err(error.into());
                }
            }
        }
        Err(Error::Contended { tries: TRIES_MAX })
    }

    /// Returns once everything up to there is acknowledged: from then on it is read.
    pub(crate) fn settle(
        &self,
        upto: Position,
        failed: impl FnOnce(aoc_store::Error) -> Error,
    ) -> Result<(), Error> {
        if self.state()?.head() >= upto {
            return Ok(());
        }
        if let Err(cause) = self.shared.log.sync(upto) {
            self.give_up()?;
            return Err(failed(cause));
        }
        let head = self.shared.log.head()?;
        if self.state()?.head() < head {
            self.write()?.acknowledge(head); // unless one of those who waited along did
        }
        Ok(())
    }

    /// What was written may not be in the log: what is known of it is forgotten, and the rest read from the log again.
    fn give_up(&self) -> Result<(), Error> {
        let mut state = self.write()?;
        if state.is_ahead() {
            *state = State::of(self.shared_log());
        }
        Ok(())
    }

    /// Personal data do not stand in the records themselves, which never change.
    fn seal(&self, records: &mut [Record]) -> Result<(), Error> {
        for record in records {
            if record.event.as_ref().is_some_and(|event| event.privacy() == Privacy::Personal) {
                record.seal = Seal::Sealed(self.shared.salts.draw()?);
            }
        }
        Ok(())
    }

    /// What recording the drafts would give, not sealed yet; nothing is recorded.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read.
    pub fn judge(&self, drafts: &[Draft]) -> Result<Result<Vec<Record>, Rejections>, Error> {
        let screened = Screened::all(drafts);
        let (judged, upto) = {
            let state = self.read()?;
            (self.decide(&state, &screened)?, state.written())
        };
        self.settle(upto, Error::Store)?;
        Ok(judged)
    }

    fn decide(
        &self,
        state: &State,
        drafts: &[Screened<'_>],
    ) -> Result<Result<Vec<Record>, Rejections>, Error> {
        let decided = decide_from(state.index(), state.pages(), drafts, self.next_time(state));
        decided.map_err(|Unread { position }| state.pages().why_unread(position))
    }

    /// `recorded_at` strictly rises from commit to commit, whatever the clock does (law 4).
    fn next_time(&self, state: &State) -> Timestamp {
        let now = self.shared.clock.now();
        state.index().recorded_at().map_or(now, |last| now.max(last.next()))
    }

    /// The place of the record that this very draft became, whatever has become of the fact since.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Record`] when the log cannot be read.
    pub fn recorded(&self, draft: &Draft) -> Result<Option<Position>, Error> {
        let state = self.read()?;
        let Some(position) = state.find(draft.id()) else { return Ok(None) };
        Ok(is_record_of(&state, draft, position)?.then_some(position))
    }

    /// Where drafts stand that were recorded earlier, in this order, behind a position.
    pub(super) fn stored(&self, drafts: &[Draft], behind: Position) -> Result<Option<Stored>, Error> {
        let state = self.read()?;
        let (mut stored, mut last) = (None, behind);
        for draft in drafts {
            let Some(position) = state.find(draft.id()).filter(|position| *position > last) else {
                return Ok(None);
            };
            let Some(commit) = state.commit_of(position) else { return Ok(None) };
            if !is_retry(&state, draft, position)? {
                return Ok(None);
            }
            Stored::add(&mut stored, Stored::of_record(position, &commit));
            last = position;
        }
        Ok(stored)
    }
}

impl Receipt {
    /// That of a commit of these records.
    fn of(records: &[Record]) -> Option<Self> {
        let (first, last) = (records.first()?, records.last()?);
        let commit = Commit { first: first.position, last: last.position, recorded_at: first.recorded_at };
        Some(Self { commit, ids: records.iter().map(|record| record.id).collect() })
    }
}

/// The commit that these very drafts became earlier.
fn recorded_before(state: &State, drafts: &[Screened<'_>]) -> Result<Option<Receipt>, Error> {
    let Some(first) = drafts.first().and_then(|draft| state.index().find(draft.id())) else {
        return Ok(None);
    };
    let Some(commit) = state.commit_of(first).filter(|commit| commit.first == first) else {
        return Ok(None);
    };
    if commit.last != first.plus(drafts.len()).previous() {
        return Ok(None);
    }
    let mut ids = Vec::with_capacity(drafts.len());
    for (ahead, draft) in drafts.iter().enumerate() {
        let position = first.plus(ahead);
        if !is_retry(state, draft.draft(), position)? {
            return Ok(None);
        }
        ids.push(draft.id());
    }
    Ok(Some(Receipt { commit, ids }))
}

/// Whether recording a draft again is a retry of what became this record.
fn is_retry(state: &State, draft: &Draft, position: Position) -> Result<bool, Error> {
    // An id from the content does not tell a retry from the same claim made anew after it was undone.
    let anew = draft.own_id().is_none() && is_undone(state, draft, position);
    Ok(!anew && is_record_of(state, draft, position)?)
}

/// Whether what a draft became at a position has been undone, all that was written taken together: the fact was retracted,
/// or its retraction corrected.
fn is_undone(state: &State, draft: &Draft, position: Position) -> bool {
    let index = state.index();
    match draft.claim {
        Claim::Retraction { .. } => index.replaced_by(position).is_some(),
        _ => index.origin(position).and_then(|origin| index.standing(origin, state.written())).is_none(),
    }
}

fn is_record_of(state: &State, draft: &Draft, position: Position) -> Result<bool, Error> {
    let record = state.pages().record(position)?.to_record()?;
    let mut draft = by_position(state, draft);
    if let (Seal::Erased(_), Some(draft)) = (record.seal, &mut draft) {
        redact(draft); // who still has the data cannot tell by them whether it is the same
    }
    Ok(draft.is_some() && draft == Draft::of_record(&record))
}

/// Leaves of a draft's event what is left of an erased one.
fn redact(draft: &mut Draft) {
    if let Claim::New { event, .. } | Claim::Correction { event, .. } = &mut draft.claim
        && let Some(redacted) = Event::redacted(event.kind(), &event.entities())
    {
        *event = redacted;
    }
}

/// The draft with its id and its references by position, the way a record holds them.
fn by_position(state: &State, draft: &Draft) -> Option<Draft> {
    let mut draft = draft.clone().with_id(draft.id());
    match &mut draft.claim {
        Claim::New { .. } => {}
        Claim::Correction { of, .. } | Claim::Retraction { of } | Claim::Corroboration { of } => {
            *of = state.index().resolve(*of)?.into();
        }
    }
    if let Some(after) = draft.after {
        draft.after = Some(state.index().origin(state.index().resolve(after)?)?.into());
    }
    Some(draft)
}

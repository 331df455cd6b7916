//! [`Audit`]: the log re-read and every commit judged again.

use std::collections::BTreeMap;

use aoc_core::{
    CommitEnd, Draft, Event, Heading, Index, InventoryEvent, InventoryTaken, PersonId, Position, Privacy,
    Record, RuleSetVersion, Screened, Seal, SourceId, Unread, decide_from, registrations,
};
use aoc_store::{ByteReport, Damage, DamageKind, TreeHead};

use crate::erasure;
use crate::error::Error;
use crate::ledger::Ledger;
use crate::pages::Pages;
use crate::projections::{Register, Signatories, SignatoryLine, SignatoryStanding};
use crate::view::{KnownAt, View};

/// A commit that today's decision does not bear out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitFinding {
    /// The commit's first position.
    pub commit: Position,
    /// What is wrong with it.
    pub what: String,
}

/// A standing record that rests on a withdrawn source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flagged {
    /// The record.
    pub record: Position,
    /// The source.
    pub source: SourceId,
    /// The record by which the source was withdrawn.
    pub withdrawn: Position,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The bytes: every damage, with its position.
    pub bytes: ByteReport,
    /// Commits that the rules would not accept, or would have written otherwise.
    pub commits: Vec<CommitFinding>,
    /// Records that rest on withdrawn sources.
    pub flagged: Vec<Flagged>,
    /// Records without a source. An inventory rests on the records that it counts, which are counted again.
    pub uncited: Vec<Position>,
    /// Signatures by persons who did not hold the office as whose holders they signed.
    pub signatories: Vec<SignatoryLine>,
    /// How many records were judged.
    pub judged: u64,
    /// How many records were not judged, because a rule set judged them that this version does not have.
    pub not_judged: u64,
}

impl Audit {
    /// Whether the log is whole and every commit is borne out.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.bytes.is_sound() && self.commits.is_empty()
    }
}

impl Ledger {
    /// Reads every byte again, judges every commit again, and lists what rests on withdrawn sources or on none
    /// and who signed as the holder of an office that somebody else held. Nothing of it rests on what is kept beside the
    /// log.
    ///
    /// # Errors
    /// [`Error::Store`] when the log cannot be read at all; damage is no error but a finding.
    pub fn audit(&self, progress: &mut dyn FnMut(Position)) -> Result<Audit, Error> {
        self.audit_against(&[], progress)
    }

    /// The same, and whether the log goes on from what it was when these heads were signed, of which somebody has kept the
    /// checkpoints elsewhere.
    ///
    /// # Errors
    /// As [`Ledger::audit`].
    pub fn audit_against(
        &self,
        signed: &[TreeHead],
        progress: &mut dyn FnMut(Position),
    ) -> Result<Audit, Error> {
        let bytes = aoc_store::verify_against(self.log(), signed, progress)?;
        let mut audit = Audit {
            bytes,
            commits: Vec::new(),
            flagged: Vec::new(),
            uncited: Vec::new(),
            signatories: Vec::new(),
            judged: 0,
            not_judged: 0,
        };
        if !audit.bytes.is_sound() {
            return Ok(audit); // what cannot be read cannot be judged
        }
        let anew = self.read_anew()?;
        let (mut index, mut pages) = (Index::default(), Pages::of(self.shared_log()));
        pages.reach(anew.head()?);
        let mut commit: Vec<Record> = Vec::new();
        let mut bodies = Bodies::default();
        let whole = View::on(aoc_core::Day::FUTURE).known_at(KnownAt::Head);
        let not_holder = |line: &SignatoryLine| line.standing == SignatoryStanding::NotHolder;
        audit.signatories.extend(anew.ask(&Signatories, whole)?.value.lines.into_iter().filter(not_holder));
        let register = anew.ask(&Register, whole)?.value;
        for frame in self.log().frames(Position::FIRST)? {
            let frame = frame?;
            for record in frame.records() {
                let record = record?.to_record()?;
                let count = if record.rules == RuleSetVersion::CURRENT {
                    &mut audit.judged
                } else {
                    &mut audit.not_judged
                };
                *count = count.saturating_add(1);
                if record.meta.citations.is_uncited() && record.kind != InventoryTaken::KIND {
                    audit.uncited.push(record.position);
                }
                let stands = anew.standing(record.position)? == Some(record.position);
                for citation in record.meta.citations.iter().filter(|_| stands) {
                    if let Some(withdrawn) = register.withdrawn(citation.source) {
                        audit.flagged.push(Flagged {
                            record: record.position,
                            source: citation.source,
                            withdrawn,
                        });
                    }
                }
                // What was retracted still proves, to whoever is handed no more.
                if let Some(Event::Inventory(InventoryEvent::InventoryTaken(stated))) = &record.event {
                    let wrong = anew
                        .recount(record.position, stated)?
                        .map(|what| CommitFinding { commit: record.commit, what });
                    audit.commits.extend(wrong);
                }
                bodies.note(&record);
                let last = record.end == CommitEnd::Last;
                commit.push(record);
                if last {
                    audit.commits.extend(judge_again(&index, &pages, &commit)?);
                    commit.drain(..).for_each(|record| index.push(&Heading::from(&record)));
                    progress(index.head());
                }
            }
        }
        bodies.compare(&index, &mut audit);
        Ok(audit)
    }
}

/// Which bodies are gone, and which ought to be.
#[derive(Default)]
struct Bodies {
    seals: BTreeMap<Position, Seal>,
    erased: Vec<(Position, PersonId)>,
}

impl Bodies {
    fn note(&mut self, record: &Record) {
        self.erased.extend(erasure::erased_by_record(record).map(|person| (record.commit, person)));
        if record.event.as_ref().is_some_and(|event| event.privacy() == Privacy::Personal) {
            self.seals.insert(record.position, record.seal);
        }
    }

    /// A body is gone exactly if its person was erased. (The bytes alone do not tell: to them, destroyed is destroyed.)
    fn compare(mut self, index: &Index, audit: &mut Audit) {
        for (commit, person) in &self.erased {
            for position in registrations(index, *person) {
                if !matches!(self.seals.remove(&position), None | Some(Seal::Erased(_))) {
                    let what =
                        format!("it erases a person, but the body of record {position} is still there");
                    audit.commits.push(CommitFinding { commit: *commit, what });
                }
            }
        }
        let gone = self.seals.iter().filter(|(_, seal)| matches!(seal, Seal::Erased(_)));
        let damages = gone.map(|(position, _)| Damage { position: *position, what: DamageKind::Gone });
        audit.bytes.damages.extend(damages);
        audit.bytes.damages.sort_by_key(|damage| damage.position);
    }
}

/// New rules do not condemn old records: a commit is judged only by the rule set that judged it.
fn judge_again(index: &Index, pages: &Pages, commit: &[Record]) -> Result<Option<CommitFinding>, Error> {
    let Some(first) = commit.first().filter(|first| first.rules == RuleSetVersion::CURRENT) else {
        return Ok(None);
    };
    let drafts: Vec<Draft> = commit.iter().filter_map(Draft::of_record).collect();
    let sealed_alike = |mut records: Vec<Record>| {
        records.iter_mut().zip(commit).for_each(|(again, record)| again.seal = record.seal);
        records == commit
    };
    let decided = decide_from(index, pages, &Screened::all(&drafts), first.recorded_at);
    let decided = decided.map_err(|Unread { position }| pages.why_unread(position))?;
    let what = match decided.map(sealed_alike) {
        Ok(true) => return Ok(None),
        Ok(false) => "the records are not those that the drafts would give".to_owned(),
        Err(rejections) => rejections.to_string(),
    };
    Ok(Some(CommitFinding { commit: first.position, what }))
}

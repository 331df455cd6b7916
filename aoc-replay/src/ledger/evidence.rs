//! Checkpoints with an inventory, and parts of the book that prove an answer.

use std::collections::BTreeSet;

use aoc_core::{
    AnswerDigest, Citations, Day, Draft, EntityId, EntityKind, Event, EventDate, Index, InventoryDigest,
    InventoryEvent, InventoryTaken, Kind, Position, ProjectionName, ProjectionVersion, Relation,
};
use aoc_store::{Checkpoint, EvidenceError, SigningKey};
use sha2::{Digest, Sha256};

use super::{Ledger, Recorded};
use crate::as_of::AsOf;
use crate::error::Error;
use crate::extract::{Extract, Proven};
use crate::inventory::Inventory;
use crate::projection::Projection;
use crate::projections::Memberships;
use crate::reach::Reach;
use crate::state::State;
use crate::view::{KnownAt, ReadView, View};

impl Ledger {
    /// Counts what the book holds, records that as an [`InventoryTaken`], and signs a checkpoint of the log with it. A book that
    /// holds nothing since its last inventory is not counted again. `progress` hears how far the hashing is.
    ///
    /// ```
    /// use aoc_replay::Ledger;
    /// use aoc_store::{Policy, SigningKey};
    /// let (ledger, key) = (Ledger::in_memory(), SigningKey::generate(&"example.org/friends".parse()?)?);
    /// let checkpoint = ledger.checkpoint(&key, &mut |_| {})?;
    /// assert_eq!(ledger.evidence().issued()?, [checkpoint.clone()]);
    /// Policy::of(key.verifier()).check(&checkpoint)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Evidence`] when the log was rewound or changed since the last checkpoint, or cannot remember any; and as
    /// [`Ledger::record`].
    pub fn checkpoint(
        &self,
        key: &SigningKey,
        progress: &mut dyn FnMut(Position),
    ) -> Result<Checkpoint, Error> {
        let head = self.head()?;
        if head > Position::START && !self.is_counted(head)? {
            self.evidence().check_issued(key, progress)?; // nothing is recorded for a checkpoint that is not signed
            let today = self.now().day();
            let taken = self.stocktaking(head, today)?;
            let date: EventDate = today.to_string().parse().unwrap_or(EventDate::UNKNOWN);
            let draft = Draft::new(taken, date, Citations::uncited());
            if let Recorded::Rejected(rejections) = self.record(&[draft])? {
                return Err(Error::Inventory { rejections: Box::new(rejections) });
            }
        }
        Ok(self.evidence().issue(key, progress)?)
    }

    /// Whether the last record counts all before it, and rightly.
    fn is_counted(&self, head: Position) -> Result<bool, Error> {
        match self.inventory_at(head)? {
            Some(taken) if taken.upto == head.previous() => Ok(self.recount(head, &taken)?.is_none()),
            _ => Ok(false),
        }
    }

    /// What an inventory of the records up to a commit states, taken on a day.
    pub(crate) fn stocktaking(&self, upto: Position, on: Day) -> Result<InventoryTaken, Error> {
        let state = self.read()?;
        let view = View::on(on).known_at(KnownAt::Position(upto)).read(&state.commits)?;
        let inventory = Inventory::of(state.index(), view.position);
        let root = InventoryDigest::new(*inventory.root().bytes());
        let answers = answers(&state, view)?;
        Ok(InventoryTaken { upto: view.position, entities: inventory.len(), root, answers })
    }

    /// What is wrong with what an inventory states: it is taken again.
    pub(crate) fn recount(&self, at: Position, stated: &InventoryTaken) -> Result<Option<String>, Error> {
        if stated.upto >= at {
            return Ok(Some(format!("it counts the records up to {}, which come after it", stated.upto)));
        }
        let on = stated.answers.first().map_or(Day::PAST, |answer| answer.on);
        let found = self.stocktaking(stated.upto, on)?;
        if found.upto != stated.upto {
            return Ok(Some(format!(
                "it counts the records up to {}, with which no commit ends",
                stated.upto
            )));
        }
        if (found.entities, found.root) != (stated.entities, stated.root) {
            return Ok(Some(format!(
                "it counts {} entities with the root {}; the records give {} with the root {}",
                stated.entities, stated.root, found.entities, found.root
            )));
        }
        let differs = |answer: &&AnswerDigest| {
            let same =
                |own: &&AnswerDigest| (&own.projection, own.version) == (&answer.projection, answer.version);
            // What another version derived, this one cannot.
            found.answers.iter().find(same).is_some_and(|own| own != *answer)
        };
        let wrong = stated.answers.iter().find(differs);
        Ok(wrong.map(|answer| {
            format!("its digest of `{}` is not that of what the records give", answer.projection)
        }))
    }

    /// What the record at a position states, if it is an inventory, and no later version of one.
    pub(crate) fn inventory_at(&self, position: Position) -> Result<Option<InventoryTaken>, Error> {
        let record = self.record_at(position)?;
        Ok(match record.event {
            Some(Event::Inventory(InventoryEvent::InventoryTaken(event)))
                if record.relation == Relation::New =>
            {
                Some(event)
            }
            _ => None,
        })
    }

    /// The part of the book that proves the answer to a question, as known at the last inventory before a checkpoint: the
    /// last one that was issued, unless another is given.
    ///
    /// # Errors
    /// [`Error::Evidence`] when no checkpoint was issued; [`Error::NoInventory`] when nothing was counted before it;
    /// [`Error::RestsOnAll`] when the question does not say what its answer rests on.
    pub fn extract<P: Projection>(
        &self,
        question: &P,
        against: Option<&Checkpoint>,
    ) -> Result<Extract, Error> {
        let Reach::Around { entities, through } = question.reach() else { return Err(Error::RestsOnAll) };
        let checkpoint = match against {
            Some(checkpoint) => checkpoint.clone(),
            None => self
                .evidence()
                .issued()?
                .pop()
                .ok_or(EvidenceError::NoCheckpoint { least: Position::FIRST })?,
        };
        self.evidence().confirm(&checkpoint)?;
        let (at, inventory) = self.last_inventory(checkpoint.head().upto)?;
        let upto = inventory.upto();
        let wants = question.interest().kinds();
        let (records, entities) = {
            let state = self.read()?;
            let mut gathered = Gathered::new(state.index(), upto);
            gathered.reach(&entities, &through, |kind| wants.has(kind));
            gathered.follow();
            (gathered.records, gathered.entities)
        };
        let proven = |position: Position| {
            let proof = self.evidence().prove_record(position, Some(&checkpoint))?;
            Ok(Proven { position, record: proof.record, path: proof.path })
        };
        let records = records.into_iter().chain([upto]).collect::<BTreeSet<_>>();
        let records = records.into_iter().map(proven).collect::<Result<_, Error>>()?;
        let entry = |entity: EntityId| inventory.proven(entity).ok_or(Error::NotInBook { entity });
        let entries = entities.into_iter().map(entry).collect::<Result<_, Error>>()?;
        Ok(Extract { inventory: proven(at)?, checkpoint, entries, records })
    }

    /// The last inventory that a log of this length holds and that is true: one recorded by hand may be false.
    fn last_inventory(&self, upto: Position) -> Result<(Position, Inventory), Error> {
        let mut from = upto;
        loop {
            let found = {
                let state = self.read()?;
                let index = state.index();
                let records = std::iter::successors(Some(from), |record| Some(record.previous()));
                let mut records = records.take_while(|record| *record > Position::START);
                records.find(|record| {
                    index.kind(*record) == Some(InventoryTaken::KIND) && index.stands(*record, upto)
                })
            };
            let at = found.ok_or(Error::NoInventory { upto })?;
            if let Some(taken) = self.inventory_at(at)?.filter(|taken| taken.upto < at) {
                let inventory = self.inventory(taken.upto)?;
                let root = InventoryDigest::new(*inventory.root().bytes());
                if (inventory.upto(), inventory.len(), root) == (taken.upto, taken.entities, taken.root) {
                    return Ok((at, inventory));
                }
            }
            from = at.previous();
        }
    }
}

/// The records that an extract must hold, and the entities whose entries say that they are all.
struct Gathered<'i> {
    index: &'i Index,
    upto: Position,
    records: BTreeSet<Position>,
    entities: BTreeSet<EntityId>,
    /// Those that stand and that the answer rests on, until it is known what they follow.
    reached: Vec<Position>,
}

impl<'i> Gathered<'i> {
    fn new(index: &'i Index, upto: Position) -> Self {
        let (records, entities) = (BTreeSet::new(), BTreeSet::new());
        Self { index, upto, records, entities, reached: Vec::new() }
    }

    /// All versions of the facts of which one is among these, and those that stand.
    fn facts(&mut self, among: Vec<Position>) -> Vec<Position> {
        let mut standing = Vec::new();
        let origins = among.into_iter().filter(|record| *record <= self.upto);
        let origins: BTreeSet<Position> = origins.filter_map(|record| self.index.origin(record)).collect();
        for origin in origins {
            self.records.extend(self.index.versions(origin).take_while(|version| *version <= self.upto));
            standing.extend(self.index.standing(origin, self.upto));
        }
        standing
    }

    /// What a question reaches: as [`Reach`] has it, with all versions of each fact.
    fn reach(&mut self, entities: &[EntityId], through: &[EntityKind], wants: impl Fn(Kind) -> bool) {
        let index = self.index;
        let wanted = |record: &Position| index.kind(*record).is_some_and(&wants);
        let mut due: Vec<Position> = Vec::new();
        self.entities.extend(entities);
        for entity in entities {
            let concerning = index.changing(*entity).chain(index.naming(*entity)).collect();
            let touches = |record: &Position| {
                index.changes(*record).chain(index.names(*record)).any(|own| own == *entity)
            };
            due.extend(self.facts(concerning).into_iter().filter(wanted).filter(touches));
        }
        let mut seen = BTreeSet::new();
        while let Some(record) = due.pop() {
            if !seen.insert(record) {
                continue;
            }
            self.reached.push(record);
            let further = index.changes(record).chain(index.names(record));
            for entity in further.filter(|entity| through.contains(&entity.kind())) {
                if self.entities.insert(entity) {
                    let changes = |record: &Position| index.changes(*record).any(|own| own == entity);
                    let changing = self.facts(index.changing(entity).collect());
                    due.extend(changing.into_iter().filter(wanted).filter(changes));
                }
            }
        }
    }

    /// What the reached records are said to follow, as far back as that goes, with the timelines that they share.
    fn follow(&mut self) {
        let index = self.index;
        for mut follower in std::mem::take(&mut self.reached) {
            while let Some(followed) =
                index.after(follower).and_then(|anchor| index.standing(anchor, self.upto))
            {
                let shared =
                    index.changes(followed).find(|own| index.changes(follower).any(|other| other == *own));
                if let Some(entity) = shared
                    && self.entities.insert(entity)
                {
                    self.facts(index.changing(entity).collect());
                }
                follower = followed;
            }
        }
    }
}

/// The answers that are digested: the order of effect, from which all others are folded, and who belongs to what.
fn answers(state: &State, view: ReadView) -> Result<Vec<AnswerDigest>, Error> {
    let mut order = Sha256::new();
    for placed in state.index().in_order(view.on, view.position, |_| true) {
        order.update(placed.position.get().to_be_bytes());
    }
    let mut memberships = Sha256::new();
    let mut folded = state.fold(&Memberships, &view, &Reach::Everything)?;
    Memberships.settle(&mut folded, &AsOf::new(state, view))?;
    for line in Memberships.answer(&folded, &view).lines {
        memberships.update(line.group.uuid().as_bytes());
        memberships.update(line.party.uuid().as_bytes());
        memberships.update(line.member.word());
        memberships.update(line.suspended.word());
        memberships.update(line.joined.earliest.number().to_be_bytes());
        memberships.update(line.joined.latest.number().to_be_bytes());
    }
    let digest = |name: &str, digest: Sha256| {
        let projection: ProjectionName = name.parse().ok()?;
        let version = ProjectionVersion::new(1);
        Some(AnswerDigest {
            projection,
            version,
            on: view.on,
            digest: InventoryDigest::new(digest.finalize().into()),
        })
    };
    Ok([digest("order-of-effect", order), digest("memberships", memberships)].into_iter().flatten().collect())
}

//! [`decide`]: judges the book as it would be after the whole commit, and only where the commit reaches.
//!
//! A draft changes its own entity (and that of the version it replaces). The timelines of the changed
//! entities, and of everything that names a changed entity, are judged; entities that are merely named
//! are read, not replayed.

#[cfg(test)]
mod tests;

use std::cell::{Cell, LazyCell};
use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use crate::book::{Book, Entry, Existence, Prospect, Reading, Records, Untold};
use crate::day::{Day, Timestamp};
use crate::draft::{Claim, Draft, RecordRef};
use crate::event::{Entities, Event, Role};
use crate::id::{EntityId, EventId, Position};
use crate::index::Index;
use crate::kind::{Kind, SchemaVersion};
use crate::named::Named;
use crate::order::ANCHORS_MAX;
use crate::person::{PersonErased, PersonRegistered};
use crate::record::{CodeListVersion, CommitEnd, Record, Relation, RuleSetVersion};
use crate::rejection::{Breaks, DraftNumber, Place, Rejection, Rejections};
use crate::rule::{Refusal, Rule};
use crate::screened::Screened;
use crate::seal::Seal;
use crate::timeline::{Step, is_founded, machine};

/// How many records of a timeline are tried as an *after* that would settle a collision.
const AFTER_TRIES_MAX: usize = 64;
/// How many steps are taken in all for that: where very many drafts collide, only the first of them learn of an *after*.
const AFTER_STEPS_MAX: usize = 1 << 20;

/// Judges a commit: the records that it would become, or everything that stands against it.
///
/// `recorded_at` is the time of the commit; the caller sees to it that it rises from commit to commit.
/// The records are not sealed yet: whoever records them draws the salts, since deciding is without randomness.
///
/// Nothing is changed: take the records in with [`Book::append`] once they are in the log.
///
/// # Errors
/// [`Rejections`], which is not a failure: each finding names its draft, the rule, the record that it
/// collides with and, where that would settle it, the record to name in *after*.
pub fn decide(book: &Book, drafts: &[Draft], recorded_at: Timestamp) -> Result<Vec<Record>, Rejections> {
    judge(&Reading::new(book.index(), book), &Screened::all(drafts), recorded_at)
}

/// Why a commit could not be judged: not a rejection, but a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("record {position}, which the judgement rests on, cannot be read")]
pub struct Unread {
    /// The record.
    pub position: Position,
}

/// The same, for drafts that were screened before, and a book whose records lie elsewhere: they are read as far as the
/// judgement needs them.
///
/// # Errors
/// [`Unread`] when one of them cannot be read; nothing is decided then.
pub fn decide_from(
    index: &Index,
    records: &dyn Records,
    drafts: &[Screened<'_>],
    recorded_at: Timestamp,
) -> Result<Result<Vec<Record>, Rejections>, Unread> {
    let reading = Reading::new(index, records);
    let judged = judge(&reading, drafts, recorded_at);
    reading.unread().map_or(Ok(judged), |position| Err(Unread { position }))
}

fn judge(
    book: &Reading<'_>,
    drafts: &[Screened<'_>],
    recorded_at: Timestamp,
) -> Result<Vec<Record>, Rejections> {
    let trial = Trial::place(book, drafts);
    match Rejections::of(trial.judge()) {
        Some(rejections) => Err(rejections),
        None => Ok(trial.records(drafts, recorded_at)),
    }
}

/// A commit on trial: the drafts that could be placed, and what stands against the others.
struct Trial<'b> {
    prospect: Prospect<'b>,
    head: Position,
    findings: Vec<Rejection>,
    /// The drafts that could not be placed, and the entities that they would have changed.
    unplaced: Vec<(DraftNumber, Option<EntityId>)>,
    /// How many steps may still be taken to find an *after* that would settle a collision.
    affordable: Cell<usize>,
}

/// What a commit reaches.
#[derive(Default)]
struct Reached {
    /// Timelines in which there is something to judge.
    timelines: BTreeSet<EntityId>,
    /// Those of them in which records are judged again that were accepted before.
    disturbed: BTreeSet<EntityId>,
    /// Records that lie in no timeline.
    alone: BTreeSet<Position>,
}

impl<'b> Trial<'b> {
    const fn of(prospect: Prospect<'b>, head: Position, affordable: usize) -> Self {
        let affordable = Cell::new(affordable);
        Self { prospect, head, findings: Vec::new(), unplaced: Vec::new(), affordable }
    }

    fn place(book: &'b Reading<'b>, drafts: &[Screened<'_>]) -> Self {
        let facts = book.index();
        let head = facts.head();
        let mut trial = Self::of(Prospect::new(book), head, AFTER_STEPS_MAX);
        let mut ids: BTreeMap<EventId, Position> = BTreeMap::new();
        for (index, screened) in drafts.iter().enumerate() {
            let (draft, id) = (screened.draft(), screened.id());
            let number = DraftNumber::of_index(index);
            let taken = facts.find(id).or_else(|| ids.get(&id).copied());
            let position = head.next().plus(index);
            let placed = match taken {
                Some(other) => Err(Refusal::new(Rule::EventIdTaken, None, other)),
                None => trial.entry(draft, id, position, |of| resolve(facts, &ids, of)),
            };
            ids.entry(id).or_insert(position);
            match placed {
                Ok(entry) => {
                    let refusals = screened.refusals(&entry.entities);
                    for refusal in refusals.iter() {
                        trial.find(number, refusal.clone());
                    }
                    if refusals.iter().any(|refusal| is_beyond_bounds(&refusal.rule)) {
                        // No more is asked of it: that could take any time.
                        trial.unplaced.push((number, entry.entities.changes.first().copied()));
                        continue;
                    }
                    let sources = draft.meta.citations.iter().map(|citation| citation.source);
                    trial.prospect.add(entry, sources.collect());
                }
                Err(refusal) => {
                    let own = draft.event().and_then(|event| event.entities().changes.first().copied());
                    trial.unplaced.push((number, own));
                    trial.find(number, refusal);
                }
            }
        }
        for (index, draft) in drafts.iter().map(Screened::draft).enumerate() {
            let Some(after) = draft.after else { continue };
            let origin = resolve(facts, &ids, after)
                .and_then(|position| trial.prospect.entry(position))
                .map(|anchor| anchor.origin);
            let (position, number) = (head.next().plus(index), DraftNumber::of_index(index));
            trial.prospect.set_after(position, origin);
            if origin.is_none() {
                trial.find(number, Refusal::alone(Rule::AnchorUnknown, None));
            } else if matches!(draft.claim, Claim::Retraction { .. }) {
                trial.find(number, Refusal::alone(Rule::AnchorElsewhere, None)); // it lies in no timeline
            }
        }
        trial
    }

    /// The draft as an entry of the book, if what it refers to allows that.
    fn entry(
        &self,
        draft: &Draft,
        id: EventId,
        position: Position,
        resolve: impl Fn(RecordRef) -> Option<Position>,
    ) -> Result<Entry, Refusal> {
        let target = |of: RecordRef| {
            resolve(of)
                .and_then(|position| self.prospect.entry(position))
                .ok_or(Refusal::alone(Rule::NoSuchRecord, None))
        };
        let last = |target: &Entry| match self.prospect.last(target.origin) {
            Some(last) if last != target.position => {
                Err(Refusal::new(Rule::NotLastVersion { last }, None, last))
            }
            _ => Ok(target.position),
        };
        let retracted = |target: &Entry| matches!(target.relation, Relation::Retraction { .. });
        let (origin, relation, kind, entities, event) = match &draft.claim {
            Claim::New { event, .. } => {
                (position, Relation::New, event.kind(), event.entities(), Some(event.clone()))
            }
            Claim::Correction { of, event, .. } => {
                let target = target(*of)?;
                if target.kind == Kind::CORROBORATED {
                    return Err(Refusal::new(Rule::NotAnEvent, None, target.position));
                }
                let relation = Relation::Correction { target: last(target)? };
                if target.kind != event.kind() {
                    return Err(Refusal::new(Rule::CorrectsAnotherKind, None, target.position));
                }
                (target.origin, relation, event.kind(), event.entities(), Some(event.clone()))
            }
            Claim::Retraction { of } => {
                let target = target(*of)?;
                let relation = Relation::Retraction { target: last(target)? };
                if retracted(target) {
                    return Err(Refusal::new(Rule::IsRetracted, None, target.position));
                }
                (target.origin, relation, target.kind, target.entities.clone(), None)
            }
            Claim::Corroboration { of } => {
                let target = target(*of)?;
                let relation = Relation::Corroboration { target: last(target)? };
                if target.kind == Kind::CORROBORATED {
                    return Err(Refusal::new(Rule::NotAnEvent, None, target.position));
                }
                if retracted(target) {
                    return Err(Refusal::new(Rule::IsRetracted, None, target.position));
                }
                (position, relation, Kind::CORROBORATED, Entities::default(), None)
            }
        };
        self.check_erasures(relation, kind, &entities)?;
        Ok(Entry { position, id, origin, relation, after: None, date: draft.date(), kind, entities, event })
    }

    /// What was erased stays so: nothing names the person anew, and no erasure is taken back. (Of the order in
    /// which records came, a timeline in order of effect knows nothing.)
    fn check_erasures(&self, relation: Relation, kind: Kind, entities: &Entities) -> Result<(), Refusal> {
        let target = relation.replaces().and_then(|target| self.prospect.entry(target));
        if let (PersonErased::KIND, Some(target)) = (kind, target) {
            let person = entities.changes.first().copied();
            return Err(Refusal::new(Rule::ErasureStands, person, target.position));
        }
        if kind != PersonRegistered::KIND {
            return Ok(());
        }
        let before = target.map(|target| target.entities.changes.as_slice()).unwrap_or_default();
        for person in entities.changes.iter().chain(before) {
            let timeline = self.prospect.timeline(*person);
            if let Some(erased) = timeline.iter().find(|entry| entry.kind == PersonErased::KIND) {
                return Err(Refusal::new(Rule::PersonErased, Some(*person), erased.position));
            }
        }
        Ok(())
    }

    fn judge(&self) -> Vec<Rejection> {
        let mut findings = self.findings.clone();
        let mut changed = self.changed();
        let reached = self.reached(&mut changed);
        for entity in reached.timelines {
            if reached.disturbed.contains(&entity) || !self.only_grows(entity) {
                self.judge_timeline(entity, &changed, &mut findings);
            }
        }
        for entry in reached.alone.into_iter().filter_map(|position| self.prospect.entry(position)) {
            for refusal in self.anchor_refusals(entry).into_iter().chain(self.named_refusals(entry)) {
                findings.push(self.finding(entry.position, refusal, blame_named(entry, &changed)));
            }
        }
        findings.extend(self.judge_sources());
        findings.extend(self.judge_corroborated());
        let unplaced = self.unplaced_by_entity();
        for finding in &mut findings {
            finding.follows = follows(finding, &unplaced);
        }
        findings
    }

    /// What the commit reaches. Every standing record is judged again that names a changed entity which is founded
    /// otherwise thereby, or exists on other days. Where it founds or ends an entity of which this is then true too, those that
    /// name that one are judged, and so on.
    fn reached(&self, changed: &mut BTreeMap<EntityId, Position>) -> Reached {
        let mut reached = Reached { timelines: changed.keys().copied().collect(), ..Reached::default() };
        for entry in self.prospect.added() {
            self.reach(entry, &mut reached);
        }
        let before = self.prospect.before();
        let mut moved: Vec<(EntityId, Position)> =
            changed.iter().map(|(entity, draft)| (*entity, *draft)).collect();
        while let Some((entity, draft)) = moved.pop() {
            if !(self.prospect.is_named(entity) && self.prospect.has_moved(entity, &before)) {
                continue;
            }
            for entry in self.prospect.naming(entity) {
                self.reach(entry, &mut reached);
                if !self.prospect.is_added(entry.position) {
                    reached.disturbed.extend(&entry.entities.changes);
                }
                // What a record founds or ends moves only with what the record names.
                let founds = entry.event.as_ref().is_some_and(|event| event.role() != Role::Changes);
                let own = entry.entities.changes.first().filter(|own| founds && !changed.contains_key(own));
                if let Some(own) = own.filter(|own| self.prospect.has_moved(**own, &before)) {
                    changed.insert(*own, draft);
                    moved.push((*own, draft));
                }
            }
        }
        reached
    }

    /// The timelines of a standing record are judged, or itself, when it lies in none.
    fn reach(&self, entry: &Entry, reached: &mut Reached) {
        let standing = self.prospect.standing(entry.origin);
        if standing.is_none_or(|standing| standing.position != entry.position) {
            return;
        }
        if entry.entities.changes.is_empty() {
            reached.alone.insert(entry.position);
        } else {
            reached.timelines.extend(&entry.entities.changes);
        }
    }

    /// The entities that the commit changes, and the draft that does so first. What follows a changed record
    /// moves with it, and with that the order of everything else that it changes.
    fn changed(&self) -> BTreeMap<EntityId, Position> {
        let mut changed = BTreeMap::new();
        for entry in self.prospect.added() {
            let before = entry.relation.replaces().and_then(|target| self.prospect.entry(target));
            let before = before.map(|entry| entry.entities.changes.as_slice()).unwrap_or_default();
            for entity in entry.entities.changes.iter().chain(before) {
                changed.entry(*entity).or_insert(entry.position);
            }
        }
        let mut moving: Vec<_> = self.prospect.added().map(|entry| (entry.origin, entry.position)).collect();
        let mut moved = BTreeSet::new();
        while let Some((fact, draft)) = moving.pop() {
            for entry in self.prospect.following(fact) {
                for entity in &entry.entities.changes {
                    changed.entry(*entity).or_insert(draft);
                }
                if moved.insert(entry.origin) {
                    moving.push((entry.origin, draft));
                }
            }
        }
        changed
    }

    fn judge_timeline(
        &self,
        entity: EntityId,
        changed: &BTreeMap<EntityId, Position>,
        findings: &mut Vec<Rejection>,
    ) {
        let timeline = self.prospect.timeline(entity);
        let Judged { accepted, refused, open } =
            run(entity, &timeline, |position| self.prospect.is_added(position));
        let before = LazyCell::new(|| self.drafts_before(&timeline));
        let steps = LazyCell::new(|| self.prospect.steps(&timeline));
        for (entry, refusal) in refused {
            let blame = culprit(entity, entry, &before, changed);
            let mut finding = self.finding(entry.position, refusal, blame);
            let slipped = self
                .entry_of(finding.draft)
                .filter(|draft| draft.after.is_none() && draft.event.is_some() && draft.changes(entity));
            finding.settled_by_after =
                slipped.and_then(|draft| self.settling(entity, draft, &timeline, *steps));
            findings.push(finding);
        }
        for entry in &timeline {
            for refusal in self.anchor_refusals(entry).into_iter().chain(self.named_refusals(entry)) {
                let blame = culprit(entity, entry, &before, changed);
                findings.push(self.finding(entry.position, refusal, blame));
            }
        }
        for (entry, refusal) in open.into_iter().chain(self.date_refusals(entity, &accepted)) {
            let blame = culprit(entity, entry, &before, changed);
            findings.push(self.finding(entry.position, refusal, blame));
        }
    }

    /// Whether a timeline does nothing but grow, and nothing stands against what is otherwise thereby. What was recorded before
    /// and is as it was, was judged then, and is not read again.
    fn only_grows(&self, entity: EntityId) -> bool {
        let judged = self.prospect.pass(entity, &mut |passing| {
            let entry = passing.entry;
            let is_new = self.prospect.is_added(entry.position);
            let refused = !self.day_refusals(entry, passing.earliest, passing.hosts).is_empty()
                || is_new
                    && !(self.anchor_refusals(entry).is_empty() && self.named_refusals(entry).is_empty());
            if refused { Err(Untold) } else { Ok(()) }
        });
        judged.is_ok()
    }

    /// Of each record of a timeline that stands behind drafts: the last of these.
    fn drafts_before(&self, timeline: &[&Entry]) -> HashMap<Position, Position> {
        let (mut before, mut last) = (HashMap::new(), None);
        for entry in timeline {
            if let Some(draft) = last {
                before.insert(entry.position, draft);
            }
            if self.prospect.is_added(entry.position) {
                last = Some(entry.position);
            }
        }
        before
    }

    fn entry_of(&self, draft: DraftNumber) -> Option<&Entry> {
        self.prospect.entry(self.head.next().plus(draft.index()))
    }

    /// Rules about *after*.
    fn anchor_refusals(&self, entry: &Entry) -> Vec<Refusal> {
        let own = entry.entities.changes.first().copied();
        let Some(fact) = entry.after else { return Vec::new() };
        let Some(anchor) = self.prospect.standing(fact) else {
            return vec![Refusal::new(Rule::AnchorRetracted, own, fact)];
        };
        let shared = entry.entities.changes.iter().any(|entity| anchor.changes(*entity));
        if !shared {
            return vec![Refusal::new(Rule::AnchorElsewhere, own, anchor.position)];
        }
        let mut seen = BTreeSet::from([entry.origin]);
        let mut next = Some(anchor);
        while let Some(step) = next {
            if seen.len() > ANCHORS_MAX {
                return vec![Refusal::new(Rule::AnchorChain, own, anchor.position)];
            }
            if !seen.insert(step.origin) {
                return vec![Refusal::new(Rule::AnchorCircle, own, anchor.position)];
            }
            next = step.after.and_then(|fact| self.prospect.standing(fact));
        }
        let (latest, day) = (entry.date.latest(), self.prospect.key(entry).day());
        if day > latest {
            return vec![Refusal::new(Rule::AnchorTooLate { latest, anchor: day }, own, anchor.position)];
        }
        Vec::new()
    }

    /// Rules about the entities that an event names.
    fn named_refusals(&self, entry: &Entry) -> Vec<Refusal> {
        let Some(event) = &entry.event else { return Vec::new() };
        let beneath = event.rests_on();
        let missing: Vec<_> = entry
            .entities
            .names
            .iter()
            .filter(|entity| is_founded(entity.kind()) && !self.is_there(**entity, &beneath))
            .map(|entity| Refusal::alone(Rule::NotRegistered, Some(*entity)))
            .collect();
        if missing.is_empty() { event.check_named(&Named::new(&self.prospect, entry)) } else { missing }
    }

    /// Whether what is named is there: what a record rests on must exist, of what it speaks of the book must know.
    fn is_there(&self, entity: EntityId, beneath: &[EntityId]) -> bool {
        self.prospect.existence(entity).is_some()
            || !beneath.contains(&entity) && !self.prospect.timeline(entity).is_empty()
    }

    /// Rules about the days: each record can happen after what comes before it and while what it rests on exists.
    fn date_refusals<'t>(&self, entity: EntityId, timeline: &[&'t Entry]) -> Vec<(&'t Entry, Refusal)> {
        let windows = self.prospect.windows(timeline);
        // The first record of each day from which records are possible.
        let first_from = LazyCell::new(|| {
            let mut first_from: HashMap<Day, Position> = HashMap::new();
            for (entry, window) in timeline.iter().zip(&windows) {
                first_from.entry(window.earliest).or_insert(entry.position);
            }
            first_from
        });
        let mut hosts: Vec<EntityId> = Vec::new();
        let mut refusals = Vec::new();
        for (entry, window) in timeline.iter().zip(&windows) {
            // What is founded anew (a priority area) may have other hosts than before.
            if let Some(event) = entry.event.as_ref().filter(|_| entry.role_for(entity) == Role::Founds) {
                hosts = event.ends_with();
            }
            for mut refusal in self.day_refusals(entry, window.earliest, &hosts) {
                if matches!(refusal.rule, Rule::DatesContradict { .. }) {
                    let first = first_from.get(&window.earliest).copied();
                    refusal.because = first.filter(|other| *other != entry.position);
                }
                refusals.push((*entry, refusal));
            }
        }
        refusals
    }

    /// The same about one record, which can happen from a day on, and ends with its hosts.
    fn day_refusals(&self, entry: &Entry, earliest: Day, hosts: &[EntityId]) -> Vec<Refusal> {
        let own = entry.entities.changes.first().copied();
        let latest = entry.date.latest();
        let beneath = entry.event.as_ref().map(Event::rests_on).unwrap_or_default();
        let rests_on: Vec<(EntityId, Existence<'_>)> = beneath
            .iter()
            .chain(hosts.iter().filter(|host| !beneath.contains(host)))
            .filter_map(|entity| Some((*entity, self.prospect.existence(*entity)?)))
            .collect();
        let mut refusals = Vec::new();
        let too_early = rests_on.iter().find(|(_, existence)| existence.founded.1 > latest);
        if let Some((entity, Existence { founded: (founding, exists_from), .. })) = too_early {
            let rule = Rule::BeforeExistence { latest, exists_from: *exists_from };
            refusals.push(Refusal::new(rule, Some(*entity), founding.position));
        } else if earliest > latest {
            let rule = Rule::DatesContradict { latest, not_before: earliest };
            refusals.push(Refusal { rule, about: own, because: None });
        }
        for (entity, existence) in rests_on {
            if let Some((end, ended_by)) = existence.ended
                && earliest > ended_by
            {
                let rule = Rule::AfterEnd { earliest, ended_by };
                refusals.push(Refusal::new(rule, Some(entity), end.position));
            }
        }
        refusals
    }

    /// Every cited source is registered and stands; a cited one is not retracted.
    fn judge_sources(&self) -> Vec<Rejection> {
        let mut findings = Vec::new();
        for entry in self.prospect.added() {
            for source in self.prospect.sources(entry.position) {
                if self.prospect.existence((*source).into()).is_none() {
                    let refusal =
                        Refusal::alone(Rule::UnknownSource { source: *source }, Some((*source).into()));
                    findings.push(self.finding(entry.position, refusal, None));
                }
            }
            let before = entry.relation.replaces().and_then(|target| self.prospect.entry(target));
            if let Some(Event::Source(event)) = before.and_then(|entry| entry.event.as_ref()) {
                let source = event.source();
                let gone = self.prospect.existence(source.into()).is_none();
                if let Some(rests) = gone.then(|| self.prospect.first_citing(source)).flatten() {
                    let rule = Rule::SourceIsCited { source };
                    let refusal = Refusal::new(rule, Some(source.into()), rests);
                    findings.push(self.finding(entry.position, refusal, None));
                }
            }
        }
        findings
    }

    /// A fact that others corroborate is not retracted alone.
    fn judge_corroborated(&self) -> Vec<Rejection> {
        let retracted = self.prospect.added().filter(|entry| self.prospect.standing(entry.origin).is_none());
        retracted
            .flat_map(|entry| {
                self.prospect.corroborating(entry.origin).into_iter().map(move |other| (entry, other))
            })
            .map(|(entry, other)| {
                let own = entry.entities.changes.first().copied();
                self.finding(entry.position, Refusal::new(Rule::IsCorroborated, own, other.position), None)
            })
            .collect()
    }

    /// The record whose timeline would be accepted if the draft were said to follow it. To look at each record once, and at
    /// what it follows, takes so many steps.
    fn settling(&self, entity: EntityId, draft: &Entry, timeline: &[&Entry], steps: usize) -> Option<Place> {
        self.afford(steps)?;
        let own = self.prospect.key(draft);
        // What was added is copied; then the records are put in order, and what each follows is looked at, and how late it is.
        let tried = self.prospect.added_len().saturating_add(steps.saturating_mul(3));
        timeline
            .iter()
            .filter(|other| other.origin != draft.origin && other.after != Some(draft.origin))
            .filter(|other| {
                let key = self.prospect.key(other);
                key > own && key.day() <= draft.date.latest()
            })
            .take(AFTER_TRIES_MAX)
            .take_while(|_| self.afford(tried).is_some())
            .find(|other| self.is_settled(entity, draft, other.origin))
            .map(|other| self.place_of(other.position))
    }

    /// Nothing when so many more steps are not to be taken.
    fn afford(&self, steps: usize) -> Option<()> {
        self.affordable.set(self.affordable.get().checked_sub(steps)?);
        Some(())
    }

    /// Whether nothing would be said against the timeline if the draft were said to follow that fact.
    fn is_settled(&self, entity: EntityId, draft: &Entry, after: Position) -> bool {
        let mut prospect = self.prospect.copy();
        prospect.set_after(draft.position, Some(after));
        let trial = Trial::of(prospect, self.head, 0);
        let timeline = trial.prospect.timeline(entity);
        let judged = run(entity, &timeline, |_| false);
        judged.refused.is_empty()
            && judged.open.is_empty()
            && trial.date_refusals(entity, &timeline).is_empty()
            && timeline.iter().all(|entry| trial.anchor_refusals(entry).is_empty())
    }

    /// A finding about the record at `position`, blamed on its draft, or else on the draft at `blame`.
    fn finding(&self, position: Position, refusal: Refusal, blame: Option<Position>) -> Rejection {
        let Refusal { rule, about, because } = refusal;
        let collides = because.map(|position| self.place_of(position));
        let own = self.number(position);
        let blamed = blame.and_then(|position| self.number(position));
        let (draft, breaks) = match (own, blamed) {
            (Some(number), _) => (number, Breaks::Itself),
            (None, Some(number)) => (number, Breaks::Other(Place::Record(position))),
            (None, None) => (DraftNumber::of_index(0), Breaks::Other(Place::Record(position))),
        };
        let collides = collides.filter(|place| *place != Place::Draft(draft));
        Rejection { draft, rule, about, breaks, collides, settled_by_after: None, follows: None }
    }

    fn find(&mut self, number: DraftNumber, refusal: Refusal) {
        let position = self.head.next().plus(number.index());
        let finding = self.finding(position, refusal, None);
        self.findings.push(finding);
    }

    fn number(&self, position: Position) -> Option<DraftNumber> {
        let ahead = position.get().checked_sub(self.head.get())?.checked_sub(1)?;
        usize::try_from(ahead).ok().map(DraftNumber::of_index)
    }

    fn place_of(&self, position: Position) -> Place {
        self.number(position).map_or(Place::Record(position), Place::Draft)
    }

    /// The unplaced drafts, by the entities that they would have changed.
    fn unplaced_by_entity(&self) -> HashMap<EntityId, Vec<DraftNumber>> {
        let mut unplaced: HashMap<EntityId, Vec<DraftNumber>> = HashMap::new();
        for (number, own) in &self.unplaced {
            if let Some(own) = own {
                unplaced.entry(*own).or_default().push(*number);
            }
        }
        unplaced
    }

    fn records(self, drafts: &[Screened<'_>], recorded_at: Timestamp) -> Vec<Record> {
        let commit = self.head.next();
        let entries = self.prospect.into_added().zip(drafts.iter().map(Screened::draft)).enumerate();
        entries
            .map(|(index, (entry, draft))| Record {
                position: entry.position,
                commit,
                end: if index.saturating_add(1) == drafts.len() { CommitEnd::Last } else { CommitEnd::Open },
                id: entry.id,
                recorded_at,
                origin: entry.origin,
                relation: entry.relation,
                after: entry.after,
                date: entry.date,
                kind: entry.kind,
                schema: entry.event.as_ref().map_or(SchemaVersion::V1, Event::schema),
                entities: entry.entities,
                event: entry.event,
                seal: Seal::Open,
                meta: draft.meta.clone(),
                rules: RuleSetVersion::CURRENT,
                codes: CodeListVersion::CURRENT,
            })
            .collect()
    }
}

/// The unplaced draft without which the finding would not be there.
fn follows(finding: &Rejection, unplaced: &HashMap<EntityId, Vec<DraftNumber>>) -> Option<DraftNumber> {
    let about = match &finding.rule {
        Rule::NotRegistered | Rule::UnknownSource { .. } | Rule::NotMember | Rule::NotHolder => {
            finding.about?
        }
        _ => return None,
    };
    unplaced.get(&about)?.iter().copied().find(|number| *number != finding.draft)
}

/// The draft by which a record of the book would break: the one that comes last before it in its
/// timeline, or that changed the timeline otherwise, or that changed something which the record names.
fn culprit(
    entity: EntityId,
    broken: &Entry,
    drafts_before: &HashMap<Position, Position>,
    changed: &BTreeMap<EntityId, Position>,
) -> Option<Position> {
    let slipped = drafts_before.get(&broken.position).or_else(|| changed.get(&entity));
    slipped.copied().or_else(|| blame_named(broken, changed))
}

/// The draft that changed something which the record names.
fn blame_named(entry: &Entry, changed: &BTreeMap<EntityId, Position>) -> Option<Position> {
    entry.entities.names.iter().find_map(|entity| changed.get(entity).copied())
}

fn resolve(book: &Index, ids: &BTreeMap<EventId, Position>, of: RecordRef) -> Option<Position> {
    book.resolve(of).or_else(|| match of {
        RecordRef::Position(_) => None,
        RecordRef::Event(id) => ids.get(&id).copied(),
    })
}

/// Whether no record can be like this, whatever the book holds.
const fn is_beyond_bounds(rule: &Rule) -> bool {
    matches!(rule, Rule::RecordTooLong { .. } | Rule::TooManyEntities { .. })
}

/// What a machine says of a timeline.
struct Judged<'t> {
    accepted: Vec<&'t Entry>,
    refused: Vec<(&'t Entry, Refusal)>,
    /// What was accepted for what might have come behind it, and did not.
    open: Vec<(&'t Entry, Refusal)>,
}

/// Runs a timeline through its machine. A refused draft is passed over; after a refused record of the book the rest says
/// nothing more.
fn run<'t>(entity: EntityId, timeline: &[&'t Entry], is_draft: impl Fn(Position) -> bool) -> Judged<'t> {
    let mut state = machine(entity.kind());
    let (mut accepted, mut refused) = (Vec::with_capacity(timeline.len()), Vec::new());
    for entry in timeline {
        let Some(event) = &entry.event else { continue };
        let step = Step { event, date: entry.date, at: entry.position };
        match state.check(&step) {
            Ok(()) => {
                state.apply(&step);
                accepted.push(*entry);
            }
            Err(refusal) => {
                refused.push((*entry, refusal));
                if !is_draft(entry.position) {
                    return Judged { accepted, refused, open: Vec::new() };
                }
            }
        }
    }
    let open: HashMap<Position, Refusal> = state.close().into_iter().collect();
    let open_entries = accepted.iter().filter_map(|entry| Some((*entry, open.get(&entry.position)?.clone())));
    Judged { open: open_entries.collect(), accepted, refused }
}

//! [`Roll`]: who belongs to a group.

use std::collections::BTreeMap;

use aoc_core::{
    EntityId, EntityKind, Event, GroupEvent, GroupId, Kind, MemberJoined, MemberSuspended, MemberWithdrew,
    MembershipEvent, Names, PartyEvent, PartyId, PartyKind, Position, Region, Scope, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::{Certainty, Span};
use crate::interest::Interest;
use crate::kept::Kept;
use crate::lives::{Life, Lives, Reading, Step};
use crate::projection::{Lines, Parallel, Projection};
use crate::projections::parties::Parties;
use crate::reach::Reach;
use crate::view::ReadView;

/// Who belongs to a group on a day, certainly or possibly (law 8).
///
/// A suspended member still belongs. A party's dissolution ends its memberships.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Roll {
    group: GroupId,
}

impl Roll {
    /// The roll of this group.
    #[must_use]
    pub const fn of(group: GroupId) -> Self {
        Self { group }
    }
}

/// One member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollLine {
    /// The party.
    pub party: PartyId,
    /// Its names on that day.
    pub names: Names,
    /// What sort of party it is.
    pub kind: PartyKind,
    /// The UN M49 region of a country.
    pub region: Option<Region>,
    /// Whether it belongs.
    pub member: Certainty,
    /// Whether it is suspended.
    pub suspended: Certainty,
    /// Between which days it joined (the stretch that comes last).
    pub joined: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// How many: the truth lies between the two, as far as the book names members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// At least so many: those that certainly belong, doubted dates taken as good.
    pub certain: u32,
    /// Of these, so many only if dates hold that their sources doubt.
    pub if_dates_hold: u32,
    /// At most so many: the possible ones included.
    pub possible: u32,
}

impl Total {
    fn add(&mut self, member: Certainty) {
        let one = |holds: bool| u32::from(holds);
        self.certain = self.certain.saturating_add(one(member >= Certainty::CertainIfDatesHold));
        self.if_dates_hold = self.if_dates_hold.saturating_add(one(member == Certainty::CertainIfDatesHold));
        self.possible = self.possible.saturating_add(one(member >= Certainty::Possible));
    }
}

impl FromIterator<Certainty> for Total {
    fn from_iter<I: IntoIterator<Item = Certainty>>(levels: I) -> Self {
        let mut total = Self::default();
        for level in levels {
            total.add(level);
        }
        total
    }
}

/// The answer to [`Roll`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollAnswer {
    /// The group.
    pub group: GroupId,
    /// Its names; nothing when no such group is known in this view.
    pub names: Option<Names>,
    /// Its members, certain ones and possible ones, by kind and name.
    pub members: Vec<RollLine>,
}

impl RollAnswer {
    /// All members.
    #[must_use]
    pub fn total(&self) -> Total {
        self.count(Scope::All)
    }

    /// The members that a figure of this scope counts.
    #[must_use]
    pub fn count(&self, scope: Scope) -> Total {
        self.members.iter().filter(|line| scope.counts(line.kind)).map(|line| line.member).collect()
    }

    /// The members by kind; kinds without one are left out.
    #[must_use]
    pub fn by_kind(&self) -> BTreeMap<PartyKind, Total> {
        self.totals_by(|line| Some(line.kind))
    }

    /// The countries by UN M49 region; regions without one are left out.
    #[must_use]
    pub fn by_region(&self) -> BTreeMap<Region, Total> {
        self.totals_by(|line| line.region)
    }

    fn totals_by<K: Ord>(&self, key: impl Fn(&RollLine) -> Option<K>) -> BTreeMap<K, Total> {
        let mut totals: BTreeMap<K, Total> = BTreeMap::new();
        for line in &self.members {
            if let Some(key) = key(line) {
                totals.entry(key).or_default().add(line.member);
            }
        }
        totals
    }
}

impl Lines for RollAnswer {
    type Key = PartyId;
    type Line = RollLine;

    fn lines(&self) -> BTreeMap<PartyId, RollLine> {
        self.members.iter().map(|line| (line.party, line.clone())).collect()
    }
}

/// What [`Roll`] folds into.
#[derive(Debug, Clone, Default)]
pub struct RollState {
    pub(crate) lives: Lives,
    pub(crate) parties: Parties,
    pub(crate) names: Option<Names>,
    /// The parties that ever joined, each with its membership.
    pub(crate) members: BTreeMap<PartyId, EntityId>,
    /// The records of parties, until it is known which of them are members.
    registered: Kept,
}

impl RollState {
    pub(crate) fn apply(&mut self, group: GroupId, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(own) = record.changes().next() else { return Ok(()) };
        if own.kind() == EntityKind::Party {
            self.registered.push(record);
            return Ok(());
        }
        let group = EntityId::from(group);
        if own != group && !record.names().any(|named| named == group) {
            return Ok(());
        }
        let Some(event) = record.event()? else { return Ok(()) };
        match &event {
            Event::Membership(MembershipEvent::MemberJoined(event)) => {
                self.members.insert(event.party, own);
            }
            Event::Membership(_) => {}
            Event::Group(GroupEvent::GroupEstablished(event)) => self.names = Some(event.names.clone()),
            _ => return Ok(()),
        }
        self.lives.push(record, &event);
        Ok(())
    }

    /// Reads the records of the members, which may have been registered before they joined.
    pub(crate) fn settle(&mut self) -> Result<(), RecordError> {
        let Self { lives, parties, members, registered, .. } = self;
        let is_member = |party: EntityId| members.contains_key(&PartyId::new(party.uuid()));
        registered.take(is_member, |party, record| {
            if let Some(event) = record.event()? {
                lives.push_to(party, record, &event);
                if let Event::Party(event) = &event
                    && record.changes().next() == Some(party)
                {
                    parties.apply(event, record);
                }
            }
            Ok(())
        })
    }

    /// The stretches during which a party belonged to the group, if it ever joined.
    pub(crate) fn spans(&self, group: GroupId, party: PartyId, reading: Reading) -> Vec<Span> {
        let Some(membership) = self.members.get(&party) else { return Vec::new() };
        belongs(&self.lives.life(*membership, &[party.into(), group.into()], reading))
    }

    fn line(
        &self,
        group: GroupId,
        party: PartyId,
        membership: EntityId,
        view: &ReadView,
    ) -> Option<RollLine> {
        let entities: [EntityId; 3] = [membership, party.into(), group.into()];
        let spans = self.lives.readings(&entities, |reading| {
            let life = self.lives.life(membership, &[party.into(), group.into()], reading);
            let suspended = |step: &Step| step.kind == MemberSuspended::KIND;
            (belongs(&life), life.spans(suspended, |step| !suspended(step)))
        });
        let member = spans.map(|(belongs, _)| belongs.clone()).covers(view.on);
        if member == Certainty::No {
            return None;
        }
        let facts = self.parties.get(party)?;
        let mut records: Vec<Position> =
            entities.iter().flat_map(|entity| self.lives.steps(*entity)).map(|step| step.position).collect();
        records.sort_unstable();
        records.dedup();
        let (dated, _) = &spans.as_dated;
        Some(RollLine {
            party,
            names: facts.names_on(view.on),
            kind: facts.kind,
            region: facts.region(),
            member,
            suspended: spans.map(|(_, suspended)| suspended.clone()).covers(view.on),
            joined: dated.iter().rev().find(|span| span.covers_possibly(view.on)).map(|span| span.start)?,
            records,
        })
    }
}

/// The stretches of a membership.
fn belongs(membership: &Life<'_>) -> Vec<Span> {
    membership.spans(|step| step.kind == MemberJoined::KIND, |step| step.kind == MemberWithdrew::KIND)
}

impl Projection for Roll {
    type State = RollState;
    type Answer = RollAnswer;

    fn interest(&self) -> Interest {
        interest()
    }

    fn reach(&self) -> Reach {
        reach(self.group)
    }

    fn apply(&self, state: &mut RollState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(self.group, record)
    }

    fn settle(&self, state: &mut RollState) -> Result<(), RecordError> {
        state.settle()
    }

    fn answer(&self, state: &RollState, view: &ReadView) -> RollAnswer {
        let lines = state.members.iter();
        let mut members: Vec<RollLine> = lines
            .filter_map(|(party, membership)| state.line(self.group, *party, *membership, view))
            .collect();
        members.sort_by(|a, b| (a.kind, a.names.first(), a.party).cmp(&(b.kind, b.names.first(), b.party)));
        RollAnswer { group: self.group, names: state.names.clone(), members }
    }
}

impl Parallel for Roll {
    fn join(&self, earlier: &mut RollState, later: RollState) {
        // Parties are not read before all is joined.
        let RollState { lives, parties: _, names, members, registered } = later;
        earlier.lives.join(lives);
        earlier.names = names.or(earlier.names.take());
        earlier.members.extend(members);
        earlier.registered.join(&registered);
    }
}

/// The kinds of record that a roll rests on.
pub(crate) fn kinds() -> impl Iterator<Item = Kind> {
    // Whole areas: every record of a timeline narrows the days of its neighbours.
    GroupEvent::kinds().chain(PartyEvent::kinds()).chain(MembershipEvent::kinds())
}

/// The records that a roll rests on.
pub(crate) fn interest() -> Interest {
    Interest::in_kinds(kinds())
}

/// What the roll of this group reaches: memberships and figures name the group.
pub(crate) fn reach(group: GroupId) -> Reach {
    Reach::around([group.into()]).through([EntityKind::Party])
}

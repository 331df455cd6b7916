//! [`Roll`]: who belongs to a group.

use std::collections::BTreeMap;

use aoc_core::{
    EntityId, EntityKind, Event, GroupEvent, GroupId, MemberJoined, Names, PartyId, PartyKind, Position,
    Region, Scope, Window,
};
use aoc_store::{RecordError, RecordView};
use hashbrown::HashSet;

use crate::as_of::AsOf;
use crate::certainty::{Certainty, Span};
use crate::error::Error;
use crate::interest::Interest;
use crate::life::Reading;
use crate::projection::{Lines, Parallel, Projection};
use crate::projections::parties::{self, Parties, PartyFacts};
use crate::reach::Reach;
use crate::records::Records;
use crate::tenure::{Host, Stay, Tenure, Timelines, kinds, pair};
use crate::tenures::Reader;
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

impl RollLine {
    fn of(party: PartyId, facts: PartyFacts, stay: Stay, records: Vec<Position>, view: &ReadView) -> Self {
        let Stay { member, suspended, joined } = stay;
        let (kind, region, names) = (facts.kind, facts.region(), facts.into_names_on(view.on));
        Self { party, names, kind, region, member, suspended, joined, records }
    }
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
    /// The answer with these lines, in whatever order.
    fn of(group: GroupId, names: Option<Names>, mut members: Vec<RollLine>) -> Self {
        members.sort_by(|a, b| (a.kind, a.names.first(), a.party).cmp(&(b.kind, b.names.first(), b.party)));
        Self { group, names, members }
    }

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
    /// Those of the group, its memberships and its members, in order of effect.
    pub(crate) timelines: Timelines,
    pub(crate) parties: Parties,
    names: Option<Names>,
    /// The parties that ever joined, each with its membership.
    pub(crate) members: BTreeMap<PartyId, EntityId>,
    /// The parties that records change, and where those are, until it is known which of them are members.
    changed: Vec<(PartyId, Position)>,
}

impl RollState {
    pub(crate) fn apply(&mut self, group: GroupId, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(own) = record.changes().next() else { return Ok(()) };
        if own.kind() == EntityKind::Party {
            let position = record.position();
            let parties = record.changes().filter(|changed| changed.kind() == EntityKind::Party);
            self.changed.extend(parties.map(|party| (PartyId::new(party.uuid()), position)));
            return Ok(());
        }
        let group = EntityId::from(group);
        if own != group && !record.names().any(|named| named == group) {
            return Ok(());
        }
        let Some(step) = self.timelines.push(own, record) else { return Ok(()) };
        if let (MemberJoined::KIND, Some((_, party))) = (step.kind, pair(record.names())) {
            self.members.insert(PartyId::new(party.uuid()), own);
        }
        if own == group
            && let Some(Event::Group(GroupEvent::GroupEstablished(event))) = record.event()?
        {
            self.names = Some(event.names);
        }
        Ok(())
    }

    /// Reads the records of the members, which may have been registered before they joined.
    pub(crate) fn settle(&mut self, records: &dyn Records) -> Result<(), Error> {
        let Self { timelines, parties, members, changed, .. } = self;
        let members: HashSet<PartyId> = members.keys().copied().collect();
        let due: Vec<_> = changed.extract_if(.., |(party, _)| members.contains(party)).collect();
        let mut changed = due.iter().map(|(party, _)| EntityId::from(*party));
        let positions: Vec<Position> = due.iter().map(|(_, position)| *position).collect();
        records.visit(&positions, &mut |record| {
            let step = changed.next().and_then(|party| timelines.push(party, record));
            if step.is_some_and(|step| parties::names(step.kind))
                && let Some(Event::Party(event)) = record.event()?
            {
                parties.apply(event, record);
            }
            Ok(())
        })
    }

    /// The stretches during which a party belonged to the group, if it ever joined.
    pub(crate) fn spans(&self, group: &Host<'_>, party: PartyId, reading: Reading) -> Vec<Span> {
        let Some(membership) = self.members.get(&party) else { return Vec::new() };
        Tenure::of(self.timelines.steps(*membership), &self.timelines.host(party), group).spans(reading)
    }

    fn line(
        &self,
        group: &Host<'_>,
        party: PartyId,
        membership: EntityId,
        view: &ReadView,
    ) -> Option<RollLine> {
        let host = self.timelines.host(party);
        let tenure = Tenure::of(self.timelines.steps(membership), &host, group);
        let stay = tenure.stay(view.on, &mut Vec::new())?;
        Some(RollLine::of(party, self.parties.get(party)?.clone(), stay, tenure.records(), view))
    }
}

impl Projection for Roll {
    type State = RollState;
    type Answer = RollAnswer;

    fn look_up(&self, as_of: &AsOf<'_>) -> Result<Option<RollAnswer>, Error> {
        let (Some(tenures), view) = (as_of.tenures()?, as_of.view()) else { return Ok(None) };
        let mut reader = Reader::new(&tenures, as_of.index(), view);
        let mut naming: Vec<Position> =
            reader.steps(self.group.into()).iter().map(|step| step.position).collect();
        let mut stays = Vec::new();
        reader.members(self.group.into(), |member| {
            stays.push((PartyId::new(member.party.uuid()), member.stay, member.tenure.records()));
            naming.extend(
                member.of_party.iter().filter(|step| parties::names(step.kind)).map(|step| step.position),
            );
        });
        let (mut names, mut parties) = (None, Parties::default());
        as_of.records(naming.into_iter(), |record| {
            match record.event()? {
                Some(Event::Party(event)) => parties.apply(event, record),
                Some(Event::Group(GroupEvent::GroupEstablished(event))) => names = Some(event.names),
                _ => {}
            }
            Ok(())
        })?;
        let mut lines = Vec::with_capacity(stays.len());
        lines.extend(stays.into_iter().filter_map(|(party, stay, records)| {
            Some(RollLine::of(party, parties.take(party)?, stay, records, view))
        }));
        Ok(Some(RollAnswer::of(self.group, names, lines)))
    }

    fn interest(&self) -> Interest {
        interest()
    }

    fn reach(&self) -> Reach {
        reach(self.group)
    }

    fn apply(&self, state: &mut RollState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(self.group, record)
    }

    fn settle(&self, state: &mut RollState, records: &dyn Records) -> Result<(), Error> {
        state.settle(records)
    }

    fn answer(&self, state: &RollState, view: &ReadView) -> RollAnswer {
        let (group, lines) = (state.timelines.host(self.group), state.members.iter());
        let lines =
            lines.filter_map(|(party, membership)| state.line(&group, *party, *membership, view)).collect();
        RollAnswer::of(self.group, state.names.clone(), lines)
    }
}

impl Parallel for Roll {
    fn join(&self, earlier: &mut RollState, later: RollState) {
        // Parties are not read before all is joined.
        let RollState { timelines, parties: _, names, members, changed } = later;
        earlier.timelines.join(timelines);
        earlier.names = names.or(earlier.names.take());
        earlier.members.extend(members);
        earlier.changed.extend(changed);
    }
}

/// The records that a roll rests on.
pub(crate) fn interest() -> Interest {
    Interest::in_kinds(kinds())
}

/// What the roll of this group reaches: memberships and figures name the group.
pub(crate) fn reach(group: GroupId) -> Reach {
    Reach::around([group.into()]).through([EntityKind::Party])
}

//! [`Memberships`]: who belongs to which group.

use std::collections::BTreeMap;

use aoc_core::{EntityId, EntityKind, GroupId, PartyId, Window};
use aoc_store::{RecordError, RecordView};

use crate::as_of::AsOf;
use crate::certainty::Certainty;
use crate::error::Error;
use crate::interest::Interest;
use crate::projection::{Lines, Parallel, Projection};
use crate::projections::roll::{self, Total};
use crate::tenure::{Stay, Tenure, Timelines, pair};
use crate::tenures::Reader;
use crate::view::ReadView;

/// Who belongs to which group on a day, certainly or possibly (law 8): the rolls of all groups at once. Names and sources are in
/// the [`Roll`](crate::Roll) of each.
///
/// ```
/// use aoc_replay::{Ledger, Memberships, View};
/// let answer = Ledger::in_memory().ask(&Memberships, View::on("2010-05-13".parse()?))?;
/// assert_eq!(answer.value.lines, []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Memberships;

/// One party in one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipLine {
    /// The group.
    pub group: GroupId,
    /// The party.
    pub party: PartyId,
    /// Whether it belongs.
    pub member: Certainty,
    /// Whether it is suspended.
    pub suspended: Certainty,
    /// Between which days it joined (the stretch that comes last).
    pub joined: Window,
}

impl MembershipLine {
    fn of(group: EntityId, party: EntityId, stay: Stay) -> Self {
        let Stay { member, suspended, joined } = stay;
        let (group, party) = (GroupId::new(group.uuid()), PartyId::new(party.uuid()));
        Self { group, party, member, suspended, joined }
    }
}

/// The answer to [`Memberships`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MembershipsAnswer {
    /// The members, certain ones and possible ones, by group and party.
    pub lines: Vec<MembershipLine>,
}

impl MembershipsAnswer {
    /// How many belong to each group; groups without a member are left out.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<GroupId, Total> {
        let groups = self.lines.chunk_by(|one, other| one.group == other.group);
        let total = |lines: &[MembershipLine]| {
            Some((lines.first()?.group, lines.iter().map(|line| line.member).collect()))
        };
        groups.filter_map(total).collect()
    }
}

impl Lines for MembershipsAnswer {
    type Key = (GroupId, PartyId);
    type Line = MembershipLine;

    fn lines(&self) -> BTreeMap<(GroupId, PartyId), MembershipLine> {
        self.lines.iter().map(|line| ((line.group, line.party), *line)).collect()
    }
}

/// What [`Memberships`] folds into.
#[derive(Debug, Clone, Default)]
pub struct MembershipsState {
    timelines: Timelines,
    /// By group and party.
    memberships: BTreeMap<(EntityId, EntityId), EntityId>,
}

impl Projection for Memberships {
    type State = MembershipsState;
    type Answer = MembershipsAnswer;

    fn look_up(&self, as_of: &AsOf<'_>) -> Result<Option<MembershipsAnswer>, Error> {
        let Some(tenures) = as_of.tenures()? else { return Ok(None) };
        let mut lines = Vec::new();
        let mut reader = Reader::new(&tenures, as_of.index(), as_of.view());
        reader.all_members(|member| lines.push(MembershipLine::of(member.group, member.party, member.stay)));
        Ok(Some(MembershipsAnswer { lines }))
    }

    fn interest(&self) -> Interest {
        roll::interest()
    }

    fn apply(&self, state: &mut MembershipsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(own) = record.changes().next() else { return Ok(()) };
        state.timelines.push(own, record);
        if own.kind() == EntityKind::Membership
            && let Some(pair) = pair(record.names())
        {
            state.memberships.insert(pair, own);
        }
        Ok(())
    }

    fn answer(&self, state: &MembershipsState, view: &ReadView) -> MembershipsAnswer {
        let mut windows = Vec::new();
        let line = |((group, party), membership): (&(EntityId, EntityId), &EntityId)| {
            let hosts = (state.timelines.host(*party), state.timelines.host(*group));
            let tenure = Tenure::of(state.timelines.steps(*membership), &hosts.0, &hosts.1);
            Some(MembershipLine::of(*group, *party, tenure.stay(view.on, &mut windows)?))
        };
        MembershipsAnswer { lines: state.memberships.iter().filter_map(line).collect() }
    }
}

impl Parallel for Memberships {
    fn join(&self, earlier: &mut MembershipsState, later: MembershipsState) {
        earlier.timelines.join(later.timelines);
        earlier.memberships.extend(later.memberships);
    }
}

//! [`Ordinals`]: the how-many-th member each member is, as bounds among the members that the book names.

use std::collections::BTreeMap;

use aoc_core::{GroupId, MemberJoined, Names, PartyId, Position, Scope, Window};
use aoc_store::{RecordError, RecordView};

use crate::error::Error;
use crate::interest::Interest;
use crate::life::Reading;
use crate::projection::{Lines, Projection};
use crate::projections::roll::{self, RollState};
use crate::reach::Reach;
use crate::records::Records;
use crate::view::ReadView;

/// The how-many-th party to join a group each party was, counted among the parties that the book names:
/// between `1 +` those that certainly joined before it and `1 +` those that possibly did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordinals {
    group: GroupId,
    scope: Scope,
}

impl Ordinals {
    /// Counted among these members of the group.
    #[must_use]
    pub const fn of(group: GroupId, scope: Scope) -> Self {
        Self { group, scope }
    }
}

/// One party's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinalLine {
    /// The party.
    pub party: PartyId,
    /// Its names.
    pub names: Names,
    /// Its number at the least.
    pub min: u32,
    /// Its number at the most.
    pub max: u32,
    /// Between which days it first joined.
    pub joined: Window,
    /// The record by which it first joined.
    pub record: Position,
}

/// The answer to [`Ordinals`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrdinalsAnswer {
    /// The parties by their least number.
    pub lines: Vec<OrdinalLine>,
}

impl Lines for OrdinalsAnswer {
    type Key = PartyId;
    type Line = OrdinalLine;

    fn lines(&self) -> BTreeMap<PartyId, OrdinalLine> {
        self.lines.iter().map(|line| (line.party, line.clone())).collect()
    }
}

impl Projection for Ordinals {
    type State = RollState;
    type Answer = OrdinalsAnswer;

    fn interest(&self) -> Interest {
        roll::interest()
    }

    fn reach(&self) -> Reach {
        roll::reach(self.group)
    }

    fn apply(&self, state: &mut RollState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(self.group, record)
    }

    fn settle(&self, state: &mut RollState, records: &dyn Records) -> Result<(), Error> {
        state.settle(records)
    }

    fn answer(&self, state: &RollState, view: &ReadView) -> OrdinalsAnswer {
        OrdinalsAnswer { lines: ordinals(state, self.group, self.scope, view, Reading::AsDated) }
    }
}

pub(crate) fn ordinals(
    state: &RollState,
    group: GroupId,
    scope: Scope,
    view: &ReadView,
    reading: Reading,
) -> Vec<OrdinalLine> {
    let host = state.timelines.host(group);
    let joined: Vec<(PartyId, Window, Position)> = state
        .members
        .iter()
        .filter(|(party, _)| state.parties.get(**party).is_some_and(|facts| scope.counts(facts.kind)))
        .filter_map(|(party, membership)| {
            let first = state.spans(&host, *party, reading).first()?.start;
            if first.earliest > view.on {
                return None;
            }
            let steps = state.timelines.steps(*membership);
            let record = steps.iter().find(|step| step.kind == MemberJoined::KIND)?.position;
            Some((*party, first, record))
        })
        .collect();
    let count = |matches: &dyn Fn(&Window) -> bool| {
        u32::try_from(joined.iter().filter(|(_, window, _)| matches(window)).count()).unwrap_or(u32::MAX)
    };
    let mut lines: Vec<OrdinalLine> = joined
        .iter()
        .filter_map(|(party, own, record)| {
            let before = count(&|other| other.latest < own.earliest);
            let with = count(&|other| other.earliest <= own.latest); // itself included
            Some(OrdinalLine {
                party: *party,
                names: state.parties.get(*party)?.names_on(view.on),
                min: before.saturating_add(1),
                max: with.max(1),
                joined: *own,
                record: *record,
            })
        })
        .collect();
    lines.sort_by(|a, b| {
        (a.min, a.max, a.names.first(), a.party).cmp(&(b.min, b.max, b.names.first(), b.party))
    });
    lines
}

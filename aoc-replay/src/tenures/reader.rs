//! [`Reader`]: timelines as they are in a view.

use aoc_core::{Day, EntityId, Index, Window};

use super::{Group, Membership, Place, Tenures, place};
use crate::life::Step;
use crate::tenure::{Host, Stay, Tenure};
use crate::view::ReadView;

/// How many memberships the memory is asked for at once.
const MEMBERSHIPS_AHEAD: usize = 32;

/// Reads timelines in a view. What it reads them into it keeps for the next ones.
pub(crate) struct Reader<'t> {
    tenures: &'t Tenures,
    index: &'t Index,
    view: &'t ReadView,
    own: Vec<Step>,
    of_party: Vec<Step>,
    of_group: Vec<Step>,
    windows: Vec<Window>,
}

/// A party that certainly or possibly belongs to a group.
pub(crate) struct Member<'r> {
    pub(crate) group: EntityId,
    pub(crate) party: EntityId,
    pub(crate) of_party: &'r [Step],
    pub(crate) tenure: Tenure<'r>,
    pub(crate) stay: Stay,
}

impl<'t> Reader<'t> {
    pub(crate) fn new(tenures: &'t Tenures, index: &'t Index, view: &'t ReadView) -> Self {
        let (own, of_party, of_group, windows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { tenures, index, view, own, of_party, of_group, windows }
    }

    /// The records of a timeline.
    pub(crate) fn steps(&mut self, entity: EntityId) -> &[Step] {
        let slot = self.index.number(entity).and_then(|number| self.tenures.slot(number));
        match slot.and_then(|slot| self.tenures.timeline(slot)) {
            Some(timeline) => timeline.read(self.index, self.view, &mut self.own),
            None => self.own.clear(),
        }
        &self.own
    }

    /// Visits the parties that certainly or possibly belong to a group, in their order.
    pub(crate) fn members(&mut self, group: EntityId, mut visit: impl FnMut(Member<'_>)) {
        if let Some(found) = self.tenures.groups.get(&group) {
            self.visit(group, found, &mut visit);
        }
    }

    /// The same of all groups, in their order.
    pub(crate) fn all_members(&mut self, mut visit: impl FnMut(Member<'_>)) {
        for (group, found) in &self.tenures.groups {
            self.visit(*group, found, &mut visit);
        }
    }

    fn visit(&mut self, group: EntityId, found: &Group, visit: &mut impl FnMut(Member<'_>)) {
        let Self { tenures, index, view, own, of_party, of_group, windows } = self;
        if let Some(timeline) = tenures.timeline(found.own) {
            timeline.read(index, view, of_group);
        }
        let group_host = Host::of(of_group, windows);
        let known_at = place(view.position).unwrap_or(Place::MAX);
        let is_there = |(place, day): (Place, Day)| place <= known_at && day <= view.on;
        let mut there = found.memberships.iter().filter(|membership| is_there(membership.from));
        let mut ahead: Vec<&Membership> = Vec::new();
        loop {
            ahead.clear();
            ahead.extend(there.by_ref().take(MEMBERSHIPS_AHEAD));
            if ahead.is_empty() {
                return;
            }
            tenures.touch(ahead.iter().map(|membership| membership.own));
            ahead
                .retain(|next| !tenures.timeline(next.own).is_some_and(|own| own.is_over(known_at, view.on)));
            tenures.touch(ahead.iter().map(|membership| membership.of_party));
            for membership in &ahead {
                let timelines = (tenures.timeline(membership.own), tenures.timeline(membership.of_party));
                let (Some(timeline), Some(party)) = timelines else { continue };
                timeline.read(index, view, own);
                if own.is_empty() {
                    continue;
                }
                party.read(index, view, of_party);
                let host = Host::of(of_party, windows);
                let tenure = Tenure::of(own, &host, &group_host);
                if let Some(stay) = tenure.stay(view.on, windows) {
                    visit(Member { group, party: membership.party, of_party, tenure, stay });
                }
            }
        }
    }
}

//! Memberships: one party's belonging to one group, from interest to withdrawal.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Role, area_events};
use crate::group::GroupEvent;
use crate::id::{EntityId, EntityKind, GroupId, PartyId, Position};
use crate::named::Named;
use crate::party::PartyEvent;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// The membership of this party in this group.
#[must_use]
pub fn membership(group: GroupId, party: PartyId) -> EntityId {
    EntityId::of_pair(EntityKind::Membership, group.into(), party.into())
}

macro_rules! membership_events {
    ($($(#[$doc:meta])* $code:literal $event:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $event {
                /// The group.
                pub group: GroupId,
                /// The party.
                pub party: PartyId,
            }
        )*

        area_events! {
            /// The events of memberships, and their data in JSON:
            ///
            /// ```
            /// use aoc_core::{Event, EventJsonError};
            /// use serde_json::json;
            ///
            /// for (event, data) in [
            ///     ("InterestExpressed", json!({"group": "group-of-friends", "party": "usa"})),
            ///     ("MemberInvited", json!({"group": "group-of-friends", "party": "usa"})),
            ///     ("MemberJoined", json!({"group": "group-of-friends", "party": "usa"})),
            ///     ("MemberSuspended", json!({"group": "group-of-friends", "party": "usa"})),
            ///     ("MemberReinstated", json!({"group": "group-of-friends", "party": "usa"})),
            ///     ("MemberWithdrew", json!({"group": "group-of-friends", "party": "usa"})),
            /// ] {
            ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
            /// }
            /// # Ok::<(), EventJsonError>(())
            /// ```
            MembershipEvent in Membership { $($code $event),* }
        }

        impl MembershipEvent {
            /// The group and the party.
            #[must_use]
            pub const fn pair(&self) -> (GroupId, PartyId) {
                match self {
                    $(Self::$event(event) => (event.group, event.party),)*
                }
            }
        }
    };
}

membership_events! {
    /// A party told the group that it would like to join.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0601 InterestExpressed,
    /// A party was invited to join.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0602 MemberInvited,
    /// A party joined: on the day of acceptance, not of a report about it.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0603 MemberJoined,
    /// A member's rights were suspended; it still belongs.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0604 MemberSuspended,
    /// A suspension was lifted.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0605 MemberReinstated,
    /// A member left; it can join again.
    ///
    /// Source: unaoc.org, Countries and International Organizations.
    0x0606 MemberWithdrew,
}

impl MembershipEvent {
    fn entity(&self) -> EntityId {
        let (group, party) = self.pair();
        membership(group, party)
    }
}

impl Area for MembershipEvent {
    fn entities(&self) -> Entities {
        Entities { changes: vec![self.entity()], names: self.rests_on() }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        let (group, party) = self.pair();
        vec![group.into(), party.into()]
    }

    fn role(&self) -> Role {
        match self {
            Self::MemberJoined(_) => Role::Founds,
            Self::MemberWithdrew(_) => Role::Ends,
            _ => Role::Changes,
        }
    }

    /// A group admits only its kinds (DOMAIN rule 1).
    fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
        let (group, party) = self.pair();
        match (named.founding(group.into()), named.founding(party.into())) {
            (
                Some((Event::Group(GroupEvent::GroupEstablished(group)), at)),
                Some((Event::Party(PartyEvent::PartyRegistered(party)), _)),
            ) if !group.admits.contains(&party.kind) => {
                vec![Refusal::new(Rule::NotAdmitted { kind: party.kind }, Some(group.group.into()), at)]
            }
            _ => Vec::new(),
        }
    }
}

/// Where a party stands with a group. Interest and invitations may come again and again before it joins.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    #[default]
    Outside,
    Member,
    Suspended,
}

/// The life of one membership (DOMAIN rule 2).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MembershipState {
    stage: Stage,
    since: Option<Position>,
}

impl Machine for MembershipState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Membership(event) = event else { return Ok(()) };
        let rule = match (event, self.stage) {
            (
                MembershipEvent::InterestExpressed(_)
                | MembershipEvent::MemberInvited(_)
                | MembershipEvent::MemberJoined(_),
                Stage::Outside,
            )
            | (MembershipEvent::MemberSuspended(_), Stage::Member)
            | (MembershipEvent::MemberReinstated(_), Stage::Suspended)
            | (MembershipEvent::MemberWithdrew(_), Stage::Member | Stage::Suspended) => return Ok(()),
            (
                MembershipEvent::InterestExpressed(_)
                | MembershipEvent::MemberInvited(_)
                | MembershipEvent::MemberJoined(_),
                Stage::Member | Stage::Suspended,
            ) => Rule::AlreadyMember,
            (MembershipEvent::MemberSuspended(_), Stage::Suspended) => Rule::AlreadySuspended,
            (MembershipEvent::MemberReinstated(_), Stage::Member) => Rule::NotSuspended,
            (
                MembershipEvent::MemberSuspended(_)
                | MembershipEvent::MemberReinstated(_)
                | MembershipEvent::MemberWithdrew(_),
                Stage::Outside,
            ) => Rule::NotMember,
        };
        Err(Refusal { rule, about: Some(event.entity()), because: self.since })
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        let Event::Membership(event) = event else { return };
        self.stage = match event {
            MembershipEvent::InterestExpressed(_) | MembershipEvent::MemberInvited(_) => return,
            MembershipEvent::MemberJoined(_) | MembershipEvent::MemberReinstated(_) => Stage::Member,
            MembershipEvent::MemberSuspended(_) => Stage::Suspended,
            MembershipEvent::MemberWithdrew(_) => Stage::Outside,
        };
        self.since = Some(*at);
    }
}

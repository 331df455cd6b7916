//! [`Arrivals`]: drafts that have nothing to do with the story, so that the next ones are always as much work.

use aoc_core::{
    Citations, Day, Draft, EventDate, MemberJoined, Names, PartyKind, PartyRegistered, PersonRegistered,
};

use super::calendar::day;
use super::ids::Id;
use super::watched;
use super::words::text;

/// Behind every number that a history reaches.
const FIRST: usize = 1 << 40;
/// So many arrivals has a band at most.
const BAND: usize = 1 << 20;
/// 2100-01-01: behind every story.
const DAY: i32 = 47_482;

/// Parties that nobody has heard of, each of which joins the watched group at once. Without end.
///
/// The ledger must hold the watched group: that of a [`History`](super::History), or
/// [`Arrivals::founding`].
#[derive(Debug, Clone, Default)]
pub struct Arrivals {
    band: usize,
    given: usize,
}

impl Arrivals {
    /// Others than those of every other band: several threads can each record a band.
    #[must_use]
    pub const fn of_band(band: usize) -> Self {
        Self { band, given: 0 }
    }

    /// The watched group, for a ledger that is empty.
    #[must_use]
    pub fn founding() -> Draft {
        let (group, names, admits) = (watched(), names("Friends"), PartyKind::ALL.to_vec());
        let founded = aoc_core::GroupEstablished { group, names, admits };
        Draft::new(founded, EventDate::day(day(0)), Citations::uncited())
    }

    /// A person whom nobody has heard of, with whom nothing happens.
    #[must_use]
    pub fn newcomer() -> Draft {
        let registered = PersonRegistered { person: Id::nth(FIRST), names: names("A newcomer").into() };
        Draft::new(registered, EventDate::UNKNOWN, Citations::uncited())
    }

    /// The day on which all of them come.
    #[must_use]
    pub fn day() -> Day {
        day(DAY)
    }
}

impl Iterator for Arrivals {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        let first = FIRST + self.band * BAND;
        let party = Id::nth(first + self.given / 2);
        let draft = if self.given.is_multiple_of(2) {
            let (kind, names) = (PartyKind::CivilSociety, names("Somebody new in the Mediterranean"));
            let registered = PartyRegistered { party, kind, names, codes: Vec::new() };
            Draft::new(registered, EventDate::UNKNOWN, Citations::uncited())
        } else {
            let joined = MemberJoined { group: watched(), party };
            Draft::new(joined, EventDate::day(Self::day()), Citations::uncited())
        };
        self.given += 1;
        Some(draft.with_id(Id::nth(first + self.given)))
    }
}

fn names(name: &str) -> Names {
    Names::of_text(text(name))
}

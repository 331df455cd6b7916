//! Agreements: drafted, signed, lived under, ended.

mod draft;
mod under;

use aoc_core::{
    AgreementConsented, AgreementRenewed, AgreementSigned, AgreementSuperseded, AgreementTerminated, Day,
    Event, Period,
};

use super::act::{Act, Hold};
use super::ids::{Id, parties};
use super::plan::Area;
use super::words::Words;
use super::world::World;

pub(super) use draft::Clause;

/// The agreements that have not ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Agreements {
    pub(super) live: Vec<Agreement>,
    /// How many were ever drafted, and how many of each other thing there ever were.
    drafted: usize,
    plans: usize,
    programmes: usize,
    consultations: usize,
    amendments: usize,
    disputes: usize,
}

/// One agreement.
#[derive(Debug, Clone)]
pub(super) struct Agreement {
    pub(super) number: usize,
    pub(super) parties: Vec<usize>,
    clause: Clause,
    term: Option<Period>,
    signed: usize,
    consented: usize,
    /// The first day on which it can be in force.
    since: Option<Day>,
    /// It is in force up to this day, at the least.
    until: Option<Day>,
    /// The earliest day of the last record.
    pub(super) last: Day,
    plan: Option<usize>,
    priorities: usize,
    /// A consultation of all parties that has brought no priority yet.
    consultation: Option<usize>,
    /// An amendment that has brought no priority yet, and how many parties consented.
    amendment: Option<(usize, usize)>,
    dispute: Option<usize>,
    /// Whose focal point, and who it is.
    focal_point: Option<(usize, usize)>,
}

impl Agreement {
    /// Whether it entered into force and has not run out.
    fn is_in_force(&self, today: Day) -> bool {
        self.since.is_some_and(|since| since <= today) && self.until.is_none_or(|until| today < until)
    }

    /// It is in force from that day on, or anew.
    fn runs_from(&mut self, day: Day) {
        self.until = self.term.map(|term| term.after(day));
    }

    fn enters_into_force(&mut self, on: Day) {
        let since = match self.clause {
            Clause::LastSignature => (self.signed == self.parties.len()).then_some(on),
            Clause::FixedDay(day) => (self.signed == self.parties.len()).then_some(on.max(day)),
            Clause::Consents(count) => (self.consented == count).then_some(on),
        };
        if let (None, Some(since)) = (self.since, since) {
            self.since = Some(since);
            self.runs_from(since);
        }
    }
}

/// A new agreement, or the next step in the life of one.
pub(super) fn act(world: &mut World) -> Act {
    if world.agreements.live.len() < 3 || world.chance(9) {
        return draft::act(world);
    }
    let at = world.random.below(world.agreements.live.len());
    let today = world.calendar.today();
    let is_renewed = world.chance(70);
    let agreement = &world.agreements.live[at];
    match agreement.since {
        None if agreement.signed < agreement.parties.len() => signed(world, at),
        None => consented(world, at),
        Some(_) if agreement.is_in_force(today) => in_force(world, at),
        Some(since) if since > today => under::consultation(world, at),
        // It ran out: it is renewed, or nothing more is heard of it.
        Some(_) if is_renewed => renewed(world, at),
        Some(_) => {
            world.agreements.live.swap_remove(at);
            draft::act(world)
        }
    }
}

fn in_force(world: &mut World, at: usize) -> Act {
    match world.random.weigh(&[(84, 0), (6, 1), (4, 2), (2, 3), (4, 4)]) {
        1 => renewed(world, at),
        2 => ended(world, at),
        3 => superseded(world, at),
        4 => under::focal_point(world, at),
        _ => under::act(world, at),
    }
}

/// What happens with one of them, on a day on which it can.
fn happen(world: &mut World, at: usize, floor: Day, event: impl Into<Event>) -> Act {
    let date = world.date(floor);
    world.agreements.live[at].last = date.earliest();
    Act::new(Area::Agreements, event, date)
}

fn signed(world: &mut World, at: usize) -> Act {
    let Agreement { number, last, signed, ref parties, .. } = world.agreements.live[at];
    let party = Id::nth(parties[signed]);
    let person = world.chance(50).then(|| Id::nth(world.random.below(world.persons)));
    let place = Words::place(&mut world.random);
    let event = AgreementSigned { agreement: Id::nth(number), party, office: None, person, place };
    let act = happen(world, at, last, event);
    let agreement = &mut world.agreements.live[at];
    agreement.signed += 1;
    agreement.enters_into_force(act.date.earliest());
    act
}

fn consented(world: &mut World, at: usize) -> Act {
    let Agreement { number, last, consented, ref parties, .. } = world.agreements.live[at];
    let event = AgreementConsented { agreement: Id::nth(number), party: Id::nth(parties[consented]) };
    let act = happen(world, at, last, event);
    let agreement = &mut world.agreements.live[at];
    agreement.consented += 1;
    agreement.enters_into_force(act.date.earliest());
    act
}

fn renewed(world: &mut World, at: usize) -> Act {
    let Agreement { number, last, since, term, .. } = world.agreements.live[at];
    let event = AgreementRenewed { agreement: Id::nth(number), term };
    let act = happen(world, at, last.max(since.unwrap_or(last)), event);
    world.agreements.live[at].runs_from(act.date.earliest());
    act
}

fn ended(world: &mut World, at: usize) -> Act {
    let agreement = world.agreements.live.swap_remove(at);
    let by = parties(&agreement.parties[..1]);
    let event = AgreementTerminated { agreement: Id::nth(agreement.number), by };
    Act::new(Area::Agreements, event, world.calendar.now())
}

fn superseded(world: &mut World, at: usize) -> Act {
    let agreement = world.agreements.live.swap_remove(at);
    let by = Id::nth(world.random.pick(&world.agreements.live).number);
    let event = AgreementSuperseded { agreement: Id::nth(agreement.number), by };
    Act::new(Area::Agreements, event, world.calendar.now())
}

/// What may be said of an earlier day later.
fn earlier(act: Act, floor: Day) -> Act {
    act.hold(Hold::Earlier(floor))
}

/// A day on which something under the agreement can happen.
fn floor(agreement: &Agreement) -> Day {
    agreement.last.max(agreement.since.unwrap_or(agreement.last))
}

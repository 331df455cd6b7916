//! What the sources tell of true facts: roughly dated, and which followed which.

use std::collections::BTreeMap;

use aoc_core::{Bounds, Citations, Day, Draft, EntityId, Event, EventDate, Qualifier};

use super::Fact;
use crate::naive::in_turn;
use crate::universe::{day, source};

/// What the sources say of each fact: an exact day, or a year, a month or a day on or before which it was.
pub fn told(facts: &[Fact]) -> Vec<EventDate> {
    let tell = |fact: &Fact| match (fact.is_dated(), fact.how.form % 9) {
        (false, _) => EventDate::UNKNOWN,
        (true, 0) => fact.on.to_string()[..7].parse().unwrap(),
        (true, 1) => fact.on.to_string()[..4].parse().unwrap(),
        (true, 2) => {
            let ahead = fact.on.number() - day(0).number() + i32::from(fact.how.span % 300);
            EventDate::on_or_before(day(ahead))
        }
        (true, _) => EventDate::day(fact.on),
    };
    facts.iter().map(tell).collect()
}

/// The same for few facts within the days 1 to `window`: short stretches, open ends and doubts, as long as the
/// ways in which it may have been stay below `ways_max`.
pub fn told_within(facts: &[Fact], window: u16, ways_max: u32) -> Vec<EventDate> {
    let mut ways = 1_u32;
    let mut tell = |fact: &Fact| {
        let at = u16::try_from(fact.on.number() - day(0).number()).unwrap();
        let (before, behind) = (fact.how.span % 5, fact.how.span / 5 % 5);
        let first = at.saturating_sub(before % (5 - behind.min(4))).max(1);
        let last = (at + behind).min(window);
        let to_day = |n: u16| day(i32::from(n));
        let mut bounds = match fact.how.form % 8 {
            0..=2 => Bounds::new(to_day(first), to_day(last)),
            3 => Bounds::new(Day::PAST, to_day(last)),
            4 if fact.how.span.is_multiple_of(2) => Bounds::new(to_day(first), Day::FUTURE),
            4 => Bounds::UNKNOWN,
            _ => Bounds::new(fact.on, fact.on),
        };
        if fact.how.span % 7 == 6 && bounds != Bounds::UNKNOWN {
            if bounds.earliest != Day::PAST && bounds.latest != Day::FUTURE {
                bounds = Bounds::new(fact.on, fact.on); // EDTF has no doubted stretch of days
            }
            bounds.qualifier =
                if fact.how.form.is_multiple_of(2) { Qualifier::Uncertain } else { Qualifier::Approximate };
        }
        let doubted = bounds.qualifier != Qualifier::None;
        let open = bounds.earliest == Day::PAST || bounds.latest == Day::FUTURE;
        let these = match (doubted || open, last.saturating_sub(first) + 1) {
            (true, _) => u32::from(window) + 2,
            (false, days) => u32::from(days),
        };
        if ways * these > ways_max {
            bounds = Bounds::new(fact.on, fact.on);
        } else {
            ways *= these;
        }
        EventDate::Moment(bounds)
    };
    facts.iter().map(&mut tell).collect()
}

/// The key that a record will have, if what is known first is recorded first.
type Path = (Day, Vec<(u16, usize)>);

/// How closely whoever reads the sources says what a record followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Whatever came before it in its timelines.
    Closely,
    /// The same, but signatures and consents to be bound are said to follow the text only.
    Apart,
    /// Only what it cannot have preceded (a signature follows no other).
    Loosely,
}

/// A signature or a consent to be bound.
fn is_act(event: &Event) -> bool {
    use aoc_core::AgreementEvent::{AgreementConsented, AgreementSigned};
    matches!(event, Event::Agreement(AgreementConsented(_) | AgreementSigned(_)))
}

/// Whether it matters that the one came before the other: it could not have come after it, or the time in force in
/// which the other lies depends on it.
fn binds(earlier: &Event, later: &Event) -> bool {
    use aoc_core::AgreementEvent::{AgreementConsented, AgreementRenewed};
    let sets_time =
        |event: &Event| matches!(event, Event::Agreement(AgreementConsented(_) | AgreementRenewed(_)));
    let lies_in_it = |event: &Event| matches!(event, Event::Agreement(_) | Event::ActionPlan(_));
    in_turn(earlier, later)
        || sets_time(earlier) && lies_in_it(later)
        || lies_in_it(earlier) && sets_time(later)
}

/// The drafts by which the facts are recorded: each says which one it followed where its date alone would place it
/// before that one, as whoever reads the sources would know.
pub fn drafts(facts: &[Fact], dates: &[EventDate], how: Told) -> Vec<Draft> {
    let mut last: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    let (mut drafts, mut keys): (Vec<Draft>, Vec<Path>) = (Vec::new(), Vec::new());
    for (at, (fact, date)) in facts.iter().zip(dates).enumerate() {
        let citations = match fact.how.span % 4 {
            0 => Citations::uncited(),
            n => facts
                .iter()
                .find(|fact| fact.entity() == Some(source(n - 1).into()))
                .map_or(Citations::uncited(), |_| Citations::source(source(n - 1))),
        };
        let mut draft = Draft::new(fact.event.clone(), *date, citations).with_id(Fact::id(at));
        let changes = fact.event.entities().changes;
        let before = changes.iter().flat_map(|entity| last.get(entity).into_iter().flatten().copied());
        // Of what may have been on one day, the order in the book is else that in which it became known.
        let tied = |other: usize| keys[other].0 == date.earliest();
        let binds = |other: &usize| match how {
            Told::Closely => true,
            Told::Apart => !is_act(&fact.event) || in_turn(&facts[*other].event, &fact.event),
            Told::Loosely => tied(*other) || binds(&facts[*other].event, &fact.event),
        };
        let anchor = before.filter(binds).max_by_key(|other| &keys[*other]);
        let anchor = anchor.filter(|other| keys[*other].0 >= date.earliest() && fact.is_dated());
        if let Some(anchor) = anchor {
            draft = draft.after(Fact::id(anchor));
        }
        let own = (date.earliest(), vec![(fact.how.known, at)]);
        keys.push(match anchor.map(|anchor| keys[anchor].clone()).filter(|anchor| *anchor > own) {
            Some((day, path)) => (day, [path, own.1].concat()),
            None => own,
        });
        for entity in changes {
            last.entry(entity).or_default().push(at);
        }
        drafts.push(draft);
    }
    drafts
}

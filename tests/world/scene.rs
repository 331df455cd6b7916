//! [`Scene`]: a part of the Alliance's life with everything that may happen in it, as a list of events.
//!
//! What may happen next, in a world in which every day is known, is asked of [`Past`]. The generator of true
//! histories lives by it; the desk follows it mostly, and takes any event of the list, or a blunder, now and then.

mod agreements;
mod alliance;
mod response;
mod strategies;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aoc_core::{AgreementSigned, Day, EntityId, Event, Kind};
use serde_json::{Value, json};

use crate::naive::{Role, Ties};

/// A part of the Alliance's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scene {
    /// Agreements and what is done under them.
    Agreements,
    /// One agreement of few days, as much as can be enumerated.
    Treaty,
    /// Strategies, projects, contributions.
    Strategies,
    /// Initiatives, forums, resolutions, reports, priority areas, meetings.
    Alliance,
    /// The clearinghouse and the media response mechanism.
    Response,
    /// One strategy, a tension, an expert and an entry, as much as can be enumerated.
    Stages,
}

/// What the list of a scene is written with.
fn event(name: &str, data: &Value) -> Event {
    Event::from_json(name, data).unwrap_or_else(|error| panic!("{name} {data}: {error}"))
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

impl Scene {
    /// The scenes of the wide generators.
    pub const ALL: [Self; 4] = [Self::Agreements, Self::Strategies, Self::Alliance, Self::Response];

    /// Everything that may happen in it, some time.
    pub fn events(self) -> &'static [Event] {
        static LISTS: [OnceLock<Vec<Event>>; 6] = [const { OnceLock::new() }; 6];
        LISTS[self as usize].get_or_init(|| match self {
            Self::Agreements => agreements::events(),
            Self::Treaty => agreements::treaty(),
            Self::Strategies => strategies::events(),
            Self::Alliance => alliance::events(),
            Self::Response => response::events(),
            Self::Stages => [strategies::stages(), response::stages()].concat(),
        })
    }

    /// What must not be recorded, whatever the book holds, or hardly ever.
    pub fn blunders(self) -> &'static [Event] {
        static LISTS: [OnceLock<Vec<Event>>; 6] = [const { OnceLock::new() }; 6];
        LISTS[self as usize].get_or_init(|| match self {
            Self::Agreements => agreements::blunders(),
            Self::Strategies => strategies::blunders(),
            Self::Alliance => alliance::blunders(),
            Self::Response => response::blunders(),
            Self::Treaty | Self::Stages => Vec::new(),
        })
    }

    /// Everything that may happen on that day, after all that.
    pub fn next(self, past: &Past<'_>, on: Day) -> Vec<&'static Event> {
        self.events().iter().filter(|event| past.allows(event, on)).collect()
    }
}

/// What has happened, in order, and what there is since.
#[derive(Default)]
pub struct Past<'p> {
    acts: Vec<(Day, &'p Event)>,
    there: BTreeMap<EntityId, Life>,
}

struct Life {
    is_over: bool,
    hosts: Vec<EntityId>,
}

impl<'p> Past<'p> {
    pub fn of(acts: impl IntoIterator<Item = (Day, &'p Event)>) -> Self {
        let mut past = Self::default();
        for (on, event) in acts {
            past.push(on, event);
        }
        past
    }

    pub fn push(&mut self, on: Day, event: &'p Event) {
        let ties = Ties::of(event);
        if let Some(own) = ties.changes.first() {
            match ties.role {
                Role::Founds => {
                    self.there.insert(*own, Life { is_over: false, hosts: ties.hosts });
                }
                Role::Ends => {
                    if let Some(life) = self.there.get_mut(own) {
                        life.is_over = true;
                    }
                }
                Role::GoesOn => {}
            }
        }
        self.acts.push((on, event));
    }

    fn is_there(&self, entity: EntityId) -> bool {
        self.there.get(&entity).is_some_and(|life| !life.is_over)
    }

    /// Whether such an event has happened.
    fn any(&self, such: impl Fn(&Event) -> bool) -> bool {
        self.acts.iter().any(|(_, event)| such(event))
    }

    /// The last such event, read.
    fn last<T>(&self, read: impl Fn(&'p Event) -> Option<T>) -> Option<T> {
        self.acts.iter().rev().find_map(|(_, event)| read(event))
    }

    /// Whether the event may happen on that day.
    pub fn allows(&self, event: &Event, on: Day) -> bool {
        let ties = Ties::of(event);
        let named = ties.names.iter().all(|entity| self.there.contains_key(entity) || !is_founded(*entity));
        let beneath = ties.rests.iter().all(|entity| self.is_there(*entity));
        let mut hosts =
            ties.changes.iter().filter_map(|own| self.there.get(own)).flat_map(|life| &life.hosts);
        named
            && beneath
            && hosts.all(|host| self.is_there(*host))
            && match event {
                Event::Agreement(_)
                | Event::Amendment(_)
                | Event::ActionPlan(_)
                | Event::Consultation(_)
                | Event::Dispute(_)
                | Event::FocalPoint(_) => agreements::may(self, event, on),
                Event::Strategy(_) | Event::Project(_) | Event::Contribution(_) => {
                    strategies::may(self, event)
                }
                Event::Clearinghouse(_) | Event::MediaResponse(_) => response::may(self, event),
                _ => alliance::may(self, event),
            }
    }

    /// Whether what the event ends is there.
    pub fn allows_end(&self, event: &Event) -> bool {
        Ties::of(event).changes.first().is_some_and(|own| self.is_there(*own))
    }

    fn has_founded(&self, own: EntityId) -> bool {
        self.there.contains_key(&own)
    }
}

/// Whether entities of this kind have to be there before somebody names them.
pub fn is_founded(entity: EntityId) -> bool {
    use aoc_core::EntityKind::{Clearinghouse, Code, Custom, FocalPoint, Forums, NationalPlans};
    !matches!(entity.kind(), Clearinghouse | Code | Custom(_) | FocalPoint | Forums | NationalPlans)
}

/// One of the events: first its kind is chosen, then it. What ends things is chosen less often, and signatures,
/// without which nothing comes of an agreement, more often.
pub fn pick<'e>(events: &[&'e Event], [kind, which, end]: [u16; 3]) -> Option<&'e Event> {
    let of_kind = |kind: Kind| -> Vec<&'e Event> {
        events.iter().copied().filter(|event| event.kind() == kind).collect()
    };
    let mut kinds: Vec<Kind> = events.iter().map(|event| event.kind()).collect();
    kinds.dedup();
    let at = usize::from(kind).checked_rem(kinds.len())?;
    let ends = |event: &&Event| Ties::of(event).role == Role::Ends;
    let signatures = of_kind(AgreementSigned::KIND);
    let chosen = match end % 6 {
        0 | 1 if !signatures.is_empty() => signatures,
        2..=5 if of_kind(kinds[at]).iter().any(ends) => of_kind(kinds[(at + 1) % kinds.len()]),
        _ => of_kind(kinds[at]),
    };
    chosen.get(usize::from(which) % chosen.len().max(1)).copied()
}

/// Those of the events that have to do with one of the agreements, if there are any: a story is mostly about one.
pub fn about(events: Vec<&'static Event>, agreement: u16) -> Vec<&'static Event> {
    let agreement: EntityId = format!("agreement:agreement-{}", agreement % 3).parse().unwrap();
    let with = |event: &&'static Event| {
        let ties = Ties::of(event);
        ties.changes.contains(&agreement) || ties.names.contains(&agreement)
    };
    let about: Vec<&'static Event> = events.iter().copied().filter(with).collect();
    if about.is_empty() { events } else { about }
}

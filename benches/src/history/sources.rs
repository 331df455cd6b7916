//! Sources: registered throughout, cited by all that comes after them, a few withdrawn.

use aoc_core::EventDate;
use aoc_core::{Digest, SourceRegistered, SourceWithdrawn};

use super::act::Act;
use super::calendar::month;
use super::ids::Id;
use super::plan::Area;
use super::random::Random;
use super::words::{Words, text};
use super::world::World;

/// The sources: those that are cited, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    registered: usize,
    citable: Vec<usize>,
}

impl Sources {
    pub(super) const fn len(&self) -> usize {
        self.registered
    }

    /// One of them: mostly one of the newest, sometimes any.
    pub(super) fn one(&self, random: &mut Random) -> usize {
        let count = self.citable.len();
        let newest = if random.below(4) == 0 { count } else { count.min(50) };
        let back = random.low_below(newest);
        self.citable[count - 1 - back]
    }
}

/// A source is registered; now and then one is withdrawn.
pub(super) fn act(world: &mut World) -> Act {
    let withdrawn = world.chance(2) && world.sources.citable.len() > 10;
    if withdrawn {
        let at = world.random.below(world.sources.citable.len() - 5);
        let source = Id::nth(world.sources.citable.swap_remove(at));
        return Act::new(Area::Sources, SourceWithdrawn { source }, EventDate::UNKNOWN);
    }
    let number = world.sources.registered;
    world.sources.registered += 1;
    world.sources.citable.push(number);
    let random = &mut world.random;
    let today = world.calendar.today();
    let digest =
        format!("{:016x}{:016x}{:016x}{:016x}", random.draw(), random.draw(), random.draw(), random.draw());
    let digest = (random.below(3) == 0).then(|| Digest::try_from(digest).expect("64 digits"));
    let registered = SourceRegistered {
        source: Id::nth(number),
        title: world.words.title(random),
        publisher: Some(Words::publisher(random)),
        published: Some(EventDate::Moment(month(today))),
        address: Some(text(format!("https://www.example.org/documents/{:x}", random.below(1 << 32)))),
        retrieved: digest.as_ref().map(|_| today),
        digest,
        language: Some(world.words.language(random)),
    };
    Act::new(Area::Sources, registered, EventDate::UNKNOWN)
}

//! The clearinghouse: seven themes, and entries that come, change and go.

use aoc_core::{
    Day, EntryKind, EntryPublished, EntryRevised, EntryWithdrawn, Event, THEMES_MAX, ThemeOpened,
};

use super::act::{Act, Hold};
use super::ids::Id;
use super::plan::Area;
use super::words::text;
use super::world::World;

/// The entries that are listed: their numbers and the earliest day of the last record.
#[derive(Debug, Clone, Default)]
pub(super) struct Directory {
    /// Since when each theme is open.
    themes: Vec<Day>,
    listed: Vec<(usize, Day)>,
    published: usize,
}

/// A theme is opened, an entry is published, revised or withdrawn.
pub(super) fn act(world: &mut World) -> Act {
    if world.directory.themes.len() < THEMES_MAX {
        let theme = Id::nth(world.directory.themes.len());
        let act =
            Act::new(Area::Clearinghouse, ThemeOpened { theme, names: world.names() }, world.calendar.now());
        world.directory.themes.push(act.date.earliest());
        return act;
    }
    if world.directory.listed.is_empty() || world.chance(32) {
        return published(world);
    }
    let at = world.random.below(world.directory.listed.len());
    let (number, last) = world.directory.listed[at];
    let (entry, withdrawn) = (Id::nth(number), world.chance(16));
    let event: Event = if withdrawn {
        world.directory.listed.swap_remove(at);
        EntryWithdrawn { entry }.into()
    } else {
        let title = world.chance(60).then(|| world.words.title(&mut world.random));
        EntryRevised { entry, title, address: Some(address(world)) }.into()
    };
    let date = world.date(last);
    if withdrawn {
        return Act::new(Area::Clearinghouse, event, date);
    }
    world.directory.listed[at].1 = date.earliest();
    Act::new(Area::Clearinghouse, event, date).hold(Hold::Earlier(last))
}

fn published(world: &mut World) -> Act {
    let number = world.directory.published;
    world.directory.published += 1;
    let theme = world.random.below(THEMES_MAX);
    let kind = *world.random.pick(&EntryKind::ALL);
    let party = world.parties.one(&mut world.random);
    let floor = world.directory.themes[theme].max(world.parties.get(party).since);
    let published = EntryPublished {
        entry: Id::nth(number),
        theme: Id::nth(theme),
        kind,
        title: world.words.title(&mut world.random),
        contributed_by: Some(Id::nth(party)),
        party: None,
        person: (kind == EntryKind::Practitioner).then(|| Id::nth(world.random.below(world.persons))),
        address: Some(address(world)),
    };
    let date = world.date(floor);
    world.directory.listed.push((number, date.earliest()));
    Act::new(Area::Clearinghouse, published, date)
}

fn address(world: &mut World) -> aoc_core::Text {
    text(format!("https://www.example.org/entries/{}", world.random.below(1 << 20)))
}

//! Figures that sources state of groups.

use std::num::NonZeroU32;

use aoc_core::{Figure, FigureAttested, OrdinalAttested, Scope};

use super::act::{Act, Hold};
use super::groups::{Groups, WATCHED};
use super::ids::Id;
use super::plan::Area;
use super::world::World;

/// A source says how many members a group has, or which one somebody was.
pub(super) fn act(world: &mut World) -> Act {
    let number = if world.chance(30) { WATCHED } else { world.random.below(world.groups.list.len()) };
    let (since, members) = (world.groups.list[number].since, world.groups.list[number].members);
    let count = u32::try_from(members + world.random.below(3)).unwrap_or(0);
    let (group, date) = (Groups::id(number), world.date(since));
    let act = if world.chance(15) {
        let party = Id::nth(world.parties.one(&mut world.random));
        let ordinal = NonZeroU32::MIN.saturating_add(count);
        Act::new(Area::Attestations, OrdinalAttested { group, party, of: Scope::All, ordinal }, date)
    } else {
        let figures =
            [Figure::Exactly(count), Figure::AtLeast(count), Figure::MoreThan(count), Figure::About(count)];
        let figure = *world.random.pick(&figures);
        Act::new(Area::Attestations, FigureAttested { group, of: Scope::All, figure }, date)
    };
    act.hold(Hold::Loose(since))
}

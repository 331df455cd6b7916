//! Persons.

use aoc_core::{EventDate, PersonRegistered};

use super::act::{Act, Hold};
use super::ids::Id;
use super::plan::Area;
use super::world::World;

/// A person is registered.
pub(super) fn act(world: &mut World) -> Act {
    let person = Id::nth(world.persons);
    world.persons += 1;
    let names = world.words.person(&mut world.random).into();
    Act::new(Area::Persons, PersonRegistered { person, names }, EventDate::UNKNOWN).hold(Hold::Names)
}

//! Offices, and who holds them: announced, appointed, assumed, vacated.

use aoc_core::{
    Day, OfficeAssumed, OfficeEstablished, OfficeHolderAnnounced, OfficeHolderAppointed, OfficeVacated,
};

use super::act::{Act, Hold};
use super::ids::Id;
use super::plan::Area;
use super::world::World;

/// One office.
#[derive(Debug, Clone)]
pub(super) struct Office {
    stage: Stage,
    /// The earliest day of the last record.
    pub(super) last: Day,
}

/// Who has to do with it, by number.
#[derive(Debug, Clone, Copy)]
enum Stage {
    Vacant,
    Announced(usize),
    Appointed(usize),
    Held(usize),
}

/// The next step in the life of an office.
pub(super) fn act(world: &mut World) -> Act {
    if world.offices.is_empty() || world.chance(9) {
        return establish(world);
    }
    let number = world.random.below(world.offices.len());
    let Office { stage, last } = world.offices[number];
    let (office, date) = (Id::nth(number), world.date(last));
    let act = |event: aoc_core::Event| Act::new(Area::Offices, event, date).hold(Hold::Earlier(last));
    let somebody = world.random.below(world.persons);
    let (stage, act) = match stage {
        Stage::Vacant => {
            let announced = OfficeHolderAnnounced { office, person: Id::nth(somebody) };
            (Stage::Announced(somebody), act(announced.into()))
        }
        // Not everybody who was announced is appointed.
        Stage::Announced(who) => {
            let who = if world.chance(95) { who } else { somebody };
            let appointed = OfficeHolderAppointed { office, person: Id::nth(who) };
            (Stage::Appointed(who), act(appointed.into()))
        }
        Stage::Appointed(who) => {
            (Stage::Held(who), act(OfficeAssumed { office, person: Id::nth(who) }.into()))
        }
        Stage::Held(who) => (Stage::Vacant, act(OfficeVacated { office, person: Id::nth(who) }.into())),
    };
    world.offices[number] = Office { stage, last: date.earliest() };
    act
}

fn establish(world: &mut World) -> Act {
    let of = world.parties.one(&mut world.random);
    let since = world.parties.get(of).since;
    let date = world.date(since);
    let office = Id::nth(world.offices.len());
    world.offices.push(Office { stage: Stage::Vacant, last: date.earliest() });
    let established = OfficeEstablished { office, names: world.names(), of: Some(Id::nth(of)) };
    Act::new(Area::Offices, established, date)
}

//! The media response mechanism: experts, tensions, mobilizations.

use aoc_core::{
    Day, Event, ExpertEngaged, ExpertEnrolled, ExpertKind, ExpertRetired, MechanismMobilized,
    MechanismStoodDown, TensionReported,
};

use super::act::{Act, Hold};
use super::ids::Id;
use super::plan::Area;
use super::world::World;

/// Who is on the roster, and what it is mobilized for: numbers, and the earliest day of the last record.
#[derive(Debug, Clone, Default)]
pub(super) struct Response {
    roster: Vec<(usize, Day)>,
    /// The next person who has never been on the roster.
    enrolled: usize,
    tensions: Vec<(usize, Day)>,
    reported: usize,
    mobilizations: Vec<(usize, Day)>,
    mobilized: usize,
}

/// The next thing that happens.
pub(super) fn act(world: &mut World) -> Act {
    let Response { ref roster, ref tensions, ref mobilizations, enrolled, .. } = world.response;
    let can_engage = !roster.is_empty() && !mobilizations.is_empty();
    match world.random.weigh(&[(14, 0), (8, 1), (10, 2), (52, 3), (10, 4), (6, 5)]) {
        1 if !tensions.is_empty() => mobilize(world),
        2 if mobilizations.len() > 3 => stand_down(world),
        3 if can_engage => engage(world),
        4 if enrolled < world.persons => enrol(world),
        5 if roster.len() > 3 => retire(world),
        _ if enrolled < world.persons && roster.len() < 3 => enrol(world),
        _ => report(world),
    }
}

fn happen(world: &mut World, floor: Day, event: impl Into<Event>) -> Act {
    Act::new(Area::MediaResponse, event, world.date(floor))
}

fn report(world: &mut World) -> Act {
    let number = world.response.reported;
    world.response.reported += 1;
    let (names, text) = (world.names(), Some(world.words.prose(&mut world.random)));
    let act = happen(world, Day::PAST, TensionReported { tension: Id::nth(number), names, text });
    world.response.tensions.push((number, act.date.earliest()));
    act
}

fn mobilize(world: &mut World) -> Act {
    let at = world.random.below(world.response.tensions.len());
    let (tension, last) = world.response.tensions.swap_remove(at);
    let number = world.response.mobilized;
    world.response.mobilized += 1;
    let mobilized = MechanismMobilized { mobilization: Id::nth(number), tension: Id::nth(tension) };
    let act = happen(world, last, mobilized);
    world.response.mobilizations.push((number, act.date.earliest()));
    act
}

fn stand_down(world: &mut World) -> Act {
    let at = world.random.below(world.response.mobilizations.len());
    let (number, last) = world.response.mobilizations.swap_remove(at);
    happen(world, last, MechanismStoodDown { mobilization: Id::nth(number) })
}

fn engage(world: &mut World) -> Act {
    let (expert, at) = (
        world.random.below(world.response.roster.len()),
        world.random.below(world.response.mobilizations.len()),
    );
    let ((person, enrolled), (mobilization, begun)) =
        (world.response.roster[expert], world.response.mobilizations[at]);
    let outlet = Some(world.words.title(&mut world.random));
    let floor = enrolled.max(begun);
    let engaged = ExpertEngaged { mobilization: Id::nth(mobilization), person: Id::nth(person), outlet };
    let act = happen(world, floor, engaged);
    world.response.roster[expert].1 = act.date.earliest();
    world.response.mobilizations[at].1 = act.date.earliest();
    act.hold(Hold::Earlier(floor))
}

fn enrol(world: &mut World) -> Act {
    let person = world.response.enrolled;
    world.response.enrolled += 1;
    let kind = *world.random.pick(&[ExpertKind::Editor, ExpertKind::Personality]);
    let field = Some(world.words.title(&mut world.random));
    let act = happen(world, Day::PAST, ExpertEnrolled { person: Id::nth(person), kind, field });
    world.response.roster.push((person, act.date.earliest()));
    act
}

fn retire(world: &mut World) -> Act {
    let at = world.random.below(world.response.roster.len());
    let (person, last) = world.response.roster.swap_remove(at);
    happen(world, last, ExpertRetired { person: Id::nth(person) })
}

//! Contributions: pledged, and delivered in parts.

use aoc_core::{
    ContributionDelivered, ContributionDirection, ContributionForm, ContributionLevel, ContributionPledged,
    ContributionTerms, Day, EntityId, Money,
};

use super::act::{Act, Hold};
use super::ids::Id;
use super::plan::Area;
use super::world::World;

const CURRENCIES: [&str; 6] = ["EUR", "USD", "GBP", "TRY", "CHF", "SAR"];

/// The contributions of which something is still to come.
#[derive(Debug, Clone, Default)]
pub(super) struct Gifts {
    open: Vec<Gift>,
    begun: usize,
}

#[derive(Debug, Clone)]
struct Gift {
    number: usize,
    terms: ContributionTerms,
    /// In which currency, if it is money.
    currency: Option<&'static str>,
    parts: usize,
    since: Day,
}

/// Something is promised, or given.
pub(super) fn act(world: &mut World) -> Act {
    if world.gifts.open.len() < 3 || world.chance(25) {
        return pledged(world);
    }
    let at = world.random.below(world.gifts.open.len());
    let Gift { number, ref terms, currency, since, .. } = world.gifts.open[at];
    let (contribution, terms) = (Id::nth(number), terms.clone());
    let money = currency.map(|currency| money(world, currency));
    let text = Some(world.words.title(&mut world.random));
    let date = world.date(since);
    let gift = &mut world.gifts.open[at];
    gift.parts -= 1;
    if gift.parts == 0 {
        world.gifts.open.swap_remove(at);
    }
    let delivered = ContributionDelivered { contribution, terms, money, text };
    Act::new(Area::Contributions, delivered, date).hold(Hold::Earlier(since))
}

fn pledged(world: &mut World) -> Act {
    let both = world.parties.several(&mut world.random, 2);
    let forms = ContributionForm::ALL;
    let form = if world.chance(50) { ContributionForm::Financial } else { *world.random.pick(&forms) };
    let levels = [
        None,
        Some(ContributionLevel::National),
        Some(ContributionLevel::Regional),
        Some(ContributionLevel::Global),
    ];
    let directions =
        [None, None, Some(ContributionDirection::SouthSouth), Some(ContributionDirection::NorthSouth)];
    let terms = ContributionTerms {
        from: Id::nth(both[0]),
        to: world.chance(60).then(|| Id::nth(both[1])),
        toward: toward(world),
        form,
        level: *world.random.pick(&levels),
        direction: *world.random.pick(&directions),
    };
    let currency = (form == ContributionForm::Financial).then(|| *world.random.pick(&CURRENCIES));
    let date = world.date(world.parties.since(&both));
    let (number, parts) = (world.gifts.begun, world.random.between(1, 5));
    world.gifts.begun += 1;
    let gift = Gift { number, terms: terms.clone(), currency, parts, since: date.earliest() };
    world.gifts.open.push(gift);
    let money = currency.map(|currency| money(world, currency));
    let text = Some(world.words.title(&mut world.random));
    let pledged = ContributionPledged { contribution: Id::nth(number), terms, money, text };
    Act::new(Area::Contributions, pledged, date)
}

fn toward(world: &mut World) -> Option<EntityId> {
    match world.random.below(4) {
        0 if !world.agreements.live.is_empty() => {
            let agreement: aoc_core::AgreementId = Id::nth(world.random.pick(&world.agreements.live).number);
            Some(agreement.into())
        }
        1 => world.strategies.one(&mut world.random).map(EntityId::from),
        _ => None,
    }
}

fn money(world: &mut World, currency: &str) -> Money {
    let amount = world.random.between(1, 4_000) * 250;
    let cents = if world.chance(10) { ".50" } else { "" };
    format!("{amount}{cents} {currency}").parse().expect("a sum of money")
}

//! The text of an agreement.

use std::num::NonZeroU32;

use aoc_core::{
    AgreementDrafted, AgreementForm, AuthenticTexts, Bearer, Day, Due, EntryIntoForce, Label, Obligation,
    ObligationKind, Period, Priority, Trigger,
};

use super::{Agreement, Area};
use crate::history::act::{Act, Hold};
use crate::history::calendar::day;
use crate::history::ids::{Id, parties};
use crate::history::random::mix;
use crate::history::words::text;
use crate::history::world::World;

/// When it enters into force.
#[derive(Debug, Clone, Copy)]
pub(in crate::history) enum Clause {
    LastSignature,
    FixedDay(Day),
    /// Of so many parties.
    Consents(usize),
}

/// An obligation of an agreement: told by its number alone, so that it need not be remembered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) nth: usize,
    pub(super) kind: ObligationKind,
    pub(super) bearer: Borne,
}

/// Who bears it, by the place in the list of the parties.
#[derive(Debug, Clone, Copy)]
pub(super) enum Borne {
    One(usize),
    Each,
    All,
}

/// What the agreement with this number asks of so many parties.
pub(super) fn asked(agreement: usize, parties: usize) -> impl Iterator<Item = Asked> {
    let chance = move |nth: usize| {
        usize::try_from(mix(u64::try_from(agreement * 16 + nth).unwrap_or(0)) >> 8).unwrap_or(0)
    };
    (0..2 + chance(15) % 5).map(move |nth| {
        let kinds =
            [ObligationKind::Duty, ObligationKind::Effort, ObligationKind::Aim, ObligationKind::Permission];
        let bearer = match chance(nth) / 4 % 4 {
            0 => Borne::One(chance(nth) / 16 % parties),
            1 => Borne::Each,
            _ => Borne::All,
        };
        Asked { nth, kind: kinds[chance(nth) % 4], bearer }
    })
}

pub(super) fn label(letter: char, number: usize) -> Label {
    format!("{letter}-{number}").parse().expect("a label")
}

/// A new agreement.
pub(super) fn act(world: &mut World) -> Act {
    let count = world.random.weigh(&[(55, 2), (25, 3), (12, 4), (8, 5)]);
    let signatories = world.parties.several(&mut world.random, count);
    let date = world.date(world.parties.since(&signatories));
    let number = world.agreements.drafted;
    world.agreements.drafted += 1;
    let clause = match world.random.below(20) {
        0..=14 => Clause::LastSignature,
        15..=17 => Clause::FixedDay(day(date.earliest().number() + 60)),
        _ => Clause::Consents(world.random.between(1, count)),
    };
    let terms: [Option<&str>; 4] = [None, Some("P2Y"), Some("P4Y"), Some("P5Y")];
    let term: Option<Period> = world.random.pick(&terms).map(|term| term.parse().expect("a period"));
    let priorities = world.random.between(0, 3);
    let drafted = AgreementDrafted {
        agreement: Id::nth(number),
        form: *world.random.pick(&[
            AgreementForm::LetterOfIntent,
            AgreementForm::Memorandum,
            AgreementForm::Memorandum,
            AgreementForm::Protocol,
            AgreementForm::Agreement,
        ]),
        names: world.names(),
        parties: parties(&signatories),
        texts: world.chance(30).then(languages),
        entry_into_force: match clause {
            Clause::LastSignature => EntryIntoForce::LastSignature,
            Clause::FixedDay(day) => EntryIntoForce::FixedDay(day),
            Clause::Consents(count) => EntryIntoForce::Consents(
                NonZeroU32::MIN.saturating_add(u32::try_from(count - 1).unwrap_or(0)),
            ),
        },
        term,
        priorities: (0..priorities).map(|nth| priority(world, nth)).collect(),
        obligations: asked(number, count).map(|asked| obligation(world, asked, &signatories)).collect(),
    };
    let (signed, consented, since, until, plan) = (0, 0, None, None, None);
    let (consultation, amendment, dispute, focal_point) = (None, None, None, None);
    world.agreements.live.push(Agreement {
        number,
        parties: signatories,
        clause,
        term,
        signed,
        consented,
        since,
        until,
        last: date.earliest(),
        plan,
        priorities,
        consultation,
        amendment,
        dispute,
        focal_point,
    });
    Act::new(Area::Agreements, drafted, date).hold(Hold::Names)
}

pub(super) fn priority(world: &mut World, nth: usize) -> Priority {
    Priority { label: label('p', nth), text: world.words.title(&mut world.random) }
}

fn obligation(world: &mut World, asked: Asked, signatories: &[usize]) -> Obligation {
    let due = [Due::Open, Due::Within(Period::TWO_YEARS), Due::Every(Period::HALF_A_YEAR), Due::Biannual];
    Obligation {
        label: label('o', asked.nth),
        articles: vec![text(format!("Art. {}", asked.nth + 1))],
        kind: asked.kind,
        bearer: match asked.bearer {
            Borne::One(place) => Bearer::Party(Id::nth(signatories[place])),
            Borne::Each => Bearer::Each,
            Borne::All => Bearer::All,
        },
        text: world.words.title(&mut world.random),
        trigger: Trigger::EntryIntoForce,
        due: *world.random.pick(&due),
    }
}

fn languages() -> AuthenticTexts {
    let language = |tag: &str| tag.parse().expect("a language tag");
    AuthenticTexts { languages: ["en", "ar", "fr"].map(language).to_vec(), prevailing: Some(language("en")) }
}

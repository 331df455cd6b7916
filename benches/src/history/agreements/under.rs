//! What is done under an agreement that is in force.

use aoc_core::{
    ActionPlanAgreed, ActivityHeld, AgreementFocalPointDesignated, AgreementFocalPointReleased,
    AmendmentConsented, AmendmentProposed, ConsentForm, ConsultationHeld, ConsultationLevel, DisputeRaised,
    DisputeSettled, EvaluationHeld, JointProgrammeAgreed, ObligationKind, ObligationNotPerformed,
    ObligationPerformed, PriorityAdded, PriorityRoute,
};

use super::draft::{Borne, asked, label, priority};
use super::{Agreement, earlier, floor, happen};
use crate::history::act::Act;
use crate::history::calendar::{year, years};
use crate::history::ids::{Id, parties};
use crate::history::words::Words;
use crate::history::world::World;

/// The parties do something together.
pub(super) fn act(world: &mut World, at: usize) -> Act {
    match world.random.weigh(&[(32, 0), (18, 1), (10, 2), (4, 3), (14, 4), (6, 5), (12, 6), (4, 7)]) {
        1 => consultation(world, at),
        2 => plan(world, at),
        3 => programme(world, at),
        4 => performed(world, at),
        5 => evaluation(world, at),
        6 => change(world, at),
        7 => dispute(world, at),
        _ => activity(world, at),
    }
}

fn activity(world: &mut World, at: usize) -> Act {
    let Agreement { number, plan, parties: ref signatories, .. } = world.agreements.live[at];
    let floor = floor(&world.agreements.live[at]);
    let lead = *world.random.pick(signatories);
    let guest = world.parties.one(&mut world.random);
    let with = if guest != lead && world.parties.get(guest).since <= floor {
        vec![Id::nth(guest)]
    } else {
        Vec::new()
    };
    let event = ActivityHeld {
        agreement: Id::nth(number),
        text: world.words.title(&mut world.random),
        plan: plan.map(Id::nth),
        programme: None,
        lead: Some(Id::nth(lead)),
        with,
        place: Words::place(&mut world.random),
    };
    earlier(happen(world, at, floor, event), floor)
}

pub(super) fn consultation(world: &mut World, at: usize) -> Act {
    let consultation = world.agreements.consultations;
    world.agreements.consultations += 1;
    let agreement = &mut world.agreements.live[at];
    agreement.consultation = Some(consultation);
    let (floor, between) = (agreement.last, parties(&agreement.parties));
    let levels = [
        None,
        Some(ConsultationLevel::High),
        Some(ConsultationLevel::Political),
        Some(ConsultationLevel::Technical),
    ];
    let event = ConsultationHeld {
        consultation: Id::nth(consultation),
        agreement: Id::nth(agreement.number),
        asked_by: Some(between[0]),
        between,
        level: *world.random.pick(&levels),
        about: Some(world.words.title(&mut world.random)),
    };
    earlier(happen(world, at, floor, event), floor)
}

fn plan(world: &mut World, at: usize) -> Act {
    let today = world.calendar.today();
    let length = world.random.between(1, 2);
    let period = years(today, i32::try_from(length).unwrap_or(1));
    let agreement = &world.agreements.live[at];
    let ends = match period {
        aoc_core::EventDate::Duration { end, .. } => end.earliest,
        aoc_core::EventDate::Moment(_) => return activity(world, at),
    };
    // It lies within the time in force.
    let begins = year(today).latest;
    if agreement.until.is_some_and(|until| ends > until)
        || agreement.since.is_some_and(|since| begins < since)
    {
        return activity(world, at);
    }
    let plan = world.agreements.plans;
    world.agreements.plans += 1;
    let names = world.names();
    let agreement = &mut world.agreements.live[at];
    agreement.plan = Some(plan);
    let (agreed_by, floor) = (parties(&agreement.parties), floor(agreement));
    let agreement = Id::nth(agreement.number);
    happen(world, at, floor, ActionPlanAgreed { plan: Id::nth(plan), agreement, names, agreed_by, period })
}

fn programme(world: &mut World, at: usize) -> Act {
    let programme = Id::nth(world.agreements.programmes);
    world.agreements.programmes += 1;
    let names = world.names();
    let agreement = &world.agreements.live[at];
    let (agreed_by, floor) = (parties(&agreement.parties), floor(agreement));
    let agreement = Id::nth(agreement.number);
    happen(world, at, floor, JointProgrammeAgreed { programme, agreement, names, agreed_by })
}

fn performed(world: &mut World, at: usize) -> Act {
    let agreement = &world.agreements.live[at];
    let floor = floor(agreement);
    let all: Vec<_> = asked(agreement.number, agreement.parties.len()).collect();
    let one = *world.random.pick(&all);
    let by = match one.bearer {
        Borne::One(place) => parties(&agreement.parties[place..=place]),
        Borne::Each => parties(&agreement.parties[..1]),
        Borne::All => parties(&agreement.parties),
    };
    let (agreement, obligation) = (Id::nth(agreement.number), label('o', one.nth));
    let text = Some(world.words.title(&mut world.random));
    let act = if one.kind == ObligationKind::Duty && world.chance(25) {
        happen(world, at, floor, ObligationNotPerformed { agreement, obligation, by, text })
    } else {
        happen(world, at, floor, ObligationPerformed { agreement, obligation, by, text })
    };
    earlier(act, floor)
}

fn evaluation(world: &mut World, at: usize) -> Act {
    let floor = floor(&world.agreements.live[at]);
    let agreement = Id::nth(world.agreements.live[at].number);
    let findings = Some(world.words.prose(&mut world.random));
    earlier(happen(world, at, floor, EvaluationHeld { agreement, findings }), floor)
}

/// An amendment is proposed, consented to by one party after the other, and brings a priority; or a consultation does.
fn change(world: &mut World, at: usize) -> Act {
    let by_consultation = world.chance(40);
    let agreement = &world.agreements.live[at];
    let (id, floor, nth) = (Id::nth(agreement.number), floor(agreement), agreement.priorities);
    match (agreement.amendment, agreement.consultation) {
        (Some((amendment, consents)), _) if consents < agreement.parties.len() => {
            let (amendment, party) = (Id::nth(amendment), Id::nth(agreement.parties[consents]));
            world.agreements.live[at].amendment =
                agreement.amendment.map(|(number, _)| (number, consents + 1));
            let form = ConsentForm::Written;
            happen(world, at, floor, AmendmentConsented { amendment, agreement: id, party, form })
        }
        (Some((amendment, _)), _) => {
            world.agreements.live[at].amendment = None;
            added(world, at, PriorityRoute::Amendment(Id::nth(amendment)))
        }
        (None, Some(consultation)) if nth < 12 && by_consultation => {
            world.agreements.live[at].consultation = None;
            added(world, at, PriorityRoute::Consultation(Id::nth(consultation)))
        }
        (None, _) => {
            let by = Some(Id::nth(agreement.parties[0]));
            let number = world.agreements.amendments;
            world.agreements.amendments += 1;
            world.agreements.live[at].amendment = Some((number, 0));
            let text = world.words.title(&mut world.random);
            happen(
                world,
                at,
                floor,
                AmendmentProposed { amendment: Id::nth(number), agreement: id, text, by },
            )
        }
    }
}

fn added(world: &mut World, at: usize, by: PriorityRoute) -> Act {
    let nth = world.agreements.live[at].priorities;
    world.agreements.live[at].priorities += 1;
    let priority = priority(world, nth);
    let floor = floor(&world.agreements.live[at]);
    let agreement = Id::nth(world.agreements.live[at].number);
    happen(world, at, floor, PriorityAdded { agreement, priority, by })
}

fn dispute(world: &mut World, at: usize) -> Act {
    let agreement = &world.agreements.live[at];
    let (id, floor, all) = (Id::nth(agreement.number), floor(agreement), parties(&agreement.parties));
    if let Some(dispute) = agreement.dispute {
        world.agreements.live[at].dispute = None;
        let outcome = world.words.prose(&mut world.random);
        let dispute = Id::nth(dispute);
        return happen(world, at, floor, DisputeSettled { dispute, agreement: id, by: all, outcome });
    }
    let number = world.agreements.disputes;
    world.agreements.disputes += 1;
    world.agreements.live[at].dispute = Some(number);
    let about = world.words.title(&mut world.random);
    let raised = DisputeRaised { dispute: Id::nth(number), agreement: id, by: all[0], about };
    happen(world, at, floor, raised)
}

pub(super) fn focal_point(world: &mut World, at: usize) -> Act {
    let agreement = &world.agreements.live[at];
    let (id, floor) = (Id::nth(agreement.number), floor(agreement));
    if let Some((party, person)) = agreement.focal_point {
        world.agreements.live[at].focal_point = None;
        let (party, person) = (Id::nth(party), Id::nth(person));
        return happen(world, at, floor, AgreementFocalPointReleased { agreement: id, party, person });
    }
    let (party, person) = (*world.random.pick(&agreement.parties), world.random.below(world.persons));
    world.agreements.live[at].focal_point = Some((party, person));
    let place = Words::place(&mut world.random);
    let (party, person) = (Id::nth(party), Id::nth(person));
    happen(world, at, floor, AgreementFocalPointDesignated { agreement: id, party, person, place })
}

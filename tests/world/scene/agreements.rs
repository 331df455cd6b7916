//! Agreements and all that is done under them.

mod lists;

use aoc_core::{
    ActionPlanEvent, AgreementDrafted, AgreementEvent, AgreementId, AmendmentEvent, AmendmentId,
    ConsultationEvent, Day, DisputeEvent, EntryIntoForce, Event, FocalPointEvent, Obligation, ObligationKind,
    PartyId, PriorityRoute,
};

use super::Past;

pub(super) use lists::{blunders, events, treaty};

fn drafted<'p>(past: &Past<'p>, agreement: AgreementId) -> Option<&'p AgreementDrafted> {
    past.last(|event| match event {
        Event::Agreement(AgreementEvent::AgreementDrafted(event)) if event.agreement == agreement => {
            Some(event)
        }
        _ => None,
    })
}

/// The day on which an agreement entered into force, or will.
fn entered(past: &Past<'_>, text: &AgreementDrafted) -> Option<Day> {
    let days = |such: &dyn Fn(&AgreementEvent) -> bool| {
        let acts =
            past.acts.iter().filter(|(_, event)| matches!(event, Event::Agreement(event) if such(event)));
        acts.map(|(on, _)| *on).collect::<Vec<Day>>()
    };
    let own = text.agreement;
    let signed =
        days(&|event| matches!(event, AgreementEvent::AgreementSigned(event) if event.agreement == own));
    let last = signed.iter().max().copied().filter(|_| signed.len() == text.parties.len());
    match text.entry_into_force {
        EntryIntoForce::LastSignature => last,
        EntryIntoForce::FixedDay(day) => last.map(|last| last.max(day)),
        EntryIntoForce::Consents(count) => {
            let consented = days(
                &|event| matches!(event, AgreementEvent::AgreementConsented(event) if event.agreement == own),
            );
            consented.get(usize::try_from(count.get()).unwrap() - 1).copied()
        }
    }
}

fn is_in_force(past: &Past<'_>, text: &AgreementDrafted, on: Day) -> bool {
    let Some(entered) = entered(past, text) else { return false };
    let renewed = past.acts.iter().rev().find_map(|(on, event)| match event {
        Event::Agreement(AgreementEvent::AgreementRenewed(event)) if event.agreement == text.agreement => {
            Some((*on, event.term))
        }
        _ => None,
    });
    let (from, term) = renewed.unwrap_or((entered, text.term));
    entered <= on && term.is_none_or(|term| on < term.after(from))
}

pub(super) fn may(past: &Past<'_>, event: &Event, on: Day) -> bool {
    let agreement = match event {
        Event::Agreement(event) => event.agreement(),
        Event::Amendment(event) => event.agreement(),
        Event::ActionPlan(event) => event.agreement(),
        Event::Consultation(event) => event.agreement(),
        Event::Dispute(event) => event.agreement(),
        Event::FocalPoint(FocalPointEvent::AgreementFocalPointDesignated(event)) => event.agreement,
        Event::FocalPoint(FocalPointEvent::AgreementFocalPointReleased(event)) => event.agreement,
        _ => return false,
    };
    let Some(text) = drafted(past, agreement) else {
        return matches!(event, Event::Agreement(AgreementEvent::AgreementDrafted(_)));
    };
    let ended = !past.is_there(agreement.into());
    match event {
        Event::Dispute(DisputeEvent::DisputeSettled(event)) => past.is_there(event.dispute.into()),
        Event::Dispute(DisputeEvent::DisputeRaised(event)) => !past.has_founded(event.dispute.into()),
        Event::Agreement(
            event @ (AgreementEvent::ObligationPerformed(_)
            | AgreementEvent::ObligationNotPerformed(_)
            | AgreementEvent::EvaluationHeld(_)),
        ) => may_agreement(past, text, event, on),
        _ if ended => false,
        Event::Agreement(event) => may_agreement(past, text, event, on),
        Event::Amendment(AmendmentEvent::AmendmentProposed(event)) => {
            !past.has_founded(event.amendment.into())
        }
        Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
            past.has_founded(event.amendment.into()) && !has_consented(past, event.amendment, event.party)
        }
        Event::ActionPlan(ActionPlanEvent::ActionPlanAgreed(event)) => {
            let covered = |on: Day| is_in_force(past, text, on);
            let period = [Some(event.period.latest()), ends(event.period)];
            !past.has_founded(event.plan.into()) && covered(on) && period.into_iter().flatten().all(covered)
        }
        Event::ActionPlan(ActionPlanEvent::JointProgrammeAgreed(event)) => {
            !past.has_founded(event.programme.into()) && is_in_force(past, text, on)
        }
        Event::Consultation(ConsultationEvent::ConsultationHeld(event)) => {
            !past.has_founded(event.consultation.into())
        }
        Event::FocalPoint(event) => may_focal(past, event),
        _ => false,
    }
}

fn ends(period: aoc_core::EventDate) -> Option<Day> {
    match period {
        aoc_core::EventDate::Duration { end, .. } => Some(end.latest),
        aoc_core::EventDate::Moment(_) => None,
    }
}

fn has_consented(past: &Past<'_>, amendment: AmendmentId, party: PartyId) -> bool {
    past.any(|event| {
        matches!(event, Event::Amendment(AmendmentEvent::AmendmentConsented(event))
            if event.amendment == amendment && event.party == party)
    })
}

fn may_agreement(past: &Past<'_>, text: &AgreementDrafted, event: &AgreementEvent, on: Day) -> bool {
    let again = |other: &Event| matches!(other, Event::Agreement(other) if other == event);
    let asked =
        |label: &aoc_core::Label| text.obligations.iter().find(|asked: &&Obligation| asked.label == *label);
    match event {
        AgreementEvent::AgreementDrafted(_) => false,
        AgreementEvent::AgreementSigned(_) | AgreementEvent::AgreementConsented(_) => !past.any(again),
        AgreementEvent::PriorityAdded(event) => {
            let same = |other: &Event| {
                matches!(other, Event::Agreement(AgreementEvent::PriorityAdded(other))
                    if other.agreement == event.agreement && other.priority.label == event.priority.label)
            };
            let agreed = match event.by {
                PriorityRoute::Consultation(_) => true, // the list holds consultations of all parties only
                PriorityRoute::Amendment(amendment) => {
                    text.parties.iter().all(|party| has_consented(past, amendment, *party))
                }
            };
            is_in_force(past, text, on) && agreed && !past.any(same)
        }
        AgreementEvent::AgreementRenewed(_) | AgreementEvent::EvaluationHeld(_) => {
            entered(past, text).is_some_and(|entered| entered <= on)
        }
        AgreementEvent::AgreementTerminated(_) => entered(past, text).is_some(),
        AgreementEvent::AgreementSuperseded(_) => true,
        AgreementEvent::ObligationPerformed(event) => {
            entered(past, text).is_some_and(|entered| entered <= on) && asked(&event.obligation).is_some()
        }
        AgreementEvent::ObligationNotPerformed(event) => {
            entered(past, text).is_some_and(|entered| entered <= on)
                && asked(&event.obligation).is_some_and(|asked| asked.kind == ObligationKind::Duty)
        }
        AgreementEvent::ActivityHeld(_) => is_in_force(past, text, on),
    }
}

/// Whoever is named and not released yet, of one party.
fn may_focal(past: &Past<'_>, event: &FocalPointEvent) -> bool {
    let of = |agreement: AgreementId, party: PartyId| {
        past.last(|other| match other {
            Event::FocalPoint(FocalPointEvent::AgreementFocalPointDesignated(other))
                if (other.agreement, other.party) == (agreement, party) =>
            {
                Some(Some(other.person))
            }
            Event::FocalPoint(FocalPointEvent::AgreementFocalPointReleased(other))
                if (other.agreement, other.party) == (agreement, party) =>
            {
                Some(None)
            }
            _ => None,
        })
        .flatten()
    };
    match event {
        FocalPointEvent::AgreementFocalPointDesignated(event) => of(event.agreement, event.party).is_none(),
        FocalPointEvent::AgreementFocalPointReleased(event) => {
            of(event.agreement, event.party) == Some(event.person)
        }
        _ => false,
    }
}

//! Agreements, written from DOMAIN.md, rules 4 to 12, and the documents of their events.

use std::collections::BTreeSet;

use aoc_core::{
    ActionPlanEvent, AgreementDrafted, AgreementEvent, AmendmentEvent, AmendmentId, Bearer, ConsentForm,
    ConsultationEvent, ConsultationHeld, Day, DisputeEvent, Due, EntityId, EntityKind, EntryIntoForce, Event,
    EventDate, FocalPointEvent, Obligation, ObligationKind, PartyId, PriorityRoute, Trigger,
};

use super::ties::Role;
use super::ties::agreements::agreed_by;
use super::{Line, Sight, distinct};

/// Nothing wrong with it by itself.
pub(super) fn is_sound(event: &Event) -> bool {
    match event {
        Event::Agreement(AgreementEvent::AgreementDrafted(event)) => is_sound_text(event),
        Event::Agreement(AgreementEvent::AgreementSuperseded(event)) => event.by != event.agreement,
        Event::Agreement(AgreementEvent::AgreementTerminated(event)) => distinct(&event.by),
        Event::Agreement(AgreementEvent::ObligationPerformed(event)) => distinct(&event.by),
        Event::Agreement(AgreementEvent::ObligationNotPerformed(event)) => distinct(&event.by),
        Event::Agreement(AgreementEvent::ActivityHeld(event)) => {
            distinct(event.with.iter().chain(&event.lead))
        }
        Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => event.form == ConsentForm::Written,
        Event::ActionPlan(event) => {
            let plan =
                matches!(event, ActionPlanEvent::ActionPlanAgreed(event) if !event.period.is_duration());
            !plan && distinct(agreed_by(event))
        }
        Event::Consultation(ConsultationEvent::ConsultationHeld(event)) => {
            distinct(&event.between) && event.between.len() >= 2
        }
        Event::Dispute(DisputeEvent::DisputeSettled(event)) => distinct(&event.by),
        _ => true,
    }
}

fn is_sound_text(event: &AgreementDrafted) -> bool {
    let languages = event.texts.as_ref().is_none_or(|texts| {
        let prevails = texts.prevailing.as_ref();
        !texts.languages.is_empty()
            && distinct(&texts.languages)
            && prevails.is_none_or(|language| texts.languages.contains(language))
    });
    let clause = match event.entry_into_force {
        EntryIntoForce::Consents(count) => count.get() as usize <= event.parties.len(),
        _ => true,
    };
    let lasts = |obligation: &Obligation| {
        let due = matches!(obligation.due, Due::By(date) if date.is_duration());
        due || matches!(obligation.trigger, Trigger::Day(date) if date.is_duration())
    };
    let borne = |bearer: Bearer| match bearer {
        Bearer::Party(party) => event.parties.contains(&party),
        Bearer::Each | Bearer::All => true,
    };
    event.parties.len() >= 2
        && distinct(&event.parties)
        && distinct(event.priorities.iter().map(|priority| &priority.label))
        && distinct(event.obligations.iter().map(|obligation| &obligation.label))
        && event.obligations.iter().all(|obligation| borne(obligation.bearer) && !lasts(obligation))
        && languages
        && clause
}

fn drafted(line: &Line) -> Option<&AgreementDrafted> {
    match &line.event {
        Some(Event::Agreement(AgreementEvent::AgreementDrafted(event))) => Some(event),
        _ => None,
    }
}

/// Between which days an agreement entered into force by what came before (Art. 42).
pub fn entered(text: &AgreementDrafted, before: &[&Line]) -> Option<(Day, Day)> {
    let (mut signed, mut consented) = (Vec::new(), Vec::new());
    for line in before {
        let days = (line.date.earliest(), line.date.latest());
        match &line.event {
            Some(Event::Agreement(AgreementEvent::AgreementSigned(_))) => signed.push(days),
            Some(Event::Agreement(AgreementEvent::AgreementConsented(_))) => consented.push(days),
            _ => {}
        }
    }
    let nth = |days: &[(Day, Day)], n: usize| -> Option<(Day, Day)> {
        let (mut first, mut last): (Vec<Day>, Vec<Day>) = days.iter().copied().unzip();
        first.sort();
        last.sort();
        Some((*first.get(n - 1)?, *last.get(n - 1)?))
    };
    match text.entry_into_force {
        EntryIntoForce::LastSignature => nth(&signed, text.parties.len()),
        EntryIntoForce::FixedDay(day) => {
            nth(&signed, text.parties.len()).map(|(first, last)| (first.max(day), last.max(day)))
        }
        EntryIntoForce::Consents(count) => nth(&consented, count.get() as usize),
    }
}

/// The last day before which it must still be in force: a renewal sets another, no end is invented.
fn over(text: &AgreementDrafted, before: &[&Line], entered: Day) -> Day {
    let renewed = before.iter().rev().find_map(|line| match &line.event {
        Some(Event::Agreement(AgreementEvent::AgreementRenewed(event))) => {
            Some((line.date.latest(), event.term))
        }
        _ => None,
    });
    let (from, term) = renewed.unwrap_or((entered, text.term));
    term.map_or(Day::FUTURE, |term| term.after(from))
}

struct Sofar<'s> {
    text: &'s AgreementDrafted,
    before: &'s [&'s Line],
    date: EventDate,
}

impl Sofar<'_> {
    fn among<'p>(&self, parties: impl IntoIterator<Item = &'p PartyId>) -> bool {
        parties.into_iter().all(|party| self.text.parties.contains(party))
    }

    fn is_all(&self, parties: &[PartyId]) -> bool {
        self.among(parties) && parties.iter().collect::<BTreeSet<_>>().len() == self.text.parties.len()
    }

    fn has_begun(&self) -> bool {
        entered(self.text, self.before).is_some_and(|(first, _)| first <= self.date.latest())
    }

    fn is_running(&self) -> bool {
        entered(self.text, self.before).is_some_and(|(first, last)| {
            let over = over(self.text, self.before, last);
            first <= self.date.latest() && (over == Day::FUTURE || self.date.earliest() < over)
        })
    }

    fn any(&self, such: impl Fn(&AgreementEvent) -> bool) -> bool {
        self.before.iter().any(|line| matches!(&line.event, Some(Event::Agreement(event)) if such(event)))
    }

    fn amended(&self, amendment: AmendmentId) -> bool {
        self.text.parties.iter().all(|party| {
            self.before.iter().any(|line| {
                matches!(&line.event, Some(Event::Amendment(AmendmentEvent::AmendmentConsented(event)))
                    if event.amendment == amendment && event.party == *party)
            })
        })
    }

    fn allows(&self, event: &AgreementEvent) -> bool {
        let asked = |label: &aoc_core::Label| {
            self.text.obligations.iter().find(|obligation| obligation.label == *label)
        };
        match event {
            AgreementEvent::AgreementDrafted(_) => false,
            AgreementEvent::AgreementSigned(event) => {
                let again = |other: &AgreementEvent| matches!(other, AgreementEvent::AgreementSigned(other) if other.party == event.party);
                self.among([&event.party]) && !self.any(again)
            }
            AgreementEvent::AgreementConsented(event) => {
                let again = |other: &AgreementEvent| matches!(other, AgreementEvent::AgreementConsented(other) if other.party == event.party);
                self.among([&event.party]) && !self.any(again)
            }
            AgreementEvent::PriorityAdded(event) => {
                let label = &event.priority.label;
                let again = |other: &AgreementEvent| matches!(other, AgreementEvent::PriorityAdded(other) if other.priority.label == *label);
                let by_amendment = match event.by {
                    PriorityRoute::Consultation(_) => true,
                    PriorityRoute::Amendment(amendment) => self.amended(amendment),
                };
                let of_the_text = self.text.priorities.iter().any(|priority| priority.label == *label);
                self.is_running() && by_amendment && !of_the_text && !self.any(again)
            }
            AgreementEvent::AgreementRenewed(_) | AgreementEvent::EvaluationHeld(_) => self.has_begun(),
            AgreementEvent::AgreementTerminated(event) => {
                self.among(&event.by) && entered(self.text, self.before).is_some()
            }
            AgreementEvent::AgreementSuperseded(_) => true,
            AgreementEvent::ObligationPerformed(event) => {
                let alone = asked(&event.obligation).is_some_and(|asked| asked.bearer != Bearer::All);
                self.has_begun()
                    && self.is_borne(asked(&event.obligation), &event.by)
                    && (alone || self.is_all(&event.by))
            }
            AgreementEvent::ObligationNotPerformed(event) => {
                let duty = asked(&event.obligation).is_some_and(|asked| asked.kind == ObligationKind::Duty);
                self.has_begun() && self.is_borne(asked(&event.obligation), &event.by) && duty
            }
            AgreementEvent::ActivityHeld(event) => self.is_running() && self.among(&event.lead),
        }
    }

    /// By one of those who bear it, or by some of them.
    fn is_borne(&self, asked: Option<&Obligation>, by: &[PartyId]) -> bool {
        asked.is_some_and(|asked| match asked.bearer {
            Bearer::Party(party) => by == [party],
            Bearer::Each | Bearer::All => !by.is_empty() && self.among(by),
        })
    }

    /// A plan is agreed by all while the agreement can be in force, and does not start before (rule 8).
    fn plan(&self, event: &ActionPlanEvent) -> bool {
        let Some((first, _)) = entered(self.text, self.before) else { return false };
        let start = match event {
            ActionPlanEvent::ActionPlanAgreed(event) => event.period.latest(),
            ActionPlanEvent::JointProgrammeAgreed(_) => self.date.latest(),
        };
        self.is_all(agreed_by(event)) && self.is_running() && start >= first
    }
}

/// Whether the line may come next in the timeline of an agreement, or of something under one.
pub(super) fn fits(entity: EntityId, before: &[&Line], line: &Line) -> bool {
    let Some(event) = &line.event else { return true };
    match entity.kind() {
        EntityKind::Agreement => {
            let Some(text) = before.iter().find_map(|line| drafted(line)) else {
                return drafted(line).is_some();
            };
            let ended = before.iter().any(|line| line.ties.role == Role::Ends && line.changes()[0] == entity);
            let so_far = Sofar { text, before, date: line.date };
            // What was done, or not, and how it was judged is said afterwards too.
            let looks_back = matches!(
                event,
                Event::Agreement(
                    AgreementEvent::ObligationPerformed(_)
                        | AgreementEvent::ObligationNotPerformed(_)
                        | AgreementEvent::EvaluationHeld(_)
                )
            );
            (!ended || looks_back)
                && match event {
                    Event::Agreement(event) => so_far.allows(event),
                    Event::Amendment(AmendmentEvent::AmendmentProposed(event)) => so_far.among(&event.by),
                    Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
                        so_far.among([&event.party])
                    }
                    Event::ActionPlan(event) => so_far.plan(event),
                    Event::Consultation(ConsultationEvent::ConsultationHeld(event)) => {
                        so_far.among(event.between.iter().chain(&event.asked_by))
                    }
                    _ => true,
                }
        }
        EntityKind::Amendment => match event {
            Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
                let proposed = before.first().is_some_and(|line| line.changes()[1] == event.agreement.into());
                let again = |line: &&Line| {
                    matches!(&line.event, Some(Event::Amendment(AmendmentEvent::AmendmentConsented(other)))
                        if other.party == event.party)
                };
                proposed && !before.iter().any(again)
            }
            _ => before.is_empty(),
        },
        EntityKind::Dispute => match event {
            Event::Dispute(DisputeEvent::DisputeSettled(event)) => match before {
                [raised] => raised.names()[0] == event.agreement.into(),
                _ => false,
            },
            _ => before.is_empty(),
        },
        _ => before.is_empty(), // plans, programmes, consultations: once
    }
}

/// What the entities that the event names have to say.
pub(super) fn named(sight: &Sight<'_>, event: &Event) -> bool {
    let founding = |entity: EntityId| sight.founding(entity).and_then(|line| line.event.as_ref());
    let text = |entity: EntityId| match founding(entity) {
        Some(Event::Agreement(AgreementEvent::AgreementDrafted(event))) => Some(event),
        _ => None,
    };
    match event {
        Event::Agreement(AgreementEvent::ActivityHeld(event)) => {
            let under = event.plan.map(EntityId::from).into_iter().chain(event.programme.map(EntityId::from));
            let mut of = under.filter_map(|entity| sight.founding(entity));
            of.all(|line| line.changes()[1] == event.agreement.into())
        }
        // A plan is over when the agreement is, as it was then or was renewed later, as far as that is certain (rule 8).
        Event::ActionPlan(ActionPlanEvent::ActionPlanAgreed(event)) => {
            let EventDate::Duration { end, .. } = event.period else { return true };
            let timeline = sight.timeline(event.agreement.into());
            let own = timeline.iter().position(|line| line.changes()[0] == event.plan.into());
            text(event.agreement.into()).zip(own).is_none_or(|(text, own)| {
                (own..timeline.len()).any(|at| match entered(text, &timeline[..=at]) {
                    Some((_, last)) => end.earliest <= over(text, &timeline[..=at], last),
                    None => true,
                })
            })
        }
        Event::Agreement(AgreementEvent::PriorityAdded(event)) => {
            let PriorityRoute::Consultation(by) = event.by else { return true };
            let Some(Event::Consultation(ConsultationEvent::ConsultationHeld(held))) = founding(by.into())
            else {
                return false;
            };
            let of_all = |held: &ConsultationHeld, text: &AgreementDrafted| {
                text.parties.iter().all(|party| held.between.contains(party))
            };
            held.agreement == event.agreement
                && text(event.agreement.into()).is_none_or(|text| of_all(held, text))
        }
        Event::Dispute(DisputeEvent::DisputeRaised(event)) => {
            text(event.agreement.into()).is_some_and(|text| text.parties.contains(&event.by))
        }
        Event::Dispute(DisputeEvent::DisputeSettled(event)) => {
            text(event.agreement.into()).is_some_and(|text| {
                text.parties.iter().collect::<BTreeSet<_>>() == event.by.iter().collect::<BTreeSet<_>>()
            })
        }
        Event::FocalPoint(FocalPointEvent::AgreementFocalPointDesignated(event)) => {
            text(event.agreement.into()).is_some_and(|text| text.parties.contains(&event.party))
        }
        Event::FocalPoint(FocalPointEvent::AgreementFocalPointReleased(event)) => {
            text(event.agreement.into()).is_some_and(|text| text.parties.contains(&event.party))
        }
        _ => true,
    }
}

/// Whether the later one waits for the earlier one; nothing when both wait for everything.
///
/// Everything waits for the text. Signatures wait for none of each other, and what an agreement brings waits for all of
/// them; consents wait for the proposal, and what an amendment brings for all consents to it; a renewal for the one
/// before. The end waits for all that cannot come behind it.
pub(super) fn waits(later: &Event, earlier: &Event) -> Option<bool> {
    use AgreementEvent::{
        AgreementConsented, AgreementDrafted, AgreementRenewed, AgreementSigned, AgreementSuperseded,
        AgreementTerminated, EvaluationHeld, ObligationNotPerformed, ObligationPerformed,
    };
    let of_it = |event: &Event| {
        matches!(
            event,
            Event::Agreement(_) | Event::Amendment(_) | Event::ActionPlan(_) | Event::Consultation(_)
        )
    };
    if !of_it(later) || !of_it(earlier) {
        return None;
    }
    let ends =
        |event: &Event| matches!(event, Event::Agreement(AgreementTerminated(_) | AgreementSuperseded(_)));
    let looks_back = |event: &Event| {
        let done = matches!(event, Event::Agreement(ObligationPerformed(_) | ObligationNotPerformed(_)));
        done || matches!(event, Event::Agreement(EvaluationHeld(_)))
    };
    let brought = matches!(later, Event::ActionPlan(_))
        || matches!(later, Event::Agreement(event) if !matches!(event, AgreementSigned(_) | AgreementConsented(_)));
    Some(match (earlier, later) {
        (Event::Agreement(AgreementDrafted(_)), _) | (_, Event::Agreement(AgreementDrafted(_))) => true,
        (earlier, later) if ends(later) => !ends(earlier) && !looks_back(earlier),
        (Event::Agreement(AgreementSigned(_)), _) => brought,
        (Event::Agreement(AgreementRenewed(_)), Event::Agreement(AgreementRenewed(_))) => true,
        (
            Event::Amendment(AmendmentEvent::AmendmentProposed(proposed)),
            Event::Amendment(AmendmentEvent::AmendmentConsented(consented)),
        ) => proposed.amendment == consented.amendment,
        (
            Event::Amendment(AmendmentEvent::AmendmentConsented(consented)),
            Event::Agreement(AgreementEvent::PriorityAdded(added)),
        ) => added.by == PriorityRoute::Amendment(consented.amendment),
        _ => false,
    })
}

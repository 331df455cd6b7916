//! Sentences of agreements, of what is done under them, and of contributions.

use aoc_core::{
    ActionPlanEvent, AgreementEvent, AgreementForm, AgreementSigned, AmendmentEvent, ConsentForm,
    ConsultationEvent, ConsultationLevel, ContributionEvent, ContributionForm, ContributionTerms,
    DisputeEvent, Money, PriorityRoute,
};

use super::{bracketed, parties, placed, quoted, told, with_parties};
use crate::labels::Labels;
use crate::words::{count, date, list, period};

pub(super) fn agreement(event: &AgreementEvent, labels: &Labels) -> String {
    let the = labels.the(event.agreement());
    match event {
        AgreementEvent::AgreementDrafted(event) => {
            let held = [
                (event.priorities.len(), "priority", "priorities"),
                (event.obligations.len(), "obligation", "obligations"),
            ];
            let held = held.into_iter().filter(|(number, ..)| *number > 0);
            let of = format!("{} of {}", form(event.form), parties(&event.parties, labels));
            let mut details = vec![of];
            details.extend(held.map(|(number, one, several)| count(number, one, several)));
            details.extend(event.term.map(|term| format!("for {}", period(term))));
            format!("{the} was drafted{}", bracketed(&details))
        }
        AgreementEvent::AgreementSigned(event) => signed(event, &the, labels),
        AgreementEvent::AgreementConsented(event) => {
            format!("{} consented to be bound by {the}", labels.name(event.party))
        }
        AgreementEvent::PriorityAdded(event) => {
            let how = match event.by {
                PriorityRoute::Consultation(_) => "by consultation",
                PriorityRoute::Amendment(_) => "by amendment",
            };
            let (label, text) = (&event.priority.label, quoted(&event.priority.text, labels));
            format!("{text} became priority {label} of {the}, {how}")
        }
        AgreementEvent::AgreementRenewed(event) => match event.term {
            Some(term) => format!("{the} was renewed for {}", period(term)),
            None => format!("{the} was renewed without an end"),
        },
        AgreementEvent::AgreementTerminated(event) => {
            format!("{the} was ended{}", with_parties(" by ", &event.by, labels))
        }
        AgreementEvent::AgreementSuperseded(event) => {
            format!("{the} was superseded by {}", labels.the(event.by))
        }
        AgreementEvent::ObligationPerformed(event) => {
            let (by, what) = (parties(&event.by, labels), told(event.text.as_ref(), labels));
            format!("{by} performed {} of {the}{what}", event.obligation)
        }
        AgreementEvent::ObligationNotPerformed(event) => {
            let (by, what) = (parties(&event.by, labels), told(event.text.as_ref(), labels));
            format!("{by} did not perform {} of {the}{what}", event.obligation)
        }
        AgreementEvent::ActivityHeld(event) => {
            let lead = event.lead.map(|lead| format!(", led by {}", labels.name(lead))).unwrap_or_default();
            let with = with_parties(", with ", &event.with, labels);
            let place = placed(event.place.as_ref(), labels);
            let plans =
                [event.plan.map(|plan| labels.the(plan)), event.programme.map(|plan| labels.the(plan))];
            let under: Vec<String> = plans.into_iter().flatten().chain([the]).collect();
            let text = labels.text(event.text.as_str());
            format!("an activity was held{place} under {}{lead}{with}: {text}", list(&under))
        }
        AgreementEvent::EvaluationHeld(event) => {
            format!("{the} was evaluated{}", told(event.findings.as_ref(), labels))
        }
    }
}

const fn form(form: AgreementForm) -> &'static str {
    match form {
        AgreementForm::LetterOfIntent => "letter of intent",
        AgreementForm::Memorandum => "memorandum",
        AgreementForm::Protocol => "protocol",
        AgreementForm::Agreement => "agreement",
    }
}

fn signed(event: &AgreementSigned, the: &str, labels: &Labels) -> String {
    let by = match (event.person, event.office) {
        (Some(person), Some(office)) => format!(" by {} ({})", labels.name(person), labels.name(office)),
        (Some(person), None) => format!(" by {}", labels.name(person)),
        (None, Some(office)) => format!(" by {}", labels.the(office)),
        (None, None) => String::new(),
    };
    let place = placed(event.place.as_ref(), labels);
    format!("{the} was signed for {}{by}{place}", labels.name(event.party))
}

pub(super) fn amendment(event: &AmendmentEvent, labels: &Labels) -> String {
    let the = labels.the(event.agreement());
    match event {
        AmendmentEvent::AmendmentProposed(event) => {
            let what = quoted(&event.text, labels);
            let by = event.by.map(|party| format!(" by {}", labels.name(party))).unwrap_or_default();
            format!("an amendment of {the} was proposed{by}: {what}")
        }
        AmendmentEvent::AmendmentConsented(event) => {
            let form = match event.form {
                ConsentForm::Written => "in writing",
                ConsentForm::Oral => "by word of mouth",
            };
            let what = labels.name(event.amendment);
            format!("{} consented {form} to the amendment of {the}: “{what}”", labels.name(event.party))
        }
    }
}

pub(super) fn action_plan(event: &ActionPlanEvent, labels: &Labels) -> String {
    let (the, by) = (labels.the(event.agreement()), parties(event.agreed_by(), labels));
    match event {
        ActionPlanEvent::ActionPlanAgreed(event) => {
            let (plan, period) = (labels.the(event.plan), date(event.period));
            format!("{by} agreed on {plan} under {the} ({period})")
        }
        ActionPlanEvent::JointProgrammeAgreed(event) => {
            format!("{by} agreed on {} of two years under {the}", labels.the(event.programme))
        }
    }
}

pub(super) fn consultation(
    ConsultationEvent::ConsultationHeld(event): &ConsultationEvent,
    labels: &Labels,
) -> String {
    let level = match event.level {
        None => "",
        Some(ConsultationLevel::High) => " on a high level",
        Some(ConsultationLevel::Political) => " on the political level",
        Some(ConsultationLevel::Technical) => " on the technical level",
    };
    let asked =
        event.asked_by.map(|party| format!(", at the request of {}", labels.name(party))).unwrap_or_default();
    let (between, the) = (parties(&event.between, labels), labels.the(event.agreement));
    format!("{between} consulted each other{level} under {the}{asked}{}", told(event.about.as_ref(), labels))
}

pub(super) fn dispute(event: &DisputeEvent, labels: &Labels) -> String {
    let the = labels.the(event.agreement());
    match event {
        DisputeEvent::DisputeRaised(event) => {
            format!(
                "{} raised a dispute under {the}: {}",
                labels.name(event.by),
                labels.text(event.about.as_str())
            )
        }
        DisputeEvent::DisputeSettled(event) => {
            let (by, outcome) = (parties(&event.by, labels), labels.text(event.outcome.as_str()));
            format!("{by} settled the dispute “{}” under {the}: {outcome}", labels.name(event.dispute))
        }
    }
}

pub(super) fn contribution(event: &ContributionEvent, labels: &Labels) -> String {
    let (did, text) = match event {
        ContributionEvent::ContributionPledged(event) => ("pledged", &event.text),
        ContributionEvent::ContributionDelivered(event) => ("gave", &event.text),
    };
    let terms = event.terms();
    let to = terms.to.map(|party| format!(" to {}", labels.name(party))).unwrap_or_default();
    let toward = terms.toward.map(|entity| format!(" for {}", labels.the(entity))).unwrap_or_default();
    let what = what_is_given(terms, event.money());
    format!("{} {did} {what}{to}{toward}{}", labels.name(terms.from), told(text.as_ref(), labels))
}

fn what_is_given(terms: &ContributionTerms, money: Option<Money>) -> String {
    let form = match terms.form {
        ContributionForm::JointDelivery => "work on programmes together",
        ContributionForm::Financial => "money",
        ContributionForm::Secondment => "staff on secondment",
        ContributionForm::Volunteers => "the work of volunteers",
        ContributionForm::Equipment => "equipment",
        ContributionForm::PolicyCoordination => "help in coordinating policies",
        ContributionForm::Outreach => "outreach and networks",
        ContributionForm::TechnicalAssistance => "technical assistance",
    };
    match (terms.form, money) {
        (ContributionForm::Financial, Some(money)) => money.to_string(),
        (_, Some(money)) => format!("{form} worth {money}"),
        (_, None) => form.to_owned(),
    }
}

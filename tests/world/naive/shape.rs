//! What is wrong with an event whatever the book holds.

use aoc_core::{
    AgreementEvent, Code, ConsultationEvent, ContributionEvent, EntityKind, Event, EventDate, ForumEvent,
    GroupEvent, InventoryEvent, MeetingEvent, OfficeEvent, OfficeId, PartyEvent, PartyKind, PersonId,
    StrategyEvent,
};

use super::{agreements, distinct, others};

/// The office and the person of an event of offices.
pub fn office(event: &OfficeEvent) -> (OfficeId, Option<PersonId>) {
    match event {
        OfficeEvent::OfficeEstablished(event) => (event.office, None),
        OfficeEvent::OfficeHolderAnnounced(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeHolderAppointed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeAssumed(event) => (event.office, Some(event.person)),
        OfficeEvent::OfficeVacated(event) => (event.office, Some(event.person)),
    }
}

/// What is wrong with an event by itself.
pub(super) fn check(event: &Event, date: &EventDate) -> Result<(), String> {
    if matches!(event, Event::Source(_)) && *date != EventDate::UNKNOWN {
        return Err("a source has no date of effect".into());
    }
    if date.is_duration() && !may_last(event) {
        return Err("a moment is no duration".into());
    }
    let sound = agreements::is_sound(event)
        && others::is_sound(event)
        && match event {
            Event::Group(GroupEvent::GroupEstablished(event)) => !event.admits.is_empty(),
            Event::Party(PartyEvent::PartyRegistered(event)) => {
                let country = event.codes.iter().any(|code| matches!(code, Code::Iso3166(_)));
                distinct(&event.codes) && (event.kind == PartyKind::Country || !country)
            }
            Event::Party(PartyEvent::PartySucceeded(event)) => {
                let others = !event.successors.is_empty() && !event.successors.contains(&event.party);
                others && distinct(&event.successors)
            }
            Event::Custom(event) => {
                let own = event.changes.iter().all(|entity| matches!(entity.kind(), EntityKind::Custom(_)));
                own && distinct(&event.changes) && distinct(&event.names)
            }
            Event::Inventory(InventoryEvent::InventoryTaken(event)) => {
                event.answers.len() <= 64 && distinct(event.answers.iter().map(|answer| &answer.projection))
            }
            _ => true,
        };
    if sound { Ok(()) } else { Err(format!("there is something wrong with this {}", event.kind())) }
}

/// Whether it may have gone on for days.
fn may_last(event: &Event) -> bool {
    matches!(
        event,
        Event::Custom(_)
            | Event::Agreement(AgreementEvent::ActivityHeld(_) | AgreementEvent::EvaluationHeld(_))
            | Event::Consultation(ConsultationEvent::ConsultationHeld(_))
            | Event::Contribution(ContributionEvent::ContributionDelivered(_))
            | Event::Strategy(StrategyEvent::NegotiationHeld(_) | StrategyEvent::ReviewConferenceHeld(_))
            | Event::Forum(ForumEvent::ForumHeld(_))
            | Event::Meeting(MeetingEvent::MeetingHeld(_))
    )
}

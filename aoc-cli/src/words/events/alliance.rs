//! Sentences of the life of the Alliance: initiatives, forums, resolutions, reports, priority areas, meetings.

use aoc_core::{
    AdoptionManner, ForumEvent, InitiativeEvent, MeetingEvent, PriorityAreaEvent, ReportEvent,
    ResolutionAdopted, ResolutionEvent,
};

use super::{bracketed, placed, quoted, with_parties};
use crate::labels::Labels;
use crate::words::{date, ordinal};

pub(super) fn initiative(event: &InitiativeEvent, labels: &Labels) -> String {
    let the = labels.the(event.initiative());
    match event {
        InitiativeEvent::InitiativeProposed(event) => {
            let (by, place) = (with_parties(" by ", &event.by, labels), placed(event.place.as_ref(), labels));
            format!("{the} was proposed{by}{place}")
        }
        InitiativeEvent::InitiativeLaunched(event) => {
            let (by, place) = (with_parties(" by ", &event.by, labels), placed(event.place.as_ref(), labels));
            format!(
                "{the} was launched{by}{place}{}",
                with_parties(", sponsored by ", &event.sponsors, labels)
            )
        }
    }
}

pub(super) fn forum(event: &ForumEvent, labels: &Labels) -> String {
    match event {
        ForumEvent::ForumPlanned(event) => {
            let which = event.number.map(|number| format!("the {} forum", ordinal(number.get())));
            let when = event.expected.map(|day| format!(" for {}", date(day))).unwrap_or_default();
            let which = which.unwrap_or_else(|| "a forum".to_owned());
            format!("{which} was planned{when}{}", placed(event.place.as_ref(), labels))
        }
        ForumEvent::ForumHeld(event) => {
            let called =
                event.names.as_ref().map(|_| format!(" ({})", labels.name(event.forum))).unwrap_or_default();
            let place = placed(event.place.as_ref(), labels);
            format!("the {} forum{called} was held{place}", ordinal(event.number.get()))
        }
    }
}

pub(super) fn resolution(
    ResolutionEvent::ResolutionAdopted(event): &ResolutionEvent,
    labels: &Labels,
) -> String {
    let manner = match event.manner {
        None => String::new(),
        Some(AdoptionManner::Consensus) => " by consensus".to_owned(),
        Some(AdoptionManner::Vote(votes)) => {
            format!(" by {} votes to {}, with {} abstentions", votes.yes, votes.no, votes.abstained)
        }
    };
    let sponsors = match event.sponsor_count {
        Some(count) => format!(", {count} sponsors"),
        None => with_parties(", sponsored by ", &event.sponsors, labels),
    };
    let dated =
        event.document_date.map(|day| format!("; its document is dated {}", date(day))).unwrap_or_default();
    format!("{} was adopted{manner}{sponsors}{dated}", act(event, labels))
}

/// `resolution 64/14 of the assembly (“title”)`; an act that bears a name is called by it.
fn act(event: &ResolutionAdopted, labels: &Labels) -> String {
    let (symbol, of) = (event.symbol.as_str(), event.of.map(|party| labels.name(party)));
    let title = event.title.as_ref().map(|title| quoted(title, labels));
    if symbol.contains(char::is_lowercase) {
        let details: Vec<String> = of.into_iter().chain(title).collect();
        format!("{}{}", labels.the(event.resolution), bracketed(&details))
    } else {
        let of = of.map(|of| format!(" of {of}")).unwrap_or_default();
        format!("resolution {}{of}{}", labels.text(symbol), bracketed(title.as_slice()))
    }
}

pub(super) fn report(event: &ReportEvent, labels: &Labels) -> String {
    match event {
        ReportEvent::ReportIssued(event) => {
            let symbol = event.symbol.as_ref().map(|symbol| labels.text(symbol.as_str()));
            let symbol = bracketed(symbol.as_slice());
            let by = event.by.map(|by| format!(" by {}", labels.the(by))).unwrap_or_default();
            let about = event.about.map(|about| format!(", about {}", labels.the(about))).unwrap_or_default();
            let covers = event.covers.map(|time| format!(", covering {}", date(time))).unwrap_or_default();
            format!("{}{symbol} was issued{by}{about}{covers}", labels.the(event.report))
        }
        ReportEvent::ImplementationPlanIssued(event) => {
            let of = event.of.map(|party| labels.name(party));
            let details: Vec<String> = of.into_iter().chain(event.period.map(date)).collect();
            format!("{} was issued{}", labels.the(event.plan), bracketed(&details))
        }
    }
}

pub(super) fn priority_area(event: &PriorityAreaEvent, labels: &Labels) -> String {
    let area = labels.name(event.area());
    match event {
        PriorityAreaEvent::PriorityAreaAdopted(event) => {
            let of = event.of.map(|party| format!(" of {}", labels.name(party))).unwrap_or_default();
            format!("“{area}” became a priority area{of}")
        }
        PriorityAreaEvent::PriorityAreaDropped(_) => format!("“{area}” ceased to be a priority area"),
    }
}

pub(super) fn meeting(MeetingEvent::MeetingHeld(event): &MeetingEvent, labels: &Labels) -> String {
    let place = placed(event.place.as_ref(), labels);
    let by = event.convened_by.map(|by| format!(", convened by {}", labels.the(by))).unwrap_or_default();
    let with = with_parties(", with ", &event.participants, labels);
    format!("{} was held{place}{by}{with}", labels.the(event.meeting))
}

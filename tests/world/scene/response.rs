//! The clearinghouse, and the media response mechanism.

use aoc_core::{ClearinghouseEvent, Event, MediaResponseEvent, expert};
use serde_json::{Value, json};

use super::{Past, event, names};

fn all(list: &[(&str, Value)]) -> Vec<Event> {
    list.iter().map(|(name, data)| event(name, data)).collect()
}

fn theme(n: u16) -> Event {
    event("ThemeOpened", &json!({"theme": format!("theme-{n}"), "names": names("Theme")}))
}

fn entry(n: u16) -> Vec<Event> {
    let id = format!("entry-{n}");
    let kind = ["organization", "project", "practitioner", "resource"][usize::from(n)];
    let person = if n == 2 { json!("person-0") } else { json!(null) };
    all(&[
        (
            "EntryPublished",
            json!({"entry": id, "theme": format!("theme-{n}"), "kind": kind, "title": "Entry",
                   "contributed_by": "party-0", "party": "party-2", "person": person}),
        ),
        ("EntryRevised", json!({"entry": id, "title": "Another title"})),
        ("EntryRevised", json!({"entry": id, "address": "https://example.org"})),
        ("EntryWithdrawn", json!({"entry": id})),
    ])
}

fn roster(n: u16) -> Vec<Event> {
    let kind = if n == 0 { "personality" } else { "editor" };
    let person = format!("person-{n}");
    all(&[
        ("ExpertEnrolled", json!({"person": person, "kind": kind, "field": "media"})),
        ("ExpertRetired", json!({"person": person})),
    ])
}

fn mobilization(n: u16, persons: u16) -> Vec<Event> {
    let id = format!("mobilization-{n}");
    let mut events = all(&[
        ("MechanismMobilized", json!({"mobilization": id, "tension": format!("tension-{}", n / 2)})),
        ("MechanismStoodDown", json!({"mobilization": id})),
    ]);
    events.extend(
        (0..persons)
            .map(|n| event("ExpertEngaged", &json!({"mobilization": id, "person": format!("person-{n}")}))),
    );
    events
}

fn tension(n: u16) -> Event {
    event("TensionReported", &json!({"tension": format!("tension-{n}"), "names": names("Tension")}))
}

pub(super) fn events() -> Vec<Event> {
    let mut events: Vec<Event> = (0..9).map(theme).collect();
    events.extend((0..4).flat_map(entry));
    events.extend((0..3).flat_map(roster));
    events.extend((0..2).map(tension));
    events.extend((0..4).flat_map(|n| mobilization(n, 3)));
    events.sort_by_key(Event::kind);
    events
}

/// An expert, an entry, a mobilization: as much as can be enumerated.
pub(super) fn stages() -> Vec<Event> {
    let mut events = vec![theme(0), tension(0)];
    events.extend(entry(0));
    events.extend(roster(0));
    events.extend(mobilization(0, 1));
    events.sort_by_key(Event::kind);
    events
}

pub(super) fn blunders() -> Vec<Event> {
    all(&[
        (
            "EntryPublished",
            json!({"entry": "entry-9", "theme": "theme-0", "kind": "resource", "title": "Entry", "person": "person-0"}),
        ),
        ("EntryRevised", json!({"entry": "entry-0"})),
        ("MechanismMobilized", json!({"mobilization": "mobilization-9", "tension": "tension-9"})),
    ])
}

pub(super) fn may(past: &Past<'_>, event: &Event) -> bool {
    match event {
        Event::Clearinghouse(ClearinghouseEvent::ThemeOpened(event)) => {
            let opened =
                |event: &Event| matches!(event, Event::Clearinghouse(ClearinghouseEvent::ThemeOpened(_)));
            let count = past.acts.iter().filter(|(_, event)| opened(event)).count();
            count < 7 && !past.has_founded(event.theme.into())
        }
        Event::Clearinghouse(ClearinghouseEvent::EntryPublished(event)) => {
            !past.has_founded(event.entry.into())
        }
        Event::Clearinghouse(ClearinghouseEvent::EntryRevised(event)) => past.is_there(event.entry.into()),
        Event::Clearinghouse(ClearinghouseEvent::EntryWithdrawn(event)) => past.is_there(event.entry.into()),
        Event::MediaResponse(MediaResponseEvent::ExpertEnrolled(event)) => {
            !past.is_there(expert(event.person))
        }
        Event::MediaResponse(MediaResponseEvent::ExpertRetired(event)) => past.is_there(expert(event.person)),
        Event::MediaResponse(MediaResponseEvent::TensionReported(event)) => {
            !past.has_founded(event.tension.into())
        }
        Event::MediaResponse(MediaResponseEvent::MechanismMobilized(event)) => {
            past.has_founded(event.tension.into()) && !past.has_founded(event.mobilization.into())
        }
        Event::MediaResponse(MediaResponseEvent::ExpertEngaged(event)) => {
            past.is_there(event.mobilization.into()) && past.is_there(expert(event.person))
        }
        Event::MediaResponse(MediaResponseEvent::MechanismStoodDown(event)) => {
            past.is_there(event.mobilization.into())
        }
        _ => false,
    }
}

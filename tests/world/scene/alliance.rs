//! The life of the Alliance: initiatives, forums, resolutions, reports, priority areas, meetings.

use aoc_core::{Event, ForumEvent, InitiativeEvent, PriorityAreaEvent};
use serde_json::{Value, json};

use super::{Past, event, names};
use crate::naive::Ties;

fn all(list: &[(&str, Value)]) -> Vec<Event> {
    list.iter().map(|(name, data)| event(name, data)).collect()
}

pub(super) fn events() -> Vec<Event> {
    let mut events = Vec::new();
    for n in 0..2 {
        let (id, by) = (format!("initiative-{n}"), format!("party-{n}"));
        let of = if n == 0 { "party-0" } else { "party-4" };
        let symbol = json!({"resolution": format!("resolution-{n}"), "symbol": "64/14", "of": "party-2",
                            "sponsors": ["party-0", by], "sponsor_count": if n == 0 { json!(null) } else { json!(96) },
                            "manner": if n == 0 { json!("consensus") } else { json!({"vote": {"yes": 9, "no": 1, "abstained": 2}}) }});
        let symbol = if n == 0 { with(symbol, "sponsors", json!(["party-0"])) } else { symbol };
        events.extend(all(&[
            ("InitiativeProposed", json!({"initiative": id, "names": names("Initiative"), "by": [by]})),
            (
                "InitiativeProposed",
                json!({"initiative": id, "names": names("Initiative"), "by": ["party-2"]}),
            ),
            (
                "InitiativeLaunched",
                json!({"initiative": id, "names": names("Initiative"), "by": [by], "sponsors": ["party-2"]}),
            ),
            ("ResolutionAdopted", symbol),
            (
                "ReportIssued",
                json!({"report": format!("report-{n}"), "names": names("Report"), "by": "party:party-2",
                       "about": format!("initiative:{id}"), "covers": "2005/2006"}),
            ),
            (
                "ImplementationPlanIssued",
                json!({"plan": format!("implementation-{n}"), "names": names("Plan"), "of": "party-2",
                       "period": if n == 0 { json!(null) } else { json!("2007/2009") }}),
            ),
            // An area may be that of another party when it is adopted again.
            ("PriorityAreaAdopted", json!({"area": "area-0", "names": names("Youth"), "of": of})),
            ("PriorityAreaAdopted", json!({"area": format!("area-{}", n + 1), "names": names("Media")})),
            ("PriorityAreaDropped", json!({"area": format!("area-{n}")})),
            (
                "MeetingHeld",
                json!({"meeting": format!("meeting-{n}"), "names": names("Meeting"), "group": "group-0",
                       "convened_by": "party:party-2", "participants": ["party-0", "party-1"]}),
            ),
        ]));
    }
    for n in 0..4 {
        let planned =
            |number: Value| json!({"forum": format!("forum-{n}"), "number": number, "expected": "2007"});
        events.extend(all(&[
            ("ForumPlanned", planned(json!(n + 1))),
            ("ForumPlanned", planned(json!(null))),
            ("ForumHeld", json!({"forum": format!("forum-{n}"), "number": n + 1, "place": "Madrid"})),
        ]));
    }
    events.sort_by_key(Event::kind);
    events
}

fn with(mut data: Value, field: &str, value: Value) -> Value {
    data[field] = value;
    data
}

pub(super) fn blunders() -> Vec<Event> {
    all(&[
        (
            "InitiativeProposed",
            json!({"initiative": "initiative-9", "names": names("?"), "by": ["party-0", "party-0"]}),
        ),
        ("ForumHeld", json!({"forum": "forum-1", "number": 7})),
        ("ForumPlanned", json!({"forum": "forum-2", "number": 9})),
        (
            "ResolutionAdopted",
            json!({"resolution": "resolution-9", "symbol": "1", "sponsors": ["party-0", "party-1"], "sponsor_count": 1}),
        ),
        (
            "ResolutionAdopted",
            json!({"resolution": "resolution-9", "symbol": "1", "sponsors": ["party-0", "party-0"]}),
        ),
        (
            "ImplementationPlanIssued",
            json!({"plan": "implementation-9", "names": names("Plan"), "period": "2007"}),
        ),
        (
            "MeetingHeld",
            json!({"meeting": "meeting-9", "names": names("Meeting"), "participants": ["party-1", "party-1"]}),
        ),
    ])
}

pub(super) fn may(past: &Past<'_>, event: &Event) -> bool {
    let own = Ties::of(event).changes[0];
    match event {
        Event::Initiative(
            InitiativeEvent::InitiativeProposed(_) | InitiativeEvent::InitiativeLaunched(_),
        )
        | Event::Resolution(_)
        | Event::Report(_)
        | Event::Meeting(_)
        | Event::Forum(ForumEvent::ForumPlanned(_)) => !past.has_founded(own),
        Event::Forum(ForumEvent::ForumHeld(event)) => {
            let later = |other: &Event| matches!(other, Event::Forum(ForumEvent::ForumHeld(other)) if other.number >= event.number);
            !past.any(later)
        }
        Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(_)) => !past.is_there(own),
        Event::PriorityArea(PriorityAreaEvent::PriorityAreaDropped(_)) => past.is_there(own),
        _ => false,
    }
}

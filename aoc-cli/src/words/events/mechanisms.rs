//! Sentences of the clearinghouse and of the media response mechanism.

use aoc_core::{ClearinghouseEvent, ExpertKind, MediaResponseEvent};

use super::{quoted, told};
use crate::labels::Labels;
use crate::words::list;

pub(super) fn clearinghouse(event: &ClearinghouseEvent, labels: &Labels) -> String {
    match event {
        ClearinghouseEvent::ThemeOpened(event) => {
            format!("the clearinghouse opened the theme “{}”", labels.name(event.theme))
        }
        ClearinghouseEvent::EntryPublished(event) => {
            let (title, kind, theme) =
                (quoted(&event.title, labels), event.kind.word(), labels.name(event.theme));
            let by = event.contributed_by.map(|party| format!(", contributed by {}", labels.name(party)));
            let about =
                [event.party.map(|party| labels.name(party)), event.person.map(|person| labels.name(person))];
            let about: Vec<String> = about.into_iter().flatten().collect();
            let about = if about.is_empty() { String::new() } else { format!(", about {}", list(&about)) };
            let by = by.unwrap_or_default();
            format!("the clearinghouse published the entry {title} ({kind}) under “{theme}”{by}{about}")
        }
        ClearinghouseEvent::EntryRevised(event) => {
            let title = event.title.as_ref().map(|title| format!("its title {}", quoted(title, labels)));
            let address =
                event.address.as_ref().map(|place| format!("its address {}", labels.text(place.as_str())));
            let now: Vec<String> = title.into_iter().chain(address).collect();
            format!(
                "the entry “{}” of the clearinghouse was revised: {}",
                labels.name(event.entry),
                list(&now)
            )
        }
        ClearinghouseEvent::EntryWithdrawn(event) => {
            format!("the entry “{}” of the clearinghouse was withdrawn", labels.name(event.entry))
        }
    }
}

pub(super) fn media_response(event: &MediaResponseEvent, labels: &Labels) -> String {
    match event {
        MediaResponseEvent::ExpertEnrolled(event) => {
            let kind = match event.kind {
                ExpertKind::Personality => "a personality",
                ExpertKind::Editor => "an editor",
            };
            let field = told(event.field.as_ref(), labels);
            format!("{} was put on the roster of experts as {kind}{field}", labels.name(event.person))
        }
        MediaResponseEvent::ExpertRetired(event) => {
            format!("{} left the roster of experts", labels.name(event.person))
        }
        MediaResponseEvent::TensionReported(event) => {
            let text = told(event.text.as_ref(), labels);
            format!("the tension “{}” was reported{text}", labels.name(event.tension))
        }
        MediaResponseEvent::MechanismMobilized(event) => {
            format!("the media response was mobilized because of “{}”", labels.name(event.tension))
        }
        MediaResponseEvent::ExpertEngaged(event) => {
            let outlet = told(event.outlet.as_ref(), labels);
            format!("{} was engaged in the media response{outlet}", labels.name(event.person))
        }
        MediaResponseEvent::MechanismStoodDown(_) => "the media response was stood down".to_owned(),
    }
}

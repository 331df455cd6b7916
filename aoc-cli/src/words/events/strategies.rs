//! Sentences of strategies and their projects.

use aoc_core::{ProjectEvent, RegionalScope, StrategyEvent, StrategyScope};

use super::{placed, with_parties};
use crate::labels::Labels;
use crate::words::{date, list, ordinal};

pub(super) fn strategy(event: &StrategyEvent, labels: &Labels) -> String {
    let the = labels.the(event.strategy());
    match event {
        StrategyEvent::StrategyLaunched(event) => match &event.scope {
            StrategyScope::Regional(scope) => format!("work on {the} began ({})", region(scope, labels)),
            StrategyScope::National(scope) => {
                let (country, number) = (labels.name(scope.country), ordinal(scope.generation.get()));
                format!("work on {the} began ({number} national plan of {country})")
            }
        },
        StrategyEvent::NegotiationHeld(event) => {
            format!("{the} was negotiated{}", placed(event.place.as_ref(), labels))
        }
        StrategyEvent::DraftTabled(event) => {
            format!("a draft of {the} was tabled{}", placed(event.place.as_ref(), labels))
        }
        StrategyEvent::AdoptionExpected(event) => {
            let when = event.expected.map(|day| format!(" for {}", date(day))).unwrap_or_default();
            format!("adoption of {the} was expected{when}{}", placed(event.place.as_ref(), labels))
        }
        StrategyEvent::StrategyAdopted(event) => {
            let by = event
                .by
                .as_ref()
                .map(|by| format!(", by “{}”", labels.text(by.as_str())))
                .unwrap_or_default();
            format!("{the} was adopted{}{by}", placed(event.place.as_ref(), labels))
        }
        StrategyEvent::PartyInvited(event) => {
            format!("{} was invited to take part in {the}", labels.name(event.party))
        }
        StrategyEvent::StrategyEndorsed(event) => format!("{} endorsed {the}", labels.name(event.party)),
        StrategyEvent::ActionPlanIssued(event) => {
            let title = labels.text(event.title.as_str());
            format!("the action plan “{title}” of {the} was issued ({})", date(event.period))
        }
        StrategyEvent::ReviewConferenceHeld(event) => {
            let host =
                event.host.map(|party| format!(", hosted by {}", labels.name(party))).unwrap_or_default();
            format!("a conference reviewed {the}{}{host}", placed(event.place.as_ref(), labels))
        }
        StrategyEvent::StrategySuperseded(event) => {
            format!("{the} was superseded by {}", labels.the(event.by))
        }
    }
}

/// The regions of a strategy, and the parties that belong to it besides.
fn region(scope: &RegionalScope, labels: &Labels) -> String {
    let regions = scope.regions.iter().map(|region| region.name().to_owned());
    let parties = scope.parties.iter().map(|party| labels.name(*party));
    list(&regions.chain(parties).collect::<Vec<_>>())
}

pub(super) fn project(event: &ProjectEvent, labels: &Labels) -> String {
    let (project, strategy) = (labels.name(event.project()), labels.the(event.strategy()));
    match event {
        ProjectEvent::ProjectAdded(event) => {
            let by = with_parties(", carried out by ", &event.by, labels);
            format!("the project “{project}” was added to {strategy}{by}")
        }
        ProjectEvent::ProjectConcluded(_) => format!("the project “{project}” of {strategy} was concluded"),
    }
}

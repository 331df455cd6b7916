//! Strategies, contributions, the Alliance's life, the clearinghouse and the media response, written from DOMAIN.md,
//! rules 14 to 18, and the documents of their events.

use aoc_core::{
    ClearinghouseEvent, Code, ContributionEvent, ContributionTerms, EntityId, EntityKind, EntryKind, Event,
    EventDate, ForumEvent, InitiativeEvent, MediaResponseEvent, MeetingEvent, PartyEvent, PartyId, PartyKind,
    PartyRegistered, PriorityAreaEvent, ProjectEvent, Region, ReportEvent, ResolutionEvent, StrategyEvent,
    StrategyScope,
};

use super::ties::Role;
use super::{Line, Sight, distinct};

/// Nothing wrong with it by itself.
pub(super) fn is_sound(event: &Event) -> bool {
    match event {
        Event::Strategy(StrategyEvent::StrategyLaunched(event)) => match &event.scope {
            StrategyScope::Regional(scope) => {
                let nobody = scope.regions.is_empty() && scope.parties.is_empty();
                !nobody && distinct(&scope.regions) && distinct(&scope.parties)
            }
            StrategyScope::National(_) => true,
        },
        Event::Strategy(StrategyEvent::ActionPlanIssued(event)) => event.period.is_duration(),
        Event::Strategy(StrategyEvent::StrategySuperseded(event)) => event.by != event.strategy,
        Event::Project(ProjectEvent::ProjectAdded(event)) => distinct(&event.by),
        Event::Contribution(event) => {
            let terms = event.terms();
            terms.to != Some(terms.from) && terms.toward != Some(event.contribution().into())
        }
        Event::Initiative(InitiativeEvent::InitiativeProposed(event)) => distinct(&event.by),
        Event::Initiative(InitiativeEvent::InitiativeLaunched(event)) => {
            distinct(&event.by) && distinct(&event.sponsors)
        }
        Event::Resolution(ResolutionEvent::ResolutionAdopted(event)) => {
            let count = event.sponsor_count.map_or(usize::MAX, |count| count as usize);
            distinct(&event.sponsors) && event.sponsors.len() <= count
        }
        Event::Report(ReportEvent::ImplementationPlanIssued(event)) => {
            event.period.is_none_or(|period| period.is_duration())
        }
        Event::Meeting(MeetingEvent::MeetingHeld(event)) => distinct(&event.participants),
        Event::Clearinghouse(ClearinghouseEvent::EntryPublished(event)) => {
            event.person.is_none() || event.kind == EntryKind::Practitioner
        }
        Event::Clearinghouse(ClearinghouseEvent::EntryRevised(event)) => {
            event.title.is_some() || event.address.is_some()
        }
        _ => true,
    }
}

fn events<'l, 'b>(before: &'b [&'l Line]) -> impl Iterator<Item = &'l Event> + 'b {
    before.iter().filter_map(|line| line.event.as_ref())
}

/// Whether the line may come next in the timeline of an entity of these areas.
pub(super) fn fits(entity: EntityId, before: &[&Line], line: &Line) -> bool {
    let Some(event) = &line.event else { return true };
    let any = |such: &dyn Fn(&Event) -> bool| events(before).any(such);
    match entity.kind() {
        EntityKind::Strategy => strategy(before, event),
        EntityKind::NationalPlans => {
            let number = |event: &Event| match event {
                Event::Strategy(StrategyEvent::StrategyLaunched(event)) => match &event.scope {
                    StrategyScope::National(scope) => scope.generation.get(),
                    StrategyScope::Regional(_) => 0,
                },
                _ => 0,
            };
            events(before).all(|other| number(other) < number(event))
        }
        EntityKind::Project => match event {
            Event::Project(ProjectEvent::ProjectConcluded(_)) => match before {
                [added] => added.changes()[1] == line.changes()[1],
                _ => false,
            },
            _ => before.is_empty(),
        },
        EntityKind::Contribution => contribution(before, event),
        EntityKind::Initiative => {
            !any(&|event| matches!(event, Event::Initiative(InitiativeEvent::InitiativeLaunched(_))))
        }
        EntityKind::Forum => !any(&|event| matches!(event, Event::Forum(ForumEvent::ForumHeld(_)))),
        EntityKind::Forums => events(before).all(|other| match (other, event) {
            (Event::Forum(ForumEvent::ForumHeld(other)), Event::Forum(ForumEvent::ForumHeld(event))) => {
                other.number < event.number
            }
            _ => true,
        }),
        EntityKind::PriorityArea => {
            let adopted = |event: &Event| {
                matches!(event, Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(_)))
            };
            adopted(event) != events(before).last().is_some_and(adopted)
        }
        EntityKind::Clearinghouse => before.len() < 7,
        EntityKind::Entry => alive(before) != (line.ties.role == Role::Founds) && !over(before),
        EntityKind::Expert => match event {
            Event::MediaResponse(MediaResponseEvent::ExpertEnrolled(_)) => !alive_own(entity, before),
            _ => alive_own(entity, before),
        },
        EntityKind::Tension => match event {
            Event::MediaResponse(MediaResponseEvent::TensionReported(_)) => before.is_empty(),
            _ => !before.is_empty(),
        },
        EntityKind::Mobilization => match event {
            Event::MediaResponse(MediaResponseEvent::MechanismMobilized(_)) => before.is_empty(),
            _ => !before.is_empty() && !over(before),
        },
        _ => before.is_empty(), // resolutions, reports, plans, meetings, themes: once
    }
}

fn alive(before: &[&Line]) -> bool {
    before.first().is_some_and(|line| line.ties.role == Role::Founds)
}

fn over(before: &[&Line]) -> bool {
    before.iter().any(|line| line.ties.role == Role::Ends)
}

/// Whether the last coming or going was a coming.
fn alive_own(entity: EntityId, before: &[&Line]) -> bool {
    let turn = |line: &&&Line| line.changes()[0] == entity && line.ties.role != Role::GoesOn;
    before.iter().rfind(turn).is_some_and(|line| line.ties.role == Role::Founds)
}

fn strategy(before: &[&Line], event: &Event) -> bool {
    let any = |such: &dyn Fn(&StrategyEvent) -> bool| {
        events(before).any(|event| matches!(event, Event::Strategy(event) if such(event)))
    };
    let launched = any(&|event| matches!(event, StrategyEvent::StrategyLaunched(_)));
    let superseded = any(&|event| matches!(event, StrategyEvent::StrategySuperseded(_)));
    let Event::Strategy(event) = event else { return launched }; // a project may outlive its strategy
    let adopted = any(&|event| matches!(event, StrategyEvent::StrategyAdopted(_)));
    let regional = any(
        &|event| matches!(event, StrategyEvent::StrategyLaunched(event) if matches!(event.scope, StrategyScope::Regional(_))),
    );
    if let StrategyEvent::StrategyLaunched(_) = event {
        return !launched;
    }
    launched
        && !superseded
        && match event {
            StrategyEvent::NegotiationHeld(_)
            | StrategyEvent::DraftTabled(_)
            | StrategyEvent::AdoptionExpected(_) => !adopted,
            StrategyEvent::StrategyAdopted(_) => {
                let negotiated = any(&|event| matches!(event, StrategyEvent::NegotiationHeld(_)));
                !adopted && (negotiated || !regional)
            }
            StrategyEvent::StrategyEndorsed(event) => !any(
                &|other| matches!(other, StrategyEvent::StrategyEndorsed(other) if other.party == event.party),
            ),
            StrategyEvent::ActionPlanIssued(event) => !any(
                &|other| matches!(other, StrategyEvent::ActionPlanIssued(other) if certainly_overlap(event.period, other.period)),
            ),
            StrategyEvent::ReviewConferenceHeld(_) => adopted,
            _ => true,
        }
}

/// Whether each certainly begins before the other is over.
fn certainly_overlap(one: EventDate, other: EventDate) -> bool {
    match (one, other) {
        (EventDate::Duration { start: from, end: to }, EventDate::Duration { start, end }) => {
            from.latest < end.earliest && start.latest < to.earliest
        }
        _ => false,
    }
}

/// What one of them does not say fits.
fn fit(one: &ContributionTerms, other: &ContributionTerms) -> bool {
    (one.from, one.form) == (other.from, other.form)
        && (one.to.is_none() || other.to.is_none() || one.to == other.to)
        && (one.toward.is_none() || other.toward.is_none() || one.toward == other.toward)
        && (one.level.is_none() || other.level.is_none() || one.level == other.level)
        && (one.direction.is_none() || other.direction.is_none() || one.direction == other.direction)
}

fn contribution(before: &[&Line], event: &Event) -> bool {
    let Event::Contribution(event) = event else { return true };
    let mut others = events(before).filter_map(|event| match event {
        Event::Contribution(event) => Some(event),
        _ => None,
    });
    match event {
        ContributionEvent::ContributionPledged(_) => before.is_empty(),
        ContributionEvent::ContributionDelivered(_) => others.all(|other| {
            let currency = |event: &ContributionEvent| event.money().map(|money| money.currency());
            let same =
                currency(other).is_none() || currency(event).is_none() || currency(other) == currency(event);
            fit(other.terms(), event.terms()) && same
        }),
    }
}

/// What the entities that the event names have to say.
pub(super) fn named(sight: &Sight<'_>, event: &Event) -> bool {
    let party = |party: PartyId| match sight.founding(party.into()).and_then(|line| line.event.as_ref()) {
        Some(Event::Party(PartyEvent::PartyRegistered(event))) => Some(event),
        _ => None,
    };
    match event {
        Event::Strategy(StrategyEvent::StrategyLaunched(event)) => match &event.scope {
            StrategyScope::National(scope) => {
                party(scope.country).is_some_and(|event| event.kind == PartyKind::Country)
            }
            StrategyScope::Regional(_) => true,
        },
        Event::Strategy(StrategyEvent::StrategyEndorsed(event)) => {
            let timeline = sight.timeline(event.strategy.into());
            let invited = |other: &Event| matches!(other, Event::Strategy(StrategyEvent::PartyInvited(other)) if other.party == event.party);
            let belongs = |other: &Event| match other {
                Event::Strategy(StrategyEvent::StrategyLaunched(other)) => {
                    party(event.party).is_some_and(|party| is_of(&other.scope, party))
                }
                _ => false,
            };
            events(timeline).any(|other| invited(other) || belongs(other))
        }
        _ => true,
    }
}

fn is_of(scope: &StrategyScope, party: &PartyRegistered) -> bool {
    let region = |code: &Code| match code {
        Code::Iso3166(code) if code.to_string() == "ESP" => Some(Region::Europe),
        Code::Iso3166(code) if code.to_string() == "TUR" => Some(Region::Asia),
        _ => None,
    };
    match scope {
        StrategyScope::National(scope) => scope.country == party.party,
        StrategyScope::Regional(scope) => {
            let regions = party.codes.iter().filter_map(region);
            scope.parties.contains(&party.party) || regions.into_iter().any(|of| scope.regions.contains(&of))
        }
    }
}

/// Whether the later one waits for the earlier one; nothing when both wait for everything.
///
/// The adoption waits for negotiations, drafts and expectations, a review for the adoption; projects and themes
/// each go their own way, deliveries, plans of forums and proposals too; an engagement waits for its mobilization.
pub(super) fn waits(later: &Event, earlier: &Event) -> Option<bool> {
    use StrategyEvent::{
        AdoptionExpected, DraftTabled, NegotiationHeld, ReviewConferenceHeld, StrategyAdopted,
        StrategyLaunched, StrategySuperseded,
    };
    let turns = |event: &Event| matches!(event, Event::Strategy(StrategyLaunched(_) | StrategySuperseded(_)));
    if turns(earlier) || turns(later) {
        return Some(true);
    }
    Some(match (earlier, later) {
        (
            Event::Strategy(NegotiationHeld(_) | DraftTabled(_) | AdoptionExpected(_)),
            Event::Strategy(StrategyAdopted(_)),
        )
        | (Event::Strategy(StrategyAdopted(_)), Event::Strategy(ReviewConferenceHeld(_))) => true,
        (Event::Project(one), Event::Project(other)) => one.project() == other.project(),
        (
            Event::Clearinghouse(ClearinghouseEvent::ThemeOpened(one)),
            Event::Clearinghouse(ClearinghouseEvent::ThemeOpened(other)),
        ) => one.theme == other.theme,
        (Event::MediaResponse(earlier), Event::MediaResponse(later)) => response(later, earlier),
        (Event::Strategy(_) | Event::Project(_), _)
        | (_, Event::Strategy(_) | Event::Project(_))
        | (
            Event::Contribution(ContributionEvent::ContributionDelivered(_)),
            Event::Contribution(ContributionEvent::ContributionDelivered(_)),
        )
        | (
            Event::Initiative(InitiativeEvent::InitiativeProposed(_)),
            Event::Initiative(InitiativeEvent::InitiativeProposed(_)),
        )
        | (Event::Forum(ForumEvent::ForumPlanned(_)), Event::Forum(ForumEvent::ForumPlanned(_))) => false,
        _ => return None,
    })
}

fn response(later: &MediaResponseEvent, earlier: &MediaResponseEvent) -> bool {
    use MediaResponseEvent::{ExpertEngaged, MechanismMobilized};
    match (earlier, later) {
        (MechanismMobilized(one), MechanismMobilized(other)) => one.mobilization == other.mobilization,
        (MechanismMobilized(one), ExpertEngaged(other)) => one.mobilization == other.mobilization,
        (ExpertEngaged(_), ExpertEngaged(_) | MechanismMobilized(_)) => false,
        _ => true,
    }
}

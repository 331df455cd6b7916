//! What the events of strategies, contributions, the Alliance's life and the media response have to do with.

use aoc_core::{
    ClearinghouseEvent, ContributionEvent, EntityId, Event, ForumEvent, InitiativeEvent, MediaResponseEvent,
    MeetingEvent, PartyId, PriorityAreaEvent, ProjectEvent, ReportEvent, ResolutionEvent, StrategyEvent,
    StrategyScope, clearinghouse, expert, forums, national_plans,
};

use super::{Role, Ties};

fn each<'p>(parties: impl IntoIterator<Item = &'p PartyId>) -> Vec<EntityId> {
    parties.into_iter().copied().map(EntityId::from).collect()
}

pub(super) fn of(event: &Event) -> Option<Ties> {
    Some(match event {
        Event::Strategy(event) => of_strategy(event),
        Event::Project(event) => of_project(event),
        Event::Contribution(event) => of_contribution(event),
        Event::Initiative(event) => of_initiative(event),
        Event::Forum(ForumEvent::ForumPlanned(event)) => {
            Ties::of_all(vec![event.forum.into()], Vec::new(), Role::GoesOn)
        }
        Event::Forum(ForumEvent::ForumHeld(event)) => {
            Ties::of_all(vec![event.forum.into(), forums()], Vec::new(), Role::Founds)
        }
        Event::Resolution(ResolutionEvent::ResolutionAdopted(event)) => {
            let names = each(event.of.iter().chain(&event.sponsors));
            Ties::of_its_own(vec![event.resolution.into()], names, Role::Founds)
        }
        Event::Report(ReportEvent::ReportIssued(event)) => {
            let by: Vec<EntityId> = event.by.map(EntityId::from).into_iter().collect();
            let names = by.iter().copied().chain(event.about).collect();
            // It may be about what is over, or has not begun.
            Ties { rests: by, ..Ties::of_its_own(vec![event.report.into()], names, Role::Founds) }
        }
        Event::Report(ReportEvent::ImplementationPlanIssued(event)) => {
            Ties::of_its_own(vec![event.plan.into()], each(&event.of), Role::Founds)
        }
        Event::PriorityArea(PriorityAreaEvent::PriorityAreaAdopted(event)) => {
            Ties::of_all(vec![event.area.into()], each(&event.of), Role::Founds)
        }
        Event::PriorityArea(PriorityAreaEvent::PriorityAreaDropped(event)) => {
            Ties::of_all(vec![event.area.into()], Vec::new(), Role::Ends)
        }
        Event::Meeting(MeetingEvent::MeetingHeld(event)) => {
            let mut names = each(&event.participants);
            names.extend(event.convened_by.map(EntityId::from));
            names.extend(event.group.map(EntityId::from));
            Ties::of_its_own(vec![event.meeting.into()], names, Role::Founds)
        }
        Event::Clearinghouse(event) => of_clearinghouse(event),
        Event::MediaResponse(event) => of_response(event),
        _ => return None,
    })
}

fn of_strategy(event: &StrategyEvent) -> Ties {
    let own = EntityId::from(event.strategy());
    let of = |names: Vec<EntityId>| Ties::of_all(vec![own], names, Role::GoesOn);
    match event {
        StrategyEvent::StrategyLaunched(event) => match &event.scope {
            // A party of the region may come into being later.
            StrategyScope::Regional(scope) => {
                Ties { rests: Vec::new(), ..Ties::of_its_own(vec![own], each(&scope.parties), Role::Founds) }
            }
            StrategyScope::National(scope) => {
                let changes = vec![own, national_plans(scope.country)];
                Ties::of_its_own(changes, vec![scope.country.into()], Role::Founds)
            }
        },
        StrategyEvent::PartyInvited(event) => of(vec![event.party.into()]),
        StrategyEvent::StrategyEndorsed(event) => of(vec![event.party.into()]),
        StrategyEvent::ReviewConferenceHeld(event) => of(each(&event.host)),
        StrategyEvent::StrategySuperseded(event) => {
            let by = Some(event.by).filter(|by| *by != event.strategy);
            let names = by.map(EntityId::from).into_iter().collect();
            Ties { rests: Vec::new(), ..Ties::of_its_own(vec![own], names, Role::Ends) }
        }
        _ => of(Vec::new()),
    }
}

fn of_project(event: &ProjectEvent) -> Ties {
    match event {
        ProjectEvent::ProjectAdded(event) => {
            let changes = vec![event.project.into(), event.strategy.into()];
            Ties::of_its_own(changes, each(&event.by), Role::Founds)
        }
        ProjectEvent::ProjectConcluded(event) => {
            Ties::of_its_own(vec![event.project.into(), event.strategy.into()], Vec::new(), Role::Ends)
        }
    }
}

/// Money may come before what it is for has begun, or after it has ended.
fn of_contribution(event: &ContributionEvent) -> Ties {
    let terms = event.terms();
    let parties = each(std::iter::once(&terms.from).chain(&terms.to));
    let mut names = parties.clone();
    names.extend(terms.toward);
    Ties { rests: parties, ..Ties::of_its_own(vec![event.contribution().into()], names, Role::Founds) }
}

fn of_initiative(event: &InitiativeEvent) -> Ties {
    let (own, parties, role) = match event {
        InitiativeEvent::InitiativeProposed(event) => (event.initiative, each(&event.by), Role::GoesOn),
        InitiativeEvent::InitiativeLaunched(event) => {
            (event.initiative, each(event.by.iter().chain(&event.sponsors)), Role::Founds)
        }
    };
    Ties::of_its_own(vec![own.into()], parties, role)
}

fn of_clearinghouse(event: &ClearinghouseEvent) -> Ties {
    match event {
        ClearinghouseEvent::ThemeOpened(event) => {
            Ties::of_all(vec![event.theme.into(), clearinghouse()], Vec::new(), Role::Founds)
        }
        ClearinghouseEvent::EntryPublished(event) => {
            let mut names = each(event.contributed_by.iter().chain(&event.party));
            names.push(event.theme.into());
            names.extend(event.person.map(EntityId::from));
            Ties::of_its_own(vec![event.entry.into()], names, Role::Founds)
        }
        ClearinghouseEvent::EntryRevised(event) => {
            Ties::of_all(vec![event.entry.into()], Vec::new(), Role::GoesOn)
        }
        ClearinghouseEvent::EntryWithdrawn(event) => {
            Ties::of_all(vec![event.entry.into()], Vec::new(), Role::Ends)
        }
    }
}

fn of_response(event: &MediaResponseEvent) -> Ties {
    match event {
        MediaResponseEvent::ExpertEnrolled(event) => {
            Ties::of_its_own(vec![expert(event.person)], vec![event.person.into()], Role::Founds)
        }
        MediaResponseEvent::ExpertRetired(event) => {
            Ties::of_its_own(vec![expert(event.person)], vec![event.person.into()], Role::Ends)
        }
        MediaResponseEvent::TensionReported(event) => {
            Ties::of_all(vec![event.tension.into()], Vec::new(), Role::Founds)
        }
        MediaResponseEvent::MechanismMobilized(event) => {
            let changes = vec![event.mobilization.into(), event.tension.into()];
            Ties::of_all(changes, Vec::new(), Role::Founds)
        }
        MediaResponseEvent::ExpertEngaged(event) => {
            let changes = vec![event.mobilization.into(), expert(event.person)];
            Ties::of_all(changes, vec![event.person.into()], Role::GoesOn)
        }
        MediaResponseEvent::MechanismStoodDown(event) => {
            Ties::of_all(vec![event.mobilization.into()], Vec::new(), Role::Ends)
        }
    }
}

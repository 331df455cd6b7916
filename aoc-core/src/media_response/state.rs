//! The lives of an expert, a tension and a mobilization (DOMAIN rule 15).

use super::{MediaResponseEvent, expert};
use crate::event::Event;
use crate::id::{EntityId, Position};
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// A person's place on the roster: enrolled, engaged while enrolled, retired; then perhaps enrolled again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ExpertState {
    enrolled: Option<Position>,
    retired: Option<Position>,
}

impl Machine for ExpertState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::MediaResponse(event) = event else { return Ok(()) };
        let (rule, person) = match (event, self.enrolled) {
            (MediaResponseEvent::ExpertEnrolled(event), Some(_)) => (Rule::AlreadyEnrolled, event.person),
            (MediaResponseEvent::ExpertRetired(event), None) => (Rule::NotEnrolled, event.person),
            (MediaResponseEvent::ExpertEngaged(event), None) => (Rule::EngagedWhileEnrolled, event.person),
            _ => return Ok(()),
        };
        Err(Refusal { rule, about: Some(expert(person)), because: self.enrolled.or(self.retired) })
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::MediaResponse(MediaResponseEvent::ExpertEnrolled(_)) => self.enrolled = Some(*at),
            Event::MediaResponse(MediaResponseEvent::ExpertRetired(_)) => {
                self.enrolled = None;
                self.retired = Some(*at);
            }
            _ => {}
        }
    }
}

/// A tension: reported, then the reason of mobilizations.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct TensionState {
    reported: Option<Position>,
}

impl Machine for TensionState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        match (event, self.reported) {
            (Event::MediaResponse(MediaResponseEvent::TensionReported(event)), Some(at)) => {
                Err(Refusal::new(Rule::AlreadyRegistered, Some(event.tension.into()), at))
            }
            (Event::MediaResponse(MediaResponseEvent::MechanismMobilized(event)), None) => {
                Err(Refusal::alone(Rule::MobilizedForATension, Some(event.tension.into())))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        if let Event::MediaResponse(MediaResponseEvent::TensionReported(_)) = event {
            self.reported = Some(*at);
        }
    }
}

/// A mobilization: begun, experts engaged in it, over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MobilizationState {
    begun: Option<Position>,
    over: Option<Position>,
}

impl Machine for MobilizationState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let (own, begins): (EntityId, bool) = match event {
            Event::MediaResponse(MediaResponseEvent::MechanismMobilized(event)) => {
                (event.mobilization.into(), true)
            }
            Event::MediaResponse(MediaResponseEvent::ExpertEngaged(event)) => {
                (event.mobilization.into(), false)
            }
            Event::MediaResponse(MediaResponseEvent::MechanismStoodDown(event)) => {
                (event.mobilization.into(), false)
            }
            _ => return Ok(()),
        };
        match (begins, self.begun, self.over) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::AlreadyEnded, Some(own), at)),
            (true, Some(at), None) => Err(Refusal::new(Rule::AlreadyRegistered, Some(own), at)),
            (true, None, None) | (false, Some(_), None) => Ok(()),
            (false, None, None) => Err(Refusal::alone(Rule::NotRegistered, Some(own))),
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::MediaResponse(MediaResponseEvent::MechanismMobilized(_)) => self.begun = Some(*at),
            Event::MediaResponse(MediaResponseEvent::MechanismStoodDown(_)) => self.over = Some(*at),
            _ => {}
        }
    }
}

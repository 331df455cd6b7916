//! Projects of strategies.

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, area_events};
use crate::id::{EntityId, PartyId, Position, ProjectId, StrategyId};
use crate::list::{once, repeats};
use crate::name::Names;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

area_events! {
    /// The events of projects, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("ProjectAdded", json!({"project": "project-example", "strategy": "strategy-example",
    ///         "names": [{"lang": "en", "text": "School for young journalists"}], "by": ["esp"]})),
    ///     ("ProjectConcluded", json!({"project": "project-example", "strategy": "strategy-example"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    ProjectEvent in Project {
        0x0b11 ProjectAdded,
        0x0b12 ProjectConcluded,
    }
}

/// A project was added to a strategy.
///
/// Source: Turkish MFA, Alliance of Civilizations: projects of the strategies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectAdded {
    /// The project.
    pub project: ProjectId,
    /// The strategy.
    pub strategy: StrategyId,
    /// Its title, in several languages.
    pub names: Names,
    /// Who carries it out.
    #[serde(default)]
    pub by: Vec<PartyId>,
}

/// A project came to its end.
///
/// Source: Turkish MFA, Alliance of Civilizations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectConcluded {
    /// The project.
    pub project: ProjectId,
    /// The strategy.
    pub strategy: StrategyId,
}

impl ProjectEvent {
    /// The project.
    #[must_use]
    pub const fn project(&self) -> ProjectId {
        match self {
            Self::ProjectAdded(event) => event.project,
            Self::ProjectConcluded(event) => event.project,
        }
    }

    /// The strategy.
    #[must_use]
    pub const fn strategy(&self) -> StrategyId {
        match self {
            Self::ProjectAdded(event) => event.strategy,
            Self::ProjectConcluded(event) => event.strategy,
        }
    }
}

impl Area for ProjectEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::ProjectAdded(event) => Some(event.names.clone()),
            Self::ProjectConcluded(_) => None,
        }
    }

    fn entities(&self) -> Entities {
        let names = match self {
            Self::ProjectAdded(event) => once(event.by.iter().copied().map(EntityId::from)),
            Self::ProjectConcluded(_) => Vec::new(),
        };
        Entities { changes: vec![self.project().into(), self.strategy().into()], names }
    }

    fn role(&self) -> Role {
        match self {
            Self::ProjectAdded(_) => Role::Founds,
            Self::ProjectConcluded(_) => Role::Ends,
        }
    }

    /// A project may outlive its strategy.
    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new()
    }

    fn lanes(&self) -> Lanes {
        let own = EntityId::from(self.project());
        Lanes::Of(vec![own])
    }

    fn check_shape(&self) -> Vec<Refusal> {
        match self {
            Self::ProjectAdded(event) if repeats(&event.by) => {
                vec![Refusal::alone(Rule::NamedTwice, Some(event.project.into()))]
            }
            Self::ProjectAdded(_) | Self::ProjectConcluded(_) => Vec::new(),
        }
    }
}

/// The life of one project: added to a strategy, then concluded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ProjectState {
    added: Option<(StrategyId, Position)>,
    concluded: Option<Position>,
}

impl Machine for ProjectState {
    fn check(&self, Step { event, .. }: &Step<'_>) -> Result<(), Refusal> {
        let Event::Project(event) = event else { return Ok(()) };
        let own = Some(EntityId::from(event.project()));
        match (event, self.added, self.concluded) {
            (_, _, Some(at)) => Err(Refusal::new(Rule::AlreadyEnded, own, at)),
            (ProjectEvent::ProjectAdded(_), None, None) => Ok(()),
            (ProjectEvent::ProjectAdded(_), Some((_, at)), None) => {
                Err(Refusal::new(Rule::AlreadyRegistered, own, at))
            }
            (ProjectEvent::ProjectConcluded(_), None, None) => Err(Refusal::alone(Rule::NotRegistered, own)),
            (ProjectEvent::ProjectConcluded(event), Some((strategy, at)), None) => {
                if event.strategy == strategy {
                    Ok(())
                } else {
                    Err(Refusal::new(Rule::OfAnotherStrategy, own, at))
                }
            }
        }
    }

    fn apply(&mut self, Step { event, at, .. }: &Step<'_>) {
        match event {
            Event::Project(ProjectEvent::ProjectAdded(event)) => self.added = Some((event.strategy, *at)),
            Event::Project(ProjectEvent::ProjectConcluded(_)) => self.concluded = Some(*at),
            _ => {}
        }
    }
}

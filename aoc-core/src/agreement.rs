//! Agreements: drafted, signed, in force by their own clause, renewed, ended.
//!
//! Whether an agreement is in force is nowhere recorded: it follows from the signatures or consents that its
//! own clause asks for. What is agreed *under* it has files of its own: amendments, action plans, consultations, disputes.

mod events;
mod state;
mod terms;

use std::collections::BTreeSet;

use crate::event::{Area, Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{AgreementId, EntityId, EntityKind, PartyId};
use crate::list::{once, repeats};
use crate::name::Names;
use crate::named::Named;
use crate::obligation::{Bearer, Due, Trigger};
use crate::rule::{Refusal, Rule};

pub use events::{
    ActivityHeld, AgreementConsented, AgreementDrafted, AgreementRenewed, AgreementSigned,
    AgreementSuperseded, AgreementTerminated, EvaluationHeld, ObligationNotPerformed, ObligationPerformed,
    PriorityAdded,
};
pub(crate) use state::AgreementState;
pub use terms::{AgreementForm, AuthenticTexts, EntryIntoForce, Priority, PriorityRoute};

area_events! {
    /// The events of agreements, and their data in JSON:
    ///
    /// ```
    /// use aoc_core::{Event, EventJsonError};
    /// use serde_json::json;
    ///
    /// for (event, data) in [
    ///     ("AgreementDrafted", json!({"agreement": "mou-example", "form": "memorandum",
    ///         "names": [{"lang": "en", "text": "Memorandum of Understanding"}], "parties": ["aoc",
    ///         "oic"], "texts": {"languages": ["en", "ar", "fr"], "prevailing": "en"},
    ///         "entry_into_force": "last-signature", "term": "P4Y", "priorities": [{"label": "a",
    ///         "text": "Youth"}], "obligations": [{"label": "art-30", "articles": ["Art. 30"],
    ///         "kind": "duty", "bearer": "all", "text": "Agree on biannual plans of action",
    ///         "trigger": "entry-into-force", "due": "biannual"}]})),
    ///     ("AgreementSigned", json!({"agreement": "mou-example", "party": "aoc",
    ///         "office": "high-representative", "person": "jorge-sampaio", "place": "Istanbul"})),
    ///     ("AgreementConsented", json!({"agreement": "mou-example", "party": "oic"})),
    ///     ("PriorityAdded", json!({"agreement": "mou-example", "priority": {"label": "b",
    ///         "text": "Migration"}, "by": {"consultation": "consultation-example"}})),
    ///     ("AgreementRenewed", json!({"agreement": "mou-example", "term": "P2Y"})),
    ///     ("AgreementTerminated", json!({"agreement": "mou-example", "by": ["oic"]})),
    ///     ("AgreementSuperseded", json!({"agreement": "letter-example", "by": "mou-example"})),
    ///     ("ObligationPerformed", json!({"agreement": "mou-example", "obligation": "art-30",
    ///         "by": ["aoc", "oic"], "text": "The first plan of action was agreed"})),
    ///     ("ObligationNotPerformed", json!({"agreement": "mou-example", "obligation": "art-30",
    ///         "by": ["aoc", "oic"], "text": "Both parties say that no second plan was agreed"})),
    ///     ("ActivityHeld", json!({"agreement": "mou-example", "text": "Seminar on media literacy",
    ///         "plan": "plan-example", "programme": "programme-example", "lead": "oic",
    ///         "with": ["unesco"], "place": "Jeddah"})),
    ///     ("EvaluationHeld", json!({"agreement": "mou-example",
    ///         "findings": "Half of the plan was carried out"})),
    /// ] {
    ///     assert_eq!(Event::from_json(event, &data)?.kind().name(), event);
    /// }
    /// # Ok::<(), EventJsonError>(())
    /// ```
    AgreementEvent in Agreement {
        0x0901 AgreementDrafted,
        0x0902 AgreementSigned,
        0x0903 AgreementConsented,
        0x0904 PriorityAdded,
        0x0905 AgreementRenewed,
        0x0906 AgreementTerminated,
        0x0907 AgreementSuperseded,
        0x0908 ObligationPerformed,
        0x0909 ObligationNotPerformed,
        0x090a ActivityHeld,
        0x090b EvaluationHeld,
    }
}

impl AgreementEvent {
    /// The agreement.
    #[must_use]
    pub const fn agreement(&self) -> AgreementId {
        match self {
            Self::AgreementDrafted(event) => event.agreement,
            Self::AgreementSigned(event) => event.agreement,
            Self::AgreementConsented(event) => event.agreement,
            Self::PriorityAdded(event) => event.agreement,
            Self::AgreementRenewed(event) => event.agreement,
            Self::AgreementTerminated(event) => event.agreement,
            Self::AgreementSuperseded(event) => event.agreement,
            Self::ObligationPerformed(event) => event.agreement,
            Self::ObligationNotPerformed(event) => event.agreement,
            Self::ActivityHeld(event) => event.agreement,
            Self::EvaluationHeld(event) => event.agreement,
        }
    }

    fn named(&self) -> Vec<EntityId> {
        let parties = |parties: &[PartyId]| parties.iter().copied().map(EntityId::from).collect::<Vec<_>>();
        match self {
            Self::AgreementDrafted(event) => parties(&event.parties),
            Self::AgreementSigned(event) => {
                [Some(event.party.into()), event.office.map(EntityId::from), event.person.map(EntityId::from)]
                    .into_iter()
                    .flatten()
                    .collect()
            }
            Self::AgreementConsented(event) => vec![event.party.into()],
            Self::PriorityAdded(event) => match event.by {
                PriorityRoute::Consultation(consultation) => vec![consultation.into()],
                PriorityRoute::Amendment(amendment) => vec![amendment.into()],
            },
            Self::AgreementRenewed(_) | Self::EvaluationHeld(_) => Vec::new(),
            Self::AgreementTerminated(event) => parties(&event.by),
            Self::AgreementSuperseded(event) => vec![event.by.into()],
            Self::ObligationPerformed(event) => parties(&event.by),
            Self::ObligationNotPerformed(event) => parties(&event.by),
            Self::ActivityHeld(event) => {
                let under = [event.plan.map(EntityId::from), event.programme.map(EntityId::from)];
                let with = event.lead.iter().chain(&event.with).copied().map(EntityId::from);
                under.into_iter().flatten().chain(with).collect()
            }
        }
    }
}

/// What comes about when an agreement enters into force waits for its signatures, but not for one another.
pub(crate) fn in_force(agreement: AgreementId) -> EntityId {
    agreement.into()
}

/// What cannot come behind the end of an agreement.
pub(crate) fn under(agreement: AgreementId) -> EntityId {
    EntityId::of_text(EntityKind::Agreement, &format!("under:{agreement}"))
}

/// A renewal waits for the renewals before it.
fn renewals(agreement: AgreementId) -> EntityId {
    EntityId::of_pair(EntityKind::Agreement, agreement.into(), agreement.into())
}

/// A priority that an amendment adds waits for the consents to it.
pub(crate) fn consents(amendment: crate::id::AmendmentId) -> EntityId {
    EntityId::of_pair(EntityKind::Amendment, amendment.into(), amendment.into())
}

impl Area for AgreementEvent {
    fn title(&self) -> Option<Names> {
        match self {
            Self::AgreementDrafted(event) => Some(event.names.clone()),
            _ => None,
        }
    }

    fn entities(&self) -> Entities {
        let own = EntityId::from(self.agreement());
        let named = once(self.named()).into_iter().filter(|entity| *entity != own).collect();
        Entities { changes: vec![own], names: named }
    }

    fn rests_on(&self) -> Vec<EntityId> {
        match self {
            // The later agreement may be drafted before or after it takes the place of this one.
            Self::AgreementSuperseded(_) => Vec::new(),
            _ => self.entities().names,
        }
    }

    fn ends_with(&self) -> Vec<EntityId> {
        Vec::new() // when one party ends, the others may go on
    }

    fn role(&self) -> Role {
        match self {
            Self::AgreementDrafted(_) => Role::Founds,
            Self::AgreementTerminated(_) | Self::AgreementSuperseded(_) => Role::Ends,
            _ => Role::Changes,
        }
    }

    fn time_shape(&self) -> TimeShape {
        match self {
            Self::ActivityHeld(_) | Self::EvaluationHeld(_) => TimeShape::Any,
            _ => TimeShape::Moment,
        }
    }

    /// Signatures, and what is done under an agreement, wait for its text; what is done waits for the signatures; the
    /// end waits for all that cannot come behind it. An evaluation or a performance may come behind the end.
    fn lanes(&self) -> Lanes {
        let agreement = self.agreement();
        let (ground, under) = (in_force(agreement), under(agreement));
        let between = |after: Vec<EntityId>, before: Vec<EntityId>| Lanes::Between { after, before };
        match self {
            Self::AgreementDrafted(_) => Lanes::All,
            Self::AgreementTerminated(_) | Self::AgreementSuperseded(_) => {
                between(vec![ground, under], Vec::new())
            }
            Self::AgreementSigned(_) => between(Vec::new(), vec![ground]),
            // Of several consents some may suffice: nothing but the end waits for all of them.
            Self::AgreementConsented(_) => between(Vec::new(), vec![under]),
            Self::AgreementRenewed(_) => {
                let renewals = renewals(agreement);
                between(vec![ground, renewals], vec![under, renewals])
            }
            Self::PriorityAdded(event) => match event.by {
                PriorityRoute::Consultation(_) => between(vec![ground], vec![under]),
                PriorityRoute::Amendment(amendment) => {
                    between(vec![ground, consents(amendment)], vec![under])
                }
            },
            Self::ActivityHeld(_) => between(vec![ground], vec![under]),
            Self::ObligationPerformed(_) | Self::ObligationNotPerformed(_) | Self::EvaluationHeld(_) => {
                between(vec![ground], Vec::new())
            }
        }
    }

    fn check_shape(&self) -> Vec<Refusal> {
        let own = Some(self.agreement().into());
        let rules = match self {
            Self::AgreementDrafted(event) => drafted(event),
            Self::AgreementSuperseded(event) if event.by == event.agreement => {
                vec![Rule::SupersededByAnother]
            }
            Self::AgreementTerminated(event) if repeats(&event.by) => vec![Rule::NamedTwice],
            Self::ObligationPerformed(event) if repeats(&event.by) => vec![Rule::NamedTwice],
            Self::ObligationNotPerformed(event) if repeats(&event.by) => vec![Rule::NamedTwice],
            Self::ActivityHeld(event) if repeats(event.lead.iter().chain(&event.with)) => {
                vec![Rule::NamedTwice]
            }
            _ => Vec::new(),
        };
        rules.into_iter().map(|rule| Refusal::alone(rule, own)).collect()
    }

    fn check_named(&self, named: &Named<'_>) -> Vec<Refusal> {
        if let Self::ActivityHeld(event) = self {
            return of_another(event, named);
        }
        let Self::PriorityAdded(event) = self else { return Vec::new() };
        let PriorityRoute::Consultation(consultation) = event.by else { return Vec::new() };
        match (named.founding(consultation.into()), named.founding(event.agreement.into())) {
            (
                Some((Event::Consultation(held), at)),
                Some((Event::Agreement(Self::AgreementDrafted(drafted)), _)),
            ) if !held.is_of_all(drafted) => {
                vec![Refusal::new(Rule::PriorityNeedsConsultation, Some(consultation.into()), at)]
            }
            _ => Vec::new(),
        }
    }
}

/// What is wrong with the text of an agreement.
fn drafted(event: &AgreementDrafted) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut find = |wrong: bool, rule: Rule| {
        if wrong {
            rules.push(rule);
        }
    };
    find(event.parties.len() < 2, Rule::TwoParties);
    let languages = event.texts.as_ref().map(|texts| texts.languages.as_slice()).unwrap_or_default();
    let labels = event.obligations.iter().map(|obligation| &obligation.label);
    let twice = repeats(&event.parties)
        || repeats(languages)
        || repeats(event.priorities.iter().map(|priority| &priority.label))
        || repeats(labels);
    find(twice, Rule::NamedTwice);
    let prevailing = event.texts.as_ref().and_then(|texts| texts.prevailing.as_ref());
    find(
        event.texts.is_some() && languages.is_empty()
            || prevailing.is_some_and(|language| !languages.contains(language)),
        Rule::PrevailingAmongLanguages,
    );
    if let EntryIntoForce::Consents(count) = event.entry_into_force {
        let parties = u32::try_from(event.parties.len()).unwrap_or(u32::MAX);
        find(count.get() > parties, Rule::AsManyConsents { count: count.get() });
    }
    let parties: BTreeSet<PartyId> = event.parties.iter().copied().collect();
    let stranger = event.obligations.iter().find_map(|obligation| match obligation.bearer {
        Bearer::Party(party) if !parties.contains(&party) => Some(party),
        _ => None,
    });
    find(stranger.is_some(), Rule::NotTheBearer);
    let lasts = event.obligations.iter().any(|obligation| {
        matches!(obligation.due, Due::By(date) if date.is_duration())
            || matches!(obligation.trigger, Trigger::Day(date) if date.is_duration())
    });
    find(lasts, Rule::NeedsMoment);
    rules
}

/// An activity belongs to a plan or programme of its own agreement.
fn of_another(event: &ActivityHeld, named: &Named<'_>) -> Vec<Refusal> {
    let under = [event.plan.map(EntityId::from), event.programme.map(EntityId::from)];
    let foundings = under.into_iter().flatten().filter_map(|entity| Some((entity, named.founding(entity)?)));
    foundings
        .filter_map(|(entity, (founding, at))| match founding {
            Event::ActionPlan(plan) if plan.agreement() != event.agreement => {
                Some(Refusal::new(Rule::OfAnotherAgreement, Some(entity), at))
            }
            _ => None,
        })
        .collect()
}

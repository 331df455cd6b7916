//! Agreements: drafted, signed, in force by their own clause, renewed, ended.
//!
//! Whether an agreement is in force is nowhere recorded: it follows from the signatures or consents that its
//! own clause asks for. What is agreed *under* it has files of its own: amendments, action plans, consultations, disputes.

mod state;
mod terms;

use serde::{Deserialize, Serialize};

use crate::event::{Area, Entities, Event, Lanes, Role, TimeShape, area_events};
use crate::id::{ActionPlanId, AgreementId, EntityId, EntityKind, OfficeId, PartyId, PersonId, ProgrammeId};
use crate::label::Label;
use crate::list::{once, repeats};
use crate::name::{Names, Text};
use crate::named::Named;
use crate::obligation::{Bearer, Obligation};
use crate::period::Period;
use crate::rule::{Refusal, Rule};

pub(crate) use state::AgreementState;
pub use terms::{AgreementForm, AuthenticTexts, EntryIntoForce, Priority, PriorityRoute};

area_events! {
    /// The events of agreements.
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

/// The text of an agreement was drawn up: what it will say, once it is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementDrafted {
    /// The agreement.
    pub agreement: AgreementId,
    /// What sort of instrument it is.
    pub form: AgreementForm,
    /// Its title, in several languages.
    pub names: Names,
    /// Who is to sign it: two at least.
    pub parties: Vec<PartyId>,
    /// The clause on its languages, if it has one.
    #[serde(default)]
    pub texts: Option<AuthenticTexts>,
    /// The clause on its entry into force.
    #[serde(default)]
    pub entry_into_force: EntryIntoForce,
    /// For how long it is in force; without a term it has no end.
    #[serde(default)]
    pub term: Option<Period>,
    /// The fields in which the parties want to work together.
    #[serde(default)]
    pub priorities: Vec<Priority>,
    /// What it asks of its parties.
    #[serde(default)]
    pub obligations: Vec<Obligation>,
}

/// A party signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementSigned {
    /// The agreement.
    pub agreement: AgreementId,
    /// For whom it was signed.
    pub party: PartyId,
    /// As the holder of which office.
    #[serde(default)]
    pub office: Option<OfficeId>,
    /// By whom.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// A party expressed its consent to be bound: it ratified, accepted, approved or acceded.
/// (Vienna Convention on the Law of Treaties, Art. 11.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementConsented {
    /// The agreement.
    pub agreement: AgreementId,
    /// The party.
    pub party: PartyId,
}

/// A priority was added to those of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityAdded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The priority.
    pub priority: Priority,
    /// How it was added.
    pub by: PriorityRoute,
}

/// The parties let it go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementRenewed {
    /// The agreement.
    pub agreement: AgreementId,
    /// For how long, from the day of the renewal on; without a term it has no end.
    #[serde(default)]
    pub term: Option<Period>,
}

/// It was ended: from that day on it is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementTerminated {
    /// The agreement.
    pub agreement: AgreementId,
    /// By whom.
    #[serde(default)]
    pub by: Vec<PartyId>,
}

/// A later agreement took its place. The earlier one stays in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgreementSuperseded {
    /// The agreement.
    pub agreement: AgreementId,
    /// The one that took its place.
    pub by: AgreementId,
}

/// What an obligation asks was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationPerformed {
    /// The agreement.
    pub agreement: AgreementId,
    /// Which of its obligations.
    pub obligation: Label,
    /// By whom: all parties, where it is borne by all together.
    pub by: Vec<PartyId>,
    /// What was done.
    #[serde(default)]
    pub text: Option<Text>,
}

/// It was established that a duty was not performed when it was due. Silence is no such record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObligationNotPerformed {
    /// The agreement.
    pub agreement: AgreementId,
    /// Which of its duties.
    pub obligation: Label,
    /// Who did not perform it.
    pub by: Vec<PartyId>,
    /// Who says so, and why.
    #[serde(default)]
    pub text: Option<Text>,
}

/// The parties did something together under the agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActivityHeld {
    /// The agreement.
    pub agreement: AgreementId,
    /// What it was.
    pub text: Text,
    /// The action plan to which it belongs.
    #[serde(default)]
    pub plan: Option<ActionPlanId>,
    /// The joint programme to which it belongs.
    #[serde(default)]
    pub programme: Option<ProgrammeId>,
    /// The party that led it.
    #[serde(default)]
    pub lead: Option<PartyId>,
    /// Third parties that took part.
    #[serde(default)]
    pub with: Vec<PartyId>,
    /// Where.
    #[serde(default)]
    pub place: Option<Text>,
}

/// The parties evaluated how the agreement is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluationHeld {
    /// The agreement.
    pub agreement: AgreementId,
    /// What they found.
    #[serde(default)]
    pub findings: Option<Text>,
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

    fn lanes(&self) -> Lanes {
        let ground = in_force(self.agreement());
        let waits = |more: Vec<EntityId>, before: Vec<EntityId>| Lanes::Between {
            after: [vec![ground], more].concat(),
            before,
        };
        match self {
            Self::AgreementDrafted(_) | Self::AgreementTerminated(_) | Self::AgreementSuperseded(_) => {
                Lanes::All
            }
            Self::AgreementSigned(_) => Lanes::Between { after: Vec::new(), before: vec![ground] },
            // Of several consents some may suffice: nothing waits for all of them.
            Self::AgreementConsented(_) => Lanes::alone(),
            Self::AgreementRenewed(event) => {
                waits(vec![renewals(event.agreement)], vec![renewals(event.agreement)])
            }
            Self::PriorityAdded(event) => match event.by {
                PriorityRoute::Consultation(_) => waits(Vec::new(), Vec::new()),
                PriorityRoute::Amendment(amendment) => waits(vec![consents(amendment)], Vec::new()),
            },
            Self::ObligationPerformed(_)
            | Self::ObligationNotPerformed(_)
            | Self::ActivityHeld(_)
            | Self::EvaluationHeld(_) => waits(Vec::new(), Vec::new()),
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
    let stranger = event.obligations.iter().find_map(|obligation| match obligation.bearer {
        Bearer::Party(party) if !event.parties.contains(&party) => Some(party),
        _ => None,
    });
    find(stranger.is_some(), Rule::NotTheBearer);
    rules
}

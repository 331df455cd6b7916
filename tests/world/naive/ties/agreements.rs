//! What the events of agreements have to do with.

use aoc_core::{
    ActionPlanEvent, AgreementEvent, AmendmentEvent, ConsultationEvent, DisputeEvent, EntityId, Event,
    FocalPointEvent, PartyId, PriorityRoute, focal_point, membership,
};

use super::{Role, Ties};

fn each(parties: &[PartyId]) -> Vec<EntityId> {
    parties.iter().copied().map(EntityId::from).collect()
}

fn of_agreement(event: &AgreementEvent) -> Ties {
    let changes = vec![EntityId::from(event.agreement())];
    let role = match event {
        AgreementEvent::AgreementDrafted(_) => Role::Founds,
        AgreementEvent::AgreementTerminated(_) | AgreementEvent::AgreementSuperseded(_) => Role::Ends,
        _ => Role::GoesOn,
    };
    let names: Vec<EntityId> = match event {
        AgreementEvent::AgreementDrafted(event) => each(&event.parties),
        AgreementEvent::AgreementSigned(event) => {
            let mut names = vec![event.party.into()];
            names.extend(event.office.map(EntityId::from));
            names.extend(event.person.map(EntityId::from));
            names
        }
        AgreementEvent::AgreementConsented(event) => vec![event.party.into()],
        AgreementEvent::PriorityAdded(event) => match event.by {
            PriorityRoute::Consultation(by) => vec![by.into()],
            PriorityRoute::Amendment(by) => vec![by.into()],
        },
        AgreementEvent::AgreementTerminated(event) => each(&event.by),
        AgreementEvent::AgreementSuperseded(event) if event.by == event.agreement => Vec::new(),
        AgreementEvent::AgreementSuperseded(event) => vec![event.by.into()],
        AgreementEvent::ObligationPerformed(event) => each(&event.by),
        AgreementEvent::ObligationNotPerformed(event) => each(&event.by),
        AgreementEvent::ActivityHeld(event) => {
            let mut names = each(&event.with);
            names.extend(event.plan.map(EntityId::from));
            names.extend(event.programme.map(EntityId::from));
            names.extend(event.lead.map(EntityId::from));
            names
        }
        AgreementEvent::AgreementRenewed(_) | AgreementEvent::EvaluationHeld(_) => Vec::new(),
    };
    let rests = match event {
        AgreementEvent::AgreementSuperseded(_) => Vec::new(), // by one that is drafted before or after
        _ => names.clone(),
    };
    Ties { changes, names, rests, role, hosts: Vec::new() }
}

fn of_focal_point(event: &FocalPointEvent) -> Ties {
    let (host, party, person, group) = match event {
        FocalPointEvent::FocalPointDesignated(event) => {
            (event.group.into(), event.party, event.person, Some(event.group))
        }
        FocalPointEvent::FocalPointReleased(event) => {
            (event.group.into(), event.party, event.person, Some(event.group))
        }
        FocalPointEvent::AgreementFocalPointDesignated(event) => {
            (EntityId::from(event.agreement), event.party, event.person, None)
        }
        FocalPointEvent::AgreementFocalPointReleased(event) => {
            (EntityId::from(event.agreement), event.party, event.person, None)
        }
    };
    let mut names = vec![host, party.into(), person.into()];
    names.extend(group.map(|group| membership(group, party)));
    Ties::of_all(vec![focal_point(host, party)], names, Role::GoesOn)
}

pub(super) fn of(event: &Event) -> Option<Ties> {
    Some(match event {
        Event::Agreement(event) => of_agreement(event),
        Event::Amendment(AmendmentEvent::AmendmentProposed(event)) => {
            let (own, host) = (event.amendment.into(), event.agreement.into());
            let by = event.by.map(EntityId::from).into_iter().collect();
            Ties { hosts: vec![host], ..Ties::of_all(vec![own, host], by, Role::Founds) }
        }
        Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
            let changes = vec![event.amendment.into(), event.agreement.into()];
            Ties::of_all(changes, vec![event.party.into()], Role::GoesOn)
        }
        Event::ActionPlan(event) => {
            let (own, host): (EntityId, EntityId) = match event {
                ActionPlanEvent::ActionPlanAgreed(event) => (event.plan.into(), event.agreement.into()),
                ActionPlanEvent::JointProgrammeAgreed(event) => {
                    (event.programme.into(), event.agreement.into())
                }
            };
            Ties { hosts: vec![host], ..Ties::of_all(vec![own, host], each(agreed_by(event)), Role::Founds) }
        }
        Event::Consultation(ConsultationEvent::ConsultationHeld(event)) => {
            let changes = vec![event.consultation.into(), event.agreement.into()];
            let names = event.between.iter().chain(&event.asked_by).copied().map(EntityId::from).collect();
            Ties::of_its_own(changes, names, Role::Founds)
        }
        Event::Dispute(DisputeEvent::DisputeRaised(event)) => {
            let names = vec![event.agreement.into(), event.by.into()];
            // Raised and settled even when the agreement is over.
            let rests = vec![event.by.into()];
            Ties { rests, ..Ties::of_its_own(vec![event.dispute.into()], names, Role::Founds) }
        }
        Event::Dispute(DisputeEvent::DisputeSettled(event)) => Ties {
            changes: vec![event.dispute.into()],
            names: std::iter::once(event.agreement.into()).chain(each(&event.by)).collect(),
            rests: each(&event.by),
            role: Role::Ends,
            hosts: Vec::new(),
        },
        Event::FocalPoint(event) => of_focal_point(event),
        _ => return None,
    })
}

pub(crate) fn agreed_by(event: &ActionPlanEvent) -> &[PartyId] {
    match event {
        ActionPlanEvent::ActionPlanAgreed(event) => &event.agreed_by,
        ActionPlanEvent::JointProgrammeAgreed(event) => &event.agreed_by,
    }
}

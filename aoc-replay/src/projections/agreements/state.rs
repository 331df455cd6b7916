//! What the questions about agreements fold into.

use std::collections::BTreeMap;

use aoc_core::{
    ActionPlanEvent, AgreementDrafted, AgreementEvent, AgreementId, AmendmentEvent, AmendmentId,
    ConsultationEvent, DisputeEvent, EntityId, EntityKind, Event, FocalPointEvent, OfficeEvent, PartyEvent,
    PersonEvent, Position, Window,
};
use aoc_store::{RecordError, RecordView};

use super::force::{Force, Terms};
use crate::course;
use crate::interest::Interest;
use crate::life::Reading;
use crate::lives::Lives;
use crate::reach::Reach;

/// What [`Agreements`](super::Agreements) folds into: the timelines of agreements and of what belongs to them.
#[derive(Debug, Clone, Default)]
pub struct AgreementsState {
    pub(crate) lives: Lives,
    /// What happened, record by record, in each agreement's timeline.
    pub(crate) acts: BTreeMap<AgreementId, Vec<(Position, Event)>>,
    /// The same for amendments, disputes, focal points and offices.
    pub(crate) others: BTreeMap<EntityId, Vec<(Position, Event)>>,
}

impl AgreementsState {
    /// The kinds of record that the state of an agreement rests on.
    pub(crate) fn interest() -> Interest {
        // Whole areas: every record of a timeline narrows the days of its neighbours, and what they rest on bounds them.
        let own = AgreementEvent::kinds()
            .chain(AmendmentEvent::kinds())
            .chain(ActionPlanEvent::kinds())
            .chain(ConsultationEvent::kinds())
            .chain(DisputeEvent::kinds())
            .chain(FocalPointEvent::kinds());
        let beneath = PartyEvent::kinds().chain(OfficeEvent::kinds()).chain(PersonEvent::kinds());
        Interest::in_kinds(own.chain(beneath))
    }

    /// What the state of one agreement reaches: what is done under it changes it; its disputes and focal points name it.
    pub(crate) fn reach(agreement: AgreementId) -> Reach {
        Reach::around([agreement.into()]).through(Self::BENEATH)
    }

    /// What agreements and all that is done under them rest on.
    pub(crate) const BENEATH: [EntityKind; 3] = [EntityKind::Party, EntityKind::Office, EntityKind::Person];

    pub(crate) fn apply(&mut self, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        self.lives.push(record, &event);
        let at = record.position();
        let agreement = match &event {
            Event::Agreement(event) => Some(event.agreement()),
            Event::Amendment(event) => Some(event.agreement()),
            Event::ActionPlan(event) => Some(event.agreement()),
            Event::Consultation(event) => Some(event.agreement()),
            _ => None,
        };
        if let Some(agreement) = agreement {
            self.acts.entry(agreement).or_default().push((at, event.clone()));
        }
        let own = record.changes().next();
        let apart = matches!(
            event,
            Event::Amendment(_) | Event::Dispute(_) | Event::FocalPoint(_) | Event::Office(_)
        );
        if let Some(own) = own.filter(|_| apart) {
            self.others.entry(own).or_default().push((at, event));
        }
        Ok(())
    }

    /// What happened under an agreement, with the days between which it did.
    pub(crate) fn dated(&self, agreement: AgreementId, reading: Reading) -> Vec<(&Event, Window, Position)> {
        let windows = self.lives.windows(agreement.into(), reading);
        let acts = self.acts.get(&agreement).map(Vec::as_slice).unwrap_or_default();
        acts.iter().zip(windows).map(|((at, event), window)| (event, window, *at)).collect()
    }

    /// When the agreement is in force, by its own clause.
    pub(crate) fn force(&self, agreement: AgreementId, reading: Reading) -> Option<Force> {
        let dated = self.dated(agreement, reading);
        let (terms, drafted) = dated.iter().find_map(|(event, window, _)| match event {
            Event::Agreement(AgreementEvent::AgreementDrafted(event)) => Some((Terms::of(event), *window)),
            _ => None,
        })?;
        let mut force = Force::drafted(terms, drafted);
        for (event, window, _) in dated {
            if let Event::Agreement(event) = event {
                force.step(event, window);
            }
        }
        Some(force)
    }

    /// When every party of the agreement has consented to the amendment; nothing while one has not.
    pub(crate) fn amended(
        &self,
        amendment: AmendmentId,
        drafted: &AgreementDrafted,
        reading: Reading,
    ) -> Option<Window> {
        // Consents lie in the agreement's timeline too, which bounds them closer than that of the amendment.
        let dated = self.dated(drafted.agreement, reading);
        let consents = dated.iter().filter_map(|(event, window, _)| match event {
            Event::Amendment(AmendmentEvent::AmendmentConsented(event)) if event.amendment == amendment => {
                Some(*window)
            }
            _ => None,
        });
        let consents: Vec<Window> = consents.collect();
        if consents.len() < drafted.parties.len() { None } else { consents.into_iter().reduce(course::later) }
    }
}

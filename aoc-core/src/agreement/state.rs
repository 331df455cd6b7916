//! The life of one agreement.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use super::{AgreementDrafted, AgreementEvent, PriorityRoute};
use crate::action_plan::ActionPlanEvent;
use crate::amendment::AmendmentEvent;
use crate::chain::Window;
use crate::date::EventDate;
use crate::day::Day;
use crate::event::Event;
use crate::id::{AgreementId, AmendmentId, EntityId, PartyId, Position};
use crate::label::Label;
use crate::obligation::{Bearer, Obligation};
use crate::period::Period;
use crate::rule::{Refusal, Rule};
use crate::timeline::{Machine, Step};

/// Where an agreement stands: drafted, then in force as its own clause says, then ended (DOMAIN rules 4 to 8, 12).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AgreementState {
    drafted: Option<(Arc<AgreementDrafted>, Position)>,
    signed: BTreeMap<PartyId, (Position, Window)>,
    consented: BTreeMap<PartyId, (Position, Window)>,
    priorities: RedBlackTreeMapSync<Label, Position>,
    /// The amendments that were proposed.
    proposed: RedBlackTreeSetSync<AmendmentId>,
    /// Who consented to which amendment.
    amendments: RedBlackTreeMapSync<AmendmentId, BTreeSet<PartyId>>,
    /// The plans that reach beyond the time in force, renewals until now included: the day up to which it must run, and where
    /// each was agreed.
    unmet: RedBlackTreeSetSync<(Day, Position)>,
    /// When the last renewal made it end, at the latest; [`Day::FUTURE`] when it has no end since.
    renewed_until: Option<Day>,
    ended: Option<Position>,
}

/// An agreement whose text is there.
struct Text<'s> {
    state: &'s AgreementState,
    drafted: &'s AgreementDrafted,
    at: Position,
}

impl Text<'_> {
    fn refuse(&self, rule: Rule) -> Refusal {
        Refusal::new(rule, Some(self.drafted.agreement.into()), self.at)
    }

    fn needs_party(&self, party: PartyId) -> Result<(), Refusal> {
        if self.drafted.parties.contains(&party) { Ok(()) } else { Err(self.refuse(Rule::NotAParty)) }
    }

    fn needs_parties<'p>(&self, parties: impl IntoIterator<Item = &'p PartyId>) -> Result<(), Refusal> {
        parties.into_iter().try_for_each(|party| self.needs_party(*party))
    }

    fn needs_all(&self, parties: &[PartyId]) -> Result<(), Refusal> {
        self.needs_parties(parties)?;
        let all = self.drafted.parties.iter().all(|party| parties.contains(party));
        if all { Ok(()) } else { Err(self.refuse(Rule::AgreedByAll)) }
    }

    /// Once only: whoever did it before did it there.
    fn needs_first(&self, before: Option<&(Position, Window)>, rule: Rule) -> Result<(), Refusal> {
        let own = Some(EntityId::from(self.drafted.agreement));
        before.map_or(Ok(()), |(at, _)| Err(Refusal::new(rule, own, *at)))
    }

    /// Between which days it entered into force, if the clause is met by what came before.
    fn since(&self) -> Option<Window> {
        let signed = |party: &PartyId| self.state.signed.get(party).map(|(_, window)| *window);
        let consented = self.state.consented.values().map(|(_, window)| *window);
        self.drafted.entry_into_force.met(self.drafted.parties.iter().map(signed), consented)
    }

    /// Only while it can be in force.
    fn needs_force(&self, date: EventDate) -> Result<Window, Refusal> {
        let since = self.since().ok_or_else(|| self.refuse(Rule::NotInForce))?;
        if date.latest() < since.earliest {
            return Err(self.refuse(Rule::NotInForce));
        }
        if self.until(since).is_some_and(|until| date.earliest() >= until) {
            return Err(self.refuse(Rule::NotInForce));
        }
        Ok(since)
    }

    /// The latest day on which it ends by itself.
    fn until(&self, since: Window) -> Option<Day> {
        let by_term = self.drafted.term.map(|term| term.after(since.latest));
        self.state.renewed_until.or(by_term)
    }

    /// One of its obligations, borne by those (by one of them, where all bear it).
    fn needs_obligation(&self, label: &Label, by: &[PartyId]) -> Result<&Obligation, Refusal> {
        let obligations = &self.drafted.obligations;
        let Some(obligation) = obligations.iter().find(|obligation| obligation.label == *label) else {
            return Err(self.refuse(Rule::NoSuchObligation));
        };
        self.needs_parties(by)?;
        let borne = match obligation.bearer {
            Bearer::Party(party) => by == [party],
            Bearer::Each | Bearer::All => !by.is_empty(),
        };
        if borne { Ok(obligation) } else { Err(self.refuse(Rule::NotTheBearer)) }
    }

    fn check(&self, event: &AgreementEvent, date: EventDate) -> Result<(), Refusal> {
        match event {
            AgreementEvent::AgreementDrafted(_) => Err(self.refuse(Rule::AlreadyRegistered)),
            AgreementEvent::AgreementSigned(event) => {
                self.needs_party(event.party)?;
                self.needs_first(self.state.signed.get(&event.party), Rule::SignsOnce)
            }
            AgreementEvent::AgreementConsented(event) => {
                self.needs_party(event.party)?;
                self.needs_first(self.state.consented.get(&event.party), Rule::ConsentsOnce)
            }
            AgreementEvent::PriorityAdded(event) => {
                self.needs_force(date)?;
                if let Some(at) = self.state.priorities.get(&event.priority.label) {
                    let own = Some(EntityId::from(event.agreement));
                    return Err(Refusal::new(Rule::AlreadyAPriority, own, *at));
                }
                match event.by {
                    PriorityRoute::Consultation(_) => Ok(()),
                    PriorityRoute::Amendment(amendment) => self.needs_amendment(amendment),
                }
            }
            AgreementEvent::AgreementRenewed(_) => match self.since() {
                Some(since) if date.latest() >= since.earliest => Ok(()),
                _ => Err(self.refuse(Rule::NotInForce)),
            },
            AgreementEvent::AgreementTerminated(event) => {
                self.needs_parties(&event.by)?;
                self.since().map(|_| ()).ok_or_else(|| self.refuse(Rule::NotInForce))
            }
            AgreementEvent::AgreementSuperseded(_) => Ok(()),
            AgreementEvent::ObligationPerformed(event) => {
                let obligation = self.needs_obligation(&event.obligation, &event.by)?;
                let all = || self.drafted.parties.iter().all(|party| event.by.contains(party));
                if obligation.bearer == Bearer::All && !all() {
                    return Err(self.refuse(Rule::NotTheBearer));
                }
                self.needs_since(date)
            }
            AgreementEvent::ObligationNotPerformed(event) => {
                let obligation = self.needs_obligation(&event.obligation, &event.by)?;
                if !obligation.kind.can_be_breached() {
                    return Err(self.refuse(Rule::EffortIsNotBreached));
                }
                self.needs_since(date)
            }
            AgreementEvent::ActivityHeld(event) => {
                self.needs_parties(&event.lead)?;
                self.needs_force(date).map(|_| ())
            }
            AgreementEvent::EvaluationHeld(_) => self.needs_since(date),
        }
    }

    /// It entered into force before; it may have run out since.
    fn needs_since(&self, date: EventDate) -> Result<(), Refusal> {
        match self.since() {
            Some(since) if date.latest() >= since.earliest => Ok(()),
            _ => Err(self.refuse(Rule::NotInForce)),
        }
    }

    fn needs_amendment(&self, amendment: AmendmentId) -> Result<(), Refusal> {
        let consents = self.state.amendments.get(&amendment);
        let all =
            |consents: &BTreeSet<PartyId>| self.drafted.parties.iter().all(|party| consents.contains(party));
        if consents.is_some_and(all) {
            Ok(())
        } else if consents.is_none() && !self.state.proposed.contains(&amendment) {
            Err(Refusal::alone(Rule::OfAnotherAgreement, Some(amendment.into())))
        } else {
            Err(Refusal::alone(Rule::AmendmentNotInEffect, Some(amendment.into())))
        }
    }

    fn check_plan(&self, event: &ActionPlanEvent, date: EventDate) -> Result<(), Refusal> {
        self.needs_all(event.agreed_by())?;
        let since = self.needs_force(date)?;
        let too_early = event.period(date).is_some_and(|(start, _)| start.latest < since.earliest);
        if too_early { Err(self.refuse(Rule::OutsideTimeInForce)) } else { Ok(()) }
    }
}

/// What is recorded after the end too: what was or was not done, and how the agreement was judged.
const fn looks_back(event: &AgreementEvent) -> bool {
    matches!(
        event,
        AgreementEvent::ObligationPerformed(_)
            | AgreementEvent::ObligationNotPerformed(_)
            | AgreementEvent::EvaluationHeld(_)
    )
}

impl AgreementState {
    /// The text of an agreement that has not ended.
    fn text(&self, own: AgreementId) -> Result<Text<'_>, Refusal> {
        match self.ended {
            Some(at) => Err(Refusal::new(Rule::AlreadyEnded, Some(own.into()), at)),
            None => self.text_ever(own),
        }
    }

    /// The text of an agreement, ended or not.
    fn text_ever(&self, own: AgreementId) -> Result<Text<'_>, Refusal> {
        match &self.drafted {
            None => Err(Refusal::alone(Rule::NotRegistered, Some(own.into()))),
            Some((drafted, at)) => Ok(Text { state: self, drafted, at: *at }),
        }
    }

    /// The latest day on which it ends by itself, by its term or its last renewal.
    fn runs_until(&self) -> Option<Day> {
        let (drafted, at) = self.drafted.as_ref()?;
        let text = Text { state: self, drafted, at: *at };
        text.until(text.since()?)
    }
}

impl Machine for AgreementState {
    fn check(&self, Step { event, date, .. }: &Step<'_>) -> Result<(), Refusal> {
        match event {
            Event::Agreement(AgreementEvent::AgreementDrafted(_)) if self.drafted.is_none() => Ok(()),
            Event::Agreement(event) if looks_back(event) => {
                self.text_ever(event.agreement())?.check(event, *date)
            }
            Event::Agreement(event) => self.text(event.agreement())?.check(event, *date),
            Event::Amendment(event) => {
                let text = self.text(event.agreement())?;
                text.needs_parties(&event.party())
            }
            Event::ActionPlan(event) => self.text(event.agreement())?.check_plan(event, *date),
            Event::Consultation(event) => {
                let text = self.text(event.agreement())?;
                text.needs_parties(event.parties())
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, Step { event, date, at }: &Step<'_>) {
        match event {
            Event::Agreement(event) => self.step(event, *date, *at),
            Event::Amendment(AmendmentEvent::AmendmentProposed(event)) => {
                self.proposed.insert_mut(event.amendment);
            }
            Event::Amendment(AmendmentEvent::AmendmentConsented(event)) => {
                let mut consents = self.amendments.get(&event.amendment).cloned().unwrap_or_default();
                consents.insert(event.party);
                self.amendments.insert_mut(event.amendment, consents);
            }
            Event::ActionPlan(ActionPlanEvent::ActionPlanAgreed(event)) => {
                if let EventDate::Duration { end, .. } = event.period {
                    self.unmet.insert_mut((end.earliest, *at));
                }
            }
            _ => {}
        }
        self.meet_plans();
    }

    /// A plan lies within the time in force, renewals included (DOMAIN rule 8). A later renewal may set a later end, or an
    /// earlier one: then the plan was in time when it was agreed.
    fn close(&self) -> Vec<(Position, Refusal)> {
        let own = self.drafted.as_ref().map(|(drafted, at)| (EntityId::from(drafted.agreement), *at));
        let (about, because) = own.unzip();
        let refuse = |at: Position| (at, Refusal { rule: Rule::OutsideTimeInForce, about, because });
        self.unmet.iter().map(|(_, at)| refuse(*at)).collect()
    }
}

impl AgreementState {
    /// Plans are met that end while it is in force as it now runs.
    fn meet_plans(&mut self) {
        if self.unmet.is_empty() {
            return;
        }
        let until = self.runs_until().unwrap_or(Day::FUTURE);
        while let Some(plan) = self.unmet.first().filter(|(end, _)| *end <= until).copied() {
            self.unmet.remove_mut(&plan);
        }
    }

    fn step(&mut self, event: &AgreementEvent, date: EventDate, at: Position) {
        match event {
            AgreementEvent::AgreementDrafted(event) => {
                for priority in &event.priorities {
                    self.priorities.insert_mut(priority.label.clone(), at);
                }
                self.drafted = Some((Arc::new(event.clone()), at));
            }
            AgreementEvent::AgreementSigned(event) => {
                self.signed.insert(event.party, (at, date.effect().into()));
            }
            AgreementEvent::AgreementConsented(event) => {
                self.consented.insert(event.party, (at, date.effect().into()));
            }
            AgreementEvent::PriorityAdded(event) => {
                self.priorities.insert_mut(event.priority.label.clone(), at);
            }
            AgreementEvent::AgreementRenewed(event) => {
                let until = |term: Period| term.after(date.latest());
                self.renewed_until = Some(event.term.map_or(Day::FUTURE, until));
            }
            AgreementEvent::AgreementTerminated(_) | AgreementEvent::AgreementSuperseded(_) => {
                self.ended = Some(at);
            }
            AgreementEvent::ObligationPerformed(_)
            | AgreementEvent::ObligationNotPerformed(_)
            | AgreementEvent::ActivityHeld(_)
            | AgreementEvent::EvaluationHeld(_) => {}
        }
    }
}

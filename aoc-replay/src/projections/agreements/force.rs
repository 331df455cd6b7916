//! [`Force`]: from when to when an agreement is in force, by its own clause, and every stage it may be in on a day (law 8).

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{AgreementDrafted, AgreementEvent, Day, EntryIntoForce, PartyId, Period, Window};

use crate::course;

/// Where an agreement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// There is no text yet.
    NotYet,
    /// The text is there, nobody has signed.
    Drafted,
    /// Somebody has signed; its clause on the entry into force is not met.
    Signed,
    /// In force.
    InForce,
    /// Its term is over.
    Expired,
    /// It was terminated.
    Terminated,
    /// Another agreement took its place.
    Superseded,
}

impl Stage {
    /// Every stage, in the order of a life.
    pub const ALL: [Self; 7] = [
        Self::NotYet,
        Self::Drafted,
        Self::Signed,
        Self::InForce,
        Self::Expired,
        Self::Terminated,
        Self::Superseded,
    ];

    /// The word for it, as reports and JSON write it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not-yet",
            Self::Drafted => "drafted",
            Self::Signed => "signed-by-some",
            Self::InForce => "in-force",
            Self::Expired => "expired",
            Self::Terminated => "terminated",
            Self::Superseded => "superseded",
        }
    }
}

/// What the clauses of an agreement say about its time in force.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    parties: Vec<PartyId>,
    entry: EntryIntoForce,
    term: Option<Period>,
}

impl Terms {
    pub(crate) fn of(event: &AgreementDrafted) -> Self {
        Self { parties: event.parties.clone(), entry: event.entry_into_force, term: event.term }
    }
}

/// From when to when an agreement is in force.
#[derive(Debug, Clone)]
pub(crate) struct Force {
    terms: Terms,
    drafted: Window,
    signed: BTreeMap<PartyId, Window>,
    consented: BTreeMap<PartyId, Window>,
    renewed: Vec<(Window, Option<Period>)>,
    ended: Option<(Stage, Window)>,
}

impl Force {
    pub(crate) fn drafted(terms: Terms, drafted: Window) -> Self {
        Self {
            terms,
            drafted,
            signed: BTreeMap::new(),
            consented: BTreeMap::new(),
            renewed: Vec::new(),
            ended: None,
        }
    }

    pub(crate) fn step(&mut self, event: &AgreementEvent, window: Window) {
        match event {
            AgreementEvent::AgreementSigned(event) => {
                self.signed.insert(event.party, window);
            }
            AgreementEvent::AgreementConsented(event) => {
                self.consented.insert(event.party, window);
            }
            AgreementEvent::AgreementRenewed(event) => self.renewed.push((window, event.term)),
            AgreementEvent::AgreementTerminated(_) => self.ended = Some((Stage::Terminated, window)),
            AgreementEvent::AgreementSuperseded(_) => self.ended = Some((Stage::Superseded, window)),
            AgreementEvent::AgreementDrafted(_)
            | AgreementEvent::PriorityAdded(_)
            | AgreementEvent::ObligationPerformed(_)
            | AgreementEvent::ObligationNotPerformed(_)
            | AgreementEvent::ActivityHeld(_)
            | AgreementEvent::EvaluationHeld(_) => {}
        }
    }

    /// Between which days it entered into force; nothing while its clause is not met.
    pub(crate) fn since(&self) -> Option<Window> {
        let signatures = self.terms.parties.iter().map(|party| self.signed.get(party).copied());
        let since = self.terms.entry.met(signatures, self.consented.values().copied())?;
        // What was ended before its fixed day never entered into force.
        self.ended.is_none_or(|(_, ended)| since.earliest <= ended.latest).then_some(since)
    }

    /// Between which days it ends or ended; nothing while no end is in sight.
    pub(crate) fn until(&self) -> Option<Window> {
        let by_itself = match self.renewed.last() {
            Some((window, term)) => term.map(|term| (*window, term)),
            None => self.since().zip(self.terms.term),
        };
        let expires = by_itself.map(|(window, term)| after(term, window));
        match (expires, self.ended) {
            (Some(expires), Some((_, ended))) => Some(course::earlier(expires, ended)),
            (expires, ended) => expires.or(ended.map(|(_, window)| window)),
        }
    }

    /// Every stage in which it is on that day under some resolution.
    pub(crate) fn stages(&self, on: Day) -> BTreeSet<Stage> {
        let mut stages = BTreeSet::new();
        if self.drafted.latest > on {
            stages.insert(Stage::NotYet);
        }
        if self.drafted.earliest > on {
            return stages;
        }
        if let Some((stage, end)) = self.ended {
            if end.earliest <= on {
                stages.insert(stage);
            }
            if end.latest <= on {
                return stages;
            }
        }
        // Consents count only where the clause asks for them.
        let by_consent = matches!(self.terms.entry, EntryIntoForce::Consents(_));
        let acts = || self.signed.values().chain(self.consented.values().filter(|_| by_consent));
        if acts().all(|act| act.latest > on) {
            stages.insert(Stage::Drafted);
        }
        if self.may_be_signed_by_some(on) {
            stages.insert(Stage::Signed);
        }
        if let Some(since) = self.since().filter(|since| since.earliest <= on) {
            for ends in self.expirations(since, on) {
                if ends.is_none_or(|ends| ends.latest > on) {
                    stages.insert(Stage::InForce);
                }
                if ends.is_some_and(|ends| ends.earliest <= on) {
                    stages.insert(Stage::Expired);
                }
            }
        }
        stages
    }

    /// Between which days it ends by itself, as it may be on that day once it has entered into force: with its own term, or
    /// with that of a renewal that may be the last one by then. Nothing for one that then has no end.
    pub(crate) fn expirations(&self, since: Window, on: Day) -> Vec<Option<Window>> {
        let by_then = |window: Window| Window { latest: window.latest.min(on), ..window };
        let own = self.terms.term.map(|term| after(term, by_then(since)));
        let renewed = self.renewed.iter().enumerate().map(|(at, (window, term))| {
            let next = self.renewed.get(at.saturating_add(1)).map(|(window, _)| *window);
            (term.map(|term| after(term, by_then(*window))), Some(*window), next)
        });
        let first_renewal = self.renewed.first().map(|(window, _)| *window);
        std::iter::once((own, None, first_renewal))
            .chain(renewed)
            .filter(|(_, begins, next)| {
                begins.is_none_or(|begins| begins.earliest <= on) && next.is_none_or(|next| next.latest > on)
            })
            .map(|(ends, ..)| ends)
            .collect()
    }

    /// Between which days it was ended by an act of its parties.
    pub(crate) fn ended(&self) -> Option<Window> {
        self.ended.map(|(_, window)| window)
    }

    /// Whether on that day some may have acted, and not enough of them.
    fn may_be_signed_by_some(&self, on: Day) -> bool {
        let may = |window: &Window| window.earliest <= on;
        let must = |window: &Window| window.latest <= on;
        let parties = self.terms.parties.len();
        match self.terms.entry {
            EntryIntoForce::FixedDay(day) if day > on => self.signed.values().any(may),
            EntryIntoForce::LastSignature | EntryIntoForce::FixedDay(_) => {
                // One has signed, and another has not.
                let missing = self.signed.len() < parties;
                self.signed.iter().any(|(party, window)| {
                    let other = |(own, window): (&PartyId, &Window)| own != party && !must(window);
                    may(window) && (missing || self.signed.iter().any(other))
                })
            }
            EntryIntoForce::Consents(count) => {
                let count = usize::try_from(count.get()).unwrap_or(usize::MAX);
                let lowest = self.consented.values().filter(|window| must(window)).count();
                let highest = self.consented.values().filter(|window| may(window)).count();
                let signed = self.signed.values().any(may);
                let enough_not = lowest < count;
                enough_not && (signed || lowest.max(1) <= highest.min(count.saturating_sub(1)))
            }
        }
    }
}

/// Between which days a period is over that begins between these.
pub(crate) fn after(period: Period, begins: Window) -> Window {
    Window { earliest: period.after(begins.earliest), latest: period.after(begins.latest) }
}

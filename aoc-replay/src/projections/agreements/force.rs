//! [`Force`]: from when to when an agreement is in force, by its own clause, and every stage it may be in on a day (law 8).

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AgreementDrafted, AgreementEvent, Bounds, Day, EntryIntoForce, Lanes, Link, PartyId, Period, Window,
    windows,
};

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

/// One turn in an agreement's life.
#[derive(Debug, Clone, Copy)]
struct Turn {
    stage: Stage,
    window: Window,
    term: Option<Period>,
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
    ///
    /// A state that all of several acts bring about starts between the latest of their earliest and the latest
    /// of their latest days; one that n of them bring about, at the n-th of each (law 8).
    pub(crate) fn since(&self) -> Option<Window> {
        let nth = |acts: &BTreeMap<PartyId, Window>, nth: usize| {
            let pick = |day: fn(&Window) -> Day| {
                let mut days: Vec<Day> = acts.values().map(day).collect();
                days.sort_unstable();
                days.get(nth.checked_sub(1)?).copied()
            };
            Some(Window { earliest: pick(|window| window.earliest)?, latest: pick(|window| window.latest)? })
        };
        let parties = self.terms.parties.len();
        match self.terms.entry {
            EntryIntoForce::LastSignature => nth(&self.signed, parties),
            EntryIntoForce::FixedDay(day) => nth(&self.signed, parties)
                .map(|last| Window { earliest: last.earliest.max(day), latest: last.latest.max(day) }),
            EntryIntoForce::Consents(count) => nth(&self.consented, usize::try_from(count.get()).ok()?),
        }
    }

    /// Between which days it ends or ended; nothing while no end is in sight.
    pub(crate) fn until(&self) -> Option<Window> {
        let by_itself = match self.renewed.last() {
            Some((window, term)) => term.map(|term| (*window, term)),
            None => self.since().zip(self.terms.term),
        };
        let expires = by_itself.map(|(window, term)| Window {
            earliest: term.after(window.earliest),
            latest: term.after(window.latest),
        });
        match (expires, self.ended) {
            (Some(expires), Some((_, ended))) => Some(Window {
                earliest: expires.earliest.min(ended.earliest),
                latest: expires.latest.min(ended.latest),
            }),
            (expires, ended) => expires.or(ended.map(|(_, window)| window)),
        }
    }

    /// Its life as a chain of turns, each between the days that its neighbours leave to it.
    fn turns(&self) -> Vec<Turn> {
        let turn = |stage, window, term| Turn { stage, window, term };
        let acts = if matches!(self.terms.entry, EntryIntoForce::Consents(_)) {
            self.signed.values().chain(self.consented.values()).collect::<Vec<_>>()
        } else {
            self.signed.values().collect()
        };
        let first = acts.iter().map(|window| window.earliest).min();
        let first = first.zip(acts.iter().map(|window| window.latest).min());
        let first = first.map(|(earliest, latest)| turn(Stage::Signed, Window { earliest, latest }, None));
        let since = self.since().map(|window| turn(Stage::InForce, window, self.terms.term));
        let renewed = self.renewed.iter().map(|(window, term)| turn(Stage::InForce, *window, *term));
        let ended = self.ended.map(|(stage, window)| turn(stage, window, None));
        let mut turns: Vec<Turn> = std::iter::once(turn(Stage::Drafted, self.drafted, None))
            .chain(first)
            .chain(since)
            .chain(renewed)
            .chain(ended)
            .collect();
        let link = |turn: &Turn| Link {
            lanes: Lanes::All,
            bounds: Bounds::new(turn.window.earliest, turn.window.latest),
            floor: Day::PAST,
            follows: None,
        };
        let links: Vec<Link> = turns.iter().map(link).collect();
        for (turn, window) in turns.iter_mut().zip(windows(&links)) {
            turn.window = window;
        }
        turns
    }

    /// Every stage in which it is on that day under some resolution.
    pub(crate) fn stages(&self, on: Day) -> BTreeSet<Stage> {
        let turns = self.turns();
        let mut stages = BTreeSet::new();
        if turns.first().is_none_or(|first| first.window.latest > on) {
            stages.insert(Stage::NotYet);
        }
        for (index, turn) in turns.iter().enumerate() {
            let next = turns.get(index.saturating_add(1));
            let may_be_last = turn.window.earliest <= on && next.is_none_or(|next| next.window.latest > on);
            match (may_be_last, turn.term) {
                (false, _) => {}
                (true, None) => {
                    stages.insert(turn.stage);
                }
                (true, Some(term)) => {
                    if term.after(turn.window.latest.min(on)) > on {
                        stages.insert(turn.stage);
                    }
                    if term.after(turn.window.earliest) <= on {
                        stages.insert(Stage::Expired);
                    }
                }
            }
        }
        stages
    }
}

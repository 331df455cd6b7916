//! [`Obligations`]: what agreements ask of their parties, and where that stands on a day.

mod status;

use std::collections::{BTreeMap, BTreeSet};

use aoc_core::{
    AgreementDrafted, AgreementEvent, AgreementId, Bearer, Day, EntityKind, Event, Label, Obligation,
    PartyId, Position, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::interest::Interest;
use crate::life::Reading;
use crate::projection::{Lines, Projection};
use crate::projections::agreements::Of;
use crate::projections::agreements::state::AgreementsState;
use crate::reach::Reach;
use crate::readings::Readings;
use crate::view::ReadView;
use status::Dossier;
pub use status::ObligationStatus;

/// How *biannual* is read. The word is kept as the text has it; the question says what it is taken to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BiannualReading {
    /// Once in two years: the Alliance's own *biannual* plans ran from June 2007 to June 2009, and to June 2011.
    #[default]
    EveryTwoYears,
    /// Twice a year.
    TwiceAYear,
}

/// What agreements ask of their parties on a day: not yet running, running, performed, overdue, unknown.
///
/// Overdue is only what a record says was not performed; silence after a deadline is unknown. A duty of effort, an
/// aim and a permission are never overdue.
///
/// ```
/// use aoc_replay::{Ledger, Obligations, View};
/// let ledger = Ledger::in_memory();
/// let answer = ledger.ask(&Obligations::all(), View::on("2012-12-31".parse()?))?.value;
/// assert!(answer.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Obligations {
    of: Of,
    biannual: BiannualReading,
}

impl Obligations {
    /// Those of all agreements.
    #[must_use]
    pub const fn all() -> Self {
        Self { of: Of::All, biannual: BiannualReading::EveryTwoYears }
    }

    /// Those of one agreement.
    #[must_use]
    pub const fn of(agreement: AgreementId) -> Self {
        Self { of: Of::One(agreement), biannual: BiannualReading::EveryTwoYears }
    }

    /// Those that this party bears, alone or with others.
    #[must_use]
    pub const fn of_party(party: PartyId) -> Self {
        Self { of: Of::Party(party), biannual: BiannualReading::EveryTwoYears }
    }

    /// The same, with *biannual* read in this way.
    #[must_use]
    pub const fn reading(self, biannual: BiannualReading) -> Self {
        Self { biannual, ..self }
    }
}

/// One bearer's obligation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationLine {
    /// The agreement.
    pub agreement: AgreementId,
    /// What it asks.
    pub obligation: Obligation,
    /// Who bears it; nothing when all parties do together.
    pub bearer: Option<PartyId>,
    /// Where it may stand on the day; a status that is certain stands alone.
    pub statuses: BTreeMap<ObligationStatus, Certainty>,
    /// The last day on which it can still be performed in time, at the latest, if it has one deadline.
    pub due: Option<Day>,
    /// Between which days it was last performed.
    pub last_performed: Option<Window>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Obligations`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ObligationsAnswer {
    /// How *biannual* was read.
    pub biannual: BiannualReading,
    /// The obligations, agreement by agreement, in the order of its text.
    pub lines: Vec<ObligationLine>,
}

impl ObligationsAnswer {
    /// How many stand where, by status; those that may stand in several are counted with none.
    #[must_use]
    pub fn by_status(&self) -> BTreeMap<ObligationStatus, usize> {
        let mut counts: BTreeMap<ObligationStatus, usize> = BTreeMap::new();
        for line in &self.lines {
            if let (Some((status, _)), 1) = (line.statuses.iter().next(), line.statuses.len()) {
                let count = counts.entry(*status).or_default();
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

impl Lines for ObligationsAnswer {
    type Key = (AgreementId, Label, Option<PartyId>);
    type Line = ObligationLine;

    fn lines(&self) -> BTreeMap<Self::Key, ObligationLine> {
        let key = |line: &ObligationLine| (line.agreement, line.obligation.label.clone(), line.bearer);
        self.lines.iter().map(|line| (key(line), line.clone())).collect()
    }
}

impl Projection for Obligations {
    type State = AgreementsState;
    type Answer = ObligationsAnswer;

    fn interest(&self) -> Interest {
        AgreementsState::interest()
    }

    fn reach(&self) -> Reach {
        match self.of {
            Of::All => Reach::Everything,
            Of::One(agreement) => AgreementsState::reach(agreement),
            // Who bears an obligation is a party of the agreement: its text names the party.
            Of::Party(party) => Reach::around([party.into()])
                .through([EntityKind::Agreement])
                .through(AgreementsState::BENEATH),
        }
    }

    fn apply(&self, state: &mut AgreementsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        state.apply(record)
    }

    fn answer(&self, state: &AgreementsState, view: &ReadView) -> ObligationsAnswer {
        let lines = state.acts.keys().flat_map(|agreement| self.of_agreement(state, *agreement, view));
        ObligationsAnswer { biannual: self.biannual, lines: lines.collect() }
    }
}

impl Obligations {
    fn of_agreement(
        &self,
        state: &AgreementsState,
        agreement: AgreementId,
        view: &ReadView,
    ) -> Vec<ObligationLine> {
        let acts = state.acts.get(&agreement).map(Vec::as_slice).unwrap_or_default();
        let drafted = acts.iter().find_map(|(_, event)| match event {
            Event::Agreement(AgreementEvent::AgreementDrafted(event)) => Some(event),
            _ => None,
        });
        let Some(drafted) = drafted else { return Vec::new() };
        if matches!(self.of, Of::One(one) if one != agreement) {
            return Vec::new();
        }
        let borne = drafted.obligations.iter().flat_map(|obligation| {
            bearers(obligation, drafted).into_iter().map(move |bearer| (obligation, bearer))
        });
        let by = |bearer: Option<PartyId>| match self.of {
            Of::Party(party) => bearer.map_or(drafted.parties.contains(&party), |bearer| bearer == party),
            Of::All | Of::One(_) => true,
        };
        borne
            .filter(|(_, bearer)| by(*bearer))
            .filter_map(|(obligation, bearer)| self.line(state, agreement, (obligation, bearer), view))
            .collect()
    }

    fn line(
        &self,
        state: &AgreementsState,
        agreement: AgreementId,
        (obligation, bearer): (&Obligation, Option<PartyId>),
        view: &ReadView,
    ) -> Option<ObligationLine> {
        let read = Readings::of(|reading| {
            let force = state.force(agreement, reading)?;
            let (performed, missed, records) = acts(state, agreement, (obligation, bearer), reading);
            let last = performed.iter().copied().max_by_key(|window| (window.latest, window.earliest));
            let dossier = Dossier { obligation, force: &force, performed, missed, biannual: self.biannual };
            let latest = force.since().map_or(Day::FUTURE, |since| since.latest);
            let due = dossier.deadline(latest).filter(|due| *due < Day::FUTURE).map(Day::previous);
            Some((dossier.statuses(view.on), due, last, records))
        });
        let read = read.both()?;
        let statuses = read.map(|(statuses, ..)| statuses.clone()).certainties();
        let (_, due, last_performed, records) = read.as_dated;
        Some(ObligationLine {
            agreement,
            obligation: obligation.clone(),
            bearer,
            statuses,
            due,
            last_performed,
            records,
        })
    }
}

/// Who bears an obligation, one by one; nobody by name when all do together.
fn bearers(obligation: &Obligation, drafted: &AgreementDrafted) -> Vec<Option<PartyId>> {
    match obligation.bearer {
        Bearer::Party(party) => vec![Some(party)],
        Bearer::Each => drafted.parties.iter().copied().map(Some).collect(),
        Bearer::All => vec![None],
    }
}

type Acts = (Vec<Window>, Vec<Window>, Vec<Position>);

/// When it was performed, when it was not, and the records that say so or on which its time in force rests.
fn acts(
    state: &AgreementsState,
    agreement: AgreementId,
    (obligation, bearer): (&Obligation, Option<PartyId>),
    reading: Reading,
) -> Acts {
    let by_bearer = |by: &[PartyId]| bearer.is_none_or(|bearer| by.contains(&bearer));
    let (mut performed, mut missed, mut records) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (event, window, at) in state.dated(agreement, reading) {
        let Event::Agreement(event) = event else { continue };
        let counts = match event {
            AgreementEvent::ObligationPerformed(event) => {
                let counts = event.obligation == obligation.label && by_bearer(&event.by);
                performed.extend(Some(window).filter(|_| counts));
                counts
            }
            AgreementEvent::ObligationNotPerformed(event) => {
                let counts = event.obligation == obligation.label && by_bearer(&event.by);
                missed.extend(Some(window).filter(|_| counts));
                counts
            }
            AgreementEvent::PriorityAdded(_)
            | AgreementEvent::ActivityHeld(_)
            | AgreementEvent::EvaluationHeld(_) => false,
            AgreementEvent::AgreementDrafted(_)
            | AgreementEvent::AgreementSigned(_)
            | AgreementEvent::AgreementConsented(_)
            | AgreementEvent::AgreementRenewed(_)
            | AgreementEvent::AgreementTerminated(_)
            | AgreementEvent::AgreementSuperseded(_) => true,
        };
        if counts {
            records.insert(at);
        }
    }
    (performed, missed, records.into_iter().collect())
}

//! [`Contributions`]: what partners promised, and what they gave.

mod amounts;

use std::collections::BTreeMap;

use aoc_core::{
    ContributionEvent, ContributionForm, ContributionId, ContributionTerms, Currency, EntityKind, Event,
    Money, PartyEvent, PartyId, Position, Text,
};
use aoc_store::{RecordError, RecordView};

use crate::interest::Interest;
use crate::lives::{Days, Lives};
use crate::occurrence::Occurrence;
use crate::projection::{Lines, Projection};
use crate::reach::Reach;
use crate::readings::Readings;
use crate::view::ReadView;
pub use amounts::{Amounts, Balance, OutstandingAmounts};

/// What partners promised and what they gave, up to a day; totals by partner, form and currency.
///
/// ```
/// use aoc_core::{Citations, Draft, Event, EventDate};
/// use aoc_replay::{Contributions, Ledger, View};
/// use serde_json::json;
///
/// let ledger = Ledger::in_memory();
/// let draft = |name: &str, data, date: EventDate| -> Result<Draft, Box<dyn std::error::Error>> {
///     Ok(Draft::new(Event::from_json(name, &data)?, date, Citations::uncited()))
/// };
/// let money = |amount: &str| json!({"contribution": "fund", "terms": {"from": "esp", "form": "financial"},
///     "money": {"amount": amount, "currency": "EUR"}});
/// ledger.record(&[
///     draft("PartyRegistered", json!({"party": "esp", "kind": "country",
///         "names": [{"lang": "en", "text": "Spain"}]}), EventDate::UNKNOWN)?,
///     draft("ContributionPledged", money("1000000"), "2006-05-01".parse()?)?,
///     draft("ContributionDelivered", money("400000.50"), "2007".parse()?)?,
/// ])?;
/// let total = ledger.ask(&Contributions::all(), View::on("2007-06-30".parse()?))?.value.total();
/// assert_eq!(total.pledged.certain.to_string(), "1000000 EUR");
/// assert!(total.delivered.certain.is_empty()); // in 2007, but perhaps later in 2007
/// assert_eq!(total.delivered.possible.to_string(), "400000.50 EUR");
/// assert_eq!(total.outstanding.at_least.to_string(), "599999.50 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contributions {
    from: Option<PartyId>,
    form: Option<ContributionForm>,
    currency: Option<Currency>,
}

impl Contributions {
    /// All of them.
    #[must_use]
    pub const fn all() -> Self {
        Self { from: None, form: None, currency: None }
    }

    /// Those that this partner gives.
    #[must_use]
    pub const fn from_partner(self, partner: PartyId) -> Self {
        Self { from: Some(partner), ..self }
    }

    /// Those in this form.
    #[must_use]
    pub const fn in_form(self, form: ContributionForm) -> Self {
        Self { form: Some(form), ..self }
    }

    /// Those in this currency.
    #[must_use]
    pub const fn in_currency(self, currency: Currency) -> Self {
        Self { currency: Some(currency), ..self }
    }

    fn wants(self, line: &ContributionLine) -> bool {
        let in_currency =
            |currency| line.gifts().any(|gift| gift.money.is_some_and(|money| money.currency() == currency));
        self.from.is_none_or(|partner| line.terms.from == partner)
            && self.form.is_none_or(|form| line.terms.form == form)
            && self.currency.is_none_or(in_currency)
    }
}

/// What was promised, or given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// When it was.
    pub happened: Occurrence,
    /// How much money, or the value in money of what is not money.
    pub money: Option<Money>,
    /// What, in words.
    pub text: Option<Text>,
}

/// One contribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContributionLine {
    /// The contribution.
    pub contribution: ContributionId,
    /// Who gives what to whom.
    pub terms: ContributionTerms,
    /// What was promised; nothing for what was given without a promise.
    pub pledged: Option<Gift>,
    /// What was given so far, in order of effect. A delivery that takes time counts from its start.
    pub delivered: Vec<Gift>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

impl ContributionLine {
    /// The promise and what was given.
    pub fn gifts(&self) -> impl Iterator<Item = &Gift> {
        self.pledged.iter().chain(&self.delivered)
    }

    /// What it comes to in money.
    #[must_use]
    pub fn balance(&self) -> Balance {
        Balance::of(self)
    }
}

/// The answer to [`Contributions`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContributionsAnswer {
    /// The contributions, by when they were promised or first given.
    pub lines: Vec<ContributionLine>,
}

impl ContributionsAnswer {
    /// What all of them come to: the sum of the lines, currency by currency.
    #[must_use]
    pub fn total(&self) -> Balance {
        self.lines.iter().map(ContributionLine::balance).collect()
    }

    /// The same for each partner.
    #[must_use]
    pub fn by_partner(&self) -> BTreeMap<PartyId, Balance> {
        self.totals_by(|line| line.terms.from)
    }

    /// The same for each form; forms without a contribution are left out.
    #[must_use]
    pub fn by_form(&self) -> BTreeMap<ContributionForm, Balance> {
        self.totals_by(|line| line.terms.form)
    }

    fn totals_by<K: Ord>(&self, key: impl Fn(&ContributionLine) -> K) -> BTreeMap<K, Balance> {
        let mut totals: BTreeMap<K, Balance> = BTreeMap::new();
        for line in &self.lines {
            totals.entry(key(line)).or_default().add(&line.balance());
        }
        totals
    }
}

impl Lines for ContributionsAnswer {
    type Key = ContributionId;
    type Line = ContributionLine;

    fn lines(&self) -> BTreeMap<ContributionId, ContributionLine> {
        self.lines.iter().map(|line| (line.contribution, line.clone())).collect()
    }
}

/// What [`Contributions`] folds into.
#[derive(Debug, Clone, Default)]
pub struct ContributionsState {
    lives: Lives,
    acts: BTreeMap<ContributionId, Vec<(Position, ContributionEvent)>>,
}

impl Projection for Contributions {
    type State = ContributionsState;
    type Answer = ContributionsAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(ContributionEvent::kinds().chain(PartyEvent::kinds()))
    }

    fn reach(&self) -> Reach {
        // A pledge and whatever is delivered on it name the same giver.
        let from = |partner: PartyId| Reach::around([partner.into()]).through([EntityKind::Party]);
        self.from.map_or(Reach::Everything, from)
    }

    fn apply(&self, state: &mut ContributionsState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        state.lives.push(record, &event);
        if let Event::Contribution(event) = event {
            state.acts.entry(event.contribution()).or_default().push((record.position(), event));
        }
        Ok(())
    }

    fn answer(&self, state: &ContributionsState, view: &ReadView) -> ContributionsAnswer {
        let days = Readings::of_days(&state.lives);
        let lines =
            state.acts.iter().filter_map(|(contribution, acts)| line(*contribution, acts, &days, view));
        let mut lines: Vec<ContributionLine> = lines.filter(|line| self.wants(line)).collect();
        lines.sort_by_key(|line| {
            let first =
                line.gifts().map(|gift| (gift.happened.when.earliest, gift.happened.when.latest)).min();
            (first, line.records.first().copied())
        });
        ContributionsAnswer { lines }
    }
}

fn line(
    contribution: ContributionId,
    acts: &[(Position, ContributionEvent)],
    days: &Readings<Days>,
    view: &ReadView,
) -> Option<ContributionLine> {
    let (_, first) = acts.first()?;
    let mut line = ContributionLine {
        contribution,
        terms: first.terms().clone(),
        pledged: None,
        delivered: Vec::new(),
        records: Vec::new(),
    };
    for (at, event) in acts {
        let Some(happened) = Occurrence::of(*at, days, view.on) else { continue };
        line.records.push(*at);
        match event {
            ContributionEvent::ContributionPledged(event) => {
                line.pledged = Some(Gift { happened, money: event.money, text: event.text.clone() });
            }
            ContributionEvent::ContributionDelivered(event) => {
                line.delivered.push(Gift { happened, money: event.money, text: event.text.clone() });
            }
        }
    }
    line.records.sort_unstable();
    Some(line).filter(|line| !line.records.is_empty())
}

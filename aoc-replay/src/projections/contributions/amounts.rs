//! [`Balance`]: what contributions come to in money. Every sum stays in its currency.

use aoc_core::{Money, Outstanding, Sums};

use super::{ContributionLine, Gift};
use crate::certainty::Certainty;

/// How much: the truth lies between the two.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Amounts {
    /// At least so much: what has certainly happened by the day, doubted dates taken as good.
    pub certain: Sums,
    /// Of this, so much only if dates hold that their sources doubt.
    pub if_dates_hold: Sums,
    /// At most so much: the possible included.
    pub possible: Sums,
    /// So many, the possible ones included, name no sum: they are in none of the others.
    pub without_sum: u32,
}

impl Amounts {
    fn take(&mut self, gift: &Gift) {
        let Some(money) = gift.money else {
            self.without_sum = self.without_sum.saturating_add(1);
            return;
        };
        let level = gift.happened.happened;
        if level >= Certainty::Possible {
            self.possible.add(money);
        }
        if level >= Certainty::CertainIfDatesHold {
            self.certain.add(money);
        }
        if level == Certainty::CertainIfDatesHold {
            self.if_dates_hold.add(money);
        }
    }

    fn add(&mut self, other: &Self) {
        self.certain.add_all(&other.certain);
        self.if_dates_hold.add_all(&other.if_dates_hold);
        self.possible.add_all(&other.possible);
        self.without_sum = self.without_sum.saturating_add(other.without_sum);
    }
}

/// What of the pledges is still to come. What came beyond one pledge makes up for no other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutstandingAmounts {
    /// At least so much: from the certain pledges, the possible deliveries taken off.
    pub at_least: Sums,
    /// At most so much: from the possible pledges, the certain deliveries taken off.
    pub at_most: Sums,
    /// So many pledges are left aside: they name no sum, something was delivered on them without a sum, or a sum has
    /// more than 28 digits.
    pub not_counted: u32,
}

impl OutstandingAmounts {
    fn of(line: &ContributionLine, balance: &Balance) -> Self {
        let none = Self::default();
        if line.pledged.is_none() {
            return none;
        }
        let without_sum = line.gifts().any(|gift| gift.money.is_none());
        let between = |pledged: &Sums, delivered: &Sums| left(pledged, delivered).filter(|_| !without_sum);
        let (pledged, delivered) = (&balance.pledged, &balance.delivered);
        let at_least = between(&pledged.certain, &delivered.possible);
        let at_most = between(&pledged.possible, &delivered.certain);
        match (at_least, at_most) {
            (Some(at_least), Some(at_most)) => Self { at_least, at_most, not_counted: 0 },
            _ => Self { not_counted: 1, ..none },
        }
    }

    fn add(&mut self, other: &Self) {
        self.at_least.add_all(&other.at_least);
        self.at_most.add_all(&other.at_most);
        self.not_counted = self.not_counted.saturating_add(other.not_counted);
    }
}

/// What is left of the promised sums; nothing when one cannot be counted.
fn left(promised: &Sums, came: &Sums) -> Option<Sums> {
    let left: Option<Vec<Option<Money>>> = promised
        .outstanding(came)
        .map(|(_, left)| {
            left.map(|left| match left {
                Outstanding::Left(money) => Some(money),
                Outstanding::Nothing | Outstanding::Exceeded(_) => None,
            })
        })
        .collect();
    Some(left?.into_iter().flatten().collect())
}

/// What contributions come to in money: promised, given, still to come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Balance {
    /// What was promised.
    pub pledged: Amounts,
    /// What was given, on a pledge or without any.
    pub delivered: Amounts,
    /// What is still to come.
    pub outstanding: OutstandingAmounts,
}

impl Balance {
    pub(super) fn of(line: &ContributionLine) -> Self {
        let mut balance = Self::default();
        line.pledged.iter().for_each(|gift| balance.pledged.take(gift));
        line.delivered.iter().for_each(|gift| balance.delivered.take(gift));
        balance.outstanding = OutstandingAmounts::of(line, &balance);
        balance
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.pledged.add(&other.pledged);
        self.delivered.add(&other.delivered);
        self.outstanding.add(&other.outstanding);
    }
}

impl FromIterator<Balance> for Balance {
    fn from_iter<I: IntoIterator<Item = Balance>>(balances: I) -> Self {
        let mut total = Self::default();
        for balance in balances {
            total.add(&balance);
        }
        total
    }
}

//! [`Money`]: an exact sum in a currency. Sums of different currencies never meet.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::written::read_from_text;

/// Why a sum cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// No currency has this code.
    #[error("`{text}` is no currency: write a code of ISO 4217, for example EUR")]
    Currency {
        /// The text as given (cut after 20 characters).
        text: String,
    },
    /// Not a decimal number.
    #[error("`{text}` is no amount: write digits with a point, for example 1500000.50")]
    Amount {
        /// The text as given (cut after 40 characters).
        text: String,
    },
    /// Nothing, or less.
    #[error("a sum of money is more than 0")]
    NotPositive,
    /// More decimals than the currency has.
    #[error("{currency} has {decimals} decimals: round the amount as the source does")]
    Decimals {
        /// The currency.
        currency: Currency,
        /// So many decimals.
        decimals: u16,
    },
}

/// A currency, by its code in ISO 4217.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Currency([u8; 3]);

read_from_text!(Currency);

impl Currency {
    /// The three capital letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// So many decimals its smallest unit has (2 for EUR, 0 for JPY).
    #[must_use]
    pub fn decimals(&self) -> u16 {
        let current = iso_currency::Currency::from_code(self.as_str());
        let decimals = current.and_then(iso_currency::Currency::exponent);
        decimals.or_else(|| withdrawn(self.as_str())).unwrap_or(0)
    }
}

/// So many decimals of a currency that was withdrawn since 2005 (ISO 4217, list three): sums of its time stay exact.
fn withdrawn(code: &str) -> Option<u16> {
    const TWO: [&str; 20] = [
        "AZM", "CYP", "EEK", "GHC", "LTL", "LVL", "MRO", "MTL", "MZM", "ROL", "SDD", "SIT", "SKK", "STD",
        "TMM", "TRL", "VEB", "VEF", "ZMK", "ZWD",
    ];
    match code {
        "BYR" => Some(0),
        code => TWO.contains(&code).then_some(2),
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let known = iso_currency::Currency::from_code(text).is_some() || withdrawn(text).is_some();
        match (known, <[u8; 3]>::try_from(text.as_bytes())) {
            (true, Ok(letters)) => Ok(Self(letters)),
            _ => Err(MoneyError::Currency { text: text.chars().take(20).collect() }),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<Self, MoneyError> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MoneyText {
    amount: String,
    currency: Currency,
}

/// A sum of money, more than 0, exact: no floating point anywhere.
///
/// ```
/// use aoc_core::{Money, Sums};
/// let million: Money = "1000000 EUR".parse()?;
/// let cents: Money = "0.50 EUR".parse()?;
/// let dollars: Money = "5 USD".parse()?;
/// let sums = [million, cents, dollars].into_iter().collect::<Sums>();
/// assert_eq!(sums.to_string(), "1000000.50 EUR + 5 USD");
/// assert!("1.005 EUR".parse::<Money>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "MoneyText", into = "MoneyText")]
pub struct Money {
    currency: Currency,
    amount: Decimal,
}

impl Money {
    /// The sum with this amount, as a decimal number with a point.
    ///
    /// # Errors
    /// [`MoneyError`] when the amount is no number, not more than 0, or finer than the currency.
    pub fn new(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let plain = amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
        let text = amount;
        let error = || MoneyError::Amount { text: text.chars().take(40).collect() };
        let amount = if plain { Decimal::from_str_exact(amount) } else { return Err(error()) };
        let amount = amount.ok().filter(|own| own.to_string() == text).ok_or_else(error)?;
        if amount <= Decimal::ZERO {
            return Err(MoneyError::NotPositive);
        }
        let decimals = currency.decimals();
        if amount.scale() > u32::from(decimals) {
            return Err(MoneyError::Decimals { currency, decimals });
        }
        Ok(Self { currency, amount })
    }

    /// Its currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Its amount, as a decimal number with a point.
    #[must_use]
    pub fn amount(&self) -> String {
        self.amount.to_string()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `1500000.50 EUR`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, currency) = text.split_once(' ').unwrap_or((text, ""));
        Self::new(amount, currency.parse()?)
    }
}

impl TryFrom<MoneyText> for Money {
    type Error = MoneyError;

    fn try_from(text: MoneyText) -> Result<Self, MoneyError> {
        Self::new(&text.amount, text.currency)
    }
}

impl From<Money> for MoneyText {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

/// Sums of money, one a currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    by_currency: BTreeMap<Currency, Sum>,
}

/// What the sums of one currency come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    Exact(Decimal),
    /// More than 28 digits.
    TooLarge,
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => {
                // `checked_add` rounds where the digits do not suffice: the decimals tell.
                let exact = a.checked_add(b).filter(|sum| sum.scale() == a.scale().max(b.scale()));
                exact.map_or(Self::TooLarge, Self::Exact)
            }
            (Self::TooLarge, _) | (_, Self::TooLarge) => Self::TooLarge,
        }
    }
}

/// What is still to come of a sum that was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outstanding {
    /// So much.
    Left(Money),
    /// Nothing: exactly what was promised came.
    Nothing,
    /// Nothing: so much more came than was promised.
    Exceeded(Money),
}

impl Sums {
    /// Adds a sum to those of its currency.
    pub fn add(&mut self, money: Money) {
        self.put(money.currency, Sum::Exact(money.amount));
    }

    /// Adds all of these sums, each to those of its currency.
    pub fn add_all(&mut self, sums: &Self) {
        for (currency, sum) in &sums.by_currency {
            self.put(*currency, *sum);
        }
    }

    fn put(&mut self, currency: Currency, sum: Sum) {
        let before = self.by_currency.entry(currency).or_insert(Sum::Exact(Decimal::ZERO));
        *before = before.plus(sum);
    }

    /// What is still to come of these sums after `delivered`, currency by currency; nothing in place of one that has
    /// more than 28 digits. What came in a currency in which nothing was promised is left aside.
    ///
    /// ```
    /// use aoc_core::{Money, Outstanding, Sums};
    /// let sums = |text: &str| text.parse::<Money>().map(|money| [money].into_iter().collect::<Sums>());
    /// let left: Vec<_> = sums("100 EUR")?.outstanding(&sums("99.50 EUR")?).collect();
    /// assert_eq!(left, [("EUR".parse()?, Some(Outstanding::Left("0.50 EUR".parse()?)))]);
    /// assert_eq!(sums("100 EUR")?.outstanding(&sums("5 USD")?).count(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn outstanding<'s>(
        &'s self,
        delivered: &'s Self,
    ) -> impl Iterator<Item = (Currency, Option<Outstanding>)> + 's {
        self.by_currency.iter().map(|(currency, promised)| {
            let came = delivered.by_currency.get(currency).copied().unwrap_or(Sum::Exact(Decimal::ZERO));
            (*currency, outstanding(*currency, *promised, came))
        })
    }

    /// The amounts by currency, as decimal numbers; nothing in place of one that has more than 28 digits.
    pub fn iter(&self) -> impl Iterator<Item = (Currency, Option<String>)> + '_ {
        self.by_currency.iter().map(|(currency, sum)| {
            let amount = match sum {
                Sum::Exact(amount) => Some(amount.to_string()),
                Sum::TooLarge => None,
            };
            (*currency, amount)
        })
    }

    /// The amount in one currency; nothing when there is none, or when it has more than 28 digits.
    #[must_use]
    pub fn of(&self, currency: Currency) -> Option<String> {
        self.iter().find(|(other, _)| *other == currency)?.1
    }

    /// Whether there is no money at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_currency.is_empty()
    }
}

fn outstanding(currency: Currency, promised: Sum, came: Sum) -> Option<Outstanding> {
    let (Sum::Exact(promised), Sum::Exact(came)) = (promised, came) else { return None };
    let came = Decimal::ZERO.checked_sub(came)?;
    let Sum::Exact(left) = Sum::Exact(promised).plus(Sum::Exact(came)) else { return None };
    let money = Money { currency, amount: left.abs() };
    Some(match left.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Greater => Outstanding::Left(money),
        std::cmp::Ordering::Equal => Outstanding::Nothing,
        std::cmp::Ordering::Less => Outstanding::Exceeded(money),
    })
}

impl FromIterator<Money> for Sums {
    fn from_iter<I: IntoIterator<Item = Money>>(money: I) -> Self {
        let mut sums = Self::default();
        for money in money {
            sums.add(money);
        }
        sums
    }
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (currency, amount)) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" + ")?;
            }
            match amount {
                Some(amount) => write!(f, "{amount} {currency}")?,
                None => write!(f, "more than can be counted in {currency}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_sum_is_refused() {
        for text in [
            "0 EUR",
            "-1 EUR",
            "1 eur",
            "1 XYZ",
            "1e3 EUR",
            "1,5 EUR",
            "+1 EUR",
            "1",
            " EUR",
            "1.5 JPY",
            "0.001 USD",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
        assert!("79228162514264337593543950336 JPY".parse::<Money>().is_err());
    }

    #[test]
    fn a_sum_keeps_the_digits_of_its_source() {
        let money: Money = "1000.50 EUR".parse().unwrap();
        let json = serde_json::to_value(money).unwrap();
        assert_eq!(json, serde_json::json!({"amount": "1000.50", "currency": "EUR"}));
        assert_eq!(serde_json::from_value::<Money>(json).unwrap(), money);
    }

    #[test]
    fn too_large_a_total_is_said_to_be_so() {
        let large: Money = "79228162514264337593543950335 JPY".parse().unwrap();
        let sums: Sums = [large, large].into_iter().collect();
        assert_eq!(sums.of(large.currency()), None);
        assert!(sums.to_string().starts_with("more than"));
    }

    #[test]
    fn a_total_is_exact_or_none() {
        let (large, cent) = ("7922816251426433759354395033 USD", "0.01 USD");
        let sums: Sums = [large, cent].iter().map(|text| text.parse::<Money>().unwrap()).collect();
        assert_eq!(sums.iter().next().unwrap().1, None, "30 digits are not rounded to 28");
        let mut both = sums.clone();
        both.add_all(&[cent.parse().unwrap()].into_iter().collect());
        assert_eq!(both, sums);
    }

    #[test]
    fn what_is_outstanding_is_exact() {
        let sums = |text: &str| [text.parse::<Money>().unwrap()].into_iter().collect::<Sums>();
        let left = |promised, came| sums(promised).outstanding(&sums(came)).next().unwrap().1;
        let money = |text: &str| text.parse().unwrap();
        assert_eq!(left("10 EUR", "9.99 EUR"), Some(Outstanding::Left(money("0.01 EUR"))));
        assert_eq!(left("10 EUR", "10.00 EUR"), Some(Outstanding::Nothing));
        assert_eq!(left("10 EUR", "10.01 EUR"), Some(Outstanding::Exceeded(money("0.01 EUR"))));
        assert_eq!(left("10 EUR", "10 USD"), Some(Outstanding::Left(money("10 EUR"))));
        assert_eq!(left("7922816251426433759354395033 USD", "0.01 USD"), None);
    }
}

//! Given / when / then: a user's own tests of how they use the book.

use aoc_core::{Draft, Rejections};

use crate::ledger::{Ledger, Receipt, Recorded};
use crate::projection::Projection;
use crate::view::View;

/// A book with a past, in memory.
///
/// ```
/// use aoc_core::{Citations, Draft, EventDate, MemberJoined};
/// use aoc_replay::Given;
///
/// let joined = MemberJoined { group: "friends".parse()?, party: "esp".parse()? };
/// Given::an_empty_book()
///     .when(&[Draft::new(joined, EventDate::UNKNOWN, Citations::uncited())])
///     .then_rejected_by(&["not-registered", "not-registered"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Given {
    ledger: Ledger,
}

impl Given {
    /// Nothing was recorded yet.
    #[must_use]
    pub fn an_empty_book() -> Self {
        Self { ledger: Ledger::in_memory() }
    }

    /// These drafts were recorded, as one commit.
    ///
    /// # Panics
    /// When the book says no to them: the test's own premise does not hold.
    #[must_use]
    #[track_caller]
    pub fn and(self, drafts: &[Draft]) -> Self {
        self.when(drafts).then_accepted();
        self
    }

    /// These drafts are put to the book.
    ///
    /// # Panics
    /// When a log in memory fails, which it does not.
    #[must_use]
    #[track_caller]
    #[expect(clippy::panic, reason = "a failed test panics")]
    pub fn when(&self, drafts: &[Draft]) -> Outcome {
        match self.ledger.record(drafts) {
            Ok(recorded) => Outcome { ledger: self.ledger.clone(), recorded },
            Err(error) => panic!("the book failed: {error}"),
        }
    }
}

/// What became of the drafts.
#[derive(Debug, Clone)]
pub struct Outcome {
    ledger: Ledger,
    recorded: Recorded,
}

impl Outcome {
    /// The book took them.
    ///
    /// # Panics
    /// When it did not.
    #[track_caller]
    #[expect(clippy::panic, reason = "a failed test panics")]
    #[expect(clippy::must_use_candidate, reason = "the check itself is the use")]
    pub fn then_accepted(&self) -> &Receipt {
        match &self.recorded {
            Recorded::Accepted(receipt) | Recorded::AlreadyRecorded(receipt) => receipt,
            Recorded::Rejected(rejections) => {
                panic!("expected the drafts to be accepted, but:\n{rejections}")
            }
        }
    }

    /// The book said no, by these rules, finding by finding.
    ///
    /// # Panics
    /// When it said yes, or by other rules.
    #[track_caller]
    #[expect(clippy::panic, reason = "a failed test panics")]
    #[expect(clippy::must_use_candidate, reason = "the check itself is the use")]
    pub fn then_rejected_by(&self, rules: &[&str]) -> &Rejections {
        match &self.recorded {
            Recorded::Rejected(rejections) => {
                let found: Vec<_> = rejections.findings().iter().map(|finding| finding.rule.name()).collect();
                assert!(found == rules, "expected the rules {rules:?}, but:\n{rejections}");
                rejections
            }
            Recorded::Accepted(_) | Recorded::AlreadyRecorded(_) => {
                panic!("expected a rejection by {rules:?}, but the drafts were accepted")
            }
        }
    }

    /// What the book answers now.
    ///
    /// # Panics
    /// When the question cannot be answered.
    #[track_caller]
    #[expect(clippy::panic, reason = "a failed test panics")]
    pub fn then_ask<P: Projection>(&self, question: &P, view: View) -> P::Answer {
        match self.ledger.ask(question, view) {
            Ok(answer) => answer.value,
            Err(error) => panic!("the question could not be answered: {error}"),
        }
    }
}

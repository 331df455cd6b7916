//! [`Projection`]: a fold of records into an answer. A question is a value with parameters.

use std::collections::BTreeMap;

use aoc_store::{RecordError, RecordView};

use crate::as_of::AsOf;
use crate::error::Error;
use crate::interest::Interest;
use crate::reach::Reach;
use crate::records::Records;
use crate::view::ReadView;

/// A fold of the records that stand in a view, in order of effect, into an answer.
///
/// `apply` holds no rule and cannot refuse: what it is given was accepted. It must be deterministic
/// (law 12): no clock, no random number, no iteration over a hash map.
///
/// ```
/// use aoc_core::MemberJoined;
/// use aoc_replay::{Interest, Ledger, Projection, ReadView, RecordView, View};
///
/// /// How many parties have ever joined anything.
/// struct Joins;
///
/// impl Projection for Joins {
///     type State = u32;
///     type Answer = u32;
///     fn interest(&self) -> Interest {
///         Interest::in_kinds([MemberJoined::KIND])
///     }
///     fn apply(&self, joins: &mut u32, _: &RecordView<'_>) -> Result<(), aoc_replay::RecordError> {
///         *joins += 1;
///         Ok(())
///     }
///     fn answer(&self, joins: &u32, _: &ReadView) -> u32 {
///         *joins
///     }
/// }
///
/// let ledger = Ledger::in_memory();
/// assert_eq!(ledger.ask(&Joins, View::on("2010-05-13".parse()?))?.value, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Projection {
    /// What is folded into.
    type State: Default;
    /// What comes out.
    type Answer;

    /// The answer, looked up in the book instead of folded, where that can be done: the same one, sooner.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn look_up(&self, _as_of: &AsOf<'_>) -> Result<Option<Self::Answer>, Error> {
        Ok(None)
    }

    /// The kinds of record it wants to see.
    fn interest(&self) -> Interest {
        Interest::All
    }

    /// How much of the book the answer can rest on. Without a promise: everything.
    fn reach(&self) -> Reach {
        Reach::Everything
    }

    /// Takes in the next record in order of effect.
    ///
    /// # Errors
    /// Only what decoding the record gives.
    fn apply(&self, state: &mut Self::State, record: &RecordView<'_>) -> Result<(), RecordError>;

    /// Reads what [`apply`](Projection::apply) put aside, by its position, until it was known to be needed. Called before
    /// every [`answer`](Projection::answer).
    ///
    /// # Errors
    /// When the log cannot be read.
    fn settle(&self, _state: &mut Self::State, _records: &dyn Records) -> Result<(), Error> {
        Ok(())
    }

    /// The answer in this view. The state may be folded on and asked again for a later day.
    fn answer(&self, state: &Self::State, view: &ReadView) -> Self::Answer;
}

/// A projection whose fold can be divided: the fold of a stretch of the order of effect, joined with the fold of the
/// stretch behind it, is the fold of both. So each thread folds stretches of its own (law 6: how many threads there are
/// does not show).
///
/// What collects (timelines, lists, counts) can nearly always be joined.
pub trait Parallel: Projection<State: Send> + Sync {
    /// Takes the fold of the next stretch.
    fn join(&self, earlier: &mut Self::State, later: Self::State);
}

/// An answer, and the view in which it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<T> {
    /// The view: asking with this position again gives the same answer for ever (law 4).
    pub view: ReadView,
    /// The answer.
    pub value: T,
}

/// An answer that consists of lines, so that two of them can be compared.
pub trait Lines {
    /// What tells one line from another.
    type Key: Ord;
    /// A line.
    type Line: PartialEq + Clone;

    /// The lines by key.
    fn lines(&self) -> BTreeMap<Self::Key, Self::Line>;
}

/// What differs between two answers to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff<L> {
    /// The first view.
    pub from: ReadView,
    /// The second.
    pub to: ReadView,
    /// Lines only in the second answer.
    pub appeared: Vec<L>,
    /// Lines only in the first.
    pub vanished: Vec<L>,
    /// Lines in both that say something else: as they were, as they are.
    pub changed: Vec<(L, L)>,
}

pub(crate) fn diff<A: Lines>(from: &Answer<A>, to: &Answer<A>) -> Diff<A::Line> {
    let (before, mut after) = (from.value.lines(), to.value.lines());
    let mut diff = Diff {
        from: from.view,
        to: to.view,
        appeared: Vec::new(),
        vanished: Vec::new(),
        changed: Vec::new(),
    };
    for (key, old) in before {
        match after.remove(&key) {
            None => diff.vanished.push(old),
            Some(new) if new != old => diff.changed.push((old, new)),
            Some(_) => {}
        }
    }
    diff.appeared.extend(after.into_values());
    diff
}

//! How a question is answered: looked up, read from as much of the book as it rests on, or folded from all of it.

use aoc_core::Day;
use aoc_store::RecordView;

use super::Ledger;
use crate::as_of::AsOf;
use crate::error::Error;
use crate::interest::Interest;
use crate::projection::{Answer, Diff, Lines, Parallel, Projection, diff};
use crate::reach::Reach;
use crate::threads::Threads;
use crate::view::{KnownAt, ReadView, View};

impl Ledger {
    /// Answers a question in a view. What can be [looked up](Projection::look_up) is; otherwise no more is read than what
    /// the question [reaches](Projection::reach).
    ///
    /// # Errors
    /// [`Error::BeyondHead`], [`Error::Store`], [`Error::Record`].
    pub fn ask<P: Projection>(&self, question: &P, view: View) -> Result<Answer<P::Answer>, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        if let Some(value) = question.look_up(&AsOf::new(&state, view))? {
            return Ok(Answer { view, value });
        }
        answer(question, &AsOf::new(&state, view), state.fold(question, &view, &question.reach())?)
    }

    /// The same answer from every record of the kinds that the question is interested in: what the faster ways are
    /// held to.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn ask_all<P: Projection>(&self, question: &P, view: View) -> Result<Answer<P::Answer>, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        answer(question, &AsOf::new(&state, view), state.fold(question, &view, &Reach::Everything)?)
    }

    /// The same on several threads (law 6: it does not show in the answer).
    ///
    /// ```
    /// use aoc_replay::{Ledger, Threads, Timeline, View};
    /// let (ledger, today) = (Ledger::in_memory(), View::on("2026-01-01".parse()?));
    /// let story = ledger.ask_all_on(Threads::available(), &Timeline::of_everything(), today)?;
    /// assert_eq!(story, ledger.ask_all(&Timeline::of_everything(), today)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn ask_all_on<P: Parallel>(
        &self,
        threads: Threads,
        question: &P,
        view: View,
    ) -> Result<Answer<P::Answer>, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        answer(question, &AsOf::new(&state, view), state.fold_on(threads, question, &view)?)
    }

    /// Answers a question for many days in one pass, each as [`Ledger::ask`] would; in the order of the days.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn series<P: Projection>(
        &self,
        question: &P,
        days: &[Day],
        known_at: KnownAt,
    ) -> Result<Vec<Answer<P::Answer>>, Error> {
        let mut days = days.to_vec();
        days.sort_unstable();
        days.dedup();
        let state = self.read()?;
        let Some(last) = days.last().copied() else { return Ok(Vec::new()) };
        let view = View::on(last).known_at(known_at).read(&state.commits)?;
        let mut answers = Vec::with_capacity(days.len());
        let mut folded = P::State::default();
        let mut days = days.into_iter().peekable();
        state.replay(&view, &question.interest(), &question.reach(), |key, record| {
            while let Some(on) = days.next_if(|day| key.day() > *day) {
                let view = ReadView { on, ..view };
                question.settle(&mut folded, &AsOf::new(&state, view))?;
                answers.push(Answer { view, value: question.answer(&folded, &view) });
            }
            question.apply(&mut folded, record).map_err(Error::from)
        })?;
        question.settle(&mut folded, &AsOf::new(&state, view))?;
        for on in days {
            let view = ReadView { on, ..view };
            answers.push(Answer { view, value: question.answer(&folded, &view) });
        }
        Ok(answers)
    }

    /// What differs between two views of one question, along either axis or both.
    ///
    /// # Errors
    /// As [`Ledger::ask`].
    pub fn diff<P>(
        &self,
        question: &P,
        from: View,
        to: View,
    ) -> Result<Diff<<P::Answer as Lines>::Line>, Error>
    where
        P: Projection,
        P::Answer: Lines,
    {
        Ok(diff(&self.ask(question, from)?, &self.ask(question, to)?))
    }

    /// Visits the records that stand in a view, in order of effect.
    ///
    /// # Errors
    /// As [`Ledger::ask`], and whatever `visit` returns.
    pub fn replay(
        &self,
        view: View,
        interest: &Interest,
        visit: &mut dyn FnMut(&RecordView<'_>) -> Result<(), Error>,
    ) -> Result<ReadView, Error> {
        let state = self.read()?;
        let view = view.read(&state.commits)?;
        state.replay(&view, interest, &Reach::Everything, |_, record| visit(record))?;
        Ok(view)
    }
}

fn answer<P: Projection>(
    question: &P,
    as_of: &AsOf<'_>,
    mut folded: P::State,
) -> Result<Answer<P::Answer>, Error> {
    question.settle(&mut folded, as_of)?;
    let view = *as_of.view();
    Ok(Answer { view, value: question.answer(&folded, &view) })
}

//! [`Clause`]: where an agreement stands on each day of one resolution, by its own clauses.

use aoc_core::{AgreementDrafted, AgreementEvent, EntryIntoForce, Event, Period};
use aoc_replay::Stage;

use aoc_tests::naive::Line;
use aoc_tests::universe::day;

/// The records (by number) that decide where an agreement stands.
#[derive(Default)]
pub(super) struct Clause {
    text: Option<AgreementDrafted>,
    drafted: usize,
    signed: Vec<usize>,
    consented: Vec<usize>,
    renewed: Vec<(usize, Option<Period>)>,
    ended: Option<(usize, Stage)>,
}

fn later(on: u16, term: Period) -> i32 {
    term.after(day(on.into())).number() - day(0).number()
}

impl Clause {
    /// The next line of its timeline.
    pub(super) fn read(&mut self, own: usize, line: &Line) {
        let Some(Event::Agreement(event)) = &line.event else { return };
        match event {
            AgreementEvent::AgreementDrafted(event) => {
                self.text = Some(event.clone());
                self.drafted = own;
            }
            AgreementEvent::AgreementSigned(_) => self.signed.push(own),
            AgreementEvent::AgreementConsented(_) => self.consented.push(own),
            AgreementEvent::AgreementRenewed(event) => self.renewed.push((own, event.term)),
            AgreementEvent::AgreementTerminated(_) => self.ended = Some((own, Stage::Terminated)),
            AgreementEvent::AgreementSuperseded(_) => self.ended = Some((own, Stage::Superseded)),
            _ => {}
        }
    }

    /// The day on which it entered into force (Art. 42; the n-th of several consents).
    fn entered(&self, text: &AgreementDrafted, days: &[u16]) -> Option<u16> {
        let nth = |acts: &[usize], n: usize| {
            let mut acts: Vec<u16> = acts.iter().map(|act| days[*act]).collect();
            acts.sort_unstable();
            acts.get(n - 1).copied()
        };
        let last = nth(&self.signed, text.parties.len());
        match text.entry_into_force {
            EntryIntoForce::LastSignature => last,
            EntryIntoForce::FixedDay(fixed) => {
                last.map(|last| last.max(u16::try_from(fixed.number() - day(0).number()).unwrap()))
            }
            EntryIntoForce::Consents(count) => nth(&self.consented, usize::try_from(count.get()).unwrap()),
        }
    }

    /// Where it stands on a day, if the records happened on these days.
    pub(super) fn stage(&self, days: &[u16], on: u16) -> Stage {
        let Some(text) = &self.text else { return Stage::NotYet };
        if let Some((ended, stage)) = self.ended
            && days[ended] <= on
        {
            return stage;
        }
        if let Some(entered) = self.entered(text, days).filter(|entered| *entered <= on) {
            let renewed = self.renewed.iter().rev().find(|(act, _)| days[*act] <= on);
            let (from, term) = renewed.map_or((entered, text.term), |(act, term)| (days[*act], *term));
            let over = term.is_some_and(|term| later(from, term) <= i32::from(on));
            return if over { Stage::Expired } else { Stage::InForce };
        }
        let acts = match text.entry_into_force {
            EntryIntoForce::Consents(_) => [self.signed.clone(), self.consented.clone()].concat(),
            _ => self.signed.clone(),
        };
        match (days[self.drafted] <= on, acts.iter().any(|act| days[*act] <= on)) {
            (_, true) => Stage::Signed,
            (true, false) => Stage::Drafted,
            (false, false) => Stage::NotYet,
        }
    }

    /// The stages in which it may ever be.
    pub(super) fn stages(&self) -> impl Iterator<Item = Stage> + '_ {
        Stage::ALL.into_iter().filter(|stage| *stage != Stage::NotYet && self.text.is_some())
    }
}

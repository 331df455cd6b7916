//! The roll, folded by hand over events that are decoded and in memory: what there is to reach.

use std::borrow::Cow;

use aoc_benches::{Happened, Naming, RollFold};
use aoc_core::{Day, Event, GroupEvent, GroupId, PartyEvent, PartyId, PartyRegistered, PartyRenamed};
use aoc_replay::{Interest, Ledger, RollAnswer, View};

/// A record that stands, decoded.
pub(crate) struct Decoded {
    /// On which day it is folded.
    day: Day,
    happened: Happened,
    event: Event,
}

/// Everything that stands, in order of effect.
pub(crate) fn read(ledger: &Ledger) -> Vec<Decoded> {
    let mut history: Vec<Decoded> = Vec::new();
    let mut day = Day::PAST;
    let visit = &mut |record: &aoc_replay::RecordView<'_>| {
        // What is said to follow another record is folded on that one's day.
        day = day.max(record.earliest());
        if let Some(event) = record.event()? {
            let rank = u32::try_from(history.len()).expect("fewer records than that");
            let (position, kind, bounds) = (record.position(), record.kind(), record.date().effect());
            history.push(Decoded { day, happened: Happened { rank, position, kind, bounds }, event });
        }
        Ok(())
    };
    ledger.replay(View::on(Day::FUTURE), &Interest::All, visit).expect("a readable ledger");
    history
}

/// What happened to a party.
struct Named<'h>(&'h PartyEvent);

impl Named<'_> {
    const fn party(&self) -> PartyId {
        match self.0 {
            PartyEvent::PartyRegistered(event) => event.party,
            PartyEvent::PartyRenamed(event) => event.party,
            PartyEvent::PartySucceeded(event) => event.party,
            PartyEvent::PartyDissolved(event) => event.party,
        }
    }
}

impl Naming for Named<'_> {
    fn registered(&self) -> Cow<'_, PartyRegistered> {
        match self.0 {
            PartyEvent::PartyRegistered(event) => Cow::Borrowed(event),
            _ => panic!("a timeline of a party begins with its registration"),
        }
    }

    fn renamed(&self) -> Cow<'_, PartyRenamed> {
        match self.0 {
            PartyEvent::PartyRenamed(event) => Cow::Borrowed(event),
            _ => panic!("a party is registered once"),
        }
    }
}

/// Who belongs to a group on a day.
pub(crate) fn roll(history: &[Decoded], group: GroupId, on: Day) -> RollAnswer {
    let mut fold = RollFold::of(group);
    for Decoded { happened, event, .. } in history.iter().take_while(|decoded| decoded.day <= on) {
        match event {
            Event::Membership(event) if event.pair().0 == group => {
                fold.membership(event.pair().1, *happened);
            }
            Event::Group(GroupEvent::GroupEstablished(event)) if event.group == group => {
                fold.founded(*happened, event.names.clone());
            }
            Event::Party(event) => fold.party(Named(event).party(), *happened, || Named(event)),
            _ => {}
        }
    }
    fold.answer(on)
}

//! An event of one's own: meetings, which this library knows nothing of, beside its own events.
//!
//! Run it with `cargo run --example custom_event`.

use std::collections::BTreeMap;
use std::error::Error;

use aoc_core::{Citations, CustomEvent, Draft, EntityId, EntityKind, Kind, KindCode, PartyId};
use aoc_replay::{Interest, Projection, ReadView, RecordError, RecordView, Recorded, Register, View};

/// Kinds from 0x8000 up are the embedder's: this one is a meeting, as event and as entity.
const MEETING: KindCode = match KindCode::new(0x8001) {
    Some(code) => code,
    None => unreachable!(),
};

/// A meeting was held: a draft of an opaque body (here the number of participants) with declared entities.
fn meeting_held(slug: &str, present: &[&str], heads: u16, on: &str) -> Result<Draft, Box<dyn Error>> {
    let meeting: EntityId = format!("{MEETING}:{slug}").parse()?;
    let parties = present.iter().map(|slug| slug.parse::<PartyId>().map(EntityId::from));
    let event = CustomEvent {
        kind: MEETING,
        changes: vec![meeting],
        names: parties.collect::<Result<_, _>>()?,
        body: heads.to_be_bytes().to_vec(),
    };
    Ok(Draft::new(event, on.parse()?, Citations::uncited()))
}

/// How often each party took part, and how many people came in all.
struct Attendance;

impl Projection for Attendance {
    type State = (BTreeMap<EntityId, u32>, u32);
    type Answer = Self::State;

    fn interest(&self) -> Interest {
        Interest::in_kinds([Kind::new(MEETING.get())])
    }

    fn apply(&self, (times, heads): &mut Self::State, record: &RecordView<'_>) -> Result<(), RecordError> {
        for party in record.names().filter(|entity| entity.kind() == EntityKind::Party) {
            *times.entry(party).or_default() += 1;
        }
        if let Some(aoc_core::Event::Custom(event)) = record.event()?
            && let Ok(bytes) = event.body.as_slice().try_into()
        {
            *heads += u32::from(u16::from_be_bytes(bytes));
        }
        Ok(())
    }

    fn answer(&self, state: &Self::State, _: &ReadView) -> Self::Answer {
        state.clone()
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = aoc_examples::book()?.ledger;
    let drafts = [
        meeting_held("planning-1", &["esp", "tur"], 12, "2011-03-02")?,
        meeting_held("planning-2", &["esp", "usa"], 9, "2011-09")?,
    ];
    assert!(matches!(ledger.record(&drafts)?, Recorded::Accepted(_)));

    let view = View::on("2011-12-31".parse()?);
    let names = ledger.ask(&Register, view)?.value;
    let (times, heads) = ledger.ask(&Attendance, view)?.value;
    for (party, times) in &times {
        println!("{:14} {times}", names.get(*party).and_then(|entry| entry.name(None)).unwrap_or("?"));
    }
    println!("{heads} participants in all");
    assert_eq!((times.len(), heads), (3, 21));

    // What a custom event names must be in the book like anything else.
    let refused = ledger.record(&[meeting_held("planning-3", &["atlantis"], 1, "2012")?])?;
    assert!(matches!(&refused, Recorded::Rejected(no) if no.findings()[0].rule.name() == "not-registered"));
    Ok(())
}

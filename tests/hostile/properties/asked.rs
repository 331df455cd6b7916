//! Every question, asked of a ledger.

use aoc_core::{Day, EntityId, EntityKind, GroupId, OfficeId, Position, Scope};
use aoc_replay::{
    Agreements, Calendar, Contributions, Directory, Error, Holders, KnownAt, Ledger, Memberships,
    Obligations, Ordinals, Partners, Plans, PriorityAreas, Projection, Reconciliation, Register, Roll,
    Roster, Signatories, Story, Strategies, Timeline, Tolerance, View,
};

/// The answers of a ledger, or the errors in their place, in one view.
pub(super) fn answers(ledger: &Ledger, entities: &[EntityId], view: View) -> Vec<String> {
    let asked = Asked { ledger, view };
    let mut said = vec![
        asked.what(&Agreements::all()),
        asked.what(&Obligations::all()),
        asked.what(&Plans::all()),
        asked.what(&Signatories),
        asked.what(&Strategies::all()),
        asked.what(&Contributions::all()),
        asked.what(&Calendar::whole()),
        asked.what(&PriorityAreas),
        asked.what(&Story::whole()),
        asked.what(&Directory::whole()),
        asked.what(&Roster),
        asked.what(&Register),
        asked.what(&Memberships),
        asked.what(&Timeline::of_everything()),
    ];
    for entity in entities {
        said.push(asked.what(&Timeline::of(*entity)));
        match entity.kind() {
            EntityKind::Group => said.extend(asked.of_group(GroupId::new(entity.uuid()))),
            EntityKind::Office => said.push(asked.what(&Holders::of(OfficeId::new(entity.uuid())))),
            _ => {}
        }
    }
    let head = ledger.head().unwrap_or_default();
    let all: Vec<Position> = (1..=head.get()).map(Position::new).collect();
    said.push(format!("{:?}", ledger.explain(&all, view)));
    let start = KnownAt::Position(Position::START);
    said.push(format!("{:?}", ledger.corrections_between(start, view.known_at)));
    said.push(format!("{:?}", ledger.late(start, view.known_at, view.on)));
    said
}

struct Asked<'l> {
    ledger: &'l Ledger,
    view: View,
}

impl Asked<'_> {
    fn what<P: Projection<Answer: std::fmt::Debug>>(&self, question: &P) -> String {
        said(self.ledger.ask(question, self.view))
    }

    fn of_group(&self, group: GroupId) -> [String; 4] {
        [
            self.what(&Roll::of(group)),
            self.what(&Partners::of(group)),
            self.what(&Ordinals::of(group, Scope::All)),
            self.what(&Reconciliation::of(group, Tolerance::DEFAULT)),
        ]
    }
}

fn said<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    match answer {
        Ok(answer) => format!("{answer:?}"),
        Err(error) => error.to_string(),
    }
}

/// Two days: one in the midst of everything, and the end of time.
pub(super) fn days() -> [Day; 2] {
    ["2012-06-01".parse().expect("a day"), Day::FUTURE]
}

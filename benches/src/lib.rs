//! What the benchmarks share: a generator of histories that always gives the same one for a seed.

use std::sync::Arc;

use aoc_core::{
    Citations, CommitEnd, Day, Draft, EventDate, GroupEstablished, GroupId, MemberJoined, MemberWithdrew,
    Names, PartyId, PartyKind, PartyRegistered, PartyRenamed, PersonRegistered, Position,
};
use aoc_replay::{Ledger, Recorded};
use aoc_store::{EventLog, FixedClock, MemoryLog, SystemSalts};
use serde_json::json;

/// How many records the book of the replay and decide benchmarks holds.
pub const RECORDS: usize = 20_000;
const PARTIES: usize = 300;
const COMMIT_LEN: usize = 500;
const FIRST_DAY: i32 = 12_783; // 2005-01-01

/// Drafts of a made-up history: parties that join and leave one group, some of them renamed later than
/// it happened. Everything it gives is accepted, in the order in which it is given.
#[derive(Debug, Clone)]
pub struct Generator {
    random: u64,
    given: usize,
    joined: Vec<bool>,
}

impl Generator {
    /// The history of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { random: seed, given: 0, joined: vec![false; PARTIES] }
    }

    /// The group.
    #[must_use]
    pub fn group() -> GroupId {
        "friends".parse().unwrap_or_else(|_| unreachable!("a slug"))
    }

    /// One of the parties.
    #[must_use]
    pub fn party(number: usize) -> PartyId {
        format!("party-{}", number % PARTIES).parse().unwrap_or_else(|_| unreachable!("a slug"))
    }

    /// The group and its parties.
    #[must_use]
    pub fn founding() -> Vec<Draft> {
        let group = GroupEstablished {
            group: Self::group(),
            names: names("Friends"),
            admits: PartyKind::ALL.to_vec(),
        };
        let parties = (0..PARTIES).map(|number| PartyRegistered {
            party: Self::party(number),
            kind: PartyKind::ALL[number % PartyKind::ALL.len()],
            names: names(&format!("Party {number}")),
            codes: Vec::new(),
        });
        let founding = Draft::new(group, day(0), Citations::uncited());
        let parties = parties.map(|party| Draft::new(party, EventDate::UNKNOWN, Citations::uncited()));
        std::iter::once(founding).chain(parties).collect()
    }

    /// The next so many drafts: nine of ten at the end of the story, every tenth a renaming long ago.
    pub fn drafts(&mut self, count: usize) -> Vec<Draft> {
        (0..count).map(|_| self.draft()).collect()
    }

    fn draft(&mut self) -> Draft {
        self.given += 1;
        let number = self.below(PARTIES);
        let party = Self::party(number);
        let (group, given) = (Self::group(), self.given);
        let on = day(given);
        let draft = if given.is_multiple_of(10) {
            Self::renaming(number, given - self.below(given))
        } else if self.joined[number] {
            self.joined[number] = false;
            Draft::new(MemberWithdrew { group, party }, on, Citations::uncited())
        } else {
            self.joined[number] = true;
            Draft::new(MemberJoined { group, party }, on, Citations::uncited())
        };
        // What happens twice on a day are two events: each has an id of its own.
        draft.with_id(format!("draft-{given}").parse().unwrap_or_else(|_| unreachable!("a slug")))
    }

    /// Drafts that have nothing to do with the story: parties that nobody has heard of, each of which joins.
    /// However many came before, the next ones are as much work.
    pub fn arrivals(&mut self, count: usize) -> Vec<Draft> {
        (0..count).map(|_| self.arrival()).collect()
    }

    fn arrival(&mut self) -> Draft {
        self.given += 1;
        let party = format!("new-{}", self.given / 2).parse().unwrap_or_else(|_| unreachable!("a slug"));
        if self.given.is_multiple_of(2) {
            let (kind, names, codes) = (PartyKind::Country, names("Somebody new"), Vec::new());
            Draft::new(
                PartyRegistered { party, kind, names, codes },
                EventDate::UNKNOWN,
                Citations::uncited(),
            )
        } else if self.given == 1 {
            Self::newcomer(0)
        } else {
            let joined = MemberJoined { group: Self::group(), party };
            Draft::new(joined, day(self.given), Citations::uncited())
        }
    }

    /// A party's renaming on a day of the story.
    #[must_use]
    pub fn renaming(number: usize, at: usize) -> Draft {
        let event =
            PartyRenamed { party: Self::party(number), names: names(&format!("Party {number}, {at}")) };
        Draft::new(event, day(at), Citations::uncited())
    }

    /// A person that nothing else in the story has to do with.
    #[must_use]
    pub fn newcomer(number: usize) -> Draft {
        let person = format!("person-{number}").parse().unwrap_or_else(|_| unreachable!("a slug"));
        let event = PersonRegistered { person, names: names("A newcomer").into() };
        Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
    }

    /// The next number of a `SplitMix64`.
    fn below(&mut self, bound: usize) -> usize {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).unwrap_or(u64::MAX);
        usize::try_from((mixed ^ (mixed >> 31)) % bound).unwrap_or(0)
    }
}

fn names(text: &str) -> Names {
    let json = json!([{"lang": "en", "text": text}]);
    serde_json::from_value(json).unwrap_or_else(|_| unreachable!("one name"))
}

/// Eight records a day.
fn day(record: usize) -> EventDate {
    let days = i32::try_from(record / 8).unwrap_or(0);
    EventDate::day(Day::from_number(FIRST_DAY + days).unwrap_or(Day::FUTURE))
}

/// A ledger over a log, with a clock that stands still.
///
/// # Panics
/// When the log cannot be read.
#[must_use]
pub fn ledger(log: Arc<dyn EventLog>) -> Ledger {
    let clock = FixedClock(aoc_core::Timestamp::from_micros(0));
    Ledger::with(log, Arc::new(clock), Arc::new(SystemSalts)).expect("a readable log")
}

/// Records drafts that must be accepted.
///
/// # Panics
/// When they are not.
pub fn record(ledger: &Ledger, drafts: &[Draft]) {
    match ledger.record(drafts).expect("a writable log") {
        Recorded::Accepted(_) | Recorded::AlreadyRecorded(_) => {}
        Recorded::Rejected(rejections) => panic!("the generator is wrong:\n{rejections}"),
    }
}

/// A ledger in memory with the group, its parties and the next drafts of the generator: [`RECORDS`] and
/// some more records.
///
/// # Panics
/// When the log cannot be written.
#[must_use]
pub fn full(generator: &mut Generator) -> Ledger {
    let ledger = ledger(Arc::new(MemoryLog::new()));
    record(&ledger, &Generator::founding());
    for _ in 0..RECORDS / COMMIT_LEN {
        record(&ledger, &generator.drafts(COMMIT_LEN));
    }
    ledger
}

/// Appends the commits of one log to another, empty one, without judging them again.
///
/// # Panics
/// When a log cannot be read or written.
pub fn copy(from: &dyn EventLog, to: &dyn EventLog) {
    let mut commit = Vec::new();
    for frame in from.frames(Position::FIRST).expect("a readable log") {
        let frame = frame.expect("a whole frame");
        let last = frame.record(frame.last()).expect("the last record").expect("a whole record").end();
        commit.push(frame);
        if last == CommitEnd::Last {
            let head = to.head().expect("a readable log");
            to.append(head, &commit).expect("a writable log");
            commit.clear();
        }
    }
}

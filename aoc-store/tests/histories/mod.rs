//! Small valid histories, made through `decide`: what it refuses is left out.

#![allow(dead_code, reason = "each test target uses its own part")]

pub(crate) mod story;

use aoc_core::{
    Book, Citation, Citations, Code, CustomEvent, Draft, Event, EventDate, EventId, Figure, FigureAttested,
    FocalPointDesignated, FocalPointReleased, GroupEstablished, GroupId, InterestExpressed, KindCode,
    MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew, Names, OfficeAssumed,
    OfficeEstablished, OfficeHolderAnnounced, OfficeHolderAppointed, OfficeVacated, OrdinalAttested,
    PartyDissolved, PartyId, PartyKind, PartyRegistered, PartyRenamed, PartySucceeded, PersonId,
    PersonRegistered, Position, Privacy, Record, Salt, Scope, Seal, SourceId, SourceRegistered,
    SourceWithdrawn, Succession, Timestamp, decide,
};
use proptest::prelude::*;

/// One thing that somebody tries to record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    verb: u8,
    group: u8,
    party: u8,
    date: u8,
    year: u16,
    cites: u8,
    target: u64,
}

fn step() -> impl Strategy<Value = Step> {
    (0..26u8, 0..2u8, 0..5u8, 0..9u8, 2005..2012u16, 0..4u8, any::<u64>()).prop_map(
        |(verb, group, party, date, year, cites, target)| Step {
            verb,
            group,
            party,
            date,
            year,
            cites,
            target,
        },
    )
}

/// Commits of a valid history, its first one the register that the others rest on.
pub(crate) fn histories() -> impl Strategy<Value = Vec<Vec<Record>>> {
    let commits = prop::collection::vec(prop::collection::vec(step(), 1..6), 0..24);
    let start = -2_000_000_000_000_000..2_000_000_000_000_000i64;
    (commits, start, any::<bool>()).prop_map(|(commits, start, with_story)| {
        let mut history = History::new(start);
        history.record(&register());
        if with_story {
            assert!(history.record(&story::story()), "the story holds together");
        }
        for steps in commits {
            let drafts: Vec<Draft> = steps.iter().filter_map(|step| history.draft(*step)).collect();
            if !history.record(&drafts) {
                for draft in drafts {
                    history.record(&[draft]);
                }
            }
        }
        history.commits
    })
}

/// A history in the making.
pub(crate) struct History {
    book: Book,
    now: Timestamp,
    pub(crate) commits: Vec<Vec<Record>>,
}

impl History {
    pub(crate) fn new(start: i64) -> Self {
        Self { book: Book::default(), now: Timestamp::from_micros(start), commits: Vec::new() }
    }

    /// Records the drafts as one commit, if the book accepts them.
    pub(crate) fn record(&mut self, drafts: &[Draft]) -> bool {
        if drafts.is_empty() {
            return true;
        }
        let Ok(mut records) = decide(&self.book, drafts, self.now) else { return false };
        for record in &mut records {
            if record.event.as_ref().is_some_and(|event| event.privacy() == Privacy::Personal) {
                record.seal =
                    Seal::Sealed(Salt::new([u8::try_from(record.position.get() % 256).unwrap(); 32]));
            }
        }
        self.now =
            Timestamp::from_micros(self.now.micros() + 1 + i64::from(records.len() % 3 == 0) * 999_983);
        for record in &records {
            self.book.append(record);
        }
        self.commits.push(records);
        true
    }

    fn draft(&self, step: Step) -> Option<Draft> {
        let (date, citations) = (date(step), citations(step));
        let past = self.book.head().get();
        let target = Position::new(step.target % past + 1);
        let last = self.book.index().last_version(target).unwrap_or(target);
        let about = self.commits.iter().flatten().find(|record| record.position == last)?;
        let draft = match step.verb {
            20 | 21 => {
                let event = about.event.clone()?;
                let date = if about.date == EventDate::UNKNOWN { about.date } else { date };
                Draft::correct(last, event, date, citations, text("the source was misread"))
            }
            22 => Draft::retract(about.id, citations, text("it \"never\" happened\n")),
            23 | 24 => Draft::corroborate(last, citations),
            _ => Draft::new(event(step), if timeless(step) { EventDate::UNKNOWN } else { date }, citations),
        };
        let draft = if step.target.is_multiple_of(5) {
            draft.in_words(text("im Mai \u{1F600} \\ \u{7}"))
        } else {
            draft
        };
        let draft =
            if step.target.is_multiple_of(7) { draft.by(text("ana"), Some(text("board"))) } else { draft };
        let anchor = step.target.is_multiple_of(5).then(|| self.same_timeline(&draft, about)).flatten();
        Some(match anchor {
            Some(anchor) => draft.after(anchor),
            None => draft,
        })
    }

    /// A fact, other than that of `about`, that changes what the draft changes.
    fn same_timeline(&self, draft: &Draft, about: &Record) -> Option<Position> {
        let changes = draft.event()?.entities().changes;
        let mut facts = self.commits.iter().flatten().filter(|record| record.origin != about.origin);
        let found =
            facts.find(|record| record.entities.changes.iter().any(|entity| changes.contains(entity)))?;
        Some(found.origin)
    }
}

fn text(text: &str) -> aoc_core::Text {
    text.parse().unwrap()
}

pub(crate) fn names(name: &str) -> Names {
    serde_json::from_value(serde_json::json!([
        {"lang": "en", "text": name}, {"lang": "ar", "text": "إسبانيا"}, {"lang": "zh-Hans", "text": "\"西\\班牙\"\t"}
    ]))
    .unwrap()
}

fn group(step: Step) -> GroupId {
    format!("group-{}", step.group).parse().unwrap()
}

fn party(step: Step) -> PartyId {
    format!("party-{}", step.party).parse().unwrap()
}

fn person(step: Step) -> PersonId {
    format!("person-{}", step.cites % 2).parse().unwrap()
}

fn source(number: u64) -> SourceId {
    format!("source-{number}").parse().unwrap()
}

fn timeless(step: Step) -> bool {
    matches!(step.verb, 13 | 14)
}

fn date(step: Step) -> EventDate {
    let (year, month) = (step.year, step.target % 12 + 1);
    let text = match step.date {
        0 => "XXXX".to_owned(),
        1 => format!("{year}"),
        2 => format!("{year}-{month:02}~"),
        3 => format!("[..{year}-{month:02}-03]"),
        4 => format!("[{year}-{month:02}-03..{}-01-01]", year + 1),
        5 => format!("[{year}..]"),
        6 => format!("{year}%"),
        _ => format!("{year}-{month:02}-17"),
    };
    text.parse().unwrap()
}

fn citations(step: Step) -> Citations {
    let cite = |number, at: Option<&str>| Citation { source: source(number), at: at.map(text) };
    match step.cites {
        0 => Citations::uncited(),
        1 => Citations::source(source(0)),
        2 => Citations::cited(vec![cite(1, Some("§ 3, “members”")), cite(0, None)]).unwrap(),
        _ => Citations::cited(vec![cite(0, Some("p. 1")), cite(0, Some("p. 2"))]).unwrap(),
    }
}

fn event(step: Step) -> Event {
    let (group, party, person) = (group(step), party(step), person(step));
    let office = "office".parse().unwrap();
    match step.verb {
        0 => InterestExpressed { group, party }.into(),
        1 => MemberInvited { group, party }.into(),
        2..=5 => MemberJoined { group, party }.into(),
        6 => MemberSuspended { group, party }.into(),
        7 => MemberReinstated { group, party }.into(),
        8 => MemberWithdrew { group, party }.into(),
        9 => FocalPointDesignated { group, party, person }.into(),
        10 => FocalPointReleased { group, party, person }.into(),
        11 => figure(step).into(),
        12 => {
            let of = Scope::Kind(PartyKind::Country);
            OrdinalAttested { group, party, of, ordinal: 120.try_into().unwrap() }.into()
        }
        13 => source_registered(source(step.target % 5)).into(),
        14 => SourceWithdrawn { source: source(2) }.into(),
        15 => PartyRenamed { party, names: names("Renamed") }.into(),
        16 => {
            let successors = vec!["party-4".parse().unwrap()];
            PartySucceeded { party, successors, manner: Succession::Merger }.into()
        }
        17 => PartyDissolved { party }.into(),
        18 => match step.date % 4 {
            0 => OfficeHolderAnnounced { office, person }.into(),
            1 => OfficeHolderAppointed { office, person }.into(),
            2 => OfficeAssumed { office, person }.into(),
            _ => OfficeVacated { office, person }.into(),
        },
        _ => CustomEvent {
            kind: KindCode::new(0x8000 + step.year).unwrap(),
            changes: vec![format!("0x8001:thing-{}", step.party).parse().unwrap()],
            names: vec![group.into(), party.into()],
            body: step.target.to_be_bytes().repeat(usize::from(step.cites)),
        }
        .into(),
    }
}

fn figure(step: Step) -> FigureAttested {
    let number = u32::from(step.year);
    let figure = match step.date % 5 {
        0 => Figure::Exactly(number),
        1 => Figure::AtLeast(number),
        2 => Figure::MoreThan(0),
        3 => Figure::AtMost(u32::MAX),
        _ => Figure::About(number),
    };
    FigureAttested { group: group(step), of: Scope::All, figure }
}

pub(crate) fn source_registered(source: SourceId) -> SourceRegistered {
    SourceRegistered {
        source,
        title: text("Report of the High-level Group"),
        publisher: Some(text("United Nations")),
        published: Some("2006-11".parse().unwrap()),
        address: Some(text("https://example.org/report?a=1&b=2")),
        digest: Some("0123456789abcdef".repeat(4).try_into().unwrap()),
        retrieved: Some("2026-05-13".parse().unwrap()),
        language: Some("pt-BR".parse().unwrap()),
    }
}

fn bare(event: impl Into<Event>, date: &str) -> Draft {
    Draft::new(event, date.parse().unwrap(), Citations::uncited())
}

/// The sources, groups, parties, persons and the office that histories rest on.
pub(crate) fn register() -> Vec<Draft> {
    let mut drafts: Vec<Draft> =
        (0..3).map(|number| bare(source_registered(source(number)), "XXXX")).collect();
    for number in 0..2 {
        let group = format!("group-{number}").parse().unwrap();
        let admits = vec![PartyKind::Country, PartyKind::City];
        drafts.push(bare(GroupEstablished { group, names: names("Group"), admits }, "2004-07"));
        let person = format!("person-{number}").parse().unwrap();
        drafts.push(bare(PersonRegistered { person, names: names("Person").into() }, "XXXX"));
    }
    for number in 0..5 {
        let codes = if number == 0 { vec![Code::Iso3166("FRA".parse().unwrap())] } else { Vec::new() };
        let party = format!("party-{number}").parse().unwrap();
        drafts.push(bare(
            PartyRegistered { party, kind: PartyKind::Country, names: names("Party"), codes },
            "XXXX",
        ));
    }
    let office = OfficeEstablished { office: "office".parse().unwrap(), names: names("Office"), of: None };
    drafts.push(bare(office, "2004"));
    drafts
}

/// A history with an event of every kind.
pub(crate) fn every_kind() -> Vec<Vec<Record>> {
    let mut history = History::new(0);
    let drafts = story::story();
    let rejections = decide(&Book::default(), &drafts, Timestamp::from_micros(0)).err();
    assert!(history.record(&drafts), "{rejections:#?}");
    history.commits
}

/// A history with a record of every relation, and a commit of three records in its middle.
pub(crate) fn sample() -> Vec<Vec<Record>> {
    let mut history = History::new(1_700_000_000_000_000);
    let (group, party) = ("group-0".parse().unwrap(), "party-0".parse().unwrap());
    let joined = MemberJoined { group, party };
    let id: EventId = "joined".parse().unwrap();
    let cited = || Citations::source(source(0));
    let commits = [
        register(),
        vec![
            Draft::new(joined.clone(), "2006".parse().unwrap(), cited()).with_id(id),
            bare(MemberSuspended { group, party }, "2008-01"),
            bare(MemberReinstated { group, party }, "2008-02"),
        ],
        vec![Draft::correct(id, joined, "2006-03".parse().unwrap(), cited(), text("more precise"))],
        vec![Draft::corroborate(Position::new(17), Citations::source(source(1)))],
        vec![
            Draft::retract(Position::new(15), cited(), text("never suspended")),
            Draft::retract(Position::new(16), cited(), text("never suspended")),
        ],
        vec![bare(MemberWithdrew { group, party }, "2009").after(Position::new(14))],
        vec![bare(
            CustomEvent {
                kind: KindCode::new(0x8002).unwrap(),
                changes: vec!["0x8001:thing".parse().unwrap()],
                names: vec![party.into()],
                body: vec![0, 1, 255],
            },
            "2010",
        )],
    ];
    for drafts in commits {
        assert!(history.record(&drafts), "{drafts:#?}");
    }
    history.commits
}

//! The small world in which the generated histories play.

use aoc_core::{
    Code, Day, EntityId, GroupEstablished, GroupId, Names, OfficeEstablished, OfficeId, PartyId, PartyKind,
    PartyRegistered, PersonId, PersonRegistered, SourceId, SourceRegistered, Text,
};

pub const GROUPS: u16 = 2;
pub const PARTIES: u16 = 5;
pub const PERSONS: u16 = 3;
pub const OFFICES: u16 = 2;
pub const SOURCES: u16 = 3;
pub const THINGS: u16 = 4;

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn group(n: u16) -> GroupId {
    id(&format!("group-{n}"))
}

pub fn party(n: u16) -> PartyId {
    id(&format!("party-{n}"))
}

pub fn person(n: u16) -> PersonId {
    id(&format!("person-{n}"))
}

pub fn office(n: u16) -> OfficeId {
    id(&format!("office-{n}"))
}

pub fn source(n: u16) -> SourceId {
    id(&format!("source-{n}"))
}

/// An entity of the embedder's own.
pub fn thing(n: u16) -> EntityId {
    id(&format!("0x8001:thing-{n}"))
}

pub fn text(text: &str) -> Text {
    id(text)
}

pub fn names(text: &str) -> Names {
    serde_json::from_value(serde_json::json!([{"lang": "en", "text": text}])).unwrap()
}

/// 2005-01-01 and so many days.
pub fn day(ahead: i32) -> Day {
    Day::from_number(12_784 + ahead).unwrap()
}

const KINDS: [PartyKind; 5] = [
    PartyKind::Country,
    PartyKind::Country,
    PartyKind::InternationalOrganization,
    PartyKind::City,
    PartyKind::Country,
];

pub fn party_registered(n: u16) -> PartyRegistered {
    let codes = match n {
        0 | 6 => vec![Code::Iso3166(id("ESP"))], // one of them only
        1 => vec![Code::Iso3166(id("TUR")), Code::Acronym(text("TR"))],
        2 => vec![Code::Acronym(text("OIC"))],
        7 => vec![Code::Acronym(text("TR"))], // so does party 1, which is fine
        _ => Vec::new(),
    };
    let kind = KINDS[usize::from(n) % KINDS.len()];
    PartyRegistered { party: party(n), kind, names: names(&format!("Party {n}")), codes }
}

pub fn group_established(n: u16) -> GroupEstablished {
    let admits = match n {
        0 => vec![PartyKind::Country, PartyKind::InternationalOrganization],
        _ => vec![PartyKind::Country, PartyKind::City, PartyKind::University],
    };
    GroupEstablished { group: group(n), names: names(&format!("Group {n}")), admits }
}

/// The office with the number 1 is one of party 2.
pub fn office_established(n: u16) -> OfficeEstablished {
    let of = (n == 1).then(|| party(2));
    OfficeEstablished { office: office(n), names: names(&format!("Office {n}")), of }
}

pub fn person_registered(n: u16) -> PersonRegistered {
    PersonRegistered { person: person(n), names: names(&format!("Person {n}")).into() }
}

pub fn source_registered(n: u16) -> SourceRegistered {
    SourceRegistered {
        source: source(n),
        title: text(&format!("Source {n}")),
        publisher: None,
        published: None,
        address: None,
        digest: None,
        retrieved: None,
        language: None,
    }
}

//! The clearinghouse and the partner finder: what stands in the directory on a day, and whom it helps to find.

use aoc_core::{EntryKind, PartyKind, Position, Region};
use aoc_replay::{Certainty, Directory, KnownAt, Ledger, Partners, PartnersAnswer, View};
use serde_json::{Value, json};

use crate::calendar::ledger;

fn on(day: &str) -> View {
    View::on(day.parse().unwrap())
}

fn theme(slug: &str, date: &str) -> Value {
    json!({"id": format!("theme-{slug}"), "event": "ThemeOpened", "date": date,
           "data": {"theme": slug, "names": [{"lang": "en", "text": slug}]}})
}

/// An entry of this kind under a theme, contributed by or about these.
fn entry(slug: &str, theme: &str, date: &str, more: &Value) -> Value {
    let mut fields = json!({"entry": slug, "theme": theme, "kind": "project", "title": slug});
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"id": format!("entry-{slug}"), "event": "EntryPublished", "date": date, "data": fields})
}

fn about_entry(event: &str, slug: &str, date: &str, more: &Value) -> Value {
    let mut fields = json!({"entry": slug});
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({"event": event, "date": date, "data": fields})
}

fn country(slug: &str, code: &str) -> Value {
    json!({"id": format!("party-{slug}"), "event": "PartyRegistered",
           "data": {"party": slug, "kind": "country", "names": [{"lang": "en", "text": slug}],
                    "codes": [{"scheme": "iso3166-1", "code": code}]}})
}

/// Titles, and how sure it is that each stands in the directory.
fn listed(ledger: &Ledger, question: &Directory, view: View) -> Vec<(String, Certainty)> {
    let lines = ledger.ask(question, view).unwrap().value.lines;
    lines.iter().map(|line| (line.title.to_string(), line.listed)).collect()
}

fn one(title: &str, level: Certainty) -> Vec<(String, Certainty)> {
    vec![(title.to_owned(), level)]
}

#[test]
fn an_entry_stands_from_its_publication_to_its_withdrawal() {
    let ledger = ledger(&[vec![
        theme("education", "2009"),
        entry("school", "education", "2010-05", &json!({})),
        about_entry("EntryWithdrawn", "school", "2012", &json!({})),
    ]]);
    let at = |day| listed(&ledger, &Directory::whole(), on(day));
    assert_eq!(at("2010-04-30"), []);
    assert_eq!(at("2010-05-10"), one("school", Certainty::Possible));
    assert_eq!(at("2010-05-31"), one("school", Certainty::Certain));
    assert_eq!(at("2012-02-01"), one("school", Certainty::Possible));
    assert_eq!(at("2012-12-31"), []);
}

#[test]
fn an_entry_says_what_its_last_revision_said_that_is_certainly_over() {
    let ledger = ledger(&[vec![
        theme("education", "2009"),
        entry("school", "education", "2010", &json!({"address": "first.example"})),
        about_entry("EntryRevised", "school", "2011", &json!({"title": "schools"})),
        about_entry("EntryRevised", "school", "2012-03-01", &json!({"address": "second.example"})),
    ]]);
    let says = |day: &str| {
        let line = ledger.ask(&Directory::whole(), on(day)).unwrap().value.lines.remove(0);
        (line.title.to_string(), line.address.unwrap().to_string())
    };
    let are = |title: &str, address: &str| (title.to_owned(), address.to_owned());
    assert_eq!(says("2011-06-01"), are("school", "first.example"));
    assert_eq!(says("2011-12-31"), are("schools", "first.example"));
    assert_eq!(says("2012-03-01"), are("schools", "second.example"));
}

#[test]
fn nothing_is_listed_before_its_theme_and_an_entry_proves_its_theme_open() {
    let ledger = ledger(&[vec![
        theme("education", "[2009-01-01..2011-12-31]"),
        theme("media", "2011~"),
        entry("school", "education", "[..2010-06-30]", &json!({})),
    ]]);
    assert_eq!(listed(&ledger, &Directory::whole(), on("2008-12-31")), []);
    assert_eq!(listed(&ledger, &Directory::whole(), on("2009-01-01")), one("school", Certainty::Possible));
    let themes = |day: &str| {
        let answer = ledger.ask(&Directory::whole(), on(day)).unwrap().value;
        let open = answer.themes_open();
        (open.certain, open.if_dates_hold, open.possible)
    };
    assert_eq!(themes("2010-06-29"), (0, 0, 1));
    assert_eq!(themes("2010-06-30"), (1, 0, 1), "an entry stood under it by then");
    assert_eq!(themes("2012-01-01"), (2, 1, 2));
}

#[test]
fn the_directory_is_asked_by_theme_and_kind() {
    let ledger = ledger(&[vec![
        theme("education", "2009-01-01"),
        theme("media", "2009-01-01"),
        entry("school", "education", "2010-01-01", &json!({})),
        entry("radio", "media", "2010-01-01", &json!({})),
        entry("book", "media", "2010-01-01", &json!({"kind": "resource"})),
    ]]);
    let titles = |question: Directory| -> Vec<String> {
        listed(&ledger, &question, on("2011-01-01")).into_iter().map(|(title, _)| title).collect()
    };
    assert_eq!(titles(Directory::whole()), ["school", "radio", "book"], "by theme, kind and title");
    assert_eq!(titles(Directory::whole().under("media".parse().unwrap())), ["radio", "book"]);
    assert_eq!(titles(Directory::whole().of_kind(EntryKind::Resource)), ["book"]);
}

#[test]
fn a_corrected_entry_has_both_pasts_and_differs() {
    let correction = json!({"id": "entry-c1", "corrects": "entry-school", "event": "EntryPublished", "date": "2011-01-01",
        "reason": "the year was wrong",
        "data": {"entry": "school", "theme": "education", "kind": "project", "title": "school"}});
    let ledger = ledger(&[
        vec![theme("education", "2009-01-01"), entry("school", "education", "2010-01-01", &json!({}))],
        vec![correction],
    ]);
    let then = |day: &str| on(day).known_at(KnownAt::Position(Position::new(2)));
    assert_eq!(listed(&ledger, &Directory::whole(), then("2010-06-01")), one("school", Certainty::Certain));
    assert_eq!(listed(&ledger, &Directory::whole(), on("2010-06-01")), []);
    let diff = ledger.diff(&Directory::whole(), then("2010-06-01"), on("2010-06-01")).unwrap();
    assert_eq!((diff.appeared.len(), diff.vanished.len(), diff.changed.len()), (0, 1, 0));
    let diff = ledger.diff(&Directory::whole(), then("2012-01-01"), on("2012-01-01")).unwrap();
    assert_eq!(diff.changed.len(), 1, "the day of its publication");
}

/// A network of two countries, a university and a city that left; entries of theirs.
fn given_partners() -> Ledger {
    let joined = |party: &str, date: &str| {
        json!({"id": format!("joined-{party}"), "event": "MemberJoined", "date": date,
               "data": {"group": "partner-network", "party": party}})
    };
    ledger(&[vec![
        json!({"id": "network", "event": "GroupEstablished", "date": "2008-01-15",
               "data": {"group": "partner-network", "names": [{"lang": "en", "text": "Partners"}],
                        "admits": ["country", "university", "city"]}}),
        country("esp", "ESP"),
        country("mar", "MAR"),
        crate::party("fez", "university", "XXXX"),
        crate::party("lyon", "city", "XXXX"),
        joined("esp", "2008-05"),
        joined("mar", "2010~"),
        joined("fez", "2009"),
        joined("lyon", "2009"),
        json!({"id": "left-lyon", "event": "MemberWithdrew", "date": "2010-03-01",
               "data": {"group": "partner-network", "party": "lyon"}}),
        theme("education", "2009-01-01"),
        theme("media", "2009-01-01"),
        entry("school", "education", "2009-06-01", &json!({"contributed_by": "esp"})),
        entry("faculty", "education", "2010-06", &json!({"party": "fez", "kind": "organization"})),
        entry("radio", "media", "2009-06-01", &json!({"contributed_by": "mar"})),
        entry("tram", "education", "2009-06-01", &json!({"contributed_by": "lyon"})),
    ]])
}

fn found(question: &Partners, day: &str) -> PartnersAnswer {
    given_partners().ask(question, on(day)).unwrap().value
}

/// Names of the members with the titles of their entries.
fn told(answer: &PartnersAnswer) -> Vec<(String, Vec<String>)> {
    let titles =
        |line: &aoc_replay::PartnerLine| line.entries.iter().map(|entry| entry.title.to_string()).collect();
    answer.lines.iter().map(|line| (line.member.names.first().to_string(), titles(line))).collect()
}

fn of(name: &str, entries: &[&str]) -> (String, Vec<String>) {
    (name.to_owned(), entries.iter().map(|entry| (*entry).to_owned()).collect())
}

#[test]
fn partners_are_found_by_theme_region_and_kind() {
    let network = Partners::of("partner-network".parse().unwrap());
    let education = network.on_theme("education".parse().unwrap());
    let day = "2011-06-01";
    let all = [of("esp", &["school"]), of("mar", &["radio"]), of("FEZ", &["faculty"])];
    assert_eq!(told(&found(&network, day)), all, "the city has left");
    assert_eq!(told(&found(&education, day)), [of("esp", &["school"]), of("FEZ", &["faculty"])]);
    assert_eq!(told(&found(&education.of_kind(PartyKind::University), day)), [of("FEZ", &["faculty"])]);
    assert_eq!(told(&found(&network.from_region(Region::Africa), day)), [of("mar", &["radio"])]);
    assert_eq!(told(&found(&education.from_region(Region::Africa), day)), []);
    assert_eq!(told(&found(&education, "2010-02-28")), [of("esp", &["school"]), of("LYON", &["tram"])]);
}

#[test]
fn membership_and_entry_are_each_as_sure_as_their_dates() {
    let network = Partners::of("partner-network".parse().unwrap());
    let sure = |name: &str, day: &str| {
        let answer = found(&network, day);
        let line = answer.lines.into_iter().find(|line| line.member.names.first().as_str() == name).unwrap();
        (line.member.member, line.entries.first().map(|entry| entry.listed))
    };
    assert_eq!(sure("FEZ", "2010-06-10"), (Certainty::Certain, Some(Certainty::Possible)));
    assert_eq!(sure("FEZ", "2010-07-01"), (Certainty::Certain, Some(Certainty::Certain)));
    assert_eq!(sure("mar", "2011-06-01"), (Certainty::CertainIfDatesHold, Some(Certainty::Certain)));
    assert_eq!(sure("mar", "2010-06-01"), (Certainty::Possible, Some(Certainty::Certain)));
    assert_eq!(sure("esp", "2008-06-01"), (Certainty::Certain, None));
}

#[test]
fn partners_of_a_group_that_is_not_known_are_none() {
    let answer = found(&Partners::of("other".parse().unwrap()), "2011-06-01");
    assert!(answer.names.is_none() && answer.lines.is_empty());
}

#[test]
fn partners_differ_between_days() {
    let ledger = given_partners();
    let network = Partners::of("partner-network".parse().unwrap());
    let diff = ledger.diff(&network, on("2010-01-01"), on("2011-06-01")).unwrap();
    let names = |lines: &[aoc_replay::PartnerLine]| -> Vec<String> {
        lines.iter().map(|line| line.member.names.first().to_string()).collect()
    };
    assert_eq!(names(&diff.vanished), ["LYON"]);
    let changed: Vec<_> = diff.changed.iter().map(|(_, new)| new.clone()).collect();
    assert_eq!(names(&changed).len(), 2, "the university has an entry, Morocco is no longer only possible");
}

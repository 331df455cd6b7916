//! Opens a ledger on disk, records a few sourced facts, asks for the roll, and is told no.
//!
//! Run it with `cargo run --example quickstart`.

use std::error::Error;

use aoc_core::{
    Citations, Draft, EventDate, GroupEstablished, GroupId, MemberJoined, Names, PartyId, PartyKind,
    PartyRegistered, SourceId, SourceRegistered,
};
use aoc_replay::{Ledger, Recorded, Roll, View};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let place = tempfile::tempdir()?;
    let ledger = Ledger::create(place.path().join("ledger"))?;

    let (friends, list): (GroupId, SourceId) = ("group-of-friends".parse()?, "list-2006".parse()?);
    let cited = || Citations::source(list);
    let source =
        json!({"source": list, "title": "Members of the Group of Friends", "published": "2006-11-06"});
    let source: SourceRegistered = serde_json::from_value(source)?;
    let group = GroupEstablished {
        group: friends,
        names: named("Group of Friends")?,
        admits: vec![PartyKind::Country],
    };
    let mut drafts = vec![
        Draft::new(source, EventDate::UNKNOWN, cited()),
        Draft::new(group, "[2005-07-14..2006-11-06]".parse()?, cited()),
    ];
    // A list proves that they had joined by its day, not when. The book keeps it at that.
    for (slug, name, joined) in [("esp", "Spain", "2005"), ("fin", "Finland", "[..2006-11-06]")] {
        let party: PartyId = slug.parse()?;
        let entered =
            PartyRegistered { party, kind: PartyKind::Country, names: named(name)?, codes: Vec::new() };
        drafts.push(Draft::new(entered, EventDate::UNKNOWN, cited()));
        drafts.push(Draft::new(MemberJoined { group: friends, party }, joined.parse()?, cited()));
    }
    match ledger.record(&drafts)? {
        Recorded::Rejected(rejections) => return Err(rejections.to_string().into()),
        recorded => {
            println!("Recorded as one commit: {} records.", recorded.receipt().map_or(0, |r| r.ids.len()));
        }
    }

    for day in ["2005-03-01", "2005-12-31", "2006-11-06"] {
        let answer = ledger.ask(&Roll::of(friends), View::on(day.parse()?))?;
        let total = answer.value.total();
        println!("On {day}: at least {}, at most {} members.", total.certain, total.possible);
        for line in &answer.value.members {
            println!("  {:8} {}", line.names.first().as_str(), line.member);
        }
    }

    // The book says no, by rule, and says what would help. Nothing of the commit is recorded.
    let again = MemberJoined { group: friends, party: "esp".parse()? };
    let Recorded::Rejected(rejections) = ledger.record(&[Draft::new(again, "2009".parse()?, cited())])?
    else {
        return Err("a member joined twice".into());
    };
    println!("Refused: {rejections}");
    assert_eq!(rejections.findings()[0].rule.name(), "already-member");
    assert_eq!(ledger.head()?.get(), 6);
    Ok(())
}

fn named(name: &str) -> Result<Names, serde_json::Error> {
    serde_json::from_value(json!([{"lang": "en", "text": name}]))
}

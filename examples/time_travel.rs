//! One question, several pasts: what the book said about one day, as it learned more.
//!
//! Run it with `cargo run --example time_travel`.

use std::error::Error;

use aoc_core::{Citations, Draft, GroupId, PartyId, membership};
use aoc_replay::{Certainty, KnownAt, Roll, VersionStatus, View};

fn main() -> Result<(), Box<dyn Error>> {
    let book = aoc_examples::book()?;
    let (friends, usa): (GroupId, PartyId) = ("group-of-friends".parse()?, "usa".parse()?);
    let roll = Roll::of(friends);
    let on = View::on("2010-05-13".parse()?);

    println!("Were the United States a member of the Group of Friends on 2010-05-13?");
    let mut pasts = Vec::new();
    for (chapter, learned) in [
        ("12", "before their statement"),
        ("13", "after their statement of 13 May"),
        ("14", "after sources with other days: 14 and 15 May"),
        ("15", "after it was settled"),
    ] {
        let known_at = KnownAt::Position(book.end_of(chapter)?);
        let answer = book.ledger.ask(&roll, on.known_at(known_at))?;
        let line = answer.value.members.iter().find(|line| line.party == usa);
        let member = line.map_or(Certainty::No, |line| line.member);
        println!("  known at position {:>3}, {learned}: {member}", answer.view.position);
        pasts.push(member);
    }
    assert_eq!(pasts, [Certainty::No, Certainty::Certain, Certainty::Possible, Certainty::Certain]);

    println!("\nWhy? The fact with all its versions:");
    let answer = book.ledger.ask(&roll, on)?;
    let line = answer.value.members.iter().find(|line| line.party == usa).ok_or("no such line")?;
    for fact in book.ledger.explain(&line.records, on)?.facts {
        let joined = |version: &&aoc_replay::Version| {
            version.record.entities.changes.contains(&membership(friends, usa))
        };
        for version in fact.versions.iter().filter(joined) {
            let (record, now) = (&version.record, version.status == VersionStatus::Stands);
            println!("  {} record {}: {}", if now { ">" } else { " " }, record.position, record.date);
            if let Some(reason) = &record.meta.reason {
                println!("      because {reason}");
            }
        }
    }

    println!("\nWhat else has been learned since about the members on that day?");
    let since = on.known_at(KnownAt::Position(book.end_of("13")?));
    let diff = book.ledger.diff(&roll, since, on)?;
    println!(
        "  {} appeared, {} vanished, {} changed",
        diff.appeared.len(),
        diff.vanished.len(),
        diff.changed.len()
    );
    for line in diff.appeared.iter().take(5) {
        println!("  + {} ({})", line.names.first(), line.member);
    }

    // The past as known never changes (law 4): not even when the fact itself is taken back.
    let before = book.ledger.ask(&roll, since)?;
    let last = line.records.iter().max().copied().ok_or("a line rests on records")?;
    book.ledger.record(&[Draft::retract(last, Citations::uncited(), "to show law 4".parse()?)])?;
    assert_eq!(book.ledger.ask(&roll, since)?, before);
    assert_eq!(book.ledger.ask(&roll, on)?.value.members.iter().find(|line| line.party == usa), None);
    assert!(!diff.appeared.is_empty() && diff.vanished.is_empty());
    Ok(())
}

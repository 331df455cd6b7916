//! A projection of one's own: in which years did members join, as far as the sources tell?
//!
//! Run it with `cargo run --example custom_projection`.

use std::collections::BTreeMap;
use std::error::Error;

use aoc_core::{Day, GroupId, MemberJoined};
use aoc_replay::{Interest, Projection, ReadView, RecordError, RecordView, View};

/// How many joined a group in each year. A question is a value with parameters.
struct JoinsByYear {
    group: GroupId,
}

/// Joins whose year is known, by year; and how many lie in some year or other.
#[derive(Debug, Clone, Default, PartialEq)]
struct Joins {
    by_year: BTreeMap<String, u32>,
    in_some_year: u32,
}

impl Projection for JoinsByYear {
    type State = Joins;
    type Answer = Joins;

    // Records of other kinds are passed over without being read.
    fn interest(&self) -> Interest {
        Interest::in_kinds([MemberJoined::KIND])
    }

    // All that this fold needs stands in the header: no body is decoded.
    fn apply(&self, joins: &mut Joins, record: &RecordView<'_>) -> Result<(), RecordError> {
        if record.names().any(|entity| entity == self.group.into()) {
            match (year(record.earliest()), year(record.latest())) {
                (Some(first), Some(last)) if first == last => *joins.by_year.entry(first).or_default() += 1,
                _ => joins.in_some_year += 1,
            }
        }
        Ok(())
    }

    fn answer(&self, joins: &Joins, _: &ReadView) -> Joins {
        joins.clone()
    }
}

fn year(day: Day) -> Option<String> {
    day.calendar().map(|date| date.format("%Y").to_string())
}

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = aoc_examples::book()?.ledger;
    let question = JoinsByYear { group: "group-of-friends".parse()? };

    let answer = ledger.ask(&question, View::on("2026-01-01".parse()?))?;
    println!("Members that joined the Group of Friends, {}:", answer.view);
    for (year, joins) in &answer.value.by_year {
        println!("  {year}  {joins:3}  {}", "#".repeat(usize::try_from(*joins)?));
    }
    println!("  some year or other: {}", answer.value.in_some_year);

    // Many days in one pass: each answer is the one that `ask` would give.
    let days = ["2006-12-31", "2010-12-31", "2026-01-01"].map(str::parse);
    let days = days.into_iter().collect::<Result<Vec<Day>, _>>()?;
    let series = ledger.series(&question, &days, aoc_replay::KnownAt::Head)?;
    assert_eq!(series.last(), Some(&answer));
    assert_eq!(answer.value.by_year.get("2005"), Some(&2), "Spain and Turkey, the co-sponsors");
    Ok(())
}

//! Law 10, of answers: a part of the book gives the same answer as the whole, to whoever has the log's key; and no part does from
//! which anything was left out, or in which anything was exchanged.

use std::collections::BTreeMap;

use aoc_core::{EntityId, InventoryTaken, Position, Record};
use aoc_replay::{Entry, Error, Extract, KnownAt, Ledger, Roll, View};
use aoc_store::{Policy, SigningKey, TreeHash};
use aoc_tests::ledgers::{Shelf, days};
use aoc_tests::universe::{GROUPS, group};
use proptest::prelude::*;

use crate::cases::cases;
use crate::histories::accepted_histories;

fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32])
}

/// What an inventory counts, by its words: the records of the facts that touch an entity.
fn naive_inventory(records: &[Record]) -> BTreeMap<EntityId, (u64, u64, Position)> {
    let mut counted = BTreeMap::new();
    let touched = |record: &Record| (record.entities.changes.clone(), record.entities.names.clone());
    let all: Vec<EntityId> = records
        .iter()
        .flat_map(|record| {
            let (changes, names) = touched(record);
            [changes, names].concat()
        })
        .collect();
    for entity in all {
        let facts_with = |with: &dyn Fn(&Record) -> bool| -> Vec<&Record> {
            let is_of =
                |fact: &Record| records.iter().any(|record| record.origin == fact.origin && with(record));
            records.iter().filter(|record| is_of(record)).collect()
        };
        let changing = facts_with(&|record| touched(record).0.contains(&entity));
        let concerning =
            facts_with(&|record| [touched(record).0, touched(record).1].concat().contains(&entity));
        let last = concerning.last().map_or(Position::START, |record| record.position);
        counted.insert(entity, (changing.len() as u64, concerning.len() as u64, last));
    }
    counted
}

fn all_records(ledger: &Ledger) -> Vec<Record> {
    let head = ledger.head().unwrap().get();
    (1..=head).map(|position| ledger.record_at(Position::new(position)).unwrap()).collect()
}

/// Every way to leave a record or an entry out, to double one, or to exchange a byte or a hash.
fn altered(extract: &Extract) -> Vec<(String, Extract)> {
    let mut all = Vec::new();
    for at in 0..extract.records.len() {
        let mut less = extract.clone();
        less.records.remove(at);
        all.push((format!("without record {at}"), less));
        let mut twice = extract.clone();
        twice.records.push(extract.records[at].clone());
        all.push((format!("record {at} twice"), twice));
        let mut other = extract.clone();
        let byte = other.records[at].record.len() / 2;
        other.records[at].record[byte] ^= 1;
        all.push((format!("record {at} changed"), other));
        let mut moved = extract.clone();
        moved.records[at].position = moved.records[at].position.next();
        all.push((format!("record {at} moved"), moved));
        if let Some(hash) = extract.records[at].path.first() {
            let mut proof = extract.clone();
            proof.records[at].path[0] = TreeHash::of_record(hash.bytes());
            all.push((format!("record {at} with another hash"), proof));
        }
    }
    for at in 0..extract.entries.len() {
        let mut fewer = extract.clone();
        fewer.entries[at].entry.concerning -= 1;
        all.push((format!("entry {at} says fewer"), fewer));
        let mut less = extract.clone();
        less.entries.remove(at);
        all.push((format!("without entry {at}"), less));
    }
    let mut inventory = extract.clone();
    inventory.inventory.record[0] ^= 1;
    all.push(("another inventory".to_owned(), inventory));
    all
}

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn law_10_a_part_of_the_book_proves_the_answer_of_the_whole_and_no_lesser_part_does(
        history in accepted_histories(10),
    ) {
        let policy = Policy::of(key().verifier());
        let stranger = SigningKey::of_secret(key().origin(), &[8; 32]);
        let all = history.commits.len();
        // Drafts name positions, so an inventory comes behind all of them.
        for commits in [all / 3, 2 * all / 3, all] {
            let shelf = Shelf::memory();
            for commit in &history.commits[..commits] {
                shelf.record(&commit.drafts);
            }
            if commits == 0 {
                continue;
            }
            let records = all_records(&shelf.ledger);
            let upto = shelf.ledger.head().unwrap();
            shelf.ledger.checkpoint(&key(), &mut |_| {}).unwrap();
            let counted: BTreeMap<_, _> = shelf.ledger.inventory(upto).unwrap().entries()
                .map(|Entry { entity, changing, concerning, last }| (*entity, (*changing, *concerning, *last))).collect();
            prop_assert_eq!(counted, naive_inventory(&records));
            // Nothing new: nothing is counted again.
            let head = shelf.ledger.head().unwrap();
            shelf.ledger.checkpoint(&key(), &mut |_| {}).unwrap();
            prop_assert_eq!(shelf.ledger.head().unwrap(), head);

            for group in (0..GROUPS).map(group) {
                let roll = Roll::of(group);
                let extract = match shelf.ledger.extract(&roll, None) {
                    Ok(extract) => extract,
                    Err(Error::NotInBook { entity }) => {
                        prop_assert!(!naive_inventory(&records).contains_key(&entity));
                        continue;
                    }
                    Err(error) => panic!("{error}"),
                };
                prop_assert_eq!(&extract.to_string().parse::<Extract>().unwrap(), &extract);
                for on in days() {
                    let view = View::on(on).known_at(KnownAt::Position(upto));
                    let answer = extract.answer(&roll, on, &policy).unwrap();
                    prop_assert_eq!(answer, shelf.ledger.ask_all(&roll, view).unwrap());
                    prop_assert!(extract.answer(&roll, on, &Policy::of(stranger.verifier())).is_err());
                }
                for (what, altered) in altered(&extract) {
                    prop_assert!(altered.answer(&roll, days()[3], &policy).is_err(), "{what}");
                }
            }
            let audit = shelf.ledger.audit(&mut |_| {}).unwrap();
            prop_assert!(audit.bytes.is_sound());
            // Histories hold inventories that somebody made up.
            let made_up = |at: &Position| shelf.ledger.record_at(*at).unwrap().kind == InventoryTaken::KIND;
            for finding in &audit.commits {
                let first = finding.commit.get();
                let commit = shelf.ledger.commits().unwrap().iter().find(|commit| commit.first == finding.commit).copied().unwrap();
                prop_assert!(finding.commit < head && (first..=commit.last.get()).map(Position::new).any(|at| made_up(&at)));
            }
        }
    }
}

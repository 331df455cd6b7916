//! Goal: every fact of the data collection is in the real history, or left out with a reason; every draft rests on a
//! fact or says why it does not; and the cases that the book must carry are in it.
//! Method: compares the lists beside the data (`facts.csv`, `beside.csv`, the README) with the drafts themselves, and
//! asks the command for the two pasts of what was corrected.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use support::{Book, drafts_json, history_files, root};

/// So many facts the collection has.
const FACTS: usize = 372;

/// The rows of a list beside the data, without its headings.
fn rows(name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(root().join("examples/history").join(name)).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The drafts by id, each with the name of its file.
fn drafts() -> BTreeMap<String, (String, Value)> {
    let mut drafts = BTreeMap::new();
    for file in history_files() {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        for draft in drafts_json(&file) {
            let id = draft["id"].as_str().unwrap().to_owned();
            assert!(drafts.insert(id.clone(), (name.clone(), draft)).is_none(), "{id} is there twice");
        }
    }
    drafts
}

/// The facts, each with its drafts; without any, it was left out.
fn facts() -> BTreeMap<String, Vec<String>> {
    let mut facts = BTreeMap::new();
    for row in rows("facts.csv") {
        let drafts: Vec<String> = row[1].split_whitespace().map(str::to_owned).collect();
        let reason = row[2].trim();
        assert_eq!(drafts.is_empty(), !reason.is_empty(), "{}: either drafts or a reason", row[0]);
        assert!(facts.insert(row[0].clone(), drafts).is_none(), "{} is there twice", row[0]);
    }
    facts
}

#[test]
fn every_fact_is_recorded_or_left_out_with_a_reason() {
    let (facts, drafts) = (facts(), drafts());
    assert_eq!(facts.len(), FACTS);
    for (fact, named) in &facts {
        for id in named {
            assert!(drafts.contains_key(id), "{fact}: there is no draft {id}");
        }
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "{fact} names a draft twice");
    }
}

#[test]
fn every_draft_rests_on_a_fact_or_says_why_not() {
    let (facts, drafts) = (facts(), drafts());
    let reached: BTreeSet<&String> = facts.values().flatten().collect();
    let list = rows("beside.csv");
    let beside: BTreeSet<&String> = list.iter().map(|row| &row[0]).collect();
    assert_eq!(beside.len(), list.len(), "a draft is twice in the list");
    for row in &list {
        assert!(drafts.contains_key(&row[0]), "there is no draft {}", row[0]);
        assert!(row[1].trim().len() > 10, "{}: why is it there?", row[0]);
    }
    let cited: BTreeSet<&str> = drafts
        .values()
        .filter(|(_, draft)| draft["event"] != "SourceRegistered")
        .flat_map(|(_, draft)| draft["cites"].as_array().unwrap())
        .map(|cite| cite["source"].as_str().unwrap())
        .collect();
    for (id, (_, draft)) in &drafts {
        if draft["event"] == "SourceRegistered" {
            let source = draft["data"]["source"].as_str().unwrap();
            assert!(cited.contains(source), "nothing cites {source}");
        } else {
            assert_ne!(reached.contains(id), beside.contains(id), "{id}: a fact or `beside.csv`, not both");
        }
    }
}

#[test]
fn every_draft_cites_a_source_that_is_registered() {
    let mut registered = BTreeSet::new();
    for file in history_files() {
        let drafts = drafts_json(&file);
        let sources = drafts.iter().filter(|draft| draft["event"] == "SourceRegistered");
        registered.extend(sources.map(|draft| draft["data"]["source"].as_str().unwrap().to_owned()));
        for draft in drafts {
            let cites = draft["cites"].as_array().unwrap_or_else(|| panic!("uncited: {draft}"));
            for cite in cites {
                assert!(registered.contains(cite["source"].as_str().unwrap()), "{draft}");
                assert!(!cite["at"].as_str().unwrap().is_empty(), "{draft}");
            }
            if ["corrects", "retracts", "corroborates"].iter().any(|verb| draft.get(verb).is_some()) {
                assert!(draft["reason"].as_str().is_some_and(|reason| reason.len() > 4), "{draft}");
            }
        }
    }
}

#[test]
fn the_readme_counts_right() {
    let (facts, drafts) = (facts(), drafts());
    let readme = std::fs::read_to_string(root().join("examples/history/README.md")).unwrap();
    let has = |words: &str| assert!(readme.contains(words), "the README does not say `{words}`");
    let files: BTreeSet<&String> = drafts.values().map(|(file, _)| file).collect();
    for file in &files {
        let here = |id: &String| drafts.get(id).is_some_and(|(of, _)| &of == file);
        let lines = drafts.keys().filter(|id| here(id)).count();
        let stand = facts.values().filter(|named| named.iter().any(here)).count();
        let row = readme.lines().find(|line| line.starts_with(&format!("| `{file}` |")));
        assert!(row.unwrap_or_default().ends_with(&format!("| {lines} | {stand} |")), "{file}: {row:?}");
    }
    let used = facts.values().filter(|named| !named.is_empty()).count();
    has(&format!("{} drafts in {} files", drafts.len(), files.len()));
    has(&format!("| **total** | **{}** | **{used} of {FACTS}** |", drafts.len()));
    has(&format!("{used} + {} = {FACTS}", FACTS - used));
    has(&format!("the {} drafts that rest on no fact", rows("beside.csv").len()));
}

#[test]
fn every_article_of_the_memorandum_is_an_obligation() {
    let drafts = drafts();
    let memorandum = &drafts["mou-oic-2009-drafted"].1["data"];
    let mut articles = BTreeSet::new();
    for obligation in memorandum["obligations"].as_array().unwrap() {
        for article in obligation["articles"].as_array().unwrap() {
            let number = article.as_str().unwrap().strip_prefix("Art. ").unwrap();
            let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
            articles.insert(digits.parse::<u32>().unwrap());
        }
    }
    assert_eq!(articles, (1..=43).collect());
    let labels = memorandum["priorities"].as_array().unwrap().iter().map(|priority| &priority["label"]);
    assert_eq!(labels.collect::<Vec<_>>(), ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(memorandum["texts"]["prevailing"], "en");
    assert_eq!(memorandum.get("term"), None, "no source gives it a term");
}

/// The date of what the book tells last about something, as known after the file whose name begins so.
fn date_after(book: &Book, about: &str, file: &str) -> String {
    let files = history_files();
    let named = |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(file);
    let upto = files.iter().position(named).unwrap() + 1;
    let end: usize = files.iter().take(upto).map(|file| drafts_json(file).len()).sum();
    let answer = book.json(&["timeline", about, "--known-at", &end.to_string()]);
    answer["lines"].as_array().unwrap().last().unwrap()["record"]["date"].as_str().unwrap().to_owned()
}

#[test]
fn both_pasts_of_a_rival_claim_can_be_asked() {
    let book = Book::real_history();
    let doha = |file| date_after(&book, "forum:forum-4", file);
    assert_eq!((doha("19-").as_str(), doha("20-").as_str()), ("2010-12", "2011-12-11/2011-12-13"));
    let plan = |file| date_after(&book, "implementation-plan:implementation-plan-1", file);
    assert_eq!(
        [plan("09-"), plan("19-"), plan("26-")],
        ["2007-06-14", "[2007-06-14..2011-06-30]", "2007-06-14"]
    );
}

#[test]
fn what_was_expected_is_not_what_happened() {
    let book = Book::real_history();
    let told = |about: &str| {
        let answer = book.json(&["timeline", about]);
        let lines = answer["lines"].as_array().unwrap().iter();
        lines.map(|line| line["record"]["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let latin_america = told("strategy:strategy-latin-america");
    assert_eq!(latin_america.iter().filter(|event| *event == "NegotiationHeld").count(), 2);
    assert!(latin_america.contains(&"AdoptionExpected".to_owned()), "{latin_america:?}");
    assert!(!latin_america.contains(&"StrategyAdopted".to_owned()), "{latin_america:?}");
    assert_eq!(told("forum:forum-5"), ["ForumPlanned", "ForumHeld"]);
    let vienna = book.json(&["timeline", "forum:forum-5"]);
    assert_eq!(vienna["lines"][0]["record"]["data"]["expected"], "2012");
    assert_eq!(vienna["lines"][1]["record"]["date"], "2013-02-27/2013-02-28");
    assert_eq!(
        told("agreement:mou-unesco-2010").last().map(String::as_str),
        Some("AgreementRenewed"),
        "a chain of 2008, 2010 and 2013"
    );
}

//! Rules 19 and 20: every record cites a source that stands; a second source corroborates.

use aoc_core::Draft;
use serde_json::{Value, json};

use super::agreements::{activity, in_force, memorandum, mou, signed};
use super::{Story, corrects, fact, retracts};

const SOURCES: &str = "the ledger: a source behind every record";
const LEDGER: &str = "the ledger";

fn source(slug: &str, published: Value) -> Value {
    json!({"id": slug, "event": "SourceRegistered",
           "data": {"source": slug, "title": "A page", "published": published}})
}

fn cites(mut draft: Value, source: &str) -> Value {
    draft["cites"] = json!([{"source": source, "at": "para 1"}]);
    draft
}

fn corroborates(record: &str) -> Value {
    json!({"id": format!("{record}-corroborated"), "corroborates": record, "cites": [{"source": "page"}]})
}

fn with_page() -> Story {
    in_force().and(&[source("page", json!("2013-07"))])
}

#[test]
fn rule_19_every_cited_source_is_registered() {
    let cited = || cites(activity("2010"), "page");
    in_force()
        .when(&[cited()])
        .refused("unknown-source", SOURCES)
        .sees_nothing()
        .says("register the source with SourceRegistered in this or an earlier commit");
    with_page().when(&[cited()]).accepted();
    in_force().when(&[cited(), source("page", Value::Null)]).accepted();
}

#[test]
fn rule_19_a_source_may_be_published_long_after_what_it_says() {
    with_page().when(&[cites(activity("2009-05"), "page")]).accepted();
    // It is registered, and has no day of its own on which it took effect.
    let mut dated = source("other", Value::Null);
    dated["date"] = json!("2013-07");
    with_page().when(&[dated]).refused("timeless", LEDGER).sees_nothing();
}

#[test]
fn rule_19_a_cited_source_is_withdrawn_not_retracted() {
    let story = with_page().and(&[cites(activity("2010"), "page")]);
    story
        .when(&[retracts("page")])
        .refused("source-is-cited", SOURCES)
        .sees("activity")
        .says("record SourceWithdrawn instead");
    let withdrawn = json!({"id": "withdrawn", "event": "SourceWithdrawn", "data": {"source": "page"}});
    let story = story.and(&[withdrawn]);
    story.when(&[activity_again()]).accepted();
    with_page().when(&[retracts("page")]).accepted();
}

fn activity_again() -> Value {
    fact("another", "ActivityHeld", "2011", &json!({"agreement": "mou", "text": "Another seminar"}))
}

#[test]
fn rule_19_without_a_source_only_when_marked_so() {
    let marked = |uncited: Value| {
        let mut draft = activity("2010");
        draft["uncited"] = uncited;
        Draft::from_json(draft)
    };
    marked(json!(true)).unwrap();
    let mut empty = activity("2010");
    empty["cites"] = json!([]);
    let mut both = cites(activity("2010"), "page");
    both["uncited"] = json!(true);
    let neither = marked(json!(false));
    for wrong in [neither, Draft::from_json(empty), Draft::from_json(both)] {
        let error = wrong.unwrap_err().to_string();
        assert!(error.contains("either `cites` (at least one source) or `\"uncited\": true`"), "{error}");
    }
}

#[test]
fn rule_20_a_second_source_corroborates() {
    let story = with_page().and(&[corroborates("signed-oic")]);
    // It says nothing new: the same signature cannot be recorded as another one.
    let mut again = cites(signed("oic", "2009-04-06"), "page");
    again["id"] = json!("again");
    story
        .when(&[again])
        .refused("signs-once", "MoU AoC-OIC, Art. 42")
        .sees("signed-oic")
        .says("if a second source says so too, corroborate the record");
    story.when(&[activity("2009-04-06")]).accepted();
}

#[test]
fn rule_20_a_corroboration_is_no_correction() {
    let story = with_page().and(&[corroborates("signed-oic")]);
    // The fact may still be corrected, but not taken away under its second source.
    story.when(&[corrects(signed("oic", "2009-04-05"), "signed-oic")]).accepted();
    story.when(&[retracts("signed-oic")]).refused("is-corroborated", LEDGER).sees("signed-oic-corroborated");
    story.when(&[retracts("signed-oic"), retracts("signed-oic-corroborated")]).accepted();
    let corrected = corrects(signed("oic", "2009-04-05"), "signed-oic-corroborated");
    story.when(&[corrected]).refused("not-an-event", LEDGER).sees("signed-oic-corroborated");
}

#[test]
fn rule_20_only_what_stands_is_corroborated() {
    let corrected = with_page().and(&[corrects(signed("oic", "2009-04-05"), "signed-oic")]);
    corrected
        .when(&[corroborates("signed-oic")])
        .refused("not-last-version", LEDGER)
        .sees("signed-oic-corrected");
    corrected.when(&[corroborates("signed-oic-corrected")]).accepted();
    let retracted = with_page().and(&[retracts("signed-oic")]);
    retracted
        .when(&[corroborates("signed-oic-retracted")])
        .refused("is-retracted", LEDGER)
        .sees("signed-oic-retracted");
    let story = memorandum().and(&[source("page", Value::Null)]).and(&[mou("2009-04-06")]);
    story.when(&[corroborates("signed-oic")]).refused("no-such-record", LEDGER).sees_nothing();
}

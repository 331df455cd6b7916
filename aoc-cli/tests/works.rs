//! Goal: `aoc strategies`, `aoc plans` and `aoc contributions` say where things stand, in every format. Method: run the
//! command over a small book whose truth can be seen at a glance; every JSON answer is checked against its schema.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

mod support;

use serde_json::{Value, json};
use support::Book;

fn fact(id: &str, event: &str, date: &str, fields: Value) -> Value {
    let mut draft = json!({"id": id, "event": event, "cites": [{"source": "page", "at": id}]});
    draft["data"] = fields;
    draft["date"] = json!(date);
    draft
}

/// The same about a strategy or an agreement.
fn of(about: (&str, &str), id: &str, event: &str, date: &str, mut fields: Value) -> Value {
    fields[about.0] = json!(about.1);
    fact(id, event, date, fields)
}

fn named(text: &str) -> Value {
    json!([{"lang": "en", "text": text}])
}

fn party(slug: &str, kind: &str, name: &str, code: &str) -> Value {
    let scheme = if kind == "country" { "iso3166-1" } else { "acronym" };
    fact(
        slug,
        "PartyRegistered",
        "XXXX",
        json!({"party": slug, "kind": kind, "names": named(name),
        "codes": [{"scheme": scheme, "code": code}]}),
    )
}

/// Three strategies, an agreement with a plan and a programme, contributions in two currencies.
fn book() -> Book {
    Book::of(&[parties(), strategies(), agreement(), contributions()])
}

fn parties() -> Vec<Value> {
    vec![
        json!({"id": "page", "event": "SourceRegistered", "uncited": true,
               "data": {"source": "page", "title": "A page of the Alliance"}}),
        party("esp", "country", "Spain", "ESP"),
        party("bih", "country", "Bosnia and Herzegovina", "BIH"),
        party("aoc", "international-organization", "Alliance of Civilizations", "UNAOC"),
        party("oic", "international-organization", "Organization of the Islamic Conference", "OIC"),
    ]
}

fn strategies() -> Vec<Value> {
    let launched = |slug: &str, name: &str, date: &str, scope: Value| {
        let mut fields = json!({"names": named(name)});
        fields["scope"] = scope;
        of(("strategy", slug), slug, "StrategyLaunched", date, fields)
    };
    let regional = |region: &str| json!({"regional": {"regions": [region]}});
    let (see, latin) = (("strategy", "see"), ("strategy", "latin"));
    let adopted = json!({"place": "Sarajevo", "by": "Sarajevo Declaration"});
    let plan = json!({"title": "Action Plan I", "period": "2010/2012"});
    let project = json!({"project": "radio", "names": named("Radio"), "by": ["bih"]});
    vec![
        launched("see", "Strategy for South-Eastern Europe", "2009", regional("europe")),
        of(see, "see-talks", "NegotiationHeld", "2009-10-01", json!({"place": "Sarajevo"})),
        of(see, "see-adopted", "StrategyAdopted", "2009-12-14", adopted),
        of(see, "see-bih", "StrategyEndorsed", "2009-12", json!({"party": "bih"})),
        of(see, "see-plan", "ActionPlanIssued", "2009-12-14", plan),
        of(
            see,
            "see-review",
            "ReviewConferenceHeld",
            "2012-06-05",
            json!({"place": "Belgrade", "host": "bih"}),
        ),
        of(see, "see-project", "ProjectAdded", "2010-05-01", project),
        launched("latin", "Strategy for Latin America", "2010", regional("americas")),
        of(latin, "latin-talks", "NegotiationHeld", "2010-12", json!({"place": "Peru"})),
        of(latin, "latin-expected", "AdoptionExpected", "2011-03", json!({"expected": "2012"})),
        launched(
            "esp-2",
            "II National Plan",
            "2010",
            json!({"national": {"country": "esp", "generation": 2}}),
        ),
        of(("strategy", "esp-2"), "esp-2-adopted", "StrategyAdopted", "2010-05-20", json!({})),
    ]
}

fn agreement() -> Vec<Value> {
    let mou = ("agreement", "mou");
    let both = json!(["aoc", "oic"]);
    let text = json!({"form": "memorandum", "names": named("Memorandum of Understanding"), "parties": both});
    let plan = json!({"plan": "plan", "agreed_by": both, "names": named("Plan of Action"),
        "period": "2010-01-01/2011-12-31"});
    let programme = json!({"programme": "programme", "agreed_by": both, "names": named("Media literacy")});
    let seminar =
        json!({"text": "Seminar", "plan": "plan", "lead": "oic", "with": ["esp"], "place": "Rabat"});
    vec![
        of(mou, "drafted", "AgreementDrafted", "2009-01", text),
        of(mou, "signed-aoc", "AgreementSigned", "2009-04-06", json!({"party": "aoc"})),
        of(mou, "signed-oic", "AgreementSigned", "2009-04-06", json!({"party": "oic"})),
        of(mou, "plan", "ActionPlanAgreed", "2009-06-01", plan),
        of(mou, "programme", "JointProgrammeAgreed", "2010-03-01", programme),
        of(mou, "seminar", "ActivityHeld", "2010-05", seminar),
        of(mou, "visit", "ActivityHeld", "2009-05-02", json!({"text": "Visit"})),
    ]
}

fn contributions() -> Vec<Value> {
    let gift = |contribution: &str, terms: &Value, money: (&str, &str), text: &str| {
        json!({"contribution": contribution, "terms": terms, "text": text,
            "money": {"amount": money.0, "currency": money.1}})
    };
    let terms = json!({"from": "esp", "to": "aoc", "form": "financial", "level": "global"});
    let fund = |amount: &str| gift("fund", &terms, (amount, "EUR"), "Voluntary Trust Fund");
    let lent = json!({"from": "bih", "form": "secondment", "toward": "strategy:see"});
    let expert = gift("expert", &lent, ("5000", "USD"), "One expert");
    vec![
        fact("pledge", "ContributionPledged", "2006-05-01", fund("1000000.50")),
        fact("first", "ContributionDelivered", "2007-01-15", fund("400000")),
        fact("second", "ContributionDelivered", "2008", fund("600000.50")),
        fact("lent", "ContributionDelivered", "2008-02-01~", expert),
    ]
}

fn names(answer: &Value, key: &str) -> Vec<String> {
    let lines = answer["lines"].as_array().unwrap().iter();
    lines.map(|line| line[key]["name"].as_str().unwrap().to_owned()).collect()
}

fn says(text: &str, parts: &[&str]) {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(flat.contains(part), "`{part}` is missing: {text}");
    }
}

/// The rows of an answer as CSV, each as heading and cell.
fn rows(book: &Book, args: &[&str]) -> Vec<Vec<(String, String)>> {
    let mut all = vec!["--format", "csv"];
    all.extend(args);
    let text = book.aoc(&all).fine().out;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| headings.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn cell<'r>(row: &'r [(String, String)], heading: &str) -> &'r str {
    &row.iter().find(|(own, _)| own == heading).unwrap_or_else(|| panic!("no column {heading}")).1
}

#[test]
fn strategies_tell_stage_expectation_adopters_and_plans() {
    let book = book();
    let answer = book.json(&["strategies", "--on", "2010-12-31"]);
    assert_eq!(
        names(&answer, "strategy"),
        ["Strategy for South-Eastern Europe", "Strategy for Latin America", "II National Plan"]
    );
    let lines = &answer["lines"];
    assert_eq!(lines[0]["stages"], json!({"adopted": "certain"}));
    assert_eq!(lines[1]["stages"], json!({"in-negotiation": "certain"}));
    assert_eq!(lines[1]["expected"], json!(null), "nothing was expected yet");
    assert_eq!(lines[0]["plans"][0]["course"], json!({"running": "certain"}));
    assert_eq!(lines[0]["adopters"][0]["party"]["name"], "Bosnia and Herzegovina");
    assert_eq!(lines[2]["scope"]["national"]["generation"], 2);
    assert_eq!(answer["adopted"]["certain"], 2);
    assert!(!lines[0]["sources"].as_array().unwrap().is_empty());
    let later = book.json(&["strategies", "latin", "--on", "2012-12-31"]);
    assert_eq!(later["lines"][0]["stages"], json!({"in-negotiation": "certain"}));
    assert_eq!(later["lines"][0]["expected"]["expected"], "2012");
    assert_eq!(later["lines"][0]["adopted"], json!(null));
    let vague = book.json(&["strategies", "see", "--on", "2012-07-01"]);
    assert_eq!(vague["lines"][0]["plans"][0]["course"], json!({"running": "possible", "over": "possible"}));
    assert_eq!(vague["lines"][0]["meetings"][1]["host"]["codes"], json!(["BIH"]));
}

#[test]
fn strategies_read_well_and_can_be_narrowed_down() {
    let book = book();
    says(
        &book.aoc(&["strategies", "--on", "2013"]).fine().out,
        &[
            "Adopted, and not superseded: at least 2, at most 2.",
            "Spain, 2nd",
            "by time alone",
            "BIH",
            "Action Plan I",
        ],
    );
    says(
        &book.aoc(&["strategies", "Strategy for Latin America", "--on", "2013"]).fine().out,
        &[
            "Where it stands: Strategy for Latin America",
            "Adoption expected for 2012, which is past",
            "Negotiation in Peru, 2010-12.",
        ],
    );
    says(
        &book.aoc(&["strategies", "see", "--on", "2012-12-31"]).fine().out,
        &[
            "Endorsed by Bosnia and Herzegovina (BIH)",
            "Review conference in Belgrade, host: Bosnia",
            "Adopted by: Sarajevo Declaration",
        ],
    );
    let narrowed = |args: &[&str]| names(&book.json(args), "strategy").len();
    assert_eq!(narrowed(&["strategies", "--regional"]), 2);
    assert_eq!(narrowed(&["strategies", "--national"]), 1);
    assert_eq!(narrowed(&["strategies", "--country", "Spain"]), 1);
    assert_eq!(narrowed(&["strategies", "--country", "bih"]), 0);
    book.aoc(&["strategies", "see", "--national"]).fails(2, &["cannot be used with"]);
    book.aoc(&["strategies", "se"]).fails(2, &["no strategy is called `se`"]);
    let before = book.aoc(&["strategies", "--on", "2008"]).fine().out;
    assert!(before.contains("Nothing is on record in this view."), "{before}");
}

#[test]
fn strategies_fill_a_spreadsheet() {
    let rows = rows(&book(), &["strategies", "--on", "2012-12-31"]);
    assert_eq!(rows.len(), 3);
    let see = &rows[0];
    assert_eq!((cell(see, "scope"), cell(see, "of"), cell(see, "stage")), ("regional", "Europe", "adopted"));
    assert_eq!((cell(see, "adopted_earliest"), cell(see, "adopted_place")), ("2009-12-14", "Sarajevo"));
    assert_eq!(cell(see, "endorsed_by"), "Bosnia and Herzegovina");
    assert_eq!((cell(&rows[1], "expected"), cell(&rows[1], "adopted")), ("2012", "no"));
    assert_eq!((cell(&rows[2], "of"), cell(&rows[2], "generation")), ("Spain", "2"));
}

#[test]
fn plans_tell_what_runs_and_what_was_done() {
    let book = book();
    let answer = book.json(&["plans", "--on", "2010-05-10"]);
    let lines = &answer["lines"];
    assert_eq!(lines[0]["plan"]["name"], "Plan of Action");
    assert_eq!(lines[0]["plan"]["course"], json!({"running": "certain"}));
    assert_eq!(lines[0]["activities"][0]["held"]["happened"], "possible");
    assert_eq!(lines[1]["plan"]["kind"], "joint-programme");
    assert_eq!(lines[1]["plan"]["end"], json!({"earliest": "2012-03-01", "latest": "2012-03-01"}));
    assert_eq!((&lines[2]["plan"], &lines[2]["activities"][0]["text"]), (&json!(null), &json!("Visit")));
    assert_eq!(answer["running"]["certain"], 2);
    let over = book.json(&["plans", "mou", "--on", "2012-03-01"]);
    assert_eq!(over["lines"][1]["plan"]["course"], json!({"over": "certain"}));
    says(
        &book.aoc(&["plans", "--on", "2010-05-10"]).fine().out,
        &[
            "Running on that day: at least 2, at most 2.",
            "Perhaps Seminar, led by OIC",
            "led by OIC, with ESP, in Rabat",
            "without a plan",
            "aoc strategies",
        ],
    );
    let rows = rows(&book, &["plans", "--on", "2010-06"]);
    assert_eq!(rows.len(), 3);
    assert_eq!((cell(&rows[0], "kind"), cell(&rows[0], "running")), ("action-plan", "certain"));
    assert_eq!(cell(&rows[1], "period"), "");
    assert!(cell(&rows[2], "activities").starts_with("Visit"));
    book.aoc(&["plans", "Treaty"]).fails(2, &["no agreement is called `Treaty`"]);
}

#[test]
fn contributions_tell_what_was_promised_and_given() {
    let book = book();
    let answer = book.json(&["contributions", "--on", "2008-06-01"]);
    let fund = &answer["lines"][0];
    assert_eq!(fund["partner"]["codes"], json!(["ESP"]));
    assert_eq!(fund["balance"]["delivered"]["certain"], json!({"EUR": "400000"}));
    assert_eq!(fund["balance"]["delivered"]["possible"], json!({"EUR": "1000000.50"}));
    assert_eq!(fund["balance"]["outstanding"]["at_most"], json!({"EUR": "600000.50"}));
    let total = &answer["total"];
    assert_eq!(total["delivered"]["certain"], json!({"EUR": "400000", "USD": "5000"}));
    assert_eq!(total["delivered"]["if_dates_hold"], json!({"USD": "5000"}));
    assert_eq!(total["outstanding"]["at_least"], json!({}));
    assert_eq!(answer["by_form"]["secondment"]["delivered"]["certain"], json!({"USD": "5000"}));
    assert_eq!(answer["by_partner"].as_array().unwrap().len(), 2);
    assert_eq!(answer["lines"][1]["toward"]["name"], "Strategy for South-Eastern Europe");
    says(
        &book.aoc(&["contributions", "--on", "2008-06-01"]).fine().out,
        &[
            "pledged 1000000.50 EUR",
            "delivered at least 400000 EUR + 5000 USD, at most 1000000.50 EUR + 5000 USD",
            "outstanding at least nothing, at most 600000.50 EUR",
            "In the form staff lent",
            "Currencies are never added to each other",
        ],
    );
}

#[test]
fn what_names_no_sum_is_not_nothing() {
    let given = |id: &str, date: &str| {
        let terms = json!({"from": "esp", "form": "volunteers"});
        fact(id, "ContributionDelivered", date, json!({"contribution": id, "terms": terms}))
    };
    let book = Book::of(&[parties(), vec![given("a", "2010"), given("b", "2011")]]);
    let answer = book.json(&["contributions", "--on", "2010"]);
    assert_eq!(answer["total"]["delivered"]["without_sum"], 1);
    says(&book.aoc(&["contributions", "--on", "2010"]).fine().out, &["delivered once, without a sum;"]);
    says(&book.aoc(&["contributions"]).fine().out, &["pledged nothing; delivered 2 times, without a sum;"]);
}

#[test]
fn contributions_can_be_narrowed_down_and_fill_a_spreadsheet() {
    let book = book();
    let count = |args: &[&str]| book.json(args)["lines"].as_array().unwrap().len();
    assert_eq!(count(&["contributions"]), 2);
    assert_eq!(count(&["contributions", "Spain"]), 1);
    assert_eq!(count(&["contributions", "--form", "secondment"]), 1);
    assert_eq!(count(&["contributions", "--currency", "EUR"]), 1);
    assert_eq!(count(&["contributions", "Spain", "--currency", "USD"]), 0);
    book.aoc(&["contributions", "--currency", "euro"]).fails(2, &["ISO 4217"]);
    book.aoc(&["contributions", "--form", "gold"]).fails(2, &["financial", "volunteers"]);
    let rows = rows(&book, &["contributions", "--on", "2008-12-31"]);
    assert_eq!((cell(&rows[0], "pledged_amount"), cell(&rows[0], "pledged_currency")), ("1000000.50", "EUR"));
    assert_eq!(cell(&rows[0], "delivered_at_least"), "1000000.50 EUR");
    assert_eq!((cell(&rows[0], "outstanding_at_most"), cell(&rows[0], "level")), ("", "global"));
}

#[test]
fn answers_can_be_compared_across_days_and_states_of_the_book() {
    let book = book();
    let corrected = json!({"id": "right", "corrects": "see-adopted", "event": "StrategyAdopted",
        "date": "2009-12-14", "data": {"strategy": "see", "place": "Mostar"}, "reason": "for the test",
        "cites": [{"source": "page"}]});
    let head = book.json(&["log"])["commits"][3]["last"].to_string();
    book.record(&[vec![corrected]]);
    let days = book.json(&["diff", "strategies", "--on", "2009-12-13", "--to-on", "2009-12-14"]);
    assert_eq!(days["changed"][0]["before"]["stages"], json!({"in-negotiation": "certain"}));
    assert_eq!(days["changed"][0]["after"]["stages"], json!({"adopted": "certain"}));
    let known = ["diff", "strategies", "see", "--on", "2010", "--known-at", &head, "--to-known-at", "head"];
    let answer = book.json(&known);
    assert_eq!(answer["changed"][0]["before"]["adopted"]["place"], "Sarajevo");
    assert_eq!(answer["changed"][0]["after"]["adopted"]["place"], "Mostar");
    says(&book.aoc(&known).fine().out, &["0 appeared, 0 vanished, 1 changed.", "2009-12-14, Mostar"]);
    let plans = book.json(&["diff", "plans", "mou", "--on", "2010-02", "--to-on", "2010-03"]);
    assert_eq!(plans["appeared"][0]["plan"]["name"], "Media literacy");
    let given = book.json(&["diff", "contributions", "esp", "--on", "2007-01-14", "--to-on", "2007-01-15"]);
    assert_eq!(given["changed"][0]["after"]["delivered"].as_array().unwrap().len(), 1);
    says(
        &book.aoc(&["diff", "contributions", "--on", "2007", "--to-on", "2009"]).fine().out,
        &["1 appeared, 0 vanished, 1 changed.", "staff lent", "delivered: 5000 USD", "Spain (ESP): money"],
    );
}

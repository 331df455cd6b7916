//! Input of shapes that nobody writes by hand: endless lines, deep nesting, huge numbers, thousands of everything. It is
//! refused by a typed error before it takes memory or time, or it is recorded as it was given.

use std::io::{BufReader, Read, repeat};

use aoc_core::{Draft, EventDate, Money, Position, Rule};
use aoc_replay::{Extract, ExtractError, KnownAt, Ledger, Recorded, Register, Timeline, View};
use aoc_store::{ArchiveError, EventLog, LineError, MemoryLog, export, import};
use serde_json::{Value, json};

/// Deeper than any parser goes.
const DEEP: usize = 100_000;

fn draft(json: Value) -> Draft {
    Draft::from_json(json).unwrap()
}

fn party(id: &str, names: &Value) -> Draft {
    let data = json!({"party": id, "kind": "country", "names": names});
    draft(json!({"event": "PartyRegistered", "data": data, "uncited": true}))
}

fn rules(ledger: &Ledger, drafts: &[Draft]) -> Vec<Rule> {
    match ledger.record(drafts).unwrap() {
        Recorded::Rejected(rejections) => {
            rejections.findings().iter().map(|finding| finding.rule.clone()).collect()
        }
        Recorded::Accepted(_) | Recorded::AlreadyRecorded(_) => Vec::new(),
    }
}

fn imported(archive: impl Read) -> ArchiveError {
    import(&mut BufReader::new(archive), &MemoryLog::new(), &mut |_| {}).unwrap_err()
}

const HEADER: &[u8] = b"{\"format\":\"aoc.archive/1\",\"head\":1}\n";

#[test]
fn a_line_without_end_is_read_as_far_as_its_limit() {
    let endless = || repeat(b'[').take(100_000_000);
    let long = |error: &ArchiveError| matches!(error, ArchiveError::Line(LineError::TooLong { .. }));
    let (first, second) = (imported(endless()), imported(HEADER.chain(endless())));
    assert!(long(&first), "{first}");
    assert!(long(&second), "{second}");
}

#[test]
fn deep_json_is_an_error_wherever_it_stands() {
    let deep = "[".repeat(DEEP);
    let fields = format!("{{\"format\":{deep}");
    assert!(serde_json::from_str::<Value>(&deep).is_err());
    assert!(matches!(imported(fields.as_bytes()), ArchiveError::NoHeader { .. }));
    let line = format!("{{\"position\":1,\"leaf\":\"\",\"record\":{deep}");
    assert!(matches!(
        imported(HEADER.chain(line.as_bytes())),
        ArchiveError::Json { .. } | ArchiveError::Cut { .. }
    ));
    assert!(matches!(fields.parse::<Extract>(), Err(ExtractError::Line { line: 1, .. })));
}

#[test]
fn what_is_not_the_text_that_it_should_be_is_named() {
    let broken = imported(HEADER.chain(&b"{\"position\":\xff}\n"[..]));
    assert!(matches!(broken, ArchiveError::Line(LineError::NotUtf8 { .. })), "{broken}");
    let cut = imported(HEADER.chain(&b"{\"position\":1,\"leaf\":\"\xc3"[..]));
    assert!(matches!(cut, ArchiveError::Cut { .. }), "{cut}");
    let zero = imported(HEADER.chain(&b"\0\n"[..]));
    assert!(matches!(zero, ArchiveError::Json { .. }), "{zero}");
}

#[test]
fn a_mark_and_other_line_ends_change_nothing() {
    let ledger = Ledger::in_memory();
    assert_eq!(rules(&ledger, &[party("esp", &json!([{"lang": "en", "text": "Spain"}]))]), []);
    let mut archive = Vec::new();
    export(ledger.log(), &mut archive, &mut |_| {}).unwrap();
    let text = String::from_utf8(archive).unwrap();
    for other in [format!("\u{feff}{text}"), text.replace('\n', "\r\n")] {
        let log = MemoryLog::new();
        import(&mut other.as_bytes(), &log, &mut |_| {}).unwrap();
        assert_eq!(log.head().unwrap(), Position::FIRST);
    }
}

#[test]
fn numbers_beyond_everything_are_refused() {
    let with = |field: &str| format!("{{\"event\":\"PartyRegistered\",\"uncited\":true,{field}}}");
    for field in [
        "\"data\":1e999999",
        "\"corrects\":18446744073709551616",
        "\"after\":-1",
        "\"corrects\":1e3",
        "\"date\":9e99",
    ] {
        let read = serde_json::from_str(&with(field)).map(Draft::from_json);
        assert!(!matches!(read, Ok(Ok(_))), "{field}");
    }
    for date in
        ["9223372036854775807", "-9223372036854775808", "Y-9223372036854775808", "Y1e999999", "10000-01-01"]
    {
        assert!(date.parse::<EventDate>().is_err(), "{date}");
    }
    assert!("2010".repeat(10_000_000).parse::<EventDate>().is_err());
    for sum in [
        "1e999999 EUR",
        "1E5 EUR",
        "99999999999999999999999999999 EUR",
        &format!("{} EUR", "9".repeat(1_000_000)),
    ] {
        assert!(sum.parse::<Money>().is_err());
    }
}

#[test]
fn a_name_is_recorded_as_it_was_given() {
    let texts = [
        "\0",
        "\u{1b}[2J",
        "a\u{202e}b\u{2066}",
        "\u{7f}\u{9b}",
        "=1+1",
        "e\u{301}\u{301}\u{301}",
        "\u{10ffff}",
    ];
    let ledger = Ledger::in_memory();
    for (index, text) in texts.iter().enumerate() {
        let names = json!([{"lang": "en", "text": text}]);
        assert_eq!(rules(&ledger, &[party(&format!("p{index}"), &names)]), [], "{text:?}");
    }
    let mut archive = Vec::new();
    export(ledger.log(), &mut archive, &mut |_| {}).unwrap();
    let log = std::sync::Arc::new(MemoryLog::new());
    import(&mut archive.as_slice(), log.as_ref(), &mut |_| {}).unwrap();
    let register = ledger.ask(&Register, View::on("2020-01-01".parse().unwrap())).unwrap();
    let shown = format!("{:?}", register.value);
    assert!(texts.iter().all(|text| shown.contains(&format!("{text:?}"))), "{shown}");
    assert_eq!(log.head().unwrap(), ledger.head().unwrap());
}

#[test]
fn a_draft_with_very_many_parts_is_refused_with_the_reason() {
    let ledger = Ledger::in_memory();
    let names: Vec<Value> =
        (0..100_000).map(|at| json!({"lang": format!("en-x-{at}"), "text": "a"})).collect();
    let many = party("many", &json!(names));
    assert!(rules(&ledger, &[many]).iter().any(|rule| matches!(rule, Rule::RecordTooLong { .. })));
    let mut twice = names;
    twice.push(json!({"lang": "en-x-7", "text": "b"}));
    let data = json!({"party": "many", "kind": "country", "names": twice});
    let error =
        Draft::from_json(json!({"event": "PartyRegistered", "data": data, "uncited": true})).unwrap_err();
    assert!(error.to_string().contains("two names in the language `en-x-7`"), "{error}");

    let cites: Vec<Value> = (0..100_000).map(|at| json!({"source": format!("s{at}")})).collect();
    let data = json!({"party": "p", "kind": "country", "names": [{"lang": "en", "text": "P"}]});
    let resting = draft(json!({"event": "PartyRegistered", "data": data, "cites": cites}));
    assert!(matches!(rules(&ledger, &[resting]).as_slice(), [Rule::RecordTooLong { .. }]));

    let parties: Vec<String> = (0..100_000).map(|at| format!("p{at}")).collect();
    let obligation = |at: usize| {
        json!({"label": format!("o{at}"), "articles": ["Art. 1"], "kind": "duty", "bearer": {"party": format!("p{at}")}, "trigger": "entry-into-force",
            "due": "open", "text": "What is to be done"})
    };
    let obligations: Vec<Value> = (0..10_000).map(obligation).collect();
    let data = json!({"agreement": "a", "form": "letter-of-intent", "entry_into_force": "last-signature", "names": [{"lang": "en", "text": "A"}],
        "parties": parties, "obligations": obligations});
    let drafted = json!({"event": "AgreementDrafted", "data": data, "uncited": true, "date": "2010"});
    let found = rules(&ledger, &[draft(drafted)]);
    assert!(found.iter().any(|rule| matches!(rule, Rule::TooManyEntities { count: 100_000 })), "{found:?}");
    let own: Vec<String> = (0..100_000).map(|at| format!("0x8001:e{at}")).collect();
    let custom = json!({"event": "0x8001", "data": {"changes": own, "names": []}, "uncited": true});
    let found = rules(&ledger, &[draft(custom)]);
    assert!(found.iter().any(|rule| matches!(rule, Rule::TooManyEntities { count: 100_000 })), "{found:?}");
}

#[test]
fn a_chain_of_anchors_takes_no_more_than_its_limit() {
    let (ledger, names) = (Ledger::in_memory(), json!([{"lang": "en", "text": "Friends"}]));
    let data = json!({"group": "friends", "names": names, "admits": ["country"]});
    let group = draft(json!({"event": "GroupEstablished", "data": data, "date": "1999", "uncited": true}));
    assert_eq!(rules(&ledger, &[group, party("esp", &names)]), []);
    let invited = |at: usize| {
        let data = json!({"group": "friends", "party": "esp"});
        let mut json =
            json!({"id": format!("invited-{at}"), "event": "MemberInvited", "data": data, "uncited": true});
        json["date"] = json!(if at == 0 { "2006-05-01" } else { "[..2006-05]" });
        if at > 0 {
            json["after"] = json!(format!("invited-{}", at - 1));
        }
        draft(json)
    };
    let chain: Vec<Draft> = (0..10_000).map(invited).collect();
    let refused = rules(&ledger, &chain);
    let too_long = refused.iter().filter(|rule| matches!(rule, Rule::AnchorChain)).count();
    assert_eq!(too_long, chain.len() - 257);
}

fn joined(at: usize) -> Draft {
    let on = format!("20{:02}-{:02}-{:02}", at / 336 % 20, at / 28 % 12 + 1, at % 28 + 1);
    let data = json!({"group": "friends", "party": "esp"});
    draft(
        json!({"id": format!("joined-{at}"), "event": "MemberJoined", "data": data, "date": on, "uncited": true}),
    )
}

#[test]
fn very_many_drafts_that_collide_are_all_told_so() {
    let ledger = Ledger::in_memory();
    let names = json!([{"lang": "en", "text": "Friends"}]);
    let data = json!({"group": "friends", "names": names, "admits": ["country"]});
    let group = draft(json!({"event": "GroupEstablished", "data": data, "date": "1999", "uncited": true}));
    assert_eq!(rules(&ledger, &[group, party("esp", &names)]), []);
    let drafts: Vec<Draft> = (0..20_000).map(joined).collect();
    assert_eq!(rules(&ledger, &drafts).len(), drafts.len() - 1);
}

#[test]
fn a_thousand_corrections_of_corrections_are_recorded_asked_and_explained() {
    let ledger = Ledger::in_memory();
    let names = |at: usize| json!([{"lang": "en", "text": format!("Version {at}")}]);
    assert_eq!(rules(&ledger, &[party("esp", &names(0))]), []);
    for at in 1..=1000_u64 {
        let data = json!({"party": "esp", "kind": "country", "names": names(usize::try_from(at).unwrap())});
        let json = json!({"corrects": at, "event": "PartyRegistered", "data": data, "uncited": true, "reason": "again"});
        assert_eq!(rules(&ledger, &[draft(json)]), []);
    }
    let head = ledger.head().unwrap();
    let view = View::on("2020-01-01".parse().unwrap());
    let told = ledger.ask(&Timeline::of_everything(), view).unwrap().value;
    assert_eq!(told.lines.iter().map(|line| line.record.position).collect::<Vec<_>>(), [head]);
    let explained = ledger.explain(&[head], view).unwrap();
    assert!(format!("{explained:?}").contains("Version 1000"));
    let start = KnownAt::Position(Position::START);
    assert_eq!(ledger.corrections_between(start, KnownAt::Position(head)).unwrap().len(), 1000);
    assert!(ledger.audit(&mut |_| {}).unwrap().is_sound());
}

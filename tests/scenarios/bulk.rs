//! Bulk recording: in batches of any size the same book; interrupted anywhere, it goes on where it ended; a rejected batch
//! leaves what came before.

use std::convert::Infallible;

use aoc_core::Draft;
use aoc_replay::{BatchSize, Bulk, BulkError, BulkRecorded, Ledger, Recorded, Together};
use serde_json::json;

use crate::{draft, event, member, party};

/// A group, and parties that join and leave it; the last record but one corrects another.
fn story() -> Vec<Draft> {
    let names = json!([{"lang": "en", "text": "Friends"}]);
    let group = json!({"group": "friends", "names": names, "admits": ["country"]});
    let mut story = vec![event("g", "GroupEstablished", "2005", group)];
    for slug in ["esp", "tur", "fra"] {
        story.push(party(slug, "country", "1900"));
        story.push(member("MemberJoined", slug, "2006"));
    }
    story.push(member("MemberWithdrew", "fra", "2008"));
    story.push(
        json!({"id": "c", "corrects": "memberjoined-tur-2006", "event": "MemberJoined", "date": "2007",
        "data": {"group": "friends", "party": "tur"}, "reason": "a better source"}),
    );
    story.push(party("ita", "country", "1900"));
    story.into_iter().map(draft).collect()
}

fn size(drafts: usize) -> BatchSize {
    BatchSize::of_drafts(drafts).unwrap()
}

/// The drafts, as a reader gives them that never fails.
fn read(drafts: &[Draft]) -> impl Iterator<Item = Result<Draft, Infallible>> {
    drafts.iter().cloned().map(Ok)
}

fn accepted(recorded: BulkRecorded) -> Bulk {
    match recorded {
        BulkRecorded::Accepted(bulk) => bulk,
        BulkRecorded::Rejected { rejections, .. } => panic!("{rejections}"),
    }
}

/// How far it came, and the rules that stand against the next batch.
fn rejected(recorded: BulkRecorded) -> (Bulk, Vec<(usize, &'static str)>) {
    match recorded {
        BulkRecorded::Accepted(bulk) => panic!("{bulk:?}"),
        BulkRecorded::Rejected { before, rejections } => {
            let rule = |finding: &aoc_core::Rejection| (finding.draft.get(), finding.rule.name());
            (before, rejections.findings().iter().map(rule).collect())
        }
    }
}

/// How many drafts were passed over, and how many recorded in how many commits.
fn counts(bulk: &Bulk) -> (usize, usize, usize) {
    let drafts = |stored: Option<aoc_replay::Stored>| stored.map_or(0, |stored| stored.drafts);
    (drafts(bulk.passed_over), drafts(bulk.recorded), bulk.recorded.map_or(0, |stored| stored.commits))
}

/// What the book holds, but for how it was divided into commits and when it was recorded.
fn book(ledger: &Ledger) -> Vec<Option<Draft>> {
    let mut book = Vec::new();
    ledger.log().frames(aoc_core::Position::FIRST).unwrap().for_each(|frame| {
        let frame = frame.unwrap();
        book.extend(frame.records().map(|record| Draft::of_record(&record.unwrap().to_record().unwrap())));
    });
    book
}

#[test]
fn in_batches_of_any_size_the_book_is_the_same() {
    let one_by_one = Ledger::in_memory();
    for draft in story() {
        one_by_one.record(&[draft]).unwrap();
    }
    let story = story();
    for drafts in 1..=story.len() + 1 {
        let ledger = Ledger::in_memory();
        let mut told = Vec::new();
        let bulk =
            accepted(ledger.record_all(read(&story), size(drafts), &mut |bulk| told.push(*bulk)).unwrap());
        let commits = story.len().div_ceil(drafts);
        assert_eq!(counts(&bulk), (0, story.len(), commits));
        assert_eq!(told.last(), Some(&bulk));
        assert_eq!(told.len(), commits, "told after each commit");
        assert_eq!(ledger.commits().unwrap().iter().count(), commits);
        assert_eq!(book(&ledger), book(&one_by_one));
    }
}

#[test]
fn interrupted_anywhere_it_goes_on_there_in_batches_of_any_size() {
    let story = story();
    for cut in 0..story.len() {
        for (before, after) in (1..=4).flat_map(|before| (1..=4).map(move |after| (before, after))) {
            let ledger = Ledger::in_memory();
            let cut_off =
                read(&story[..cut]).map(|draft| draft.map_err(|_| "")).chain([Err("the line is torn")]);
            let failed = ledger.record_all(cut_off, size(before), &mut |_| {}).unwrap_err();
            let whole = cut / before * before;
            let BulkError::Input { before: held, cause: "the line is torn" } = &failed else {
                panic!("{failed}")
            };
            assert_eq!((held.drafts(), ledger.head().unwrap().get()), (whole, whole as u64));
            assert!(
                failed.to_string().contains(&format!("the first {whole} drafts are in the book")),
                "{failed}"
            );

            let bulk = accepted(ledger.record_all(read(&story), size(after), &mut |_| {}).unwrap());
            assert_eq!(counts(&bulk), (whole, story.len() - whole, (story.len() - whole).div_ceil(after)));
            assert_eq!(ledger.head().unwrap().get(), story.len() as u64);

            let again = accepted(ledger.record_all(read(&story), size(before), &mut |_| {}).unwrap());
            assert_eq!(counts(&again), (story.len(), 0, 0));
            let stored = again.passed_over.unwrap();
            assert_eq!((stored.first.get(), stored.last.get()), (1, story.len() as u64));
            assert_eq!(stored.commits, ledger.commits().unwrap().iter().count());
        }
    }
}

#[test]
fn a_rejected_batch_leaves_what_came_before_and_is_tried_again_once_it_is_right() {
    let mut wrong = story();
    let right = std::mem::replace(&mut wrong[4], draft(member("MemberJoined", "nobody", "2006")));
    let ledger = Ledger::in_memory();
    let (before, rules) = rejected(ledger.record_all(read(&wrong), size(3), &mut |_| {}).unwrap());
    // The batch is the fourth to sixth draft: what is wrong is its second.
    assert_eq!((before.drafts(), rules), (3, vec![(2, "not-registered")]));
    assert_eq!(ledger.head().unwrap().get(), 3);
    wrong[4] = right;
    let bulk = accepted(ledger.record_all(read(&wrong), size(3), &mut |_| {}).unwrap());
    assert_eq!(counts(&bulk), (3, 7, 3));
}

#[test]
fn drafts_that_are_only_right_together_are_given_together_or_in_a_larger_batch() {
    let source = json!({"id": "s", "event": "SourceRegistered", "data": {"source": "page", "title": "Page"}});
    let mut cited = party("ita", "country", "1900");
    cited["cites"] = json!([{"source": "page"}]);
    let (spain, cited, source) = (draft(party("esp", "country", "1900")), draft(cited), draft(source));

    let apart = [spain.clone(), cited.clone(), source.clone()];
    let ledger = Ledger::in_memory();
    let (before, rules) = rejected(ledger.record_all(read(&apart), size(2), &mut |_| {}).unwrap());
    assert_eq!((before.drafts(), rules), (0, vec![(2, "unknown-source")]));
    accepted(ledger.record_all(read(&apart), size(3), &mut |_| {}).unwrap());

    // In a commit of two there is no room for both beside the first.
    let ledger = Ledger::in_memory();
    let together = || {
        [Together::from(spain.clone()), vec![cited.clone(), source.clone()].into()].map(Ok::<_, Infallible>)
    };
    let bulk = accepted(ledger.record_all(together(), size(2), &mut |_| {}).unwrap());
    assert_eq!(counts(&bulk), (0, 3, 2));
    // What belongs together may be more than a batch.
    let bulk = accepted(Ledger::in_memory().record_all(together(), size(1), &mut |_| {}).unwrap());
    assert_eq!(counts(&bulk), (0, 3, 2));
    let bulk = accepted(ledger.record_all(together(), size(1), &mut |_| {}).unwrap());
    assert_eq!(counts(&bulk), (3, 0, 0));
}

#[test]
fn a_draft_that_is_given_twice_is_no_retry_in_whatever_batch() {
    let mut twice = story();
    twice.push(twice[1].clone());
    for drafts in 1..=twice.len() {
        let ledger = Ledger::in_memory();
        for _ in 0..2 {
            let (before, rules) =
                rejected(ledger.record_all(read(&twice), size(drafts), &mut |_| {}).unwrap());
            assert_eq!(before.drafts(), (twice.len() - 1) / drafts * drafts);
            assert!(rules.iter().all(|(_, rule)| *rule == "event-id-taken"), "{rules:?}");
        }
    }
}

#[test]
fn what_others_record_meanwhile_is_no_matter() {
    let (ledger, story) = (Ledger::in_memory(), story());
    let meanwhile = |bulk: &Bulk| {
        let other = party(&format!("other-{}", bulk.drafts()), "country", "1900");
        ledger.record(&[draft(other)]).unwrap();
    };
    accepted(ledger.record_all(read(&story), size(4), &mut { meanwhile }).unwrap());
    assert_eq!(ledger.head().unwrap().get(), 13);
    let again = accepted(ledger.record_all(read(&story), size(4), &mut |_| {}).unwrap());
    assert_eq!(counts(&again), (10, 0, 0));
}

#[test]
fn what_was_retracted_since_is_passed_over_only_under_an_id_of_its_own() {
    let group = |own: Option<&str>| {
        let mut json = json!({"event": "GroupEstablished", "date": "2005",
            "data": {"group": "g", "names": [{"lang": "en", "text": "G"}], "admits": ["country"]}});
        json.as_object_mut().unwrap().extend(own.map(|id| ("id".to_owned(), json!(id))));
        [draft(json)]
    };
    for own in [None, Some("chosen")] {
        let ledger = Ledger::in_memory();
        let record = || ledger.record_all(read(&group(own)), BatchSize::default(), &mut |_| {}).unwrap();
        accepted(record());
        ledger.record(&[draft(json!({"retracts": 1, "reason": "it never happened"}))]).unwrap();
        match own {
            Some(_) => assert_eq!(counts(&accepted(record())), (1, 0, 0)),
            None => assert_eq!(rejected(record()).1, [(1, "event-id-taken")]),
        }
    }
}

fn founding() -> serde_json::Value {
    json!({"group": "g", "names": [{"lang": "en", "text": "G"}], "admits": ["country"]})
}

/// What a retraction without an id of its own achieved is that the fact no longer stands: it was recorded all the same.
#[test]
fn a_retraction_that_is_given_again_is_the_one_that_was_recorded() {
    let ledger = Ledger::in_memory();
    ledger.record(&[draft(event("g", "GroupEstablished", "2005", founding()))]).unwrap();
    let retraction = draft(json!({"retracts": "g", "reason": "it never happened"}));
    assert!(matches!(ledger.record(std::slice::from_ref(&retraction)).unwrap(), Recorded::Accepted(_)));
    assert!(matches!(
        ledger.record(std::slice::from_ref(&retraction)).unwrap(),
        Recorded::AlreadyRecorded(_)
    ));
    let party = draft(party("esp", "country", "1900"));
    let all = accepted(ledger.record_all(read(&[retraction, party]), size(1), &mut |_| {}).unwrap());
    assert_eq!(all.drafts(), 2, "{all:?}");
    assert_eq!(ledger.head().unwrap().get(), 3);
}

/// The fact stands again: who retracts it again is not told that it is retracted.
#[test]
fn a_retraction_that_was_corrected_is_not_recorded_already() {
    let ledger = Ledger::in_memory();
    ledger.record(&[draft(event("g", "GroupEstablished", "2005", founding()))]).unwrap();
    let retraction = draft(json!({"retracts": "g", "reason": "it never happened"}));
    ledger.record(std::slice::from_ref(&retraction)).unwrap();
    let restored = json!({"id": "r", "corrects": 2, "event": "GroupEstablished", "date": "2005", "data": founding(), "reason": "it did"});
    assert!(matches!(ledger.record(&[draft(restored)]).unwrap(), Recorded::Accepted(_)));
    assert!(matches!(ledger.record(&[retraction]).unwrap(), Recorded::Rejected(_)));
}

//! How fast one draft is judged.

use aoc_benches::Arrivals;
use aoc_core::{Book, Draft, Record, Timestamp, decide};

use crate::runs::{microseconds, sample, time};
use crate::site::Site;

/// How many samples a run has at most.
const SAMPLES: usize = 500;

/// How long judging took, and what the draft becomes.
fn judge(book: &Book, draft: &Draft) -> (f64, Vec<Record>) {
    let now = Timestamp::from_micros(0);
    let (took, records) = time(|| decide(book, std::slice::from_ref(draft), now));
    (microseconds(took), records.expect("an accepted draft"))
}

pub(super) fn newcomer(site: &mut Site) -> Vec<f64> {
    let (book, draft) = (site.book(), Arrivals::newcomer());
    sample(SAMPLES, || judge(book, &draft).0)
}

pub(super) fn backdated(site: &mut Site) -> Vec<f64> {
    let mut history = site.history().clone();
    let book = site.book();
    sample(SAMPLES, || judge(book, &history.backdated()).0)
}

/// The last of the three: the book goes on with the story.
pub(super) fn next(site: &mut Site) -> Vec<f64> {
    let mut history = site.history().clone();
    let mut book = site.take_book();
    sample(SAMPLES, || {
        let (took, records) = judge(&book, &history.draft());
        for record in &records {
            book.append(record);
        }
        took
    })
}

//! How fast one draft is judged in a book of many records.
//!
//! Run it with `cargo bench -p aoc-benches --bench decide`.

use std::sync::LazyLock;

use aoc_benches::{Arrivals, History, full};
use aoc_core::{Book, Draft, Position, Timestamp, decide};
use divan::{Bencher, main as run};

fn main() {
    run();
}

static BOOK: LazyLock<(Book, History)> = LazyLock::new(|| {
    let (ledger, history) = full();
    let mut book = Book::default();
    for frame in ledger.log().frames(Position::FIRST).expect("a readable log") {
        for record in frame.expect("a whole frame").records() {
            book.append(&record.expect("a whole record").to_record().expect("a known event"));
        }
    }
    (book, history)
});

fn judge(bencher: Bencher<'_, '_>, draft: &Draft) {
    let book = &BOOK.0;
    let now = Timestamp::from_micros(0);
    bencher.bench_local(|| decide(book, std::slice::from_ref(draft), now).expect("an accepted draft"));
}

/// Something that nothing else has to do with.
#[divan::bench(max_time = 2)]
fn newcomer(bencher: Bencher<'_, '_>) {
    judge(bencher, &Arrivals::newcomer());
}

/// The next thing that happens.
#[divan::bench(max_time = 2)]
fn at_the_end(bencher: Bencher<'_, '_>) {
    let draft = BOOK.1.clone().draft();
    judge(bencher, &draft);
}

/// A renaming long ago: the party's timeline and everything that names the party are judged again.
#[divan::bench(max_time = 2)]
fn backdated(bencher: Bencher<'_, '_>) {
    judge(bencher, &BOOK.1.clone().backdated());
}

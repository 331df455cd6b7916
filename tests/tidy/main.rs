//! Tidiness: what the compiler and clippy do not see, checked over the whole repository.
//!
//! `cargo test -p aoc-tests --test tidy`. Every check collects what is wrong and fails with the list.

mod documents;
mod kinds;
mod modules;
mod repository;
mod texts;

/// Fails with everything that is wrong, a line each.
#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

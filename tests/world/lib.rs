//! What the laws and the trials share: a small world with histories in it, and a judge of whole books.
//!
//! `universe` is who and what there is, `scene` what may happen in each area. `desk` writes drafts with the book in sight,
//! `history` keeps what became of them; `truth` makes true histories, told roughly. `naive` judges the whole book without regard
//! to how the crates do it; `invariants` and `merkle` say a second time what is true of every ledger, and what the root of its records is.
//! `ledgers` are ledgers over both logs, and everything that can be asked of them. `simulation` is all of it at once.

#![allow(
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "for our own tests, where a panic is a finding"
)]

pub mod desk;
pub mod history;
pub mod invariants;
pub mod ledgers;
pub mod merkle;
pub mod naive;
pub mod scene;
pub mod simulation;
pub mod truth;
pub mod universe;

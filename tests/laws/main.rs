//! The laws of DESIGN.md, section 3, as property tests over generated histories: one file a law.
//!
//! `scene.rs` lists what may happen in each area; `history.rs` makes histories that the book accepted, `truth.rs` true
//! ones, told roughly; `naive.rs` judges the whole book and `resolutions.rs` tries all the ways in which it may have
//! been, both without regard to how the crates do it. Each test names its law; beside them, `coverage.rs` shows as a table
//! what the generators reach, `invariants.rs` holds what is true of every ledger, and `found.rs` what was once found
//! wrong. `AOC_CASES=10` runs ten times as many cases.

mod cases;
mod coverage;
mod desk;
mod found;
mod generator;
mod history;
mod invariants;
mod law_01_append_only;
mod law_03_order_of_effect;
mod law_04_past_as_known;
mod law_05_outline_invisible;
mod law_06_block_boundaries;
mod law_06_threads;
mod law_07_valid_timelines;
mod law_08_certain_and_possible;
mod law_10_evidence;
mod law_10_extract;
mod law_11_archive;
mod law_12_determinism;
mod law_13_reach;
mod ledgers;
mod naive;
mod resolutions;
mod scene;
mod truth;
mod universe;

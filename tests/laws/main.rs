//! The laws of DESIGN.md, section 3, as property tests over generated histories: one file a law.
//!
//! The world in which the histories play, and the judge of the whole book, are those of `tests/world`; `histories.rs` draws
//! from it, and `resolutions.rs` tries all the ways in which a book may have been. Each test names its law; beside them, `coverage.rs` shows as a table
//! what the generators reach, `teller.rs` records true histories, `invariants.rs` holds what is true of every ledger, and
//! `found.rs` what was once found wrong. `AOC_CASES=10` runs ten times as many cases.

mod cases;
mod coverage;
mod found;
mod generator;
mod histories;
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
mod resolutions;
mod teller;

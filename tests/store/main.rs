//! The store: one contract for every log, bytes (law 9), crashes (laws 1 and 2), bad opens.
//!
//! `cargo test -p aoc-tests --test store`; a part of it with `… store bytes::`.

mod backup;
mod bad_open;
mod bytes;
mod cache;
mod contract;
mod crash;
mod damage;
mod delegation;
mod doors;
mod erasure;
mod evidence;
mod faults;
mod fixtures;
mod generate;
mod header;
mod hostile;
mod hostile_files;
mod outline;
mod packing;
mod proofs;
mod recording;
mod salvage;
mod sealed;
mod state_machine;
mod support;
mod tiled;
mod verifying;
mod versions;

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| aoc_fuzz::properties::archive::holds(bytes));

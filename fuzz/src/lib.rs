//! What every target asserts. It stands with the tests, which replay the corpora.

#[path = "../../tests/hostile/properties/mod.rs"]
pub mod properties;

//! The verbs that prove.

mod fields;
pub(crate) mod log;
pub(crate) mod verify;

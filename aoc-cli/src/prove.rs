//! The verbs that prove.

pub(crate) mod answer;
pub(crate) mod check;
pub(crate) mod checkpoint;
mod exhibit;
mod fields;
mod given;
pub(crate) mod key;
pub(crate) mod log;
pub(crate) mod proof;
mod signed;
pub(crate) mod verify;

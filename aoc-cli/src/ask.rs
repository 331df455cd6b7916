//! The verbs that ask.

pub(crate) mod diff;
mod differences;
pub(crate) mod explain;
pub(crate) mod facts;
pub(crate) mod holders;
pub(crate) mod late;
mod listing;
pub(crate) mod members;
pub(crate) mod reconcile;
mod series;
pub(crate) mod timeline;

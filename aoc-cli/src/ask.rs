//! The verbs that ask.

pub(crate) mod agreements;
pub(crate) mod calendar;
mod certainty;
pub(crate) mod contributions;
pub(crate) mod diff;
mod differences;
pub(crate) mod directory;
pub(crate) mod explain;
pub(crate) mod facts;
pub(crate) mod holders;
pub(crate) mod late;
mod listing;
pub(crate) mod members;
pub(crate) mod memberships;
pub(crate) mod obligations;
pub(crate) mod partners;
pub(crate) mod plans;
mod priorities;
pub(crate) mod reconcile;
pub(crate) mod roster;
mod series;
mod story;
pub(crate) mod strategies;
pub(crate) mod timeline;
mod works;

//! The verbs that keep.

pub(crate) mod backup;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod init;
pub(crate) mod man;
pub(crate) mod restore;
pub(crate) mod salvage;
pub(crate) mod snapshot;

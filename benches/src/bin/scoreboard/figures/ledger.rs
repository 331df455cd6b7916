//! Building, opening, and what a ledger takes on disk.

use crate::runs::{milliseconds, rate, real, time};
use crate::site::{self, Site};

pub(super) fn build(site: &mut Site) -> Vec<f64> {
    vec![rate(site.events(), site.build())]
}

pub(super) fn disk(site: &mut Site) -> Vec<f64> {
    let (disk, records) = site.bytes();
    vec![real(disk) / real(records)]
}

pub(super) fn disk_mixed(site: &mut Site) -> Vec<f64> {
    let (disk, records) = site.build_mixed(20_000);
    vec![real(disk) / real(records)]
}

pub(super) fn open(site: &mut Site) -> Vec<f64> {
    let path = site.closed();
    vec![milliseconds(time(|| site::open(&path)).0)]
}

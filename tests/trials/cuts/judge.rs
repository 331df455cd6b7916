//! [`judge`]: mounts the image that a cut left, and inspects the ledger on it.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::inspection::{Breach, Broken, Found, inspect};
use super::place::Place;
use super::promises::Promises;
use super::tally::Tally;
use super::volume::{Mounted, copy};
use super::{CutsArgs, Outcome, Syncs};

/// The name of the ledger on its file system.
pub(super) const LEDGER: &str = "ledger";
/// Of so many broken promises the image is kept.
const EVIDENCE_MAX: usize = 3;

/// Judges a copy of the image, and counts what was found. Of a breach the image stays, with what was promised.
pub(super) fn judge(
    args: &CutsArgs,
    place: &Place,
    image: &Path,
    promises: &Promises,
    tally: &mut Tally,
) -> Outcome<()> {
    let judged = place.path("judged.img");
    copy(image, &judged)?;
    let found = match Mounted::left(&judged, &place.left(), args.file_system) {
        Err(error) => Err((Breach::Unmounted, error.to_string())),
        Ok(mounted) => catch_unwind(AssertUnwindSafe(|| inspect(&mounted.dir().join(LEDGER), promises)))
            .unwrap_or_else(|_| Err((Breach::Unopened, "it panicked".into()))),
    };
    if let Err(broken) = &found
        && args.syncs() == Syncs::Kept
        && tally.breaches() < EVIDENCE_MAX
    {
        keep_evidence(place, image, promises, broken, tally)?;
    }
    tally.count(promises, &found);
    Ok(())
}

fn keep_evidence(
    place: &Place,
    image: &Path,
    promises: &Promises,
    (breach, why): &Broken,
    tally: &Tally,
) -> Outcome<()> {
    let name = format!("cut-{}", tally.cuts());
    eprintln!("{name}: {breach:?}: {why}");
    copy(image, &place.path(format!("{name}.img")))?;
    fs::write(place.path(format!("{name}.txt")), format!("{breach:?}: {why}\n{promises:#?}\n"))?;
    Ok(())
}

/// What was found of one cut.
pub(super) type Judged = Result<Found, Broken>;

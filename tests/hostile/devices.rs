//! What stands in the place of a file and is none: it is named, and not read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use aoc_store::{MemoryLog, TiledLog, write_tiled};

use crate::properties::made::{key, recorded};

/// A device that gives bytes without end.
const ENDLESS: &str = "/dev/zero";

#[test]
fn a_file_of_an_archive_that_has_no_end_is_not_read() {
    let place = tempfile::tempdir().unwrap();
    let log = std::sync::Arc::new(MemoryLog::new());
    let ledger = recorded(std::sync::Arc::clone(&log));
    ledger.checkpoint(key(), &mut |_| {}).unwrap();
    write_tiled(log.as_ref(), place.path(), &mut |_| {}).unwrap();
    let bundle =
        fs::read_dir(place.path().join("tile/entries/000.p")).unwrap().next().unwrap().unwrap().path();
    for file in ["manifest.json", "checkpoints", bundle.strip_prefix(place.path()).unwrap().to_str().unwrap()]
    {
        let refused = with_endless(&place.path().join(file), || TiledLog::open(place.path()).unwrap_err());
        assert!(refused.to_string().contains("no file"), "{file}: {refused}");
    }
    assert!(TiledLog::open(place.path()).is_ok());
}

fn with_endless<T>(path: &Path, work: impl FnOnce() -> T) -> T {
    let aside = path.with_extension("aside");
    fs::rename(path, &aside).unwrap();
    symlink(ENDLESS, path).unwrap();
    let worked = work();
    fs::remove_file(path).unwrap();
    fs::rename(&aside, path).unwrap();
    worked
}

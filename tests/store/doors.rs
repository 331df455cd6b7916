//! What lies in a ledger or an archive and leads elsewhere is refused, and nothing is opened, written to or waited for; nobody but
//! the owner reads what is made. Method: put links, pipes, sockets and directories in the place of every file.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use aoc_core::Position;
use aoc_store::{
    EventLog, FileKind, Frame, MemoryLog, OpenError, SledLog, TiledError, TiledLog, write_tiled,
};
use tempfile::TempDir;

use crate::support::{commit, with_persons};
use crate::tiled::{key, ledger_over, record};

/// A ledger with a file under every name that is known, closed; its directory is beside others.
fn ledger() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("ledger");
    let ledger = ledger_over(Arc::new(SledLog::create(&dir).unwrap()));
    record(&ledger, 0, 9);
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    ledger.snapshot().unwrap();
    drop(ledger);
    // Opened again, it has a snapshot of the storage engine.
    drop(SledLog::open(&dir).unwrap());
    (place, dir)
}

fn all_below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        found.push(path.clone());
        if path.is_dir() && !path.is_symlink() {
            found.extend(all_below(&path));
        }
    }
    found.sort();
    found
}

/// Puts something else in the place of what lies there; what lay there goes to `aside`.
fn put(kind: FileKind, path: &Path, aside: &Path) {
    let _ = fs::remove_dir_all(aside);
    let _ = fs::remove_file(aside);
    if path.exists() {
        fs::rename(path, aside).unwrap();
    } else {
        fs::write(aside, "elsewhere").unwrap();
    }
    match kind {
        FileKind::Link => symlink(aside, path).unwrap(),
        FileKind::Shared => fs::hard_link(aside, path).unwrap(),
        FileKind::Directory => fs::create_dir(path).unwrap(),
        FileKind::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
        FileKind::Socket => drop(UnixListener::bind(path).unwrap()),
        FileKind::File => fs::write(path, "a file").unwrap(),
        other => panic!("{other} cannot be made here"),
    }
}

fn back(path: &Path, aside: &Path) {
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir(path).unwrap();
    } else {
        fs::remove_file(path).unwrap();
    }
    fs::rename(aside, path).unwrap();
}

#[test]
fn what_leads_elsewhere_is_refused_under_every_name_of_a_ledger() {
    let (place, dir) = ledger();
    let aside = place.path().join("aside");
    let there = all_below(&dir);
    for name in
        ["aoc-ledger", "head", "sealed", "db", "conf", "blobs", "checkpoints", "cache", "cache/outline"]
    {
        assert!(there.contains(&dir.join(name)), "{name} is tried");
    }
    assert!(
        there.iter().any(|path| path.to_string_lossy().contains("snap.")),
        "the engine's snapshot is tried"
    );
    for path in there {
        let mut kinds = vec![FileKind::Link, FileKind::Pipe, FileKind::Socket];
        if path.is_dir() {
            // The log goes on without a cache, whatever lies in its place.
            kinds.extend(path.ends_with("blobs").then_some(FileKind::File));
        } else {
            kinds.push(FileKind::Shared);
            // Of what the engine calls its own, and of caches, nothing more is known.
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            kinds.extend(
                (path.parent() == Some(&dir) && !name.starts_with("snap.")).then_some(FileKind::Directory),
            );
        }
        for found in kinds {
            put(found, &path, &aside);
            let before = fs::symlink_metadata(&aside).unwrap();
            assert_eq!(SledLog::open(&dir).unwrap_err(), OpenError::Foreign { path: path.clone(), found });
            let after = fs::symlink_metadata(&aside).unwrap();
            assert_eq!(
                (before.len(), before.mtime_nsec()),
                (after.len(), after.mtime_nsec()),
                "it is not touched"
            );
            back(&path, &aside);
        }
    }
    let text = OpenError::Foreign { path: dir.join("db"), found: FileKind::Link }.to_string();
    assert!(text.contains("db is a symbolic link") && text.contains("backup or archive"), "{text}");
    SledLog::open(&dir).unwrap();
    // The ledger itself may be found by a link.
    symlink(&dir, place.path().join("by-link")).unwrap();
    SledLog::open(place.path().join("by-link")).unwrap();
}

#[test]
fn a_link_that_waits_for_a_file_to_be_made_is_not_followed() {
    let (place, dir) = ledger();
    let elsewhere = place.path().join("elsewhere");
    for name in ["checkpoints.new", "cache/unfinished.new", "blobs/1", "sealed"] {
        let path = dir.join(name);
        let _ = fs::remove_file(&path);
        symlink(&elsewhere, &path).unwrap();
        let refused = SledLog::open(&dir).unwrap_err();
        assert_eq!(refused, OpenError::Foreign { path: path.clone(), found: FileKind::Link });
        fs::remove_file(&path).unwrap();
    }
    // Somebody puts one there while the ledger is open: only its owner could.
    let ledger = ledger_over(Arc::new(SledLog::open(&dir).unwrap()));
    for name in ["checkpoints.new", "cache/unfinished.new"] {
        symlink(&elsewhere, dir.join(name)).unwrap();
    }
    record(&ledger, 9, 12);
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    ledger.log().cache().unwrap().replace(&"mine".parse().unwrap(), b"bytes").unwrap();
    assert!(!elsewhere.exists(), "nothing was written there");
    // Nor where a ledger is made.
    let new = place.path().join("new");
    fs::create_dir(&new).unwrap();
    symlink(&elsewhere, new.join("aoc-ledger")).unwrap();
    assert_eq!(SledLog::create(&new).unwrap_err(), OpenError::NotEmpty { dir: new });
    assert!(!elsewhere.exists());
}

#[test]
fn nobody_else_can_look_into_a_ledger_before_the_engine_makes_its_files() {
    let (place, dir) = ledger();
    let open_to_all = |dir: &Path| {
        for path in all_below(dir).iter().map(PathBuf::as_path).chain([dir]) {
            fs::set_permissions(path, Permissions::from_mode(0o777)).unwrap();
        }
    };
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    open_to_all(&dir);
    let log = SledLog::open(&dir).unwrap();
    assert_eq!(mode(&dir), 0o700);
    for path in fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()) {
        assert_eq!(mode(&path), if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
    drop(log);
    // Nor where it is made in a directory that was open to all.
    let new = place.path().join("new");
    fs::create_dir(&new).unwrap();
    fs::set_permissions(&new, Permissions::from_mode(0o777)).unwrap();
    drop(SledLog::create(&new).unwrap());
    for path in all_below(&new).iter().chain([&new]) {
        assert_eq!(mode(path), if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
    // Where the engine does not come to an end, the directory was closed before.
    open_to_all(&dir);
    let db = fs::read(dir.join("db")).unwrap();
    fs::write(dir.join("db"), &db[..20]).unwrap();
    SledLog::open(&dir).unwrap_err();
    assert_eq!(mode(&dir), 0o700);
}

#[test]
fn an_archive_of_plain_files_is_made_for_its_owner_only() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("archive");
    fs::create_dir(&dir).unwrap();
    fs::set_permissions(&dir, Permissions::from_mode(0o755)).unwrap();
    write_tiled(&some_log(), &dir, &mut |_| {}).unwrap();
    for path in all_below(&dir).iter().chain([&dir]) {
        let expected = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, expected, "{}", path.display());
    }
}

fn some_log() -> MemoryLog {
    let log = MemoryLog::new();
    let records = with_persons(commit(Position::START, 300, 9));
    log.append(Position::START, &Frame::of(&records).unwrap()).unwrap();
    log
}

/// Opens an archive and reads all of it.
fn read(dir: &Path) -> Result<(), TiledError> {
    TiledLog::open(dir)?.check_files(&mut |_| {})
}

#[test]
fn what_leads_out_of_an_archive_is_refused_under_every_name() {
    let place = tempfile::tempdir().unwrap();
    let (dir, aside) = (place.path().join("archive"), place.path().join("aside"));
    let ledger = ledger_over(Arc::new(MemoryLog::new()));
    record(&ledger, 0, 300);
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    write_tiled(ledger.log(), &dir, &mut |_| {}).unwrap();
    read(&dir).unwrap();
    for path in all_below(&dir) {
        let name = path.strip_prefix(&dir).unwrap().to_string_lossy().into_owned();
        // Of these nothing follows: they are for others.
        if ["README", "checkpoint"].contains(&name.as_str()) {
            continue;
        }
        let kinds: &[FileKind] = if path.is_dir() {
            &[FileKind::Link]
        } else {
            &[FileKind::Link, FileKind::Pipe, FileKind::Socket, FileKind::Directory]
        };
        for kind in kinds {
            put(*kind, &path, &aside);
            let refused = read(&dir).unwrap_err().to_string();
            assert!(refused.contains(&format!("{kind} stands in the place of the file {name}")), "{refused}");
            back(&path, &aside);
        }
    }
    read(&dir).unwrap();
    // Copies that share their files are read, for nothing is written; the archive itself may be found by a link.
    put(FileKind::Shared, &dir.join("tile/entries/000"), &aside);
    symlink(&dir, place.path().join("by-link")).unwrap();
    read(&place.path().join("by-link")).unwrap();
}

#[test]
fn no_file_outside_of_an_archive_is_named_by_its_manifest() {
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("archive");
    write_tiled(&some_log(), &dir, &mut |_| {}).unwrap();
    let good = fs::read_to_string(dir.join("manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&good).unwrap();
    let long = "x/".repeat(1_500);
    for path in
        ["../x", "/etc/passwd", "a\\..\\x", "nul\0in it", long.as_str(), "aoc.tiles/../x", "aoc.tiles/1/../x"]
    {
        for field in ["format", "root", "records", "sealed", "entries", "tile"] {
            let mut forged = manifest.clone();
            forged[field] = path.into();
            fs::write(dir.join("manifest.json"), forged.to_string()).unwrap();
            let refused = TiledLog::open(&dir).unwrap_err();
            match refused {
                TiledError::Damaged { file, .. } => assert_eq!(file, "manifest.json"),
                TiledError::Newer { found } => assert!(field == "format" && found.starts_with("aoc.tiles/")),
                other => panic!("{field} {path}: {other:?}"),
            }
        }
    }
    // Numbers become names of digits only, however large they are.
    for records in [u64::MAX, u64::MAX - 300, 1 << 40, 301] {
        let mut forged = manifest.clone();
        forged["records"] = records.into();
        fs::write(dir.join("manifest.json"), forged.to_string()).unwrap();
        match TiledLog::open(&dir).unwrap_err() {
            TiledError::Missing { file } => {
                let is_ours = |c: char| c.is_ascii_digit() || "x/.p".contains(c);
                assert!(
                    file.strip_prefix("tile/").unwrap().replace("entries", "").chars().all(is_ours),
                    "{file}"
                );
            }
            other => panic!("{records}: {other:?}"),
        }
    }
    // A manifest that is longer than one can be is not read to its end.
    fs::write(dir.join("manifest.json"), format!("{good}{}", " ".repeat(5_000))).unwrap();
    assert!(matches!(TiledLog::open(&dir), Err(TiledError::Damaged { .. })));
}

#[test]
fn a_ledger_on_a_file_system_that_can_only_be_read_is_told_from_one_of_somebody_else() {
    let refused = OpenError::of_io("ledger/head", &std::io::Error::from_raw_os_error(30));
    assert!(matches!(refused, OpenError::ReadOnly { .. }), "EROFS");
    assert!(refused.to_string().contains("copy the ledger to where it can be written to"), "{refused}");
    let (_place, dir) = ledger();
    let script =
        "mount --bind \"$2\" \"$2\" && mount -o remount,bind,ro \"$2\" || exit 77; exec \"$1\" hold \"$2\"";
    let opened = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_trials")])
        .arg(&dir)
        .stdin(Stdio::null())
        .output();
    let said = opened.map(|ended| String::from_utf8_lossy(&ended.stderr).into_owned()).unwrap_or_default();
    if said.contains("can only be read") {
        assert!(said.contains("head"), "{said}");
    } else {
        // Whoever may not mount has seen the words above.
        assert!(!said.contains("permission to open"), "{said}");
        eprintln!("nothing could be mounted here: {said}");
    }
    SledLog::open(&dir).unwrap();
}

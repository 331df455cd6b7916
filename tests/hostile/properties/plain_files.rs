//! Archives as plain files, of which one is exchanged, or in which the records are and all else is made to fit.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aoc_core::Position;
use aoc_store::{EventLog, HashList, MemoryLog, TiledLog, restore, verify, write_tiled};
use tempfile::TempDir;

use super::made::{key, many, recorded};

/// The first byte says which file the others are in place of; the last number, that they are records, behind their lengths.
pub fn holds(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let folders = folders().lock().unwrap_or_else(PoisonError::into_inner);
    let files: Vec<(&Path, &PathBuf)> =
        folders.iter().flat_map(|folder| folder.files.iter().map(|file| (folder.dir.path(), file))).collect();
    match files.get(usize::from(*which) % (files.len() + 1)) {
        Some((dir, file)) => {
            let path = dir.join(file);
            let before = fs::read(&path).expect("a file");
            fs::write(&path, bytes).expect("room on the disk");
            read(dir);
            fs::write(&path, before).expect("room on the disk");
        }
        None => fitted(bytes),
    }
}

/// Every file of the directories as it is, and the records of the small one.
pub fn seeds() -> Vec<Vec<u8>> {
    let folders = folders().lock().unwrap_or_else(PoisonError::into_inner);
    let files =
        folders.iter().flat_map(|folder| folder.files.iter().map(|file| folder.dir.path().join(file)));
    let bytes: Vec<Vec<u8>> = files.map(|file| fs::read(file).expect("a file")).collect();
    let entries = folders[0].files.iter().position(|file| file.starts_with("tile/entries"));
    let fitted = bytes[entries.expect("records")].clone();
    let all = bytes.into_iter().chain([fitted]).enumerate();
    all.map(|(which, bytes)| [&[u8::try_from(which).expect("few files")][..], &bytes].concat()).collect()
}

/// It is opened, checked and restored, or refused; what was restored is sound.
fn read(dir: &Path) {
    let tiled = match TiledLog::open(dir) {
        Ok(tiled) => tiled,
        Err(error) => return drop(error.to_string()),
    };
    let _ = tiled.check_files(&mut |_| {}).map_err(|error| error.to_string());
    let _ = verify(&tiled, &mut |_| {}).map(|report| report.is_sound());
    let log = MemoryLog::new();
    match restore(&tiled, &log, &mut |_| {}) {
        Ok(head) => {
            assert_eq!(head, tiled.tree());
            assert!(verify(&log, &mut |_| {}).expect("a log in memory").is_sound());
        }
        Err(error) => {
            drop(error.to_string());
            assert_eq!(
                log.head().expect("a log in memory"),
                Position::START,
                "a damaged archive restores nothing"
            );
        }
    }
}

/// Up to 255 records, of which the tile and the manifest follow.
fn fitted(bytes: &[u8]) {
    let (mut rest, mut records) = (bytes, Vec::new());
    while let Some((len, behind)) = rest.split_first_chunk() {
        let (record, behind) = behind.split_at(usize::from(u16::from_be_bytes(*len)).min(behind.len()));
        records.push(record);
        rest = behind;
    }
    records.truncate(255);
    if records.is_empty() {
        return;
    }
    let dir = tempfile::tempdir().expect("room on the disk");
    let (entries, tile) = (dir.path().join("tile/entries/000.p"), dir.path().join("tile/0/000.p"));
    let bundle: Vec<u8> = records
        .iter()
        .flat_map(|record| {
            let len = u16::try_from(record.len()).unwrap_or(u16::MAX).to_be_bytes();
            [&len[..], record].concat()
        })
        .collect();
    let hashes: Vec<u8> =
        records.iter().flat_map(|record| *aoc_store::TreeHash::of_record(record).bytes()).collect();
    let (count, root) = (records.len(), HashList::of(&records).root());
    for (place, content) in [(entries, bundle), (tile, hashes)] {
        fs::create_dir_all(&place).expect("room on the disk");
        fs::write(place.join(count.to_string()), content).expect("room on the disk");
    }
    let manifest = format!(r#"{{"format":"aoc.tiles/1","records":{count},"root":"{root}","sealed":0}}"#);
    fs::write(dir.path().join("manifest.json"), manifest).expect("room on the disk");
    read(dir.path());
}

/// A directory, and the files in it.
struct Folder {
    dir: TempDir,
    files: Vec<PathBuf>,
}

/// A small one with everything in it, and one of 300 records.
fn folders() -> &'static Mutex<[Folder; 2]> {
    static FOLDERS: OnceLock<Mutex<[Folder; 2]>> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let (small, large) = (Arc::new(MemoryLog::new()), Arc::new(MemoryLog::new()));
        recorded(Arc::clone(&small)).checkpoint(key(), &mut |_| {}).expect("a sound ledger");
        drop(many(Arc::clone(&large), 300));
        Mutex::new([folder(&small), folder(&large)])
    })
}

fn folder(log: &MemoryLog) -> Folder {
    let dir = tempfile::tempdir().expect("room on the disk");
    write_tiled(log, dir.path(), &mut |_| {}).expect("a sound log");
    let mut files = Vec::new();
    walk(dir.path(), dir.path(), &mut files);
    files.sort();
    Folder { dir, files }
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        match path.strip_prefix(root) {
            _ if path.is_dir() => walk(root, &path, files),
            Ok(name) => files.push(name.to_owned()),
            Err(error) => panic!("{error}"),
        }
    }
}

//! What lies in the repository: the workspace's members, their manifests, every text file.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A file of the repository by its path from the root.
pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The members of the workspace, in reading order.
pub(crate) fn members() -> Vec<String> {
    let manifest = read("Cargo.toml");
    let list =
        manifest.lines().find_map(|line| line.strip_prefix("members = [")).expect("members in one line");
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// A line of a manifest: its table (`dependencies`, `[test]` …), key and value.
pub(crate) struct Entry {
    pub(crate) table: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

/// The entries of a manifest. Understands as much of TOML as our manifests use.
pub(crate) fn manifest(dir: &str) -> Vec<Entry> {
    let mut table = String::new();
    let mut entries = Vec::new();
    for line in read(&format!("{dir}/Cargo.toml")).lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut table);
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let key = key.trim().split('.').next().unwrap_or_default().to_owned();
            let value = value.trim().trim_matches('"').to_owned();
            entries.push(Entry { table: table.clone(), key, value });
        }
    }
    entries
}

const TEXT: [&str; 10] = ["rs", "toml", "md", "json", "jsonl", "csv", "lock", "yml", "sh", "txt"];
const TEXT_NAMES: [&str; 7] =
    ["justfile", "run", "test", "LICENSE-MIT", "LICENSE-APACHE", ".gitignore", ".gitattributes"];

/// Every text file of the repository, by its path from the root, sorted.
pub(crate) fn files() -> Vec<String> {
    let mut files = Vec::new();
    walk(&root(), "", &mut files);
    files.sort();
    files
}

fn walk(dir: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(dir).expect("a directory") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type().expect("a type").is_dir() {
            let foreign =
                name == "target" || name == ".git" || name == "node_modules" || is_ledger(&entry.path());
            if !foreign {
                walk(&entry.path(), &format!("{path}/"), files);
            }
        } else {
            let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().into_owned());
            let text = ending.is_some_and(|ending| TEXT.contains(&ending.as_str()));
            if text || TEXT_NAMES.contains(&name.as_str()) {
                files.push(path);
            }
        }
    }
}

/// Whether a file's name ends like this: `rs`, `md`.
pub(crate) fn has_ending(file: &str, ending: &str) -> bool {
    Path::new(file).extension().is_some_and(|own| own == ending)
}

/// Somebody's ledger (the demo's, for one) is no part of the repository.
fn is_ledger(dir: &Path) -> bool {
    dir.join("aoc-ledger").exists()
}

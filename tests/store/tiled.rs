//! Logs as plain files: the same records, root and answers come back, many read at once, and whatever is changed in a file, or
//! missing, is noticed and named.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aoc_core::{Citations, Draft, EventDate, Names, PartyKind, PartyRegistered, PersonRegistered, Position};
use aoc_replay::{Ledger, Register, View};
use aoc_store::{
    AppendError, Error, EventLog, Evidence, FixedClock, MemoryLog, Policy, SeededSalts, SigningKey, SledLog,
    TiledError, TiledLog, export, restore, verify, write_tiled,
};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) fn key() -> SigningKey {
    SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32])
}

pub(crate) fn ledger_over(log: Arc<dyn EventLog>) -> Ledger {
    let clock = FixedClock("2026-01-01T00:00:00Z".parse().unwrap());
    Ledger::with(log, Arc::new(clock), Arc::new(SeededSalts::new(3))).unwrap()
}

/// Parties and, each seventh, a person, whose names are sealed.
pub(crate) fn record(ledger: &Ledger, from: usize, to: usize) {
    for at in from..to {
        let names: Names =
            serde_json::from_value(serde_json::json!([{"lang": "en", "text": format!("Number {at}")}]))
                .unwrap();
        let draft = if at % 7 == 0 {
            let event =
                PersonRegistered { person: format!("person-{at}").parse().unwrap(), names: names.into() };
            Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
        } else {
            let party = format!("party-{at}").parse().unwrap();
            let event = PartyRegistered { party, kind: PartyKind::Country, names, codes: vec![] };
            Draft::new(event, EventDate::UNKNOWN, Citations::uncited())
        };
        ledger.record(&[draft]).unwrap().receipt().unwrap();
    }
}

/// A ledger of so many records, with a checkpoint at a third of them, and its archive.
fn archived(records: usize) -> (Arc<MemoryLog>, TempDir, PathBuf) {
    let log = Arc::new(MemoryLog::new());
    let ledger = ledger_over(Arc::<MemoryLog>::clone(&log));
    record(&ledger, 0, records / 3);
    ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
    record(&ledger, records / 3, records);
    let place = tempfile::tempdir().unwrap();
    let dir = place.path().join("archive");
    let head = write_tiled(log.as_ref(), &dir, &mut |_| {}).unwrap();
    assert_eq!(head, Evidence::of(Arc::<MemoryLog>::clone(&log)).head(log.head().unwrap()).unwrap());
    (log, place, dir)
}

fn text(log: &dyn EventLog) -> Vec<u8> {
    let mut text = Vec::new();
    export(log, &mut text, &mut |_| {}).unwrap();
    text
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn what_was_written_is_read_and_restored_with_the_same_records_root_and_answers() {
    for records in [0, 1, 7, 255, 256, 257, 700] {
        let (log, place, dir) = archived(records);
        let tiled = Arc::new(TiledLog::open(&dir).unwrap());
        assert_eq!(text(tiled.as_ref()), text(log.as_ref()), "{records}");
        assert!(verify(tiled.as_ref(), &mut |_| {}).unwrap().is_sound());
        let on = View::on("2026-01-01".parse().unwrap());
        let said = ledger_over(Arc::<MemoryLog>::clone(&log)).ask(&Register, on).unwrap();
        assert_eq!(ledger_over(tiled.clone()).ask(&Register, on).unwrap(), said);
        // Many read at once.
        let second = TiledLog::open(&dir).unwrap();
        assert_eq!(second.frame(Position::FIRST).unwrap(), tiled.frame(Position::FIRST).unwrap());

        let on_disk = SledLog::create(place.path().join("restored")).unwrap();
        for copy in [&MemoryLog::new() as &dyn EventLog, &on_disk] {
            assert_eq!(restore(&tiled, copy, &mut |_| {}).unwrap(), tiled.tree());
            assert_eq!(text(copy), text(log.as_ref()));
            assert!(verify(copy, &mut |_| {}).unwrap().is_sound());
            let issued = copy.issued().unwrap().read().unwrap();
            assert_eq!(issued, log.issued().unwrap().read().unwrap());
            assert_eq!(
                restore(&tiled, copy, &mut |_| {}),
                Err(TiledError::Occupied),
                "only into an empty one"
            );
        }
    }
}

/// Of the two lengths, that of the log and that of the last checkpoint, many tiles are the same.
#[test]
fn an_archive_is_written_wherever_the_last_checkpoint_stands() {
    for (signed, records) in [(256, 256), (256, 300), (300, 300), (300, 700), (512, 700)] {
        let log = Arc::new(MemoryLog::new());
        let ledger = ledger_over(Arc::<MemoryLog>::clone(&log));
        record(&ledger, 0, signed);
        let checkpoint = ledger.evidence().issue(&key(), &mut |_| {}).unwrap();
        record(&ledger, signed, records);
        let place = tempfile::tempdir().unwrap();
        let head = write_tiled(log.as_ref(), place.path(), &mut |_| {}).unwrap();
        let tiled = TiledLog::open(place.path()).unwrap();
        assert_eq!(tiled.tree(), head, "{signed} of {records}");
        assert_eq!(Evidence::of(Arc::new(tiled)).issued().unwrap(), [checkpoint]);
    }
}

#[test]
fn an_archive_is_only_read() {
    let (log, place, dir) = archived(10);
    let tiled = TiledLog::open(&dir).unwrap();
    let frame = log.frame(Position::FIRST).unwrap().unwrap();
    assert_eq!(tiled.append(tiled.head().unwrap(), &[frame]), Err(AppendError::Failed(Error::ReadOnly)));
    assert_eq!(tiled.erase(&[Position::FIRST]), Err(Error::CannotErase));
    assert!(Evidence::of(Arc::new(tiled)).issue(&key(), &mut |_| {}).is_err());
    assert_eq!(write_tiled(log.as_ref(), &dir, &mut |_| {}), Err(TiledError::NotEmpty { dir }));
    let nothing = place.path().join("nothing");
    assert!(matches!(TiledLog::open(&nothing), Err(TiledError::NotTiled { .. })));
}

#[test]
fn proofs_come_out_of_an_archive_too() {
    let (log, _place, dir) = archived(700);
    let proof =
        Evidence::of(Arc::new(TiledLog::open(&dir).unwrap())).prove_record(Position::new(200), None).unwrap();
    assert_eq!(proof, Evidence::of(log).prove_record(Position::new(200), None).unwrap());
    proof.check(&Policy::of(key().verifier())).unwrap();
}

/// Without what is sealed it can be checked all the same; who asks, is told that the bodies are gone.
#[test]
fn an_archive_can_be_passed_on_without_personal_data() {
    let (_log, _place, dir) = archived(300);
    fs::remove_dir_all(dir.join("sealed")).unwrap();
    let tiled = TiledLog::open(&dir).unwrap();
    assert!(verify(&tiled, &mut |_| {}).unwrap().is_sound());
    let gone = ledger_over(Arc::new(tiled)).audit(&mut |_| {}).unwrap().bytes.damages;
    assert_eq!(gone.len(), 300_usize.div_ceil(7));
}

#[test]
fn a_body_that_was_lost_on_the_way_is_missed() {
    let (_log, _place, dir) = archived(300);
    assert_eq!(refusal(&dir), None);
    fs::remove_file(dir.join("sealed/000")).unwrap();
    assert!(refusal(&dir).unwrap().contains("sealed"), "the others are still there");
}

#[test]
fn a_log_that_was_rewound_is_not_written_as_if_it_were_whole() {
    let (log, place, _) = archived(30);
    let rewound = MemoryLog::new();
    rewound.issued().unwrap().replace(&log.issued().unwrap().read().unwrap()).unwrap();
    let refused = write_tiled(&rewound, place.path().join("rewound"), &mut |_| {});
    assert!(matches!(refused, Err(TiledError::OtherLog { .. })), "{refused:?}");
}

/// Whether an archive is taken for what it was, and if not, what is said.
fn refusal(dir: &Path) -> Option<String> {
    let tiled = match TiledLog::open(dir) {
        Ok(tiled) => tiled,
        Err(error) => return Some(error.to_string()),
    };
    restore(&tiled, &MemoryLog::new(), &mut |_| {}).err().map(|error| error.to_string())
}

/// Records that are whole, but not those of the archive: whoever only reads is refused them.
#[test]
fn the_records_of_another_archive_are_refused() {
    let (_log, _place, dir) = archived(600);
    let (other, place) = (Arc::new(MemoryLog::new()), tempfile::tempdir().unwrap());
    record(&ledger_over(Arc::<MemoryLog>::clone(&other)), 1000, 1600);
    write_tiled(other.as_ref(), place.path().join("other"), &mut |_| {}).unwrap();
    let bundle = "tile/entries/001";
    fs::copy(place.path().join("other").join(bundle), dir.join(bundle)).unwrap();
    let tiled = TiledLog::open(&dir).unwrap();
    assert!(tiled.frame(Position::new(256)).is_ok());
    let refused = tiled.frame(Position::new(257)).unwrap_err().to_string();
    assert!(refused.contains("not those that the hashes stand for"), "{refused}");
    let said = refusal(&dir).unwrap();
    assert!(said.starts_with(&format!("the file {bundle} is damaged")), "{said}");
}

#[test]
fn every_file_that_is_changed_or_missing_is_noticed_and_named() {
    let (_log, _place, dir) = archived(600);
    assert_eq!(refusal(&dir), None);
    // What is there for others, who look for it at the checkpoint: the whole files hold the same.
    let for_others = |name: &str| name == "README" || name == "checkpoint" || name.contains("000.p/200");
    // Who has signed a checkpoint, only its verifier key tells.
    let policy = Policy::of(key().verifier());
    let holds = |bytes: &[u8]| {
        let checkpoint =
            std::str::from_utf8(bytes).ok().and_then(|text| text.strip_suffix('\n')?.parse().ok());
        checkpoint.is_some_and(|checkpoint| policy.check(&checkpoint).is_ok())
    };
    for path in files(&dir) {
        let name = path.strip_prefix(&dir).unwrap().display().to_string();
        let whole = fs::read(&path).unwrap();
        if for_others(&name) {
            continue;
        }
        let step = (whole.len() / 40).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << (at % 8);
            fs::write(&path, &bytes).unwrap();
            let said = refusal(&dir);
            let is_told_elsewhere = match name.as_str() {
                "manifest.json" => {
                    serde_json::from_slice::<Value>(&bytes).ok() == serde_json::from_slice(&whole).ok()
                }
                "checkpoints" => !holds(&bytes),
                _ => false,
            };
            assert!(said.is_some() || is_told_elsewhere, "{name}, byte {at}");
        }
        for cut in [0, whole.len() / 2, whole.len() - 1] {
            fs::write(&path, &whole[..cut]).unwrap();
            // A cut in the checkpoints between two of them leaves the others.
            assert!(
                refusal(&dir).is_some()
                    || name == "checkpoints" && cut == 0
                    || name == "manifest.json" && cut + 1 == whole.len(),
                "{name}, cut at {cut}"
            );
        }
        fs::remove_file(&path).unwrap();
        let said = refusal(&dir);
        if name.starts_with("tile") {
            assert!(said.unwrap().contains(&name), "{name}");
        }
        fs::write(&path, &whole).unwrap();
    }
    assert_eq!(refusal(&dir), None);
}

#[test]
fn what_was_exchanged_is_told_by_its_name() {
    let (_log, place, dir) = archived(600);
    let tile = |name: &str| dir.join("tile").join(name);
    let copy = |from: &Path, to: &Path| fs::copy(from, to).map(drop).unwrap();
    // Two bundles in each other's place.
    let kept = place.path().join("kept");
    copy(&tile("entries/000"), &kept);
    copy(&tile("entries/001"), &tile("entries/000"));
    assert!(refusal(&dir).unwrap().contains("tile/entries/000"));
    copy(&kept, &tile("entries/000"));
    // Files of another log, with the checkpoints of this one.
    let (_other, _place, other) = archived(601);
    copy(&dir.join("checkpoints"), &other.join("checkpoints"));
    assert_eq!(refusal(&other), None, "as far as this checkpoint, they are the same");
    let log = Arc::new(MemoryLog::new());
    let ledger = ledger_over(Arc::<MemoryLog>::clone(&log));
    record(&ledger, 1, 500);
    let forked = place.path().join("forked");
    write_tiled(log.as_ref(), &forked, &mut |_| {}).unwrap();
    copy(&dir.join("checkpoints"), &forked.join("checkpoints"));
    assert!(refusal(&forked).unwrap().contains("exchanged, forked or rewound"));
    // A log that ends before the checkpoint.
    let log = Arc::new(MemoryLog::new());
    record(&ledger_over(Arc::<MemoryLog>::clone(&log)), 0, 100);
    let rewound = place.path().join("rewound");
    write_tiled(log.as_ref(), &rewound, &mut |_| {}).unwrap();
    copy(&dir.join("checkpoints"), &rewound.join("checkpoints"));
    assert!(refusal(&rewound).unwrap().contains("exchanged, forked or rewound"));
    // A manifest of another log.
    copy(&dir.join("manifest.json"), &rewound.join("manifest.json"));
    assert!(refusal(&rewound).is_some());
}

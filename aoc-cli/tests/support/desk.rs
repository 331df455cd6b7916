//! A desk on which keys, checkpoints and proofs lie, outside of every ledger.

use std::fs;
use std::path::Path;

use aoc_store::SigningKey;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Book, Ran, aoc, assert_valid};

/// The key of the witness that has cosigned.
pub(crate) const WITNESS: &str = "witness.example/one+c718abff+BP0XJDhaoMdbZPt4zWAvodmR/ev3axPFjtcC6sg16fYY";
/// The key of a witness that has not.
const SECOND: &str = "witness.example/two+f0d7be1e+BEOnLnFEAXYt9mtowm373yaCquyfJHTspGE+QkoPuv08";
/// The signature of the checkpoint of a ledger without records, by the secret of 32 sevens. Like the next one made with Python's
/// `cryptography`, by the words of C2SP signed-note and tlog-cosignature.
pub(crate) const SIGNATURE: &str = "— example.org/friends DnbleFK8VvOAe/tIFwlMsgAnuFIda18SRi8G+O5bzWB2wINt+kcj5GFq6m+PlNDIIweaSnY5wuhWMgGS0OGuSArS4gU=\n";
/// The witness's signature of the same, given 2026-01-01, by the secret of 32 nines.
const COSIGNATURE: &str = "— witness.example/one xxir/wAAAABpVbkAAl6iJPKJ9Xcvj93qf7ClOeYBrXBa59rUSjyzbq1g+HnutxBiM3cvr4f7D9CQrKKluk5KTSWzGL43eQ/PGIs6Cg==";
/// Nobody knows whose this is.
const STRANGE: &str = "— witness.example/six AAAAAAAAAABpVbkAAl6iJPKJ9Xcvj93qf7ClOeYBrXBa59rUSjyzbq1g+HnutxBiM3cvr4f7D9CQrKKluk5KTSWzGL43eQ/PGIs6Cg==";

/// The draft of a person.
pub(crate) fn person(slug: &str) -> Value {
    let name = slug[..1].to_uppercase() + &slug[1..];
    json!({"event": "PersonRegistered", "uncited": true,
        "data": {"person": slug, "names": [{"lang": "en", "text": name}]}})
}

/// A directory of papers, gone when dropped.
pub(crate) struct Desk {
    dir: TempDir,
}

impl Desk {
    /// Nothing lies on it.
    pub(crate) fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// The path of a paper.
    pub(crate) fn at(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }

    /// What it says.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).unwrap()
    }

    /// Puts a paper there.
    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).unwrap();
    }

    /// Makes a key: NAME.key, and NAME.vkey to check with. Gives the path of the first.
    pub(crate) fn key(&self, name: &str, origin: &str) -> String {
        let key = self.at(&format!("{name}.key"));
        aoc(&["key", "new", origin, "--out", &key]).fine();
        self.write(&format!("{name}.vkey"), &aoc(&["key", "show", &key]).fine().out);
        key
    }

    /// Issues a checkpoint of a book, and makes the key for it if there is none.
    pub(crate) fn issue(&self, book: &Book, key: &str, out: &str) {
        let file = self.at(&format!("{key}.key"));
        if !Path::new(&file).exists() {
            self.key(key, &format!("example.org/{key}"));
        }
        book.aoc(&["checkpoint", "--key", &file, "--out", &self.at(out)]).fine();
    }

    /// Checks a paper with a key, without a ledger.
    pub(crate) fn check(&self, name: &str, key: &str, more: &[&str]) -> Ran {
        let (file, key) = (self.at(name), self.at(&format!("{key}.vkey")));
        aoc(&[&["check", &file, "--key", &key], more].concat())
    }

    /// What programs are told of it, checked against its schema.
    pub(crate) fn check_json(&self, name: &str, key: &str, more: &[&str]) -> Value {
        let said = self.check(name, key, &[&["--format", "json"], more].concat()).fine().out;
        let answer = serde_json::from_str(&said).unwrap();
        assert_valid(&answer);
        answer
    }
}

/// What a witness gives back for the checkpoint of a ledger without records.
pub(crate) struct Cosigned {
    /// The checkpoint with the signature of the witness, and that of somebody whom nobody knows.
    pub(crate) text: String,
    log: String,
}

impl Cosigned {
    /// A policy that asks for `any` or `all` of two witnesses.
    pub(crate) fn policy(&self, quorum: &str) -> String {
        format!(
            "log {}\nwitness one {WITNESS}\nwitness two {SECOND}\ngroup both {quorum} one two\nquorum both\n",
            self.log
        )
    }
}

/// Puts the key on the desk by which the witness knows the log, and gives what the witness has signed.
pub(crate) fn cosigned_of_nothing(desk: &Desk) -> Cosigned {
    let key = SigningKey::of_secret(&"example.org/friends".parse().unwrap(), &[7; 32]);
    desk.key("friends", "example.org/friends"); // for its permissions
    desk.write("friends.key", &key.secret_text());
    let signed = aoc_store::Checkpoint::sign(&key, aoc_store::TreeHead::EMPTY).unwrap();
    Cosigned { text: format!("{signed}{COSIGNATURE}\n{STRANGE}\n"), log: key.verifier().to_string() }
}

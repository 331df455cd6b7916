//! [`Folder`]: the directory of one ledger, with the list of what is to be said of its files.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use aoc_store::{Checkpoint, ExtensionProof, RecordProof, SigningKey, write_tiled};

use crate::claim::{Claim, Verdict};
use crate::grown::Grown;

/// The file of the verifier key.
pub(crate) const KEY: &str = "key";
/// That of a key which has signed nothing here, under the same name.
pub(crate) const OTHER_KEY: &str = "other-key";
const LIST: &str = "cases";

pub(crate) struct Folder {
    dir: PathBuf,
    lines: Vec<String>,
}

impl Folder {
    pub(crate) fn create(dir: &Path, key: &SigningKey, other: &SigningKey) -> Result<Self, Box<dyn Error>> {
        fs::create_dir_all(dir)?;
        fs::write(dir.join(KEY), format!("{}\n", key.verifier()))?;
        fs::write(dir.join(OTHER_KEY), format!("{}\n", other.verifier()))?;
        Ok(Self { dir: dir.to_owned(), lines: Vec::new() })
    }

    pub(crate) fn checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Box<dyn Error>> {
        let file = name_of(checkpoint);
        fs::write(self.dir.join(&file), checkpoint.to_string())?;
        self.claim(Verdict::Accept, KEY, &Claim::Checkpoint { file })
    }

    pub(crate) fn checkpoint_text(
        &mut self,
        verdict: Verdict,
        why: &str,
        text: &str,
    ) -> Result<(), Box<dyn Error>> {
        let file = self.write(&format!("checkpoint-{why}"), text)?;
        self.claim(verdict, KEY, &Claim::Checkpoint { file })
    }

    pub(crate) fn record(&mut self, proof: &RecordProof) -> Result<(), Box<dyn Error>> {
        let why = format!("{}-of-{}", proof.position, proof.checkpoint.head().upto);
        self.record_text(Verdict::Accept, &why, &proof.to_string())
    }

    pub(crate) fn record_text(
        &mut self,
        verdict: Verdict,
        why: &str,
        text: &str,
    ) -> Result<(), Box<dyn Error>> {
        let proof = self.write(&format!("record-{why}"), text)?;
        self.claim(verdict, KEY, &Claim::Record { proof })
    }

    /// That the log goes on from a checkpoint which was written before.
    pub(crate) fn extension(
        &mut self,
        verdict: Verdict,
        old: &Checkpoint,
        why: &str,
        proof: &ExtensionProof,
    ) -> Result<(), Box<dyn Error>> {
        let proof = self.write(&format!("extension-{why}"), &proof.to_string())?;
        self.claim(verdict, KEY, &Claim::Extension { old: name_of(old), proof })
    }

    pub(crate) fn archive(&mut self, name: &str, ledger: &Grown) -> Result<(), Box<dyn Error>> {
        write_tiled(ledger.log.as_ref(), self.dir.join(name), &mut |_| {})?;
        for key in [KEY, OTHER_KEY] {
            let verdict = if key == KEY { Verdict::Accept } else { Verdict::Unsigned };
            self.claim(verdict, key, &Claim::Archive { dir: name.to_owned() })?;
            self.claim(verdict, key, &Claim::Tiles { dir: name.to_owned() })?;
        }
        Ok(())
    }

    /// A copy of an archive, changed.
    pub(crate) fn altered(
        &mut self,
        archive: &str,
        why: &str,
        alter: impl FnOnce(&Path) -> Result<(), Box<dyn Error>>,
    ) -> Result<String, Box<dyn Error>> {
        let name = self.numbered(&format!("{archive}-{why}"));
        let (from, to) = (self.dir.join(archive), self.dir.join(&name));
        copy(&from, &to)?;
        alter(&to)?;
        Ok(name)
    }

    /// The list's next line, if ours judges it so.
    pub(crate) fn claim(&mut self, verdict: Verdict, key: &str, claim: &Claim) -> Result<(), Box<dyn Error>> {
        let line = claim.line(verdict, key);
        match claim.judge(&self.dir, key).map_err(|error| format!("`{line}`: {error}"))? {
            Some(found) if found != verdict => {
                Err(format!("`{line}` in {}: ours says {found}", self.dir.display()).into())
            }
            _ => {
                self.lines.push(line);
                Ok(())
            }
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Writes the list.
    pub(crate) fn finish(self) -> Result<(), Box<dyn Error>> {
        Ok(fs::write(self.dir.join(LIST), self.lines.join("\n") + "\n")?)
    }

    fn write(&self, what: &str, text: &str) -> Result<String, Box<dyn Error>> {
        let name = self.numbered(what);
        fs::write(self.dir.join(&name), text)?;
        Ok(name)
    }

    /// Every case has files of its own.
    fn numbered(&self, what: &str) -> String {
        format!("{:04}-{what}", self.lines.len())
    }
}

fn name_of(checkpoint: &Checkpoint) -> String {
    format!("checkpoint-{}", checkpoint.head().upto)
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

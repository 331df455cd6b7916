//! [`Tally`]: what happened how often; [`Diary`]: what happened, in words.

use std::collections::VecDeque;
use std::fmt;
use std::ops::AddAssign;

use sha2::{Digest as _, Sha256};

/// How many acts are remembered in words.
const REMEMBERED: usize = 40;

/// As many characters of each.
const BRIEF: usize = 400;

/// How often what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub steps: u64,
    pub commits: u64,
    pub records: u64,
    pub rejections: u64,
    /// Verdicts that were held against the judge of the whole book.
    pub judged: u64,
    /// Writers who were not the first.
    pub conflicts: u64,
    /// Commits of which the writer was not told whether they are kept, and how many of them were.
    pub unknown: u64,
    pub kept_unknown: u64,
    /// Acts while another's commit was on its way to the disk.
    pub meanwhile: u64,
    pub answers: u64,
    pub checkpoints: u64,
    pub proofs: u64,
    pub heard: u64,
    pub erasures: u64,
    pub faults: u64,
    pub crashes: u64,
    pub openings: u64,
}

impl Tally {
    fn counts(&mut self) -> [(&'static str, &mut u64); 17] {
        [
            ("steps", &mut self.steps),
            ("commits", &mut self.commits),
            ("records", &mut self.records),
            ("rejections", &mut self.rejections),
            ("verdicts judged again", &mut self.judged),
            ("conflicts", &mut self.conflicts),
            ("outcomes not known", &mut self.unknown),
            ("of them kept", &mut self.kept_unknown),
            ("acts while others wait", &mut self.meanwhile),
            ("answers", &mut self.answers),
            ("checkpoints", &mut self.checkpoints),
            ("proofs", &mut self.proofs),
            ("records heard", &mut self.heard),
            ("erasures", &mut self.erasures),
            ("faults of the disk", &mut self.faults),
            ("crashes", &mut self.crashes),
            ("openings", &mut self.openings),
        ]
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, mut other: Self) {
        for ((_, own), (_, more)) in self.counts().into_iter().zip(other.counts()) {
            *own += *more;
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tally = *self;
        let counts = tally.counts().map(|(what, count)| format!("{count} {what}"));
        f.write_str(&counts.join(", "))
    }
}

/// SHA-256 over a whole diary.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0[..8].iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What happened, in words: all of it digested, the last of it remembered.
#[derive(Default)]
pub(super) struct Diary {
    pub(super) tally: Tally,
    digest: Sha256,
    acts: VecDeque<String>,
}

impl Diary {
    pub(super) fn note(&mut self, act: impl Into<String>) {
        let act = act.into();
        self.digest.update(act.as_bytes());
        self.digest.update(b"\n");
        if self.acts.len() == REMEMBERED {
            self.acts.pop_front();
        }
        let brief: String = act.chars().take(BRIEF).collect();
        self.acts.push_back(format!("{}: {brief}", self.tally.steps));
    }

    /// What is too long to be remembered.
    pub(super) fn digest(&mut self, text: &str) {
        self.digest.update(text.as_bytes());
    }

    pub(super) fn close(&self) -> (Tally, Digest, Vec<String>) {
        (self.tally, Digest(self.digest.clone().finalize().into()), self.acts.iter().cloned().collect())
    }
}

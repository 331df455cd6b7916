//! [`World`]: who does what next.

use std::sync::{Arc, Mutex, PoisonError};

use aoc_core::Draft;
use aoc_replay::Ledger;
use aoc_store::{Checkpoint, Clock, SigningKey};

use super::Seed;
use super::auditing::{Listener, Said};
use super::dice::Dice;
use super::disk::{Disk, Manner};
use super::mount::Mount;
use super::office::{Attempt, Office, Place};
use super::opening::Unsure;
use super::recording::{Recorder, register_of};
use super::tally::Diary;
use super::told::{Reading, Told};
use super::writing::OnItsWay;

/// After how many steps everything is read again, on average.
const ALL_READ: usize = 12;

pub(super) struct World {
    pub(super) dice: Dice,
    pub(super) disk: Arc<Disk>,
    pub(super) mount: Arc<Mount>,
    pub(super) offices: Vec<Office>,
    /// What is registered first, the last commit first.
    pub(super) register: Vec<Vec<Draft>>,
    pub(super) recorders: Vec<Recorder>,
    pub(super) listeners: Vec<Arc<Mutex<Listener>>>,
    pub(super) told: Told,
    pub(super) diary: Diary,
    /// What was put to the book and not looked at yet.
    pub(super) attempts: Arc<Mutex<Vec<Attempt>>>,
    /// Written past the ledgers, and not acknowledged yet.
    pub(super) on_their_way: Vec<OnItsWay>,
    /// Of what it is not known whether it was kept.
    pub(super) unsure: Vec<Unsure>,
    /// Answers that somebody was given.
    pub(super) said: Vec<Said>,
    pub(super) checkpoints: Vec<Checkpoint>,
    pub(super) key: SigningKey,
    /// How many drafts and newcomers were given names.
    pub(super) drafted: u32,
    pub(super) newcomers: u32,
    /// The days since the story began.
    pub(super) day: i32,
    /// What had failed when the log was opened.
    pub(super) faults_before: u64,
    pub(super) erasures_failed_before: u64,
}

impl World {
    pub(super) fn new(seed: Seed, manner: Manner) -> Self {
        let mut dice = Dice::of(seed);
        let disk = Arc::new(Disk::new(dice.split(), manner));
        let mount = Mount::open(&disk).expect("an empty log");
        let names = ["New York", "Geneva", "Ankara"];
        let count = 1 + dice.below(names.len());
        let offices = names[..count]
            .iter()
            .map(|name| Place::new(name, &mut dice).open(&mount).expect("an empty log"))
            .collect();
        let (register, recorders) = (register_of(&mut dice), Recorder::all(&mut dice));
        let listeners = (0..2).map(|_| Arc::default()).collect();
        let key = SigningKey::of_secret(&"example.org/friends".parse().expect("an origin"), &[7; 32]);
        Self {
            dice,
            disk,
            mount,
            offices,
            register,
            recorders,
            listeners,
            told: Told::default(),
            diary: Diary::default(),
            attempts: Arc::default(),
            on_their_way: Vec::new(),
            unsure: Vec::new(),
            said: Vec::new(),
            checkpoints: Vec::new(),
            key,
            drafted: 0,
            newcomers: 0,
            day: 0,
            faults_before: 0,
            erasures_failed_before: 0,
        }
    }

    pub(super) const fn diary(&self) -> &Diary {
        &self.diary
    }

    /// One act of somebody, with what others do meanwhile, and what must hold behind it.
    pub(super) fn step(&mut self) {
        self.diary.tally.steps += 1;
        self.day += i32::try_from(self.dice.below(14)).unwrap();
        for office in &self.offices {
            office.place.clock.turn(&mut self.dice);
        }
        if self.mount.is_broken() && self.dice.one_in(3) {
            self.crash();
        }
        if let Some(drafts) = self.register.pop() {
            self.register(drafts);
            return self.look();
        }
        match self.dice.below(100) {
            0..=46 => self.record(),
            47..=50 => self.welcome(),
            51 => self.record_many(),
            52..=53 => self.erase(),
            54..=61 => self.write_past(),
            62..=66 => self.sync(),
            67..=76 => self.ask(),
            77..=81 => self.hear(),
            82..=84 => self.checkpoint(),
            85..=87 => self.prove(),
            88 => self.verify(),
            89 => self.audit(),
            90 => self.carry(),
            91 => self.snapshot(),
            92..=93 => self.reopen_office(),
            94..=95 => self.close(),
            _ => self.crash(),
        }
        self.look();
    }

    /// What must hold behind each step.
    fn look(&mut self) {
        let attempts = std::mem::take(&mut *lock(&self.attempts));
        for attempt in &attempts {
            self.sort(attempt);
        }
        if self.mount.is_off() {
            self.crash();
        }
        let how = if self.dice.one_in(ALL_READ) { Reading::All } else { Reading::New };
        self.read(how);
        for attempt in &attempts {
            self.weigh(attempt);
        }
        self.arrived();
        if how == Reading::All && !self.owes_erasures() {
            self.check_erased();
        }
        let (head, offices) = (self.told.head(), self.offices.len());
        let clock = self.offices[0].place.clock.now();
        self.diary.digest(&format!("{head} {offices} {clock}\n"));
    }

    /// Reads what is there.
    pub(super) fn read(&mut self, how: Reading) {
        let (commits, erased) = (self.told.ends.len(), self.told.erased.len());
        self.diary.tally.records += self.told.look(&self.mount, how) as u64;
        self.diary.tally.commits += (self.told.ends.len() - commits) as u64;
        self.diary.tally.erasures += (self.told.erased.len() - erased) as u64;
        if self.told.erased.len() > erased || self.owes_erasures() {
            self.said.clear(); // the one exception to law 4
        }
    }

    /// In the end everybody has heard and everything is read again, by ledgers that were opened anew.
    pub(super) fn end(&mut self) {
        self.crash();
        self.look();
        self.read(Reading::All);
        self.check_erased();
        for at in 0..self.listeners.len() {
            self.hear_all(at);
        }
        self.verify();
        self.audit();
        self.diary.tally.faults = self.disk.lock().faults;
        self.diary.tally.judged = self.told.judged;
        let head = self.told.head();
        let root = crate::merkle::naive_head(self.told.leaves(), self.told.leaves().len());
        self.diary.note(format!("the end, at {head}, with the root {}", root.root));
    }

    /// Nothing is written any more by what is left.
    pub(super) fn leave(&self) {
        self.mount.switch_off();
    }

    pub(super) fn office(&mut self) -> Office {
        let offices = &self.offices;
        self.dice.pick(offices).expect("an office").clone()
    }

    pub(super) fn ledger(&mut self) -> Ledger {
        self.office().ledger
    }

    /// Whether an erasure failed since the log was opened: then somebody may still show what is gone elsewhere.
    pub(super) fn owes_erasures(&self) -> bool {
        self.disk.lock().erasures_failed > self.erasures_failed_before
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

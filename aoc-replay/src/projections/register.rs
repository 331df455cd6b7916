//! [`Register`]: everything that has a name, to be found by name, code or id.

use std::collections::BTreeMap;

use aoc_core::{
    ActivityHeld, ContributionDelivered, ContributionPledged, EntityId, EntityKind, Event, InterestExpressed,
    Kind, LanguageTag, MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew, Name,
    Names, ObligationNotPerformed, ObligationPerformed, Position, SourceEvent, SourceId, SourceRegistered,
    StrategyEndorsed,
};
use aoc_store::{RecordError, RecordView};
use unicode_normalization::UnicodeNormalization;

use crate::interest::Interest;
use crate::projection::Projection;
use crate::projections::parties::Parties;
use crate::view::ReadView;

/// The names and codes of everything in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Register;

/// One thing with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The thing.
    pub entity: EntityId,
    /// Its names on the day of the view; nothing for a person whose names were erased.
    pub names: Option<Names>,
    /// Every name it bears or bore.
    pub all_names: Vec<String>,
    /// Its codes.
    pub codes: Vec<String>,
}

impl Registered {
    /// Its name in this language, or else its first; nothing for a person whose names were erased.
    #[must_use]
    pub fn name(&self, lang: Option<&LanguageTag>) -> Option<&str> {
        let names = self.names.as_ref()?;
        Some(lang.and_then(|lang| names.in_language(lang)).unwrap_or(names.first()).as_str())
    }
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Just this.
    One(EntityId),
    /// Several bear that name.
    Several(Vec<EntityId>),
    /// Nothing; these names come near.
    Nothing {
        /// Names that were perhaps meant, the nearest first.
        did_you_mean: Vec<String>,
    },
}

/// The answer to [`Register`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegisterAnswer {
    entries: BTreeMap<EntityId, Registered>,
    sources: BTreeMap<EntityId, SourceRegistered>,
    withdrawn: BTreeMap<EntityId, Position>,
}

impl RegisterAnswer {
    /// The record by which a source was withdrawn, if it was.
    #[must_use]
    pub fn withdrawn(&self, source: SourceId) -> Option<Position> {
        self.withdrawn.get(&source.into()).copied()
    }

    /// What bears this id.
    #[must_use]
    pub fn get(&self, entity: EntityId) -> Option<&Registered> {
        self.entries.get(&entity)
    }

    /// A source document.
    #[must_use]
    pub fn source(&self, source: SourceId) -> Option<&SourceRegistered> {
        self.sources.get(&source.into())
    }

    /// Everything, by kind and id.
    pub fn iter(&self) -> impl Iterator<Item = &Registered> {
        self.entries.values()
    }

    /// Finds a thing of one of these kinds by UUID, slug, code or name in any language; case and accents
    /// do not matter.
    #[must_use]
    pub fn find(&self, text: &str, kinds: &[EntityKind]) -> Found {
        let among = || self.entries.values().filter(|entry| kinds.contains(&entry.entity.kind()));
        let by_id =
            kinds.iter().filter_map(|kind| format!("{}:{text}", kind.word()).parse::<EntityId>().ok());
        if let Some(entity) = by_id.into_iter().find(|entity| self.entries.contains_key(entity)) {
            return Found::One(entity);
        }
        let wanted = fold(text);
        let is = |name: &String| fold(name) == wanted;
        let hits: Vec<EntityId> = among()
            .filter(|entry| entry.codes.iter().any(is) || entry.all_names.iter().any(is))
            .map(|entry| entry.entity)
            .collect();
        match hits.as_slice() {
            [one] => Found::One(*one),
            [] => Found::Nothing { did_you_mean: nearest(&wanted, among()) },
            _ => Found::Several(hits),
        }
    }
}

/// Lower case without accents, so that `Türkiye`, `turkiye` and `TÜRKİYE` are one.
fn fold(text: &str) -> String {
    let is_mark = |c: char| unicode_normalization::char::is_combining_mark(c);
    text.trim()
        .nfkd()
        .filter(|c| !is_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| !is_mark(*c))
        .collect()
}

fn nearest<'r>(wanted: &str, among: impl Iterator<Item = &'r Registered>) -> Vec<String> {
    let mut near: Vec<(u32, &String)> = among
        .flat_map(|entry| entry.all_names.iter().chain(&entry.codes))
        .filter_map(|name| {
            let folded = fold(name);
            let starts =
                wanted.chars().count() >= 3 && (folded.starts_with(wanted) || folded.contains(wanted));
            let closeness = if starts { 1.0 } else { strsim::jaro_winkler(wanted, &folded) };
            (closeness >= 0.8).then(|| (thousandths(closeness), name))
        })
        .collect();
    near.sort_by(|a, b| b.cmp(a));
    let mut names: Vec<String> = Vec::new();
    for (_, name) in near {
        if names.len() < 3 && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// A share as whole thousandths, so that it can be sorted.
fn thousandths(share: f64) -> u32 {
    (0..=1000_u32).rev().find(|step| f64::from(*step) <= share * 1000.0).unwrap_or(0)
}

/// What [`Register`] folds into.
#[derive(Debug, Clone, Default)]
pub struct RegisterState {
    parties: Parties,
    others: BTreeMap<EntityId, Option<Names>>,
    sources: BTreeMap<EntityId, SourceRegistered>,
    withdrawn: BTreeMap<EntityId, Position>,
}

impl Projection for Register {
    type State = RegisterState;
    type Answer = RegisterAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(Event::kinds().map(|(code, _)| Kind::new(code)).filter(|kind| gives_name(*kind)))
    }

    fn apply(&self, state: &mut RegisterState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        match event {
            Event::Party(event) => state.parties.apply(event, record),
            Event::Source(SourceEvent::SourceRegistered(event)) => {
                state.sources.insert(event.source.into(), event);
            }
            Event::Source(SourceEvent::SourceWithdrawn(event)) => {
                state.withdrawn.insert(event.source.into(), record.position());
            }
            event => {
                let own = record.changes().next();
                match (own, event.title()) {
                    (Some(own), Some(names)) => {
                        state.others.insert(own, Some(names));
                    }
                    // A person without a name was erased.
                    (Some(own), None) if matches!(event, Event::Person(_)) => {
                        state.others.insert(own, None);
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn answer(&self, state: &RegisterState, view: &ReadView) -> RegisterAnswer {
        let text = |name: &Name| name.text.as_str().to_owned();
        let parties = state.parties.iter().map(|(party, facts)| Registered {
            entity: party.into(),
            names: Some(facts.names_on(view.on)),
            all_names: facts.all_names().map(text).collect(),
            codes: facts.codes.iter().map(|code| code.as_str().to_owned()).collect(),
        });
        let others = state.others.iter().map(|(entity, names)| Registered {
            entity: *entity,
            names: names.clone(),
            all_names: names.iter().flat_map(Names::iter).map(text).collect(),
            codes: Vec::new(),
        });
        RegisterAnswer {
            entries: parties.chain(others).map(|entry| (entry.entity, entry)).collect(),
            sources: state.sources.clone(),
            withdrawn: state.withdrawn.clone(),
        }
    }
}

/// Whether events of this kind can say how a thing is called, or withdraw a source. Membership and what happens
/// under something that has a name already are most of a book.
fn gives_name(kind: Kind) -> bool {
    const NEVER: [Kind; 12] = [
        InterestExpressed::KIND,
        MemberInvited::KIND,
        MemberJoined::KIND,
        MemberSuspended::KIND,
        MemberReinstated::KIND,
        MemberWithdrew::KIND,
        ContributionPledged::KIND,
        ContributionDelivered::KIND,
        ActivityHeld::KIND,
        ObligationPerformed::KIND,
        ObligationNotPerformed::KIND,
        StrategyEndorsed::KIND,
    ];
    !NEVER.contains(&kind)
}

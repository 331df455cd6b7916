//! Finding what is meant: by name in any language, code, short id or id.

use aoc_core::{EntityId, EntityKind, GroupId, SourceId};
use aoc_replay::{Found, RegisterAnswer};
use serde_json::json;

use crate::error::CliError;
use crate::labels::Labels;

/// Everything that has a name.
pub(crate) const NAMED: [EntityKind; 23] = [
    EntityKind::Party,
    EntityKind::Group,
    EntityKind::Office,
    EntityKind::Person,
    EntityKind::Agreement,
    EntityKind::Amendment,
    EntityKind::ActionPlan,
    EntityKind::Programme,
    EntityKind::Dispute,
    EntityKind::Strategy,
    EntityKind::Project,
    EntityKind::Initiative,
    EntityKind::Forum,
    EntityKind::Resolution,
    EntityKind::Report,
    EntityKind::ImplementationPlan,
    EntityKind::PriorityArea,
    EntityKind::Meeting,
    EntityKind::Theme,
    EntityKind::Entry,
    EntityKind::Tension,
    EntityKind::Contribution,
    EntityKind::Source,
];

const DEFAULT_GROUP: &str = "group-of-friends";

/// The thing of one of these kinds that is meant. `party:NAME` says which kind.
pub(crate) fn entity(labels: &Labels, text: &str, kinds: &[EntityKind]) -> Result<EntityId, CliError> {
    let (text, kinds) = split_kind(text, kinds);
    let register = labels.register();
    if let Some(source) = source(register, text).filter(|_| kinds.contains(&EntityKind::Source))
        && matches!(register.find(text, &kinds), Found::Nothing { .. })
    {
        return Ok(source.into());
    }
    let found = match register.find(text, &kinds) {
        // A past state of the book holds what was retracted since.
        Found::Nothing { did_you_mean } => match labels.register_then().find(text, &kinds) {
            Found::Nothing { .. } => Found::Nothing { did_you_mean },
            then => then,
        },
        now => now,
    };
    match found {
        Found::One(entity) => Ok(entity),
        Found::Several(entities) => Err(several(labels, text, &entities)),
        Found::Nothing { did_you_mean } => Err(nothing(labels, text, &kinds, &did_you_mean)),
    }
}

/// The group that is meant; the Group of Friends or the only group when none is named.
pub(crate) fn group(labels: &Labels, text: Option<&str>) -> Result<GroupId, CliError> {
    group_or(labels, text, DEFAULT_GROUP)
}

/// The group that is meant; the one with this short id or the only group when none is named.
pub(crate) fn group_or(labels: &Labels, text: Option<&str>, default: &str) -> Result<GroupId, CliError> {
    if let Some(text) = text {
        return entity(labels, text, &[EntityKind::Group]).map(|group| GroupId::new(group.uuid()));
    }
    let mut groups = self::groups(labels.register());
    if groups.is_empty() {
        groups = self::groups(labels.register_then());
    }
    let default = default.parse().ok().filter(|group| groups.contains(group));
    match (default, groups.as_slice()) {
        (Some(group), _) => Ok(group),
        (None, [group]) => Ok(*group),
        (None, []) => Err(CliError::usage("no-group", "the book holds no group yet")
            .help("record a GroupEstablished first, see `aoc template`")),
        (None, several) => {
            let error =
                CliError::usage("which-group", "the book holds several groups: name one with --group");
            Err(several.iter().fold(error, |error, group| error.help(labels.name(*group))))
        }
    }
}

/// Every group.
pub(crate) fn groups(register: &RegisterAnswer) -> Vec<GroupId> {
    let groups = register.iter().filter(|entry| entry.entity.kind() == EntityKind::Group);
    groups.map(|entry| GroupId::new(entry.entity.uuid())).collect()
}

fn split_kind<'t>(text: &'t str, kinds: &[EntityKind]) -> (&'t str, Vec<EntityKind>) {
    if let Some((word, rest)) = text.split_once(':')
        && let Some(kind) = kinds.iter().find(|kind| kind.word() == word)
    {
        return (rest, vec![*kind]);
    }
    (text, kinds.to_vec())
}

fn source(register: &RegisterAnswer, text: &str) -> Option<SourceId> {
    text.parse().ok().filter(|source| register.source(*source).is_some())
}

fn several(labels: &Labels, text: &str, entities: &[EntityId]) -> CliError {
    let ids: Vec<String> = entities.iter().map(ToString::to_string).collect();
    let message = format!("`{text}` may mean several: name one of them by its id, or by its kind and name");
    let error = CliError::usage("ambiguous", message).with("candidates", json!(ids));
    entities
        .iter()
        .fold(error, |error, entity| error.help(format!("{entity}  {}", labels.name_and_code(*entity))))
}

fn nothing(labels: &Labels, text: &str, kinds: &[EntityKind], near: &[String]) -> CliError {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    let message = if kinds.len() == NAMED.len() {
        format!("nothing in the book is called `{text}`")
    } else {
        format!("no {} is called `{text}`", words.join(" or "))
    };
    let code = match kinds {
        [EntityKind::Party] => "unknown-party",
        [EntityKind::Group] => "unknown-group",
        [EntityKind::Office] => "unknown-office",
        _ => "unknown-name",
    };
    let error = CliError::usage(code, message).with("did_you_mean", json!(near));
    if !near.is_empty() {
        let near: Vec<String> = near.iter().map(|name| labels.text(name)).collect();
        return error.help(format!("did you mean {}?", near.join(" or ")));
    }
    let known: Vec<String> = labels
        .register()
        .iter()
        .filter(|entry| kinds == [entry.entity.kind()] && entry.names.is_some())
        .take(12)
        .map(|entry| labels.name(entry.entity))
        .collect();
    if known.is_empty() {
        return error.help("give a name in any language, a code (ESP), a short id (esp) or an id");
    }
    error.help(format!("the book knows, among others: {}", known.join("; ")))
}

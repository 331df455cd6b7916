//! [`Labels`]: what things are called, in the language asked for.

use std::collections::BTreeMap;

use aoc_core::{Day, EntityId, EntityKind, LanguageTag, Names, PersonId, SourceId, SourceRegistered};
use aoc_replay::{Ledger, Register, RegisterAnswer, Registered, View};
use serde_json::{Value, json};

use crate::context::Context;
use crate::error::CliError;
use crate::output::{Format, shown};

/// The names of a view; for what it does not know, those of the whole book.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    then: RegisterAnswer,
    now: RegisterAnswer,
    lang: Option<LanguageTag>,
    for_people: bool,
    book: Book,
    /// What is called so by records that are here without a book.
    proven: BTreeMap<EntityId, Names>,
}

/// Whether there is a book in which names could stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Book {
    #[default]
    Read,
    None,
}

impl Labels {
    /// No names: there is a record, and no book. Things are called by their ids.
    pub(crate) fn without_book(context: &Context) -> Self {
        Self {
            for_people: context.format() == Format::Table,
            lang: context.lang.clone(),
            book: Book::None,
            ..Self::default()
        }
    }

    /// No book, and these names.
    pub(crate) fn of_proof(context: &Context, names: impl IntoIterator<Item = (EntityId, Names)>) -> Self {
        Self { proven: names.into_iter().collect(), ..Self::without_book(context) }
    }

    /// The names on the day and in the state of the book that are asked about.
    pub(crate) fn of_view(context: &Context, ledger: &Ledger, view: View) -> Result<Self, CliError> {
        let now = ledger.ask(&Register, View::on(Day::FUTURE))?.value;
        let then = ledger.ask(&Register, view)?.value;
        let for_people = context.format() == Format::Table;
        Ok(Self { then, now, lang: context.lang.clone(), for_people, ..Self::default() })
    }

    /// The latest names.
    pub(crate) fn latest(context: &Context, ledger: &Ledger) -> Result<Self, CliError> {
        Self::of_view(context, ledger, View::on(Day::FUTURE))
    }

    /// Everything that has a name in the whole book, to be searched.
    pub(crate) const fn register(&self) -> &RegisterAnswer {
        &self.now
    }

    /// What had a name in the view, even if it was retracted since.
    pub(crate) const fn register_then(&self) -> &RegisterAnswer {
        &self.then
    }

    fn entry(&self, entity: EntityId) -> Option<&Registered> {
        self.then.get(entity).or_else(|| self.now.get(entity))
    }

    /// What a thing is called. In tables, ready to be shown.
    pub(crate) fn name(&self, entity: impl Into<EntityId>) -> String {
        let entity = entity.into();
        if entity.kind() == EntityKind::Source {
            return self.title(SourceId::new(entity.uuid()));
        }
        if let Some(names) = self.proven.get(&entity) {
            let name = self.lang.as_ref().and_then(|lang| names.in_language(lang));
            return self.text(name.unwrap_or(names.first()).as_str());
        }
        match self.entry(entity).map(|entry| entry.name(self.lang.as_ref())) {
            Some(Some(name)) => self.text(name),
            Some(None) => erased(entity),
            None if self.book == Book::None => format!("{} {}", entity.kind().word(), entity.uuid()),
            None => format!("a {} without a name ({})", entity.kind().word(), entity.uuid()),
        }
    }

    /// What a person is called whom a record registers with these names.
    pub(crate) fn names(&self, person: PersonId, names: Option<&Names>) -> String {
        match (names, self.book) {
            (Some(names), _) => self.text(names.first().as_str()),
            (None, Book::Read) => erased(person.into()),
            // Sealed, or erased: the record alone does not tell.
            (None, Book::None) => self.name(person),
        }
    }

    /// What a thing is called in the middle of an English sentence; a party and a person bear no article.
    pub(crate) fn the(&self, entity: impl Into<EntityId>) -> String {
        let entity = entity.into();
        let name = self.name(entity);
        if matches!(entity.kind(), EntityKind::Party | EntityKind::Person) {
            return name;
        }
        let english = self.lang.as_ref().is_none_or(|lang| lang.as_str().starts_with("en"));
        let ascii = name.starts_with(|first: char| first.is_ascii_uppercase());
        // Without a name it is called by its kind and its id.
        let is_id = self.book == Book::None && !self.proven.contains_key(&entity);
        let bears_article = is_id || english && ascii && !name.starts_with("The ");
        if bears_article { format!("the {name}") } else { name }
    }

    /// Whether there is a book in which codes could stand.
    pub(crate) fn has_codes(&self) -> bool {
        self.book == Book::Read
    }

    /// Its code, if it has one.
    pub(crate) fn code(&self, entity: impl Into<EntityId>) -> String {
        let codes = self.entry(entity.into()).map(|entry| entry.codes.join(" ")).unwrap_or_default();
        self.text(&codes)
    }

    /// Its code, or its name if it has none.
    pub(crate) fn code_or_name(&self, entity: impl Into<EntityId>) -> String {
        let entity = entity.into();
        let code = self.code(entity);
        if code.is_empty() { self.name(entity) } else { code }
    }

    /// Its name, and its code behind it if the code says something else.
    pub(crate) fn name_and_code(&self, entity: impl Into<EntityId>) -> String {
        let entity = entity.into();
        let (name, code) = (self.name(entity), self.code(entity));
        if code.is_empty() || code == name { name } else { format!("{name} ({code})") }
    }

    /// A source document.
    pub(crate) fn source(&self, source: SourceId) -> Option<&SourceRegistered> {
        self.now.source(source)
    }

    /// Whether a source was withdrawn in the view.
    pub(crate) fn is_withdrawn(&self, source: SourceId) -> bool {
        self.then.withdrawn(source).is_some()
    }

    /// A source's title.
    pub(crate) fn title(&self, source: SourceId) -> String {
        match self.source(source) {
            Some(document) => self.text(document.title.as_str()),
            None if self.book == Book::None => format!("source {source}"),
            None => format!("a source without a title ({source})"),
        }
    }

    /// A text from the ledger; in tables, ready to be shown.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.for_people { shown(text) } else { text.to_owned() }
    }

    /// Its id, name and codes, for programs.
    pub(crate) fn json(&self, entity: impl Into<EntityId>) -> Value {
        let entity = entity.into();
        let codes = self.entry(entity).map(|entry| entry.codes.clone()).unwrap_or_default();
        json!({"id": entity.uuid(), "name": self.name(entity), "codes": codes})
    }
}

/// Who has no name any more is told from others by the id.
fn erased(entity: EntityId) -> String {
    format!("(erased) {}", entity.uuid())
}

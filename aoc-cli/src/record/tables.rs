//! The tables that `import` reads as CSV: one a kind of row, each with its columns.

mod agreements;
mod alliance;
mod inventory;
mod mechanisms;
mod strategies;

use serde_json::Value;

use super::cells::{self, CellError, Row};
use super::forms::{Form, Reading};

/// One column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its heading.
    pub(super) name: &'static str,
    /// Whether every row fills it.
    pub(super) needed: Needed,
    /// What belongs in it.
    pub(super) help: &'static str,
    /// What a filled-in row holds.
    pub(super) example: &'static str,
    /// Where its cells belong in the data of an event: `terms.from`.
    pub(super) key: &'static str,
    /// What its cells hold.
    pub(super) reading: Reading,
}

impl Column {
    /// The column whose cells belong under another key than its name.
    const fn under(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    /// The column whose cells hold this.
    const fn holds(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }
}

/// Whether every row fills a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needed {
    /// It does.
    Always,
    /// It may be empty, and the column may be missing.
    Sometimes,
}

/// From a row to a draft.
#[derive(Debug, Clone, Copy)]
pub(super) enum Drafting {
    /// A function of its own.
    Row(fn(&Row<'_>) -> Result<Value, CellError>),
    /// Each cell is a field; the column `event` says which event it is, where there are several.
    Forms(&'static [Form]),
}

/// A kind of row.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name, as `aoc template` takes it.
    pub(super) name: &'static str,
    /// What a row says.
    pub(super) about: &'static str,
    /// The columns of its own; [`COMMON`] comes behind them.
    pub(super) own: &'static [Column],
    /// Which of the common columns it does not have.
    pub(super) without: &'static [&'static str],
    /// The draft that a row is.
    pub(super) drafting: Drafting,
}

const fn always(name: &'static str, help: &'static str, example: &'static str) -> Column {
    Column { name, needed: Needed::Always, help, example, key: "", reading: Reading::Text }
}

const fn sometimes(name: &'static str, help: &'static str, example: &'static str) -> Column {
    Column { name, needed: Needed::Sometimes, help, example, key: "", reading: Reading::Text }
}

/// The heading of a column that holds a name: `name:` and a BCP 47 language tag.
pub(super) const NAME_PREFIX: &str = "name:";

/// The columns of every table.
pub(super) const COMMON: &[Column] = &[
    sometimes("id", "the row's own id, so that importing it twice records it once", ""),
    sometimes(
        "date",
        "when it took effect (EDTF): 2010-05-13, 2010-05, 2010, 2010~, [..2006-11-06], [2010-05..2010-07]; empty: unknown",
        "2010-05-13",
    ),
    sometimes("after", "id or position of the record of the same timeline that it directly followed", ""),
    sometimes("source", "id of the registered source; several are parted by |", "src-state-dept-2010-05-13"),
    sometimes("at", "the place in the source; for several sources as many places, parted by |", "para 2"),
    sometimes("uncited", "yes: openly without a source", ""),
    sometimes("words", "the words in which the source gives the date", "announced on 13 May 2010"),
    sometimes("reason", "why it is recorded", ""),
    sometimes("actor", "who records it", ""),
    sometimes("authority", "on whose authority", ""),
    sometimes("together", "a label: rows that bear the same one are judged together under --keep-going", ""),
];

const fn name(example: &'static str) -> Column {
    sometimes("name:en", "the name in a language: name:en, name:fr, name:ar …", example)
}
const GROUP: Column = always("group", "id of the group", "group-of-friends");
const PARTY: Column = always("party", "id of the party", "usa");
const OF: Column = always("of", "what is counted: all, or a kind of party", "all");

/// Every table, the more particular first: `import` takes the first that fits a file's heading.
pub(super) fn tables() -> impl Iterator<Item = &'static Table> {
    [FIRST, agreements::TABLES, strategies::TABLES, alliance::TABLES, mechanisms::TABLES, inventory::TABLES]
        .into_iter()
        .flatten()
}

/// The tables of the first areas.
const FIRST: &[Table] = &[
    Table {
        name: "members",
        about: "what happened between a party and a group",
        own: &[
            GROUP,
            PARTY,
            always("event", "interest, invited, joined, suspended, reinstated or withdrew", "joined"),
        ],
        without: &[],
        drafting: Drafting::Row(cells::member),
    },
    Table {
        name: "parties",
        about: "countries, organizations, cities …",
        own: &[
            PARTY,
            sometimes("event", "registered (also when empty), renamed or dissolved", "registered"),
            sometimes(
                "kind",
                "country, international-organization, city, civil-society, corporation, foundation, university, faith-led, media or other; empty unless registered",
                "country",
            ),
            name("United States"),
            sometimes("iso3166-1", "a country's alpha-3 code", "USA"),
            sometimes("acronym", "the acronym of any other party", ""),
        ],
        without: &[],
        drafting: Drafting::Row(cells::party),
    },
    Table {
        name: "sources",
        about: "source documents; a row cites the document itself, at `at`",
        own: &[
            always("source", "id of the document, for others to cite", "src-state-dept-2010-05-13"),
            always("title", "its title", "Statement on the Group of Friends"),
            sometimes("publisher", "who published it", "US Department of State"),
            sometimes("published", "when (EDTF)", "2010-05-13"),
            sometimes("address", "where it is found", "https://example.org/2010/05/13"),
            sometimes("digest", "SHA-256 of the file, 64 hexadecimal digits", ""),
            sometimes("retrieved", "the day on which it was read", "2026-01-31"),
            sometimes("language", "BCP 47 tag", "en"),
        ],
        without: &["date", "after", "source", "words"],
        drafting: Drafting::Row(cells::source),
    },
    Table {
        name: "persons",
        about: "holders of public offices",
        own: &[always("person", "id of the person", "jorge-sampaio"), name("Jorge Sampaio")],
        without: &[],
        drafting: Drafting::Row(cells::person),
    },
    Table {
        name: "offices",
        about: "offices and who holds them",
        own: &[
            always("office", "id of the office", "high-representative"),
            always("event", "established, announced, appointed, assumed or vacated", "established"),
            sometimes("of", "id of the party to which the office belongs (established)", "un"),
            sometimes("person", "id of the person (all others)", ""),
            name("High Representative"),
        ],
        without: &[],
        drafting: Drafting::Row(cells::office),
    },
    Table {
        name: "groups",
        about: "groups that parties join",
        own: &[
            GROUP,
            always(
                "admits",
                "the kinds of party that it admits, parted by |",
                "country|international-organization",
            ),
            name("Group of Friends"),
        ],
        without: &[],
        drafting: Drafting::Row(cells::group),
    },
    Table {
        name: "focal-points",
        about: "the persons through whom members are reached",
        own: &[
            GROUP,
            PARTY,
            always("person", "id of the person", "jane-doe"),
            always("event", "designated or released", "designated"),
        ],
        without: &[],
        drafting: Drafting::Row(cells::focal_point),
    },
    Table {
        name: "figures",
        about: "how many members a source says a group has",
        own: &[
            GROUP,
            OF,
            always("figure", "129, >40 (more than), >=40 (at least), <=40 (at most) or ~70 (about)", ">40"),
        ],
        without: &[],
        drafting: Drafting::Row(cells::figure),
    },
    Table {
        name: "ordinals",
        about: "the how-manieth member a source says a party is",
        own: &[GROUP, PARTY, OF, always("ordinal", "120 for the 120th", "120")],
        without: &[],
        drafting: Drafting::Row(cells::ordinal),
    },
];

impl Table {
    /// The table of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        tables().find(|table| table.name == name)
    }

    /// The draft that a row is.
    ///
    /// # Errors
    /// The cell that does not fit, and why.
    pub(super) fn draft(&self, row: &Row<'_>) -> Result<Value, CellError> {
        match self.drafting {
            Drafting::Row(draft) => draft(row),
            Drafting::Forms(forms) => row.of_form(self.own, forms),
        }
    }

    /// All its columns, in the order of the template.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let common = COMMON.iter().filter(|column| !self.without.contains(&column.name));
        self.own.iter().chain(common)
    }
}

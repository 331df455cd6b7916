//! The tables that `import` reads as CSV: one a kind of row, each with its columns.

use std::fmt;

use super::cells::{self, CellError, Row};
use serde_json::Value;

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
}

/// Whether every row fills a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needed {
    /// It does.
    Always,
    /// It may be empty, and the column may be missing.
    Sometimes,
}

/// A kind of row.
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
    pub(super) draft: fn(&Row<'_>) -> Result<Value, CellError>,
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("name", &self.name).finish_non_exhaustive()
    }
}

const fn always(name: &'static str, help: &'static str, example: &'static str) -> Column {
    Column { name, needed: Needed::Always, help, example }
}

const fn sometimes(name: &'static str, help: &'static str, example: &'static str) -> Column {
    Column { name, needed: Needed::Sometimes, help, example }
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
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "members",
        about: "what happened between a party and a group",
        own: &[
            GROUP,
            PARTY,
            always("event", "interest, invited, joined, suspended, reinstated or withdrew", "joined"),
        ],
        without: &[],
        draft: cells::member,
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
        draft: cells::party,
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
        draft: cells::source,
    },
    Table {
        name: "persons",
        about: "holders of public offices",
        own: &[always("person", "id of the person", "jorge-sampaio"), name("Jorge Sampaio")],
        without: &[],
        draft: cells::person,
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
        draft: cells::office,
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
        draft: cells::group,
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
        draft: cells::focal_point,
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
        draft: cells::figure,
    },
    Table {
        name: "ordinals",
        about: "the how-manieth member a source says a party is",
        own: &[GROUP, PARTY, OF, always("ordinal", "120 for the 120th", "120")],
        without: &[],
        draft: cells::ordinal,
    },
];

impl Table {
    /// The table of this name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// All its columns, in the order of the template.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let common = COMMON.iter().filter(|column| !self.without.contains(&column.name));
        self.own.iter().chain(common)
    }
}

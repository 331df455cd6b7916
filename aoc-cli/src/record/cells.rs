//! From the cells of a row to the draft that it is, as JSON.

use serde_json::{Map, Value, json};

use super::tables::NAME_PREFIX;

/// Which cell does not fit, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellError {
    /// The heading of its column.
    pub(super) column: String,
    /// What is wrong.
    pub(super) why: String,
}

/// One row, by heading. Empty cells and missing columns say nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'r> {
    headings: &'r [String],
    cells: &'r [String],
}

impl<'r> Row<'r> {
    /// The cells under these headings.
    pub(super) const fn new(headings: &'r [String], cells: &'r [String]) -> Self {
        Self { headings, cells }
    }

    pub(super) fn filled(self) -> impl Iterator<Item = (&'r str, &'r str)> {
        let cells = self.cells.iter().map(|cell| cell.trim());
        self.headings.iter().map(String::as_str).zip(cells).filter(|(_, cell)| !cell.is_empty())
    }

    pub(super) fn get(self, column: &str) -> Option<&'r str> {
        self.filled().find(|(heading, _)| *heading == column).map(|(_, cell)| cell)
    }

    pub(super) fn need(self, column: &str) -> Result<&'r str, CellError> {
        self.get(column).ok_or_else(|| error(column, "the cell is empty: fill it in"))
    }

    pub(super) fn refuse(self, column: &str, why: &str) -> Result<(), CellError> {
        self.get(column).map_or(Ok(()), |_| Err(error(column, why)))
    }

    /// The names, one a language.
    pub(super) fn names(self) -> Result<Value, CellError> {
        let names: Vec<Value> = self
            .filled()
            .filter_map(|(heading, text)| Some((heading.strip_prefix(NAME_PREFIX)?, text)))
            .map(|(lang, text)| json!({"lang": lang, "text": text}))
            .collect();
        if names.is_empty() {
            return Err(error("name:en", "at least one name is needed: fill in name:en or another language"));
        }
        Ok(Value::Array(names))
    }

    fn cites(self) -> Result<Option<Value>, CellError> {
        let parts = |text: &'r str| text.split('|').map(str::trim).collect::<Vec<_>>();
        let Some(sources) = self.get("source").map(parts) else {
            self.refuse("at", "a place without a source: fill in `source`")?;
            return Ok(None);
        };
        let places = self.get("at").map(parts).unwrap_or_default();
        if !places.is_empty() && places.len() != sources.len() {
            let why = format!(
                "{} sources have {} places: give each source its place, parted by |",
                sources.len(),
                places.len()
            );
            return Err(error("at", &why));
        }
        let places = places.into_iter().map(Some).chain(std::iter::repeat(None));
        let cites = sources.into_iter().zip(places).map(|(source, at)| match at {
            Some(at) if !at.is_empty() => json!({"source": source, "at": at}),
            _ => json!({"source": source}),
        });
        Ok(Some(cites.collect()))
    }

    /// The draft: the event, and the columns that every table has.
    pub(super) fn draft(self, event: &str, data: Value) -> Result<Value, CellError> {
        let mut draft = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                draft.insert(key.to_owned(), value);
            }
        };
        let text = |column: &str| self.get(column).map(|cell| json!(cell));
        put("id", text("id"));
        put("event", Some(json!(event)));
        put("data", Some(data));
        put("date", text("date"));
        let by_position = |cell: &str| cell.parse::<u64>().map_or_else(|_| json!(cell), |place| json!(place));
        put("after", self.get("after").map(by_position));
        put("cites", self.cites()?);
        put("uncited", self.uncited()?);
        for column in ["words", "reason", "actor", "authority", "together"] {
            put(column, text(column));
        }
        Ok(Value::Object(draft))
    }

    fn uncited(self) -> Result<Option<Value>, CellError> {
        match self.get("uncited").map(str::to_lowercase).as_deref() {
            None | Some("no" | "false") => Ok(None),
            Some("yes" | "true" | "x") => Ok(Some(json!(true))),
            Some(_) => Err(error("uncited", "write yes, or leave it empty")),
        }
    }

    /// The event that the word in the column `event` means.
    fn event(self, words: &[(&str, &'static str)]) -> Result<&'static str, CellError> {
        let word = self.need("event")?;
        let hit = words.iter().find(|(known, name)| known.eq_ignore_ascii_case(word) || *name == word);
        hit.map(|(_, name)| *name).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
            let word: String = word.chars().take(40).collect();
            error("event", &format!("`{word}` is none of {}", known.join(", ")))
        })
    }
}

pub(super) fn error(column: &str, why: &str) -> CellError {
    CellError { column: column.to_owned(), why: why.to_owned() }
}

/// A row of `members`.
pub(super) fn member(row: &Row<'_>) -> Result<Value, CellError> {
    let event = row.event(&[
        ("joined", "MemberJoined"),
        ("withdrew", "MemberWithdrew"),
        ("interest", "InterestExpressed"),
        ("invited", "MemberInvited"),
        ("suspended", "MemberSuspended"),
        ("reinstated", "MemberReinstated"),
    ])?;
    row.draft(event, json!({"group": row.need("group")?, "party": row.need("party")?}))
}

/// A row of `parties`.
pub(super) fn party(row: &Row<'_>) -> Result<Value, CellError> {
    let party = row.need("party")?;
    let words =
        [("registered", "PartyRegistered"), ("renamed", "PartyRenamed"), ("dissolved", "PartyDissolved")];
    let event = if row.get("event").is_none() { "PartyRegistered" } else { row.event(&words)? };
    if event != "PartyRegistered" {
        for column in ["kind", "iso3166-1", "acronym"] {
            row.refuse(column, "only the row that registers the party has it: leave it empty here")?;
        }
    }
    match event {
        "PartyRenamed" => row.draft(event, json!({"party": party, "names": row.names()?})),
        "PartyDissolved" => row.draft(event, json!({"party": party})),
        _ => {
            let code = |scheme: &str| Some(json!({"scheme": scheme, "code": row.get(scheme)?}));
            let codes: Vec<Value> = ["iso3166-1", "acronym"].into_iter().filter_map(code).collect();
            let data =
                json!({"party": party, "kind": row.need("kind")?, "names": row.names()?, "codes": codes});
            row.draft(event, data)
        }
    }
}

/// A row of `sources`.
pub(super) fn source(row: &Row<'_>) -> Result<Value, CellError> {
    let mut data = Map::new();
    for column in ["source", "title"] {
        data.insert(column.to_owned(), json!(row.need(column)?));
    }
    for column in ["publisher", "published", "address", "digest", "retrieved", "language"] {
        if let Some(cell) = row.get(column) {
            data.insert(column.to_owned(), json!(cell));
        }
    }
    let mut draft = row.draft("SourceRegistered", Value::Object(data))?;
    if let Some(draft) = draft.as_object_mut()
        && draft.contains_key("uncited")
    {
        draft.remove("cites");
    }
    Ok(draft)
}

/// A row of `persons`.
pub(super) fn person(row: &Row<'_>) -> Result<Value, CellError> {
    row.draft("PersonRegistered", json!({"person": row.need("person")?, "names": row.names()?}))
}

/// A row of `offices`.
pub(super) fn office(row: &Row<'_>) -> Result<Value, CellError> {
    let office = row.need("office")?;
    let event = row.event(&[
        ("established", "OfficeEstablished"),
        ("announced", "OfficeHolderAnnounced"),
        ("appointed", "OfficeHolderAppointed"),
        ("assumed", "OfficeAssumed"),
        ("vacated", "OfficeVacated"),
    ])?;
    if event == "OfficeEstablished" {
        row.refuse("person", "an office is established without a holder: give the holder a row of its own")?;
        let mut data = json!({"office": office, "names": row.names()?});
        if let (Some(data), Some(of)) = (data.as_object_mut(), row.get("of")) {
            data.insert("of".to_owned(), json!(of));
        }
        return row.draft(event, data);
    }
    row.refuse("of", "only the row that establishes the office has it: leave it empty here")?;
    row.draft(event, json!({"office": office, "person": row.need("person")?}))
}

/// A row of `groups`.
pub(super) fn group(row: &Row<'_>) -> Result<Value, CellError> {
    let admits: Vec<&str> = row.need("admits")?.split('|').map(str::trim).collect();
    row.draft(
        "GroupEstablished",
        json!({"group": row.need("group")?, "names": row.names()?, "admits": admits}),
    )
}

/// A row of `focal-points`.
pub(super) fn focal_point(row: &Row<'_>) -> Result<Value, CellError> {
    let event = row.event(&[("designated", "FocalPointDesignated"), ("released", "FocalPointReleased")])?;
    let data =
        json!({"group": row.need("group")?, "party": row.need("party")?, "person": row.need("person")?});
    row.draft(event, data)
}

/// A row of `figures`.
pub(super) fn figure(row: &Row<'_>) -> Result<Value, CellError> {
    let figure = figure_of(row.need("figure")?).map_err(|why| error("figure", &why))?;
    row.draft("FigureAttested", json!({"group": row.need("group")?, "of": row.need("of")?, "figure": figure}))
}

/// A row of `ordinals`.
pub(super) fn ordinal(row: &Row<'_>) -> Result<Value, CellError> {
    let ordinal: u32 = row
        .need("ordinal")?
        .parse()
        .map_err(|_| error("ordinal", "write a number from 1 on: 120 for the 120th"))?;
    let data = json!({
        "group": row.need("group")?, "party": row.need("party")?, "of": row.need("of")?, "ordinal": ordinal,
    });
    row.draft("OrdinalAttested", data)
}

/// A figure as people write it: `129`, `>40`, `>=40`, `<=40`, `~70`.
///
/// # Errors
/// The forms that are understood.
pub(super) fn figure_of(text: &str) -> Result<Value, String> {
    let marks = [
        (">=", "at-least"),
        ("≥", "at-least"),
        ("<=", "at-most"),
        ("≤", "at-most"),
        (">", "more-than"),
        ("~", "about"),
    ];
    let marked = marks.iter().find_map(|(mark, key)| Some((*key, text.strip_prefix(mark)?)));
    let (key, number) = marked.unwrap_or(("exactly", text));
    let number: u32 = number.trim().parse().map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        format!("`{shown}` is no figure: write 129, >40, >=40, <=40 or ~70")
    })?;
    Ok(json!({key: number}))
}

//! `aoc directory`: what stands in the clearinghouse.

use aoc_core::{EntityKind, EntryKind, Position, THEMES_MAX, ThemeId};
use aoc_replay::{Certainty, Directory, DirectoryAnswer, DirectoryLine, ThemeLine};
use serde_json::{Map, Value, json};

use crate::args::DirectoryArgs;
use crate::ask::calendar::unless_certain;
use crate::ask::certainty::{window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::{positions, span, total_json};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &DirectoryArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let question = question(args.theme.as_deref(), args.kind, &desk.labels)?;
    desk.show(&question, context)
}

/// The whole directory, or that of a theme or kind.
pub(super) fn question(
    theme: Option<&str>,
    kind: Option<EntryKind>,
    labels: &Labels,
) -> Result<Directory, CliError> {
    let directory = kind.map_or(Directory::whole(), |kind| Directory::whole().of_kind(kind));
    Ok(match theme {
        Some(theme) => directory.under(self::theme(theme, labels)?),
        None => directory,
    })
}

/// The theme that is meant.
pub(super) fn theme(text: &str, labels: &Labels) -> Result<ThemeId, CliError> {
    find::entity(labels, text, &[EntityKind::Theme]).map(|theme| ThemeId::new(theme.uuid()))
}

/// Whom an entry is about, in words.
fn about(line: &DirectoryLine, labels: &Labels) -> String {
    let party = line.party.map(|party| labels.name(party));
    party.into_iter().chain(line.person.map(|person| labels.name(person))).collect::<Vec<_>>().join("; ")
}

fn contributor(line: &DirectoryLine, labels: &Labels) -> String {
    line.contributed_by.map(|party| labels.name(party)).unwrap_or_default()
}

fn address(line: &DirectoryLine, labels: &Labels) -> String {
    line.address.as_ref().map(|address| labels.text(address.as_str())).unwrap_or_default()
}

fn theme_json(line: &ThemeLine, labels: &Labels) -> Value {
    json!({
        "theme": {"id": line.theme, "name": labels.name(line.theme)},
        "open": line.open.word(),
        "opened": window_json(line.opened),
        "records": line.records,
    })
}

impl Shown for DirectoryLine {
    fn what(&self, labels: &Labels) -> String {
        format!("{}, {}: {}", labels.name(self.theme), self.kind.word(), labels.name(self.entry))
    }

    fn name(&self, labels: &Labels) -> String {
        labels.text(self.title.as_str())
    }

    fn how(&self, labels: &Labels) -> String {
        let mut how = format!(
            "{} in the directory, published {}",
            words::certainty(self.listed),
            words::window(self.published)
        );
        if let Some(address) = &self.address {
            how = format!("{how}; {}", labels.text(address.as_str()));
        }
        how
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        json!({
            "entry": self.entry,
            "theme": {"id": self.theme, "name": labels.name(self.theme)},
            "kind": self.kind.word(),
            "title": self.title,
            "address": self.address,
            "contributed_by": self.contributed_by.map(|party| labels.json(party)),
            "party": self.party.map(|party| labels.json(party)),
            "person": self.person.map(|person| json!({"id": person, "name": labels.name(person)})),
            "listed": self.listed.word(),
            "published": window_json(self.published),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

impl ListingLine for DirectoryLine {
    const HEADINGS: &'static [&'static str] =
        &["theme", "kind", "title and address", "by and about", "published"];
    const COLUMNS: &'static [&'static str] = &[
        "theme",
        "kind",
        "title",
        "address",
        "contributed_by",
        "about",
        "listed",
        "published_earliest",
        "published_latest",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let behind = |word: &str, name: String| if name.is_empty() { name } else { format!("{word} {name}") };
        let stacked = |lines: [String; 2]| {
            let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
            lines.join("\n")
        };
        vec![
            labels.name(self.theme),
            self.kind.word().to_owned(),
            stacked([labels.text(self.title.as_str()), address(self, labels)]),
            stacked([behind("by", contributor(self, labels)), behind("about", about(self, labels))]),
            format!("{}{}", words::short_window(self.published), unless_certain(self.listed)),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let [earliest, latest] = window_cells(Some(self.published));
        vec![
            labels.name(self.theme),
            self.kind.word().to_owned(),
            labels.text(self.title.as_str()),
            address(self, labels),
            contributor(self, labels),
            about(self, labels),
            self.listed.word().to_owned(),
            earliest,
            latest,
            self.entry.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for DirectoryAnswer {
    type Line = DirectoryLine;
    const WORD: &'static str = "directory";

    fn title(&self, _: &Labels) -> String {
        "The directory of the clearinghouse".to_owned()
    }

    fn listed(&self) -> Vec<&DirectoryLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let theme = |line: &ThemeLine| format!("{}{}", labels.name(line.theme), unless_certain(line.open));
        let themes: Vec<String> = self.themes.iter().map(theme).collect();
        let open = span(self.themes_open());
        let mut notes = vec![format!("Entries: {}.", words::total(self.total()))];
        notes.push(match themes.as_slice() {
            [] => format!("No theme is open; there may be {THEMES_MAX}."),
            themes => format!("Themes open: {open} of at most {THEMES_MAX}: {}.", words::list(themes)),
        });
        if self.lines.iter().any(|line| line.listed != Certainty::Certain) {
            notes
                .push("An entry is possibly listed while the dates of the sources leave it open.".to_owned());
        }
        notes
    }

    fn beside(&self, labels: &Labels) -> Map<String, Value> {
        let themes = self.themes.iter().map(|line| theme_json(line, labels));
        Map::from_iter([
            ("total".to_owned(), total_json(self.total())),
            ("themes_open".to_owned(), total_json(self.themes_open())),
            ("themes_max".to_owned(), json!(THEMES_MAX)),
            ("themes".to_owned(), themes.collect()),
        ])
    }
}

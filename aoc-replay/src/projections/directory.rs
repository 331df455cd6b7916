//! [`Directory`]: what stands in the clearinghouse.

use std::collections::BTreeMap;

use aoc_core::{
    ClearinghouseEvent, EntryId, EntryKind, EntryPublished, EntryRevised, Event, Kind, Names, PartyEvent,
    PartyId, PersonEvent, PersonId, Position, Text, ThemeId, Window,
};
use aoc_store::{RecordError, RecordView};

use crate::certainty::Certainty;
use crate::interest::Interest;
use crate::lives::{Days, Lives};
use crate::occurrence::Occurrence;
use crate::projection::{Lines, Projection};
use crate::projections::Total;
use crate::readings::Readings;
use crate::view::ReadView;

/// The entries that stand in the clearinghouse on a day, by theme and kind, and the themes that are open.
///
/// ```
/// use aoc_core::{EntryKind, THEMES_MAX};
/// use aoc_replay::{Directory, Ledger, View};
/// let question = Directory::whole().under("education".parse()?).of_kind(EntryKind::Project);
/// let directory = Ledger::in_memory().ask(&question, View::on("2010-05-13".parse()?))?.value;
/// assert!(directory.themes.len() <= THEMES_MAX && directory.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Directory {
    theme: Option<ThemeId>,
    kind: Option<EntryKind>,
}

impl Directory {
    /// Every entry.
    #[must_use]
    pub const fn whole() -> Self {
        Self { theme: None, kind: None }
    }

    /// Those under this theme.
    #[must_use]
    pub const fn under(self, theme: ThemeId) -> Self {
        Self { theme: Some(theme), ..self }
    }

    /// Those of this kind.
    #[must_use]
    pub const fn of_kind(self, kind: EntryKind) -> Self {
        Self { kind: Some(kind), ..self }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryLine {
    /// The entry.
    pub entry: EntryId,
    /// Its theme.
    pub theme: ThemeId,
    /// What it is about.
    pub kind: EntryKind,
    /// Its title: that of the last revision that is certainly over.
    pub title: Text,
    /// Where to find it, of the last revision that is certainly over.
    pub address: Option<Text>,
    /// Who contributed it.
    pub contributed_by: Option<PartyId>,
    /// The party that it is about.
    pub party: Option<PartyId>,
    /// The practitioner that it is about.
    pub person: Option<PersonId>,
    /// Whether it stands in the directory.
    pub listed: Certainty,
    /// Between which days it was published.
    pub published: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

impl DirectoryLine {
    /// Whether this party contributed it, or it is about this party.
    #[must_use]
    pub fn concerns(&self, party: PartyId) -> bool {
        [self.contributed_by, self.party].contains(&Some(party))
    }
}

/// One theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeLine {
    /// The theme.
    pub theme: ThemeId,
    /// Its names.
    pub names: Names,
    /// Whether it is open.
    pub open: Certainty,
    /// Between which days it was opened.
    pub opened: Window,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Directory`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryAnswer {
    /// Every theme that is open or possibly open, whatever entries were asked for, by name.
    pub themes: Vec<ThemeLine>,
    /// The entries, by theme, kind and title.
    pub lines: Vec<DirectoryLine>,
}

impl DirectoryAnswer {
    /// How many themes are open; there are at most [`aoc_core::THEMES_MAX`].
    #[must_use]
    pub fn themes_open(&self) -> Total {
        self.themes.iter().map(|theme| theme.open).collect()
    }

    /// How many entries stand in it.
    #[must_use]
    pub fn total(&self) -> Total {
        self.lines.iter().map(|line| line.listed).collect()
    }
}

impl Lines for DirectoryAnswer {
    type Key = EntryId;
    type Line = DirectoryLine;

    fn lines(&self) -> BTreeMap<EntryId, DirectoryLine> {
        self.lines.iter().map(|line| (line.entry, line.clone())).collect()
    }
}

#[derive(Debug, Clone)]
struct EntryFacts {
    published: (EntryPublished, Position),
    revised: Vec<(EntryRevised, Position)>,
    withdrawn: Option<Position>,
}

/// What [`Directory`] folds into.
#[derive(Debug, Clone, Default)]
pub struct DirectoryState {
    lives: Lives,
    themes: BTreeMap<ThemeId, (Names, Position)>,
    entries: BTreeMap<EntryId, EntryFacts>,
}

impl DirectoryState {
    fn take(&mut self, event: &ClearinghouseEvent, at: Position) {
        match event {
            ClearinghouseEvent::ThemeOpened(event) => {
                self.themes.insert(event.theme, (event.names.clone(), at));
            }
            ClearinghouseEvent::EntryPublished(event) => {
                let facts =
                    EntryFacts { published: (event.clone(), at), revised: Vec::new(), withdrawn: None };
                self.entries.insert(event.entry, facts);
            }
            ClearinghouseEvent::EntryRevised(event) => {
                if let Some(facts) = self.entries.get_mut(&event.entry) {
                    facts.revised.push((event.clone(), at));
                }
            }
            ClearinghouseEvent::EntryWithdrawn(event) => {
                if let Some(facts) = self.entries.get_mut(&event.entry) {
                    facts.withdrawn = Some(at);
                }
            }
        }
    }

    fn line(&self, facts: &EntryFacts, days: &Readings<Days>, view: &ReadView) -> Option<DirectoryLine> {
        let (event, at) = &facts.published;
        let listed = days.span(*at, facts.withdrawn)?.covers(view.on);
        if listed == Certainty::No {
            return None;
        }
        let over = |at: &Position| days.as_dated.of(*at).is_some_and(|window| window.latest <= view.on);
        let revised: Vec<&EntryRevised> =
            facts.revised.iter().filter(|(_, at)| over(at)).map(|(event, _)| event).collect();
        let title = revised.iter().rev().find_map(|event| event.title.as_ref()).unwrap_or(&event.title);
        let address = revised.iter().rev().find_map(|event| event.address.as_ref());
        let theme = self.themes.get(&event.theme).map(|(_, at)| *at);
        let own = self.lives.steps(event.entry.into()).iter().map(|step| step.position);
        let mut records: Vec<Position> = own.chain(theme).collect();
        records.sort_unstable();
        Some(DirectoryLine {
            entry: event.entry,
            theme: event.theme,
            kind: event.kind,
            title: title.clone(),
            address: address.or(event.address.as_ref()).cloned(),
            contributed_by: event.contributed_by,
            party: event.party,
            person: event.person,
            listed,
            published: days.as_dated.of(*at)?,
            records,
        })
    }

    fn themes(&self, days: &Readings<Days>, view: &ReadView) -> Vec<ThemeLine> {
        let line = |(theme, (names, at)): (&ThemeId, &(Names, Position))| {
            let Occurrence { happened, when, record } = Occurrence::of(*at, days, view.on)?;
            let (theme, names) = (*theme, names.clone());
            Some(ThemeLine { theme, names, open: happened, opened: when, records: vec![record] })
        };
        let mut themes: Vec<ThemeLine> = self.themes.iter().filter_map(line).collect();
        themes.sort_by(|a, b| (a.names.first(), a.theme).cmp(&(b.names.first(), b.theme)));
        themes
    }
}

// It reaches everything, even when asked about one theme: the answer lists all themes, and all entries under a theme
// bound the days on which it was opened.
impl Projection for Directory {
    type State = DirectoryState;
    type Answer = DirectoryAnswer;

    fn interest(&self) -> Interest {
        Interest::in_kinds(kinds())
    }

    fn apply(&self, state: &mut DirectoryState, record: &RecordView<'_>) -> Result<(), RecordError> {
        let Some(event) = record.event()? else { return Ok(()) };
        if let Event::Clearinghouse(event) = &event {
            state.take(event, record.position());
        }
        state.lives.push(record, &event);
        Ok(())
    }

    fn answer(&self, state: &DirectoryState, view: &ReadView) -> DirectoryAnswer {
        let days = Readings::of_days(&state.lives);
        let asked = |facts: &&EntryFacts| {
            let (event, _) = &facts.published;
            self.theme.is_none_or(|theme| theme == event.theme)
                && self.kind.is_none_or(|kind| kind == event.kind)
        };
        let entries = state.entries.values().filter(asked);
        let mut lines: Vec<DirectoryLine> =
            entries.filter_map(|facts| state.line(facts, &days, view)).collect();
        let theme = |line: &DirectoryLine| state.themes.get(&line.theme).map(|(names, _)| names.first());
        lines.sort_by(|a, b| {
            (theme(a), a.theme, a.kind, &a.title, a.entry).cmp(&(
                theme(b),
                b.theme,
                b.kind,
                &b.title,
                b.entry,
            ))
        });
        DirectoryAnswer { themes: state.themes(&days, view), lines }
    }
}

/// The kinds of record that a directory rests on.
pub(crate) fn kinds() -> impl Iterator<Item = Kind> {
    ClearinghouseEvent::kinds().chain(PartyEvent::kinds()).chain(PersonEvent::kinds())
}

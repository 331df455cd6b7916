//! [`Finding`]: why a line is refused, and what to do about it.

use std::collections::BTreeMap;

use aoc_core::{
    Breaks, Claim, Draft, EntityId, EntityKind, Event, EventId, FocalPointEvent, Place, Position, RecordRef,
    Rejection, Rejections, Rule,
};

use super::line::{DraftLine, Slugs, Span};
use super::missing::Missing;
use super::told::{Seen, Told};
use super::would::Would;
use crate::error::CliError;

/// What a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pointed {
    /// A record of the book.
    Record(Seen),
    /// A line of the same file.
    Line(Span),
}

/// One thing that stands against one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// The line.
    pub(super) span: Span,
    /// The byte of the line, where that is known.
    pub(super) byte: Option<usize>,
    /// The line's beginning.
    pub(super) excerpt: String,
    /// The rule's stable name, or that of the trouble with reading the line.
    pub(super) rule: &'static str,
    /// What is wrong.
    pub(super) words: String,
    /// Where the rule comes from.
    pub(super) source: &'static str,
    /// What it is about.
    pub(super) about: Option<String>,
    /// What would no longer be right if the line stood in the book.
    pub(super) breaks: Option<Pointed>,
    /// What it collides with.
    pub(super) collides: Option<Pointed>,
    /// What it could be said to follow: that would settle it.
    pub(super) after: Option<Pointed>,
    /// What to do.
    pub(super) remedy: String,
    /// The refused line without which it would not be there.
    pub(super) follows: Option<Span>,
}

/// Where rules about reading a line come from.
const DRAFT_FORMAT: &str = "the format of drafts (schemas/draft.schema.json)";

impl Finding {
    fn unreadable(line: &DraftLine, why: &super::line::Unreadable) -> Self {
        let words = match &why.column {
            Some(column) => format!("column `{column}`: {}", why.why),
            None => why.why.clone(),
        };
        Self { byte: why.byte, rule: why.name, words, remedy: why.remedy.to_owned(), ..Self::at(line) }
    }

    fn at(line: &DraftLine) -> Self {
        Self {
            span: line.span,
            byte: None,
            excerpt: line.excerpt.clone(),
            rule: "",
            words: String::new(),
            source: DRAFT_FORMAT,
            about: None,
            breaks: None,
            collides: None,
            after: None,
            remedy: String::new(),
            follows: None,
        }
    }
}

/// The findings against the lines of a file.
pub(super) struct Trial<'t> {
    told: &'t Told<'t>,
    missing: Missing,
    lines_at: BTreeMap<Position, Span>,
}

impl<'t> Trial<'t> {
    /// No line was refused yet.
    pub(super) fn new(told: &'t Told<'t>) -> Self {
        Self { told, missing: Missing::default(), lines_at: BTreeMap::new() }
    }

    /// A line that was accepted, and where it would stand.
    pub(super) fn accept(&mut self, span: Span, position: Position) {
        self.lines_at.insert(position, span);
    }

    /// What stands against lines that cannot be read.
    pub(super) fn unreadable<'l>(&mut self, lines: impl IntoIterator<Item = &'l DraftLine>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for line in lines {
            if let Err(why) = &line.read {
                findings.push(Finding::unreadable(line, why));
                self.missing.add(line.span, || why.would.clone());
            }
        }
        findings
    }

    /// What stands against a line because another with the same label is refused.
    pub(super) fn held_back(&mut self, line: &DraftLine, by: Span) -> Finding {
        self.refuse(line);
        let label = line.together.as_deref().unwrap_or_default();
        Finding {
            rule: "together",
            words: format!("line {} is refused, and both bear the label `{label}`", by.first),
            source: "the label `together`",
            remedy: "correct that line; they are recorded together".to_owned(),
            follows: Some(by),
            ..Finding::at(line)
        }
    }

    /// What the book says against lines. `judged` are those whose drafts it judged, in that order.
    ///
    /// # Errors
    /// When a record that a finding points at cannot be read.
    pub(super) fn rejected(
        &mut self,
        judged: &[&DraftLine],
        rejections: &Rejections,
    ) -> Result<Vec<Finding>, CliError> {
        let of = |rejection: &Rejection| judged.get(rejection.draft.index()).copied();
        for rejection in rejections.findings() {
            if let Some(line) = of(rejection) {
                self.refuse(line);
            }
        }
        let found = rejections.findings().iter().filter_map(|rejection| Some((of(rejection)?, rejection)));
        found.map(|(line, rejection)| self.finding(line, rejection, judged)).collect()
    }

    /// What to say of a draft that is there already, and what to do.
    fn same_words(&self, collides: Option<Place>) -> Result<(String, String), CliError> {
        if let Some(Place::Record(position)) = collides
            && !self.lines_at.contains_key(&position)
            && self.told.is_retracted(position)?
        {
            let remedy = format!(
                "`aoc undo --redo` if an undo took it back, `aoc correct {position}` to restore it, or give the draft an id of its own"
            );
            return Ok(("this very draft was recorded, and retracted since".to_owned(), remedy));
        }
        Ok(("this very draft stands there already".to_owned(), "leave the line away".to_owned()))
    }

    /// Whether a line is refused because its draft stands in the book, or on an earlier line, word for word.
    fn is_the_same(
        &self,
        line: &DraftLine,
        rejection: &Rejection,
        judged: &[&DraftLine],
    ) -> Result<bool, CliError> {
        let Ok(draft) = &line.read else { return Ok(false) };
        match (&rejection.rule, rejection.collides) {
            (Rule::EventIdTaken, Some(Place::Draft(number))) => {
                Ok(judged.get(number.index()).is_some_and(|other| other.read.as_ref() == Ok(draft)))
            }
            (Rule::EventIdTaken, Some(Place::Record(_))) => self.told.is_recorded(draft),
            _ => Ok(false),
        }
    }

    /// What a finding is about.
    fn about(&self, entity: EntityId, line: &DraftLine, slugs: &Slugs) -> String {
        let word = entity.kind().word();
        let name = |entity| self.told.entity(entity, slugs);
        let event = line.read.as_ref().ok().and_then(Draft::event);
        match (entity.kind(), event.and_then(pair)) {
            (EntityKind::Membership | EntityKind::FocalPoint, Some((group, party))) => {
                format!("{word} of {} in {}", name(party), name(group))
            }
            (
                EntityKind::Membership
                | EntityKind::FocalPoint
                | EntityKind::Code
                | EntityKind::Forums
                | EntityKind::Clearinghouse,
                _,
            ) => word.to_owned(),
            _ => format!("{word} {}", name(entity)),
        }
    }

    fn refuse(&mut self, line: &DraftLine) {
        if let Ok(draft) = &line.read {
            self.missing.add(line.span, || Would::of_draft(draft));
        }
    }

    fn finding(
        &self,
        line: &DraftLine,
        rejection: &Rejection,
        judged: &[&DraftLine],
    ) -> Result<Finding, CliError> {
        let pointed = |place: Option<Place>| match place {
            None => Ok(None),
            Some(Place::Record(position)) => match self.lines_at.get(&position) {
                Some(span) => Ok(Some(Pointed::Line(*span))),
                None => self.told.record(position).map(|seen| Some(Pointed::Record(seen))),
            },
            Some(Place::Draft(number)) => Ok(judged.get(number.index()).map(|line| Pointed::Line(line.span))),
        };
        let breaks = match rejection.breaks {
            Breaks::Itself => None,
            Breaks::Other(place) => pointed(Some(place))?,
        };
        let mut words = rejection.rule.to_string();
        let slugs = line.slugs();
        for (uuid, slug) in &slugs {
            words = words.replace(uuid.as_str(), &format!("`{slug}`"));
        }
        let (words, remedy) = if self.is_the_same(line, rejection, judged)? {
            self.same_words(rejection.collides)?
        } else {
            (words, rejection.rule.remedy().to_owned())
        };
        let by_number = rejection.follows.and_then(|number| judged.get(number.index())).map(|line| line.span);
        Ok(Finding {
            rule: rejection.rule.name(),
            words,
            source: rejection.rule.source(),
            about: rejection.about.map(|entity| self.about(entity, line, &slugs)),
            breaks,
            collides: pointed(rejection.collides)?,
            after: pointed(rejection.settled_by_after)?,
            remedy,
            follows: by_number.or_else(|| follows(line, rejection, &self.missing)),
            ..Finding::at(line)
        })
    }
}

/// The group or agreement, and the party, of a membership or focal point.
fn pair(event: &Event) -> Option<(EntityId, EntityId)> {
    match event {
        Event::Membership(event) => Some((event.pair().0.into(), event.pair().1.into())),
        Event::FocalPoint(event) => Some(match event {
            FocalPointEvent::FocalPointDesignated(event) => (event.group.into(), event.party.into()),
            FocalPointEvent::FocalPointReleased(event) => (event.group.into(), event.party.into()),
            FocalPointEvent::AgreementFocalPointDesignated(event) => {
                (event.agreement.into(), event.party.into())
            }
            FocalPointEvent::AgreementFocalPointReleased(event) => {
                (event.agreement.into(), event.party.into())
            }
        }),
        _ => None,
    }
}

/// The refused line, other than this one, without which the finding would not be there.
fn follows(line: &DraftLine, rejection: &Rejection, missing: &Missing) -> Option<Span> {
    let draft = line.read.as_ref().ok()?;
    let named = match rejection.rule {
        Rule::NoSuchRecord => target(draft),
        Rule::AnchorUnknown => draft.after.and_then(by_id),
        _ => None,
    };
    missing.because_of(line.span, rejection, draft.date(), named)
}

fn target(draft: &Draft) -> Option<EventId> {
    match draft.claim {
        Claim::New { .. } => None,
        Claim::Correction { of, .. } | Claim::Retraction { of } | Claim::Corroboration { of } => by_id(of),
    }
}

const fn by_id(of: RecordRef) -> Option<EventId> {
    match of {
        RecordRef::Event(id) => Some(id),
        RecordRef::Position(_) => None,
    }
}

//! [`Life`]: the timeline of one entity, as much of it as spans need.

use aoc_core::{
    Bounds, Day, GroupEstablished, Kind, MemberJoined, MemberWithdrew, PartyDissolved, PartyRegistered,
    Position, Qualifier, Role, Window,
};

use crate::certainty::Span;

/// How dates that their source doubts (`?`, `~`) are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As given.
    AsDated,
    /// As unknown.
    WithoutDoubtful,
}

impl Reading {
    /// The bounds as they are read.
    pub(crate) const fn of(self, bounds: Bounds) -> Bounds {
        match self {
            Self::AsDated => bounds,
            Self::WithoutDoubtful => bounds.without_doubtful(),
        }
    }
}

/// One record of a timeline, as much of it as spans need.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) position: Position,
    pub(crate) kind: Kind,
    pub(crate) role: Role,
    pub(crate) bounds: Bounds,
}

impl Step {
    /// Whether its source doubts its date.
    pub(crate) fn is_doubted(&self) -> bool {
        self.bounds.qualifier != Qualifier::None
    }
}

/// What an event of a group, a party or a membership does to the life of its own entity, by its kind.
pub(crate) fn role(kind: Kind) -> Role {
    match kind {
        GroupEstablished::KIND | PartyRegistered::KIND | MemberJoined::KIND => Role::Founds,
        PartyDissolved::KIND | MemberWithdrew::KIND => Role::Ends,
        _ => Role::Changes,
    }
}

/// Between which days each record of a timeline happened in which all are ordered, and none happened before `floor`
/// (law 8): the running maximum of the earliest days, the running minimum, from behind, of the latest ones. They are put in
/// the place of what `windows` held.
pub(crate) fn narrow<'w>(
    steps: &[Step],
    floor: Day,
    reading: Reading,
    windows: &'w mut Vec<Window>,
) -> &'w [Window] {
    let mut earliest = floor;
    windows.clear();
    windows.extend(steps.iter().map(|step| {
        let bounds = reading.of(step.bounds);
        earliest = earliest.max(bounds.earliest);
        Window { earliest, latest: bounds.latest }
    }));
    let mut latest = Day::FUTURE;
    for window in windows.iter_mut().rev() {
        latest = latest.min(window.latest);
        window.latest = latest;
    }
    windows
}

/// From when to when an entity exists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Existence {
    pub(crate) founded: Window,
    pub(crate) ended: Window,
}

impl Existence {
    /// That of an entity with this timeline, if it was founded.
    pub(crate) fn of(steps: &[Step], windows: &[Window]) -> Option<Self> {
        let mut existence: Option<Self> = None;
        for (step, window) in steps.iter().zip(windows) {
            match (step.role, &mut existence) {
                (Role::Founds, None) => existence = Some(Self { founded: *window, ended: Span::OPEN_END }),
                (Role::Founds, Some(existence)) => existence.ended = Span::OPEN_END,
                (Role::Ends, Some(existence)) => existence.ended = *window,
                _ => {}
            }
        }
        existence
    }
}

/// The life of one entity in one reading: between which days each of its records happened, and its hosts ended.
pub(crate) struct Life<'l> {
    steps: &'l [Step],
    windows: &'l [Window],
    /// Whatever ends first of what it rests on.
    end: Window,
}

impl<'l> Life<'l> {
    /// The life with this timeline, whose hosts end then.
    pub(crate) fn of(steps: &'l [Step], windows: &'l [Window], ends: impl Iterator<Item = Window>) -> Self {
        let end = ends.fold(Span::OPEN_END, |first, end| Window {
            earliest: first.earliest.min(end.earliest),
            latest: first.latest.min(end.latest),
        });
        Self { steps, windows, end }
    }

    /// The stretches between a record that `opens` and the next one that `closes`, cut where a host ends.
    pub(crate) fn spans(
        &self,
        opens: impl Fn(&Step) -> bool,
        closes: impl Fn(&Step) -> bool,
    ) -> impl Iterator<Item = Span> {
        let end = self.end;
        let mut dated = self.steps.iter().zip(self.windows);
        std::iter::from_fn(move || {
            let (_, start) = dated.by_ref().find(|(step, _)| opens(step))?;
            let last = dated.by_ref().find(|(step, _)| closes(step));
            Some(Span { start: *start, end: last.map_or(Span::OPEN_END, |(_, window)| *window) }.cut(end))
        })
    }
}

//! [`Partners`]: members of a group, to be found by theme, region and kind.

use std::collections::BTreeMap;

use aoc_core::{EntityKind, GroupId, Names, PartyId, PartyKind, Position, Region, ThemeId};
use aoc_store::{RecordError, RecordView};

use crate::error::Error;
use crate::interest::Interest;
use crate::projection::{Lines, Projection};
use crate::projections::directory::{self, Directory, DirectoryLine, DirectoryState};
use crate::projections::roll::{self, Roll, RollLine, RollState};
use crate::reach::Reach;
use crate::records::Records;
use crate::tenure::kinds;
use crate::view::ReadView;

/// Find your partner: the members of a group on a day, and what the clearinghouse holds of each.
///
/// A member is one for a theme when an entry under that theme stands in the directory that the member contributed, or
/// that is about the member. How sure the membership and each entry are is said apart.
///
/// ```
/// use aoc_core::{PartyKind, Region};
/// use aoc_replay::{Ledger, Partners, View};
/// let question = Partners::of("partner-network".parse()?)
///     .on_theme("education".parse()?)
///     .from_region(Region::Africa)
///     .of_kind(PartyKind::Country);
/// let found = Ledger::in_memory().ask(&question, View::on("2010-05-13".parse()?))?.value;
/// assert!(found.names.is_none() && found.lines.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partners {
    group: GroupId,
    theme: Option<ThemeId>,
    region: Option<Region>,
    kind: Option<PartyKind>,
}

impl Partners {
    /// Every member of this group, with all its entries.
    #[must_use]
    pub const fn of(group: GroupId) -> Self {
        Self { group, theme: None, region: None, kind: None }
    }

    /// Those with entries under this theme, and these entries only.
    #[must_use]
    pub const fn on_theme(self, theme: ThemeId) -> Self {
        Self { theme: Some(theme), ..self }
    }

    /// Countries of this UN M49 region.
    #[must_use]
    pub const fn from_region(self, region: Region) -> Self {
        Self { region: Some(region), ..self }
    }

    /// Parties of this kind.
    #[must_use]
    pub const fn of_kind(self, kind: PartyKind) -> Self {
        Self { kind: Some(kind), ..self }
    }

    const fn directory(&self) -> Directory {
        match self.theme {
            Some(theme) => Directory::whole().under(theme),
            None => Directory::whole(),
        }
    }

    fn wants(&self, member: &RollLine) -> bool {
        self.region.is_none_or(|region| member.region == Some(region))
            && self.kind.is_none_or(|kind| member.kind == kind)
    }
}

/// One partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerLine {
    /// The member, and how sure the membership is.
    pub member: RollLine,
    /// The entries that it contributed or that are about it, and how sure each is.
    pub entries: Vec<DirectoryLine>,
    /// The records that make this line.
    pub records: Vec<Position>,
}

/// The answer to [`Partners`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnersAnswer {
    /// The group.
    pub group: GroupId,
    /// Its names; nothing when no such group is known in this view.
    pub names: Option<Names>,
    /// The partners, by kind and name.
    pub lines: Vec<PartnerLine>,
}

impl Lines for PartnersAnswer {
    type Key = PartyId;
    type Line = PartnerLine;

    fn lines(&self) -> BTreeMap<PartyId, PartnerLine> {
        self.lines.iter().map(|line| (line.member.party, line.clone())).collect()
    }
}

/// What [`Partners`] folds into.
#[derive(Debug, Clone, Default)]
pub struct PartnersState {
    roll: RollState,
    directory: DirectoryState,
}

impl Projection for Partners {
    type State = PartnersState;
    type Answer = PartnersAnswer;

    fn interest(&self) -> Interest {
        roll::interest().and(directory::kinds())
    }

    fn reach(&self) -> Reach {
        // An entry names its theme and its parties; from a member nothing leads to the entries that name it.
        let Some(theme) = self.theme else { return Reach::Everything };
        // One theme may be said to have been opened after another.
        let kinds = [EntityKind::Party, EntityKind::Person, EntityKind::Entry, EntityKind::Clearinghouse];
        Reach::around([self.group.into(), theme.into()]).through(kinds)
    }

    fn apply(&self, state: &mut PartnersState, record: &RecordView<'_>) -> Result<(), RecordError> {
        if kinds().any(|kind| kind == record.kind()) {
            Roll::of(self.group).apply(&mut state.roll, record)?;
        }
        if directory::kinds().any(|kind| kind == record.kind()) {
            self.directory().apply(&mut state.directory, record)?;
        }
        Ok(())
    }

    fn settle(&self, state: &mut PartnersState, records: &dyn Records) -> Result<(), Error> {
        state.roll.settle(records)
    }

    fn answer(&self, state: &PartnersState, view: &ReadView) -> PartnersAnswer {
        let roll = Roll::of(self.group).answer(&state.roll, view);
        let directory = self.directory().answer(&state.directory, view).lines;
        let partner = |member: RollLine| {
            let entries = directory.iter().filter(|entry| entry.concerns(member.party));
            let entries: Vec<DirectoryLine> = entries.cloned().collect();
            let behind = entries.iter().flat_map(|entry| entry.records.iter().copied());
            let mut records: Vec<Position> = member.records.iter().copied().chain(behind).collect();
            records.sort_unstable();
            records.dedup();
            PartnerLine { member, entries, records }
        };
        let members = roll.members.into_iter().filter(|member| self.wants(member)).map(partner);
        let lines = members.filter(|line| self.theme.is_none() || !line.entries.is_empty()).collect();
        PartnersAnswer { group: self.group, names: roll.names, lines }
    }
}

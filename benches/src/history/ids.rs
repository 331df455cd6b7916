//! Ids: the n-th thing of a kind has always the same one, so that nothing needs to be remembered.

use aoc_core::{EventId, PartyId};
use uuid::Uuid;

use super::random::mix;

/// A typed id that is a UUID.
pub(super) trait Id: Sized {
    /// What tells the numbers of one kind from those of another.
    const TAG: u64;
    fn of(uuid: Uuid) -> Self;

    /// The id of the n-th thing of this kind.
    fn nth(number: usize) -> Self {
        let number = u64::try_from(number).unwrap_or(u64::MAX) | Self::TAG << 48;
        let (high, low) = (mix(number), mix(!number));
        let bytes = (u128::from(high) << 64 | u128::from(low)).to_be_bytes();
        Self::of(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

macro_rules! ids {
    ($($tag:literal $id:ident),* $(,)?) => {
        $(impl Id for aoc_core::$id {
            const TAG: u64 = $tag;
            fn of(uuid: Uuid) -> Self {
                Self::new(uuid)
            }
        })*
    };
}

ids! {
    1 SourceId, 2 PartyId, 3 PersonId, 4 OfficeId, 5 GroupId, 6 AgreementId, 7 AmendmentId, 8 ActionPlanId,
    9 ProgrammeId, 10 ConsultationId, 11 DisputeId, 12 ContributionId, 13 StrategyId, 14 ProjectId,
    15 InitiativeId, 16 ForumId, 17 ResolutionId, 18 ReportId, 19 ImplementationPlanId, 20 PriorityAreaId,
    21 MeetingId, 22 ThemeId, 23 EntryId, 24 TensionId, 25 MobilizationId, 26 EventId,
}

/// The parties with these numbers.
pub(super) fn parties(numbers: &[usize]) -> Vec<PartyId> {
    numbers.iter().map(|number| PartyId::nth(*number)).collect()
}

/// The id of the n-th draft.
pub(super) fn draft(number: usize) -> EventId {
    EventId::nth(number)
}

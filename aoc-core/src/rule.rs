//! [`Rule`]: everything for which the book may say no, in words and with where it comes from.

use std::fmt;

use crate::day::Day;
use crate::id::{EntityId, Position, SourceId};
use crate::party::PartyKind;

/// A rule that a draft breaks. Its name is stable; reports and tools may rely on it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// What is named or changed is registered.
    NotRegistered,
    /// A thing is registered once.
    AlreadyRegistered,
    /// After its end nothing happens to a thing.
    AlreadyEnded,
    /// Nothing takes part in anything that is certainly before it exists.
    BeforeExistence {
        /// The record's last possible day.
        latest: Day,
        /// The first possible day of what it rests on.
        exists_from: Day,
    },
    /// Nothing takes part in anything that is certainly after its end.
    AfterEnd {
        /// The record's first possible day.
        earliest: Day,
        /// The last possible day of what it rests on.
        ended_by: Day,
    },
    /// The records of a timeline can happen in their order of effect.
    DatesContradict {
        /// The record's last possible day.
        latest: Day,
        /// The first day on which what comes before it can all have happened.
        not_before: Day,
    },
    /// A group admits only its kinds.
    NotAdmitted {
        /// The kind that is not admitted.
        kind: PartyKind,
    },
    /// A group admits at least one kind.
    AdmitsSomebody,
    /// One membership at a time.
    AlreadyMember,
    /// Leave, suspend and reinstate only what was joined.
    NotMember,
    /// Suspended once.
    AlreadySuspended,
    /// Reinstate only what was suspended.
    NotSuspended,
    /// One office, one holder at a time.
    OneHolder,
    /// Only the holder leaves an office.
    NotHolder,
    /// One focal point a member at a time.
    OneFocalPoint,
    /// Only the focal point is released.
    NotFocalPoint,
    /// A code belongs to one party.
    CodeTaken,
    /// ISO 3166-1 codes are for countries.
    CountryCodeForCountries,
    /// A party is succeeded by others.
    SucceededByOthers,
    /// Nothing is named twice in one event.
    NamedTwice,
    /// An embedder's event changes the embedder's own entities.
    ChangesOwnEntities,
    /// An event changes and names at most 255 entities each.
    TooManyEntities {
        /// So many.
        count: usize,
    },
    /// An event and what stands beside it have at most 50 KiB together.
    RecordTooLong {
        /// Their length in bytes.
        len: usize,
    },
    /// A moment is no duration.
    NeedsMoment,
    /// A source's registration bears no effective date.
    Timeless,
    /// A date can be written as EDTF and read again.
    UnwritableDate,
    /// Every cited source is registered and stands.
    UnknownSource {
        /// The source.
        source: SourceId,
    },
    /// A cited source is not retracted.
    SourceIsCited {
        /// The source.
        source: SourceId,
    },
    /// What is corrected, retracted or corroborated is in the book.
    NoSuchRecord,
    /// A correction or retraction targets the last version of a fact.
    NotLastVersion {
        /// The last version.
        last: Position,
    },
    /// A retracted fact is restored by correcting the retraction, nothing else.
    IsRetracted,
    /// A correction says the same kind of thing.
    CorrectsAnotherKind,
    /// A corroboration is retracted, not corrected; it corroborates an event.
    NotAnEvent,
    /// A corrected or retracted fact, and an erasure, give their reason.
    NeedsReason,
    /// An erasure says on whose authority.
    NeedsAuthority,
    /// What was erased of a person stays so.
    PersonErased,
    /// An erasure is neither corrected nor retracted.
    ErasureStands,
    /// A fact that others corroborate is not retracted alone.
    IsCorroborated,
    /// *After* names a record of the book or of the same commit.
    AnchorUnknown,
    /// *After* names a fact that stands.
    AnchorRetracted,
    /// *After* names a record of the same timeline.
    AnchorElsewhere,
    /// *After* does not lead back to itself.
    AnchorCircle,
    /// A record cannot follow one that certainly happened later.
    AnchorTooLate {
        /// The record's last possible day.
        latest: Day,
        /// The day at which the anchor stands.
        anchor: Day,
    },
    /// An event id is used once.
    EventIdTaken,
}

impl Rule {
    /// Its stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotRegistered => "not-registered",
            Self::AlreadyRegistered => "already-registered",
            Self::AlreadyEnded => "already-ended",
            Self::BeforeExistence { .. } => "before-existence",
            Self::AfterEnd { .. } => "after-end",
            Self::DatesContradict { .. } => "dates-contradict",
            Self::NotAdmitted { .. } => "not-admitted",
            Self::AdmitsSomebody => "admits-somebody",
            Self::AlreadyMember => "already-member",
            Self::NotMember => "not-member",
            Self::AlreadySuspended => "already-suspended",
            Self::NotSuspended => "not-suspended",
            Self::OneHolder => "one-holder",
            Self::NotHolder => "not-holder",
            Self::OneFocalPoint => "one-focal-point",
            Self::NotFocalPoint => "not-focal-point",
            Self::CodeTaken => "code-taken",
            Self::CountryCodeForCountries => "country-code-for-countries",
            Self::SucceededByOthers => "succeeded-by-others",
            Self::NamedTwice => "named-twice",
            Self::ChangesOwnEntities => "changes-own-entities",
            Self::TooManyEntities { .. } => "too-many-entities",
            Self::RecordTooLong { .. } => "record-too-long",
            Self::NeedsMoment => "needs-moment",
            Self::Timeless => "timeless",
            Self::UnwritableDate => "unwritable-date",
            Self::UnknownSource { .. } => "unknown-source",
            Self::SourceIsCited { .. } => "source-is-cited",
            Self::NoSuchRecord => "no-such-record",
            Self::NotLastVersion { .. } => "not-last-version",
            Self::IsRetracted => "is-retracted",
            Self::CorrectsAnotherKind => "corrects-another-kind",
            Self::NotAnEvent => "not-an-event",
            Self::NeedsReason => "needs-reason",
            Self::NeedsAuthority => "needs-authority",
            Self::PersonErased => "person-erased",
            Self::ErasureStands => "erasure-stands",
            Self::IsCorroborated => "is-corroborated",
            Self::AnchorUnknown => "anchor-unknown",
            Self::AnchorRetracted => "anchor-retracted",
            Self::AnchorElsewhere => "anchor-elsewhere",
            Self::AnchorCircle => "anchor-circle",
            Self::AnchorTooLate { .. } => "anchor-too-late",
            Self::EventIdTaken => "event-id-taken",
        }
    }

    /// Where the rule comes from.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        match self {
            Self::NotAdmitted { .. } | Self::AdmitsSomebody => {
                "unaoc.org, Group of Friends: a community of countries and international organizations"
            }
            Self::AlreadyMember | Self::NotMember | Self::AlreadySuspended | Self::NotSuspended => {
                "unaoc.org, Countries and International Organizations: interest, invitation, joining"
            }
            Self::OneHolder | Self::NotHolder => {
                "Turkish MFA, Alliance of Civilizations: the High Representative is appointed, one at a time"
            }
            Self::OneFocalPoint | Self::NotFocalPoint => {
                "unaoc.org, Group of Friends: members are invited to appoint a Focal Point"
            }
            Self::CountryCodeForCountries | Self::CodeTaken => "ISO 3166-1",
            Self::UnknownSource { .. } | Self::SourceIsCited { .. } => {
                "the ledger: a source behind every record"
            }
            Self::DatesContradict { .. }
            | Self::AnchorUnknown
            | Self::AnchorRetracted
            | Self::AnchorElsewhere
            | Self::AnchorCircle
            | Self::AnchorTooLate { .. } => "the ledger: order of effect",
            _ => "the ledger",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::NotRegistered => "register it in this or an earlier commit, or check the id",
            Self::AlreadyRegistered => "correct the record that registered it instead",
            Self::AlreadyEnded => "check the entity and the dates, or correct the record that ended it",
            Self::BeforeExistence { .. } | Self::AfterEnd { .. } => {
                "check the date, or correct the date of the record it collides with"
            }
            Self::DatesContradict { .. } => "check both dates; a less precise date may be the honest one",
            Self::NotAdmitted { .. } => "check the kind of the party, or name a group that admits it",
            Self::AdmitsSomebody => "list the kinds that the group admits",
            Self::AlreadyMember => "if the party left in between, record that too, in the same commit",
            Self::NotMember => "record first that the party joined, in this or an earlier commit",
            Self::AlreadySuspended => "record that the suspension was lifted in between",
            Self::NotSuspended => "record first that the member was suspended",
            Self::OneHolder => "record that the holder before left the office, in this or an earlier commit",
            Self::NotHolder => "record first that this person assumed the office",
            Self::OneFocalPoint => "record that the focal point before was released",
            Self::NotFocalPoint => "record first that this person was designated",
            Self::CodeTaken => "check the code; the same party is registered once",
            Self::CountryCodeForCountries => "use the scheme `acronym` for other parties",
            Self::SucceededByOthers => "name at least one successor other than the party itself",
            Self::NamedTwice => "name it once",
            Self::ChangesOwnEntities => {
                "list entities of your own kinds under `changes`, others under `names`"
            }
            Self::RecordTooLong { .. } => "shorten the texts, or cite the document that holds them",
            Self::TooManyEntities { .. } => "make several events of it",
            Self::NeedsMoment => "give the day on which it happened; a roughly known one is [A..B]",
            Self::UnwritableDate => {
                "give bounds in order, between real days or open, and doubt only whole dates"
            }
            Self::Timeless => "leave `date` away; the day of publication is `published` in the data",
            Self::UnknownSource { .. } => {
                "register the source with SourceRegistered in this or an earlier commit"
            }
            Self::SourceIsCited { .. } => "record SourceWithdrawn instead: what rests on it is then flagged",
            Self::NoSuchRecord => "look the record up with `timeline` or `log`",
            Self::NotLastVersion { .. } => "target the last version",
            Self::IsRetracted => "to restore the fact, correct the retraction",
            Self::CorrectsAnotherKind => "retract the fact, and record the other one as new",
            Self::NotAnEvent => "retract it, or name the event itself",
            Self::NeedsReason => "say why in `reason`",
            Self::NeedsAuthority => "say in `authority` who ordered it",
            Self::PersonErased => "leave it as it is; other records may still refer to the person by id",
            Self::ErasureStands => "leave it as it is: the data are gone and do not come back",
            Self::IsCorroborated => "retract the corroborations in the same commit",
            Self::AnchorUnknown | Self::AnchorElsewhere => {
                "name a record of the same timeline (see `timeline`)"
            }
            Self::AnchorRetracted => "name a fact that stands",
            Self::AnchorCircle => "drop one `after` of the circle",
            Self::AnchorTooLate { .. } => "check both dates, or drop `after`",
            Self::EventIdTaken => {
                "if it is the same fact, correct it or its retraction there; if not, give the draft an id of its own"
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRegistered => f.write_str("it is not registered"),
            Self::AlreadyRegistered => f.write_str("it is registered already"),
            Self::AlreadyEnded => f.write_str("it has ended before that"),
            Self::BeforeExistence { latest, exists_from } => {
                write!(
                    f,
                    "it happened on {latest} at the latest, but what it rests on exists from {exists_from} at the earliest"
                )
            }
            Self::AfterEnd { earliest, ended_by } => {
                write!(
                    f,
                    "it happened on {earliest} at the earliest, but what it rests on ended on {ended_by} at the latest"
                )
            }
            Self::DatesContradict { latest, not_before } => {
                write!(
                    f,
                    "it happened on {latest} at the latest, but what comes before it can be over on {not_before} at the earliest"
                )
            }
            Self::NotAdmitted { kind } => write!(f, "the group does not admit the kind {kind}"),
            Self::AdmitsSomebody => f.write_str("a group admits at least one kind of party"),
            Self::AlreadyMember => f.write_str("the party is a member already"),
            Self::NotMember => f.write_str("the party is not a member at that point"),
            Self::AlreadySuspended => f.write_str("the member is suspended already"),
            Self::NotSuspended => f.write_str("the member is not suspended at that point"),
            Self::OneHolder => f.write_str("somebody holds the office at that point"),
            Self::NotHolder => f.write_str("that person does not hold the office at that point"),
            Self::OneFocalPoint => f.write_str("the member has a focal point at that point"),
            Self::NotFocalPoint => f.write_str("that person is not the focal point at that point"),
            Self::CodeTaken => f.write_str("another party bears that code"),
            Self::CountryCodeForCountries => f.write_str("ISO 3166-1 codes are for countries"),
            Self::SucceededByOthers => f.write_str("a party is succeeded by others, at least one"),
            Self::NamedTwice => f.write_str("the same thing is named twice in one event"),
            Self::ChangesOwnEntities => {
                f.write_str("an embedder's event changes only the embedder's own kinds of entity")
            }
            Self::TooManyEntities { count } => {
                write!(f, "the event has to do with {count} entities; at most 255 can be recorded")
            }
            Self::RecordTooLong { len } => {
                write!(f, "the record has {len} bytes; at most 51200 can be recorded")
            }
            Self::NeedsMoment => f.write_str("it happens on one day; its date is a duration"),
            Self::UnwritableDate => f.write_str("its date cannot be written as EDTF"),
            Self::Timeless => f.write_str("a source's registration bears no effective date"),
            Self::UnknownSource { source } => write!(f, "the cited source {source} is not registered"),
            Self::SourceIsCited { source } => write!(f, "records rest on the source {source}"),
            Self::NoSuchRecord => f.write_str("there is no such record"),
            Self::NotLastVersion { last } => write!(f, "the record was replaced; the last version is {last}"),
            Self::IsRetracted => f.write_str("the fact was retracted"),
            Self::CorrectsAnotherKind => {
                f.write_str("a correction says the same kind of thing as what it corrects")
            }
            Self::NotAnEvent => f.write_str("that record is a corroboration, not an event"),
            Self::NeedsReason => f.write_str("corrections, retractions and erasures give their reason"),
            Self::NeedsAuthority => f.write_str("an erasure says on whose authority"),
            Self::PersonErased => f.write_str("the person's data were erased"),
            Self::ErasureStands => f.write_str("an erasure is neither corrected nor retracted"),
            Self::IsCorroborated => f.write_str("a second source corroborates that fact"),
            Self::AnchorUnknown => f.write_str("`after` names no record of the book or the commit"),
            Self::AnchorRetracted => f.write_str("`after` names a fact that was retracted"),
            Self::AnchorElsewhere => f.write_str("`after` names a record of another timeline"),
            Self::AnchorCircle => f.write_str("`after` leads back to the record itself"),
            Self::AnchorTooLate { latest, anchor } => {
                write!(
                    f,
                    "it happened on {latest} at the latest, but what it is said to follow stands at {anchor}"
                )
            }
            Self::EventIdTaken => f.write_str("another record bears that event id"),
        }
    }
}

/// What a rule says about one record of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule.
    pub rule: Rule,
    /// The entity it is about.
    pub about: Option<EntityId>,
    /// The record it collides with.
    pub because: Option<Position>,
}

impl Refusal {
    pub(crate) const fn new(rule: Rule, about: Option<EntityId>, because: Position) -> Self {
        Self { rule, about, because: Some(because) }
    }

    pub(crate) const fn alone(rule: Rule, about: Option<EntityId>) -> Self {
        Self { rule, about, because: None }
    }
}

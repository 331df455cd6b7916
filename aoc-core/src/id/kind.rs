//! [`EntityKind`]: what sort of thing an entity is.

use std::str::FromStr;

use super::IdError;
use crate::kind::KindCode;

macro_rules! entity_kinds {
    ($($(#[$doc:meta])* $code:literal $kind:ident $word:literal,)*) => {
        /// What sort of thing an entity is. Codes from `0x8000` are the embedder's own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntityKind {
            $($(#[$doc])* $kind,)*
            /// An embedder's own kind of entity.
            Custom(KindCode),
        }

        impl EntityKind {
            /// The number written in records. Never reused.
            #[must_use]
            pub const fn code(self) -> u16 {
                match self {
                    $(Self::$kind => $code,)*
                    Self::Custom(code) => code.get(),
                }
            }

            /// The kind with this number, or nothing when this version does not know it.
            #[must_use]
            pub const fn from_code(code: u16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$kind),)*
                    _ => match KindCode::new(code) {
                        Some(code) => Some(Self::Custom(code)),
                        None => None,
                    },
                }
            }

            /// The word for it, as used in ids and as the namespace of its slugs.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)*
                    Self::Custom(_) => "custom",
                }
            }
        }

        impl FromStr for EntityKind {
            type Err = IdError;

            fn from_str(word: &str) -> Result<Self, IdError> {
                match word {
                    $($word => Ok(Self::$kind),)*
                    custom => custom.parse().map(Self::Custom).map_err(|_| IdError::of(word)),
                }
            }
        }
    };
}

entity_kinds! {
    /// A source document.
    1 Source "source",
    /// A country, organization, city … that can take part.
    2 Party "party",
    /// A natural person.
    3 Person "person",
    /// A post that one person at a time holds.
    4 Office "office",
    /// A group that parties join.
    5 Group "group",
    /// One party's belonging to one group.
    6 Membership "membership",
    /// One member's focal point in a group.
    7 FocalPoint "focal-point",
    /// A code (ISO 3166, acronym) and the party that bears it.
    8 Code "code",
    /// An agreement: a memorandum, a letter of intent, a protocol.
    9 Agreement "agreement",
    /// A change of an agreement.
    10 Amendment "amendment",
    /// What the parties of an agreement plan to do together.
    11 ActionPlan "action-plan",
    /// A partnership of two years under an agreement.
    12 Programme "programme",
    /// A meeting at which the parties of an agreement consulted each other.
    13 Consultation "consultation",
    /// A disagreement of the parties of an agreement.
    14 Dispute "dispute",
    /// What a partner gives.
    15 Contribution "contribution",
    /// A regional strategy or a national plan.
    16 Strategy "strategy",
    /// The national plans of one country.
    17 NationalPlans "national-plans",
    /// A project of a strategy.
    18 Project "project",
    /// What somebody set going: the Alliance, a fund, a movement.
    19 Initiative "initiative",
    /// A forum.
    20 Forum "forum",
    /// The series of the forums.
    21 Forums "forums",
    /// A resolution.
    22 Resolution "resolution",
    /// A report.
    23 Report "report",
    /// An implementation plan of the Alliance.
    24 ImplementationPlan "implementation-plan",
    /// A priority area of the Alliance.
    25 PriorityArea "priority-area",
    /// A meeting.
    26 Meeting "meeting",
    /// The clearinghouse and its themes.
    27 Clearinghouse "clearinghouse",
    /// A theme of the clearinghouse.
    28 Theme "theme",
    /// An entry of the clearinghouse.
    29 Entry "entry",
    /// A person's place on the roster of the media response mechanism.
    30 Expert "expert",
    /// A tension.
    31 Tension "tension",
    /// A mobilization of the media response mechanism.
    32 Mobilization "mobilization",
}

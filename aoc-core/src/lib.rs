//! The core of the partnership ledger: events, timelines, rules, decisions.
//!
//! Pure: no I/O, no clock, no randomness. What is proposed is a [`Draft`]; [`decide`] judges a commit
//! of drafts against the [`Book`] and gives [`Record`]s or [`Rejections`]. The log, its bytes and its
//! durability are `aoc-store`; questions and answers are `aoc-replay`.
//!
//! ```
//! use aoc_core::{decide, Book, Citations, Draft, EventDate, GroupEstablished, MemberJoined, PartyKind,
//!     PartyRegistered, Timestamp};
//! let names = |text: &str| serde_json::from_value(serde_json::json!([{"lang": "en", "text": text}]));
//! let (group, party) = ("friends".parse()?, "esp".parse()?);
//! let drafts = [
//!     Draft::new(
//!         GroupEstablished { group, names: names("Group of Friends")?, admits: vec![PartyKind::Country] },
//!         "2005".parse()?,
//!         Citations::uncited(),
//!     ),
//!     Draft::new(
//!         PartyRegistered { party, kind: PartyKind::Country, names: names("Spain")?, codes: vec![] },
//!         EventDate::UNKNOWN,
//!         Citations::uncited(),
//!     ),
//!     Draft::new(MemberJoined { group, party }, "2005".parse()?, Citations::uncited()),
//! ];
//! let book = Book::default();
//! assert_eq!(decide(&book, &drafts, Timestamp::from_micros(0))?.len(), 3);
//!
//! let twice = [&drafts[..], &[Draft::new(MemberJoined { group, party }, "2006".parse()?, Citations::uncited())]].concat();
//! let rejections = decide(&book, &twice, Timestamp::from_micros(0)).unwrap_err();
//! assert_eq!(rejections.findings()[0].rule.name(), "already-member");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attestation;
mod book;
mod chain;
mod citation;
mod codes;
mod custom;
mod date;
mod day;
mod decide;
mod draft;
mod event;
mod focal_point;
mod group;
mod id;
mod kind;
mod membership;
mod name;
mod named;
mod office;
mod order;
mod party;
mod person;
mod personal;
mod record;
mod region;
mod rejection;
mod rule;
mod seal;
mod source;
mod timeline;

pub use attestation::{AttestationEvent, Figure, FigureAttested, OrdinalAttested, Scope};
pub use book::Book;
pub use chain::{Link, Window, windows};
pub use citation::{Citation, Citations, NoCitation};
pub use codes::{CountryCode, CountryCodeError};
pub use custom::CustomEvent;
pub use date::{Bounds, EventDate, EventDateError, Qualifier};
pub use day::{Day, DayError, Timestamp, TimestampError};
pub use decide::decide;
pub use draft::{Claim, Draft, DraftJsonError, RecordRef, meta_json};
pub use event::{
    BodyError, CONTENT_LEN_MAX, ENTITIES_MAX, Entities, Event, EventJsonError, Lanes, Privacy, Role,
    TimeShape,
};
pub use focal_point::{FocalPointDesignated, FocalPointEvent, FocalPointReleased, focal_point};
pub use group::{GroupEstablished, GroupEvent};
pub use id::{
    EntityId, EntityKind, EventId, GroupId, IdError, OfficeId, PartyId, PersonId, Position, SLUG_LEN_MAX,
    SourceId,
};
pub use kind::{CUSTOM_FROM, Kind, KindCode, SchemaVersion};
pub use membership::{
    InterestExpressed, MemberInvited, MemberJoined, MemberReinstated, MemberSuspended, MemberWithdrew,
    MembershipEvent, membership,
};
pub use name::{LanguageTag, LanguageTagError, Name, Names, NamesError, TEXT_LEN_MAX, Text, TextError};
pub use office::{
    OfficeAssumed, OfficeEstablished, OfficeEvent, OfficeHolderAnnounced, OfficeHolderAppointed,
    OfficeVacated,
};
pub use order::EffectKey;
pub use party::{
    Code, PartyDissolved, PartyEvent, PartyKind, PartyRegistered, PartyRenamed, PartySucceeded, Sector,
    Succession,
};
pub use person::{PersonErased, PersonEvent, PersonRegistered};
pub use personal::Personal;
pub use record::{CodeListVersion, CommitEnd, Meta, MetaError, Record, Relation, RuleSetVersion};
pub use region::Region;
pub use rejection::{Breaks, DraftNumber, Place, Rejection, Rejections};
pub use rule::{Refusal, Rule};
pub use seal::{Salt, Seal, SealDigest};
pub use source::{Digest, DigestError, SourceEvent, SourceRegistered, SourceWithdrawn};

//! [`Rule`]: everything for which the book may say no, in words and with where it comes from.

use std::fmt;

use crate::day::Day;
use crate::id::{EntityId, Position, SourceId};
use crate::order::ANCHORS_MAX;
use crate::party::PartyKind;

/// Declares the rules, one row each: its name, where it comes from, what it says, what to do about it.
macro_rules! rules {
    ($(
        #[doc = $doc:literal]
        $rule:ident $({ $($(#[$about:meta])* $field:ident: $kind:ty),* $(,)? })? $name:literal from $source:literal
            says $says:literal
            do $remedy:literal;
    )*) => {
        /// A rule that a draft breaks. Its name is stable; reports and tools may rely on it.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $doc] $rule $({ $($(#[$about])* $field: $kind),* })?,)*
        }

        impl Rule {
            /// Every rule: its name, its meaning, and where it comes from.
            pub const ALL: &[(&str, &str, &str)] = &[$(($name, $doc.trim_ascii(), $source)),*];

            /// Its stable name.
            #[must_use]
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$rule $({ $($field: _),* })? => $name,)*
                }
            }

            /// Where the rule comes from.
            #[must_use]
            pub const fn source(&self) -> &'static str {
                match self {
                    $(Self::$rule $({ $($field: _),* })? => $source,)*
                }
            }

            /// What to do about it.
            #[must_use]
            pub const fn remedy(&self) -> &'static str {
                match self {
                    $(Self::$rule $({ $($field: _),* })? => $remedy,)*
                }
            }
        }

        impl fmt::Display for Rule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$rule $({ $($field),* })? => write!(f, $says),)*
                }
            }
        }
    };
}

rules! {
    /// What is named or changed is registered.
    NotRegistered "not-registered" from "the ledger"
        says "it is not registered at that point"
        do "register it in this or an earlier commit, or check the id and the dates";
    /// A thing is registered once.
    AlreadyRegistered "already-registered" from "the ledger"
        says "it is registered already"
        do "correct the record that registered it instead";
    /// After its end nothing happens to a thing.
    AlreadyEnded "already-ended" from "the ledger"
        says "it has ended before that"
        do "check the entity and the dates, or correct the record that ended it";
    /// Nothing takes part in anything that is certainly before it exists.
    BeforeExistence {
        /// The record's last possible day.
        latest: Day,
        /// The first possible day of what it rests on.
        exists_from: Day,
    } "before-existence" from "the ledger"
        says "it happened on {latest} at the latest, but what it rests on exists from {exists_from} at the earliest"
        do "check the date, or correct the date of the record it collides with";
    /// Nothing takes part in anything that is certainly after its end.
    AfterEnd {
        /// The record's first possible day.
        earliest: Day,
        /// The last possible day of what it rests on.
        ended_by: Day,
    } "after-end" from "the ledger"
        says "it happened on {earliest} at the earliest, but what it rests on ended on {ended_by} at the latest"
        do "check the date, or correct the date of the record it collides with";
    /// The records of a timeline can happen in their order of effect.
    DatesContradict {
        /// The record's last possible day.
        latest: Day,
        /// The first day on which what comes before it can all have happened.
        not_before: Day,
    } "dates-contradict" from "the ledger: order of effect"
        says "it happened on {latest} at the latest, but what comes before it can be over on {not_before} at the earliest"
        do "check both dates; a less precise date may be the honest one";
    /// A group admits only its kinds.
    NotAdmitted {
        /// The kind that is not admitted.
        kind: PartyKind,
    } "not-admitted" from "unaoc.org, Group of Friends: a community of countries and international organizations"
        says "the group does not admit the kind {kind}"
        do "check the kind of the party, or name a group that admits it";
    /// A group admits at least one kind.
    AdmitsSomebody "admits-somebody" from "unaoc.org, Group of Friends: a community of countries and international organizations"
        says "a group admits at least one kind of party"
        do "list the kinds that the group admits";
    /// One membership at a time.
    AlreadyMember "already-member" from "unaoc.org, Countries and International Organizations: interest, invitation, joining"
        says "the party is a member already"
        do "if the party left in between, record that too, in the same commit";
    /// Leave, suspend and reinstate only what was joined.
    NotMember "not-member" from "unaoc.org, Countries and International Organizations: interest, invitation, joining"
        says "the party is not a member at that point"
        do "record first that the party joined, in this or an earlier commit";
    /// Suspended once.
    AlreadySuspended "already-suspended" from "unaoc.org, Countries and International Organizations: interest, invitation, joining"
        says "the member is suspended already"
        do "record that the suspension was lifted in between";
    /// Reinstate only what was suspended.
    NotSuspended "not-suspended" from "unaoc.org, Countries and International Organizations: interest, invitation, joining"
        says "the member is not suspended at that point"
        do "record first that the member was suspended";
    /// One office, one holder at a time.
    OneHolder "one-holder" from "Turkish MFA, Alliance of Civilizations: the High Representative is appointed, one at a time"
        says "somebody holds the office at that point"
        do "record that the holder before left the office, in this or an earlier commit";
    /// Only the holder leaves an office.
    NotHolder "not-holder" from "Turkish MFA, Alliance of Civilizations: the High Representative is appointed, one at a time"
        says "that person does not hold the office at that point"
        do "record first that this person assumed the office";
    /// One focal point a member at a time.
    OneFocalPoint "one-focal-point" from "unaoc.org, Group of Friends: members are invited to appoint a Focal Point"
        says "the member has a focal point at that point"
        do "record that the focal point before was released";
    /// Only the focal point is released.
    NotFocalPoint "not-focal-point" from "unaoc.org, Group of Friends: members are invited to appoint a Focal Point"
        says "that person is not the focal point at that point"
        do "record first that this person was designated";
    /// An agreement has at least two parties.
    TwoParties "two-parties" from "MoU AoC-OIC, Recital 12 and Art. 42"
        says "an agreement has at least two parties"
        do "name everybody who is to sign it";
    /// Only parties of an agreement act under it.
    NotAParty "not-a-party" from "MoU AoC-OIC, Recital 12: the parties agree"
        says "that party is no party of the agreement"
        do "check the party, or correct the draft of the agreement";
    /// Each party signs once.
    SignsOnce "signs-once" from "MoU AoC-OIC, Art. 42: signature by the two parties"
        says "the party has signed already"
        do "if a second source says so too, corroborate the record";
    /// Each party consents once.
    ConsentsOnce "consents-once" from "MoU AoC-OIC, Art. 43; Vienna Convention on the Law of Treaties, Art. 11"
        says "the party has consented already"
        do "if a second source says so too, corroborate the record";
    /// Nothing is done under an agreement before it is in force by its own clause, or after its time.
    NotInForce "not-in-force" from "MoU AoC-OIC, Art. 42"
        says "the agreement is not in force at that point"
        do "record first what its clause on the entry into force asks for (or, after its term, the renewal), or check the date";
    /// The language that prevails is one of those in which the text is authentic.
    PrevailingAmongLanguages "prevailing-among-languages" from "MoU AoC-OIC, closing clause: English, Arabic and French, English prevails"
        says "the prevailing language is not among the languages of the text"
        do "list every authentic language, at least one, the prevailing one among them";
    /// A clause asks for no more consents than there are parties.
    AsManyConsents {
        /// So many are asked for.
        count: u32,
    } "as-many-consents" from "Vienna Convention on the Law of Treaties, Art. 24"
        says "the clause asks for {count} consents, more than there are parties"
        do "check the clause and the parties";
    /// Another agreement or strategy takes the place of one.
    SupersededByAnother "superseded-by-another" from "Council of Europe and the Alliance: letter of intent, draft, memorandum, later memorandum"
        says "nothing takes its own place"
        do "name the later one";
    /// A priority is added once.
    AlreadyAPriority "already-a-priority" from "MoU AoC-OIC, Art. 6: seven priorities, (a) to (g)"
        says "the agreement has a priority of that label"
        do "give the new priority a label of its own";
    /// A priority is added by consultation of all parties, or by amendment.
    PriorityNeedsConsultation "priority-needs-consultation" from "MoU AoC-OIC, Art. 7"
        says "that was no consultation of all parties of the agreement"
        do "name a consultation in which all parties took part, or an amendment";
    /// What an amendment brings needs the written consent of every party.
    AmendmentNotInEffect "amendment-not-in-effect" from "MoU AoC-OIC, Art. 40 and 43"
        says "not every party has consented to the amendment at that point"
        do "record the consents of all parties first";
    /// A party consents to an amendment in writing.
    ConsentInWriting "consent-in-writing" from "MoU AoC-OIC, Art. 43: by mutual consent in writing"
        says "a party consents to an amendment in writing, not by word of mouth"
        do "record the consent on the day on which it was given in writing";
    /// What belongs to one agreement is not said of another.
    OfAnotherAgreement "of-another-agreement" from "the ledger"
        says "that belongs to another agreement"
        do "name the agreement to which it belongs";
    /// A plan or programme needs the agreement of all parties.
    AgreedByAll "agreed-by-all" from "MoU AoC-OIC, Art. 30 and 34"
        says "not all parties of the agreement have agreed"
        do "list all parties under `agreed_by`, once they have agreed";
    /// A plan lies within the time in which its agreement is in force.
    OutsideTimeInForce "outside-time-in-force" from "MoU AoC-OIC, Art. 30 and 42"
        says "the plan lies outside the time in which the agreement is in force"
        do "check the period of the plan";
    /// A plan covers a duration.
    PlanHasPeriod "plan-has-period" from "MoU AoC-OIC, Art. 30: biannual plans of action"
        says "the period of the plan is no duration"
        do "write its start and its end: 2010/2012";
    /// A consultation has at least two parties.
    ConsultationOfTwo "consultation-of-two" from "MoU AoC-OIC, Art. 29: consult each other"
        says "a consultation has at least two parties"
        do "name everybody who took part";
    /// A dispute is settled by consultation of all parties, and nobody else.
    SettledByParties "settled-by-parties" from "MoU AoC-OIC, Art. 41"
        says "a dispute is settled by the parties of the agreement: by all of them, and by nobody else"
        do "name just the parties of the agreement; a ruling of somebody else is no settlement";
    /// Only what the agreement asks for is performed.
    NoSuchObligation "no-such-obligation" from "MoU AoC-OIC, Art. 1 to 43"
        says "the agreement has no obligation of that label"
        do "check the label (see `obligations`)";
    /// An obligation is performed by whoever bears it.
    NotTheBearer "not-the-bearer" from "MoU AoC-OIC, Art. 18 and 35 II: duties of one party"
        says "the obligation is not borne by that party, or by more than those"
        do "check who bears it (see `obligations`)";
    /// A duty of effort is never breached.
    EffortIsNotBreached "effort-is-not-breached" from "MoU AoC-OIC, Art. 8, 12 and 16: endeavor"
        says "only a duty can be left undone; an effort, an aim, a permission or an effect cannot"
        do "record what was done instead, if anything was";
    /// Nobody gives to oneself.
    GivenToOthers "given-to-others" from "UNESCO, Culture: partnerships"
        says "who gives and who receives are the same"
        do "name the receiver, or leave it away";
    /// What was delivered before is not pledged.
    PledgedBeforeDelivered "pledged-before-delivered" from "UNESCO, Culture: partnerships"
        says "something was delivered before"
        do "give the pledge a contribution of its own, or check the dates";
    /// What is delivered is what was pledged.
    DeliversWhatWasPledged "delivers-what-was-pledged" from "UNESCO, Culture: partnerships"
        says "what was said of the contribution before differs: giver, receiver, purpose, form, level, direction or currency"
        do "repeat the terms of the pledge, or record a contribution of its own";
    /// A regional strategy has a region.
    RegionHasParties "region-has-parties" from "Regional strategy for South Eastern Europe: owned by the states of the region"
        says "a regional strategy names its regions, or the parties of its region"
        do "list `regions` of UN M49, or `parties`";
    /// A regional strategy is adopted after negotiation.
    AdoptedAfterNegotiation "adopted-after-negotiation" from "Turkish MFA, Alliance of Civilizations: regional strategies"
        says "a regional strategy is adopted after negotiation"
        do "record the negotiation first, as roughly dated as it is known";
    /// A strategy is adopted once; what comes before the adoption comes before it.
    AlreadyAdopted "already-adopted" from "Turkish MFA, Alliance of Civilizations: regional strategies"
        says "the strategy is adopted already"
        do "check the dates, or name the later strategy";
    /// Only an adopted strategy is reviewed.
    NotAdopted "not-adopted" from "Regional strategy for South Eastern Europe: review conference"
        says "the strategy is not adopted at that point"
        do "record the adoption first";
    /// A strategy is endorsed by its region, or by whoever was invited.
    NotOfTheRegion "not-of-the-region" from "Regional strategy for South Eastern Europe: open to the countries of the region"
        says "the party is not of the region, and was not invited"
        do "check the party, or record that it was invited";
    /// Each party endorses a strategy once.
    EndorsesOnce "endorses-once" from "Regional strategy for South Eastern Europe: open to the countries of the region"
        says "the party has endorsed the strategy already"
        do "if a second source says so too, corroborate the record";
    /// No action plan without its strategy.
    PlanNeedsStrategy "plan-needs-strategy" from "Turkish MFA, Alliance of Civilizations: the action plan is an integral part of the strategy"
        says "there is no such strategy at that point"
        do "record first that the strategy was launched";
    /// The periods of a strategy’s action plans do not overlap.
    PlansDoNotOverlap "plans-do-not-overlap" from "Regional strategy for South Eastern Europe: 2010-2012, then 2013-2015"
        says "the plan overlaps with an earlier one"
        do "check the periods";
    /// National plans are plans of countries.
    PlanOfACountry "plan-of-a-country" from "Turkish MFA, Alliance of Civilizations: national plans"
        says "a national plan is that of a country"
        do "check the party";
    /// The national plans of a country have rising numbers.
    GenerationsRise {
        /// The number of the plan before.
        last: u32,
    } "generations-rise" from "Turkish MFA, Alliance of Civilizations: national plans; a second plan may follow"
        says "the country has a plan {last} before that"
        do "check the number and the dates";
    /// What belongs to one strategy is not said of another.
    OfAnotherStrategy "of-another-strategy" from "the ledger"
        says "that belongs to another strategy"
        do "name the strategy to which it belongs";
    /// What is set going is set going once, and not proposed afterwards.
    AlreadyLaunched "already-launched" from "the ledger"
        says "it is launched already"
        do "check the dates, or correct the record of the launch";
    /// A forum is held once, and not planned afterwards.
    AlreadyHeld "already-held" from "Turkish MFA, Alliance of Civilizations: annual forums"
        says "the forum has been held already"
        do "check the forum and the dates, or correct the record of the forum";
    /// The numbers of the forums rise.
    NumbersRise {
        /// The number of the forum before.
        last: u32,
    } "numbers-rise" from "Turkish MFA, Alliance of Civilizations: annual forums, numbered"
        says "forum {last} was held before that"
        do "check the number and the dates";
    /// A resolution has no more named sponsors than it has sponsors.
    MoreSponsorsThanCounted {
        /// So many are counted.
        count: u32,
        /// So many are named.
        named: u32,
    } "more-sponsors-than-counted" from "UN General Assembly, GA/10885: 96 sponsors"
        says "sponsors named: {named}; sponsors counted: {count}"
        do "check the number, or leave it away";
    /// At most seven themes.
    SevenThemes "seven-themes" from "MoU AoC-OIC, Art. 35 I(d)i"
        says "the clearinghouse has seven themes already"
        do "publish under one of them";
    /// Only a practitioner is a person.
    PersonOfAPractitioner "person-of-a-practitioner" from "MoU AoC-OIC, Art. 35 I(d)i: organizations, projects, practitioners, resources"
        says "only an entry about a practitioner names a person"
        do "leave `person` away, or check the kind";
    /// A revision changes something.
    RevisesSomething "revises-something" from "the ledger"
        says "the revision changes nothing"
        do "give a title or an address";
    /// A person is on the roster once.
    AlreadyEnrolled "already-enrolled" from "MoU AoC-OIC, Art. 35 III"
        says "the person is on the roster already"
        do "if the person had left it, record that too";
    /// Only who is on the roster leaves it.
    NotEnrolled "not-enrolled" from "MoU AoC-OIC, Art. 35 III"
        says "the person is not on the roster at that point"
        do "record the enrolment first";
    /// An expert is engaged only while enrolled.
    EngagedWhileEnrolled "engaged-while-enrolled" from "MoU AoC-OIC, Art. 35 III"
        says "the person is not on the roster at that point"
        do "record the enrolment first, or check the dates";
    /// The mechanism is mobilized only for a reported tension.
    MobilizedForATension "mobilized-for-a-tension" from "MoU AoC-OIC, Art. 35 I(d)ii"
        says "no such tension is reported at that point"
        do "record the report of the tension first";
    /// A code belongs to one party.
    CodeTaken "code-taken" from "ISO 3166-1"
        says "another party bears that code"
        do "check the code; the same party is registered once";
    /// ISO 3166-1 codes are for countries.
    CountryCodeForCountries "country-code-for-countries" from "ISO 3166-1"
        says "ISO 3166-1 codes are for countries"
        do "use the scheme `acronym` for other parties";
    /// A party is succeeded by others.
    SucceededByOthers "succeeded-by-others" from "the ledger"
        says "a party is succeeded by others, at least one"
        do "name at least one successor other than the party itself";
    /// Nothing is named twice in one event.
    NamedTwice "named-twice" from "the ledger"
        says "the same thing is named twice in one event"
        do "name it once";
    /// An embedder's event changes the embedder's own entities.
    ChangesOwnEntities "changes-own-entities" from "the ledger"
        says "an embedder's event changes only the embedder's own kinds of entity"
        do "list entities of your own kinds under `changes`, others under `names`";
    /// An event changes and names at most 255 entities each.
    TooManyEntities {
        /// So many.
        count: usize,
    } "too-many-entities" from "the ledger"
        says "the event has to do with {count} entities; at most 255 can be recorded"
        do "make several events of it";
    /// An inventory states at most 64 answers.
    TooManyAnswers {
        /// So many.
        count: usize,
    } "too-many-answers" from "the ledger: evidence"
        says "the inventory states {count} answers; at most 64 can be recorded"
        do "leave some out, or make several inventories of it";
    /// An event and what stands beside it have at most 50 KiB together.
    RecordTooLong {
        /// Their length in bytes.
        len: usize,
    } "record-too-long" from "the ledger"
        says "the record has {len} bytes; at most 51200 can be recorded"
        do "shorten the texts, or cite the document that holds them";
    /// A moment is no duration.
    NeedsMoment "needs-moment" from "the ledger"
        says "it happens on one day; its date is a duration"
        do "give the day on which it happened; a roughly known one is [A..B]";
    /// A source's registration bears no effective date.
    Timeless "timeless" from "the ledger"
        says "a source's registration bears no effective date"
        do "leave `date` away; the day of publication is `published` in the data";
    /// An event can be written and read again as it is.
    Unwritable "unwritable" from "the ledger"
        says "the event cannot be written and read again as it is"
        do "give the dates in it with bounds in order, between real days or open, and doubt only whole dates";
    /// A date can be written as EDTF and read again.
    UnwritableDate "unwritable-date" from "the ledger"
        says "its date cannot be written as EDTF"
        do "give bounds in order, between real days or open, and doubt only whole dates";
    /// Every cited source is registered and stands.
    UnknownSource {
        /// The source.
        source: SourceId,
    } "unknown-source" from "the ledger: a source behind every record"
        says "the cited source {source} is not registered"
        do "register the source with SourceRegistered in this or an earlier commit";
    /// A cited source is not retracted.
    SourceIsCited {
        /// The source.
        source: SourceId,
    } "source-is-cited" from "the ledger: a source behind every record"
        says "records rest on the source {source}"
        do "record SourceWithdrawn instead: what rests on it is then flagged";
    /// What is corrected, retracted or corroborated is in the book.
    NoSuchRecord "no-such-record" from "the ledger"
        says "there is no such record"
        do "look the record up with `timeline` or `log`";
    /// A correction or retraction targets the last version of a fact.
    NotLastVersion {
        /// The last version.
        last: Position,
    } "not-last-version" from "the ledger"
        says "the record was replaced; the last version is {last}"
        do "target the last version";
    /// A retracted fact is restored by correcting the retraction, nothing else.
    IsRetracted "is-retracted" from "the ledger"
        says "the fact was retracted"
        do "to restore the fact, correct the retraction";
    /// A correction says the same kind of thing.
    CorrectsAnotherKind "corrects-another-kind" from "the ledger"
        says "a correction says the same kind of thing as what it corrects"
        do "retract the fact, and record the other one as new";
    /// A corroboration is retracted, not corrected; it corroborates an event.
    NotAnEvent "not-an-event" from "the ledger"
        says "that record is a corroboration, not an event"
        do "retract it, or name the event itself";
    /// A corrected or retracted fact, and an erasure, give their reason.
    NeedsReason "needs-reason" from "the ledger"
        says "corrections, retractions and erasures give their reason"
        do "say why in `reason`";
    /// An erasure says on whose authority.
    NeedsAuthority "needs-authority" from "the ledger"
        says "an erasure says on whose authority"
        do "say in `authority` who ordered it";
    /// What was erased of a person stays so.
    PersonErased "person-erased" from "the ledger"
        says "the person's data were erased"
        do "leave it as it is; other records may still refer to the person by id";
    /// An erasure is neither corrected nor retracted.
    ErasureStands "erasure-stands" from "the ledger"
        says "an erasure is neither corrected nor retracted"
        do "leave it as it is: the data are gone and do not come back";
    /// A fact that others corroborate is not retracted alone.
    IsCorroborated "is-corroborated" from "the ledger"
        says "a second source corroborates that fact"
        do "retract the corroborations in the same commit";
    /// *After* names a record of the book or of the same commit.
    AnchorUnknown "anchor-unknown" from "the ledger: order of effect"
        says "`after` names no record of the book or the commit"
        do "name a record of the same timeline (see `timeline`)";
    /// *After* names a fact that stands.
    AnchorRetracted "anchor-retracted" from "the ledger: order of effect"
        says "`after` names a fact that was retracted"
        do "name a fact that stands";
    /// *After* names a record of the same timeline.
    AnchorElsewhere "anchor-elsewhere" from "the ledger: order of effect"
        says "`after` names a record of another timeline"
        do "name a record of the same timeline (see `timeline`)";
    /// *After* does not lead back to itself.
    AnchorCircle "anchor-circle" from "the ledger: order of effect"
        says "`after` leads back to the record itself"
        do "drop one `after` of the circle";
    /// At most 256 facts stand one behind the other by *after*.
    AnchorChain "anchor-chain" from "the ledger: order of effect"
        says "more than {ANCHORS_MAX} facts would stand one behind the other by `after`"
        do "give the later ones dates that order them, and drop `after`";
    /// A record cannot follow one that certainly happened later.
    AnchorTooLate {
        /// The record's last possible day.
        latest: Day,
        /// The day at which the anchor stands.
        anchor: Day,
    } "anchor-too-late" from "the ledger: order of effect"
        says "it happened on {latest} at the latest, but what it is said to follow stands at {anchor}"
        do "check both dates, or drop `after`";
    /// An event id is used once.
    EventIdTaken "event-id-taken" from "the ledger"
        says "another record bears that event id"
        do "if it is the same fact, correct it or its retraction there; if not, give the draft an id of its own";
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

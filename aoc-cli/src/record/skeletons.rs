//! A draft to start from, for every event.

/// A draft to fill in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Skeleton {
    /// The event, or what the draft does to an earlier record.
    pub(super) name: &'static str,
    /// The draft, as JSON.
    pub(super) json: &'static str,
}

const fn of(name: &'static str, json: &'static str) -> Skeleton {
    Skeleton { name, json }
}

/// Every skeleton, in the order of the areas; those that speak of earlier records come last.
pub(super) const SKELETONS: &[Skeleton] = &[
    of(
        "SourceRegistered",
        r#"{"id":"source-example","event":"SourceRegistered","data":{"source":"src-example","title":"Title of the document","publisher":"Publisher","published":"2010-05-13","address":"https://example.org/document","retrieved":"2026-01-31","language":"en"},"cites":[{"source":"src-example","at":"whole"}]}"#,
    ),
    of(
        "SourceWithdrawn",
        r#"{"event":"SourceWithdrawn","data":{"source":"src-example"},"cites":[{"source":"src-example"}],"reason":"Why nobody should rest on it any longer"}"#,
    ),
    of(
        "PartyRegistered",
        r#"{"id":"party-esp","event":"PartyRegistered","data":{"party":"esp","kind":"country","names":[{"lang":"en","text":"Spain"},{"lang":"ar","text":"إسبانيا"}],"codes":[{"scheme":"iso3166-1","code":"ESP"}]},"cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "PartyRenamed",
        r#"{"event":"PartyRenamed","data":{"party":"tur","names":[{"lang":"en","text":"Türkiye"}]},"date":"2022-06-01","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "PartySucceeded",
        r#"{"event":"PartySucceeded","data":{"party":"old-union","successors":["first","second"],"manner":"split"},"date":"2006-06-03","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "PartyDissolved",
        r#"{"event":"PartyDissolved","data":{"party":"old-union"},"date":"2006-06-03","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "PersonRegistered",
        r#"{"id":"person-jorge-sampaio","event":"PersonRegistered","data":{"person":"jorge-sampaio","names":[{"lang":"en","text":"Jorge Sampaio"}]},"cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "PersonErased",
        r#"{"event":"PersonErased","data":{"person":"jane-doe"},"date":"2026-05-13","uncited":true,"reason":"Why","authority":"Who ordered it"}"#,
    ),
    of(
        "OfficeEstablished",
        r#"{"id":"office-high-representative","event":"OfficeEstablished","data":{"office":"high-representative","names":[{"lang":"en","text":"High Representative"}],"of":"un"},"date":"2007-04","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "OfficeHolderAnnounced",
        r#"{"event":"OfficeHolderAnnounced","data":{"office":"high-representative","person":"jorge-sampaio"},"date":"2007-04-24","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "OfficeHolderAppointed",
        r#"{"event":"OfficeHolderAppointed","data":{"office":"high-representative","person":"jorge-sampaio"},"date":"2007-04-26","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "OfficeAssumed",
        r#"{"event":"OfficeAssumed","data":{"office":"high-representative","person":"jorge-sampaio"},"date":"2007-05","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "OfficeVacated",
        r#"{"event":"OfficeVacated","data":{"office":"high-representative","person":"jorge-sampaio"},"date":"2013-02","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "GroupEstablished",
        r#"{"id":"group-of-friends","event":"GroupEstablished","data":{"group":"group-of-friends","names":[{"lang":"en","text":"Group of Friends"}],"admits":["country","international-organization"]},"date":"2005","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "InterestExpressed",
        r#"{"event":"InterestExpressed","data":{"group":"group-of-friends","party":"usa"},"date":"2010-04","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "MemberInvited",
        r#"{"event":"MemberInvited","data":{"group":"group-of-friends","party":"usa"},"date":"2010-05","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "MemberJoined",
        r#"{"id":"member-usa","event":"MemberJoined","data":{"group":"group-of-friends","party":"usa"},"date":"2010-05-13","cites":[{"source":"src-example","at":"para 1"}],"words":"announced on 13 May 2010"}"#,
    ),
    of(
        "MemberSuspended",
        r#"{"event":"MemberSuspended","data":{"group":"group-of-friends","party":"usa"},"date":"2011","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "MemberReinstated",
        r#"{"event":"MemberReinstated","data":{"group":"group-of-friends","party":"usa"},"date":"2012","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "MemberWithdrew",
        r#"{"event":"MemberWithdrew","data":{"group":"group-of-friends","party":"usa"},"date":"[2013-01..2013-06]","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "FocalPointDesignated",
        r#"{"event":"FocalPointDesignated","data":{"group":"group-of-friends","party":"usa","person":"jane-doe"},"date":"2010-06","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "FocalPointReleased",
        r#"{"event":"FocalPointReleased","data":{"group":"group-of-friends","party":"usa","person":"jane-doe"},"date":"2012-06","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "FigureAttested",
        r#"{"event":"FigureAttested","data":{"group":"group-of-friends","of":"all","figure":{"more-than":40}},"date":"2006-12-18","cites":[{"source":"src-example","at":"para 1"}],"words":"more than 40 countries have joined"}"#,
    ),
    of(
        "OrdinalAttested",
        r#"{"event":"OrdinalAttested","data":{"group":"group-of-friends","party":"usa","of":"all","ordinal":120},"date":"2010-05-13","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
    of(
        "correction",
        r#"{"id":"member-usa-c1","corrects":"member-usa","event":"MemberJoined","data":{"group":"group-of-friends","party":"usa"},"date":"[2010-05-13..2010-05-15]","cites":[{"source":"src-example","at":"para 1"}],"reason":"Why the record was wrong"}"#,
    ),
    of(
        "retraction",
        r#"{"id":"member-usa-r1","retracts":"member-usa","cites":[{"source":"src-example","at":"para 1"}],"reason":"Why it never happened"}"#,
    ),
    of(
        "corroboration",
        r#"{"id":"member-usa-also-example","corroborates":"member-usa","cites":[{"source":"src-example","at":"para 1"}]}"#,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use aoc_core::{Draft, Event};

    #[test]
    fn every_event_has_a_skeleton_that_is_a_draft() {
        for (_, name) in Event::kinds() {
            assert!(SKELETONS.iter().any(|skeleton| skeleton.name == name), "{name} has no skeleton");
        }
        for skeleton in SKELETONS {
            let json = serde_json::from_str(skeleton.json).unwrap();
            let draft = Draft::from_json(json).unwrap_or_else(|why| panic!("{}: {why}", skeleton.name));
            if let Some(event) = draft.event()
                && skeleton.name != "correction"
            {
                assert_eq!(event.kind().name(), skeleton.name);
            }
        }
    }
}

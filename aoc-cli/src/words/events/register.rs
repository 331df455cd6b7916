//! Sentences of the first areas: the register, offices, groups, memberships, focal points, attestations.

use aoc_core::{
    AttestationEvent, FocalPointEvent, GroupEvent, GroupId, MembershipEvent, OfficeEvent, OfficeId,
    PartyEvent, PartyId, PersonEvent, PersonId, SourceEvent, Succession,
};

use super::placed;
use crate::labels::Labels;
use crate::words::{figure, kind, kinds, list, one_of, ordinal, scope};

pub(super) fn source(event: &SourceEvent, labels: &Labels) -> String {
    match event {
        SourceEvent::SourceRegistered(event) => {
            format!("the source “{}” was entered in the book", labels.text(event.title.as_str()))
        }
        SourceEvent::SourceWithdrawn(event) => {
            format!("the source “{}” was withdrawn", labels.title(event.source))
        }
    }
}

pub(super) fn party(event: &PartyEvent, labels: &Labels) -> String {
    match event {
        PartyEvent::PartyRegistered(event) => {
            let name = labels.text(event.names.first().as_str());
            let codes: Vec<&str> = event.codes.iter().map(aoc_core::Code::as_str).collect();
            let codes = if codes.is_empty() { String::new() } else { format!(", {}", codes.join(", ")) };
            format!("{name} was entered in the book ({}{})", kind(event.kind), labels.text(&codes))
        }
        PartyEvent::PartyRenamed(event) => {
            let mut names: Vec<(&str, Vec<&str>)> = Vec::new();
            for name in event.names.iter() {
                match names.iter_mut().find(|(text, _)| *text == name.text.as_str()) {
                    Some((_, langs)) => langs.push(name.lang.as_str()),
                    None => names.push((name.text.as_str(), vec![name.lang.as_str()])),
                }
            }
            let quoted =
                |(text, langs): &(&str, Vec<&str>)| format!("“{}” ({})", labels.text(text), langs.join(", "));
            let names: Vec<String> = names.iter().map(quoted).collect();
            // Of a party that got another name its code says more.
            format!("{} was renamed {}", labels.code_or_name(event.party), list(&names))
        }
        PartyEvent::PartySucceeded(event) => {
            let successors: Vec<String> = event.successors.iter().map(|party| labels.name(*party)).collect();
            let manner = match event.manner {
                Succession::Merger => "merger",
                Succession::Split => "split",
                Succession::Succession => "succession",
            };
            format!("{} was succeeded by {} ({manner})", labels.name(event.party), list(&successors))
        }
        PartyEvent::PartyDissolved(event) => format!("{} ceased to exist", labels.name(event.party)),
    }
}

pub(super) fn person(event: &PersonEvent, labels: &Labels) -> String {
    match event {
        PersonEvent::PersonRegistered(event) => {
            format!("{} was entered in the book", labels.names(event.person, event.names.get()))
        }
        PersonEvent::PersonErased(event) => format!("the data of {} were erased", labels.name(event.person)),
    }
}

pub(super) fn group(GroupEvent::GroupEstablished(event): &GroupEvent, labels: &Labels) -> String {
    let admits: Vec<String> = event.admits.iter().map(|admitted| kinds(*admitted).to_owned()).collect();
    let name = labels.text(event.names.first().as_str());
    format!("{name} was established; it admits {}", list(&admits))
}

pub(super) fn office(event: &OfficeEvent, labels: &Labels) -> String {
    let by = |person: PersonId, did: &str, office: OfficeId| {
        format!("{} {did} {}", labels.name(person), labels.name(office))
    };
    match event {
        OfficeEvent::OfficeEstablished(event) => {
            let of = event.of.map(|party| format!(" (of {})", labels.name(party))).unwrap_or_default();
            format!("the office {}{of} was established", labels.text(event.names.first().as_str()))
        }
        OfficeEvent::OfficeHolderAnnounced(event) => by(event.person, "was announced as", event.office),
        OfficeEvent::OfficeHolderAppointed(event) => by(event.person, "was appointed as", event.office),
        OfficeEvent::OfficeAssumed(event) => by(event.person, "took office as", event.office),
        OfficeEvent::OfficeVacated(event) => by(event.person, "left office as", event.office),
    }
}

pub(super) fn membership(event: &MembershipEvent, labels: &Labels) -> String {
    let did = |party: PartyId, did: &str, group: GroupId| {
        format!("{} {did} {}", labels.name(party), labels.the(group))
    };
    match event {
        MembershipEvent::InterestExpressed(event) => {
            did(event.party, "expressed interest in joining", event.group)
        }
        MembershipEvent::MemberInvited(event) => did(event.party, "was invited to join", event.group),
        MembershipEvent::MemberJoined(event) => did(event.party, "joined", event.group),
        MembershipEvent::MemberSuspended(event) => did(event.party, "was suspended from", event.group),
        MembershipEvent::MemberReinstated(event) => did(event.party, "was reinstated in", event.group),
        MembershipEvent::MemberWithdrew(event) => did(event.party, "left", event.group),
    }
}

pub(super) fn focal_point(event: &FocalPointEvent, labels: &Labels) -> String {
    match event {
        FocalPointEvent::FocalPointDesignated(event) => {
            let (party, person) = (labels.name(event.party), labels.name(event.person));
            format!("{party} named {person} its focal point in {}", labels.the(event.group))
        }
        FocalPointEvent::AgreementFocalPointDesignated(event) => {
            let (party, person) = (labels.name(event.party), labels.name(event.person));
            let place = placed(event.place.as_ref(), labels);
            format!("{party} named {person} its focal point{place} for {}", labels.the(event.agreement))
        }
        FocalPointEvent::AgreementFocalPointReleased(event) => {
            let (party, person) = (labels.name(event.party), labels.name(event.person));
            format!("{person} ceased to be the focal point of {party} for {}", labels.the(event.agreement))
        }
        FocalPointEvent::FocalPointReleased(event) => {
            let (party, person) = (labels.name(event.party), labels.name(event.person));
            format!("{person} ceased to be the focal point of {party} in {}", labels.the(event.group))
        }
    }
}

pub(super) fn attestation(event: &AttestationEvent, labels: &Labels) -> String {
    match event {
        AttestationEvent::FigureAttested(event) => {
            format!(
                "{} is said to have {} {}",
                labels.the(event.group),
                figure(event.figure),
                scope(event.of)
            )
        }
        AttestationEvent::OrdinalAttested(event) => {
            let (party, group) = (labels.name(event.party), labels.the(event.group));
            let number = ordinal(event.ordinal.get());
            format!("{party} is said to be the {number} {} of {group}", one_of(event.of))
        }
    }
}

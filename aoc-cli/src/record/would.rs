//! [`Would`]: what a refused line would have brought into the book, so that findings which only follow from
//! it can say so.

use aoc_core::{
    Day, Draft, EntityId, EntityKind, Event, EventDate, EventId, GroupId, PartyId, Rule, expert, membership,
};
use serde_json::Value;

/// An event's name is taken for this known one when it comes so near.
const NEAR: f64 = 0.9;

/// The events without which something is not registered.
const FOUNDING: &[&str] = &[
    "SourceRegistered",
    "PartyRegistered",
    "PersonRegistered",
    "OfficeEstablished",
    "GroupEstablished",
    "MemberJoined",
    "AgreementDrafted",
    "AmendmentProposed",
    "ActionPlanAgreed",
    "JointProgrammeAgreed",
    "ConsultationHeld",
    "DisputeRaised",
    "ContributionPledged",
    "ContributionDelivered",
    "StrategyLaunched",
    "ProjectAdded",
    "InitiativeLaunched",
    "ForumHeld",
    "ResolutionAdopted",
    "ReportIssued",
    "ImplementationPlanIssued",
    "PriorityAreaAdopted",
    "MeetingHeld",
    "ThemeOpened",
    "EntryPublished",
    "ExpertEnrolled",
    "TensionReported",
    "MechanismMobilized",
];

/// Under which key of its data an event names what it brings in, for those that others wait for.
const BRINGS: &[(&str, EntityKind, &[&str])] = &[
    ("source", EntityKind::Source, &["SourceRegistered"]),
    ("party", EntityKind::Party, &["PartyRegistered"]),
    ("person", EntityKind::Person, &["PersonRegistered"]),
    ("office", EntityKind::Office, &["OfficeEstablished", "OfficeAssumed"]),
    ("group", EntityKind::Group, &["GroupEstablished"]),
    (
        "agreement",
        EntityKind::Agreement,
        &["AgreementDrafted", "AgreementSigned", "AgreementConsented", "AgreementRenewed"],
    ),
    ("amendment", EntityKind::Amendment, &["AmendmentProposed", "AmendmentConsented"]),
    ("plan", EntityKind::ActionPlan, &["ActionPlanAgreed"]),
    ("programme", EntityKind::Programme, &["JointProgrammeAgreed"]),
    ("consultation", EntityKind::Consultation, &["ConsultationHeld"]),
    ("dispute", EntityKind::Dispute, &["DisputeRaised"]),
    ("contribution", EntityKind::Contribution, &["ContributionPledged", "ContributionDelivered"]),
    ("strategy", EntityKind::Strategy, &["StrategyLaunched", "NegotiationHeld", "StrategyAdopted"]),
    ("project", EntityKind::Project, &["ProjectAdded"]),
    ("initiative", EntityKind::Initiative, &["InitiativeLaunched"]),
    ("forum", EntityKind::Forum, &["ForumHeld"]),
    ("resolution", EntityKind::Resolution, &["ResolutionAdopted"]),
    ("report", EntityKind::Report, &["ReportIssued"]),
    ("plan", EntityKind::ImplementationPlan, &["ImplementationPlanIssued"]),
    ("area", EntityKind::PriorityArea, &["PriorityAreaAdopted"]),
    ("meeting", EntityKind::Meeting, &["MeetingHeld"]),
    ("theme", EntityKind::Theme, &["ThemeOpened"]),
    ("entry", EntityKind::Entry, &["EntryPublished"]),
    ("tension", EntityKind::Tension, &["TensionReported"]),
    ("mobilization", EntityKind::Mobilization, &["MechanismMobilized"]),
];

/// What a line would have brought in, as far as that can be made out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Would {
    /// The id that its record would bear.
    pub(super) id: Option<EventId>,
    event: Option<&'static str>,
    entities: Vec<EntityId>,
    /// From when on, where that is known.
    earliest: Day,
}

impl Default for Would {
    fn default() -> Self {
        Self { id: None, event: None, entities: Vec::new(), earliest: Day::PAST }
    }
}

impl Would {
    /// What a draft would bring in.
    pub(super) fn of_draft(draft: &Draft) -> Self {
        let event = draft.event().and_then(|event| known(&event.kind().name()));
        let entities = draft.event().map(|event| event.entities().changes).unwrap_or_default();
        Self { id: Some(draft.id()), event, entities, earliest: draft.date().earliest() }
    }

    /// What a draft would bring in that is JSON, but does not fit.
    pub(super) fn of_json(json: &Value) -> Self {
        let text = |key: &str| json.get(key).and_then(Value::as_str);
        let field = |key: &str| json.get("data")?.get(key)?.as_str().map(str::to_owned);
        Self::of(text("id"), text("event"), field)
    }

    /// What a line would bring in that is no JSON: the ids are looked for where they would stand.
    pub(super) fn of_text(text: &str) -> Self {
        let field = |key: &str| quoted_behind(text, key).map(str::to_owned);
        Self::of(field("id").as_deref(), field("event").as_deref(), field)
    }

    fn of(id: Option<&str>, event: Option<&str>, field: impl Fn(&str) -> Option<String>) -> Self {
        let id = id.and_then(|text| text.parse().ok());
        let event = event.and_then(known);
        let pair = || {
            let group: GroupId = field("group")?.parse().ok()?;
            let party: PartyId = field("party")?.parse().ok()?;
            Some(membership(group, party))
        };
        let under =
            |kind: EntityKind, key: &str| format!("{}:{}", kind.word(), field(key)?).parse::<EntityId>().ok();
        let entity = event.and_then(|event| match event {
            "MemberJoined" | "MemberSuspended" => pair(),
            "ExpertEnrolled" => field("person")?.parse().ok().map(expert),
            _ => BRINGS
                .iter()
                .find(|(_, _, events)| events.contains(&event))
                .and_then(|(key, kind, _)| under(*kind, key)),
        });
        Self { id, event, entities: entity.into_iter().collect(), earliest: Day::PAST }
    }

    /// The entities that it would have changed.
    pub(super) fn entities(&self) -> &[EntityId] {
        &self.entities
    }

    /// Whether a draft of this date breaks this rule about this entity only because the line is not in the
    /// book.
    pub(super) fn is_missed(&self, rule: &Rule, about: EntityId, date: EventDate) -> bool {
        let missed: &[&str] = match rule {
            Rule::NotRegistered | Rule::UnknownSource { .. } => FOUNDING,
            Rule::NotMember => &["MemberJoined"],
            Rule::NotSuspended => &["MemberSuspended"],
            Rule::NotHolder => &["OfficeAssumed"],
            Rule::NotFocalPoint => &["FocalPointDesignated", "AgreementFocalPointDesignated"],
            Rule::NotInForce | Rule::OutsideTimeInForce => {
                &["AgreementSigned", "AgreementConsented", "AgreementRenewed"]
            }
            // What a refused correction of the text would have said.
            Rule::NoSuchObligation | Rule::NotTheBearer | Rule::NotAParty => &["AgreementDrafted"],
            Rule::AmendmentNotInEffect => &["AmendmentConsented"],
            Rule::PlanNeedsStrategy => &["StrategyLaunched"],
            Rule::AdoptedAfterNegotiation => &["NegotiationHeld"],
            Rule::NotAdopted => &["StrategyAdopted"],
            Rule::MobilizedForATension => &["TensionReported"],
            Rule::EngagedWhileEnrolled | Rule::NotEnrolled => &["ExpertEnrolled"],
            _ => &[],
        };
        self.event.is_some_and(|event| missed.contains(&event))
            && self.entities.contains(&about)
            && self.earliest <= date.latest()
    }
}

/// The event of this name, or of the one that was probably meant.
fn known(name: &str) -> Option<&'static str> {
    if let Some((_, known)) = Event::kinds().find(|(_, known)| *known == name) {
        return Some(known);
    }
    let near = Event::kinds().map(|(_, known)| (strsim::jaro_winkler(name, known), known));
    near.filter(|(closeness, _)| *closeness >= NEAR)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// The text in quotes behind `"key":`.
fn quoted_behind<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let quoted_key = format!("\"{key}\"");
    let (_, rest) = text.split_once(&quoted_key)?;
    let (value, _) = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_broken_line_still_tells_what_it_would_have_registered() {
        let line = r#"{"id": "party-esp", "event": "PartyRegistered", "data": {"party": "esp", "kind": "cou"#;
        let would = Would::of_text(line);
        assert_eq!(would.id, Some("party-esp".parse().unwrap()));
        assert!(would.is_missed(&Rule::NotRegistered, "party:esp".parse().unwrap(), EventDate::UNKNOWN));
        assert!(!would.is_missed(&Rule::NotMember, "party:esp".parse().unwrap(), EventDate::UNKNOWN));
    }

    #[test]
    fn a_joining_that_cannot_be_recorded_would_have_begun_a_membership() {
        let json = json!({"event": "MemberJoind", "data": {"group": "g", "party": "p"}, "date": "x"});
        let membership = membership("g".parse().unwrap(), "p".parse().unwrap());
        assert!(Would::of_json(&json).is_missed(&Rule::NotMember, membership, EventDate::UNKNOWN));
    }

    #[test]
    fn what_an_agreement_waits_for_is_missed() {
        let line = r#"{"event": "AgreementSigned", "data": {"agreement": "mou", "party": "oic"}, "date": "2009-04-06""#;
        let would = Would::of_text(line);
        let mou = "agreement:mou".parse().unwrap();
        assert!(would.is_missed(&Rule::NotInForce, mou, "2010".parse().unwrap()));
        assert!(!would.is_missed(&Rule::NotRegistered, mou, "2010".parse().unwrap()));
        let enrolled = json!({"event": "ExpertEnroled", "data": {"person": "ann", "kind": "editor"}});
        let ann = aoc_core::expert("ann".parse().unwrap());
        assert!(Would::of_json(&enrolled).is_missed(&Rule::EngagedWhileEnrolled, ann, EventDate::UNKNOWN));
    }

    /// Both lists tell of the same events.
    #[test]
    fn what_founds_is_found_by_its_key() {
        for draft in include_str!("../../../schemas/drafts.jsonl").lines() {
            let draft = Draft::from_json(serde_json::from_str(draft).unwrap()).unwrap();
            let Some(event) = draft.event() else { continue };
            let name = event.kind().name();
            let founds = event.role() == aoc_core::Role::Founds;
            assert_eq!(FOUNDING.contains(&name.as_str()), founds, "{name}");
            if founds {
                let would = Would::of_json(&serde_json::json!({"event": name, "data": event.to_json()}));
                assert_eq!(would.entities.first(), event.entities().changes.first(), "{name}");
            }
        }
    }

    #[test]
    fn what_came_later_is_not_missed() {
        let joined = json!({"event": "MemberJoined", "data": {"group": "g", "party": "p"}, "date": "2008", "uncited": true});
        let would = Would::of_draft(&Draft::from_json(joined).unwrap());
        let membership = membership("g".parse().unwrap(), "p".parse().unwrap());
        assert!(would.is_missed(&Rule::NotMember, membership, "2008".parse().unwrap()));
        assert!(!would.is_missed(&Rule::NotMember, membership, "2007".parse().unwrap()));
    }

    #[test]
    fn nothing_is_made_up() {
        assert_eq!(Would::of_text("far too long \"id\" ; \"event\": 7"), Would::default());
    }
}

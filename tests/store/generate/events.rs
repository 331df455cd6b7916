//! An event of every kind, from three numbers and a text. Choices go by the third number, so that a few of them
//! reach every one.

use aoc_core::{EntityId, EntityKind, Event, InventoryDigest, PartyId};
use serde_json::{Value, json};

/// An event of this kind. A new kind is added here.
pub(crate) fn event(kind: &str, numbers: [u64; 3], text: &str) -> Event {
    let data = first_areas(kind, numbers, text)
        .or_else(|| agreements(kind, numbers, text))
        .or_else(|| under_agreements(kind, numbers, text))
        .or_else(|| strategies(kind, numbers, text))
        .or_else(|| life(kind, numbers, text))
        .or_else(|| directory(kind, numbers, text))
        .or_else(|| inventory(kind, numbers))
        .unwrap_or_else(|| panic!("add an event of kind {kind} to tests/store/generate/events.rs"));
    Event::from_json(kind, &data).unwrap_or_else(|error| panic!("{kind}: {error}"))
}

fn id(number: u64) -> Value {
    json!(format!("id-{number}"))
}

fn names(text: &str) -> Value {
    json!([{"lang": "en", "text": text}, {"lang": "ar", "text": "إسبانيا"}])
}

fn label(number: u64) -> Value {
    json!(format!("art-{number}"))
}

fn party(number: u64) -> EntityId {
    format!("id-{number}").parse::<PartyId>().unwrap().into()
}

/// The choice with this number, from the first again behind the last.
fn pick<T: Clone>(choices: &[T], number: u64) -> T {
    choices[usize::try_from(number % choices.len() as u64).unwrap()].clone()
}

fn first_areas(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let names = names(text);
    let kinds = ["country", "city", "media", "faith-led", "other"];
    let party_kind = pick(&kinds, two);
    let figure = pick(&["exactly", "at-least", "more-than", "at-most", "about"], three);
    Some(match kind {
        "SourceRegistered" => json!({
            "source": id(one), "title": text, "publisher": text, "published": "2007-04~",
            "address": "https://example.org", "digest": format!("{two:064x}"),
            "retrieved": "2013-02-28", "language": "pt-BR",
        }),
        "SourceWithdrawn" => json!({"source": id(one)}),
        "PartyRegistered" => json!({
            "party": id(one), "kind": party_kind, "names": names,
            "codes": [{"scheme": "acronym", "code": text}, {"scheme": "iso3166-1", "code": "ESP"}],
        }),
        "PartyRenamed" => json!({"party": id(one), "names": names}),
        "PartySucceeded" => json!({"party": id(one), "successors": [id(two), id(three)], "manner": "split"}),
        "PartyDissolved" => json!({"party": id(one)}),
        "PersonRegistered" => json!({"person": id(one), "names": names}),
        "PersonErased" => json!({"person": id(one)}),
        "OfficeEstablished" => json!({"office": id(one), "names": names, "of": id(two)}),
        "OfficeHolderAnnounced" | "OfficeHolderAppointed" | "OfficeAssumed" | "OfficeVacated" => {
            json!({"office": id(one), "person": id(two)})
        }
        "GroupEstablished" => json!({"group": id(one), "names": names, "admits": kinds}),
        "InterestExpressed" | "MemberInvited" | "MemberJoined" | "MemberSuspended" | "MemberReinstated"
        | "MemberWithdrew" => json!({"group": id(one), "party": id(two)}),
        "FocalPointDesignated" | "FocalPointReleased" => {
            json!({"group": id(one), "party": id(two), "person": id(three)})
        }
        "AgreementFocalPointDesignated" => {
            json!({"agreement": id(one), "party": id(two), "person": id(three), "place": text})
        }
        "AgreementFocalPointReleased" => json!({"agreement": id(one), "party": id(two), "person": id(three)}),
        "FigureAttested" => json!({"group": id(one), "of": party_kind, "figure": {figure: two % 1000}}),
        "OrdinalAttested" => {
            json!({"group": id(one), "party": id(two), "of": "all", "ordinal": three % 200 + 1})
        }
        "0x8001" => {
            let code = aoc_core::KindCode::new(0x8002).unwrap();
            let own = EntityId::of_pair(EntityKind::Custom(code), party(one), party(two));
            let body = format!("{one:016x}{two:016x}");
            json!({"changes": [own], "names": [party(one), party(two)], "body_hex": body})
        }
        _ => return None,
    })
}

/// Obligations of every kind, with every bearer, trigger and deadline.
fn obligations([one, two, three]: [u64; 3], text: &str) -> Vec<Value> {
    let bearers = [json!({"party": id(two)}), json!("each"), json!("all")];
    let triggers = [json!("entry-into-force"), json!({"day": "2010~"}), json!({"occasion": text})];
    let deadlines = [
        json!("open"),
        json!({"by": "2012"}),
        json!({"within": "P2Y"}),
        json!({"every": "P18M"}),
        json!("biannual"),
    ];
    (0..)
        .zip(["duty", "effort", "aim", "permission", "effect"])
        .map(|(at, kind)| {
            json!({
                "label": label(one % 100 + at), "articles": [text, format!("Art. {at}")], "kind": kind, "text": text,
                "bearer": pick(&bearers, three.wrapping_add(at)), "trigger": pick(&triggers, three.wrapping_add(at)),
                "due": pick(&deadlines, three.wrapping_add(at)),
            })
        })
        .collect()
}

fn agreements(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let forms = ["letter-of-intent", "memorandum", "protocol", "agreement"];
    let clauses = [json!("last-signature"), json!({"fixed-day": "2010-01-01"}), json!({"consents": 2})];
    let routes = [json!({"consultation": id(three)}), json!({"amendment": id(three)})];
    let act =
        || json!({"agreement": id(one), "obligation": label(two), "by": [id(two), id(three)], "text": text});
    Some(match kind {
        "AgreementDrafted" => json!({
            "agreement": id(one), "form": pick(&forms, three), "names": names(text), "parties": [id(two), id(three)],
            "texts": {"languages": ["en", "ar", "fr"], "prevailing": "en"},
            "entry_into_force": pick(&clauses, three), "term": pick(&["P2Y", "P18M", "P2W", "P30D"], three),
            "priorities": [{"label": "a", "text": text}], "obligations": obligations([one, two, three], text),
        }),
        "AgreementSigned" => json!({
            "agreement": id(one), "party": id(two), "office": id(three), "person": id(three), "place": text,
        }),
        "AgreementConsented" => json!({"agreement": id(one), "party": id(two)}),
        "PriorityAdded" => json!({
            "agreement": id(one), "priority": {"label": label(two), "text": text}, "by": pick(&routes, three),
        }),
        "AgreementRenewed" => json!({"agreement": id(one), "term": "P2Y"}),
        "AgreementTerminated" => json!({"agreement": id(one), "by": [id(two)]}),
        "AgreementSuperseded" => json!({"agreement": id(one), "by": id(two)}),
        "ObligationPerformed" | "ObligationNotPerformed" => act(),
        "ActivityHeld" => json!({
            "agreement": id(one), "text": text, "plan": id(two), "programme": id(three), "lead": id(two),
            "with": [id(three)], "place": text,
        }),
        "EvaluationHeld" => json!({"agreement": id(one), "findings": text}),
        _ => return None,
    })
}

fn under_agreements(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let both = json!([id(two), id(three)]);
    Some(match kind {
        "AmendmentProposed" => {
            json!({"amendment": id(one), "agreement": id(two), "text": text, "by": id(three)})
        }
        "AmendmentConsented" => json!({
            "amendment": id(one), "agreement": id(two), "party": id(three), "form": pick(&["written", "oral"], three),
        }),
        "ActionPlanAgreed" => json!({
            "plan": id(one), "agreement": id(two), "names": names(text), "agreed_by": both, "period": "2010/2012",
        }),
        "JointProgrammeAgreed" => {
            json!({"programme": id(one), "agreement": id(two), "names": names(text), "agreed_by": both})
        }
        "ConsultationHeld" => json!({
            "consultation": id(one), "agreement": id(two), "between": both, "about": text,
            "level": pick(&["high", "political", "technical"], three), "asked_by": id(three),
        }),
        "DisputeRaised" => json!({"dispute": id(one), "agreement": id(two), "by": id(three), "about": text}),
        "DisputeSettled" => json!({"dispute": id(one), "agreement": id(two), "by": both, "outcome": text}),
        _ => return None,
    })
}

fn strategies(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let regions = ["africa", "americas", "asia", "europe", "oceania"];
    let scopes = [
        json!({"national": {"country": id(two), "generation": two % 9 + 1}}),
        json!({"regional": {"regions": regions, "parties": [id(two), id(three)]}}),
    ];
    let forms = [
        "joint-delivery",
        "financial",
        "secondment",
        "volunteers",
        "equipment",
        "policy-coordination",
        "outreach",
        "technical-assistance",
    ];
    let terms = json!({
        "from": id(two), "to": id(three), "toward": party(one), "form": pick(&forms, three),
        "level": pick(&["national", "regional", "global"], three),
        "direction": pick(&["south-south", "north-south", "south-north"], three),
    });
    let money = json!({"amount": format!("{}.50", one % 1_000_000_000), "currency": pick(&["EUR", "USD", "BHD"], three)});
    let placed = || json!({"strategy": id(one), "place": text});
    Some(match kind {
        "ContributionPledged" | "ContributionDelivered" => {
            json!({"contribution": id(one), "terms": terms, "money": money, "text": text})
        }
        "StrategyLaunched" => {
            json!({"strategy": id(one), "names": names(text), "scope": pick(&scopes, three)})
        }
        "NegotiationHeld" | "DraftTabled" => placed(),
        "AdoptionExpected" => json!({"strategy": id(one), "expected": "2012~", "place": text}),
        "StrategyAdopted" => json!({"strategy": id(one), "place": text, "by": text}),
        "PartyInvited" | "StrategyEndorsed" => json!({"strategy": id(one), "party": id(two)}),
        "ActionPlanIssued" => json!({"strategy": id(one), "title": text, "period": "2010/2012"}),
        "ReviewConferenceHeld" => json!({"strategy": id(one), "place": text, "host": id(two)}),
        "StrategySuperseded" => json!({"strategy": id(one), "by": id(two)}),
        "ProjectAdded" => {
            json!({"project": id(one), "strategy": id(two), "names": names(text), "by": [id(two), id(three)]})
        }
        "ProjectConcluded" => json!({"project": id(one), "strategy": id(two)}),
        _ => return None,
    })
}

fn life(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let number = two % 100 + 1;
    let manners =
        [json!("consensus"), json!({"vote": {"yes": two % 190, "no": three % 190, "abstained": 7}})];
    Some(match kind {
        "InitiativeProposed" => {
            json!({"initiative": id(one), "names": names(text), "by": [id(two)], "place": text})
        }
        "InitiativeLaunched" => json!({
            "initiative": id(one), "names": names(text), "by": [id(two)], "sponsors": [id(three)], "place": text,
        }),
        "ForumPlanned" => json!({"forum": id(one), "number": number, "expected": "2010-12", "place": text}),
        "ForumHeld" => json!({"forum": id(one), "number": number, "names": names(text), "place": text}),
        "ResolutionAdopted" => json!({
            "resolution": id(one), "symbol": text, "of": id(two), "title": text, "manner": pick(&manners, three),
            "sponsors": [id(two), id(three)], "sponsor_count": 96, "document_date": "2009-12-22",
        }),
        "ReportIssued" => json!({
            "report": id(one), "names": names(text), "by": party(two), "about": party(three), "symbol": text,
            "covers": "2007/2008",
        }),
        "ImplementationPlanIssued" => {
            json!({"plan": id(one), "names": names(text), "of": id(two), "period": "2007/2009"})
        }
        "PriorityAreaAdopted" => json!({"area": id(one), "names": names(text), "of": id(two)}),
        "PriorityAreaDropped" => json!({"area": id(one)}),
        "MeetingHeld" => json!({
            "meeting": id(one), "names": names(text), "group": id(two), "convened_by": party(two),
            "participants": [id(two), id(three)], "place": text,
        }),
        _ => return None,
    })
}

fn directory(kind: &str, [one, two, three]: [u64; 3], text: &str) -> Option<Value> {
    let kinds = ["organization", "project", "practitioner", "resource"];
    Some(match kind {
        "ThemeOpened" => json!({"theme": id(one), "names": names(text)}),
        "EntryPublished" => json!({
            "entry": id(one), "theme": id(two), "kind": pick(&kinds, three), "title": text, "contributed_by": id(two),
            "party": id(three), "person": id(three), "address": text,
        }),
        "EntryRevised" => json!({"entry": id(one), "title": text, "address": text}),
        "EntryWithdrawn" => json!({"entry": id(one)}),
        "ExpertEnrolled" => {
            json!({"person": id(one), "kind": pick(&["personality", "editor"], three), "field": text})
        }
        "ExpertRetired" => json!({"person": id(one)}),
        "TensionReported" => json!({"tension": id(one), "names": names(text), "text": text}),
        "MechanismMobilized" => json!({"mobilization": id(one), "tension": id(two)}),
        "ExpertEngaged" => json!({"mobilization": id(one), "person": id(two), "outlet": text}),
        "MechanismStoodDown" => json!({"mobilization": id(one)}),
        _ => return None,
    })
}

fn inventory(kind: &str, [one, two, three]: [u64; 3]) -> Option<Value> {
    let digest = |number: u64| {
        let bytes: Vec<u8> = [one, two, three, number].into_iter().flat_map(u64::to_be_bytes).collect();
        InventoryDigest::new(bytes.try_into().unwrap()).to_string()
    };
    let answer = |projection: String, version: u64, on: &str| json!({"projection": projection, "version": version, "on": on, "digest": digest(version)});
    let answers = [
        answer("members".to_owned(), 1, "2010-05-13"),
        answer(format!("answer-{three}"), two % 65_536, "0000-01-01"),
    ];
    Some(match kind {
        "InventoryTaken" => json!({"upto": one, "entities": two, "root": digest(0), "answers": answers}),
        _ => return None,
    })
}

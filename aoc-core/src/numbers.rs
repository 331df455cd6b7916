//! Law 9: the numbers by which choices are written in bodies never change. Method: every variant of every choice
//! is encoded, and compared with its number here and in FORMAT.md, "Numbers in bodies".

use crate::event::encode;
use crate::{
    AdoptionManner, AgreementForm, Bearer, Code, ConsentForm, ConsultationLevel, ContributionDirection,
    ContributionForm, ContributionLevel, Day, Due, EntityId, EntryIntoForce, EntryKind, EventDate,
    ExpertKind, Figure, Label, Money, NationalScope, ObligationKind, PartyId, PartyKind, Period,
    PriorityRoute, Region, RegionalScope, Scope, StrategyScope, Succession, Trigger, Votes,
};

const FORMAT: &str = include_str!("../../FORMAT.md");

/// The word by which a draft writes the choice.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        serde_json::Value::String(word) => word,
        serde_json::Value::Object(choice) => match choice.get("scheme") {
            Some(scheme) => scheme.as_str().unwrap().to_owned(),
            None => choice.keys().next().unwrap().clone(),
        },
        other => panic!("{other} is no choice"),
    }
}

/// Checks the variants of a choice. A new one is missing in the `match`: the compiler says so.
macro_rules! pinned {
    ($name:literal $choice:ty { $($number:literal $word:literal $pattern:pat = $value:expr),* $(,)? }) => {{
        fn every(value: &$choice) {
            match value { $($pattern => ()),* }
        }
        $({
            let value: $choice = $value;
            every(&value);
            assert_eq!(encode(&value).first(), Some(&$number), "{value:?}");
            assert_eq!(word(&value), $word);
        })*
        let numbers = [$(format!("{} {}", $number, $word)),*].join(", ");
        let row = format!("| {} | {numbers} |", $name);
        assert!(FORMAT.lines().any(|line| line == row), "FORMAT.md lacks the row\n{row}");
    }};
}

fn id<T: std::str::FromStr<Err = crate::IdError>>() -> T {
    "one".parse().unwrap()
}

#[test]
fn law_9_the_numbers_of_choices_in_the_first_areas_never_change() {
    pinned!("kind of party" PartyKind {
        0 "country" PartyKind::Country = PartyKind::Country,
        1 "international-organization" PartyKind::InternationalOrganization = PartyKind::InternationalOrganization,
        2 "city" PartyKind::City = PartyKind::City,
        3 "civil-society" PartyKind::CivilSociety = PartyKind::CivilSociety,
        4 "corporation" PartyKind::Corporation = PartyKind::Corporation,
        5 "foundation" PartyKind::Foundation = PartyKind::Foundation,
        6 "university" PartyKind::University = PartyKind::University,
        7 "faith-led" PartyKind::FaithLed = PartyKind::FaithLed,
        8 "media" PartyKind::Media = PartyKind::Media,
        9 "other" PartyKind::Other = PartyKind::Other,
    });
    pinned!("figure" Figure {
        0 "exactly" Figure::Exactly(_) = Figure::Exactly(7),
        1 "at-least" Figure::AtLeast(_) = Figure::AtLeast(7),
        2 "more-than" Figure::MoreThan(_) = Figure::MoreThan(7),
        3 "at-most" Figure::AtMost(_) = Figure::AtMost(7),
        4 "about" Figure::About(_) = Figure::About(7),
    });
    pinned!("succession" Succession {
        0 "merger" Succession::Merger = Succession::Merger,
        1 "split" Succession::Split = Succession::Split,
        2 "succession" Succession::Succession = Succession::Succession,
    });
    pinned!("code" Code {
        0 "iso3166-1" Code::Iso3166(_) = Code::Iso3166("ESP".parse().unwrap()),
        1 "acronym" Code::Acronym(_) = Code::Acronym("OIC".parse().unwrap()),
    });
    assert_eq!(encode(&Scope::All), [0]);
    for (number, kind) in (1_u8..).zip(PartyKind::ALL) {
        assert_eq!(encode(&Scope::Kind(kind)), [number], "{kind}");
    }
    let row = "| whom a figure counts | 0 all, then the kinds of party from 1 |";
    assert!(FORMAT.lines().any(|line| line == row), "{row}");
}

#[test]
fn law_9_the_numbers_of_choices_in_agreements_never_change() {
    pinned!("form of agreement" AgreementForm {
        0 "letter-of-intent" AgreementForm::LetterOfIntent = AgreementForm::LetterOfIntent,
        1 "memorandum" AgreementForm::Memorandum = AgreementForm::Memorandum,
        2 "protocol" AgreementForm::Protocol = AgreementForm::Protocol,
        3 "agreement" AgreementForm::Agreement = AgreementForm::Agreement,
    });
    pinned!("entry into force" EntryIntoForce {
        0 "last-signature" EntryIntoForce::LastSignature = EntryIntoForce::LastSignature,
        1 "fixed-day" EntryIntoForce::FixedDay(_) = EntryIntoForce::FixedDay("2010-01-01".parse().unwrap()),
        2 "consents" EntryIntoForce::Consents(_) = EntryIntoForce::Consents(2.try_into().unwrap()),
    });
    pinned!("route of a priority" PriorityRoute {
        0 "consultation" PriorityRoute::Consultation(_) = PriorityRoute::Consultation(id()),
        1 "amendment" PriorityRoute::Amendment(_) = PriorityRoute::Amendment(id()),
    });
    pinned!("bearer" Bearer {
        0 "party" Bearer::Party(_) = Bearer::Party(id()),
        1 "each" Bearer::Each = Bearer::Each,
        2 "all" Bearer::All = Bearer::All,
    });
    pinned!("kind of obligation" ObligationKind {
        0 "duty" ObligationKind::Duty = ObligationKind::Duty,
        1 "effort" ObligationKind::Effort = ObligationKind::Effort,
        2 "aim" ObligationKind::Aim = ObligationKind::Aim,
        3 "permission" ObligationKind::Permission = ObligationKind::Permission,
        4 "effect" ObligationKind::Effect = ObligationKind::Effect,
    });
    pinned!("trigger" Trigger {
        0 "entry-into-force" Trigger::EntryIntoForce = Trigger::EntryIntoForce,
        1 "day" Trigger::Day(_) = Trigger::Day("2010".parse().unwrap()),
        2 "occasion" Trigger::Occasion(_) = Trigger::Occasion("at the request of a party".parse().unwrap()),
    });
    pinned!("due" Due {
        0 "open" Due::Open = Due::Open,
        1 "by" Due::By(_) = Due::By("2012".parse().unwrap()),
        2 "within" Due::Within(_) = Due::Within(Period::TWO_YEARS),
        3 "every" Due::Every(_) = Due::Every(Period::TWO_YEARS),
        4 "biannual" Due::Biannual = Due::Biannual,
    });
    pinned!("form of consent" ConsentForm {
        0 "written" ConsentForm::Written = ConsentForm::Written,
        1 "oral" ConsentForm::Oral = ConsentForm::Oral,
    });
    pinned!("level of a consultation" ConsultationLevel {
        0 "high" ConsultationLevel::High = ConsultationLevel::High,
        1 "political" ConsultationLevel::Political = ConsultationLevel::Political,
        2 "technical" ConsultationLevel::Technical = ConsultationLevel::Technical,
    });
}

#[test]
fn law_9_the_numbers_of_choices_in_contributions_and_strategies_never_change() {
    pinned!("form of a contribution" ContributionForm {
        0 "joint-delivery" ContributionForm::JointDelivery = ContributionForm::JointDelivery,
        1 "financial" ContributionForm::Financial = ContributionForm::Financial,
        2 "secondment" ContributionForm::Secondment = ContributionForm::Secondment,
        3 "volunteers" ContributionForm::Volunteers = ContributionForm::Volunteers,
        4 "equipment" ContributionForm::Equipment = ContributionForm::Equipment,
        5 "policy-coordination" ContributionForm::PolicyCoordination = ContributionForm::PolicyCoordination,
        6 "outreach" ContributionForm::Outreach = ContributionForm::Outreach,
        7 "technical-assistance" ContributionForm::TechnicalAssistance = ContributionForm::TechnicalAssistance,
    });
    pinned!("level of a contribution" ContributionLevel {
        0 "national" ContributionLevel::National = ContributionLevel::National,
        1 "regional" ContributionLevel::Regional = ContributionLevel::Regional,
        2 "global" ContributionLevel::Global = ContributionLevel::Global,
    });
    pinned!("direction of a contribution" ContributionDirection {
        0 "south-south" ContributionDirection::SouthSouth = ContributionDirection::SouthSouth,
        1 "north-south" ContributionDirection::NorthSouth = ContributionDirection::NorthSouth,
        2 "south-north" ContributionDirection::SouthNorth = ContributionDirection::SouthNorth,
    });
    pinned!("scope of a strategy" StrategyScope {
        0 "regional" StrategyScope::Regional(_) =
            StrategyScope::Regional(RegionalScope { regions: Vec::new(), parties: Vec::new() }),
        1 "national" StrategyScope::National(_) =
            StrategyScope::National(NationalScope { country: id(), generation: 1.try_into().unwrap() }),
    });
    pinned!("region" Region {
        0 "africa" Region::Africa = Region::Africa,
        1 "americas" Region::Americas = Region::Americas,
        2 "asia" Region::Asia = Region::Asia,
        3 "europe" Region::Europe = Region::Europe,
        4 "oceania" Region::Oceania = Region::Oceania,
    });
}

#[test]
fn law_9_the_numbers_of_choices_in_the_life_of_the_alliance_never_change() {
    pinned!("manner of adoption" AdoptionManner {
        0 "consensus" AdoptionManner::Consensus = AdoptionManner::Consensus,
        1 "vote" AdoptionManner::Vote(_) = AdoptionManner::Vote(Votes { yes: 1, no: 2, abstained: 3 }),
    });
    pinned!("kind of entry" EntryKind {
        0 "organization" EntryKind::Organization = EntryKind::Organization,
        1 "project" EntryKind::Project = EntryKind::Project,
        2 "practitioner" EntryKind::Practitioner = EntryKind::Practitioner,
        3 "resource" EntryKind::Resource = EntryKind::Resource,
    });
    pinned!("kind of expert" ExpertKind {
        0 "personality" ExpertKind::Personality = ExpertKind::Personality,
        1 "editor" ExpertKind::Editor = ExpertKind::Editor,
    });
}

/// FORMAT.md, "Values in bodies".
#[test]
fn law_9_dates_periods_money_and_labels_are_texts_and_days_are_numbers() {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    for date in ["2010-05~", "[..2006-11-06]", "2010/2012"] {
        assert_eq!(encode(&date.parse::<EventDate>().unwrap()), text(date));
    }
    for period in ["P2Y", "P18M", "P2W", "P30D"] {
        assert_eq!(encode(&period.parse::<Period>().unwrap()), text(period));
    }
    let money: Money = "1000.50 EUR".parse().unwrap();
    assert_eq!(encode(&money), [text("1000.50"), text("EUR")].concat());
    assert_eq!(encode(&"art-30".parse::<Label>().unwrap()), text("art-30"));
    // 60 days, twice as much: bincode writes signed numbers in zigzag.
    assert_eq!(encode(&"1970-03-02".parse::<Day>().unwrap()), [120]);
    let party: PartyId = id();
    let entity = EntityId::from(party);
    assert_eq!(encode(&party), [&[16][..], party.uuid().as_bytes()].concat());
    assert_eq!(encode(&entity), [&[2, 16][..], entity.uuid().as_bytes()].concat());
}

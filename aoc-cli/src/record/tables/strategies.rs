//! Tables of strategies and their projects.

use super::super::forms::{Form, NAMES, Reading};
use super::{Drafting, Table, always, name, sometimes};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "strategies",
        about: "regional strategies and national plans",
        own: &[
            always("strategy", "id of the strategy", "strategy-example"),
            always(
                "event",
                "regional, national (it was begun), negotiated, tabled, expected, adopted, invited, endorsed, plan, reviewed or superseded",
                "regional",
            ),
            name("Regional Strategy for the Mediterranean"),
            sometimes("regions", "UN M49 regions, parted by | (regional)", "europe")
                .under("scope.regional.regions")
                .holds(Reading::List),
            sometimes("of-region", "ids of parties that belong to it, parted by | (regional)", "tur")
                .under("scope.regional.parties")
                .holds(Reading::List),
            sometimes("country", "id of the country (national)", "").under("scope.national.country"),
            sometimes("generation", "1 for its first plan (national)", "")
                .under("scope.national.generation")
                .holds(Reading::Number),
            sometimes("place", "where (negotiated, tabled, expected, adopted, reviewed)", ""),
            sometimes("expected", "when it was expected to be adopted (expected)", ""),
            sometimes("by", "the instrument of the adoption (adopted)", ""),
            sometimes("party", "id of the party (invited, endorsed)", ""),
            sometimes("title", "the title of the action plan (plan)", ""),
            sometimes("period", "what time it covers (plan)", ""),
            sometimes("host", "id of the party that was the host (reviewed)", ""),
            sometimes("later", "id of the strategy that took its place (superseded)", "").under("by"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "regional",
                event: "StrategyLaunched",
                needs: &["strategy", NAMES],
                takes: &["regions", "of-region"],
            },
            Form {
                word: "national",
                event: "StrategyLaunched",
                needs: &["strategy", NAMES, "country", "generation"],
                takes: &[],
            },
            Form { word: "negotiated", event: "NegotiationHeld", needs: &["strategy"], takes: &["place"] },
            Form { word: "tabled", event: "DraftTabled", needs: &["strategy"], takes: &["place"] },
            Form {
                word: "expected",
                event: "AdoptionExpected",
                needs: &["strategy"],
                takes: &["expected", "place"],
            },
            Form { word: "adopted", event: "StrategyAdopted", needs: &["strategy"], takes: &["place", "by"] },
            Form { word: "invited", event: "PartyInvited", needs: &["strategy", "party"], takes: &[] },
            Form { word: "endorsed", event: "StrategyEndorsed", needs: &["strategy", "party"], takes: &[] },
            Form {
                word: "plan",
                event: "ActionPlanIssued",
                needs: &["strategy", "title", "period"],
                takes: &[],
            },
            Form {
                word: "reviewed",
                event: "ReviewConferenceHeld",
                needs: &["strategy"],
                takes: &["place", "host"],
            },
            Form {
                word: "superseded",
                event: "StrategySuperseded",
                needs: &["strategy", "later"],
                takes: &[],
            },
        ]),
    },
    Table {
        name: "projects",
        about: "projects of strategies",
        own: &[
            always("project", "id of the project", "project-example"),
            always("strategy", "id of the strategy", "strategy-example"),
            always("event", "added or concluded", "added"),
            name("School for young journalists"),
            sometimes("by", "ids of those who carry it out, parted by | (added)", "esp").holds(Reading::List),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "added",
                event: "ProjectAdded",
                needs: &["project", "strategy", NAMES],
                takes: &["by"],
            },
            Form {
                word: "concluded",
                event: "ProjectConcluded",
                needs: &["project", "strategy"],
                takes: &[],
            },
        ]),
    },
];

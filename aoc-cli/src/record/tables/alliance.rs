//! Tables of the life of the Alliance: initiatives, forums, resolutions, reports, priority areas, meetings.

use super::super::forms::{Form, NAMES, Reading};
use super::{Drafting, Table, always, name, sometimes};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "initiatives",
        about: "what somebody proposed and set going",
        own: &[
            always("initiative", "id of the initiative", "alliance-of-civilizations"),
            always("event", "proposed or launched", "launched"),
            name("Alliance of Civilizations"),
            sometimes("by", "ids of those who did it, parted by |", "un").holds(Reading::List),
            sometimes("sponsors", "ids of its sponsors, parted by | (launched)", "esp|tur")
                .holds(Reading::List),
            sometimes("place", "where", "New York"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "proposed",
                event: "InitiativeProposed",
                needs: &["initiative", NAMES],
                takes: &["by", "place"],
            },
            Form {
                word: "launched",
                event: "InitiativeLaunched",
                needs: &["initiative", NAMES],
                takes: &["by", "sponsors", "place"],
            },
        ]),
    },
    Table {
        name: "forums",
        about: "forums, planned and held",
        own: &[
            always("forum", "id of the forum", "forum-4"),
            always("event", "planned or held", "held"),
            sometimes("number", "1 for the first forum; a forum that was held has one", "4")
                .holds(Reading::Number),
            sometimes("expected", "when it was to be held (planned)", ""),
            name("Doha Forum"),
            sometimes("place", "where", "Doha"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "planned",
                event: "ForumPlanned",
                needs: &["forum"],
                takes: &["number", "expected", "place"],
            },
            Form { word: "held", event: "ForumHeld", needs: &["forum", "number"], takes: &[NAMES, "place"] },
        ]),
    },
    Table {
        name: "resolutions",
        about: "resolutions and decisions of assemblies",
        own: &[
            always("resolution", "id of the resolution", "a-res-64-14"),
            always("symbol", "its symbol", "64/14"),
            sometimes("of", "id of the party whose it is", "un"),
            sometimes("title", "what it is about", "The Alliance of Civilizations"),
            sometimes("manner", "consensus, or votes for, against and abstentions: 120-2-30", "consensus")
                .holds(Reading::Manner),
            sometimes("sponsors", "ids of sponsors of the draft, parted by |", "esp|tur")
                .holds(Reading::List),
            sometimes("sponsor-count", "how many sponsors the draft had", "96")
                .under("sponsor_count")
                .holds(Reading::Number),
            sometimes("document-date", "the date that its document bears", "2009-12-22"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "adopted",
            event: "ResolutionAdopted",
            needs: &["resolution", "symbol"],
            takes: &["of", "title", "manner", "sponsors", "sponsor-count", "document-date"],
        }]),
    },
    Table {
        name: "reports",
        about: "reports that were issued",
        own: &[
            always("report", "id of the report", "a-66-305"),
            name("Fourth annual report"),
            sometimes("by", "who issued it: party:…, group:…, office:…", "office:high-representative"),
            sometimes(
                "about",
                "what it is about: initiative:…, party:…",
                "initiative:alliance-of-civilizations",
            ),
            sometimes("symbol", "its symbol", "A/66/305"),
            sometimes("covers", "what time it covers", "2010/2011"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "issued",
            event: "ReportIssued",
            needs: &["report", NAMES],
            takes: &["by", "about", "symbol", "covers"],
        }]),
    },
    Table {
        name: "implementation-plans",
        about: "implementation plans that were issued",
        own: &[
            always("implementation-plan", "id of the plan", "implementation-plan-2007").under("plan"),
            name("Implementation plan 2007-2009"),
            sometimes("of", "id of the party whose plan it is", "un"),
            sometimes("period", "what time it covers", "2007/2009"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "issued",
            event: "ImplementationPlanIssued",
            needs: &["implementation-plan", NAMES],
            takes: &["of", "period"],
        }]),
    },
    Table {
        name: "priority-areas",
        about: "priority areas",
        own: &[
            always("area", "id of the area", "youth"),
            always("event", "adopted or dropped", "adopted"),
            name("Youth"),
            sometimes("of", "id of the party whose priority it is (adopted)", "un"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "adopted", event: "PriorityAreaAdopted", needs: &["area", NAMES], takes: &["of"] },
            Form { word: "dropped", event: "PriorityAreaDropped", needs: &["area"], takes: &[] },
        ]),
    },
    Table {
        name: "meetings",
        about: "meetings that were held",
        own: &[
            always("meeting", "id of the meeting", "meeting-example"),
            name("Ministerial meeting of the Group of Friends"),
            sometimes("group", "id of the group that met", "group-of-friends"),
            sometimes("convened-by", "who convened it: party:…, office:…", "office:high-representative"),
            sometimes("participants", "ids of parties that took part, parted by |", "esp|tur")
                .holds(Reading::List),
            sometimes("place", "where", "New York"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "held",
            event: "MeetingHeld",
            needs: &["meeting", NAMES],
            takes: &["group", "convened-by", "participants", "place"],
        }]),
    },
];

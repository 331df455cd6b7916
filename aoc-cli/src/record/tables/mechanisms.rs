//! Tables of the clearinghouse and of the media response mechanism.

use super::super::forms::{Form, NAMES};
use super::{Drafting, Table, always, name, sometimes};

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "themes",
        about: "themes of the clearinghouse",
        own: &[always("theme", "id of the theme", "media-literacy"), name("Media literacy")],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "opened",
            event: "ThemeOpened",
            needs: &["theme", NAMES],
            takes: &[],
        }]),
    },
    Table {
        name: "entries",
        about: "entries of the clearinghouse",
        own: &[
            always("entry", "id of the entry", "entry-example"),
            always("event", "published, revised or withdrawn", "published"),
            sometimes("theme", "id of its theme (published)", "media-literacy"),
            sometimes("kind", "organization, project, practitioner or resource (published)", "practitioner"),
            sometimes("title", "its title (published, revised)", "Trainer in media literacy"),
            sometimes("contributed-by", "id of the party that contributed it (published)", "oic"),
            sometimes("party", "id of the party that it is about (published)", "unesco"),
            sometimes("person", "id of the practitioner (published)", "jane-doe"),
            sometimes("address", "where to find it (published, revised)", "https://example.org/entry"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "published",
                event: "EntryPublished",
                needs: &["entry", "theme", "kind", "title"],
                takes: &["contributed-by", "party", "person", "address"],
            },
            Form { word: "revised", event: "EntryRevised", needs: &["entry"], takes: &["title", "address"] },
            Form { word: "withdrawn", event: "EntryWithdrawn", needs: &["entry"], takes: &[] },
        ]),
    },
    Table {
        name: "experts",
        about: "experts on the roster of the media response mechanism",
        own: &[
            always("person", "id of the person", "jane-doe"),
            always("event", "enrolled or retired", "enrolled"),
            sometimes("kind", "personality or editor (enrolled)", "editor"),
            sometimes("field", "what the person knows about (enrolled)", "Media and migration"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "enrolled", event: "ExpertEnrolled", needs: &["person", "kind"], takes: &["field"] },
            Form { word: "retired", event: "ExpertRetired", needs: &["person"], takes: &[] },
        ]),
    },
    Table {
        name: "tensions",
        about: "tensions that were reported",
        own: &[
            always("tension", "id of the tension", "tension-example"),
            name("Tension over a film"),
            sometimes("text", "what it is about", "Protests in several cities"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[Form {
            word: "reported",
            event: "TensionReported",
            needs: &["tension", NAMES],
            takes: &["text"],
        }]),
    },
    Table {
        name: "mobilizations",
        about: "mobilizations of the media response mechanism",
        own: &[
            always("mobilization", "id of the mobilization", "mobilization-example"),
            always("event", "mobilized, engaged or stood-down", "mobilized"),
            sometimes("tension", "id of the tension (mobilized)", "tension-example"),
            sometimes("person", "id of the expert (engaged)", ""),
            sometimes("outlet", "where the expert spoke or wrote (engaged)", ""),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form {
                word: "mobilized",
                event: "MechanismMobilized",
                needs: &["mobilization", "tension"],
                takes: &[],
            },
            Form {
                word: "engaged",
                event: "ExpertEngaged",
                needs: &["mobilization", "person"],
                takes: &["outlet"],
            },
            Form { word: "stood-down", event: "MechanismStoodDown", needs: &["mobilization"], takes: &[] },
        ]),
    },
];

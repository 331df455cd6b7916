//! Tables of agreements, of what is done under them, and of contributions.

use super::super::forms::{Form, NAMES, Reading};
use super::{Column, Drafting, Table, always, name, sometimes};

const AGREEMENT: Column = always("agreement", "id of the agreement", "mou-example");
const PLACE: Column = sometimes("place", "where", "");
const TEXT: Column = sometimes("text", "what, in words", "");

pub(super) const TABLES: &[Table] = &[
    Table {
        name: "agreement-focal-points",
        about: "the persons through whom the parties of an agreement are reached",
        own: &[
            AGREEMENT,
            always("party", "id of the party", "oic"),
            always("person", "id of the person", "jane-doe"),
            always("event", "designated or released", "designated"),
            sometimes("place", "where the focal point works (designated)", "Jeddah"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "designated", event: "AgreementFocalPointDesignated", needs: &["agreement", "party", "person"], takes: &["place"] },
            Form { word: "released", event: "AgreementFocalPointReleased", needs: &["agreement", "party", "person"], takes: &[] },
        ]),
    },
    Table {
        name: "agreements",
        about: "agreements: drafted, signed, in force, ended; one with obligations or priorities is drafted as JSON",
        own: &[
            AGREEMENT,
            always("event", "drafted, signed, consented, priority, renewed, terminated or superseded", "drafted"),
            sometimes("form", "letter-of-intent, memorandum, protocol or agreement (drafted)", "memorandum"),
            name("Memorandum of Understanding"),
            sometimes("parties", "ids of those who are to sign it, parted by | (drafted)", "aoc|oic").holds(Reading::List),
            sometimes("languages", "the authentic languages, parted by | (drafted)", "en|ar|fr").holds(Reading::List).under("texts.languages"),
            sometimes("prevailing", "the language that prevails (drafted)", "en").under("texts.prevailing"),
            sometimes("entry-into-force", "last-signature, a day, or 2 consents (drafted)", "last-signature").under("entry_into_force").holds(Reading::Clause),
            sometimes("term", "for how long: P2Y, P18M; empty: without an end (drafted, renewed)", ""),
            sometimes("party", "id of the party (signed, consented)", ""),
            sometimes("office", "as the holder of which office (signed)", ""),
            sometimes("person", "by whom (signed)", ""),
            PLACE,
            sometimes("priority", "the label of the priority (priority)", "").under("priority.label"),
            sometimes("priority-text", "what it is (priority)", "").under("priority.text"),
            sometimes("consultation", "the consultation by which it was added (priority)", "").under("by.consultation"),
            sometimes("amendment", "or the amendment (priority)", "").under("by.amendment"),
            sometimes("by", "ids of those who ended it, parted by | (terminated)", "").holds(Reading::List),
            sometimes("later", "id of the agreement that took its place (superseded)", "").under("by"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "drafted", event: "AgreementDrafted", needs: &["agreement", "form", NAMES, "parties"], takes: &["languages", "prevailing", "entry-into-force", "term"] },
            Form { word: "signed", event: "AgreementSigned", needs: &["agreement", "party"], takes: &["office", "person", "place"] },
            Form { word: "consented", event: "AgreementConsented", needs: &["agreement", "party"], takes: &[] },
            Form { word: "priority", event: "PriorityAdded", needs: &["agreement", "priority", "priority-text"], takes: &["consultation", "amendment"] },
            Form { word: "renewed", event: "AgreementRenewed", needs: &["agreement"], takes: &["term"] },
            Form { word: "terminated", event: "AgreementTerminated", needs: &["agreement"], takes: &["by"] },
            Form { word: "superseded", event: "AgreementSuperseded", needs: &["agreement", "later"], takes: &[] },
        ]),
    },
    Table {
        name: "activities",
        about: "what was done under agreements",
        own: &[
            AGREEMENT,
            always("event", "performed, not-performed, held or evaluated", "held"),
            sometimes("obligation", "the label of the obligation (performed, not-performed)", ""),
            sometimes("by", "ids of the parties, parted by | (performed, not-performed)", "").holds(Reading::List),
            sometimes("text", "what was done, or found", "Seminar on media literacy"),
            sometimes("plan", "id of the action plan (held)", ""),
            sometimes("programme", "id of the joint programme (held)", ""),
            sometimes("lead", "id of the party that led it (held)", "oic"),
            sometimes("with", "ids of third parties, parted by | (held)", "unesco").holds(Reading::List),
            sometimes("place", "where (held)", "Jeddah"),
            sometimes("findings", "what was found (evaluated)", ""),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "performed", event: "ObligationPerformed", needs: &["agreement", "obligation", "by"], takes: &["text"] },
            Form { word: "not-performed", event: "ObligationNotPerformed", needs: &["agreement", "obligation", "by"], takes: &["text"] },
            Form { word: "held", event: "ActivityHeld", needs: &["agreement", "text"], takes: &["plan", "programme", "lead", "with", "place"] },
            Form { word: "evaluated", event: "EvaluationHeld", needs: &["agreement"], takes: &["findings"] },
        ]),
    },
    Table {
        name: "amendments",
        about: "changes of agreements, and the consents to them",
        own: &[
            always("amendment", "id of the amendment", "amendment-example"),
            AGREEMENT,
            always("event", "proposed or consented", "proposed"),
            sometimes("text", "what is to be changed (proposed)", "Add women as a priority"),
            sometimes("by", "id of the party that proposed it (proposed)", "oic"),
            sometimes("party", "id of the party that consented (consented)", ""),
            sometimes("form", "written or oral (consented)", ""),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "proposed", event: "AmendmentProposed", needs: &["amendment", "agreement", "text"], takes: &["by"] },
            Form { word: "consented", event: "AmendmentConsented", needs: &["amendment", "agreement", "party", "form"], takes: &[] },
        ]),
    },
    Table {
        name: "plans",
        about: "action plans and joint programmes of agreements",
        own: &[
            AGREEMENT,
            always("event", "plan or programme", "plan"),
            always("agreed-by", "ids of those who agreed, parted by |", "aoc|oic").under("agreed_by").holds(Reading::List),
            sometimes("plan", "id of the plan (plan)", "plan-example"),
            sometimes("programme", "id of the programme (programme)", ""),
            name("Plan of action 2010-2011"),
            sometimes("period", "what time it covers (plan)", "2010/2011"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "plan", event: "ActionPlanAgreed", needs: &["plan", "agreement", NAMES, "agreed-by", "period"], takes: &[] },
            Form { word: "programme", event: "JointProgrammeAgreed", needs: &["programme", "agreement", NAMES, "agreed-by"], takes: &[] },
        ]),
    },
    Table {
        name: "consultations",
        about: "the parties of agreements consulted each other",
        own: &[
            always("consultation", "id of the consultation", "consultation-example"),
            AGREEMENT,
            always("between", "ids of those who took part, parted by |", "aoc|oic").holds(Reading::List),
            sometimes("level", "high, political or technical", "political"),
            sometimes("asked-by", "id of the party that asked for it", "oic"),
            sometimes("about", "what it was about", "Migration as a further priority"),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "held", event: "ConsultationHeld", needs: &["consultation", "agreement", "between"], takes: &["level", "asked-by", "about"] },
        ]),
    },
    Table {
        name: "disputes",
        about: "disputes under agreements",
        own: &[
            always("dispute", "id of the dispute", "dispute-example"),
            AGREEMENT,
            always("event", "raised or settled", "raised"),
            sometimes("raised-by", "id of the party that raised it (raised)", "oic").under("by"),
            sometimes("about", "what it is about (raised)", "Who keeps the clearinghouse"),
            sometimes("settled-by", "ids of all parties of the agreement, parted by | (settled)", "").under("by").holds(Reading::List),
            sometimes("outcome", "what they agreed on (settled)", ""),
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "raised", event: "DisputeRaised", needs: &["dispute", "agreement", "raised-by", "about"], takes: &[] },
            Form { word: "settled", event: "DisputeSettled", needs: &["dispute", "agreement", "settled-by", "outcome"], takes: &[] },
        ]),
    },
    Table {
        name: "contributions",
        about: "what partners promised and gave",
        own: &[
            always("contribution", "id of the contribution", "contribution-example"),
            always("event", "pledged or delivered", "pledged"),
            always("from", "id of the party that gives", "esp").under("terms.from"),
            sometimes("to", "id of the party that receives", "unesco").under("terms.to"),
            sometimes("toward", "for what: agreement:…, strategy:…, project:…, group:…", "agreement:mou-example").under("terms.toward"),
            always("form", "joint-delivery, financial, secondment, volunteers, equipment, policy-coordination, outreach or technical-assistance", "financial").under("terms.form"),
            sometimes("level", "national, regional or global", "global").under("terms.level"),
            sometimes("direction", "south-south, north-south or south-north", "north-south").under("terms.direction"),
            sometimes("amount", "how much money, with a point", "1000000.50").under("money.amount"),
            sometimes("currency", "a code of ISO 4217", "EUR").under("money.currency"),
            TEXT,
        ],
        without: &[],
        drafting: Drafting::Forms(&[
            Form { word: "pledged", event: "ContributionPledged", needs: &["contribution", "from", "form"], takes: &["to", "toward", "level", "direction", "amount", "currency", "text"] },
            Form { word: "delivered", event: "ContributionDelivered", needs: &["contribution", "from", "form"], takes: &["to", "toward", "level", "direction", "amount", "currency", "text"] },
        ]),
    },
];

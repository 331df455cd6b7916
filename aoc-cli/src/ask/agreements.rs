//! `aoc agreements`: where agreements stand on a day.

use aoc_core::{AgreementId, EntityKind, EntryIntoForce, PartyId, Position, PriorityRoute};
use aoc_replay::{
    AgreementLine, Agreements, AgreementsAnswer, AmendmentLine, Certainty, PriorityLine, Signature, Stage,
};
use serde_json::{Map, Value, json};

use crate::args::AgreementsArgs;
use crate::ask::certainty::{states, states_json, window_cells, window_json};
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::positions;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use crate::words;

/// Answers the question.
pub(crate) fn run(args: &AgreementsArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let question = question(args.of.as_deref(), &desk.labels)?;
    desk.show(&question, context)
}

/// All agreements, one, or those of a party.
pub(super) fn question(of: Option<&str>, labels: &Labels) -> Result<Agreements, CliError> {
    Ok(match of.map(|text| meant(text, labels)).transpose()? {
        None => Agreements::all(),
        Some(Meant::Agreement(agreement)) => Agreements::one(agreement),
        Some(Meant::Party(party)) => Agreements::of_party(party),
    })
}

/// An agreement, or a party of agreements.
pub(super) enum Meant {
    Agreement(AgreementId),
    Party(PartyId),
}

/// What a text means: an agreement or a party.
pub(super) fn meant(text: &str, labels: &Labels) -> Result<Meant, CliError> {
    let entity = find::entity(labels, text, &[EntityKind::Agreement, EntityKind::Party])?;
    Ok(match entity.kind() {
        EntityKind::Agreement => Meant::Agreement(AgreementId::new(entity.uuid())),
        _ => Meant::Party(PartyId::new(entity.uuid())),
    })
}

fn parties(line: &AgreementLine, labels: &Labels) -> String {
    let names: Vec<String> = line.drafted.parties.iter().map(|party| labels.code_or_name(*party)).collect();
    names.join(", ")
}

fn clause(line: &AgreementLine) -> String {
    match line.drafted.entry_into_force {
        EntryIntoForce::LastSignature => "on the last signature".to_owned(),
        EntryIntoForce::FixedDay(day) => format!("on {day}, once all have signed"),
        EntryIntoForce::Consents(count) => format!("on consent number {count}"),
    }
}

impl Shown for AgreementLine {
    fn what(&self, labels: &Labels) -> String {
        labels.name(self.agreement())
    }

    fn how(&self, labels: &Labels) -> String {
        let mut how = states(&self.stages, Stage::word);
        if let Some(since) = self.since {
            how = format!("{how}; in force from {}", words::window(since));
        }
        if let Some(until) = self.until {
            how = format!("{how}, ends {}", words::window(until));
        }
        let signed = self.signatures.iter().map(|signature| labels.code_or_name(signature.event.party));
        let signed: Vec<String> = signed.collect();
        if signed.is_empty() { how } else { format!("{how}; signed for {}", words::list(&signed)) }
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let text = &self.drafted;
        json!({
            "agreement": {"id": text.agreement, "name": labels.name(text.agreement)},
            "form": text.form.word(),
            "parties": text.parties.iter().map(|party| labels.json(*party)).collect::<Vec<_>>(),
            "stages": states_json(&self.stages, Stage::word),
            "in_force": self.in_force().word(),
            "entry_into_force": text.entry_into_force,
            "since": self.since.map(window_json),
            "until": self.until.map(window_json),
            "term": text.term,
            "renewals": self.renewals.iter().map(|renewal| json!({
                "when": window_json(renewal.when), "term": renewal.term,
            })).collect::<Vec<_>>(),
            "texts": text.texts,
            "signatures": self.signatures.iter().map(|own| signature_json(own, labels)).collect::<Vec<_>>(),
            "priorities": self.priorities.iter().map(priority_json).collect::<Vec<_>>(),
            "amendments": self.amendments.iter().map(|own| amendment_json(own, labels)).collect::<Vec<_>>(),
            "disputes": self.disputes.iter().map(|dispute| json!({
                "dispute": dispute.dispute, "about": dispute.about, "open": dispute.open.word(),
            })).collect::<Vec<_>>(),
            "focal_points": self.focal_points.iter().map(|point| json!({
                "party": labels.json(point.party),
                "person": {"id": point.person, "name": labels.name(point.person)},
                "held": point.held.word(),
            })).collect::<Vec<_>>(),
            "last_consultation": self.last_consultation.map(window_json),
            "superseded_by": self.superseded_by,
            "obligations": text.obligations.len(),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

fn signature_json(signature: &Signature, labels: &Labels) -> Value {
    let event = &signature.event;
    json!({
        "party": labels.json(event.party),
        "office": event.office.map(|office| json!({"id": office, "name": labels.name(office)})),
        "person": event.person.map(|person| json!({"id": person, "name": labels.name(person)})),
        "place": event.place,
        "signed": signature.signed.word(),
        "when": window_json(signature.when),
    })
}

fn priority_json(line: &PriorityLine) -> Value {
    json!({
        "label": line.priority.label,
        "text": line.priority.text,
        "added_by": line.added_by.map(|route| match route {
            PriorityRoute::Consultation(consultation) => json!({"consultation": consultation}),
            PriorityRoute::Amendment(amendment) => json!({"amendment": amendment}),
        }),
        "held": line.held.word(),
    })
}

fn amendment_json(line: &AmendmentLine, labels: &Labels) -> Value {
    json!({
        "amendment": line.amendment,
        "text": line.text,
        "consented": line.consented.iter().map(|party| labels.json(*party)).collect::<Vec<_>>(),
        "in_effect": line.in_effect.word(),
    })
}

impl ListingLine for AgreementLine {
    const HEADINGS: &'static [&'static str] = &["agreement", "parties", "stands"];
    const COLUMNS: &'static [&'static str] = &[
        "agreement",
        "form",
        "parties",
        "stage",
        "in_force",
        "since_earliest",
        "since_latest",
        "until_earliest",
        "until_latest",
        "entry_into_force",
        "signed_for",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        let since = self.since.map(|since| format!("from {}", words::short_window(since)));
        let until = self.until.map(|until| format!("ends {}", words::short_window(until)));
        let stands = [Some(states(&self.stages, Stage::word)), since, until];
        vec![
            labels.name(self.agreement()),
            parties(self, labels),
            stands.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let signed = self.signatures.iter().map(|signature| labels.name(signature.event.party));
        let names = self.drafted.parties.iter().map(|party| labels.name(*party));
        let stages = self.stages.keys().map(|stage| stage.word());
        let [since_earliest, since_latest] = window_cells(self.since);
        let [until_earliest, until_latest] = window_cells(self.until);
        vec![
            labels.name(self.agreement()),
            self.drafted.form.word().to_owned(),
            names.collect::<Vec<_>>().join("; "),
            stages.collect::<Vec<_>>().join(" "),
            self.in_force().word().to_owned(),
            since_earliest,
            since_latest,
            until_earliest,
            until_latest,
            clause(self),
            signed.collect::<Vec<_>>().join("; "),
            self.agreement().to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for AgreementsAnswer {
    type Line = AgreementLine;
    const WORD: &'static str = "agreements";

    fn title(&self, labels: &Labels) -> String {
        match self.lines.as_slice() {
            [one] => format!("Where it stands: {}", labels.name(one.agreement())),
            _ => "Where agreements stand".to_owned(),
        }
    }

    fn listed(&self) -> Vec<&AgreementLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let mut notes = Vec::new();
        if let [line] = self.lines.as_slice() {
            notes.extend(one(line, labels));
        } else {
            let in_force = |level: Certainty| {
                self.lines.iter().filter(|line| line.in_force() >= level).count().to_string()
            };
            let (certain, possible) =
                (in_force(Certainty::CertainIfDatesHold), in_force(Certainty::Possible));
            notes.push(format!("In force on that day: at least {certain}, at most {possible}."));
        }
        notes.push(
            "No end is made up: an agreement without a term, and not ended on record, goes on.".to_owned(),
        );
        notes
    }

    fn beside(&self, _: &Labels) -> Map<String, Value> {
        let in_force = |level: Certainty| self.lines.iter().filter(|line| line.in_force() >= level).count();
        let count = json!({
            "certain": in_force(Certainty::CertainIfDatesHold),
            "possible": in_force(Certainty::Possible),
        });
        Map::from_iter([("in_force".to_owned(), count)])
    }
}

/// What there is to say of one agreement.
fn one(line: &AgreementLine, labels: &Labels) -> Vec<String> {
    let mut notes = vec![format!("It enters into force {}.", clause(line))];
    if let Some(texts) = &line.drafted.texts {
        let languages: Vec<String> = texts.languages.iter().map(|tag| tag.as_str().to_owned()).collect();
        let prevails = texts.prevailing.as_ref().map(|tag| format!("; {} prevails", tag.as_str()));
        notes.push(format!("Authentic texts: {}{}.", words::list(&languages), prevails.unwrap_or_default()));
    }
    if let Some(term) = line.drafted.term {
        notes.push(format!("Its term is {term}, from its entry into force on."));
    }
    for renewal in &line.renewals {
        let term = renewal.term.map_or_else(|| "without an end".to_owned(), |term| format!("for {term}"));
        notes.push(format!("Renewed {term}: {}.", words::window(renewal.when)));
    }
    if line.until.is_some() {
        notes.push("On the day on which it ends it is no longer in force.".to_owned());
    }
    for signature in &line.signatures {
        let event = &signature.event;
        let by = event.person.map(|person| format!(" by {}", labels.name(person))).unwrap_or_default();
        let office = event.office.map(|office| format!(", {}", labels.name(office))).unwrap_or_default();
        let place = event.place.as_ref().map(|place| format!(", in {}", labels.text(place.as_str())));
        notes.push(format!(
            "Signed for {}{by}{office}{}: {}.",
            labels.name(event.party),
            place.unwrap_or_default(),
            words::window(signature.when)
        ));
    }
    for priority in &line.priorities {
        let (label, text) = (&priority.priority.label, labels.text(priority.priority.text.as_str()));
        let route = match priority.added_by {
            None => "",
            Some(PriorityRoute::Consultation(_)) => " (added by consultation)",
            Some(PriorityRoute::Amendment(_)) => " (added by amendment)",
        };
        notes.push(format!("Priority ({label}): {text}{route}."));
    }
    for amendment in &line.amendments {
        let text = amendment.text.as_ref().map(|text| labels.text(text.as_str())).unwrap_or_default();
        notes.push(format!("Amendment: {text}; in effect: {}.", words::certainty(amendment.in_effect)));
    }
    for dispute in line.disputes.iter().filter(|dispute| dispute.open != Certainty::No) {
        let about = labels.text(dispute.about.as_str());
        notes.push(format!("In dispute ({}): {about}.", words::certainty(dispute.open)));
    }
    for point in &line.focal_points {
        let (person, party) = (labels.name(point.person), labels.name(point.party));
        notes.push(format!("Focal point of {party}: {person} ({}).", words::certainty(point.held)));
    }
    if let Some(last) = line.last_consultation {
        notes.push(format!("The parties last consulted each other: {}.", words::window(last)));
    }
    if let Some(later) = line.superseded_by {
        notes.push(format!("Superseded by {}.", labels.name(later)));
    }
    if !line.drafted.obligations.is_empty() {
        let count = words::count(line.drafted.obligations.len(), "obligation", "obligations");
        notes.push(format!("It holds {count}: see `aoc obligations`."));
    }
    notes
}

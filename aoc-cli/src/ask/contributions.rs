//! `aoc contributions`: what partners promised, and what they gave.

mod amounts;

use aoc_core::{ContributionDirection, ContributionForm, ContributionLevel, EntityKind, PartyId, Position};
use aoc_replay::{ContributionLine, Contributions, ContributionsAnswer, Gift};
use serde_json::{Map, Value, json};

use crate::args::ContributionsArgs;
use crate::ask::certainty::window_cells;
use crate::ask::differences::Shown;
use crate::ask::listing::{Desk, Listing, ListingLine};
use crate::ask::members::positions;
use crate::ask::works::{occurred, occurrence_json, text};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::sources::Sources;
use amounts::{balance_json, between, told};

/// Answers the question.
pub(crate) fn run(args: &ContributionsArgs, context: &Context) -> Result<ExitCode, CliError> {
    let desk = Desk::open(&args.view, context)?;
    let question = question(args.partner.as_deref(), &desk.labels)?;
    let question = args.form.map_or(question, |form| question.in_form(form));
    let question = args.currency.map_or(question, |currency| question.in_currency(currency));
    desk.show(&question, context)
}

/// The contributions of every partner, or of one.
pub(super) fn question(partner: Option<&str>, labels: &Labels) -> Result<Contributions, CliError> {
    let Some(name) = partner else { return Ok(Contributions::all()) };
    let partner = find::entity(labels, name, &[EntityKind::Party])?;
    Ok(Contributions::all().from_partner(PartyId::new(partner.uuid())))
}

const fn form(form: ContributionForm) -> &'static str {
    match form {
        ContributionForm::JointDelivery => "joint delivery",
        ContributionForm::Financial => "money",
        ContributionForm::Secondment => "staff lent",
        ContributionForm::Volunteers => "volunteers",
        ContributionForm::Equipment => "equipment",
        ContributionForm::PolicyCoordination => "policy coordination",
        ContributionForm::Outreach => "outreach",
        ContributionForm::TechnicalAssistance => "technical assistance",
    }
}

const fn level(level: ContributionLevel) -> &'static str {
    match level {
        ContributionLevel::National => "national",
        ContributionLevel::Regional => "regional",
        ContributionLevel::Global => "global",
    }
}

const fn direction(direction: ContributionDirection) -> &'static str {
    match direction {
        ContributionDirection::SouthSouth => "south-south",
        ContributionDirection::NorthSouth => "north-south",
        ContributionDirection::SouthNorth => "south-north",
    }
}

/// What was promised or given and when, in words.
fn gift(gift: &Gift, labels: &Labels) -> String {
    let what = text(gift.text.as_ref(), labels);
    let what = match (gift.money, what.is_empty()) {
        (Some(money), true) => money.to_string(),
        (Some(money), false) => format!("{money} ({what})"),
        (None, true) => "no sum named".to_owned(),
        (None, false) => what,
    };
    occurred(&gift.happened, &what)
}

fn gifts(gifts: &[Gift], labels: &Labels, apart: &str) -> String {
    gifts.iter().map(|own| gift(own, labels)).collect::<Vec<_>>().join(apart)
}

/// To whom and for what: `to UNAOC, for Strategy for Latin America`.
fn aim(line: &ContributionLine, labels: &Labels) -> String {
    let to = line.terms.to.map(|party| format!("to {}", labels.code_or_name(party)));
    let toward = line.terms.toward.map(|toward| format!("for {}", labels.name(toward)));
    to.into_iter().chain(toward).collect::<Vec<_>>().join(", ")
}

/// What of the pledge is still to come; nothing where there is no pledge.
fn outstanding(line: &ContributionLine) -> String {
    let left = line.balance().outstanding;
    match (&line.pledged, left.not_counted) {
        (None, _) => String::new(),
        (Some(_), 0) => between(&left.at_least, &left.at_most),
        (Some(_), _) => "not known".to_owned(),
    }
}

fn gift_json(gift: &Gift) -> Value {
    json!({"happened": occurrence_json(&gift.happened), "money": gift.money, "text": gift.text})
}

impl Shown for ContributionLine {
    fn what(&self, labels: &Labels) -> String {
        let aim = aim(self, labels);
        let what = format!("{}: {}", labels.name_and_code(self.terms.from), form(self.terms.form));
        if aim.is_empty() { what } else { format!("{what}, {aim}") }
    }

    fn how(&self, labels: &Labels) -> String {
        let pledged = self.pledged.iter().map(|own| format!("pledged: {}", gift(own, labels)));
        let delivered = self.delivered.iter().map(|own| format!("delivered: {}", gift(own, labels)));
        pledged.chain(delivered).collect::<Vec<_>>().join("; ")
    }

    fn behind(&self) -> String {
        positions(&self.records)
    }

    fn json(&self, labels: &Labels, sources: &Sources) -> Value {
        let toward = self.terms.toward.map(
            |toward| json!({"id": toward.uuid(), "kind": toward.kind().word(), "name": labels.name(toward)}),
        );
        json!({
            "contribution": self.contribution,
            "partner": labels.json(self.terms.from),
            "to": self.terms.to.map(|party| labels.json(party)),
            "toward": toward,
            "form": self.terms.form,
            "level": self.terms.level,
            "direction": self.terms.direction,
            "pledged": self.pledged.as_ref().map(gift_json),
            "delivered": self.delivered.iter().map(gift_json).collect::<Vec<_>>(),
            "balance": balance_json(&self.balance()),
            "records": self.records,
            "sources": sources.json(&self.records, labels),
        })
    }
}

impl ListingLine for ContributionLine {
    const HEADINGS: &'static [&'static str] =
        &["partner", "form", "given", "pledged", "delivered so far", "outstanding"];
    const COLUMNS: &'static [&'static str] = &[
        "partner",
        "to",
        "toward",
        "form",
        "level",
        "direction",
        "pledged",
        "pledged_amount",
        "pledged_currency",
        "pledged_earliest",
        "pledged_latest",
        "delivered",
        "delivered_at_least",
        "delivered_at_most",
        "outstanding_at_least",
        "outstanding_at_most",
        "partner_id",
        "id",
    ];

    fn cells(&self, labels: &Labels) -> Vec<String> {
        vec![
            labels.code_or_name(self.terms.from),
            form(self.terms.form).to_owned(),
            aim(self, labels),
            self.pledged.as_ref().map(|own| gift(own, labels)).unwrap_or_default(),
            gifts(&self.delivered, labels, "\n"),
            outstanding(self),
        ]
    }

    fn row(&self, labels: &Labels) -> Vec<String> {
        let (terms, balance) = (&self.terms, self.balance());
        let pledged = self.pledged.as_ref();
        let money = pledged.and_then(|own| own.money);
        let [earliest, latest] = window_cells(pledged.map(|own| own.happened.when));
        let happened = pledged.map(|own| own.happened.happened.word().to_owned());
        vec![
            labels.name(terms.from),
            terms.to.map(|party| labels.name(party)).unwrap_or_default(),
            terms.toward.map(|toward| labels.name(toward)).unwrap_or_default(),
            terms.form.word().to_owned(),
            terms.level.map(level).unwrap_or_default().to_owned(),
            terms.direction.map(direction).unwrap_or_default().to_owned(),
            happened.unwrap_or_default(),
            money.map(|money| money.amount()).unwrap_or_default(),
            money.map(|money| money.currency().to_string()).unwrap_or_default(),
            earliest,
            latest,
            gifts(&self.delivered, labels, "; "),
            balance.delivered.certain.to_string(),
            balance.delivered.possible.to_string(),
            balance.outstanding.at_least.to_string(),
            balance.outstanding.at_most.to_string(),
            terms.from.to_string(),
            self.contribution.to_string(),
        ]
    }

    fn records(&self) -> Vec<Position> {
        self.records.clone()
    }
}

impl Listing for ContributionsAnswer {
    type Line = ContributionLine;
    const WORD: &'static str = "contributions";

    fn title(&self, _: &Labels) -> String {
        "What partners promised and what they gave".to_owned()
    }

    fn listed(&self) -> Vec<&ContributionLine> {
        self.lines.iter().collect()
    }

    fn notes(&self, labels: &Labels) -> Vec<String> {
        let mut notes = vec![format!("All together: {}.", told(&self.total()))];
        let (partners, forms) = (self.by_partner(), self.by_form());
        if partners.len() > 1 {
            notes.extend(
                partners.iter().map(|(party, own)| format!("{}: {}.", labels.name(*party), told(own))),
            );
        }
        if forms.len() > 1 {
            notes.extend(forms.iter().map(|(of, own)| format!("In the form {}: {}.", form(*of), told(own))));
        }
        notes.push("A promise gives nothing. Currencies are never added to each other, and what came beyond one pledge makes up for no other.".to_owned());
        notes
    }

    fn beside(&self, labels: &Labels) -> Map<String, Value> {
        let partners = self.by_partner().into_iter();
        let partners = partners
            .map(|(party, own)| json!({"partner": labels.json(party), "balance": balance_json(&own)}));
        let forms =
            self.by_form().into_iter().map(|(form, own)| (form.word().to_owned(), balance_json(&own)));
        Map::from_iter([
            ("total".to_owned(), balance_json(&self.total())),
            ("by_partner".to_owned(), partners.collect()),
            ("by_form".to_owned(), forms.collect::<Map<_, _>>().into()),
        ])
    }
}

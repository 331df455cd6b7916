//! `aoc erase`: a person's names are destroyed, and a record says so.

use aoc_core::{
    Citations, Draft, EntityKind, Event, EventDate, Meta, Names, PersonErased, PersonEvent, PersonId,
    Position,
};
use aoc_replay::Ledger;
use aoc_store::record_json;
use serde_json::{Map, json};

use super::fact;
use super::line;
use super::origin::{Origin, Unit};
use super::report::{self, Became, Mode};
use super::{put, scratch};
use crate::args::EraseArgs;
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::find;
use crate::labels::Labels;
use crate::output::Page;
use crate::words;

/// Erases a person's data, and says which records held them.
pub(crate) fn run(args: &EraseArgs, context: &Context) -> Result<ExitCode, CliError> {
    let mode = Mode::of_flag(args.dry_run);
    let ledger = scratch::open(context, mode)?;
    let labels = Labels::latest(context, &ledger)?;
    let entity = find::entity(&labels, &args.person, &[EntityKind::Person])?;
    let person = PersonId::new(entity.uuid());
    let citations = fact::citations(&args.cites, &labels)?.unwrap_or_else(Citations::uncited);
    let ordered = args.on.unwrap_or_else(|| EventDate::day(context.today()));
    let mut draft = Draft::new(PersonErased { person }, ordered, citations);
    draft.meta.reason = Some(fact::text("--reason", &args.reason)?);
    draft.meta.authority = Some(fact::text("--authority", &args.authority)?);
    draft.meta.actor = args.actor.as_deref().map(|actor| fact::text("--actor", actor)).transpose()?;
    let reach = Reach::of(&ledger, person)?;
    reach.spare(&draft.meta)?;
    let origin = Origin { file: "erasure".to_owned(), unit: Unit::Draft };
    let report = put::put(context, &ledger, origin, &line::of_drafts(vec![draft]))?;
    let page = reach.told(mode, &report.became, &labels.name(person));
    let mut json = Map::new();
    json.insert("person".to_owned(), json!(person));
    json.insert("bodies".to_owned(), json!(reach.held));
    json.insert("named_in_words".to_owned(), json!(reach.in_words));
    report::write(context, "aoc.erase/1", mode, (page, json), &[report])
}

/// How far an erasure reaches.
struct Reach {
    /// The names, as they stand in JSON, without regard to case.
    names: Vec<String>,
    /// The records whose bodies hold the names.
    held: Vec<Position>,
    /// The others in whose words the names stand: it does not reach those.
    in_words: Vec<Position>,
}

impl Reach {
    fn of(ledger: &Ledger, person: PersonId) -> Result<Self, CliError> {
        let held = ledger.personal_data(person)?;
        let mut names: Vec<String> = Vec::new();
        for position in &held {
            if let Some(Event::Person(PersonEvent::PersonRegistered(event))) =
                ledger.record_at(*position)?.event
            {
                let texts = event.names.get().into_iter().flat_map(Names::iter);
                // As it stands in JSON, without regard to case.
                let quoted = texts.map(|name| json!(name.text.as_str()).to_string().to_lowercase());
                names.extend(quoted.map(|text| text.trim_matches('"').to_owned()));
            }
        }
        let mut in_words = Vec::new();
        for frame in ledger.log().frames(Position::FIRST)? {
            for record in frame?.records() {
                let record = record?;
                if !held.contains(&record.position()) {
                    let said = record_json(&record.to_record()?).to_string().to_lowercase();
                    in_words.extend(names.iter().any(|name| said.contains(name)).then(|| record.position()));
                }
            }
        }
        Ok(Self { names, held, in_words })
    }

    /// The erasure itself must not write down for ever what it erases.
    fn spare(&self, meta: &Meta) -> Result<(), CliError> {
        let said = [("--reason", &meta.reason), ("--authority", &meta.authority), ("--actor", &meta.actor)];
        for (option, text) in said {
            let said = text.as_ref().map(|text| json!(text.as_str()).to_string().to_lowercase());
            if said.is_some_and(|said| self.names.iter().any(|name| said.contains(name))) {
                let message =
                    format!("{option} holds a name that is to be erased, and would keep it for ever");
                return Err(CliError::usage("erase-names", message).help("say it without the name"));
            }
        }
        Ok(())
    }

    /// Who is erased bears no name in what is printed then: that may be kept.
    fn told(&self, mode: Mode, became: &Became, name: &str) -> Page {
        let mut page = Page::new();
        let places = |positions: &[Position]| {
            words::list(&positions.iter().map(Position::to_string).collect::<Vec<_>>())
        };
        let count = words::count(self.held.len(), "record that held them", "records that held them");
        let held = format!("{count} ({})", places(&self.held));
        match (became, mode) {
            (Became::Recorded(_), Mode::Real) => {
                page.line(format!("The person's names are destroyed, in {held}."));
                page.line("Backups and archives that were made before still hold them.");
            }
            (Became::Recorded(_), Mode::DryRun) => {
                page.line(format!(
                    "The names of {name} would be destroyed, in {held}, and could not come back."
                ));
            }
            _ => return page,
        }
        if !self.in_words.is_empty() {
            page.line(format!(
                "Other records name the person in words, which stay: {}.",
                places(&self.in_words)
            ));
        }
        page
    }
}

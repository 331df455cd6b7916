//! `aoc check`: what a proof or a checkpoint proves to somebody who has no ledger.

use aoc_core::{EntityId, Names, Record, Seal};
use aoc_store::{CheckError, Checkpoint, Policy, Proof, TreeHead};
use serde_json::{Map, Value, json};

use super::answer::{AnswerProof, ProvenAnswer};
use super::given::Known;
use super::{given, log, signed};
use crate::args::CheckArgs;
use crate::ask::{facts, members};
use crate::context::Context;
use crate::error::CliError;
use crate::exit::ExitCode;
use crate::labels::Labels;
use crate::output::{Format, Page, Table};
use crate::words;

/// What is proven, by the word of a checkpoint.
struct Proven {
    what: What,
    /// With the signatures that hold, and no others.
    checkpoint: Checkpoint,
}

enum What {
    /// A record is in the log.
    Record(Box<Record>),
    /// The log goes on from this.
    Consistency(TreeHead),
    /// The log has said so.
    Checkpoint,
    /// Records in the log give it.
    Answer(Box<ProvenAnswer>),
}

/// Checks a file against a key or a policy.
pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<ExitCode, CliError> {
    let policy = match (&args.key, &args.policy) {
        (Some(key), _) => given::policy_of_key(key)?,
        (None, Some(policy)) => given::policy(policy)?,
        (None, None) => return Err(CliError::usage("usage", "give --key KEY or --policy FILE")),
    };
    let earlier = args.against.as_ref().map(Known::of).transpose()?;
    let text = given::text(&args.file)?;
    let name = given::shown(&args.file);
    let proven = proven(&text, &policy, earlier.as_ref()).map_err(|error| match error {
        Refused::File(error) => error.in_file(&name),
        Refused::Else(error) => error,
    })?;
    let labels = match &proven.what {
        What::Answer(answer) => Labels::of_proof(context, named(answer)),
        _ => Labels::without_book(context),
    };
    match context.format() {
        Format::Table => context.output.page(&page(&proven, &labels))?,
        Format::Csv => context.output.csv(&row(&proven), "")?,
        Format::Json => context.output.json(&json(&proven, &labels))?,
    }
    Ok(ExitCode::Fine)
}

/// Why nothing is proven: because of the file that is checked, or of what stands beside it.
enum Refused {
    File(CliError),
    Else(CliError),
}

impl<E: Into<CliError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::File(error.into())
    }
}

fn proven(text: &str, policy: &Policy, earlier: Option<&Known>) -> Result<Proven, Refused> {
    if text.trim().is_empty() {
        let message = "the file is empty: it proves nothing";
        return Err(Refused::File(CliError::new(ExitCode::Damaged, "no-proof", message)));
    }
    if let Some(proof) = AnswerProof::read(text)? {
        if earlier.is_some() {
            let message = "this is the proof of an answer: --against belongs to a proof of consistency";
            return Err(Refused::File(CliError::usage("usage", message)));
        }
        let what = What::Answer(Box::new(proof.check(policy)?));
        return Ok(Proven { what, checkpoint: policy.vouched(proof.checkpoint())? });
    }
    let proof = match text.parse::<Proof>() {
        Ok(proof) => proof,
        Err(CheckError::NoProof) => return alone(text, policy, earlier),
        Err(error) => return Err(error.into()),
    };
    let (what, checkpoint) = match (&proof, earlier) {
        (Proof::Record(proof), None) => {
            let record = proof.check(policy)?.to_record()?;
            (What::Record(Box::new(record)), &proof.checkpoint)
        }
        (Proof::Record(_), Some(_)) => {
            let message = "this is the proof of a record: --against belongs to a proof of consistency";
            return Err(Refused::File(CliError::usage("usage", message)));
        }
        (Proof::Extension(proof), None) => {
            let old = words::records(proof.old);
            let message =
                format!("this proves that a log goes on from one of {old}: say what you know of that");
            let error = CliError::usage("against", message);
            return Err(Refused::File(
                error.help("--against FILE with a checkpoint that you kept, or --against 'SIZE ROOT'"),
            ));
        }
        (Proof::Extension(proof), Some(known)) => {
            trusted(known, &proof.checkpoint, policy)?;
            proof.check(&known.head(), policy)?;
            (What::Consistency(known.head()), &proof.checkpoint)
        }
    };
    Ok(Proven { what, checkpoint: policy.vouched(checkpoint)? })
}

/// A checkpoint alone: signed, and of what was known of the log, if that has as many records.
fn alone(text: &str, policy: &Policy, earlier: Option<&Known>) -> Result<Proven, Refused> {
    // That it is no checkpoint either is said in the words of proofs, which name both.
    let checkpoint: Checkpoint = text.parse().map_err(|_| CheckError::NoProof)?;
    let checkpoint = policy.vouched(&checkpoint)?;
    let Some(known) = earlier else { return Ok(Proven { what: What::Checkpoint, checkpoint }) };
    trusted(known, &checkpoint, policy)?;
    let (old, new) = (known.head(), checkpoint.head());
    if old.upto < new.upto {
        let message = "a checkpoint alone does not prove that the log goes on from an earlier one";
        let error = CliError::usage("against", message);
        return Err(Refused::File(
            error.help("whoever keeps the ledger proves it with `aoc prove consistency`"),
        ));
    }
    new.check_extends(&old, &[])?;
    Ok(Proven { what: What::Consistency(old), checkpoint })
}

/// Whether what is known of the log before is of the same log and rests on the same trust, where it is signed.
fn trusted(known: &Known, checkpoint: &Checkpoint, policy: &Policy) -> Result<(), Refused> {
    let Known::Checkpoint(earlier, name) = known else { return Ok(()) };
    let refused = |error: CliError| Refused::Else(error.in_file(name));
    policy.check(earlier).map_err(|error| refused(error.into()))?;
    let (then, now) = (earlier.origin(), checkpoint.origin());
    if then != now {
        let message = format!("this is a checkpoint of {then}; what is to be checked is of {now}");
        return Err(refused(CliError::new(ExitCode::Damaged, "other-ledger", message)));
    }
    Ok(())
}

fn page(proven: &Proven, labels: &Labels) -> Page {
    let mut page = Page::new();
    let (origin, head) = (proven.checkpoint.origin(), proven.checkpoint.head());
    let now = words::records(head.upto);
    page.title(match &proven.what {
        What::Record(record) => format!("Proven: record {} is in the log of {origin}.", record.position),
        What::Consistency(old) if old.upto == head.upto => {
            format!("Proven: the log of {origin} is what it was, {now}.")
        }
        What::Consistency(_) => format!("Proven: the log of {origin} goes on from what it was."),
        What::Checkpoint => format!("The checkpoint of {origin} holds: {now}."),
        What::Answer(_) => format!("Proven: records in the log of {origin} give this answer."),
    });
    if let What::Consistency(old) = &proven.what
        && old.upto < head.upto
    {
        let old = words::records(old.upto);
        page.line(format!("None of its first {old} was changed or removed; it has {now} now."));
    }
    page.line(format!("The root over {now} is {}.", head.root));
    page.line(format!("Signed by: {}.", proven.checkpoint.signers().join(", ")));
    if let What::Answer(answer) = &proven.what {
        tell(&mut page, answer, labels);
    }
    if let What::Record(record) = &proven.what {
        page.gap();
        log::tell(&mut page, record, labels);
        page.gap();
        page.line("What is named in other records is shown by its id.");
        if is_sealed(record) {
            page.line("Its personal data are not in the proof: the record holds a digest of them.");
        }
    }
    page
}

/// What the records of an answer call the group and its members.
fn named(answer: &ProvenAnswer) -> impl Iterator<Item = (EntityId, Names)> {
    let roll = &answer.roll.value;
    let group = roll.names.clone().map(|names| (roll.group.into(), names));
    group.into_iter().chain(roll.members.iter().map(|line| (line.party.into(), line.names.clone())))
}

/// The answer, what is proven of it and what is not.
fn tell(page: &mut Page, answer: &ProvenAnswer, labels: &Labels) {
    let (view, counted_in) = (&answer.roll.view, answer.counted_in);
    let time = view.recorded_at.map(|time| format!(" (recorded {time})")).unwrap_or_default();
    page.gap();
    let known = format!("on {}; as known at position {}{time}", view.on, view.position);
    members::tell(page, &answer.roll.value, &known, labels);
    page.gap();
    page.line(format!("Proven: the records are in the log. Of what concerned the group and its members at position {}, none is missing, as the log itself counted them in record {counted_in}. The answer is what they give.", view.position));
    page.line("Not proven: that the log counted rightly, which `aoc verify` tells whoever has all of it; that the sources tell the truth.");
    page.line(format!(
        "Not in the proof: what was recorded after position {}; sources and codes.",
        view.position
    ));
}

fn is_sealed(record: &Record) -> bool {
    matches!(record.seal, Seal::Erased(_))
}

const fn proves(what: &What) -> &'static str {
    match what {
        What::Answer(_) => "answer",
        What::Record(_) => "record",
        What::Consistency(_) => "consistency",
        What::Checkpoint => "checkpoint",
    }
}

fn row(proven: &Proven) -> Table {
    let headings = ["proves", "position"].into_iter().chain(signed::HEADINGS).collect::<Vec<_>>();
    let mut table = Table::new(&headings);
    let position = match &proven.what {
        What::Record(record) => record.position.to_string(),
        What::Consistency(old) => old.upto.to_string(),
        What::Checkpoint => String::new(),
        What::Answer(answer) => answer.roll.view.position.to_string(),
    };
    let cells = [proves(&proven.what).to_owned(), position];
    table.row(cells.into_iter().chain(signed::cells(&proven.checkpoint)));
    table
}

fn json(proven: &Proven, labels: &Labels) -> Value {
    let mut json = Map::new();
    json.insert("format".to_owned(), json!("aoc.check/1"));
    json.insert("proves".to_owned(), json!(proves(&proven.what)));
    json.insert("checkpoint".to_owned(), signed::json(&proven.checkpoint));
    match &proven.what {
        What::Record(record) => {
            json.extend(facts::told(record, labels));
            json.insert("sealed".to_owned(), json!(is_sealed(record)));
        }
        What::Consistency(old) => {
            json.insert("earlier".to_owned(), signed::tree(*old));
        }
        What::Checkpoint => {}
        What::Answer(answer) => json.extend(answer.told()),
    }
    Value::Object(json)
}

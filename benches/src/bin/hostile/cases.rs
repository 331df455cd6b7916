//! The cases.

use std::error::Error;
use std::fmt::Write;
use std::io::BufReader;
use std::sync::Arc;

use aoc_core::{Draft, Position};
use aoc_replay::{BatchSize, KnownAt, Ledger, Recorded, Roll, Timeline, View};
use aoc_store::{BoundedLines, EventLog, LineLimit, MemoryLog, SystemClock, SystemSalts};
use serde_json::{Value, json};

use crate::Case;
use crate::clock::Clock;

type Anything = Result<(), Box<dyn Error>>;

/// Every case, and the least length at which it is measured.
pub(crate) const ALL: [(&str, usize, Case); 15] = [
    ("drafts on one entity: recorded in bulk", 10_000, recorded),
    ("drafts on one entity: dated anyhow, in bulk", 10_000, dated_anyhow),
    ("drafts on one entity: one by one", 2_500, one_by_one),
    ("drafts on one entity: opened", 10_000, opened),
    ("drafts on one entity: asked", 10_000, asked),
    ("drafts on one entity: one more", 10_000, one_more),
    ("drafts that are all refused", 500, refused),
    ("drafts that each follow the one before", 500, following),
    ("drafts that collide behind others that follow", 250, colliding),
    ("drafts that rest on one that is missing", 1_000, missing),
    ("corrections of one fact: recorded", 250, corrected),
    ("corrections of one fact: asked and explained", 250, explained),
    ("names of one thing", 20_000, names),
    ("citations of one draft", 2_000, citations),
    ("bytes of one line", 4_000_000, line),
];

fn draft(json: Value) -> Result<Draft, Box<dyn Error>> {
    Ok(Draft::from_json(json)?)
}

fn ground() -> Result<Vec<Draft>, Box<dyn Error>> {
    let names = |text: &str| json!([{"lang": "en", "text": text}]);
    [
        json!({"event": "GroupEstablished", "data": {"group": "friends", "names": names("Friends"), "admits": ["country"]}, "date": "2000", "uncited": true}),
        json!({"event": "PartyRegistered", "data": {"party": "esp", "kind": "country", "names": names("Spain"), "codes": []}, "uncited": true}),
    ]
    .into_iter()
    .map(draft)
    .collect()
}

fn event(number: usize, name: &str, on: &str) -> Result<Draft, Box<dyn Error>> {
    let data = json!({"group": "friends", "party": "esp"});
    draft(json!({"id": format!("draft-{number}"), "event": name, "data": data, "date": on, "uncited": true}))
}

fn days(number: usize) -> String {
    format!("20{:02}-{:02}-{:02}", number / 336 % 20 + 1, number / 28 % 12 + 1, number % 28 + 1)
}

/// On how many days they are.
const DAYS: usize = 6720;

/// One behind the other.
fn interests(n: usize) -> Result<Vec<Draft>, Box<dyn Error>> {
    (0..n).map(|number| event(number, "InterestExpressed", &days(number * DAYS / n))).collect()
}

/// The last of them anywhere between those before it.
fn interests_anyhow(n: usize) -> Result<Vec<Draft>, Box<dyn Error>> {
    (0..n).map(|number| event(number, "InterestExpressed", &days(number * 4801 % DAYS))).collect()
}

fn accept(ledger: &Ledger, drafts: &[Draft]) -> Anything {
    match ledger.record(drafts)? {
        Recorded::Rejected(rejections) => Err(rejections.to_string().into()),
        Recorded::Accepted(_) | Recorded::AlreadyRecorded(_) => Ok(()),
    }
}

fn over(log: &Arc<MemoryLog>) -> Result<Ledger, Box<dyn Error>> {
    Ok(Ledger::with(Arc::clone(log) as Arc<dyn EventLog>, Arc::new(SystemClock), Arc::new(SystemSalts))?)
}

/// A ledger with so many records that change one membership.
fn filled(
    drafts: Vec<Draft>,
    size: BatchSize,
    clock: &mut Clock,
) -> Result<(Arc<MemoryLog>, Ledger), Box<dyn Error>> {
    let log = Arc::new(MemoryLog::new());
    let (ledger, n) = (over(&log)?, drafts.len());
    accept(&ledger, &ground()?)?;
    let drafts = drafts.into_iter().map(Ok::<_, std::convert::Infallible>);
    let done = clock.time(|| ledger.record_all(drafts, size, &mut |_| {}).map(drop));
    done.map_err(|error| error.to_string())?;
    if ledger.head()? != Position::new(u64::try_from(n)? + 2) {
        return Err("the drafts were not recorded".into());
    }
    Ok((log, ledger))
}

fn filled_at_once(n: usize) -> Result<(Arc<MemoryLog>, Ledger), Box<dyn Error>> {
    filled(interests(n)?, BatchSize::MAX, &mut Clock::default())
}

fn recorded(n: usize, clock: &mut Clock) -> Anything {
    filled(interests(n)?, BatchSize::default(), clock).map(drop)
}

fn dated_anyhow(n: usize, clock: &mut Clock) -> Anything {
    filled(interests_anyhow(n)?, BatchSize::default(), clock).map(drop)
}

fn one_by_one(n: usize, clock: &mut Clock) -> Anything {
    filled(interests_anyhow(n)?, BatchSize::of_drafts(1)?, clock).map(drop)
}

fn opened(n: usize, clock: &mut Clock) -> Anything {
    let (log, _) = filled_at_once(n)?;
    clock.time(|| over(&log)).map(drop)
}

fn asked(n: usize, clock: &mut Clock) -> Anything {
    let (_, ledger) = filled_at_once(n)?;
    let view = View::on("2030-01-01".parse()?);
    let membership = aoc_core::membership("friends".parse()?, "esp".parse()?);
    clock.time(|| ledger.ask(&Timeline::of(membership), view).map(drop))?;
    let roll = Roll::of("friends".parse()?);
    Ok(clock.time(|| ledger.ask(&roll, view).map(drop))?)
}

fn one_more(n: usize, clock: &mut Clock) -> Anything {
    let (_, ledger) = filled_at_once(n)?;
    let more = event(n, "InterestExpressed", "2029")?;
    clock.time(|| accept(&ledger, &[more]))
}

fn refused(n: usize, clock: &mut Clock) -> Anything {
    let ledger = Ledger::in_memory();
    accept(&ledger, &ground()?)?;
    let drafts: Vec<Draft> =
        (0..n).map(|number| event(number, "MemberJoined", &days(number))).collect::<Result<_, _>>()?;
    match clock.time(|| ledger.record(&drafts))? {
        Recorded::Rejected(_) => Ok(()),
        _ => Err("they were accepted".into()),
    }
}

fn following(n: usize, clock: &mut Clock) -> Anything {
    let ledger = Ledger::in_memory();
    accept(&ledger, &ground()?)?;
    let mut drafts = vec![event(0, "InterestExpressed", "2005")?];
    for number in 1..n {
        let before = drafts.last().map(Draft::id).ok_or("no draft")?;
        drafts.push(event(number, "InterestExpressed", "2005")?.after(before));
    }
    // Most of them stand behind too many others, and are refused.
    Ok(clock.time(|| ledger.record(&drafts)).map(drop)?)
}

/// Half of them stand one behind the other, as far as that goes; the other half might stand behind any of these, and helps itself nowhere.
fn colliding(n: usize, clock: &mut Clock) -> Anything {
    let ledger = Ledger::in_memory();
    accept(&ledger, &ground()?)?;
    let mut drafts: Vec<Draft> = Vec::with_capacity(n);
    for number in 0..n / 2 {
        let first = number % 256 == 0;
        let invited = event(number, "MemberInvited", if first { "2006-05-01" } else { "[..2006-05]" })?;
        let before = drafts.last().map(Draft::id).filter(|_| !first);
        drafts.push(before.map_or(invited.clone(), |before| invited.after(before)));
    }
    for number in n / 2..n {
        drafts.push(event(number, "MemberJoined", "[..2006-05]")?);
    }
    match clock.time(|| ledger.record(&drafts))? {
        Recorded::Rejected(_) => Ok(()),
        _ => Err("they were accepted".into()),
    }
}

fn missing(n: usize, clock: &mut Clock) -> Anything {
    let ledger = Ledger::in_memory();
    let drafts = interests(n)?;
    match clock.time(|| ledger.record(&drafts))? {
        Recorded::Rejected(_) => Ok(()),
        _ => Err("they were accepted".into()),
    }
}

fn corrections(n: usize, clock: Option<&mut Clock>) -> Result<Ledger, Box<dyn Error>> {
    let ledger = Ledger::in_memory();
    accept(&ledger, &ground()?)?;
    accept(&ledger, &[event(0, "InterestExpressed", "2005")?])?;
    let mut before = event(0, "InterestExpressed", "2005")?.id();
    let mut drafts = Vec::with_capacity(n);
    for number in 1..=n {
        let data = json!({"group": "friends", "party": "esp"});
        let json = json!({"id": format!("draft-{number}"), "corrects": before, "event": "InterestExpressed", "data": data,
            "date": days(number), "uncited": true, "reason": "again"});
        drafts.push(draft(json)?);
        before = drafts.last().map(Draft::id).ok_or("no draft")?;
    }
    let record = || drafts.iter().try_for_each(|draft| accept(&ledger, std::slice::from_ref(draft)));
    match clock {
        Some(clock) => clock.time(record)?,
        None => record()?,
    }
    Ok(ledger)
}

fn corrected(n: usize, clock: &mut Clock) -> Anything {
    corrections(n, Some(clock)).map(drop)
}

fn explained(n: usize, clock: &mut Clock) -> Anything {
    let ledger = corrections(n, None)?;
    let head = ledger.head()?;
    let view = View::on("2030-01-01".parse()?);
    let start = KnownAt::Position(Position::START);
    clock.time(|| -> Anything {
        ledger.explain(&[head], view)?;
        ledger.late(start, KnownAt::Position(head), view.on)?;
        Ok(ledger.ask(&Timeline::of_everything(), view).map(drop)?)
    })
}

fn names(n: usize, clock: &mut Clock) -> Anything {
    let mut text = String::from(
        r#"{"uncited":true,"event":"PartyRegistered","data":{"party":"p","kind":"country","codes":[],"names":["#,
    );
    for number in 0..n {
        write!(text, r#"{}{{"lang":"en-x-{number}","text":"a"}}"#, if number == 0 { "" } else { "," })?;
    }
    text.push_str("]}}");
    read_and_judge(&text, clock)
}

fn citations(n: usize, clock: &mut Clock) -> Anything {
    let mut text = String::from(
        r#"{"event":"PartyRegistered","data":{"party":"p","kind":"country","codes":[],"names":[{"lang":"en","text":"a"}]},"cites":["#,
    );
    for number in 0..n {
        write!(
            text,
            r#"{}{{"source":"s-{number}","at":"p. {number}"}}"#,
            if number == 0 { "" } else { "," }
        )?;
    }
    text.push_str("]}");
    read_and_judge(&text, clock)
}

/// A draft that is too long for a record.
fn read_and_judge(text: &str, clock: &mut Clock) -> Anything {
    let ledger = Ledger::in_memory();
    let judged = clock.time(|| -> Result<Recorded, Box<dyn Error>> {
        let draft = draft(serde_json::from_str(text)?)?;
        Ok(ledger.record(&[draft])?)
    })?;
    match judged {
        Recorded::Rejected(_) => Ok(()),
        _ => Err("it was accepted".into()),
    }
}

fn line(n: usize, clock: &mut Clock) -> Anything {
    let endless = std::io::Read::take(std::io::repeat(b'{'), u64::try_from(n)?);
    let mut lines = BoundedLines::new(BufReader::new(endless), LineLimit::RECORD);
    clock.time(|| while !matches!(lines.next_line(), Ok(None)) {});
    Ok(())
}

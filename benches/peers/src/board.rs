//! [`Board`]: what came out, as JSON and as a table.

use std::fmt::{self, Write};
use std::time::Duration;

use serde::Serialize;

use crate::input::Input;
use crate::measure::Measured;
use crate::store::{Class, Peer};

/// What was done about the order in which a fold has to see records.
const ORDER: &str = "Every store gives its records in the order that costs it least, the ledger in order of effect. All \
                     are given beforehand, for nothing, each record's place in order of effect and whether it stands on \
                     the day; the fold, the same code for all, sorts each timeline by that at the end. The ledger works \
                     both out itself: that is in its opening.";

/// What came out.
#[derive(Serialize)]
pub(crate) struct Board {
    events: usize,
    commits: usize,
    record_bytes: u64,
    runs: u16,
    /// What the synced class waits for at the least, on this disk, at the start of each of its runs.
    fdatasync_milliseconds: Vec<f64>,
    day: String,
    members: usize,
    order: &'static str,
    lines: Vec<Line>,
}

/// One store in one class.
#[derive(Serialize)]
struct Line {
    class: Class,
    store: &'static str,
    means: &'static str,
    holds: &'static str,
    does_more: &'static str,
    switched_off: &'static str,
    append_records_per_second: Median,
    open_milliseconds: Median,
    replay_records_per_second: Median,
    replay_again_records_per_second: Median,
    replay_with_opening_records_per_second: Median,
    replayed_records: usize,
    disk_bytes: Option<f64>,
    disk_per_record_byte: Option<f64>,
    allocated_per_record_byte: Option<f64>,
}

/// The middle of all runs, and the ends.
#[derive(Clone, Copy, Serialize)]
struct Median {
    #[serde(rename = "median")]
    middle: f64,
    min: f64,
    max: f64,
}

impl Median {
    fn of(runs: &[Measured], value: impl Fn(&Measured) -> f64) -> Self {
        let mut values: Vec<f64> = runs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        let at = values.len() / 2;
        let middle =
            if values.len() % 2 == 1 { values[at] } else { f64::midpoint(values[at - 1], values[at]) };
        Self { middle, min: values[0], max: values[values.len() - 1] }
    }
}

impl Board {
    pub(crate) fn new(input: &Input, runs: u16) -> Self {
        Self {
            events: input.records,
            commits: input.commits.len(),
            record_bytes: input.record_bytes,
            runs,
            fdatasync_milliseconds: Vec::new(),
            day: input.on.to_string(),
            members: input.members(),
            order: ORDER,
            lines: Vec::new(),
        }
    }

    pub(crate) fn add_fdatasync(&mut self, time: Duration) {
        self.fdatasync_milliseconds.push(time.as_secs_f64() * 1e3);
    }

    pub(crate) fn add(&mut self, peer: &Peer, class: Class, runs: &[Measured]) {
        let records = real(self.events as u64);
        let disk = (class != Class::Memory).then(|| Median::of(runs, |run| real(run.disk.bytes)).middle);
        let allocated = Median::of(runs, |run| real(run.disk.allocated)).middle;
        let per_byte = |bytes: f64| bytes / real(self.record_bytes);
        self.lines.push(Line {
            class,
            store: peer.name,
            means: peer.classes.iter().find(|(other, _)| *other == class).map_or("", |(_, means)| means),
            holds: peer.holds,
            does_more: peer.does_more,
            switched_off: peer.switched_off,
            append_records_per_second: Median::of(runs, |run| records / run.append.as_secs_f64()),
            open_milliseconds: Median::of(runs, |run| run.open.as_secs_f64() * 1e3),
            replay_records_per_second: Median::of(runs, |run| records / run.replay.as_secs_f64()),
            replay_again_records_per_second: Median::of(runs, |run| records / run.again.as_secs_f64()),
            replay_with_opening_records_per_second: Median::of(runs, |run| {
                records / (run.open + run.replay).as_secs_f64()
            }),
            replayed_records: runs.first().map_or(0, |run| run.replayed),
            disk_bytes: disk,
            disk_per_record_byte: disk.map(per_byte),
            allocated_per_record_byte: disk.map(|_| per_byte(allocated)),
        });
    }
}

impl fmt::Display for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { events, commits, record_bytes, runs, day, members, .. } = self;
        writeln!(f, "{events} records ({record_bytes} bytes) in {commits} commits; medians of {runs} runs")?;
        writeln!(f, "fold: the roll of the watched group on {day}, {members} lines, equal to the ledger's")?;
        let fdatasync: Vec<String> =
            self.fdatasync_milliseconds.iter().map(|time| format!("{time:.3}")).collect();
        writeln!(
            f,
            "fdatasync of 4 KiB more in a plain file, before each synced run: {} ms",
            fdatasync.join(", ")
        )?;
        let (mut notes, mut seen) = (String::new(), Vec::new());
        for class in Class::ALL {
            let lines: Vec<&Line> = self.lines.iter().filter(|line| line.class == class).collect();
            if lines.is_empty() {
                continue;
            }
            writeln!(
                f,
                "\n{:20} {:>10} {:>10} {:>10} {:>10} {:>13} {:>7} {:>7}",
                class.word(),
                "append/s",
                "open ms",
                "replay/s",
                "again/s",
                "open+replay/s",
                "disk",
                "blocks"
            )?;
            for line in lines {
                let ratio = |ratio: Option<f64>| ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
                writeln!(
                    f,
                    "{:20} {:10.0} {:10.1} {:10.0} {:10.0} {:13.0} {:>7} {:>7}",
                    line.store,
                    line.append_records_per_second.middle,
                    line.open_milliseconds.middle,
                    line.replay_records_per_second.middle,
                    line.replay_again_records_per_second.middle,
                    line.replay_with_opening_records_per_second.middle,
                    ratio(line.disk_per_record_byte),
                    ratio(line.allocated_per_record_byte)
                )?;
                if !seen.contains(&line.store) {
                    seen.push(line.store);
                    write!(
                        notes,
                        "\n{}: {}\n  does more: {}\n  switched off: {}\n",
                        line.store, line.holds, line.does_more, line.switched_off
                    )?;
                }
            }
        }
        writeln!(
            f,
            "\nreplay/s: the first time after opening; again/s: the second. disk, blocks: lengths of the files, and blocks of the disk, for a"
        )?;
        writeln!(f, "byte of record, once closed. Between classes nothing can be compared.")?;
        writeln!(f, "{notes}\norder: {}", self.order)
    }
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "no count here has more than 52 bits")]
const fn real(count: u64) -> f64 {
    count as f64
}

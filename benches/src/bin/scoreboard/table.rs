//! A board as a table.

use std::fmt::Write;

use crate::board::Board;

/// The board, to read.
pub(crate) fn of(board: &Board) -> String {
    let mut out = String::new();
    let machine = &board.machine;
    let memory = machine.memory_bytes >> 30;
    let _ = writeln!(
        out,
        "{}, {} cores, {memory} GiB, {}, {}, load {}",
        machine.cpu, machine.cores, machine.kernel, machine.file_system, machine.load
    );
    let _ = writeln!(out, "{} records, seed {}, {} runs", board.events, board.seed, board.runs);
    if let Some(input) = &board.input {
        let mean = input.record_bytes / input.records.max(1);
        let _ =
            writeln!(out, "{} bytes of records, {mean} each; sha-256 {}", input.record_bytes, input.sha256);
    }
    let _ = writeln!(
        out,
        "\n{:18} {:9} {:>11} {:>11} {:>11} {:>11} {:>11}  {:10} what",
        "figure", "unit", "median", "p50", "p99", "min", "max", "durability"
    );
    for figure in &board.figures {
        let summary = figure.summary;
        let _ = write!(out, "{:18} {:9}", figure.name, figure.unit.word());
        for value in [summary.median, summary.p50, summary.p99, summary.min, summary.max] {
            let _ = write!(out, " {:>11}", number(value));
        }
        let _ = writeln!(out, "  {:10} {}", figure.durability.word(), figure.about);
    }
    out
}

/// Three digits at the least, and no more behind the point than that needs.
pub(crate) fn number(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.4}"),
    }
}

//! How the time that hostile input takes grows with its length: `cargo run --release -p aoc-benches --bin hostile`.
//!
//! Every case is run at n, 4n and 16n; the ratio of one to the next is 4 where the time grows with the length, and 16 where
//! it grows with its square. The time is that of the processor, so that other programs do not count.

mod cases;
mod clock;

use std::error::Error;

use clap::Parser;

use clock::Clock;

/// How the time that hostile input takes grows with its length.
#[derive(Parser)]
struct Arguments {
    /// Only the cases whose names hold this word.
    word: Option<String>,
    /// How long the inputs are, against the lengths that are measured by default.
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
}

/// What is measured: input of this length is made, then taken in.
type Case = fn(usize, &mut Clock) -> Result<(), Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    println!("{:<44} {:>9} {:>10} {:>8}", "case", "n", "seconds", "ratio");
    for (name, n, case) in cases::ALL {
        if arguments.word.as_ref().is_some_and(|word| !name.contains(word.as_str())) {
            continue;
        }
        let mut before: Option<f64> = None;
        for times in [1, 4, 16] {
            let n = scaled(n, arguments.scale).saturating_mul(times);
            let mut clock = Clock::default();
            case(n, &mut clock)?;
            let seconds = clock.seconds();
            let ratio = before
                .filter(|before| *before > 0.0)
                .map(|before| format!("{:.1}", seconds / before))
                .unwrap_or_default();
            println!("{name:<44} {n:>9} {seconds:>10.3} {ratio:>8}");
            before = Some(seconds);
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "lengths are small"
)]
fn scaled(n: usize, scale: f64) -> usize {
    (n as f64 * scale) as usize
}

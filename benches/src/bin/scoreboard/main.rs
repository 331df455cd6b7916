//! How fast the ledger is, in figures that can be compared: `cargo run --release -p aoc-benches --bin scoreboard`.

mod arguments;
mod board;
mod comparison;
mod figure;
mod figures;
mod machine;
mod memory;
mod runs;
mod site;
mod table;

use std::error::Error;

use clap::Parser;

use arguments::{Arguments, Command, Measure};
use board::Board;
use figure::Figure;
use figures::FIGURES;
use runs::{Runs, time};
use site::Site;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    match arguments.command {
        Some(Command::Diff { before, after }) => {
            print!("{}", comparison::compare(&Board::read(&before)?, &Board::read(&after)?));
        }
        None => {
            let board = measure(&arguments.measure)?;
            if arguments.measure.json {
                println!("{}", serde_json::to_string(&board)?);
            } else {
                print!("{}", table::of(&board));
            }
        }
    }
    Ok(())
}

fn measure(wanted: &Measure) -> Result<Board, Box<dyn Error>> {
    let chosen = wanted.figures()?;
    let mut site = Site::new(wanted)?;
    let mut board = Board::new(&site, wanted);
    let mut figures: Vec<(&Figure, Runs)> = FIGURES.iter().map(|figure| (figure, Runs::default())).collect();
    figures.retain(|(figure, _)| chosen.contains(&figure.name));
    // Run by run, and not figure by figure: what else the machine does for a while reaches a run of each.
    for run in 1..=wanted.runs {
        site.restore();
        for (figure, runs) in &mut figures {
            eprint!("run {run} of {}: {} …", wanted.runs, figure.name);
            let (took, samples) = time(|| (figure.measure)(&mut site));
            eprintln!(" {:.1} s", took.as_secs_f64());
            runs.push(samples);
        }
    }
    for (figure, runs) in figures {
        board.add(figure, runs);
    }
    board.input = site.input();
    Ok(board)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_board_comes_back_from_json_and_the_roll_by_hand_is_the_same() -> Result<(), Box<dyn Error>> {
        let line = ["scoreboard", "--events", "2000", "--runs", "1", "--only", "roll", "roll-memory", "disk"];
        let board = measure(&Arguments::try_parse_from(line)?.measure)?;
        let names =
            |board: &Board| board.figures.iter().map(|figure| figure.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&board), ["disk", "roll", "roll-memory"]);
        let input = board.input.as_ref().map(|input| (input.records, input.sha256.len()));
        assert_eq!(input, Some((2_000, 64)));
        // Numbers come back up to their last digit only.
        let again: Board = serde_json::from_str(&serde_json::to_string(&board)?)?;
        assert_eq!(
            (&again.machine, &again.input, names(&again)),
            (&board.machine, &board.input, names(&board))
        );
        Ok(())
    }
}

//! The same records and the same fold in other event stores: `cargo run --release -- --events 200000 --json`.

mod board;
mod fact;
mod input;
mod measure;
mod roll;
mod store;
mod stores;

use std::fs::File;
use std::io::Write;

use clap::Parser;
use rustix::io::dup;
use rustix::stdio::{dup2_stdout, stderr, stdout};

use board::Board;
use input::Input;
use measure::Measured;
use store::{Class, Peer};
use stores::PEERS;

/// Appends the same commits to several stores and folds the same roll from each.
///
/// Progress goes to standard error.
#[derive(Debug, Parser)]
#[command(name = "peers")]
struct Arguments {
    /// How many records
    #[arg(long, value_name = "COUNT", default_value_t = 200_000)]
    events: usize,
    /// How many runs; figures are medians
    #[arg(long, value_name = "COUNT", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Only stores whose names start like this
    #[arg(long, value_name = "STORE", num_args = 1..)]
    only: Vec<String>,
    /// Where the stores are put, in directories of their own that go away [default: the system's temporary directory]
    #[arg(long, value_name = "DIR")]
    dir: Option<std::path::PathBuf>,
    /// Print one JSON object instead of a table
    #[arg(long)]
    json: bool,
}

impl Arguments {
    fn is_asked(&self, peer: &Peer) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| peer.name.starts_with(only.as_str()))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let peers: Vec<&Peer> = PEERS.iter().filter(|peer| arguments.is_asked(peer)).collect();
    if peers.is_empty() {
        let names: Vec<&str> = PEERS.iter().map(|peer| peer.name).collect();
        return Err(format!("no such store; there are: {}", names.join("; ")).into());
    }
    // umadb-core prints to standard output.
    let mut out = File::from(dup(stdout())?);
    dup2_stdout(stderr())?;
    let dir = arguments.dir.unwrap_or_else(std::env::temp_dir);
    eprintln!("making up {} records …", arguments.events);
    let input = Input::new(arguments.events);
    let mut board = Board::new(&input, arguments.runs);
    for class in Class::ALL {
        let has_class = |peer: &&Peer| peer.classes.iter().any(|(other, _)| *other == class);
        let peers: Vec<&Peer> = peers.iter().copied().filter(has_class).collect();
        let mut runs: Vec<Vec<Measured>> = peers.iter().map(|_| Vec::new()).collect();
        // Run by run, so that what else the machine does for a while reaches a run of each.
        for run in 1..=arguments.runs {
            if class == Class::Synced {
                board.add_fdatasync(measure::fdatasync(&dir)?);
            }
            for (peer, runs) in peers.iter().zip(&mut runs) {
                eprintln!("{}, run {run} of {}: {}", class.word(), arguments.runs, peer.name);
                runs.push(measure::run(peer, class, &input, &dir)?);
            }
        }
        for (peer, runs) in peers.into_iter().zip(&runs) {
            board.add(peer, class, runs);
        }
    }
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&board)?)?;
    } else {
        write!(out, "{board}")?;
    }
    Ok(())
}

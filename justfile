# Short names for what is done often; `just` lists them. Nothing here is needed: every line is a plain command.

_list:
    @just --list --unsorted

# Everything that must hold (what CI runs)
ci:
    .ci/run

# All tests and doctests
test:
    .ci/test

# The laws, ten times as many cases
laws cases="10":
    AOC_CASES={{cases}} cargo test --release -p aoc-tests --test laws

# Power cuts while a process records (needs root): just cuts 300 drops-unflushed
cuts count="100" disk="keeps-written" *args:
    cargo run -p aoc-tests --bin trials -- cuts --cuts {{count}} --disk {{disk}} {{args}}

# Simulated lives of a ledger, for as long as asked: just soak 8h
soak for="10m" *args:
    cargo run --release -p aoc-tests --bin trials -- soak --for {{for}} {{args}}

# Changes of the code that no test notices (needs cargo-mutants): `just mutants -f aoc-core/src/decide.rs`, `just mutants --shard 1/20`
mutants *args:
    cargo mutants {{args}}

# Format everything
fmt:
    cargo fmt --all

# Lints, as CI has them
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# The documentation, in a browser
doc:
    cargo doc --workspace --no-deps --open

# One of the examples: just example time_travel
example name="quickstart":
    cargo run --quiet -p aoc-examples --example {{name}}

# The benchmarks
bench *args:
    cargo bench -p aoc-benches {{args}}

# Every figure of PERFORMANCE.md, in one run
scoreboard events="1000000" *args:
    cargo run --release -p aoc-benches --bin scoreboard -- --events {{events}} {{args}}

# The same records in other event stores
peers events="200000" *args:
    cd benches/peers && cargo run --release -- --events {{events}} {{args}}

# Kill a writing process with SIGKILL at random moments, on every way to the disk; with --control the writers lie
kills kills="1000" *args:
    cargo run -p aoc-tests --bin trials -- kills --kills {{kills}} {{args}}

# Kill `aoc backup`, `aoc restore` and `aoc import` at random moments; with --control what they only began is claimed
commands kills="600" *args:
    cargo build -p aoc-cli
    cargo run -p aoc-tests --bin trials -- commands --kills {{kills}} {{args}}

# Tear the writes of a ledger at any byte and sector, and open what is left; with --control what was not acknowledged is claimed
torn states="5000" *args:
    cargo run -p aoc-tests --bin trials -- torn --states {{states}} {{args}}

# Have each call of a writing process to the system fail in turn (needs strace)
faults *args:
    cargo run -p aoc-tests --bin trials -- faults {{args}}

# Fill a small disk, again and again: first `mount -t tmpfs -o size=32m tmpfs DIR`, or any small file system
full dir *args:
    cargo run -p aoc-tests --bin trials -- full {{dir}} {{args}}

# Build a ledger from real history and walk through it
demo:
    cargo run --release -- demo

# Licences, bans, advisories (needs cargo-deny)
deny:
    cargo deny check

# Fuzz every target for so many seconds each (needs nightly Rust and cargo-fuzz)
fuzz seconds="600" *targets:
    fuzz/run {{seconds}} {{targets}}

# How the time that hostile input takes grows with its length
hostile *args:
    cargo run --release -p aoc-benches --bin hostile -- {{args}}

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

# Build a ledger from real history and walk through it
demo:
    cargo run --release -- demo

# Licences, bans, advisories (needs cargo-deny)
deny:
    cargo deny check

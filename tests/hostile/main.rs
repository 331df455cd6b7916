//! Hostile input, replayed: whatever the fuzz targets start from, and whatever they found, holds in every build.
//!
//! One test a target, over `fuzz/corpus/TARGET` and `fuzz/regressions/TARGET`. `fuzz/run` looks for more.

mod properties;
mod replay;
mod shapes;

//! [`Runs`]: what a figure came to, sample by sample.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

/// The samples of several runs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Runs(Vec<Vec<f64>>);

/// What the samples say in few words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Summary {
    /// The median of the runs' medians.
    pub(crate) median: f64,
    /// Half of all samples are not above it.
    pub(crate) p50: f64,
    /// 99 of 100 samples are not above it.
    pub(crate) p99: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Runs {
    /// The samples of one more run.
    pub(crate) fn push(&mut self, samples: Vec<f64>) {
        self.0.push(samples);
    }

    pub(crate) fn summary(&self) -> Summary {
        let all = sorted(self.0.concat());
        let (least, most) = (all.first().copied(), all.last().copied());
        Summary {
            median: percentile(&sorted(self.medians()), 50),
            p50: percentile(&all, 50),
            p99: percentile(&all, 99),
            min: least.unwrap_or(0.0),
            max: most.unwrap_or(0.0),
        }
    }

    /// The median of each run.
    pub(crate) fn medians(&self) -> Vec<f64> {
        self.0.iter().map(|run| percentile(&sorted(run.clone()), 50)).collect()
    }
}

fn sorted(mut samples: Vec<f64>) -> Vec<f64> {
    samples.sort_by(f64::total_cmp);
    samples
}

/// The least sample that so many of a hundred are not above; between the two middle ones for a half.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let len = sorted.len();
    if percent == 50 && len > 0 && len.is_multiple_of(2) {
        return f64::midpoint(sorted[len / 2 - 1], sorted[len / 2]);
    }
    let rank = (len * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(0.0)
}

/// How long it takes.
pub(crate) fn time<T>(run: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = run();
    (start.elapsed(), result)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub(crate) fn microseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// So many a second.
pub(crate) fn rate(count: usize, time: Duration) -> f64 {
    real(count) / time.as_secs_f64()
}

pub(crate) fn megabytes_a_second(bytes: usize, time: Duration) -> f64 {
    rate(bytes, time) / 1e6
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "no count here has more than 52 bits")]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}

/// Takes samples until there are enough of them, or enough time has passed; five at the least.
pub(crate) fn sample(most: usize, mut take: impl FnMut() -> f64) -> Vec<f64> {
    const PATIENCE: Duration = Duration::from_secs(2);
    let start = Instant::now();
    let mut samples = Vec::with_capacity(most);
    while samples.len() < most && (samples.len() < 5 || start.elapsed() < PATIENCE) {
        samples.push(take());
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_of_runs_and_of_samples() {
        let runs = Runs(vec![vec![1.0, 2.0, 9.0], vec![3.0, 4.0, 5.0], vec![4.0]]);
        let expected = Summary { median: 4.0, p50: 4.0, p99: 9.0, min: 1.0, max: 9.0 };
        assert_eq!(runs.summary(), expected);
        let halves = Runs(vec![vec![1.0], vec![2.0]]).summary();
        assert!((halves.median - 1.5).abs() < f64::EPSILON);
    }
}

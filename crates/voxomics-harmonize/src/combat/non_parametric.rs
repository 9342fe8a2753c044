//! Empirical Bayes whose prior is the other features' estimates themselves.

use rayon::prelude::*;
use voxomics_core::math;

use super::batch::{Estimates, Posterior};

/// Below this `exp` is 0.
const NOTHING: f64 = -745.2;

/// For each feature the means of the other features' estimates, weighted by the likelihood of its values under each:
/// `log L_j = -n/2 log(2π δ̂²_j) - (Σ (s - γ̂)² + n (γ̂ - γ̂_j)²)/(2 δ̂²_j)`.
///
/// Weights are taken relative to the largest, so that they cannot all vanish however many rows a batch has; the sum over rows
/// is one over two numbers, so that it costs features² and not features² × rows.
pub(crate) fn both(estimates: &Estimates) -> Posterior {
    let features = estimates.shifts.len();
    let halves: Vec<f64> = estimates.scales.iter().map(|scale| 0.5 / scale).collect();
    let logs: Vec<f64> = estimates
        .scales
        .iter()
        .map(|&scale| 0.5 * math::ln(scale))
        .collect();
    let of = |buffer: &mut Vec<f64>, feature: usize| {
        let (n, hat) = (estimates.rows[feature] as f64, estimates.shifts[feature]);
        let squares = estimates.squares[feature];
        buffer.clear();
        buffer.extend((0..features).map(|other| {
            let away = hat - estimates.shifts[other];
            -n * logs[other] - (squares + n * away * away) * halves[other]
        }));
        buffer[feature] = f64::NEG_INFINITY;
        weighted(estimates, buffer)
    };
    let found = (0..features).into_par_iter().map_init(Vec::new, of);
    let (shifts, scales) = found.unzip();
    Posterior {
        shifts,
        scales,
        iterations: 0,
    }
}

fn weighted(estimates: &Estimates, logs: &[f64]) -> (f64, f64) {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut sum, mut shifts, mut scales) = (0.0, 0.0, 0.0);
    for (other, log) in logs.iter().enumerate() {
        let log = log - most;
        if log > NOTHING {
            let weight = math::exp(log);
            sum += weight;
            shifts += weight * estimates.shifts[other];
            scales += weight * estimates.scales[other];
        }
    }
    (shifts / sum, scales / sum)
}

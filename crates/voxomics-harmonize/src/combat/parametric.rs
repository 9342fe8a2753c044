//! Empirical Bayes with normal shifts and inverse gamma variances.

use super::batch::{Estimates, Posterior};
use super::{Prior, Stopping};

/// Iterations of one feature, after which it is said not to settle.
pub(crate) const LIMIT: usize = 100_000;

/// `sva`'s limit of a change in terms of the value before.
const SVA: f64 = 1e-4;

/// The index of a feature that does not settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unsettled(pub(crate) usize);

/// Shifts alone: `γ* = (τ² γ̂ + γ̄)/(τ² + 1)`.
pub(crate) fn shifts(estimates: &Estimates, prior: &Prior) -> Posterior {
    let (t2, mean) = (prior.shift_variance, prior.shift_mean);
    let shrunk = estimates
        .shifts
        .iter()
        .map(|shift| (t2 * shift + mean) / (t2 + 1.0));
    Posterior {
        shifts: shrunk.collect(),
        scales: vec![1.0; estimates.shifts.len()],
        iterations: 0,
    }
}

/// Shifts and variances: the fixed point of `γ* = (τ² n γ̂ + δ²* γ̄)/(τ² n + δ²*)` and
/// `δ²* = (½ Σ (s - γ*)² + b)/(n/2 + a - 1)`, where `Σ (s - γ*)² = Σ (s - γ̂)² + n (γ̂ - γ*)²` needs no row again.
pub(crate) fn both(
    estimates: &Estimates,
    prior: &Prior,
    stopping: Stopping,
) -> Result<Posterior, Unsettled> {
    match stopping {
        Stopping::Settled => settled(estimates, prior),
        Stopping::Sva => as_sva(estimates, prior),
    }
}

fn settled(estimates: &Estimates, prior: &Prior) -> Result<Posterior, Unsettled> {
    let features = estimates.shifts.len();
    let mut posterior = Posterior::with_capacity(features);
    for feature in 0..features {
        let mut at = (estimates.shifts[feature], estimates.scales[feature]);
        let mut iterations = 0;
        loop {
            let next = step(estimates, prior, feature, at);
            iterations += 1;
            let is_still = is_close(next.0, at.0) && is_close(next.1, at.1);
            at = next;
            if is_still {
                break;
            }
            if iterations == LIMIT {
                return Err(Unsettled(feature));
            }
        }
        posterior.shifts.push(at.0);
        posterior.scales.push(at.1);
        posterior.iterations = posterior.iterations.max(iterations);
    }
    Ok(posterior)
}

/// Equal but for two roundings; shifts are of the order of 1, so that theirs near zero is measured by that.
fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 2.0 * f64::EPSILON * a.abs().max(1.0)
}

fn as_sva(estimates: &Estimates, prior: &Prior) -> Result<Posterior, Unsettled> {
    let mut posterior = Posterior {
        shifts: estimates.shifts.clone(),
        scales: estimates.scales.clone(),
        iterations: 0,
    };
    loop {
        let (mut change, mut most) = (0.0_f64, 0);
        for feature in 0..posterior.shifts.len() {
            let at = (posterior.shifts[feature], posterior.scales[feature]);
            let next = step(estimates, prior, feature, at);
            // Divided by the shift as it is, a negative one never counts.
            let of_both = ((next.0 - at.0).abs() / at.0).max((next.1 - at.1).abs() / at.1);
            if of_both > change {
                (change, most) = (of_both, feature);
            }
            (posterior.shifts[feature], posterior.scales[feature]) = next;
        }
        posterior.iterations += 1;
        if change <= SVA {
            return Ok(posterior);
        }
        if posterior.iterations == LIMIT {
            return Err(Unsettled(most));
        }
    }
}

fn step(
    estimates: &Estimates,
    prior: &Prior,
    feature: usize,
    (_, scale): (f64, f64),
) -> (f64, f64) {
    let n = estimates.rows[feature] as f64;
    let (weight, hat) = (prior.shift_variance * n, estimates.shifts[feature]);
    let shift = (weight * hat + scale * prior.shift_mean) / (weight + scale);
    if prior.scale_variance == 0.0 {
        // The limit of a prior that has no spread.
        return (shift, prior.scale_mean);
    }
    let squares = estimates.squares[feature] + n * (hat - shift) * (hat - shift);
    let scale = (0.5 * squares + prior.rate()) / (n / 2.0 + prior.shape() - 1.0);
    (shift, scale)
}

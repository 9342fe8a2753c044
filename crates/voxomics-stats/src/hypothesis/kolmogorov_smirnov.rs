//! Kolmogorov and Smirnov's test of two distributions.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::{Error, Test};
use crate::input;
use crate::names::names;

/// How p is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Exact where the product of the group sizes is below 10,000, else asymptotic: R's rule.
    #[default]
    Auto,
    /// From all ways to share out the values, ties and all; R's since 4.2.
    Exact,
    /// As if no values were tied; scipy's, up to 10,000 values a group.
    ExactIgnoringTies,
    /// Kolmogorov's limit as R sums it, whose series ends early: up to 1e-5 off.
    Asymptotic,
    /// Kolmogorov's limit.
    Limit,
}

names!(
    Method,
    "p value of the Kolmogorov-Smirnov test": Auto = "auto",
    Exact = "exact",
    ExactIgnoringTies = "exact-ignoring-ties",
    Asymptotic = "asymptotic",
    Limit = "limit",
);

/// Steps that an exact p may take, some ten seconds.
const MOST_STEPS: usize = 1_000_000_000;

/// Tests whether two groups have one distribution; R's `ks.test`, scipy's `ks_2samp`. Two-sided.
///
/// `D = max |F(z) - G(z)|` over the empirical distribution functions. Exact p: the share of all orders of the values whose path
/// is as far from the diagonal somewhere, counted from the side of the far ones, without subtraction from 1.
///
/// Cost: exact, `m n` steps.
///
/// ```
/// use voxomics_stats::hypothesis::kolmogorov_smirnov::{Method, kolmogorov_smirnov};
///
/// let x = [1.1, 2.4, 3.3, 4.0, 5.2];
/// let y = [2.9, 4.1, 5.0, 6.6, 7.1, 8.3];
/// let test = kolmogorov_smirnov(&x, &y, Method::Auto)?;
/// assert!((test.p_value - 0.177_489_2).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty group and NaN; [`Error::TooLarge`] for an exact p of more than 10^9 steps.
///
/// # References
///
/// Smirnov N. *Bull Math Univ Moscou* 1939;2:3-16. Kim PJ, Jennrich RI. *Selected Tables in Math Stat* 1973;1:79-170.
#[doc(alias("ks.test", "ks_2samp"))]
pub fn kolmogorov_smirnov(x: &[f64], y: &[f64], method: Method) -> Result<Test, Error> {
    input::not_nan("x", x, 1)?;
    input::not_nan("y", y, 1)?;
    let mut pooled: Vec<(f64, bool)> = x.iter().map(|&x| (x + 0.0, true)).collect();
    pooled.extend(y.iter().map(|&y| (y + 0.0, false)));
    pooled.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (m, n) = (x.len(), y.len());
    let exact = is_exact(method, m, n)?;
    let farthest = farthest(&pooled, m, n);
    let statistic = farthest as f64 / (m * n) as f64;
    let p_value = if !exact {
        let z = statistic * (m as f64 * n as f64 / (m + n) as f64).sqrt();
        limit(z, if method == Method::Limit { 0.0 } else { 1e-6 })
    } else if method == Method::ExactIgnoringTies {
        share_of_far_paths(farthest, m, n, |_| true)
    } else {
        let may_end = |seen: usize| seen == pooled.len() || pooled[seen - 1].0 != pooled[seen].0;
        share_of_far_paths(farthest, m, n, may_end)
    };
    Ok(Test { statistic, p_value })
}

fn is_exact(method: Method, m: usize, n: usize) -> Result<bool, Error> {
    let steps = m.saturating_mul(n);
    match method {
        Method::Auto => Ok(steps < 10_000),
        Method::Exact | Method::ExactIgnoringTies if steps > MOST_STEPS => Err(Error::TooLarge {
            what: "kolmogorov-smirnov",
        }),
        Method::Exact | Method::ExactIgnoringTies => Ok(true),
        Method::Asymptotic | Method::Limit => Ok(false),
    }
}

/// `m n D`, a whole number.
fn farthest(pooled: &[(f64, bool)], m: usize, n: usize) -> usize {
    let (mut i, mut j, mut farthest) = (0, 0, 0);
    for ties in pooled.chunk_by(|a, b| a.0 == b.0) {
        let of_x = ties.iter().filter(|(_, of_x)| *of_x).count();
        i += of_x;
        j += ties.len() - of_x;
        farthest = farthest.max((i * n).abs_diff(j * m));
    }
    farthest
}

/// The chance that a path to (m, n) is somewhere as far from the diagonal, at a number of steps where it may be looked at.
///
/// The last step to (i, j) came from (i - 1, j) with chance i / (i + j): the share of far paths to a point is the mean of
/// those to the two before, or 1 if the point itself is far.
fn share_of_far_paths(far: usize, m: usize, n: usize, seen_at: impl Fn(usize) -> bool) -> f64 {
    let mut shares = vec![0.0; n + 1];
    for i in 0..=m {
        for j in 0..=n {
            let steps = i + j;
            let is_far = (i * n).abs_diff(j * m) >= far && steps > 0 && seen_at(steps);
            shares[j] = if is_far {
                1.0
            } else if steps == 0 {
                0.0
            } else {
                let above = if i > 0 { i as f64 * shares[j] } else { 0.0 };
                let left = if j > 0 { j as f64 * shares[j - 1] } else { 0.0 };
                (above + left) / steps as f64
            };
        }
    }
    if far == 0 { 1.0 } else { shares[n] }
}

/// `2 Σ (-1)^(k-1) exp(-2 k² z²)`, up to a term below `tolerance`; below 1 by the other series of the same theta function, which
/// converges there, as many terms as R takes for the tolerance.
fn limit(z: f64, tolerance: f64) -> f64 {
    if z < 0.1 {
        // Nearer to 1 than a double can be.
        return 1.0;
    }
    if z < 1.0 {
        let scale = PI * PI / (8.0 * z * z);
        let end = (2.0 - math::ln(tolerance.max(1e-50))).sqrt() as i32;
        let terms = (1..end)
            .step_by(2)
            .map(|k| math::exp(-f64::from(k * k) * scale));
        return 1.0 - (2.0 * PI).sqrt() / z * terms.sum::<f64>();
    }
    let mut sum = 0.0;
    for k in 1..30 {
        let term = 2.0 * math::exp(-2.0 * f64::from(k * k) * z * z);
        sum += if k % 2 == 1 { term } else { -term };
        if term <= tolerance {
            break;
        }
    }
    sum.clamp(0.0, 1.0)
}

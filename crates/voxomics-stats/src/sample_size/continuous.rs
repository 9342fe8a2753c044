//! Continuous outcomes.

use serde::{Deserialize, Serialize};

use super::{Criterion, Error, count, positive, within};
use crate::dist::students_t;

/// A model of a continuous outcome to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ContinuousModel {
    /// Candidate parameters, those that selection drops included; at least 3.
    pub parameters: u32,
    /// Expected R², adjusted for optimism.
    pub r2: f64,
    /// Mean of the outcome.
    pub intercept: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Shrinkage asked for, 0.9 as a rule.
    pub shrinkage: f64,
    /// How far above the mean its upper 95 % limit may lie, as a factor; 1.1 as a rule.
    pub margin: f64,
}

/// Sample size for a continuous outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Continuous {
    /// Subjects for the shrinkage asked for.
    pub shrinkage: Criterion,
    /// Subjects for apparent and adjusted R² within 0.05.
    pub optimism: Criterion,
    /// Subjects for a residual standard deviation within 10 %: 234 and the parameters.
    pub residual: Criterion,
    /// Subjects for a precise mean, no fewer than the others.
    pub mean: Criterion,
    /// The largest of the four.
    pub result: Criterion,
    /// Upper limit of the mean over the mean in a sample of this size.
    pub margin: f64,
    /// Lower 95 % limit of the mean.
    pub mean_lower: f64,
    /// Upper limit.
    pub mean_upper: f64,
}

/// Sample size for a model of a continuous outcome; `pmsampsize(type = "c")`.
///
/// With `P` parameters and the adjusted `R²`, of which `R²app = (R² (n - P - 1) + P)/(n - 1)` is the apparent one, the criteria
/// are the smallest `n` with
///
/// ```text
/// 1 + (P - 2)/(n ln(1 - R²app)) at least the shrinkage asked for
/// n = 1 + P (1 - R²)/0.05
/// n = 234 + P
/// (mean + t sd √((1 - R²)/n))/mean at most the margin, t the 0.975 quantile with n - P - 1 degrees of freedom
/// ```
///
/// ```
/// use voxomics_stats::sample_size::{self, ContinuousModel};
///
/// let model = ContinuousModel {
///     parameters: 25,
///     r2: 0.2,
///     intercept: 1.9,
///     sd: 0.6,
///     shrinkage: 0.9,
///     margin: 1.1,
/// };
/// assert_eq!(sample_size::continuous(&model)?.result.sample_size, 918);
/// # Ok::<(), sample_size::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OutOfRange`] and [`Error::Endless`].
///
/// # References
///
/// Riley RD et al. *Stat Med* 2019;38:1262-1275.
pub fn continuous(model: &ContinuousModel) -> Result<Continuous, Error> {
    let p = f64::from(model.parameters);
    if model.parameters < 3 {
        return Err(Error::OutOfRange {
            what: "parameters",
            value: p,
            range: "at least 3, since shrinkage is 1 with fewer",
        });
    }
    within("R²", model.r2)?;
    within("shrinkage", model.shrinkage)?;
    positive("intercept", model.intercept)?;
    positive("standard deviation", model.sd)?;
    positive("margin less 1", model.margin - 1.0)?;
    let criterion = |size: u64| Criterion {
        sample_size: size,
        shrinkage: shrinkage(model, size),
        per_parameter: size as f64 / p,
    };
    let least = u64::from(model.parameters) + 2;
    let first = smallest(least, |size| shrinkage(model, size) >= model.shrinkage)?;
    let second = count(1.0 + p * (1.0 - model.r2) / 0.05)?;
    let third = 234 + u64::from(model.parameters);
    let largest = first.max(second).max(third);
    let reach = |size: u64| {
        let n = size as f64;
        let error = (model.sd * model.sd * (1.0 - model.r2) / n).sqrt();
        students_t::upper_quantile(0.025, n - p - 1.0) * error
    };
    let margin = |size: u64| (model.intercept + reach(size)) / model.intercept;
    let fourth = smallest(largest, |size| margin(size) <= model.margin)?;
    Ok(Continuous {
        shrinkage: criterion(first),
        optimism: criterion(second),
        residual: criterion(third),
        mean: criterion(fourth),
        result: criterion(fourth),
        margin: margin(fourth),
        mean_lower: model.intercept - reach(fourth),
        mean_upper: model.intercept + reach(fourth),
    })
}

/// Van Houwelingen and Le Cessie's expected shrinkage, from the apparent R² that goes with the adjusted one.
fn shrinkage(model: &ContinuousModel, size: u64) -> f64 {
    let (n, p) = (size as f64, f64::from(model.parameters));
    let apparent = (model.r2 * (n - p - 1.0) + p) / (n - 1.0);
    1.0 + (p - 2.0) / (n * libm::log1p(-apparent))
}

/// The smallest size, from `least`, that is enough, as `pmsampsize` finds it one by one.
///
/// Expected shrinkage falls with the size at first and rises ever after: where `least` is not enough, those that are have no
/// gap, and halving finds the first of them.
fn smallest(least: u64, enough: impl Fn(u64) -> bool) -> Result<u64, Error> {
    let (mut low, mut high) = (least, least);
    while !enough(high) {
        low = high + 1;
        high *= 2;
        if high > 9_000_000_000_000_000 {
            return Err(Error::Endless);
        }
    }
    while low < high {
        let middle = u64::midpoint(low, high);
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

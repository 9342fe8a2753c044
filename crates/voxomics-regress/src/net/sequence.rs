//! Lambdas as glmnet chooses them, and where a path ends.

use voxomics_core::math;

#[expect(
    clippy::cast_possible_truncation,
    reason = "glmnet has this number in single precision"
)]
fn single(value: f64) -> f64 {
    f64::from(value as f32)
}

/// Lambdas from `first` down to `ratio` of it: each is the one before times a constant.
pub(crate) fn falling(family: Family, first: f64, count: usize, ratio: f64) -> Vec<f64> {
    let steps = (count.max(2) - 1) as f64;
    let power = match family {
        // glmnet's Cox model has this number in single precision; so its lambdas are met to the last digits.
        Family::Cox => single(1.0 / steps),
        Family::Gaussian | Family::Binomial => 1.0 / steps,
    };
    let factor = math::pow(ratio, power);
    let mut lambda = first;
    let rest = (1..count).map(|_| {
        lambda *= factor;
        lambda
    });
    std::iter::once(first).chain(rest).collect()
}

/// What ends a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Gaussian,
    Binomial,
    Cox,
}

/// Least gain of a step, in shares of the null deviance.
const LEAST_GAIN: f64 = 1e-5;
/// What is explained is enough.
const ENOUGH: f64 = 0.999;
/// Fits that every path has.
pub(crate) const AT_LEAST: usize = 5;

impl Family {
    /// Whether nothing more is to be gained, by glmnet's rules; with bounds of 0, where a path may stand still for a while,
    /// only if it does not move at all.
    pub(crate) fn is_done(self, ratios: &[f64], stands_still: bool) -> bool {
        let [.., before, last] = *ratios else {
            return false;
        };
        if ratios.len() < AT_LEAST {
            return false;
        }
        if stands_still {
            return (last > 0.0 && last - before <= 0.0) || last > ENOUGH;
        }
        match self {
            Self::Gaussian => last - before < LEAST_GAIN * last || last > ENOUGH,
            Self::Binomial => last - before < LEAST_GAIN || last > ENOUGH,
            Self::Cox => {
                let earlier = ratios[ratios.len() - AT_LEAST];
                last - earlier < 100.0 * LEAST_GAIN * last || last > ENOUGH * 0.99 / 0.999
            }
        }
    }
}

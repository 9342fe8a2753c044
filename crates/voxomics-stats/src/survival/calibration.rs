//! Whether predicted survival at a time comes true, and how much of a Cox model's quality is optimism.

mod groups;
mod optimism;

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use crate::survival::{Error, FollowUp, kaplan_meier};
use crate::{ConfidenceLevel, Interval, dist, input};

pub use groups::{RiskGroup, by_risk_group, quantile_groups, within_cuts};
pub use optimism::{Calibrated, Validation, calibrate, validate};

/// Observed risk by a time against the mean of the predicted ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ObservedExpected {
    /// Share with the event by Kaplan-Meier.
    pub observed: f64,
    /// Its standard error by Greenwood's formula; none if nobody is left.
    pub standard_error: Option<f64>,
    /// Mean predicted risk.
    pub expected: f64,
    /// Observed over expected; none if no risk is predicted.
    pub ratio: Option<f64>,
}

impl ObservedExpected {
    /// Interval of the ratio on the log scale, `exp(log(O/E) ∓ z se(O)/O)`; none if nobody had the event.
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        let ratio = self.ratio.filter(|&ratio| ratio > 0.0)?;
        let half = -dist::normal::quantile(level.tail()) * self.standard_error? / self.observed;
        Some(Interval {
            lower: math::exp(math::ln(ratio) - half),
            upper: math::exp(math::ln(ratio) + half),
        })
    }
}

/// Calibration in the large at time `t`: observed risk over mean predicted risk.
///
/// The slope of the same question is the coefficient of [`cox::fit`](crate::likelihood::cox::fit) on the model's linear
/// predictor alone: 1 if the model's effects hold, below 1 for an overfitted one.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, calibration::observed_expected};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, true, false, false])?;
/// let calibration = observed_expected(&follow_up, &[0.75; 4], 3.0)?;
/// assert_eq!(calibration.ratio, Some(2.0));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there is a predicted probability of *survival* for each subject, [`Error::Horizon`] for a time after the
/// last one.
pub fn observed_expected(
    follow_up: &FollowUp,
    predicted_survival: &[f64],
    t: f64,
) -> Result<ObservedExpected, Error> {
    input::same_length(
        ("predicted survival", predicted_survival.len()),
        ("times", follow_up.subjects()),
    )?;
    input::probabilities("predicted survival", predicted_survival)?;
    let curve = kaplan_meier::curve(follow_up);
    let estimate = curve.estimate_at(t, &kaplan_meier::Limits::default());
    let estimate = estimate.ok_or(Error::Horizon {
        horizon: t,
        last: curve.last_time(),
    })?;
    let risk = predicted_survival.iter().map(|survival| 1.0 - survival);
    let expected = risk.sum::<f64>() / predicted_survival.len() as f64;
    let observed = 1.0 - estimate.survival;
    Ok(ObservedExpected {
        observed,
        standard_error: estimate.standard_error,
        expected,
        ratio: (expected > 0.0).then(|| observed / expected),
    })
}

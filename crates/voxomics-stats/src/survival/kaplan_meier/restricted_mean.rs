//! Restricted mean survival time.

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::Curve;
use crate::dist::normal;
use crate::survival::Error;
use crate::{ConfidenceLevel, Interval};

/// Mean time without the event, counted up to a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RestrictedMean {
    /// The horizon, `τ`.
    pub horizon: f64,
    /// Area below the curve from 0 to the horizon.
    pub mean: f64,
    /// Mean time lost to the event, the area above the curve: horizon minus mean, summed for itself; 0 without events.
    pub lost: f64,
    /// Standard error of both.
    pub standard_error: f64,
}

impl RestrictedMean {
    /// Normal interval, not cut off at 0 or the horizon; survRM2's.
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Interval {
        around(self.mean, self.standard_error, level)
    }
}

/// How one arm's restricted mean compares with another's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TwoArms {
    /// The estimate; none for a ratio to 0, as of the times lost where the first arm has no events.
    pub estimate: Option<f64>,
    /// Its interval; none for ratios where a mean is 0.
    pub interval: Option<Interval>,
    /// Two-sided normal p value of no difference; none where there is no variance.
    pub p_value: Option<f64>,
}

/// Restricted means of two arms and their comparisons, second arm against first; survRM2's `rmst2`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RestrictedMeans {
    /// First arm.
    pub first: RestrictedMean,
    /// Second arm.
    pub second: RestrictedMean,
    /// Second minus first.
    pub difference: TwoArms,
    /// Second over first, limits on the log scale.
    pub ratio: TwoArms,
    /// Ratio of the mean times lost, horizon minus mean, limits on the log scale.
    pub lost_ratio: TwoArms,
}

impl Curve {
    /// Restricted mean survival time up to `horizon`.
    ///
    /// `∫ S(t) dt` from 0 to the horizon, with variance `Σ (∫ S from t to horizon)² d/(n(n - d))` over the event times t up to
    /// it, where times at which all at risk have the event add nothing. R's `summary(fit, rmean = horizon)`.
    ///
    /// # Errors
    ///
    /// [`Error::Horizon`] for a horizon that is not above 0 or lies beyond the last time, unless the curve is at 0 there.
    ///
    /// # References
    ///
    /// Royston P, Parmar MKB. *BMC Med Res Methodol* 2013;13:152.
    ///
    /// # Example
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier};
    ///
    /// let follow_up = FollowUp::new(&[1.0, 2.0, 6.0], &[true; 3])?;
    /// let mean = kaplan_meier::curve(&follow_up).restricted_mean(6.0)?;
    /// assert!((mean.mean - 3.0).abs() < 1e-15);
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    #[doc(alias("rmst", "rmean", "restricted_mean_survival_time"))]
    pub fn restricted_mean(&self, horizon: f64) -> Result<RestrictedMean, Error> {
        let last = self.last_time();
        let known = horizon <= last || self.steps.last().is_some_and(|step| step.survival == 0.0);
        if !(horizon > 0.0 && horizon.is_finite() && known) {
            return Err(Error::Horizon { horizon, last });
        }
        let within = self.steps.partition_point(|step| step.time <= horizon);
        // From the right, so that each step finds the area to its right.
        let (mut area, mut lost, mut variance, mut right) = (0.0, 0.0, 0.0, horizon);
        let steps = self.steps[..within].iter();
        for step in steps.rev().filter(|step| step.events > 0) {
            area += step.survival * (right - step.time);
            lost += (1.0 - step.survival) * (right - step.time);
            right = step.time;
            if step.at_risk > step.events {
                let (n, d) = (f64::from(step.at_risk), f64::from(step.events));
                variance += area * area * d / (n * (n - d));
            }
        }
        Ok(RestrictedMean {
            horizon,
            mean: area + right,
            lost,
            standard_error: variance.sqrt(),
        })
    }
}

impl RestrictedMeans {
    /// Compares the arms of two curves up to one horizon.
    ///
    /// Differences by a normal approximation, ratios by one on the log scale. The arms must be independent.
    ///
    /// ```
    /// use voxomics_stats::ConfidenceLevel;
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, RestrictedMeans}};
    ///
    /// let early = FollowUp::new(&[2.0, 5.0, 9.0, 12.0], &[true, true, true, false])?;
    /// let late = FollowUp::new(&[6.0, 8.0, 11.0, 12.0], &[true, false, true, false])?;
    /// let [early, late] = [early, late].map(|arm| kaplan_meier::curve(&arm));
    /// let means = RestrictedMeans::new(&early, &late, 12.0, ConfidenceLevel::P95)?;
    /// assert_eq!((means.first.mean, means.first.lost), (7.0, 5.0));
    /// assert!(means.difference.estimate > Some(2.0));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Horizon`] if the horizon lies beyond the follow-up of either arm.
    ///
    /// # References
    ///
    /// Uno H, et al. *J Clin Oncol* 2014;32:2380-2385.
    #[doc(alias("rmst2", "survRM2"))]
    pub fn new(
        first: &Curve,
        second: &Curve,
        horizon: f64,
        level: ConfidenceLevel,
    ) -> Result<Self, Error> {
        let (first, second) = (
            first.restricted_mean(horizon)?,
            second.restricted_mean(horizon)?,
        );
        let mean = |arm: &RestrictedMean| (arm.mean, arm.standard_error);
        let lost = |arm: &RestrictedMean| (arm.lost, arm.standard_error);
        Ok(Self {
            first,
            second,
            difference: difference(&first, &second, level),
            ratio: ratio(mean(&first), mean(&second), level),
            lost_ratio: ratio(lost(&first), lost(&second), level),
        })
    }
}

fn difference(first: &RestrictedMean, second: &RestrictedMean, level: ConfidenceLevel) -> TwoArms {
    let estimate = second.mean - first.mean;
    let error = libm::hypot(first.standard_error, second.standard_error);
    TwoArms {
        estimate: Some(estimate),
        interval: Some(around(estimate, error, level)),
        p_value: two_sided(estimate, error),
    }
}

fn ratio(first: (f64, f64), second: (f64, f64), level: ConfidenceLevel) -> TwoArms {
    let (first, first_error) = first;
    let (second, second_error) = second;
    if first <= 0.0 || second <= 0.0 {
        return TwoArms {
            estimate: (first > 0.0).then_some(0.0),
            interval: None,
            p_value: None,
        };
    }
    let log = math::ln(second) - math::ln(first);
    let error = libm::hypot(first_error / first, second_error / second);
    let interval = around(log, error, level);
    TwoArms {
        estimate: Some(second / first),
        interval: Some(Interval {
            lower: math::exp(interval.lower),
            upper: math::exp(interval.upper),
        }),
        p_value: two_sided(log, error),
    }
}

fn around(estimate: f64, error: f64, level: ConfidenceLevel) -> Interval {
    let half = -normal::quantile(level.tail()) * error;
    Interval {
        lower: estimate - half,
        upper: estimate + half,
    }
}

fn two_sided(estimate: f64, error: f64) -> Option<f64> {
    (error > 0.0).then(|| normal::two_sided(estimate / error))
}

//! The Kaplan-Meier curve and what is read off it.

mod draft;
mod hazard;
mod limits;
mod quantile;
mod restricted_mean;
mod risk_table;

use serde::{Deserialize, Serialize};

use crate::Interval;
use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};
use draft::curves;

pub use hazard::{CumulativeHazard, Hazard};
pub use limits::{Ends, Limits, Scale};
pub use quantile::{Flat, Quantile};
pub use restricted_mean::{RestrictedMean, RestrictedMeans, TwoArms};
pub use risk_table::risk_table;

/// A time at which somebody's observation ends, and the curve from then on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// At risk just before: under observation, no event yet.
    pub at_risk: u32,
    /// Events at this time.
    pub events: u32,
    /// Censored at this time; they were at risk of its events.
    pub censored: u32,
    /// `S(t)`, the probability of no event up to and at this time.
    pub survival: f64,
    /// Standard error of `log S(t)` by Greenwood's formula, `√Σ d/(n(n - d))`; none once the curve is at 0.
    ///
    /// R's `survfit` calls this `std.err`; its `summary` prints `S(t)` times it, the standard error of `S(t)`.
    pub log_standard_error: Option<f64>,
}

impl Step {
    /// Standard error of `S(t)`; none once the curve is at 0.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.log_standard_error.map(|error| self.survival * error)
    }
}

/// A Kaplan-Meier curve: 1 before its first step, and not known after its last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[doc(alias = "survfit")]
pub struct Curve {
    /// Whose it is.
    pub subjects: usize,
    /// A step for each time at which an observation ends, ascending.
    pub steps: Vec<Step>,
}

/// The curve of one of several groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupCurve {
    /// The group's label.
    pub group: u32,
    /// Its curve.
    pub curve: Curve,
}

/// What a [`Curve`] says about one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// `S(t)`.
    pub survival: f64,
    /// Standard error of `S(t)`; none where the curve is at 0.
    pub standard_error: Option<f64>,
    /// Confidence limits of `S(t)`.
    pub interval: Option<Interval>,
}

/// Survival curve of all subjects.
///
/// With `d` events among `n` at risk at each distinct time, `S(t) = Π (n - d)/n` over the times up to `t`. Those censored at
/// the time of an event are at risk of it; those who enter at it are not. R's `survfit(Surv(time, event) ~ 1)`,
/// lifelines' `KaplanMeierFitter`.
///
/// # References
///
/// Kaplan EL, Meier P. *J Am Stat Assoc* 1958;53:457-481. Greenwood M. *Rep Public Health Med Subj* 1926;33:1-26.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, kaplan_meier};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 2.0, 4.0], &[true, true, false, false])?;
/// let curve = kaplan_meier::curve(&follow_up);
/// assert_eq!(curve.steps[1].at_risk, 3);
/// assert_eq!(curve.survival_at(3.0), Some(0.75 * (2.0 / 3.0)));
/// assert_eq!(curve.survival_at(5.0), None);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[must_use]
#[doc(alias("survfit", "KaplanMeierFitter"))]
pub fn curve(follow_up: &FollowUp) -> Curve {
    let mut curves = curves(follow_up, &Groups::one(follow_up.subjects()));
    curves.remove(0)
}

/// Survival curve of each group, by ascending label; one pass for all.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, kaplan_meier};
///
/// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
/// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
/// let curves = kaplan_meier::by_group(&follow_up, &[1, 1, 2, 1, 2, 2])?;
/// assert_eq!((curves[0].group, curves[0].curve.median()), (1, Some(13.0)));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there is a label for each subject.
pub fn by_group(follow_up: &FollowUp, groups: &[u32]) -> Result<Vec<GroupCurve>, Error> {
    let groups = Groups::new("groups", groups, follow_up.subjects())?;
    let curves = curves(follow_up, &groups);
    let named = groups.labels.iter().zip(curves);
    Ok(named
        .map(|(&group, curve)| GroupCurve { group, curve })
        .collect())
}

impl Curve {
    /// Events.
    #[must_use]
    pub fn events(&self) -> usize {
        self.steps.iter().map(|step| step.events as usize).sum()
    }

    /// The end of the last observation.
    #[must_use]
    pub fn last_time(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// How many are at risk at the first step from `t` on, 0 after the last, none for NaN; R's `summary(fit, times = t)`.
    ///
    /// With left truncation this counts those who enter between `t` and that step, whom
    /// [`FollowUp::at_risk`] and [`risk_table`] do not count.
    #[must_use]
    pub fn at_risk(&self, t: f64) -> Option<u32> {
        if t.is_nan() {
            return None;
        }
        let before = self.steps.partition_point(|step| step.time < t);
        Some(self.steps.get(before).map_or(0, |step| step.at_risk))
    }

    /// `S(t)`: 1 before the first step; none after the last time (R gives the last value there with `extend = TRUE`) and for
    /// NaN.
    #[must_use]
    pub fn survival_at(&self, t: f64) -> Option<f64> {
        self.in_force(t).map(|(survival, _)| survival)
    }

    /// `S(t)` with standard error and confidence limits, none after the last time; R's `summary(fit, times = t)`.
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, Limits}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let year = kaplan_meier::curve(&follow_up).estimate_at(12.0, &Limits::default());
    /// assert_eq!(year.map(|year| year.survival), Some(5.0 / 6.0));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    #[must_use]
    pub fn estimate_at(&self, t: f64, limits: &Limits) -> Option<Estimate> {
        let (survival, log_standard_error) = self.in_force(t)?;
        Some(Estimate {
            survival,
            standard_error: log_standard_error.map(|error| survival * error),
            interval: limits.interval(survival, log_standard_error),
        })
    }

    /// Pointwise confidence limits at each step; none where the scale has none, as at 0 (see [`Scale`]).
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, kaplan_meier::{self, Limits}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let curve = kaplan_meier::curve(&follow_up);
    /// let band = curve.band(&Limits::default());
    /// // The last event leaves nobody, and the scale of the logarithm has no limits there.
    /// assert!(band[0].is_some_and(|limits| limits.contains(5.0 / 6.0)) && band[5].is_none());
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    #[must_use]
    pub fn band(&self, limits: &Limits) -> Vec<Option<Interval>> {
        let limits = limits.ready();
        let mut last = None;
        let mut interval = None;
        self.steps
            .iter()
            .map(|step| {
                // A censoring changes nothing, and limits cost an exponential.
                if last != Some(step.survival) || step.events > 0 {
                    interval = limits.interval(step.survival, step.log_standard_error);
                    last = Some(step.survival);
                }
                interval
            })
            .collect()
    }

    /// `S(t)` and the standard error of its logarithm.
    fn in_force(&self, t: f64) -> Option<(f64, Option<f64>)> {
        if t.is_nan() || t > self.last_time() {
            return None;
        }
        let after = self.steps.partition_point(|step| step.time <= t);
        let step = after.checked_sub(1).map(|index| &self.steps[index]);
        Some(step.map_or((1.0, Some(0.0)), |step| {
            (step.survival, step.log_standard_error)
        }))
    }
}

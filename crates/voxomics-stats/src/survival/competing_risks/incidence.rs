//! Cumulative incidence of one cause.

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::CompetingRisks;
use super::variance::{Events, Variances};
use crate::survival::follow_up::Exit;
use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp};
use crate::{ConfidenceLevel, Interval, dist};

/// Cumulative incidence from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IncidenceStep {
    /// The time.
    pub time: f64,
    /// At risk just before.
    pub at_risk: u32,
    /// Events of the cause at this time.
    pub events: u32,
    /// Events of other causes at this time.
    pub competing: u32,
    /// Probability of an event of the cause up to and at this time.
    pub incidence: f64,
    /// Its variance by Gray's formula, which cmprsk gives.
    pub variance: f64,
    /// Its variance by the delta method, which survival's `survfit` gives (as a standard error).
    pub delta_variance: f64,
}

impl IncidenceStep {
    /// Log-log interval `F ^ exp(∓ z σ / (F log F))` from Gray's variance; none where the incidence is 0 or 1.
    ///
    /// # References
    ///
    /// Choudhury JB. *Stat Med* 2002;21:1129-1144.
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        let incidence = self.incidence;
        if incidence <= 0.0 || incidence >= 1.0 {
            return None;
        }
        let z = -dist::normal::quantile(level.tail());
        let log = math::ln(incidence);
        let factor = math::exp(z * self.variance.sqrt() / (incidence * log));
        Some(Interval {
            lower: math::exp(log / factor),
            upper: math::exp(log * factor),
        })
    }
}

/// Cumulative incidence of one cause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incidence {
    /// The cause.
    pub cause: u32,
    /// Whose it is.
    pub subjects: usize,
    /// The end of the last observation; nothing is known after it.
    pub last_time: f64,
    /// A step for each time with events of any cause, ascending.
    pub steps: Vec<IncidenceStep>,
}

impl Incidence {
    /// The step in force at `t`; none before the first event, where the incidence is 0, and after the last time.
    #[must_use]
    #[doc(alias = "timepoints")]
    pub fn step_at(&self, t: f64) -> Option<&IncidenceStep> {
        if t.is_nan() || t > self.last_time {
            return None;
        }
        let after = self.steps.partition_point(|step| step.time <= t);
        after.checked_sub(1).map(|index| &self.steps[index])
    }

    /// The incidence up to and at `t`, none after the last time.
    #[must_use]
    pub fn incidence_at(&self, t: f64) -> Option<f64> {
        let known = t <= self.last_time;
        known.then(|| self.step_at(t).map_or(0.0, |step| step.incidence))
    }
}

/// The cumulative incidence of one of several groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupIncidence {
    /// The group's label.
    pub group: u32,
    /// Its incidence.
    pub incidence: Incidence,
}

/// Cumulative incidence of events of one `cause`, 1 or above.
///
/// `F(t) = Σ S(t-) d/n` over the times up to t, with d events of the cause among n at risk and S the Kaplan-Meier curve of
/// being free of events of any cause: Aalen and Johansen's estimator. cmprsk's `cuminc`, survival's `survfit` of a factor.
/// One pass, both variances included.
///
/// # References
///
/// Aalen OO, Johansen S. *Scand J Stat* 1978;5:141-150. Gray RJ. *Ann Stat* 1988;16:1141-1154.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::competing_risks::{CompetingRisks, incidence};
///
/// let risks = CompetingRisks::new(&[1.0, 2.0, 3.0, 4.0], &[1, 2, 0, 1])?;
/// let relapse = incidence(&risks, 1);
/// assert_eq!(relapse.incidence_at(2.0), Some(0.25));
/// assert_eq!(relapse.incidence_at(4.0), Some(0.75));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[must_use]
#[doc(alias("cuminc", "AalenJohansenFitter"))]
pub fn incidence(risks: &CompetingRisks, cause: u32) -> Incidence {
    let all = Groups::one(risks.follow_up.subjects());
    incidences(risks, cause, &all).remove(0)
}

/// Cumulative incidence in each group, by ascending label.
///
/// ```
/// use voxomics_stats::survival::competing_risks::{CompetingRisks, by_group};
///
/// let risks = CompetingRisks::new(&[1.0, 2.0, 3.0, 4.0], &[1, 2, 1, 0])?;
/// let curves = by_group(&risks, 1, &[7, 7, 9, 9])?;
/// assert_eq!((curves[1].group, curves[1].incidence.incidence_at(3.0)), (9, Some(0.5)));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there is a label for each subject.
pub fn by_group(
    risks: &CompetingRisks,
    cause: u32,
    groups: &[u32],
) -> Result<Vec<GroupIncidence>, Error> {
    let groups = Groups::new("groups", groups, risks.follow_up.subjects())?;
    let incidences = incidences(risks, cause, &groups);
    let named = groups.labels.iter().zip(incidences);
    Ok(named
        .map(|(&group, incidence)| GroupIncidence { group, incidence })
        .collect())
}

fn incidences(risks: &CompetingRisks, cause: u32, groups: &Groups) -> Vec<Incidence> {
    let parts = risks.follow_up.split(groups);
    let of = |part| incidence_of(risks, cause, part);
    parts.iter().map(of).collect()
}

fn incidence_of(risks: &CompetingRisks, cause: u32, part: &FollowUp) -> Incidence {
    let mut at_risk = part.subjects() as u32;
    let (mut free, mut incidence) = (1.0, 0.0);
    let mut variances = Variances::default();
    let mut steps = Vec::new();
    for moment in part.moments() {
        let all = moment.exits.iter().filter(|exit| exit.event).count() as u32;
        let of_cause = |exit: &&Exit| risks.cause(exit.row) == cause;
        let events = if cause == 0 {
            0
        } else {
            moment.exits.iter().filter(of_cause).count() as u32
        };
        if all > 0 {
            let (y, own) = (f64::from(at_risk), f64::from(events));
            let before = free;
            free *= (y - f64::from(all)) / y;
            let growth = before * own / y;
            incidence += growth;
            let at_time = Events {
                at_risk: y,
                own,
                others: f64::from(all - events),
                before,
                after: free,
            };
            variances.step(at_time, growth);
            steps.push(IncidenceStep {
                time: moment.time,
                at_risk,
                events,
                competing: all - events,
                incidence,
                variance: variances.gray(),
                delta_variance: variances.delta(),
            });
        }
        at_risk -= moment.exits.len() as u32;
    }
    Incidence {
        cause,
        subjects: part.subjects(),
        last_time: part.last_time(),
        steps,
    }
}

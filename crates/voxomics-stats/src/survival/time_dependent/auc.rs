//! Cumulative/dynamic AUC.

use serde::{Deserialize, Serialize};

use super::censoring::{Censoring, Ties, standard_error};
use crate::names::names;
use crate::survival::{Error, FollowUp};
use crate::{ConfidenceLevel, Interval, dist, input};

/// What events at the very time are; the packages agree elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Convention {
    /// Cases, as one expects of "by time t": riskRegression's `Score`.
    #[default]
    #[serde(rename = "riskRegression")]
    RiskRegression,
    /// Neither cases nor controls: timeROC, which also takes tied times one after the other in its standard error, so that
    /// this depends a little on the order of rows.
    #[serde(rename = "timeROC")]
    TimeRoc,
}

names!(
    Convention,
    "convention": RiskRegression = "riskRegression",
    TimeRoc = "timeROC",
);

/// AUC at a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Auc {
    /// The time.
    pub time: f64,
    /// Probability that a case has a higher marker than a control, equal ones half; none without cases or controls.
    pub auc: Option<f64>,
    /// Its standard error, the estimation of the weights included.
    pub standard_error: Option<f64>,
    /// Subjects with the event by then.
    pub cases: usize,
    /// Subjects under observation after it.
    pub controls: usize,
}

impl Auc {
    /// Normal interval within \[0, 1\].
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        let half = -dist::normal::quantile(level.tail()) * self.standard_error?;
        let auc = self.auc?;
        Some(Interval {
            lower: (auc - half).max(0.0),
            upper: (auc + half).min(1.0),
        })
    }
}

/// AUC of a `marker`, high for those who have the event, at time `t`.
///
/// `Σ w_i [m_i > m_j] / (Σ w_i · controls)` over cases i and controls j (equal markers half), with `w_i = 1/G(T_i-)`. The
/// standard error is that of the mean of the subjects' influence functions. riskRegression's `Score(..., metrics = "auc")`,
/// timeROC's `timeROC(..., iid = TRUE)`. O(n log n).
///
/// # Errors
///
/// [`Error::Input`] unless there is a finite marker for each subject, [`Error::LeftTruncation`], [`Error::Horizon`] for a time
/// that is no number.
///
/// # References
///
/// Blanche P, Dartigues JF, Jacqmin-Gadda H. *Stat Med* 2013;32:5381-5397.
///
/// # Example
///
/// ```
/// use voxomics_stats::survival::{FollowUp, time_dependent::{Convention, auc}};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, false, true, false])?;
/// let marker = [0.9, 0.2, 0.3, 0.4];
/// let auc = auc(&follow_up, &marker, 3.0, Convention::RiskRegression)?;
/// assert_eq!((auc.cases, auc.controls), (2, 1));
/// assert_eq!(auc.auc, Some(0.4));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
#[doc(alias("timeROC", "cumulative_dynamic_auc", "Score"))]
pub fn auc(
    follow_up: &FollowUp,
    marker: &[f64],
    t: f64,
    convention: Convention,
) -> Result<Auc, Error> {
    input::same_length(("marker", marker.len()), ("times", follow_up.subjects()))?;
    input::finite("marker", marker, 1)?;
    follow_up.check_time(t)?;
    let censoring = Censoring::new(follow_up)?;
    let exits = follow_up.exits();
    let gone = exits.partition_point(|exit| exit.time <= t);
    let before = match convention {
        Convention::RiskRegression => gone,
        Convention::TimeRoc => exits.partition_point(|exit| exit.time < t),
    };
    let of = |place: usize| marker[exits[place].row as usize];
    let cases: Vec<usize> = (0..before).filter(|&place| exits[place].event).collect();
    let controls = exits.len() - gone;
    let mut answer = Auc {
        time: t,
        auc: None,
        standard_error: None,
        cases: cases.len(),
        controls,
    };
    if cases.is_empty() || controls == 0 {
        return Ok(answer);
    }
    let case_side: Vec<(f64, f64)> = cases
        .iter()
        .map(|&place| (of(place), censoring.case_weight(place)))
        .collect();
    let control_side: Vec<(f64, f64)> = (gone..exits.len()).map(|place| (of(place), 1.0)).collect();
    let (below, above) = (Ordered::new(&control_side), Ordered::new(&case_side));
    let weight: f64 = case_side.iter().map(|(_, weight)| weight).sum();
    let pairs = weight * controls as f64;
    let won: f64 = case_side
        .iter()
        .map(|&(m, weight)| weight * below.below(m))
        .sum();
    let auc = won / pairs;
    answer.auc = Some(auc);

    let all = exits.len() as f64;
    // What a case or a control adds to the AUC beyond the average one.
    let mut own = vec![0.0; exits.len()];
    for (&place, &(m, weight)) in cases.iter().zip(&case_side) {
        own[place] = weight * (below.below(m) - auc * controls as f64) / pairs;
    }
    let ties = match convention {
        Convention::RiskRegression => Ties::Together,
        Convention::TimeRoc => Ties::InOrder,
    };
    // Of the controls all have one weight, which cancels.
    let mut influence = censoring.influence(&own, 0.0, gone, ties);
    for (place, &(m, _)) in (gone..).zip(&control_side) {
        own[place] = (weight - above.below(m) - auc * weight) / pairs;
    }
    for (influence, own) in influence.iter_mut().zip(&own) {
        *influence += own * all;
    }
    answer.standard_error = standard_error(&influence);
    Ok(answer)
}

/// Weighted markers, ascending, to be asked for the weight below a value.
struct Ordered {
    values: Vec<f64>,
    /// Weight of all before each place.
    sums: Vec<f64>,
}

impl Ordered {
    fn new(weighted: &[(f64, f64)]) -> Self {
        let mut sorted = weighted.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sums = vec![0.0];
        for (_, weight) in &sorted {
            sums.push(sums[sums.len() - 1] + weight);
        }
        Self {
            values: sorted.into_iter().map(|(value, _)| value).collect(),
            sums,
        }
    }

    /// Weight below a value, half of what equals it.
    fn below(&self, value: f64) -> f64 {
        let lower = self.values.partition_point(|&other| other < value);
        let upper = self.values.partition_point(|&other| other <= value);
        f64::midpoint(self.sums[lower], self.sums[upper])
    }
}

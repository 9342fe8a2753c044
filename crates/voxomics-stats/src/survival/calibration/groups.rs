//! Observed survival in groups of like predictions.

use serde::{Deserialize, Serialize};

use crate::input;
use crate::rank;
use crate::survival::groups::Groups;
use crate::survival::{Error, FollowUp, kaplan_meier};

/// Prediction and observation in one group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RiskGroup {
    /// Its label.
    pub group: u32,
    /// Mean predicted survival.
    pub predicted: f64,
    /// Subjects.
    pub subjects: usize,
    /// Events at any time.
    pub events: usize,
    /// Survival at the time by Kaplan-Meier; none if the group was not followed that long.
    pub observed: Option<f64>,
    /// Standard error of its logarithm.
    pub log_standard_error: Option<f64>,
}

/// Groups of like size by value, numbered from 0; Hmisc's `cut2(values, g = groups)`.
///
/// Equal values stay together: group j ends with the smallest value that has at least `j n / groups` values at or below it. Fewer
/// groups than asked for come out where one would be empty.
///
/// ```
/// use voxomics_stats::survival::calibration::quantile_groups;
///
/// assert_eq!(quantile_groups(&[0.1, 0.4, 0.2, 0.9, 0.4], 2)?, [0, 0, 0, 1, 0]);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for no values or one that is not finite, and for no groups.
#[doc(alias = "cut2")]
pub fn quantile_groups(values: &[f64], groups: usize) -> Result<Vec<u32>, Error> {
    input::finite("values", values, 1)?;
    if groups == 0 {
        return Err(Error::Input(input::Error::TooFew {
            what: "groups",
            found: 0,
            least: 1,
        }));
    }
    let mut place = vec![0; values.len()];
    let mut group = 0_u32;
    let mut done = 0;
    // Which multiple of n/groups ends the group.
    let mut end = 1;
    let n = values.len() as f64;
    for ties in rank::order(values).chunk_by(|&a, &b| values[a] == values[b]) {
        for &row in ties {
            place[row] = group;
        }
        done += ties.len();
        if done as f64 >= end as f64 * n / groups as f64 {
            group += 1;
            while done as f64 >= end as f64 * n / groups as f64 && end <= groups {
                end += 1;
            }
        }
    }
    Ok(place)
}

/// Groups between ascending cuts, `[a, b)` and the last closed, numbered from 0; none outside. Hmisc's `cut2(values, cuts)`.
///
/// ```
/// use voxomics_stats::survival::calibration::within_cuts;
///
/// let groups = within_cuts(&[0.1, 0.5, 1.0, 1.5], &[0.0, 0.5, 1.0])?;
/// assert_eq!(groups, [Some(0), Some(1), Some(1), None]);
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two cuts, cuts that do not ascend, and NaN.
pub fn within_cuts(values: &[f64], cuts: &[f64]) -> Result<Vec<Option<u32>>, Error> {
    input::not_nan("values", values, 0)?;
    input::not_nan("cuts", cuts, 2)?;
    if let Some(row) = (1..cuts.len()).find(|&row| cuts[row] <= cuts[row - 1]) {
        return Err(Error::Input(input::Error::OutOfRange {
            what: "cuts",
            row,
            value: cuts[row],
            range: "above the one before",
        }));
    }
    let last = cuts.len() - 1;
    let group = |&value: &f64| {
        let below = cuts.partition_point(|&cut| cut <= value);
        let group = if below == cuts.len() && cuts.last() == Some(&value) {
            last
        } else {
            below
        };
        (1..=last).contains(&group).then(|| group as u32 - 1)
    };
    Ok(values.iter().map(group).collect())
}

/// Mean predicted survival at time `t` beside the Kaplan-Meier estimate, in each group by ascending label; rms' `groupkm`.
///
/// ```
/// use voxomics_stats::survival::{FollowUp, calibration::{by_risk_group, quantile_groups}};
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0, 4.0], &[true, true, false, false])?;
/// let predicted = [0.4, 0.6, 0.8, 0.9];
/// let groups = quantile_groups(&predicted, 2)?;
/// let table = by_risk_group(&follow_up, &predicted, &groups, 2.0)?;
/// assert_eq!((table[0].predicted, table[0].observed), (0.5, Some(0.0)));
/// assert_eq!(table[1].observed, Some(1.0));
/// # Ok::<(), voxomics_stats::survival::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there is a predicted probability of survival and a label for each subject.
#[doc(alias = "groupkm")]
pub fn by_risk_group(
    follow_up: &FollowUp,
    predicted_survival: &[f64],
    groups: &[u32],
    t: f64,
) -> Result<Vec<RiskGroup>, Error> {
    input::same_length(
        ("predicted survival", predicted_survival.len()),
        ("times", follow_up.subjects()),
    )?;
    input::probabilities("predicted survival", predicted_survival)?;
    let places = Groups::new("groups", groups, follow_up.subjects())?;
    let mut sums = vec![0.0; places.len()];
    for (&place, predicted) in places.of_row.iter().zip(predicted_survival) {
        sums[place as usize] += predicted;
    }
    let curves = kaplan_meier::by_group(follow_up, groups)?;
    let group = |(curve, sum): (kaplan_meier::GroupCurve, f64)| {
        let kaplan_meier::GroupCurve { group, curve } = curve;
        let known = curve.survival_at(t);
        let after = curve.steps.partition_point(|step| step.time <= t);
        let step = after.checked_sub(1).map(|index| &curve.steps[index]);
        let error = step.map_or(Some(0.0), |step| step.log_standard_error);
        RiskGroup {
            group,
            predicted: sum / curve.subjects as f64,
            subjects: curve.subjects,
            events: curve.events(),
            observed: known,
            log_standard_error: known.and(error),
        }
    };
    Ok(curves.into_iter().zip(sums).map(group).collect())
}

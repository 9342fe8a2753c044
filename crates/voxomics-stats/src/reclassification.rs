//! What a new model changes: net reclassification improvement and integrated discrimination improvement.
//!
//! The NRI is disputed: it grows with useless markers and poorly calibrated models (Hilden and Gerds 2014; Pepe 2015), so
//! report it beside the change of the area under the curve and the decision curve, never instead.
//!
//! ```
//! use voxomics_stats::reclassification::reclassify;
//!
//! let labels = [false, false, true, true];
//! let improved = reclassify(&labels, &[0.3, 0.4, 0.5, 0.6], &[0.2, 0.5, 0.7, 0.8])?;
//! assert_eq!(improved.nri.total.estimate, 1.0);
//! assert!((improved.idi.estimate - 0.2).abs() < 1e-15);
//! # Ok::<(), voxomics_stats::reclassification::Error>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::dist::normal;
use crate::moments::mean_of;
use crate::{ConfidenceLevel, Interval, input};

/// Why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Cut-offs that do not ascend within (0, 1), or none.
    #[error("cut-offs {0:?}: write at least one, ascending, between 0 and 1")]
    CutOffs(Vec<f64>),
}

/// A change with its standard error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The change.
    pub estimate: f64,
    /// `None` where a class is a single subject: its changes show no spread, not even a spread of 0.
    pub standard_error: Option<f64>,
}

impl Change {
    fn new(estimate: f64, variance: Option<f64>) -> Self {
        Self {
            estimate,
            standard_error: variance.map(|variance| variance.max(0.0).sqrt()),
        }
    }

    /// Estimate over standard error; `None` for 0/0, infinite for x/0.
    #[must_use]
    pub fn z(&self) -> Option<f64> {
        let z = self.estimate / self.standard_error?;
        (!z.is_nan()).then_some(z)
    }

    /// Two-sided, of no change; `None` where [`z`](Self::z) is.
    #[must_use]
    pub fn p_value(&self) -> Option<f64> {
        self.z().map(normal::two_sided)
    }

    /// `estimate ± z se`; `None` where there is no standard error.
    #[must_use]
    pub fn interval(&self, level: ConfidenceLevel) -> Option<Interval> {
        Some(Interval::around(self.estimate, self.standard_error?, level))
    }
}

/// Net reclassification improvement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nri {
    /// Sum of both parts, between -2 and 2 and no share of anything.
    pub total: Change,
    /// Cases moved up minus cases moved down, over cases.
    pub cases: Change,
    /// Controls moved down minus controls moved up, over controls.
    pub controls: Change,
    /// Shares of the cases who moved up and down.
    pub cases_moved: Moved,
    /// Shares of the controls.
    pub controls_moved: Moved,
}

/// Shares of a class.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// To a higher risk or category.
    pub up: f64,
    /// To a lower.
    pub down: f64,
}

/// All that a new model changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reclassification {
    /// Any change of risk counts.
    pub nri: Nri,
    /// Gain in the mean risk of cases plus loss in that of controls; change of the discrimination slope.
    pub idi: Change,
    /// Mean gain of the cases.
    pub integrated_sensitivity: f64,
    /// Mean loss of the controls.
    pub integrated_specificity: f64,
}

/// Compares risks of a new model with those of an old one, as Hmisc's `improveProb`.
///
/// Standard errors: of the NRI multinomial, `((up + down) - (up - down)²)/n` for each class; of the IDI from the sample
/// variances of the changes. With a single case or control there is none, where Hmisc has 0 or NaN.
///
/// ```
/// use voxomics_stats::reclassification::reclassify;
///
/// let labels = [false, false, false, true, true];
/// let found = reclassify(&labels, &[0.2, 0.3, 0.4, 0.5, 0.6], &[0.1, 0.2, 0.5, 0.7, 0.6])?;
/// // Of two cases one moved up, of three controls two moved down and one up.
/// assert!((found.nri.total.estimate - (0.5 + 1.0 / 3.0)).abs() < 1e-15);
/// assert!(found.idi.p_value().is_some());
/// # Ok::<(), voxomics_stats::reclassification::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] unless there are cases and controls and two risks between 0 and 1 for each.
///
/// # References
///
/// Pencina MJ et al. *Stat Med* 2008;27:157-172 and 2011;30:11-21. Hilden J, Gerds TA. *Stat Med* 2014;33:3405-3414.
#[doc(alias("improveProb", "NRI", "IDI"))]
pub fn reclassify(labels: &[bool], old: &[f64], new: &[f64]) -> Result<Reclassification, Error> {
    check(labels, old, new)?;
    let changes = |class: bool| -> Vec<f64> {
        let rows = labels.iter().zip(old.iter().zip(new));
        let of_class = rows.filter(|&(&label, _)| label == class);
        of_class.map(|(_, (old, new))| new - old).collect()
    };
    let (cases, controls) = (changes(true), changes(false));
    let [gain, loss] = [&cases, &controls].map(|changes| mean_of(changes));
    let variances = variance_of_mean(&cases, gain).zip(variance_of_mean(&controls, loss));
    Ok(Reclassification {
        nri: nri(&cases, &controls),
        idi: Change::new(gain - loss, variances.map(|(a, b)| a + b)),
        integrated_sensitivity: gain,
        integrated_specificity: -loss,
    })
}

/// The NRI of categories of risk: a subject belongs to the category above a cut-off if the risk is at least that.
///
/// As Hmisc's `improveProb` of category numbers and `PredictABEL`'s `reclassification`.
///
/// ```
/// let labels = [false, false, true, true];
/// let nri = voxomics_stats::reclassification::categorical_nri(
///     &labels, &[0.3, 0.4, 0.5, 0.6], &[0.2, 0.5, 0.7, 0.8], &[0.5])?;
/// assert_eq!(nri.total.estimate, -0.5);
/// # Ok::<(), voxomics_stats::reclassification::Error>(())
/// ```
///
/// # Errors
///
/// As [`reclassify`], and [`Error::CutOffs`].
#[doc(alias("nribin", "reclassification"))]
pub fn categorical_nri(
    labels: &[bool],
    old: &[f64],
    new: &[f64],
    cut_offs: &[f64],
) -> Result<Nri, Error> {
    check(labels, old, new)?;
    let within = cut_offs.iter().all(|cut| *cut > 0.0 && *cut < 1.0);
    if cut_offs.is_empty() || !within || !cut_offs.is_sorted_by(|a, b| a < b) {
        return Err(Error::CutOffs(cut_offs.to_vec()));
    }
    let category = |risk: f64| cut_offs.partition_point(|&cut| cut <= risk) as f64;
    let changes = |class: bool| -> Vec<f64> {
        let rows = labels.iter().zip(old.iter().zip(new));
        let of_class = rows.filter(|&(&label, _)| label == class);
        of_class
            .map(|(_, (&old, &new))| category(new) - category(old))
            .collect()
    };
    Ok(nri(&changes(true), &changes(false)))
}

fn check(labels: &[bool], old: &[f64], new: &[f64]) -> Result<(), Error> {
    input::both_classes("labels", labels)?;
    for (what, risks) in [("old risks", old), ("new risks", new)] {
        input::same_length((what, risks.len()), ("labels", labels.len()))?;
        input::probabilities(what, risks)?;
    }
    Ok(())
}

fn nri(cases: &[f64], controls: &[f64]) -> Nri {
    let moved = |changes: &[f64]| {
        let share = |count: usize| count as f64 / changes.len() as f64;
        Moved {
            up: share(changes.iter().filter(|&&change| change > 0.0).count()),
            down: share(changes.iter().filter(|&&change| change < 0.0).count()),
        }
    };
    let variance = |Moved { up, down }: Moved, n: usize| {
        let net = up - down;
        (n > 1).then(|| ((up + down) - net * net) / n as f64)
    };
    let (of_cases, of_controls) = (moved(cases), moved(controls));
    let variances = [
        variance(of_cases, cases.len()),
        variance(of_controls, controls.len()),
    ];
    let gains = [
        of_cases.up - of_cases.down,
        of_controls.down - of_controls.up,
    ];
    Nri {
        total: Change::new(
            gains[0] + gains[1],
            variances[0].zip(variances[1]).map(|(a, b)| a + b),
        ),
        cases: Change::new(gains[0], variances[0]),
        controls: Change::new(gains[1], variances[1]),
        cases_moved: of_cases,
        controls_moved: of_controls,
    }
}

/// `None` of a single value.
fn variance_of_mean(values: &[f64], mean: f64) -> Option<f64> {
    let n = values.len() as f64;
    let squares = values.iter().map(|value| (value - mean) * (value - mean));
    (n > 1.0).then(|| squares.sum::<f64>() / (n - 1.0) / n)
}

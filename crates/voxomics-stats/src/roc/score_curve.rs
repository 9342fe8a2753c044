use serde::{Deserialize, Serialize};

use super::Marker;
use crate::extended;

/// A ROC curve as scikit-learn's `roc_curve` gives it: thresholds are scores, descending, the first infinite.
///
/// Positive is `x >= threshold`. It has the area of [`Curve`](super::Curve), with or without the points dropped.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[doc(alias = "roc_curve")]
pub struct ScoreCurve {
    /// Scores; the infinite one is `"inf"` in files.
    #[serde(with = "extended::array")]
    pub thresholds: Vec<f64>,
    /// Share of the controls that are positive.
    pub false_positive_rates: Vec<f64>,
    /// Share of the cases that are positive.
    pub true_positive_rates: Vec<f64>,
}

impl Marker {
    /// The curve of scikit-learn, whose default drops the points inside of straight lines.
    ///
    /// ```
    /// use voxomics_stats::roc::Marker;
    ///
    /// let curve = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?.score_curve(true);
    /// assert_eq!(curve.thresholds, [f64::INFINITY, 0.8, 0.4, 0.35, 0.1]);
    /// assert_eq!(curve.true_positive_rates, [0.0, 0.5, 0.5, 1.0, 1.0]);
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    #[must_use]
    #[doc(alias("roc_curve", "drop_intermediate"))]
    pub fn score_curve(&self, drop_intermediate: bool) -> ScoreCurve {
        let steps: Vec<_> = self.groups().iter().rev().collect();
        let mut curve = ScoreCurve {
            thresholds: vec![f64::INFINITY],
            false_positive_rates: vec![0.0],
            true_positive_rates: vec![0.0],
        };
        let (mut positive, mut alarms) = (0, 0);
        for (at, step) in steps.iter().enumerate() {
            positive += step.cases as usize;
            alarms += step.controls as usize;
            // A point lies inside of a line if the step to it and the step from it are equal.
            let inside = at > 0
                && steps
                    .get(at + 1)
                    .is_some_and(|next| (next.cases, next.controls) == (step.cases, step.controls));
            if !(drop_intermediate && inside) {
                curve.thresholds.push(step.score);
                curve
                    .false_positive_rates
                    .push(alarms as f64 / self.controls() as f64);
                curve
                    .true_positive_rates
                    .push(positive as f64 / self.cases() as f64);
            }
        }
        curve
    }
}

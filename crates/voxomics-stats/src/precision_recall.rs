//! Precision and recall, as scikit-learn has them.

use serde::{Deserialize, Serialize};

use crate::roc::Marker;

/// A precision-recall curve; cases score higher.
///
/// Thresholds are the distinct scores, ascending; positive is `x >= threshold`. One more point, precision 1 and recall 0,
/// has no threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[doc(alias = "precision_recall_curve")]
pub struct PrecisionRecall {
    /// Scores.
    pub thresholds: Vec<f64>,
    /// Share of the positives that are cases, one more than thresholds.
    pub precisions: Vec<f64>,
    /// Share of the cases that are positive, one more than thresholds.
    pub recalls: Vec<f64>,
}

impl PrecisionRecall {
    /// The curve of a marker, one pass over its distinct scores.
    ///
    /// `drop_intermediate` leaves out thresholds at which the true positives are those of both neighbours (scikit-learn's
    /// default keeps them); it does not change the [average precision](Self::average_precision).
    ///
    /// ```
    /// use voxomics_stats::{precision_recall::PrecisionRecall, roc::Marker};
    ///
    /// let marker = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?;
    /// let curve = PrecisionRecall::new(&marker, false);
    /// assert_eq!(curve.recalls, [1.0, 1.0, 0.5, 0.5, 0.0]);
    /// assert!((curve.average_precision() - 0.8333333333333333).abs() < 1e-15);
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    #[must_use]
    pub fn new(marker: &Marker, drop_intermediate: bool) -> Self {
        let groups = marker.groups();
        let mut curve = Self {
            thresholds: Vec::with_capacity(groups.len()),
            precisions: Vec::with_capacity(groups.len() + 1),
            recalls: Vec::with_capacity(groups.len() + 1),
        };
        let (mut cases, mut controls) = (marker.cases(), marker.controls());
        for (at, group) in groups.iter().enumerate() {
            // The cases gained on the way down to this score, and lost on the way up.
            let alike = at > 0 && group.cases == 0 && groups[at - 1].cases == 0;
            if !(drop_intermediate && alike && at + 1 < groups.len()) {
                curve.thresholds.push(group.score);
                curve
                    .precisions
                    .push(cases as f64 / (cases + controls) as f64);
                curve.recalls.push(cases as f64 / marker.cases() as f64);
            }
            cases -= group.cases as usize;
            controls -= group.controls as usize;
        }
        curve.precisions.push(1.0);
        curve.recalls.push(0.0);
        curve
    }

    /// `Σ (Rᵢ - Rᵢ₋₁) Pᵢ`, steps and no interpolation; what reviewers usually mean by the area under the curve.
    ///
    /// # References
    ///
    /// Davis J, Goadrich M. *Proc ICML* 2006:233-240 (why interpolation is too optimistic).
    #[must_use]
    #[doc(alias = "average_precision_score")]
    pub fn average_precision(&self) -> f64 {
        self.sum(|step, precision, _| step * precision)
    }

    /// The area by the trapezoidal rule, scikit-learn's `auc(recall, precision)`: larger than
    /// [`average_precision`](Self::average_precision) as a rule, and optimistic.
    #[must_use]
    pub fn trapezoid_auc(&self) -> f64 {
        self.sum(|step, left, right| step * f64::midpoint(left, right))
    }

    fn sum(&self, term: impl Fn(f64, f64, f64) -> f64) -> f64 {
        let steps = self.recalls.windows(2).zip(self.precisions.windows(2));
        steps
            .map(|(recall, precision)| term(recall[0] - recall[1], precision[0], precision[1]))
            .sum()
    }
}

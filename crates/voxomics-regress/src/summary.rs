//! Means over folds.

use serde::{Deserialize, Serialize};
use voxomics_stats::roc::{Direction, Marker};

/// The mean of a measure over folds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Unweighted, of the folds that have a value.
    pub mean: f64,
    /// Standard deviation over folds, divided by the root of their number; `None` of a single one.
    ///
    /// Folds share rows that are learnt from, so that this is too small more often than not; Bengio Y, Grandvalet Y. *J Mach Learn
    /// Res* 2004;5:1089-105.
    pub standard_error: Option<f64>,
    /// Folds that have a value.
    pub folds: usize,
}

impl Summary {
    /// `None` without a value.
    pub(crate) fn of(values: &[Option<f64>]) -> Option<Self> {
        let known: Vec<f64> = values.iter().copied().flatten().collect();
        let count = known.len() as f64;
        let mean = known.iter().sum::<f64>() / count;
        let squares: f64 = known
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        (!known.is_empty()).then(|| Self {
            mean,
            standard_error: (known.len() > 1).then(|| (squares / (count - 1.0) / count).sqrt()),
            folds: known.len(),
        })
    }
}

/// Area under the ROC curve, ties half; `None` without cases or controls.
pub(crate) fn auc(cases: &[bool], scores: &[f64]) -> Option<f64> {
    let marker = Marker::new(cases, scores).ok()?;
    Some(marker.auc(Direction::Higher))
}

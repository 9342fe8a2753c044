use serde::{Deserialize, Serialize};

use super::partial::within;
use super::{Curve, Direction, Error, Marker};
use crate::confusion::Confusion;
use crate::extended;

/// A threshold, and how the test does there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CutOff {
    /// Infinite at the ends of a curve; `"inf"` and `"-inf"` in files.
    #[serde(with = "extended")]
    pub threshold: f64,
    /// Share of the cases that are positive.
    pub sensitivity: f64,
    /// Share of the controls that are negative.
    pub specificity: f64,
    /// The counts, from which all else follows.
    pub confusion: Confusion,
}

impl Marker {
    /// The test at any threshold: positive is `x >= threshold`, or `x <= threshold` for [`Direction::Lower`].
    ///
    /// ```
    /// use voxomics_stats::roc::{Direction, Marker};
    ///
    /// let marker = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?;
    /// let cut = marker.at_threshold(0.4, Direction::Higher)?;
    /// assert_eq!((cut.sensitivity, cut.specificity), (0.5, 0.5));
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Threshold`] for NaN.
    #[doc(alias = "coords")]
    pub fn at_threshold(&self, threshold: f64, direction: Direction) -> Result<CutOff, Error> {
        if threshold.is_nan() {
            return Err(Error::Threshold);
        }
        let negative = |score: f64| match direction {
            Direction::Higher => score < threshold,
            Direction::Lower => score > threshold,
        };
        let (mut missed, mut rightly) = (0, 0);
        for group in self.groups().iter().filter(|group| negative(group.score)) {
            missed += u64::from(group.cases);
            rightly += u64::from(group.controls);
        }
        let (cases, controls) = (self.cases() as u64, self.controls() as u64);
        let confusion = Confusion {
            true_positives: cases - missed,
            false_positives: controls - rightly,
            false_negatives: missed,
            true_negatives: rightly,
        };
        Ok(CutOff {
            threshold,
            sensitivity: confusion.true_positives as f64 / cases as f64,
            specificity: rightly as f64 / controls as f64,
            confusion,
        })
    }
}

impl Curve {
    /// Point `at` of the curve, from 0; `None` if there is none.
    #[must_use]
    pub fn cut_off(&self, at: usize) -> Option<CutOff> {
        let (&sensitivity, &specificity) =
            (self.sensitivities.get(at)?, self.specificities.get(at)?);
        let [m, k] = [self.cases, self.controls].map(|count| count as f64);
        // Shares of counts, so rounding brings the counts back.
        let positives = (sensitivity * m).round() as u64;
        let negatives = (specificity * k).round() as u64;
        let rest = |all: usize, part: u64| (all as u64).saturating_sub(part);
        Some(CutOff {
            threshold: *self.thresholds.get(at)?,
            sensitivity,
            specificity,
            confusion: Confusion {
                true_positives: positives,
                false_positives: rest(self.controls, negatives),
                false_negatives: rest(self.cases, positives),
                true_negatives: negatives,
            },
        })
    }

    /// The highest sensitivity at a specificity, linear between points.
    ///
    /// ```
    /// use voxomics_stats::roc::{Direction, Marker};
    ///
    /// let curve = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?.curve(Direction::Higher);
    /// assert_eq!(curve.sensitivity_at(0.5)?, 1.0);
    /// assert_eq!(curve.sensitivity_at(0.75)?, 0.5);
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`]; [`Error::Unreached`] of a curve whose fields were changed.
    #[doc(alias = "coords")]
    pub fn sensitivity_at(&self, specificity: f64) -> Result<f64, Error> {
        within("specificity", specificity)?;
        let (x, y) = (&self.specificities, &self.sensitivities);
        let at = x.partition_point(|&x| x < specificity);
        let reached = point(x, y, at).ok_or(Error::Unreached {
            what: "specificity",
            value: specificity,
        })?;
        let before = at.checked_sub(1).and_then(|at| point(x, y, at));
        Ok(interpolated(specificity, reached, before))
    }

    /// The highest specificity at a sensitivity, linear between points.
    ///
    /// ```
    /// use voxomics_stats::roc::{Direction, Marker};
    ///
    /// let curve = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?.curve(Direction::Higher);
    /// assert_eq!(curve.specificity_at(1.0)?, 0.5);
    /// assert_eq!(curve.specificity_at(0.5)?, 1.0);
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`]; [`Error::Unreached`] of a curve whose fields were changed.
    #[doc(alias = "coords")]
    pub fn specificity_at(&self, sensitivity: f64) -> Result<f64, Error> {
        within("sensitivity", sensitivity)?;
        let (x, y) = (&self.sensitivities, &self.specificities);
        // The last point that is sensitive enough; sensitivities descend.
        let after = x.partition_point(|&x| x >= sensitivity);
        let reached = after.checked_sub(1).and_then(|last| point(x, y, last));
        let reached = reached.ok_or(Error::Unreached {
            what: "sensitivity",
            value: sensitivity,
        })?;
        Ok(interpolated(sensitivity, reached, point(x, y, after)))
    }
}

fn point(x: &[f64], y: &[f64], at: usize) -> Option<(f64, f64)> {
    Some((*x.get(at)?, *y.get(at)?))
}

/// The y at x on the line from the point at or past it to the one before it.
fn interpolated(x: f64, (x1, y1): (f64, f64), before: Option<(f64, f64)>) -> f64 {
    match before {
        Some((x0, y0)) if x != x1 => y1 + (x1 - x) / (x1 - x0) * (y0 - y1),
        _ => y1,
    }
}

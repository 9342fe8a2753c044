use serde::{Deserialize, Serialize};

use super::{Curve, Error};
use crate::names::names;

/// Which axis a partial area runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// Where the test is specific.
    #[default]
    Specificity,
    /// Where the test is sensitive.
    Sensitivity,
}

names!(
    Focus,
    "focus": Specificity = "specificity",
    Sensitivity = "sensitivity",
);

/// The area under part of a curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartialAuc {
    /// Between 0 and the width of the range.
    pub area: f64,
    /// Corrected (McClish's correction) so that 0.5 is chance and 1 perfect: `(1 + (area - min)/(max - min))/2` with the area `min`
    /// of chance and `max` of a perfect test over the range.
    pub corrected: f64,
    /// Whether the curve runs below chance, where the correction has no meaning; pROC answers NA there unless
    /// `allow.invalid.partial.auc.correct`.
    pub below_chance: bool,
}

impl Curve {
    /// Area between two specificities (or sensitivities), by the trapezoidal rule, linear between points.
    ///
    /// scikit-learn's `roc_auc_score(max_fpr = f)` is the corrected area from specificity 1 to `1 - f`.
    ///
    /// ```
    /// use voxomics_stats::roc::{Direction, Focus, Marker};
    ///
    /// let curve = Marker::new(&[false, false, true, true], &[0.1, 0.4, 0.35, 0.8])?.curve(Direction::Higher);
    /// let partial = curve.partial_auc(Focus::Specificity, 1.0, 0.5)?;
    /// assert_eq!((partial.area, partial.corrected), (0.25, 2.0 / 3.0));
    /// # Ok::<(), voxomics_stats::roc::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] and [`Error::EmptyRange`].
    ///
    /// # References
    ///
    /// McClish DK. *Med Decis Making* 1989;9:190-195.
    #[doc(alias("partial.auc", "max_fpr", "pauc"))]
    pub fn partial_auc(&self, focus: Focus, from: f64, to: f64) -> Result<PartialAuc, Error> {
        for value in [from, to] {
            within("partial area from or to", value)?;
        }
        if from == to {
            return Err(Error::EmptyRange { from, to });
        }
        let (low, high) = (from.min(to), from.max(to));
        let [specificities, sensitivities] = [&self.specificities, &self.sensitivities];
        let area = match focus {
            Focus::Specificity => {
                let points = specificities.iter().zip(sensitivities);
                trapezoids(points.map(|(&x, &y)| (x, y)), low, high)
            }
            Focus::Sensitivity => {
                let points = sensitivities.iter().zip(specificities).rev();
                trapezoids(points.map(|(&x, &y)| (x, y)), low, high)
            }
        };
        let (least, most) = ((2.0 - high - low) * (high - low) / 2.0, high - low);
        Ok(PartialAuc {
            area,
            corrected: f64::midpoint(1.0, (area - least) / (most - least)),
            // A curve at chance may come out a rounding below it.
            below_chance: area < least * (1.0 - 1e-12),
        })
    }
}

pub(super) fn within(what: &'static str, value: f64) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) {
        Ok(())
    } else {
        Err(Error::OutOfRange { what, value })
    }
}

/// Area below points of ascending x, and descending y where x ties, between two ends.
fn trapezoids(points: impl Iterator<Item = (f64, f64)>, low: f64, high: f64) -> f64 {
    let mut area = 0.0;
    let mut before: Option<(f64, f64)> = None;
    let mut left: Option<(f64, f64)> = None;
    for (x, y) in points {
        let at = |end: f64| match before {
            Some((x0, y0)) => y + (x - end) / (x - x0) * (y0 - y),
            None => y,
        };
        if left.is_none() && x >= low {
            left = Some(if x > low { (low, at(low)) } else { (x, y) });
        }
        if let Some((x0, y0)) = left {
            let end = if x > high { (high, at(high)) } else { (x, y) };
            area += f64::midpoint(y0, end.1) * (end.0 - x0);
            if x > high {
                break;
            }
            left = Some((x, y));
        }
        before = Some((x, y));
    }
    area
}

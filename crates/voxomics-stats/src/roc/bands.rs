use serde::{Deserialize, Serialize};

use super::partial::within;
use super::{Curve, Direction, Error, Marker};
use crate::quantile::{Type, of_sorted};
use crate::resample::{self, Resamples};
use crate::{ConfidenceLevel, extended};

/// Pointwise bootstrap limits along an axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// Points of the axis: specificities, sensitivities or thresholds.
    #[serde(with = "extended::array")]
    pub at: Vec<f64>,
    /// Lower limits, one for each point.
    pub lower: Vec<f64>,
    /// Medians of the resamples.
    pub median: Vec<f64>,
    /// Upper limits.
    pub upper: Vec<f64>,
    /// Resamples without cases or controls.
    pub dropped: usize,
}

/// Bands of both axes at thresholds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThresholdBands {
    /// Of the sensitivity.
    pub sensitivity: Band,
    /// Of the specificity.
    pub specificity: Band,
}

/// How bands are made: quantiles of type 7 over resamples, as pROC does.
///
/// pROC draws 2000 resamples within cases and controls: [`Resamples::stratified`] with the labels as strata. Quantiles are
/// pointwise; no level holds for the whole curve.
///
/// ```
/// use voxomics_stats::resample::{Draws, Resamples};
/// use voxomics_stats::{ConfidenceLevel, roc::{Bands, Direction, Marker}};
///
/// let labels: Vec<bool> = (0..60).map(|i| i % 3 == 0).collect();
/// let scores: Vec<f64> = (0..60).map(|i| f64::from(i * 7 % 31) + if i % 3 == 0 { 6.0 } else { 0.0 }).collect();
/// let marker = Marker::new(&labels, &scores)?;
/// let resamples = Resamples::stratified(&labels, Draws { resamples: 200, ..Draws::default() })?;
/// let bands = Bands { resamples: &resamples, direction: Direction::Higher, level: ConfidenceLevel::P95 };
/// let band = marker.sensitivity_band(&[0.8, 0.9], &bands)?;
/// assert!(band.lower[0] <= band.median[0] && band.median[0] <= band.upper[0]);
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Bands<'a> {
    /// The rows of each resample, drawn or given.
    pub resamples: &'a Resamples<'a>,
    /// Of the curve and of every resample's.
    pub direction: Direction,
    /// Share of the resamples between the limits.
    pub level: ConfidenceLevel,
}

impl Marker {
    /// Sensitivities at given specificities; pROC's `ci.se`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a specificity outside of [0, 1], [`Error::Resample`] for resamples of other data or none with
    /// cases and controls.
    #[doc(alias = "ci.se")]
    pub fn sensitivity_band(
        &self,
        specificities: &[f64],
        bands: &Bands<'_>,
    ) -> Result<Band, Error> {
        self.along("specificity", specificities, bands, Curve::sensitivity_at)
    }

    /// Specificities at given sensitivities; pROC's `ci.sp`.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for a sensitivity outside of [0, 1], [`Error::Resample`] as there.
    #[doc(alias = "ci.sp")]
    pub fn specificity_band(
        &self,
        sensitivities: &[f64],
        bands: &Bands<'_>,
    ) -> Result<Band, Error> {
        self.along("sensitivity", sensitivities, bands, Curve::specificity_at)
    }

    /// Sensitivities and specificities at given thresholds; pROC's `ci.thresholds`.
    ///
    /// ```
    /// use voxomics_stats::resample::{Draws, Resamples};
    /// use voxomics_stats::{ConfidenceLevel, roc::{Bands, Direction, Marker}};
    ///
    /// let labels: Vec<bool> = (0..60).map(|i| i % 3 == 0).collect();
    /// let scores: Vec<f64> = (0..60).map(|i| f64::from(i * 7 % 31) + if i % 3 == 0 { 6.0 } else { 0.0 }).collect();
    /// let marker = Marker::new(&labels, &scores)?;
    /// let resamples = Resamples::stratified(&labels, Draws { resamples: 200, ..Draws::default() })?;
    /// let bands = Bands { resamples: &resamples, direction: Direction::Higher, level: ConfidenceLevel::P95 };
    /// let both = marker.threshold_bands(&[10.0, 20.0], &bands)?;
    /// // A higher threshold finds fewer cases and spares more controls.
    /// assert!(both.sensitivity.median[0] > both.sensitivity.median[1]);
    /// assert!(both.specificity.median[0] < both.specificity.median[1]);
    /// # Ok::<(), voxomics_stats::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Threshold`] for NaN, [`Error::Resample`] as for the other bands.
    #[doc(alias = "ci.thresholds")]
    pub fn threshold_bands(
        &self,
        thresholds: &[f64],
        bands: &Bands<'_>,
    ) -> Result<ThresholdBands, Error> {
        if thresholds.iter().any(|threshold| threshold.is_nan()) {
            return Err(Error::Threshold);
        }
        bands.resamples.expect_rows(self.labels().len())?;
        let rates = |counts: &[u32]| self.rates_of_counts(counts, thresholds, bands.direction);
        let rates = bands.resamples.map_counts(rates)?;
        let band = |of: &dyn Fn(&(f64, f64)) -> f64| {
            let values = rates
                .iter()
                .map(|rates| rates.as_ref().map(|rates| rates.iter().map(of).collect()));
            summary(thresholds, values.collect(), bands.level)
        };
        Ok(ThresholdBands {
            sensitivity: band(&|rates| rates.0)?,
            specificity: band(&|rates| rates.1)?,
        })
    }

    fn along(
        &self,
        what: &'static str,
        at: &[f64],
        bands: &Bands<'_>,
        value: impl Fn(&Curve, f64) -> Result<f64, Error> + Sync,
    ) -> Result<Band, Error> {
        at.iter().try_for_each(|&at| within(what, at))?;
        let values = self.of_curves(bands, |curve| {
            at.iter()
                .map(|&at| value(curve, at))
                .collect::<Result<Vec<_>, _>>()
                .ok()
        })?;
        summary(
            at,
            values.into_iter().map(Option::flatten).collect(),
            bands.level,
        )
    }

    /// Sensitivity and specificity at each threshold when row `i` counts `counts[i]` times.
    fn rates_of_counts(
        &self,
        counts: &[u32],
        thresholds: &[f64],
        direction: Direction,
    ) -> Option<Vec<(f64, f64)>> {
        // Cases and controls below each score, and all of them.
        let (mut cases, mut controls) = (0, 0);
        let mut below = Vec::with_capacity(self.groups().len() + 1);
        for (_, tied_cases, tied_controls) in self.counted(counts)? {
            below.push((cases, controls));
            cases += tied_cases;
            controls += tied_controls;
        }
        below.push((cases, controls));
        let share = |count: u64, all: u64| count as f64 / all as f64;
        let rates = |&threshold: &f64| match direction {
            Direction::Higher => {
                let at = self
                    .groups()
                    .partition_point(|group| group.score < threshold);
                let (missed, rightly) = below[at];
                (share(cases - missed, cases), share(rightly, controls))
            }
            Direction::Lower => {
                let at = self
                    .groups()
                    .partition_point(|group| group.score <= threshold);
                let (found, wrongly) = below[at];
                (share(found, cases), share(controls - wrongly, controls))
            }
        };
        (cases > 0 && controls > 0).then(|| thresholds.iter().map(rates).collect())
    }

    fn of_curves<T: Send>(
        &self,
        bands: &Bands<'_>,
        of: impl Fn(&Curve) -> T + Sync,
    ) -> Result<Vec<Option<T>>, Error> {
        bands.resamples.expect_rows(self.labels().len())?;
        Ok(bands.resamples.map_counts(|counts| {
            let curve = self.curve_of_counts(counts, bands.direction);
            curve.as_ref().map(&of)
        })?)
    }
}

/// Quantiles of each column.
fn summary(at: &[f64], rows: Vec<Option<Vec<f64>>>, level: ConfidenceLevel) -> Result<Band, Error> {
    let resamples = rows.len();
    let rows: Vec<Vec<f64>> = rows.into_iter().flatten().collect();
    if rows.is_empty() {
        return Err(Error::Resample(resample::Error::TooFewDefined {
            defined: 0,
            resamples,
            least: 1,
        }));
    }
    let mut band = Band {
        at: at.to_vec(),
        lower: Vec::new(),
        median: Vec::new(),
        upper: Vec::new(),
        dropped: resamples - rows.len(),
    };
    for column in 0..at.len() {
        let mut values: Vec<f64> = rows.iter().map(|row| row[column]).collect();
        values.sort_unstable_by(f64::total_cmp);
        let quantile = |p| of_sorted(&values, p, Type::Seven);
        band.lower.push(quantile(level.tail()));
        band.median.push(quantile(0.5));
        band.upper.push(quantile(1.0 - level.tail()));
    }
    Ok(band)
}

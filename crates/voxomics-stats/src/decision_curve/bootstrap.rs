use serde::{Deserialize, Serialize};

use super::binary::Treated;
use super::{DecisionCurve, Error, Options};
use crate::resample::{Replicates, Resamples};
use crate::{ConfidenceLevel, Interval};

/// A net benefit, or a difference of two, with bootstrap limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandPoint {
    /// Risk from which one is treated.
    pub threshold: f64,
    /// On the data.
    pub estimate: f64,
    /// Between the quantiles of type 7 of the resamples; pointwise.
    pub interval: Interval,
    /// Resamples without cases or controls.
    pub dropped: usize,
}

/// Net benefit of a model with bootstrap limits at each threshold.
///
/// The risks stay as they are; to repeat the fitting in each resample too, use [`optimism`](crate::resample::optimism). Each
/// resample is one pass over the rows.
///
/// ```
/// use voxomics_stats::decision_curve::{Options, bootstrap_band};
/// use voxomics_stats::{ConfidenceLevel, resample::{Draws, Resamples}};
///
/// let labels: Vec<bool> = (0..80).map(|i| i % 4 == 0).collect();
/// let risks: Vec<f64> = (0..80).map(|i| f64::from(i * 13 % 80) / 100.0 + if i % 4 == 0 { 0.2 } else { 0.0 }).collect();
/// let options = Options { thresholds: vec![0.2, 0.3], ..Options::default() };
/// let resamples = Resamples::plain(80, Draws { resamples: 200, ..Draws::default() })?;
/// let band = bootstrap_band((&labels, &risks), &resamples, ConfidenceLevel::P95, &options)?;
/// assert!(band[0].interval.contains(band[0].estimate));
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// As [`model`](super::model), and [`Error::Resample`].
pub fn bootstrap_band(
    (labels, risks): (&[bool], &[f64]),
    resamples: &Resamples<'_>,
    level: ConfidenceLevel,
    options: &Options,
) -> Result<Vec<BandPoint>, Error> {
    let treated = Treated::new(labels, risks, options)?;
    band(labels.len(), resamples, (level, options), |counts| {
        net_benefits(&treated, counts, options)
    })
}

/// Net benefit of the first model minus that of the second, on the same subjects, with bootstrap limits at each threshold.
///
/// ```
/// use voxomics_stats::decision_curve::{Options, bootstrap_difference};
/// use voxomics_stats::{ConfidenceLevel, resample::{Draws, Resamples}};
///
/// let labels: Vec<bool> = (0..80).map(|i| i % 4 == 0).collect();
/// let good: Vec<f64> = labels.iter().map(|&case| if case { 0.6 } else { 0.1 }).collect();
/// let options = Options { thresholds: vec![0.2, 0.3], ..Options::default() };
/// let resamples = Resamples::plain(80, Draws { resamples: 200, ..Draws::default() })?;
/// let pair = (&labels[..], [&good[..], &[0.25; 80]]);
/// let gain = bootstrap_difference(pair, &resamples, ConfidenceLevel::P95, &options)?;
/// assert!(gain[0].interval.lower > 0.0);
/// # Ok::<(), voxomics_stats::Error>(())
/// ```
///
/// # Errors
///
/// As [`bootstrap_band`].
pub fn bootstrap_difference(
    (labels, [first, second]): (&[bool], [&[f64]; 2]),
    resamples: &Resamples<'_>,
    level: ConfidenceLevel,
    options: &Options,
) -> Result<Vec<BandPoint>, Error> {
    let first = Treated::new(labels, first, options)?;
    let second = Treated::new(labels, second, options)?;
    band(labels.len(), resamples, (level, options), |counts| {
        let first = net_benefits(&first, counts, options)?;
        let second = net_benefits(&second, counts, options)?;
        Some(
            first
                .iter()
                .zip(second)
                .map(|(first, second)| first - second)
                .collect(),
        )
    })
}

fn net_benefits(treated: &Treated<'_>, counts: &[u32], options: &Options) -> Option<Vec<f64>> {
    let (prevalence, rates) = treated.rates(counts, options.prevalence)?;
    let curve = DecisionCurve::new(
        prevalence,
        options,
        options.harm,
        rates.into_iter().map(Some),
    );
    curve.points.iter().map(|point| point.net_benefit).collect()
}

fn band(
    rows: usize,
    resamples: &Resamples<'_>,
    (level, options): (ConfidenceLevel, &Options),
    values: impl Fn(&[u32]) -> Option<Vec<f64>> + Sync,
) -> Result<Vec<BandPoint>, Error> {
    resamples.expect_rows(rows)?;
    let estimates = values(&vec![1; rows]);
    let resampled = resamples.map_counts(values)?;
    let point = |(at, &threshold): (usize, &f64)| {
        let column = |values: &Option<Vec<f64>>| values.as_ref().map(|values| values[at]);
        let replicates = Replicates::new(column(&estimates), resampled.iter().map(column))?;
        Ok(BandPoint {
            threshold,
            estimate: replicates.estimate,
            interval: replicates.quantile_interval(level)?,
            dropped: replicates.dropped,
        })
    };
    options.thresholds.iter().enumerate().map(point).collect()
}

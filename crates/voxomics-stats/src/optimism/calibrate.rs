//! The optimism of the calibration curve.

use serde::{Deserialize, Serialize};

use super::{Error, Refit, checked, each, fitted};
use crate::likelihood::logistic::expit;
use crate::lowess::{self, Smoother, Ties, interpolate};
use crate::resample::Resamples;
use crate::{input, quantile, rank};

/// How [`calibrate`] draws; write the rest as `..CalibrationOptions::default()`. The defaults are rms's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationOptions {
    /// Predicted risks at which the curve is drawn, ascending; `None` is 50 from the fifth smallest to the fifth largest.
    pub at: Option<Vec<f64>>,
    /// The smoother, lowess without robustness iterations.
    pub smoother: lowess::Options,
}

impl Default for CalibrationOptions {
    fn default() -> Self {
        Self {
            at: None,
            smoother: lowess::Options {
                iterations: 0,
                ..lowess::Options::default()
            },
        }
    }
}

/// One point of a calibration curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CalibrationPoint {
    /// Predicted risk.
    pub predicted: f64,
    /// Smoothed share of cases among those with that prediction; `None` outside of the predictions.
    pub apparent: Option<f64>,
    /// The same less its optimism; `None` where no resample reaches.
    pub corrected: Option<f64>,
    /// Resamples that reach there, on their own rows and on the original ones.
    pub resamples: usize,
}

/// What [`calibrate`] found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The curve.
    pub points: Vec<CalibrationPoint>,
    /// Mean of `|p - corrected(p)|` over the predicted risks within the curve.
    pub mean_absolute_error: f64,
    /// Mean of its square.
    pub mean_squared_error: f64,
    /// Its 0.9 quantile (type 7).
    pub q90_absolute_error: f64,
    /// How many resamples count.
    pub used: usize,
}

/// Optimism-corrected calibration curve of a logistic model; rms's `calibrate`.
///
/// The curve is lowess of the labels on the predicted risks. A resample's curve on its own rows less its curve on the
/// original rows is its optimism; at each point the mean is over the resamples whose two curves reach there.
///
/// Runs in parallel, with the same result on any number of threads; the two smooths of a resample are most of its cost.
///
/// ```
/// use voxomics_core::Seed;
/// use voxomics_stats::optimism::{self, CalibrationOptions, Logistic};
/// use voxomics_stats::resample::{Draws, Resamples};
///
/// let x: Vec<f64> = (0..60).map(f64::from).collect();
/// let labels: Vec<bool> = (0..60).map(|i| i * 7 % 60 > 40 - i / 3).collect();
/// let resamples = Resamples::plain(60, Draws { resamples: 200, seed: Seed(1) })?;
/// let model = Logistic::new(&[&x], &labels)?;
/// let calibration = optimism::calibrate(&labels, &resamples, &model, &CalibrationOptions::default())?;
/// assert_eq!(calibration.points.len(), 50);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`validate`](super::validate); [`Error::TooFewRisks`] and [`Error::Constant`] where nobody says where to draw
/// the curve and the risks do not tell; [`Error::Unreached`] where it is drawn beside them.
///
/// # References
///
/// Harrell FE. *Regression Modeling Strategies*, 2nd ed., 2015, section 10.9.
#[doc(alias("calibrate.default", "rms"))]
pub fn calibrate(
    labels: &[bool],
    resamples: &Resamples<'_>,
    refit: &impl Refit,
    options: &CalibrationOptions,
) -> Result<Calibration, Error> {
    checked(labels, resamples)?;
    let risks: Vec<f64> = fitted(refit, labels.len())?
        .into_iter()
        .map(expit)
        .collect();
    let at = grid(&risks, options)?;
    let smoothing = Smoothing {
        labels,
        at: &at,
        options: &options.smoother,
    };
    let order = rank::order(&risks);
    let apparent = smoothing.curve(&mut Smoother::default(), &order, &risks, |_| 1)?;
    let curves = each(refit, resamples, |linear, counts| {
        smoothing.optimism(linear, counts).map(Some)
    })?;
    let used = curves.iter().flatten().count();
    if used == 0 {
        return Err(Error::NoResample(resamples.len()));
    }
    let points: Vec<CalibrationPoint> = (0..at.len())
        .map(|index| {
            let optimism = curves.iter().flatten().filter_map(|curve| curve[index]);
            point(at[index], apparent[index], optimism)
        })
        .collect();
    summary(points, &risks, used)
}

/// Where the curve is drawn.
fn grid(risks: &[f64], options: &CalibrationOptions) -> Result<Vec<f64>, Error> {
    const POINTS: usize = 50;
    const OUTER: usize = 4;
    if let Some(at) = &options.at {
        input::probabilities("at", at)?;
        let falls = at.windows(2).position(|pair| pair[0] >= pair[1]);
        return match falls {
            None => Ok(at.clone()),
            Some(row) => Err(input::Error::OutOfRange {
                what: "at",
                row: row + 1,
                value: at[row + 1],
                range: "above the one before it",
            }
            .into()),
        };
    }
    let mut sorted = risks.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.len() < 2 * OUTER + 2 {
        return Err(Error::TooFewRisks(sorted.len()));
    }
    let (from, to) = (sorted[OUTER], sorted[sorted.len() - 1 - OUTER]);
    if from == to {
        return Err(Error::Constant(from));
    }
    let step = (to - from) / (POINTS - 1) as f64;
    Ok((0..POINTS).map(|i| from + i as f64 * step).collect())
}

/// What all curves share.
struct Smoothing<'a> {
    labels: &'a [bool],
    at: &'a [f64],
    options: &'a lowess::Options,
}

impl Smoothing<'_> {
    /// The curve of the rows in `order`, each as often as it counts, where it is drawn.
    fn curve(
        &self,
        smoother: &mut Smoother,
        order: &[usize],
        risks: &[f64],
        count: impl Fn(usize) -> u32,
    ) -> Result<Vec<Option<f64>>, Error> {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for &row in order {
            for _ in 0..count(row) {
                x.push(risks[row]);
                y.push(f64::from(self.labels[row]));
            }
        }
        let curve = smoother.smooth(&x, &y, self.options)?;
        let at = self.at.iter();
        Ok(at
            .map(|&at| interpolate(&x, curve, at, Ties::First))
            .collect())
    }

    /// The resample's curve on its own rows less that on all rows.
    fn optimism(&self, linear: &[f64], counts: &[u32]) -> Result<Vec<Option<f64>>, Error> {
        let risks: Vec<f64> = linear.iter().map(|&eta| expit(eta)).collect();
        // One sort for both.
        let order = rank::order(&risks);
        let mut smoother = Smoother::default();
        let training = self.curve(&mut smoother, &order, &risks, |row| counts[row])?;
        let test = self.curve(&mut smoother, &order, &risks, |_| 1)?;
        let both = training.into_iter().zip(test);
        Ok(both
            .map(|(training, test)| Some(training? - test?))
            .collect())
    }
}

fn point(
    predicted: f64,
    apparent: Option<f64>,
    optimism: impl Iterator<Item = f64>,
) -> CalibrationPoint {
    let (sum, resamples) =
        optimism.fold((0.0, 0_usize), |(sum, count), one| (sum + one, count + 1));
    let mean = (resamples > 0).then(|| sum / resamples as f64);
    CalibrationPoint {
        predicted,
        apparent,
        corrected: apparent.zip(mean).map(|(apparent, mean)| apparent - mean),
        resamples,
    }
}

/// The errors at the predicted risks that the corrected curve reaches.
fn summary(
    points: Vec<CalibrationPoint>,
    risks: &[f64],
    used: usize,
) -> Result<Calibration, Error> {
    let drawn = points
        .iter()
        .filter_map(|point| Some((point.predicted, point.corrected?)));
    let (x, y): (Vec<f64>, Vec<f64>) = drawn.unzip();
    let mut errors: Vec<f64> = (risks.iter())
        .filter_map(|&risk| Some((risk - interpolate(&x, &y, risk, Ties::Mean)?).abs()))
        .collect();
    if errors.is_empty() {
        return Err(Error::Unreached(x.len()));
    }
    let mean =
        |of: fn(f64) -> f64| errors.iter().map(|&e| of(e)).sum::<f64>() / errors.len() as f64;
    let (mean_absolute_error, mean_squared_error) = (mean(|e| e), mean(|e| e * e));
    errors.sort_unstable_by(f64::total_cmp);
    Ok(Calibration {
        mean_absolute_error,
        mean_squared_error,
        q90_absolute_error: quantile::of_sorted(&errors, 0.9, quantile::Type::Seven),
        points,
        used,
    })
}

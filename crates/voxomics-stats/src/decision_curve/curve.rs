use serde::{Deserialize, Serialize};

use super::Error;
use crate::extended;

/// What is asked of a decision curve; write the rest as `..Options::default()`.
///
/// ```
/// use voxomics_stats::decision_curve::Options;
///
/// let options = Options::default();
/// assert_eq!((options.thresholds.len(), options.thresholds[35]), (100, 0.35));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Ascending, in [0, 1); 0 to 0.99 by 0.01 by default, as dcurves. Risks are compared with them as they are.
    pub thresholds: Vec<f64>,
    /// Share of cases in the population, where the data, as in a case-control study, do not have it.
    pub prevalence: Option<f64>,
    /// Of the test itself, in net benefit; subtracted from models, never from treating all or none.
    pub harm: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            thresholds: (0..100).map(|percent| f64::from(percent) / 100.0).collect(),
            prevalence: None,
            harm: 0.0,
        }
    }
}

impl Options {
    pub(super) fn check(&self) -> Result<(), Error> {
        for &threshold in &self.thresholds {
            if !(0.0..1.0).contains(&threshold) {
                return Err(Error::Threshold(threshold));
            }
        }
        for pair in self.thresholds.windows(2) {
            let (before, next) = (pair[0], pair[1]);
            if before >= next {
                return Err(Error::Order { before, next });
            }
        }
        match self.prevalence {
            Some(prevalence) if !(0.0..=1.0).contains(&prevalence) => {
                Err(Error::Prevalence(prevalence))
            }
            _ if !self.harm.is_finite() => Err(Error::Harm(self.harm)),
            _ => Ok(()),
        }
    }
}

/// Net benefit over thresholds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[doc(alias = "dca")]
pub struct DecisionCurve {
    /// Share of cases: of the data, given, or at the time.
    pub prevalence: f64,
    /// One for each threshold.
    pub points: Vec<Point>,
}

/// A strategy at a threshold. `None` is undefined: nobody who tests positive is followed up to the time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Risk from which one is treated.
    pub threshold: f64,
    /// Share of all subjects who are treated and are cases.
    pub true_positive_rate: Option<f64>,
    /// Share of all subjects who are treated and are not.
    pub false_positive_rate: Option<f64>,
    /// In true positives per subject.
    pub net_benefit: Option<f64>,
    /// Treatments saved per subject against treating all, at no loss: `(NB - NB_all)/(t/(1 - t))`. Undefined or infinite at
    /// threshold 0.
    #[serde(with = "extended::option")]
    pub interventions_avoided: Option<f64>,
    /// Net benefit over prevalence, 1 at best; undefined or infinite without cases.
    #[serde(with = "extended::option")]
    pub standardized: Option<f64>,
}

impl DecisionCurve {
    /// From the true and false positive rates at each threshold, and the harm of the test that tells whom to treat.
    pub(super) fn new(
        prevalence: f64,
        options: &Options,
        harm: f64,
        rates: impl IntoIterator<Item = Option<(f64, f64)>>,
    ) -> Self {
        let point = |(&threshold, rates): (&f64, Option<(f64, f64)>)| {
            let odds = threshold / (1.0 - threshold);
            let net_benefit = rates.map(|(tp, fp)| tp - odds * fp - harm);
            let of_all = prevalence - odds * (1.0 - prevalence);
            let defined = |value: f64| (!value.is_nan()).then_some(value);
            Point {
                threshold,
                true_positive_rate: rates.map(|rates| rates.0),
                false_positive_rate: rates.map(|rates| rates.1),
                net_benefit,
                interventions_avoided: net_benefit.and_then(|net| defined((net - of_all) / odds)),
                standardized: net_benefit.and_then(|net| defined(net / prevalence)),
            }
        };
        Self {
            prevalence,
            points: options.thresholds.iter().zip(rates).map(point).collect(),
        }
    }
}

/// Nobody treated: a net benefit of 0, for a share of cases; no test, so no harm.
///
/// ```
/// use voxomics_stats::decision_curve::{Options, treat_none};
///
/// let curve = treat_none(0.3, &Options { harm: 0.02, ..Options::default() })?;
/// assert!(curve.points.iter().all(|point| point.net_benefit == Some(0.0)));
/// # Ok::<(), voxomics_stats::decision_curve::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Threshold`], [`Error::Order`], [`Error::Prevalence`], [`Error::Harm`].
pub fn treat_none(prevalence: f64, options: &Options) -> Result<DecisionCurve, Error> {
    let options = Options {
        prevalence: Some(prevalence),
        ..options.clone()
    };
    options.check()?;
    let nobody = options.thresholds.iter().map(|_| Some((0.0, 0.0)));
    Ok(DecisionCurve::new(prevalence, &options, 0.0, nobody))
}

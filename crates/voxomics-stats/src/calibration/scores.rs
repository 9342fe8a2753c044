//! Single numbers that need no model.

use serde::{Deserialize, Serialize};

use super::{Error, checked};
use crate::dist::normal;
use crate::{ConfidenceLevel, Interval};

/// Brier's score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Brier {
    /// Mean of `(risk - label)²`; 0 is perfect.
    pub score: f64,
    /// What the share of cases would score as everybody's risk, `ȳ(1 - ȳ)`.
    pub reference: f64,
    /// `1 - score/reference`; 1 is perfect, 0 no better than the share of cases. `None` where all labels are equal.
    pub scaled: Option<f64>,
}

/// The Brier score of predicted risks.
///
/// scikit-learn's `brier_score_loss`.
///
/// ```
/// let brier = voxomics_stats::calibration::brier(&[true, false], &[0.75, 0.25])?;
/// assert_eq!((brier.score, brier.scaled), (0.0625, Some(0.75)));
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`](super::Error::Input) for empty or unequal input and risks that are none.
///
/// # References
///
/// Brier GW. *Mon Weather Rev* 1950;78:1-3. Steyerberg EW et al. *Epidemiology* 2010;21:128-138.
#[doc(alias = "brier_score_loss")]
pub fn brier(labels: &[bool], risks: &[f64]) -> Result<Brier, Error> {
    checked(labels, risks)?;
    let score = mean(labels, risks, |y, p| (p - y) * (p - y));
    let share = mean(labels, risks, |y, _| y);
    let reference = share * (1.0 - share);
    Ok(Brier {
        score,
        reference,
        scaled: (reference > 0.0).then(|| 1.0 - score / reference),
    })
}

/// Mean negative log likelihood of the labels.
///
/// Risks are kept 2.2·10⁻¹⁶ away from 0 and 1, as in scikit-learn's `log_loss`: without that, one case at risk 0 makes it
/// infinite.
///
/// ```
/// let loss = voxomics_stats::calibration::log_loss(&[true, false], &[0.5, 0.5])?;
/// assert!((loss - std::f64::consts::LN_2).abs() < 1e-15);
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`](super::Error::Input) for empty or unequal input and risks that are none.
pub fn log_loss(labels: &[bool], risks: &[f64]) -> Result<f64, Error> {
    checked(labels, risks)?;
    Ok(mean(labels, risks, |y, p| {
        let p = p.clamp(f64::EPSILON, 1.0 - f64::EPSILON);
        -if y == 1.0 {
            libm::log(p)
        } else {
            libm::log1p(-p)
        }
    }))
}

/// Spiegelhalter's test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spiegelhalter {
    /// Standard normal under calibration; positive where outcomes are more extreme than the risks.
    pub z: f64,
    /// Two-sided.
    pub p_value: f64,
}

/// Spiegelhalter's test that the Brier score is what calibrated risks would have; `None` where all risks are 0, ½ or 1.
///
/// `z = Σ (y - p)(1 - 2p) / √(Σ (1 - 2p)² p (1 - p))`; `S:z` and `S:p` of `rms::val.prob`.
///
/// ```
/// use voxomics_stats::calibration::spiegelhalter;
///
/// // Promised 10 %, and half of them have it.
/// let labels: Vec<bool> = (0..20).map(|i| i % 2 == 0).collect();
/// let test = spiegelhalter(&labels, &[0.1; 20])?.expect("risks vary in what they promise");
/// assert!(test.z > 5.0 && test.p_value < 1e-6);
/// assert_eq!(spiegelhalter(&labels, &[0.5; 20])?, None);
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`](super::Error::Input) for empty or unequal input and risks that are none.
///
/// # References
///
/// Spiegelhalter DJ. *Stat Med* 1986;5:421-433.
pub fn spiegelhalter(labels: &[bool], risks: &[f64]) -> Result<Option<Spiegelhalter>, Error> {
    checked(labels, risks)?;
    let sum = mean(labels, risks, |y, p| (y - p) * (1.0 - 2.0 * p));
    let variance = mean(labels, risks, |_, p| {
        (1.0 - 2.0 * p) * (1.0 - 2.0 * p) * p * (1.0 - p)
    });
    let z = sum / variance.sqrt() * (labels.len() as f64).sqrt();
    Ok((variance > 0.0).then(|| Spiegelhalter {
        z,
        p_value: normal::two_sided(z),
    }))
}

/// Cases seen and cases promised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ObservedExpected {
    /// Cases, `O`.
    pub observed: usize,
    /// Sum of the risks, `E`.
    pub expected: f64,
    /// `E/O`; `None` without cases.
    pub e_over_o: Option<f64>,
    /// `O/E`; `None` where all risks are 0.
    pub o_over_e: Option<f64>,
    /// Of `O/E`, from the binomial variance of `log O`, `(1 - O/n)/O`; `None` without cases.
    pub binomial: Option<Interval>,
    /// The same from the Poisson variance, `1/O`: wider, for rare outcomes.
    pub poisson: Option<Interval>,
}

/// Observed and expected numbers of cases, their ratio, and intervals on its log scale.
///
/// ```
/// use voxomics_stats::{ConfidenceLevel, calibration};
///
/// let both = calibration::observed_expected(&[true, false], &[0.75, 0.75], ConfidenceLevel::P95)?;
/// assert_eq!((both.observed, both.expected, both.e_over_o), (1, 1.5, Some(1.5)));
/// # Ok::<(), calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`](super::Error::Input) for empty or unequal input and risks that are none.
///
/// # References
///
/// Debray TPA et al. *BMJ* 2017;356:i6460.
pub fn observed_expected(
    labels: &[bool],
    risks: &[f64],
    level: ConfidenceLevel,
) -> Result<ObservedExpected, Error> {
    checked(labels, risks)?;
    let observed = labels.iter().filter(|&&case| case).count();
    let (o, n) = (observed as f64, labels.len() as f64);
    let expected: f64 = risks.iter().sum();
    let ratio = (expected > 0.0).then(|| o / expected);
    let interval = |variance: f64| {
        let ratio = ratio.filter(|&ratio| ratio > 0.0)?;
        let reach = normal::upper_quantile(level.tail()) * variance.sqrt();
        Some(Interval {
            lower: ratio * libm::exp(-reach),
            upper: ratio * libm::exp(reach),
        })
    };
    Ok(ObservedExpected {
        observed,
        expected,
        e_over_o: (observed > 0).then(|| expected / o),
        o_over_e: ratio,
        binomial: interval((1.0 - o / n) / o),
        poisson: interval(1.0 / o),
    })
}

fn mean(labels: &[bool], risks: &[f64], of: impl Fn(f64, f64) -> f64) -> f64 {
    let rows = labels.iter().zip(risks);
    rows.map(|(&y, &p)| of(f64::from(y), p)).sum::<f64>() / labels.len() as f64
}

//! Observed shares in bins of risk.

use serde::{Deserialize, Serialize};

use super::{Error, checked};

/// How risks are put into bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Bins {
    /// So many, equally wide; scikit-learn's `strategy="uniform"`.
    Uniform(usize),
    /// So many, about equally full; scikit-learn's `strategy="quantile"`.
    Quantile(usize),
}

/// One bin with rows in it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Mean risk.
    pub mean_predicted: f64,
    /// Share of cases.
    pub fraction_of_positives: f64,
    /// Rows.
    pub count: usize,
}

/// Mean risk and share of cases in each bin that has rows, ascending; scikit-learn's `calibration_curve`.
///
/// A risk on the edge of two bins belongs to the lower one.
///
/// ```
/// use voxomics_stats::calibration::{Bins, curve};
///
/// let bins = curve(&[false, false, true, true], &[0.1, 0.3, 0.8, 0.9], Bins::Uniform(2))?;
/// assert_eq!((bins.len(), bins[1].count, bins[1].fraction_of_positives), (2, 2, 1.0));
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for empty or unequal input and risks that are none; [`Error::NoBins`].
#[doc(alias("calibration_curve", "reliability diagram"))]
pub fn curve(labels: &[bool], risks: &[f64], bins: Bins) -> Result<Vec<Bin>, Error> {
    checked(labels, risks)?;
    match bins {
        Bins::Uniform(0) | Bins::Quantile(0) => Err(Error::NoBins),
        Bins::Uniform(count) => Ok(between(labels, risks, count, |share| share)),
        Bins::Quantile(count) => {
            let mut sorted = risks.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            let edge = |share| quantile(&sorted, share);
            Ok(between(labels, risks, count, edge))
        }
    }
}

/// Mean of `|share of cases - mean risk|` over equally wide bins, weighted by their rows; `ECE`.
///
/// Here a risk on the edge of two bins belongs to the upper one: bin `⌊p·bins⌋`, as in most code for neural networks.
///
/// ```
/// let error = voxomics_stats::calibration::expected_calibration_error(&[false, true], &[0.25, 0.75], 10)?;
/// assert_eq!(error, 0.25);
/// # Ok::<(), voxomics_stats::calibration::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`curve`].
///
/// # References
///
/// Naeini MP, Cooper GF, Hauskrecht M. *Proc AAAI* 2015:2901-2907.
#[doc(alias = "ECE")]
pub fn expected_calibration_error(
    labels: &[bool],
    risks: &[f64],
    bins: usize,
) -> Result<f64, Error> {
    checked(labels, risks)?;
    if bins == 0 {
        return Err(Error::NoBins);
    }
    let place = |risk: f64| ((risk * bins as f64) as usize).min(bins - 1);
    let error =
        |bin: &Bin| (bin.fraction_of_positives - bin.mean_predicted).abs() * bin.count as f64;
    let bins = filled(labels, risks, bins, place);
    Ok(bins.iter().map(error).sum::<f64>() / labels.len() as f64)
}

/// Bins between inner edges at the shares `1/count, ..., (count - 1)/count`, as numpy's `linspace` rounds them.
///
/// Edges are computed where they are looked at: there may be more of them than memory holds.
fn between(labels: &[bool], risks: &[f64], count: usize, edge: impl Fn(f64) -> f64) -> Vec<Bin> {
    let step = 1.0 / count as f64;
    let place = |risk: f64| {
        let (mut low, mut high) = (0, count - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            if edge((middle + 1) as f64 * step) < risk {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    };
    filled(labels, risks, count, place)
}

/// The risk at a share of the sorted ones, rounded as numpy's `percentile` rounds it: an edge that is a risk must equal it.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let position = last as f64 * (share * 100.0 / 100.0);
    let below = (position.floor() as usize).min(last);
    let (a, b) = (sorted[below], sorted[last.min(below + 1)]);
    let t = position - below as f64;
    if t >= 0.5 {
        b - (b - a) * (1.0 - t)
    } else {
        a + (b - a) * t
    }
}

/// The bins with rows in them.
fn filled(labels: &[bool], risks: &[f64], bins: usize, place: impl Fn(f64) -> usize) -> Vec<Bin> {
    let mut sums = std::collections::BTreeMap::<usize, (f64, usize, usize)>::new();
    for (&case, &risk) in labels.iter().zip(risks) {
        let (total, cases, count) = sums.entry(place(risk).min(bins - 1)).or_default();
        *total += risk;
        *cases += usize::from(case);
        *count += 1;
    }
    let bin = |(total, cases, count): (f64, usize, usize)| Bin {
        mean_predicted: total / count as f64,
        fraction_of_positives: cases as f64 / count as f64,
        count,
    };
    sums.into_values().map(bin).collect()
}

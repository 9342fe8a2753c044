//! How many neighbours: the number that serves rows best which are left out.

use ndarray::{ArrayView2, Axis};
use serde::{Deserialize, Serialize};
use voxomics_core::math;
use voxomics_stats::resample::Fold;

use super::model::labels;
use super::vote::winner;
use super::{Error, Model, Options};
use crate::folds;
use crate::scale::{scaled, standards};
use crate::summary::{Summary, auc};

/// What neighbours are judged by on rows left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Measure {
    /// Share of rows whose class is met.
    #[default]
    Accuracy,
    /// Area under the ROC curve of the larger of two classes' probability; a fold without rows of both has none.
    Auc,
    /// `-mean ln p` of the own class's probability, kept 2.2e-16 from 0 and 1: the smaller, the better.
    LogLoss,
}

/// What is searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Candidates; 1, 3, ..., 15 by default. Odd numbers have no draws between two classes.
    pub ks: Vec<usize>,
    /// What they are judged by.
    pub measure: Measure,
    /// Whether each fold divides columns by the standard deviations (of divisor n) of its training rows, as
    /// [`Neighbours`](crate::model::Neighbours) does for all; not by default.
    pub standardize: bool,
    /// The rest of the model; its `k` plays no role.
    pub options: Options,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            ks: (1..=15).step_by(2).collect(),
            measure: Measure::default(),
            standardize: false,
            options: Options::default(),
        }
    }
}

/// Numbers of neighbours and what they are worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The best; of equals the largest, whose borders are the smoothest.
    pub k: usize,
    /// The candidates.
    pub ks: Vec<usize>,
    /// What is in `values`.
    pub measure: Measure,
    /// The measure in each fold, `[candidate][fold]`.
    pub values: Vec<Vec<Option<f64>>>,
    /// Their mean over folds and its standard error, for each candidate.
    pub summaries: Vec<Summary>,
}

/// Judges numbers of neighbours by cross-validation.
///
/// Each fold's model sees the rows of its training part only, and the distances of a row are computed once for all candidates.
/// Means over folds are unweighted, as those of scikit-learn's `GridSearchCV`. Folds come from [`voxomics_stats::resample`].
/// Whatever scales the columns must learn in the folds too: [`Search::standardize`], or judge the whole by
/// [`nested::evaluate`](crate::nested::evaluate).
///
/// ```
/// use ndarray::Array2;
/// use voxomics_regress::knn::{self, Search};
/// use voxomics_stats::resample::{Folds, stratified_k_fold};
///
/// let x = Array2::from_shape_fn((40, 2), |(row, column)| (row / 20 * 3 + row * (7 + column) % 5) as f64);
/// let classes: Vec<u32> = (0..40).map(|row| row / 20).collect();
/// let folds = stratified_k_fold(&classes, Folds { folds: 5, ..Folds::default() })?;
/// let choice = knn::choose_k(x.view(), &classes, &folds, &Search::default())?;
/// assert!(choice.summaries[0].mean > 0.8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`Model::fit`] and [`Model::predict`] in any fold, rows counted within the fold; [`Error::Folds`];
/// [`Error::NoCandidates`]; [`Error::NotTwoClasses`] and [`Error::NoFold`] where no area is to be had.
#[doc(alias("knn.cv", "GridSearchCV", "tune.knn"))]
pub fn choose_k(
    x: ArrayView2<'_, f64>,
    classes: &[u32],
    folds: &[Fold],
    search: &Search,
) -> Result<Choice, Error> {
    let labels = check(x, classes, folds, search)?;
    let mut values = vec![Vec::with_capacity(folds.len()); search.ks.len()];
    for fold in folds {
        let shares = shares(x, (classes, &labels), fold, search)?;
        let own: Vec<usize> = fold
            .test
            .iter()
            .map(|&row| labels.partition_point(|&label| label < classes[row]))
            .collect();
        for (at, values) in values.iter_mut().enumerate() {
            let of_candidate: Vec<&[f64]> = shares.iter().map(|row| &row[at][..]).collect();
            values.push(judge(search.measure, &of_candidate, &own));
        }
    }
    let summaries = values
        .iter()
        .map(|values| Summary::of(values).ok_or(Error::NoFold))
        .collect::<Result<Vec<_>, _>>()?;
    let sign = if search.measure == Measure::LogLoss {
        -1.0
    } else {
        1.0
    };
    let worth = |at: usize| (sign * summaries[at].mean, search.ks[at]);
    let best = (0..summaries.len()).max_by(|&a, &b| {
        let (a, b) = (worth(a), worth(b));
        a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
    });
    Ok(Choice {
        k: search.ks[best.unwrap_or(0)],
        ks: search.ks.clone(),
        measure: search.measure,
        values,
        summaries,
    })
}

/// The distinct classes of arguments that fit together.
fn check(
    x: ArrayView2<'_, f64>,
    classes: &[u32],
    folds: &[Fold],
    search: &Search,
) -> Result<Vec<u32>, Error> {
    let rows = x.nrows();
    if classes.len() != rows {
        return Err(Error::Classes {
            found: classes.len(),
            rows,
        });
    }
    folds::check(folds, rows)?;
    if search.ks.is_empty() {
        return Err(Error::NoCandidates);
    }
    if search.ks.contains(&0) {
        return Err(Error::K { k: 0, rows });
    }
    let labels = labels(classes);
    if search.measure == Measure::Auc && labels.len() != 2 {
        return Err(Error::NotTwoClasses(labels.len()));
    }
    Ok(labels)
}

/// Each class's share of the votes for the rows left out: `[row][candidate][class]`.
fn shares(
    x: ArrayView2<'_, f64>,
    (classes, labels): (&[u32], &[u32]),
    fold: &Fold,
    search: &Search,
) -> Result<Vec<Vec<Vec<f64>>>, Error> {
    let most = search.ks.iter().copied().max().unwrap_or(1);
    let options = Options {
        k: most,
        ..search.options
    };
    let mut training = x.select(Axis(0), &fold.train);
    let mut test = x.select(Axis(0), &fold.test);
    if search.standardize {
        let (centers, scales) = standards(training.view());
        training = scaled(training.view(), (&centers, &scales));
        test = scaled(test.view(), (&centers, &scales));
    }
    let own: Vec<u32> = fold.train.iter().map(|&row| classes[row]).collect();
    let model = Model::among(training.view(), &own, labels.to_vec(), &options)?;
    model.nearest(test.view(), most, |nearest| {
        let candidates = search.ks.iter();
        candidates
            .map(|&k| model.shares(&nearest.take(k, options.ties)))
            .collect()
    })
}

fn judge(measure: Measure, shares: &[&[f64]], own: &[usize]) -> Option<f64> {
    let rows = shares.len() as f64;
    let each = shares.iter().zip(own);
    match measure {
        Measure::Accuracy => {
            Some(each.filter(|&(shares, &own)| winner(shares) == own).count() as f64 / rows)
        }
        Measure::Auc => {
            let cases: Vec<bool> = own.iter().map(|&own| own == 1).collect();
            let scores: Vec<f64> = shares.iter().map(|shares| shares[1]).collect();
            auc(&cases, &scores)
        }
        Measure::LogLoss => {
            let loss = |(shares, &own): (&&[f64], &usize)| {
                -math::ln(shares[own].clamp(f64::EPSILON, 1.0 - f64::EPSILON))
            };
            Some(each.map(loss).sum::<f64>() / rows)
        }
    }
}

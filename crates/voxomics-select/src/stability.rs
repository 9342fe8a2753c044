//! How often a selector chooses each column when the rows change.

use serde::{Deserialize, Serialize};
use voxomics_stats::resample::{self, Resamples};

use crate::input::{self, within};

/// Why there are no frequencies.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An option outside of its range.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// From the resamples.
    #[error(transparent)]
    Resample(#[from] resample::Error),
    /// The selector gave up on every resample.
    #[error("the selector chose nothing it could stand by in any of {runs} resamples")]
    NoRun {
        /// Resamples.
        runs: usize,
    },
    /// The selector named a column that does not exist.
    #[error(
        "resample {resample}: the selector chose column {column} of {columns}; columns count from 0"
    )]
    NoSuchColumn {
        /// The first such resample.
        resample: usize,
        /// What it chose.
        column: usize,
        /// How many there are.
        columns: usize,
    },
}

/// Which columns count as stable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// The least share of resamples, 0.6 by default; Meinshausen and Bühlmann advise 0.6 to 0.9.
    pub threshold: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { threshold: 0.6 }
    }
}

/// How often columns were chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// Columns chosen in at least the threshold's share of runs, the most frequent first, of equal ones the first.
    pub stable: Vec<usize>,
    /// For each column, the share of runs that chose it.
    pub frequency: Vec<f64>,
    /// Runs that are counted.
    pub runs: usize,
    /// Resamples on which the selector gave up (it returned `None`); they are not counted.
    pub failed: usize,
    /// Nogueira's index of how alike the sets are: 1 if all are equal, about 0 if they are drawn by lot. `None` for a single run, or
    /// if every run chose no column or all of them.
    pub index: Option<f64>,
}

/// Runs a selector on every resample and counts what it chooses.
///
/// The selector gets the rows of a resample, rows drawn twice twice, and returns the columns that it chooses, in any order, or `None`
/// if it cannot: for instance because the resample has one class. It must learn from these rows only, whatever it does: filters, scaling, mRMR,
/// a penalised model. Resamples run in parallel; the result does not depend on the number of threads.
///
/// With `p_j` the frequency of column `j` of `d`, `M` runs and `k` columns chosen in the mean,
///
/// ```text
/// index = 1 - (1/d) Σ M/(M-1) p_j (1 - p_j) / (k/d (1 - k/d))
/// ```
///
/// For stability over the folds of a cross-validation, give their training rows by [`Resamples::given`].
///
/// ```
/// use voxomics_select::mrmr::gaussian::{self, Outcome};
/// use voxomics_select::ndarray::{Array2, Axis};
/// use voxomics_select::stability::{Options, select};
/// use voxomics_stats::resample::{Draws, Resamples};
///
/// let outcome: Vec<f64> = (0..40).map(f64::from).collect();
/// // The second column follows the outcome, the others do not.
/// let table = Array2::from_shape_fn((40, 3), |(row, column)| match column {
///     1 => row as f64 + (row % 3) as f64,
///     _ => ((row + 1) * (column + 3) * 7919 % 101) as f64,
/// });
/// let draws = Draws { resamples: 50, ..Draws::default() };
/// let resamples = Resamples::plain(40, draws)?;
/// let stability = select(&resamples, 3, &Options::default(), |rows| {
///     let outcome: Vec<f64> = rows.iter().map(|&row| outcome[row]).collect();
///     let drawn = table.select(Axis(0), rows);
///     let ranking = gaussian::select(drawn.view(), Outcome::Continuous(&outcome), 1, &Default::default());
///     Some(ranking.ok()?.columns())
/// })?;
/// assert_eq!(stability.stable, [1]);
/// # Ok::<(), voxomics_select::stability::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NoRun`], [`Error::NoSuchColumn`], [`Error::Resample`] where memory is short, [`Error::Input`] for a threshold that is not above 0 and at
/// most 1.
///
/// # References
///
/// Meinshausen N, Bühlmann P. *J R Stat Soc B* 2010;72:417-473. Nogueira S, Sechidis K, Brown G. *J Mach Learn Res*
/// 2018;18(174):1-54.
#[doc(alias("stabsel", "stability selection"))]
pub fn select(
    resamples: &Resamples<'_>,
    columns: usize,
    options: &Options,
    selector: impl Fn(&[usize]) -> Option<Vec<usize>> + Sync,
) -> Result<Stability, Error> {
    let range = (f64::MIN_POSITIVE, 1.0);
    within("threshold", options.threshold, range, "above 0, at most 1")?;
    let sets = resamples.map(selector)?;
    let mut counts = vec![0_usize; columns];
    let mut runs = 0;
    for (resample, set) in sets.iter().enumerate() {
        let Some(set) = set else { continue };
        runs += 1;
        let mut set = set.clone();
        set.sort_unstable();
        set.dedup();
        for column in set {
            let count = counts.get_mut(column).ok_or(Error::NoSuchColumn {
                resample,
                column,
                columns,
            })?;
            *count += 1;
        }
    }
    if runs == 0 {
        return Err(Error::NoRun { runs: sets.len() });
    }
    let share = |count: usize| count as f64 / runs as f64;
    let mut stable: Vec<usize> = (0..columns)
        .filter(|&column| share(counts[column]) >= options.threshold)
        .collect();
    stable.sort_by_key(|&column| std::cmp::Reverse(counts[column])); // stable: of equal ones the first
    let frequency: Vec<f64> = counts.iter().copied().map(share).collect();
    Ok(Stability {
        stable,
        index: index(&frequency, runs),
        frequency,
        runs,
        failed: sets.len() - runs,
    })
}

fn index(frequency: &[f64], runs: usize) -> Option<f64> {
    let (d, m) = (frequency.len() as f64, runs as f64);
    let chosen = frequency.iter().sum::<f64>() / d;
    let expected = chosen * (1.0 - chosen);
    if runs < 2
        || frequency.iter().all(|&share| share == 0.0)
        || frequency.iter().all(|&share| share == 1.0)
    {
        return None;
    }
    let variances = frequency.iter().map(|share| share * (1.0 - share));
    Some(1.0 - m / (m - 1.0) * variances.sum::<f64>() / d / expected)
}

//! mRMR with relevance of any kind and correlation as redundancy, as Python's `mrmr-selection`.

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use super::search::{Habits, Scheme, search};
use super::{Error, Ranking};
use crate::Reason;
use crate::association::{Pearson, Rows, is_perfect};
use crate::columns::Columns;
use crate::input::{at_least_one, same_length, within};

/// How relevance and redundancy make a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `V / W`: FCQ, KSCQ, RFCQ. A redundancy of 1 gives a score of 0, as in `mrmr-selection`.
    #[default]
    Quotient,
    /// `V - W`: FCD. F statistics are far above correlations, so that it is nearly an order by F.
    Difference,
}

/// How correlations with several chosen columns make one redundancy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pool {
    /// Their mean.
    #[default]
    Mean,
    /// Their maximum.
    Maximum,
}

/// The scheme; by default FCQ's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Quotient or difference.
    pub form: Form,
    /// `denominator` of `mrmr-selection`.
    pub pool: Pool,
    /// The least absolute correlation that a quotient divides by, 0.001 as in `mrmr-selection`; differences have none.
    pub floor: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            form: Form::default(),
            pool: Pool::default(),
            floor: 0.001,
        }
    }
}

/// The `count` columns of highest score, relevance given for each column: `mrmr_classif` and `mrmr_regression`.
///
/// With relevance from [`relevance::f_classif`](super::relevance::f_classif) it is FCQ (or FCD), from
/// [`relevance::kolmogorov_smirnov`](super::relevance::kolmogorov_smirnov) KSCQ, from the importances of a random forest RFCQ.
/// Redundancy is Pearson's `|r|` over rows that have both values; an undefined one is 0. Columns whose relevance is not above 0 are dropped.
/// Of equal scores the first column wins.
///
/// ```
/// use voxomics_select::mrmr::correlation::{Options, select};
/// use voxomics_select::mrmr::relevance;
/// use voxomics_select::ndarray::array;
///
/// let table = array![
///     [1.0, 2.0, 0.3], [2.0, 3.9, 0.5], [4.0, 6.2, 0.1], [4.0, 7.8, 0.9], [5.0, 9.9, 0.4], [6.0, 12.2, 0.8],
/// ];
/// let relapse = [0, 0, 0, 1, 1, 1];
/// let f = relevance::f_classif(table.view(), &relapse)?;
/// let ranking = select(table.view(), &f, 2, &Options::default())?;
/// // The first column has the larger F, but says what the second says.
/// assert_eq!(ranking.columns(), [1, 2]);
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty table, a relevance that is not one for each column, infinite values, a count of 0 and a floor that is not above 0.
#[doc(alias("mrmr_classif", "mrmr_regression", "FCQ", "FCD", "RFCQ"))]
pub fn select(
    table: ArrayView2<'_, f64>,
    relevance: &[Option<f64>],
    count: usize,
    options: &Options,
) -> Result<Ranking, Error> {
    at_least_one("count", count)?;
    let floor = (f64::MIN_POSITIVE, 1.0);
    within("floor", options.floor, floor, "above 0, at most 1")?;
    let columns = Columns::new(table)?;
    same_length(("relevance", relevance.len()), ("columns", columns.len()))?;
    let rows = Rows::plain(columns.rows());
    let scheme = Correlated {
        flaws: (0..columns.len()).map(|at| columns.flaw(at)).collect(),
        pearson: Pearson::new(columns, &rows, false),
        relevance: relevance.iter().copied().map(positive).collect(),
        options,
    };
    Ok(search(&scheme, count, 1).swap_remove(0))
}

fn positive(relevance: Option<f64>) -> f64 {
    match relevance {
        // Infinite: groups without any spread inside. It must stay a number that can be written.
        Some(value) if value > 0.0 => value.min(f64::MAX),
        _ => f64::NAN,
    }
}

struct Correlated<'a> {
    pearson: Pearson<'a>,
    relevance: Vec<f64>,
    flaws: Vec<Option<Reason>>,
    options: &'a Options,
}

impl Scheme for Correlated<'_> {
    fn relevance(&self) -> &[f64] {
        &self.relevance
    }

    fn redundancy(&self, chosen: usize, wanted: &[bool]) -> Vec<f64> {
        let floor = match self.options.form {
            Form::Quotient => self.options.floor,
            Form::Difference => 0.0,
        };
        let size = |r: f64| {
            if is_perfect(r) {
                1.0
            } else {
                r.abs().max(floor) // NaN too is the floor
            }
        };
        let row = self.pearson.with_column(chosen, wanted);
        row.into_iter().map(size).collect()
    }

    fn score(&self, relevance: f64, redundancy: f64) -> f64 {
        match self.options.form {
            Form::Quotient if redundancy == 1.0 => 0.0,
            Form::Quotient => (relevance / redundancy).min(f64::MAX),
            Form::Difference => relevance - redundancy,
        }
    }

    fn flaw(&self, column: usize) -> Reason {
        self.flaws[column].unwrap_or(Reason::Irrelevant)
    }

    fn habits(&self) -> Habits {
        Habits {
            last_of_equals: false,
            maximum: self.options.pool == Pool::Maximum,
        }
    }
}

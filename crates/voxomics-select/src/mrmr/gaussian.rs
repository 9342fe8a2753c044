//! mRMR with the information that two normal variables share, as R's `mRMRe`.

mod options;
mod outcome;

use ndarray::ArrayView2;
use rayon::prelude::*;
use voxomics_core::math;

use super::search::{Habits, Scheme, search};
use super::{Error, Ranking};
use crate::Reason;
use crate::association::{Pairs, Pearson, Rows, concordance, is_perfect};
use crate::columns::Columns;
use crate::input::at_least_one;

pub use options::{Estimator, Options, Size, Ties};
pub use outcome::Outcome;

/// The `count` columns that `mRMR.classic` selects.
///
/// Relevance is `I(i, outcome)`, redundancy the mean of `I(i, s)` over those chosen before, with `I = -½ ln(1 - r²)` in nats and
/// the score their difference. `mRMRe`'s `scores()` returns these scores; those in its object are `(k-1)/k` times them at step
/// `k ≥ 2`, with the same order.
///
/// Missing values (NaN) leave pairs of columns row by row. Of equal scores the last column wins, as in `mRMRe`: of two copies, the
/// later is chosen. Where `|r|` is 1 but for rounding, relevance is the largest that doubles allow, 18.4, and a column with such
/// redundancy is dropped as [`Reason::Duplicate`]; `mRMRe` takes it when nothing else is left. Columns without an association, such as
/// constant ones, are dropped with their reason.
///
/// Differences from `mRMRe`, none of which changes a choice except among near-equal scores: sums are centred, so that a large offset
/// costs no digits; nothing is filled up with the outcome's own index, see [`End`](super::End).
///
/// ```
/// use voxomics_select::mrmr::End;
/// use voxomics_select::mrmr::gaussian::{Options, Outcome, select};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 5.0, 2.0], [2.0, 5.0, 1.0], [3.0, 5.0, 4.0], [4.0, 5.0, 4.0], [5.0, 5.0, 6.0]];
/// let relapse = Outcome::Ordered(&[0, 0, 1, 0, 1]);
/// let ranking = select(table.view(), relapse, 3, &Options::default())?;
/// // Both order five of six pairs of a relapse and none: the last of equals comes first.
/// assert_eq!(ranking.columns(), [2, 0]);
/// assert_eq!(ranking.end, End::Exhausted);
/// assert_eq!(ranking.dropped[0].to_string(), "column 1: constant, all values are 5");
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty table, unequal lengths, infinite values, weights below 0 and a count of 0; an outcome to which nothing can
/// be relevant: [`Error::ConstantOutcome`], [`Error::NoOutcome`], [`Error::NoEvents`].
///
/// # Reference
///
/// De Jay N et al. *Bioinformatics* 2013;29:2365-2368.
#[doc(alias("mRMR.classic", "mRMRe"))]
pub fn select(
    table: ArrayView2<'_, f64>,
    outcome: Outcome<'_>,
    count: usize,
    options: &Options<'_>,
) -> Result<Ranking, Error> {
    let size = Size {
        count,
        solutions: 1,
    };
    let mut solutions = ensemble(table, outcome, size, options)?;
    Ok(solutions.swap_remove(0))
}

/// Several solutions, as `mRMR.ensemble` finds them: the most relevant columns each begin one, which goes on like [`select`].
///
/// A column that would make a solution's set of columns equal to another's at the same step is passed over for the next best. The
/// first solution is that of [`select`]; `mRMRe` returns them in the opposite order, the classic one last. There are fewer solutions
/// than asked for if there are not as many columns that can begin one.
///
/// ```
/// use voxomics_select::mrmr::gaussian::{Options, Outcome, Size, ensemble};
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 2.0, 2.0], [2.0, 5.0, 1.0], [3.0, 4.0, 4.0], [4.0, 1.0, 4.0], [5.0, 2.0, 6.0]];
/// let months = Outcome::Continuous(&[3.0, 4.0, 8.0, 7.0, 9.0]);
/// let size = Size { count: 2, solutions: 2 };
/// let solutions = ensemble(table.view(), months, size, &Options::default())?;
/// assert_eq!([solutions[0].columns(), solutions[1].columns()], [[2, 0], [0, 1]]);
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// Those of [`select`].
#[doc(alias = "mRMR.ensemble")]
pub fn ensemble(
    table: ArrayView2<'_, f64>,
    outcome: Outcome<'_>,
    size: Size,
    options: &Options<'_>,
) -> Result<Vec<Ranking>, Error> {
    at_least_one("count", size.count)?;
    at_least_one("solutions", size.solutions)?;
    let columns = Columns::new(table)?;
    let rows = Rows::new(columns.rows(), options.weights, options.strata)?;
    let outcome = outcome.checked(&rows)?;
    let columns = rows.arranged_columns(columns);
    let flaws: Vec<Option<Reason>> = (0..columns.len()).map(|at| columns.flaw(at)).collect();
    let wanted: Vec<bool> = flaws.iter().map(Option::is_none).collect();
    let links = match options.estimator {
        Estimator::Pearson => Links::Linear(Pearson::new(columns, &rows, false)),
        Estimator::Spearman => Links::Linear(Pearson::new(columns, &rows, true)),
        Estimator::Kendall => Links::Pairs(columns),
    };
    let mut scheme = Gaussian {
        links,
        rows: &rows,
        ties: options.ties,
        relevance: Vec::new(),
        flaws,
    };
    let associations = scheme.with_outcome(&outcome, &wanted);
    let capped = |r: f64| {
        if r.is_nan() {
            r
        } else {
            information(r).min(LARGEST)
        }
    };
    scheme.relevance = associations.into_iter().map(capped).collect();
    Ok(search(&scheme, size.count, size.solutions))
}

/// `-½ ln(2⁻⁵³)`, what the double next to 1 would have for r².
const LARGEST: f64 = 18.368_400_284_838_55;

/// Information in nats that two normal variables of a correlation share.
fn information(correlation: f64) -> f64 {
    -0.5 * math::ln_1p(-(correlation * correlation))
}

struct Gaussian<'a> {
    links: Links<'a>,
    rows: &'a Rows,
    ties: Ties,
    relevance: Vec<f64>,
    flaws: Vec<Option<Reason>>,
}

enum Links<'a> {
    Linear(Pearson<'a>),
    Pairs(Columns<'a>),
}

impl Gaussian<'_> {
    fn columns(&self) -> &Columns<'_> {
        match &self.links {
            Links::Linear(pearson) => pearson.columns(),
            Links::Pairs(columns) => columns,
        }
    }

    /// Correlations of the wanted columns with the outcome.
    fn with_outcome(&self, outcome: &outcome::Checked, wanted: &[bool]) -> Vec<f64> {
        let by_pairs = |pairs: &(dyn Fn(&[f64]) -> Pairs + Sync)| {
            let columns = self.columns();
            each(wanted, |at| self.ties.somers(pairs(columns.column(at))))
        };
        match (outcome, &self.links) {
            (outcome::Checked::Continuous(values), Links::Linear(pearson)) => {
                pearson.with(values, wanted)
            }
            (outcome::Checked::Continuous(values), Links::Pairs(_)) => {
                by_pairs(&|column| concordance(column, values, self.rows))
            }
            (outcome::Checked::Ordered(levels), _) => {
                by_pairs(&|column| concordance(levels, column, self.rows))
            }
            (outcome::Checked::Survival(survivors), _) => by_pairs(&|column| {
                crate::association::survival_concordance(survivors, column, self.rows)
            }),
        }
    }
}

fn each(wanted: &[bool], value: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
    let all = (0..wanted.len()).into_par_iter();
    let one = |at: usize| if wanted[at] { value(at) } else { f64::NAN };
    all.map(one).collect()
}

impl Scheme for Gaussian<'_> {
    fn relevance(&self) -> &[f64] {
        &self.relevance
    }

    fn redundancy(&self, chosen: usize, wanted: &[bool]) -> Vec<f64> {
        let shared = |r: f64| {
            if is_perfect(r) {
                f64::INFINITY
            } else {
                information(r)
            }
        };
        match &self.links {
            Links::Linear(pearson) => {
                let row = pearson.with_column(chosen, wanted);
                row.into_par_iter().with_min_len(512).map(shared).collect()
            }
            Links::Pairs(columns) => each(wanted, |at| {
                let pairs = concordance(columns.column(at), columns.column(chosen), self.rows);
                let there = shared(self.ties.somers(pairs));
                let back = shared(self.ties.somers(pairs.exchanged()));
                there.max(back)
            }),
        }
    }

    fn score(&self, relevance: f64, redundancy: f64) -> f64 {
        relevance - redundancy
    }

    fn flaw(&self, column: usize) -> Reason {
        self.flaws[column].unwrap_or(Reason::Undefined)
    }

    fn habits(&self) -> Habits {
        Habits {
            last_of_equals: true,
            maximum: false,
        }
    }
}

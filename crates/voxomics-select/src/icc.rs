//! Features that repeated delineations agree on: the ICC filter of radiomics papers.

mod rule;

use ndarray::ArrayView2;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use voxomics_stats::icc;

use crate::Selection;
use crate::columns::Columns;
use crate::input::{Error, same_length};

pub use rule::{Agreement, Judged, Rule};

/// The form of the coefficient, and the rule.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Options {
    /// By default ICC(A,1), two-way, absolute agreement, single measurement, with 95 % limits.
    pub icc: icc::Options,
    /// When a feature is kept.
    pub rule: Rule,
}

/// What the filter did, with the coefficients behind it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filtered {
    /// What was kept, what dropped and why.
    pub selection: Selection,
    /// For each study, the agreement of each column; `None` where it is undefined.
    pub agreement: Vec<Vec<Option<Agreement>>>,
    /// The form of the coefficient, and the rule.
    pub options: Options,
}

/// Keeps features whose repeated measurements agree in every study, for instance of one reader (intra) and between readers (inter).
///
/// A study is a list of tables of the same shape, one for each delineation, with the same subjects in the same rows. The coefficient is
/// that of [`voxomics_stats::icc`]. It is undefined, and the feature dropped, where a value is missing or infinite and where all
/// values are equal.
///
/// ```
/// use voxomics_select::icc::{Options, filter};
/// use voxomics_select::ndarray::array;
///
/// let first = array![[1.0, 5.0], [2.0, 3.0], [3.0, 4.0], [4.0, 1.0]];
/// let again = array![[1.1, 1.0], [2.0, 4.0], [2.9, 2.0], [4.1, 5.0]];
/// let other = array![[0.9, 2.0], [2.2, 5.0], [3.0, 1.0], [4.0, 3.0]];
/// let intra = [first.view(), again.view()];
/// let inter = [first.view(), other.view()];
/// let filtered = filter(&[&intra, &inter], &Options::default())?;
/// assert_eq!(filtered.selection.kept, [0]);
/// # Ok::<(), voxomics_select::input::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Empty`] for no study or a table without rows or columns; [`Error::Lengths`] for tables of unequal shape; [`Error::Option`] for
/// fewer than two tables in a study, fewer than two subjects, and a threshold that is NaN.
///
/// # Reference
///
/// Koo TK, Li MY. *J Chiropr Med* 2016;15:155-163.
pub fn filter(studies: &[&[ArrayView2<'_, f64>]], options: &Options) -> Result<Filtered, Error> {
    let agreement: Vec<Vec<Option<Agreement>>> = studies
        .iter()
        .map(|study| agreement(study, &options.icc))
        .collect::<Result<_, _>>()?;
    let slices: Vec<&[Option<Agreement>]> = agreement.iter().map(Vec::as_slice).collect();
    let selection = options.rule.apply(&slices)?;
    Ok(Filtered {
        selection,
        agreement,
        options: *options,
    })
}

/// The agreement of every column of one study.
fn agreement(
    tables: &[ArrayView2<'_, f64>],
    options: &icc::Options,
) -> Result<Vec<Option<Agreement>>, Error> {
    let tables = tables.iter().map(|table| Columns::any(*table));
    let tables: Vec<Columns<'_>> = tables.collect::<Result<_, _>>()?;
    let few = |what, count: usize| Error::Option {
        what,
        value: count as f64,
        range: "at least 2",
    };
    let [first, _, ..] = &tables[..] else {
        return Err(few("delineations in a study", tables.len()));
    };
    if first.rows() < 2 {
        return Err(few("subjects", first.rows()));
    }
    for table in &tables {
        same_length(
            ("subjects", table.rows()),
            ("subjects of the first table", first.rows()),
        )?;
        same_length(
            ("columns", table.len()),
            ("columns of the first table", first.len()),
        )?;
    }
    let one = |column: usize| {
        let raters: Vec<&[f64]> = tables.iter().map(|table| table.column(column)).collect();
        let found = icc::icc(&raters, options).ok()?;
        let (icc, lower) = (found.icc, found.interval.lower);
        (!icc.is_nan() && !lower.is_nan()).then_some(Agreement { icc, lower })
    };
    Ok((0..first.len()).into_par_iter().map(one).collect())
}

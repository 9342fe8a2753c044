//! How much single columns say about an outcome, for [`correlation::select`](super::correlation::select).
//!
//! Rows whose value is missing (NaN) are left out, column by column. What is undefined for a column, because it is constant or has too few
//! values, is `None`.

use ndarray::ArrayView2;
use rayon::prelude::*;
use voxomics_stats::hypothesis::anova;
use voxomics_stats::hypothesis::kolmogorov_smirnov::{self as ks, Method};

use super::Error;
use crate::association::{Pearson, Rows};
use crate::columns::Columns;
use crate::input::{self, same_length};

/// The F statistic of a one-way analysis of variance, for each column; scikit-learn's `f_classif`.
///
/// ```
/// use voxomics_select::mrmr::relevance::f_classif;
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0, 3.0], [2.0, 3.0], [4.0, 3.0], [5.0, 3.0]];
/// assert_eq!(f_classif(table.view(), &[0, 0, 1, 1])?, [Some(18.0), None]);
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty table, unequal lengths and infinite values; [`Error::ConstantOutcome`] for a single class.
pub fn f_classif(table: ArrayView2<'_, f64>, classes: &[u32]) -> Result<Vec<Option<f64>>, Error> {
    by_class(table, classes, |values, classes| {
        let test = anova::anova(values, classes).ok()?;
        Some(test.statistic).filter(|f| !f.is_nan())
    })
}

/// Kolmogorov and Smirnov's D of a class and all others, the mean over classes, for each column; `relevance="ks"` of
/// `mrmr-selection`.
///
/// # Errors
///
/// Those of [`f_classif`].
pub fn kolmogorov_smirnov(
    table: ArrayView2<'_, f64>,
    classes: &[u32],
) -> Result<Vec<Option<f64>>, Error> {
    by_class(table, classes, |values, classes| {
        let mut all = classes.to_vec();
        all.sort_unstable();
        all.dedup();
        let distance = |&class: &u32| {
            let part = |inside: bool| {
                let rows = values.iter().zip(classes);
                let chosen = rows.filter(|(_, other)| (**other == class) == inside);
                chosen.map(|(value, _)| *value).collect::<Vec<f64>>()
            };
            let test = ks::kolmogorov_smirnov(&part(true), &part(false), Method::Limit).ok()?;
            Some(test.statistic)
        };
        let distances: Option<Vec<f64>> = all.iter().map(distance).collect();
        let distances = distances.filter(|distances| !distances.is_empty())?;
        Some(distances.iter().sum::<f64>() / distances.len() as f64)
    })
}

/// The F statistic of a regression on the column, `r²/(1 - r²)·(n - 2)`; scikit-learn's `f_regression`.
///
/// ```
/// use voxomics_select::mrmr::relevance::f_regression;
/// use voxomics_select::ndarray::array;
///
/// let table = array![[1.0], [2.0], [3.0], [4.0]];
/// let f = f_regression(table.view(), &[1.0, 3.0, 2.0, 4.0])?;
/// assert!((f[0].unwrap() - 0.64 / 0.36 * 2.0).abs() < 1e-12);
/// # Ok::<(), voxomics_select::mrmr::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for an empty table, unequal lengths, infinite values, and an outcome that is not finite; [`Error::ConstantOutcome`].
pub fn f_regression(
    table: ArrayView2<'_, f64>,
    outcome: &[f64],
) -> Result<Vec<Option<f64>>, Error> {
    let columns = Columns::new(table)?;
    same_length(("outcome", outcome.len()), ("rows", columns.rows()))?;
    if let Some(row) = outcome.iter().position(|value| !value.is_finite()) {
        return Err(Error::Input(input::Error::OutOfRange {
            what: "outcome",
            row,
            value: outcome[row],
            range: "a finite number",
        }));
    }
    if outcome.iter().all(|&value| value == outcome[0]) {
        return Err(Error::ConstantOutcome { value: outcome[0] });
    }
    let rows = Rows::plain(columns.rows());
    let present = |at| {
        columns
            .column(at)
            .iter()
            .filter(|value| !value.is_nan())
            .count()
    };
    let counts: Vec<usize> = (0..columns.len()).map(present).collect();
    let correlations = Pearson::new(columns, &rows, false).with(outcome, &vec![true; counts.len()]);
    let f = |(r, n): (f64, usize)| {
        let f = r * r / (1.0 - r * r) * (n as f64 - 2.0);
        (n > 2 && !f.is_nan()).then_some(f)
    };
    Ok(correlations.into_iter().zip(counts).map(f).collect())
}

fn by_class(
    table: ArrayView2<'_, f64>,
    classes: &[u32],
    statistic: impl Fn(&[f64], &[u32]) -> Option<f64> + Sync,
) -> Result<Vec<Option<f64>>, Error> {
    let columns = Columns::new(table)?;
    same_length(("classes", classes.len()), ("rows", columns.rows()))?;
    if classes.iter().all(|&class| class == classes[0]) {
        let value = f64::from(classes[0]);
        return Err(Error::ConstantOutcome { value });
    }
    let one = |at: usize| {
        if columns.flaw(at).is_some() {
            return None;
        }
        let rows = columns.column(at).iter().zip(classes);
        let present = rows.filter(|(value, _)| !value.is_nan());
        let (values, classes): (Vec<f64>, Vec<u32>) = present.unzip();
        statistic(&values, &classes)
    };
    Ok((0..columns.len()).into_par_iter().map(one).collect())
}

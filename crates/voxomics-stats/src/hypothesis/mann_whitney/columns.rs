//! The test on many features of the same subjects.

use rayon::prelude::*;

use super::{MannWhitney, Method, normal};
use crate::hypothesis::Error;
use crate::{Alternative, input};

/// Tests each feature between cases and controls: [`mann_whitney`](super::mann_whitney()) of cases against controls with
/// [`Method::NormalCorrected`], for thousands of columns.
///
/// `values` holds the features one after the other, each with one value per label. Runs in parallel on rayon's current pool;
/// the bytes do not depend on the number of threads.
///
/// # Errors
///
/// [`Error::Input`] for labels of one class, values that are no whole number of columns, NaN.
///
/// ```
/// use voxomics_stats::{Alternative, hypothesis::mann_whitney::columns};
///
/// let labels = [true, false, true, false];
/// let tests = columns(&labels, &[4.0, 1.0, 3.0, 2.0, 1.0, 2.0, 3.0, 4.0], Alternative::TwoSided)?;
/// assert_eq!([tests[0].statistic, tests[1].statistic], [4.0, 1.0]);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
#[doc(alias("wilcox.test", "mannwhitneyu"))]
pub fn columns(
    labels: &[bool],
    values: &[f64],
    alternative: Alternative,
) -> Result<Vec<MannWhitney>, Error> {
    let (m, n) = input::both_classes("labels", labels)?;
    let rows = labels.len();
    input::same_length(
        (
            "values of the last column",
            (values.len() + rows - 1) % rows + 1,
        ),
        ("labels", rows),
    )?;
    input::not_nan("values", values, 0)?;
    let split = |case: bool| {
        let rows = labels.iter().enumerate();
        rows.filter_map(move |(row, &label)| (label == case).then_some(row))
            .collect()
    };
    let (cases, controls): (Vec<usize>, Vec<usize>) = (split(true), split(false));
    let (m, n) = (m as f64, n as f64);
    let test = |[x, y]: &mut [Vec<i64>; 2], column: &[f64]| {
        sorted_keys(&cases, column, x);
        sorted_keys(&controls, column, y);
        let (statistic, ties) = compare(x, y);
        MannWhitney {
            statistic,
            share: statistic / (m * n),
            p_value: normal(statistic, (m, n), ties, (true, alternative)),
            method: Method::NormalCorrected,
        }
    };
    Ok(values
        .par_chunks(rows)
        .map_init(Default::default, test)
        .collect())
}

/// The values of some rows as whole numbers of the same order, which sort faster.
fn sorted_keys(rows: &[usize], column: &[f64], keys: &mut Vec<i64>) {
    let key = |&row: &usize| {
        // -0 becomes 0; of negative numbers, all bits but the sign are turned round.
        let bits = (column[row] + 0.0).to_bits().cast_signed();
        bits ^ ((bits >> 63).cast_unsigned() >> 1).cast_signed()
    };
    keys.clear();
    keys.extend(rows.iter().map(key));
    keys.sort_unstable();
}

/// Pairs in which x is larger, ties counting half, and `Σ (t³ - t)` over tied values; both sorted.
fn compare(x: &[i64], y: &[i64]) -> (f64, f64) {
    // Twice the pairs: whole numbers, exact.
    let (mut doubled, mut ties) = (0_u64, 0.0);
    let (mut i, mut j) = (0, 0);
    while i < x.len() {
        let value = x[i];
        while j < y.len() && y[j] < value {
            j += 1;
            let start = j - 1;
            while j < y.len() && y[j] == y[start] {
                j += 1;
            }
            ties += cube_less_one(j - start);
        }
        let (first_x, first_y) = (i, j);
        while i < x.len() && x[i] == value {
            i += 1;
        }
        while j < y.len() && y[j] == value {
            j += 1;
        }
        doubled += ((i - first_x) * (first_y + j)) as u64;
        ties += cube_less_one(i - first_x + j - first_y);
    }
    let rest = y[j..].chunk_by(|a, b| a == b);
    ties += rest.map(|tied| cube_less_one(tied.len())).sum::<f64>();
    (doubled as f64 / 2.0, ties)
}

fn cube_less_one(t: usize) -> f64 {
    let t = t as f64;
    t * t * t - t
}

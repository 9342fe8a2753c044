//! Pearson's chi-squared test of a table of counts.

use super::{ChiSquaredTest, Error};

/// Counts that are expected where rows and columns are independent: row sum times column sum over the total.
///
/// ```
/// use voxomics_stats::hypothesis::chi_squared::expected;
///
/// assert_eq!(expected(&[vec![3, 1], vec![1, 3]])?, [[2.0, 2.0], [2.0, 2.0]]);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Shape`] for rows of unequal lengths and fewer than two rows or columns; [`Error::Empty`] of no counts at all.
#[doc(alias("chisq.test", "expected_freq"))]
pub fn expected(table: &[Vec<u64>]) -> Result<Vec<Vec<f64>>, Error> {
    let Margins {
        rows,
        columns,
        total,
    } = Margins::of(table)?;
    if total == 0.0 {
        return Err(Error::Empty { what: "table" });
    }
    let row = |&row: &f64| columns.iter().map(|column| row * column / total).collect();
    Ok(rows.iter().map(row).collect())
}

/// Tests whether rows and columns are independent; R's `chisq.test(correct = FALSE)`.
///
/// ```
/// use voxomics_stats::hypothesis::chi_squared::{chi_squared, yates};
///
/// let table = [vec![3, 1], vec![1, 3]];
/// assert_eq!(chi_squared(&table)?.statistic, 2.0);
/// assert_eq!(yates(&table)?.statistic, 0.5);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// `Σ (n - e)²/e` over the cells, of `e` expected; `(rows - 1)(columns - 1)` degrees of freedom.
///
/// # Errors
///
/// Of [`expected`]; [`Error::Empty`] for an empty row or column, of which 0 is expected.
///
/// # References
///
/// Pearson K. *Phil Mag* 1900;50:157-175.
#[doc(alias("chisq.test", "chi2_contingency"))]
pub fn chi_squared(table: &[Vec<u64>]) -> Result<ChiSquaredTest, Error> {
    corrected(table, false)
}

/// The same with Yates' correction where the table is two by two; R's `chisq.test`. Distances from what is expected shrink by
/// 1/2, or by the smallest of them where that is less.
///
/// # Errors
///
/// Of [`chi_squared`].
///
/// # References
///
/// Yates F. *J R Stat Soc Suppl* 1934;1:217-235.
#[doc(alias("chisq.test", "chi2_contingency"))]
pub fn yates(table: &[Vec<u64>]) -> Result<ChiSquaredTest, Error> {
    corrected(table, table.len() == 2 && table[0].len() == 2)
}

/// Cramér's V, `√(χ² / n (k - 1))`, where `k` is the smaller number of rows or columns.
///
/// ```
/// use voxomics_stats::hypothesis::chi_squared::cramers_v;
///
/// assert_eq!(cramers_v(&[vec![3, 1], vec![1, 3]])?, 0.5);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// Of [`chi_squared`].
///
/// # References
///
/// Cramér H. *Mathematical Methods of Statistics*, 1946.
#[doc(alias("cramerV", "association"))]
pub fn cramers_v(table: &[Vec<u64>]) -> Result<f64, Error> {
    let statistic = chi_squared(table)?.statistic;
    let Margins {
        rows,
        columns,
        total,
    } = Margins::of(table)?;
    let freedom = (rows.len().min(columns.len()) - 1) as f64;
    Ok((statistic / total / freedom).sqrt().min(1.0))
}

fn corrected(table: &[Vec<u64>], yates: bool) -> Result<ChiSquaredTest, Error> {
    let expected = expected(table)?;
    if expected.iter().flatten().any(|&expected| expected == 0.0) {
        return Err(Error::Empty {
            what: "a row or column of the table",
        });
    }
    let cells = || {
        let counts = table.iter().flatten().map(|&count| count as f64);
        counts.zip(expected.iter().flatten().copied())
    };
    let distance = |(count, expected): (f64, f64)| (count - expected).abs();
    let correction = if yates {
        cells().map(distance).fold(0.5, f64::min)
    } else {
        0.0
    };
    let term = |(count, expected): (f64, f64)| {
        let distance = distance((count, expected)) - correction;
        distance * distance / expected
    };
    let df = (expected.len() - 1) * (expected[0].len() - 1);
    Ok(ChiSquaredTest::new(cells().map(term).sum(), df))
}

/// Sums of a table.
pub(super) struct Margins {
    pub(super) rows: Vec<f64>,
    pub(super) columns: Vec<f64>,
    pub(super) total: f64,
}

impl Margins {
    pub(super) fn of(table: &[Vec<u64>]) -> Result<Self, Error> {
        let width = table.first().map_or(0, Vec::len);
        let wrong = table.iter().position(|row| row.len() != width || width < 2);
        if let Some(row) = wrong.or((table.len() < 2).then_some(0)) {
            let len = table.get(row).map_or(0, Vec::len);
            return Err(Error::Shape { row, len });
        }
        let rows: Vec<f64> = table
            .iter()
            .map(|row| row.iter().map(|&n| n as f64).sum())
            .collect();
        let column = |column: usize| table.iter().map(|row| row[column] as f64).sum();
        Ok(Self {
            total: rows.iter().sum(),
            columns: (0..width).map(column).collect(),
            rows,
        })
    }
}

//! The features of one matrix.

use voxomics_core::math;

use super::shares::{Entry, Shares};
use super::{Features, mcc};
use crate::average::{EPSILON, entropy_term};

/// The features of a matrix of shares whose rows and columns are the levels `grey`.
pub(super) fn features(shares: &Shares, grey: &[f64]) -> Features {
    let marginals = Marginals::new(shares, grey);
    let mcc = mcc::maximal_correlation(shares, &marginals.along);
    marginals.features(shares, grey, grey[grey.len() - 1], mcc)
}

/// An entry of a matrix: the share of the pairs with levels `i` and `j`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cell {
    pub(crate) p: f64,
    pub(crate) i: f64,
    pub(crate) j: f64,
}

/// What follows from a matrix besides its entries. Distributions are lists of share and value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Parts<'a> {
    /// Of the levels of rows and of columns.
    pub(crate) along: [&'a [(f64, f64)]; 2],
    /// Of `i + j`.
    pub(crate) sum: &'a [(f64, f64)],
    /// Of `|i - j|`.
    pub(crate) difference: &'a [(f64, f64)],
    /// Of `i + j` and of `|i - j|`, bits.
    pub(crate) entropies: [f64; 2],
    pub(crate) information: Information,
    pub(crate) mcc: f64,
    /// `N_g`.
    pub(crate) largest: f64,
}

impl Parts<'_> {
    /// The features of the matrix with these `cells`.
    pub(crate) fn features(&self, cells: impl Iterator<Item = Cell>) -> Features {
        let mean = self.along.map(|levels| weighted(levels, |level| level));
        let deviation = |i: f64, axis: usize| i - mean[axis];
        let variance = |axis: usize| -> f64 {
            let terms = self.along[axis].iter();
            terms
                .map(|&(p, i)| p * deviation(i, axis) * deviation(i, axis))
                .sum()
        };
        let variances = [variance(0), variance(1)];
        let sigma = variances[0].sqrt() * variances[1].sqrt();
        let pairs = OverPairs::new(cells, mean);
        let from_centre = |k: f64| k - mean[0] - mean[1];
        let power = |k: f64, power| (0..power).fold(1.0, |product, _| product * from_centre(k));
        let difference = |term: &dyn Fn(f64) -> f64| weighted(self.difference, term);
        let difference_average = difference(&|k| k);
        let largest = self.largest;
        Features {
            autocorrelation: pairs.autocorrelation,
            cluster_prominence: weighted(self.sum, |k| power(k, 4)),
            cluster_shade: weighted(self.sum, |k| power(k, 3)),
            cluster_tendency: weighted(self.sum, |k| power(k, 2)),
            contrast: difference(&|k| k * k),
            correlation: if sigma == 0.0 {
                1.0
            } else {
                pairs.covariance / (sigma + EPSILON)
            },
            difference_average,
            difference_entropy: self.entropies[1],
            difference_variance: difference(&|k| {
                (k - difference_average) * (k - difference_average)
            }),
            id: difference(&|k| 1.0 / (1.0 + k)),
            idm: difference(&|k| 1.0 / (1.0 + k * k)),
            idmn: difference(&|k| 1.0 / (1.0 + (k * k) / (largest * largest))),
            idn: difference(&|k| 1.0 / (1.0 + k / largest)),
            imc1: self.information.first(),
            imc2: self.information.second(),
            inverse_variance: difference(&|k| if k > 0.0 { 1.0 / (k * k) } else { 0.0 }),
            joint_average: mean[0],
            joint_energy: pairs.energy,
            joint_entropy: self.information.joint,
            mcc: self.mcc,
            maximum_probability: pairs.maximum,
            sum_average: weighted(self.sum, |k| k),
            sum_entropy: self.entropies[0],
            sum_squares: variances[0],
        }
    }
}

/// Sums over the entries of a matrix, in one pass.
#[derive(Debug, Clone, Copy, Default)]
struct OverPairs {
    autocorrelation: f64,
    covariance: f64,
    energy: f64,
    maximum: f64,
}

impl OverPairs {
    fn new(cells: impl Iterator<Item = Cell>, mean: [f64; 2]) -> Self {
        cells.fold(Self::default(), |sums, Cell { p, i, j }| Self {
            autocorrelation: sums.autocorrelation + p * (i * j),
            covariance: sums.covariance + p * ((i - mean[0]) * (j - mean[1])),
            energy: sums.energy + p * p,
            maximum: sums.maximum.max(p),
        })
    }
}

/// Distributions that follow from a matrix.
pub(crate) struct Marginals {
    /// Row sums and column sums.
    pub(crate) along: [Vec<f64>; 2],
    /// By `i + j`.
    sum: Vec<f64>,
    /// By `|i - j|`.
    difference: Vec<f64>,
}

impl Marginals {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "grey levels are positive 16-bit integers"
    )]
    pub(crate) fn new(shares: &Shares, grey: &[f64]) -> Self {
        let index: Vec<usize> = grey.iter().map(|&level| level as usize).collect();
        let largest = index[index.len() - 1];
        let (mut sum, mut difference) = (vec![0.0; 2 * largest + 1], vec![0.0; largest]);
        for &Entry { row, column, share } in &shares.entries {
            sum[index[row] + index[column]] += share;
            difference[index[row].abs_diff(index[column])] += share;
        }
        Self {
            along: shares.margins(),
            sum,
            difference,
        }
    }

    /// The features of the matrix that the distributions follow from.
    pub(crate) fn features(
        &self,
        shares: &Shares,
        grey: &[f64],
        largest: f64,
        mcc: f64,
    ) -> Features {
        let cells = shares.entries.iter().map(|entry| Cell {
            p: entry.share,
            i: grey[entry.row],
            j: grey[entry.column],
        });
        let levels =
            |along: &[f64]| -> Vec<_> { along.iter().copied().zip(grey.iter().copied()).collect() };
        let [rows, columns] = [levels(&self.along[0]), levels(&self.along[1])];
        let parts = Parts {
            along: [&rows, &columns],
            sum: &by_index(&self.sum),
            difference: &by_index(&self.difference),
            entropies: [&self.sum, &self.difference].map(|shares| entropy(shares.iter().copied())),
            information: Information::new(shares, &self.along),
            mcc,
            largest,
        };
        parts.features(cells)
    }
}

/// Shares by index as a list of share and value, without those that are 0.
fn by_index(shares: &[f64]) -> Vec<(f64, f64)> {
    let all = shares.iter().enumerate().map(|(k, &p)| (p, k as f64));
    all.filter(|&(p, _)| p > 0.0).collect()
}

/// The entropies, in bits, behind the informational measures of correlation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Information {
    pub(crate) joint: f64,
    /// Of rows and columns.
    pub(crate) along: [f64; 2],
    /// `HXY₁` and `HXY₂`.
    pub(crate) independent: [f64; 2],
}

impl Information {
    pub(crate) fn new(shares: &Shares, along: &[Vec<f64>; 2]) -> Self {
        let [rows, columns] = along;
        Self {
            joint: entropy(shares.entries.iter().map(|entry| entry.share)),
            along: [rows, columns].map(|sums| entropy(sums.iter().copied())),
            independent: if shares.levels <= MOST_IN_TABLE {
                by_table(shares, along)
            } else {
                by_distinct(shares, along)
            },
        }
    }

    fn first(&self) -> f64 {
        let larger = self.along[0].max(self.along[1]);
        let gain = self.joint - self.independent[0];
        if larger == 0.0 { 0.0 } else { gain / larger }
    }

    #[expect(clippy::float_cmp, reason = "PyRadiomics asks for equality")]
    fn second(&self) -> f64 {
        if self.independent[1] == self.joint {
            return 0.0;
        }
        (1.0 - math::exp(-2.0 * (self.independent[1] - self.joint))).sqrt()
    }
}

/// The most levels for which a table of logarithms, one for each two, stays small.
const MOST_IN_TABLE: usize = 1024;

/// `HXY₁` and `HXY₂`, level by level.
fn by_table(shares: &Shares, [rows, columns]: &[Vec<f64>; 2]) -> [f64; 2] {
    let n = shares.levels;
    // Logarithms cost most: those of a pair of levels serve both orders.
    let symmetrical = rows == columns;
    let (mut logs, mut second) = (vec![0.0; n * n], 0.0);
    for (i, &row) in rows.iter().enumerate() {
        for (j, &column) in columns.iter().enumerate() {
            let product = row * column;
            let log = if symmetrical && j < i {
                logs[j * n + i]
            } else {
                math::log2(product + EPSILON)
            };
            logs[i * n + j] = log;
            second -= product * log;
        }
    }
    let log = |entry: &Entry| logs[entry.row * n + entry.column];
    let terms = shares.entries.iter().map(|entry| entry.share * log(entry));
    [-terms.sum::<f64>(), second]
}

/// The same where there are many levels, and few different sums of rows and columns: pairs are counted.
fn by_distinct(shares: &Shares, [rows, columns]: &[Vec<f64>; 2]) -> [f64; 2] {
    let log = |product: f64| math::log2(product + EPSILON);
    let first = shares
        .entries
        .iter()
        .map(|entry| entry.share * log(rows[entry.row] * columns[entry.column]));
    let (rows, columns) = (distinct(rows), distinct(columns));
    let second = rows.iter().map(|&(row, times_row)| -> f64 {
        let terms = columns
            .iter()
            .map(|&(column, times)| times * (row * column) * log(row * column));
        times_row * terms.sum::<f64>()
    });
    [-first.sum::<f64>(), -second.sum::<f64>()]
}

/// Different values, and how often each occurs.
#[expect(clippy::float_cmp, reason = "the same counts give the same shares")]
fn distinct(values: &[f64]) -> Vec<(f64, f64)> {
    let mut values = values.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    let equal = values.chunk_by(|left, right| left == right);
    equal.map(|equal| (equal[0], equal.len() as f64)).collect()
}

fn entropy(shares: impl Iterator<Item = f64>) -> f64 {
    shares.filter(|&p| p > 0.0).map(entropy_term).sum()
}

/// `Σ p term(value)`.
fn weighted(distribution: &[(f64, f64)], term: impl Fn(f64) -> f64) -> f64 {
    distribution.iter().map(|&(p, value)| p * term(value)).sum()
}

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::{Shares, by_distinct, by_table};

    #[test]
    fn pairs_of_equal_sums_can_be_counted() {
        let mut stream = Seed(22).stream("information", 0);
        for n in [1, 3, 60] {
            let counts: Vec<f64> = (0..n * n).map(|_| stream.below(3) as f64).collect();
            let total: f64 = counts.iter().sum::<f64>().max(1.0);
            let shares: Vec<f64> = counts.iter().map(|count| count / total).collect();
            let shares = Shares::from_dense(&shares, n);
            let along = shares.margins();
            let (want, got) = (by_table(&shares, &along), by_distinct(&shares, &along));
            for (want, got) in want.iter().zip(got) {
                assert!(
                    (want - got).abs() <= 1e-13 * want.abs(),
                    "{got} instead of {want}"
                );
            }
        }
    }
}

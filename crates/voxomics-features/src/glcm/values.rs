//! The features of one matrix.

use voxomics_core::math;

use super::{Features, mcc};
use crate::average::{EPSILON, entropy_term};

/// The features of a matrix of shares, row by row, whose rows and columns are the levels `grey`.
/// `None` if it is empty.
pub(super) fn features(shares: &[f64], grey: &[f64]) -> Option<Features> {
    let largest = *grey.last().filter(|_| !shares.is_empty())?;
    let marginals = Marginals::new(shares, grey);
    let mcc = mcc::maximal_correlation(shares, &marginals.along);
    Some(marginals.features(shares, grey, largest, mcc))
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
    pub(crate) fn new(shares: &[f64], grey: &[f64]) -> Self {
        let n = grey.len();
        let index: Vec<usize> = grey.iter().map(|&level| level as usize).collect();
        let largest = index[n - 1];
        let (mut sum, mut difference) = (vec![0.0; 2 * largest + 1], vec![0.0; largest]);
        for (row, shares) in shares.chunks_exact(n).enumerate() {
            for (column, &p) in shares.iter().enumerate() {
                sum[index[row] + index[column]] += p;
                difference[index[row].abs_diff(index[column])] += p;
            }
        }
        Self {
            along: margins(shares, n),
            sum,
            difference,
        }
    }

    /// The features of the matrix that the distributions follow from.
    pub(crate) fn features(
        &self,
        shares: &[f64],
        grey: &[f64],
        largest: f64,
        mcc: f64,
    ) -> Features {
        let cells = shares
            .chunks_exact(grey.len())
            .zip(grey)
            .flat_map(|(row, &i)| row.iter().zip(grey).map(move |(&p, &j)| Cell { p, i, j }));
        let levels =
            |along: &[f64]| -> Vec<_> { along.iter().copied().zip(grey.iter().copied()).collect() };
        let [rows, columns] = [levels(&self.along[0]), levels(&self.along[1])];
        let parts = Parts {
            along: [&rows, &columns],
            sum: &by_index(&self.sum),
            difference: &by_index(&self.difference),
            entropies: [entropy(&self.sum), entropy(&self.difference)],
            information: Information::new(shares, &self.along),
            mcc,
            largest,
        };
        parts.features(cells)
    }
}

/// Row sums and column sums of a matrix of `n` columns.
pub(crate) fn margins(shares: &[f64], n: usize) -> [Vec<f64>; 2] {
    let mut along = [vec![0.0; n], vec![0.0; n]];
    for (row, shares) in shares.chunks_exact(n).enumerate() {
        for (column, &p) in shares.iter().enumerate() {
            along[0][row] += p;
            along[1][column] += p;
        }
    }
    along
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
    pub(crate) fn new(shares: &[f64], [rows, columns]: &[Vec<f64>; 2]) -> Self {
        let n = columns.len();
        let mut independent = [0.0; 2];
        // Logarithms cost most: those of a pair of levels serve both orders.
        let symmetrical = rows == columns;
        let mut logs = vec![0.0; n * n];
        for (i, &row) in rows.iter().enumerate() {
            for (j, &column) in columns.iter().enumerate() {
                let product = row * column;
                let log = if symmetrical && j < i {
                    logs[j * n + i]
                } else {
                    math::log2(product + EPSILON)
                };
                logs[i * n + j] = log;
                independent[0] -= shares[i * n + j] * log;
                independent[1] -= product * log;
            }
        }
        Self {
            joint: entropy(shares),
            along: [entropy(rows), entropy(columns)],
            independent,
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

fn entropy(shares: &[f64]) -> f64 {
    shares
        .iter()
        .filter(|&&p| p > 0.0)
        .map(|&p| entropy_term(p))
        .sum()
}

/// `Σ p term(value)`.
fn weighted(distribution: &[(f64, f64)], term: impl Fn(f64) -> f64) -> f64 {
    distribution.iter().map(|&(p, value)| p * term(value)).sum()
}

//! The features of one matrix.

use voxomics_core::math;

use super::{Features, mcc};
use crate::average::{EPSILON, entropy_term};

/// The features of a matrix of shares, row by row, whose rows and columns are the levels `grey`.
/// `None` if it is empty.
pub(super) fn features(shares: &[f64], grey: &[f64]) -> Option<Features> {
    let largest = grey.last().filter(|_| !shares.is_empty())?;
    let marginals = Marginals::new(shares, grey);
    let Marginals { mean, .. } = marginals;
    let pairs = || {
        shares
            .chunks_exact(grey.len())
            .zip(grey)
            .flat_map(|(row, &i)| row.iter().zip(grey).map(move |(&p, &j)| (p, i, j)))
    };
    let sum_pairs =
        |term: &dyn Fn(f64, f64) -> f64| -> f64 { pairs().map(|(p, i, j)| p * term(i, j)).sum() };
    let sum_moment = |power: i32| {
        let term = |k: f64| (0..power).fold(1.0, |product, _| product * (k - mean[0] - mean[1]));
        weighted(&marginals.sum, term)
    };
    let difference = |term: &dyn Fn(f64) -> f64| weighted(&marginals.difference, term);
    let difference_average = difference(&|k| k);
    let variance = |axis: usize| {
        let along = marginals.along[axis].iter().zip(grey);
        along
            .map(|(&p, &i)| p * (i - mean[axis]) * (i - mean[axis]))
            .sum::<f64>()
    };
    let sigma = variance(0).sqrt() * variance(1).sqrt();
    let covariance = sum_pairs(&|i, j| (i - mean[0]) * (j - mean[1]));
    let information = Information::new(shares, &marginals);
    Some(Features {
        autocorrelation: sum_pairs(&|i, j| i * j),
        cluster_prominence: sum_moment(4),
        cluster_shade: sum_moment(3),
        cluster_tendency: sum_moment(2),
        contrast: difference(&|k| k * k),
        correlation: if sigma == 0.0 {
            1.0
        } else {
            covariance / (sigma + EPSILON)
        },
        difference_average,
        difference_entropy: entropy(&marginals.difference),
        difference_variance: difference(&|k| (k - difference_average) * (k - difference_average)),
        id: difference(&|k| 1.0 / (1.0 + k)),
        idm: difference(&|k| 1.0 / (1.0 + k * k)),
        idmn: difference(&|k| 1.0 / (1.0 + (k * k) / (largest * largest))),
        idn: difference(&|k| 1.0 / (1.0 + k / largest)),
        imc1: information.first(),
        imc2: information.second(),
        inverse_variance: difference(&|k| if k > 0.0 { 1.0 / (k * k) } else { 0.0 }),
        joint_average: mean[0],
        joint_energy: pairs().map(|(p, _, _)| p * p).sum(),
        joint_entropy: information.joint,
        mcc: mcc::maximal_correlation(shares, &marginals.along),
        maximum_probability: shares.iter().copied().fold(0.0, f64::max),
        sum_average: weighted(&marginals.sum, |k| k),
        sum_entropy: entropy(&marginals.sum),
        sum_squares: variance(0),
    })
}

/// Distributions that follow from a matrix.
struct Marginals {
    /// Row sums and column sums.
    along: [Vec<f64>; 2],
    /// Mean level of each.
    mean: [f64; 2],
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
    fn new(shares: &[f64], grey: &[f64]) -> Self {
        let n = grey.len();
        let index: Vec<usize> = grey.iter().map(|&level| level as usize).collect();
        let largest = index[n - 1];
        let mut along = [vec![0.0; n], vec![0.0; n]];
        let (mut sum, mut difference) = (vec![0.0; 2 * largest + 1], vec![0.0; largest]);
        for (row, shares) in shares.chunks_exact(n).enumerate() {
            for (column, &p) in shares.iter().enumerate() {
                along[0][row] += p;
                along[1][column] += p;
                sum[index[row] + index[column]] += p;
                difference[index[row].abs_diff(index[column])] += p;
            }
        }
        let mean = [0, 1].map(|axis: usize| {
            along[axis]
                .iter()
                .zip(grey)
                .map(|(&p, &level)| p * level)
                .sum()
        });
        Self {
            along,
            mean,
            sum,
            difference,
        }
    }
}

/// The entropies, in bits, behind the informational measures of correlation.
struct Information {
    joint: f64,
    /// Of rows and columns.
    along: [f64; 2],
    /// `HXY₁` and `HXY₂`.
    independent: [f64; 2],
}

impl Information {
    fn new(shares: &[f64], marginals: &Marginals) -> Self {
        let [rows, columns] = &marginals.along;
        let mut independent = [0.0; 2];
        for (shares, &row) in shares.chunks_exact(columns.len()).zip(rows) {
            for (&p, &column) in shares.iter().zip(columns) {
                let product = row * column;
                let log = math::log2(product + EPSILON);
                independent[0] -= p * log;
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

/// `Σ p(k) term(k)` over the index `k`.
fn weighted(shares: &[f64], term: impl Fn(f64) -> f64) -> f64 {
    shares
        .iter()
        .enumerate()
        .map(|(k, &p)| p * term(k as f64))
        .sum()
}

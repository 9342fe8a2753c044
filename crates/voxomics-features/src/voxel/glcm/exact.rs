//! With the whole matrix of the levels of a kernel, as for a region: slower, and rounded as there.

use super::Plan;
use super::tables::Lists;
use crate::average::EPSILON;
use crate::glcm::{Features, Information, Marginals, Shares, maximal_correlation};
use crate::voxel::kernel::Kernel;

/// The informational entropies of a matrix.
pub(super) fn information(lists: &Lists, kernel: &Kernel) -> Information {
    let shares = shares(lists, kernel);
    Information::new(&shares, &shares.margins())
}

/// The maximal correlation coefficient of a matrix.
pub(super) fn maximal(lists: &Lists, kernel: &Kernel) -> f64 {
    let shares = shares(lists, kernel);
    of_matrix(&shares, &shares.margins())
}

/// The correlation of a matrix, where all pairs have the same first or the same second level: 1, unless
/// rounding leaves `PyRadiomics` a variance.
pub(super) fn correlation(lists: &Lists, kernel: &Kernel) -> f64 {
    let grey = &kernel.levels[1..];
    let shares = shares(lists, kernel);
    let cells = shares
        .entries
        .iter()
        .map(|entry| (entry.share, grey[entry.row], grey[entry.column]));
    let sum = |term: &dyn Fn(f64, f64, f64) -> f64| -> f64 {
        cells.clone().map(|(p, i, j)| term(p, i, j)).sum()
    };
    let (x, y) = (sum(&|p, i, _| i * p), sum(&|p, _, j| j * p));
    let rows = sum(&|p, i, _| p * ((i - x) * (i - x))).sqrt();
    let columns = sum(&|p, _, j| p * ((j - y) * (j - y))).sqrt();
    let sigma = rows * columns;
    if sigma == 0.0 {
        return 1.0;
    }
    sum(&|p, i, j| p * (i - x) * (j - y)) / (sigma + EPSILON)
}

/// The features of the weighted sum of all directions; `None` without a pair.
pub(super) fn of_sum(plan: &Plan, kernel: &Kernel) -> Option<Features> {
    let n = kernel.present();
    let mut shares = vec![0.0; n * n];
    for direction in &plan.directions {
        for pair in &direction.pairs {
            let [from, to] = pair.map(|at| usize::from(kernel.numbers[usize::from(at)]));
            if from != 0 && to != 0 {
                shares[(from - 1) * n + to - 1] += direction.weight;
                if plan.symmetrical {
                    shares[(to - 1) * n + from - 1] += direction.weight;
                }
            }
        }
    }
    let total: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= total;
    }
    (total > 0.0).then(|| {
        let shares = Shares::from_dense(&shares, n);
        let grey = &kernel.levels[1..];
        let marginals = Marginals::new(&shares, grey);
        let mcc = if plan.one_level {
            1.0
        } else {
            of_matrix(&shares, &marginals.along)
        };
        marginals.features(&shares, grey, f64::from(plan.largest), mcc)
    })
}

/// The maximal correlation coefficient where the region has other levels than those of the matrix.
fn of_matrix(shares: &Shares, along: &[Vec<f64>; 2]) -> f64 {
    if shares.levels == 1 {
        return 0.0;
    }
    maximal_correlation(shares, along)
}

/// The matrix.
fn shares(lists: &Lists, kernel: &Kernel) -> Shares {
    let width = kernel.present();
    let mut shares = vec![0.0; width * width];
    for entry in &lists.entries {
        let [row, column] = [entry.row, entry.column].map(|number| usize::from(number) - 1);
        shares[row * width + column] = f64::from(entry.count) / f64::from(lists.n);
    }
    Shares::from_dense(&shares, width)
}

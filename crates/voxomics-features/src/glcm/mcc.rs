//! The maximal correlation coefficient.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::average::EPSILON;

/// Maximal correlation coefficient of a matrix of shares with its row and column sums.
///
/// `PyRadiomics` takes the root of the second largest eigenvalue of the unsymmetric
/// `Q(i, j) = Σ_k p(i, k) p(j, k) / (pₓ(i) p_y(k) + ε)`. Without the `ε`, that eigenvalue is the square
/// of the second largest singular value of `B(i, j) = p(i, j) / √(pₓ(i) p_y(j))`. The largest is 1,
/// with the singular vectors `√pₓ` and `√p_y`; taking that part away leaves the second as the largest,
/// which is cheap to find and never NaN. What the `ε` adds, up to 1e-7 where a rare level matters, is
/// then put back by perturbation.
pub(super) fn maximal_correlation(shares: &[f64], [rows, columns]: &[Vec<f64>; 2]) -> f64 {
    let n = rows.len();
    if n < 2 {
        return 1.0;
    }
    let roots = |marginal: &[f64]| marginal.iter().map(|p| p.sqrt()).collect::<Vec<_>>();
    let (left, right) = (roots(rows), roots(columns));
    let rest = DMatrix::from_fn(n, n, |i, j| {
        let product = left[i] * right[j];
        if product > 0.0 {
            shares[i * n + j] / product - product
        } else {
            0.0
        }
    });
    // Of a symmetric matrix, singular values are eigenvalues but for the sign.
    let (value, vector) = if rest == rest.transpose() {
        let eigen = SymmetricEigen::new(rest);
        let at = eigen.eigenvalues.iamax();
        (
            eigen.eigenvalues[at] * eigen.eigenvalues[at],
            eigen.eigenvectors.column(at).into_owned(),
        )
    } else {
        let eigen = SymmetricEigen::new(times_transposed(&rest, &rest));
        let at = eigen.eigenvalues.imax();
        (
            eigen.eigenvalues[at],
            eigen.eigenvectors.column(at).into_owned(),
        )
    };
    // Nothing but rounding is left: no correlation beyond the marginals.
    if value < 1e-20 {
        return 0.0;
    }
    let pair = Eigenpair {
        value,
        left: DVector::from_fn(n, |i, _| vector[i] * left[i]),
        right: DVector::from_fn(n, |i, _| {
            if left[i] > 0.0 {
                vector[i] / left[i]
            } else {
                0.0
            }
        }),
    };
    let shares = DMatrix::from_row_slice(n, n, shares);
    pair.with_epsilon(&shares, rows, columns).max(0.0).sqrt()
}

/// `a bᵀ`, with additions in a fixed order: nalgebra's product uses other instructions, and with them
/// other bits, where the CPU has them.
fn times_transposed(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(a.nrows(), b.nrows());
    for k in 0..a.ncols() {
        for (j, mut column) in product.column_iter_mut().enumerate() {
            let factor = b[(j, k)];
            for (sum, &term) in column.iter_mut().zip(a.column(k).iter()) {
                *sum += term * factor;
            }
        }
    }
    product
}

/// An eigenvalue of `Q` without the `ε`, and its eigenvectors, whose product is 1.
struct Eigenpair {
    value: f64,
    left: DVector<f64>,
    right: DVector<f64>,
}

impl Eigenpair {
    /// The eigenvalue of `Q` with the `ε`.
    fn with_epsilon(&self, shares: &DMatrix<f64>, rows: &[f64], columns: &[f64]) -> f64 {
        let projected = shares.tr_mul(&self.right);
        let change = |i: usize, k: usize| {
            let product = rows[i] * columns[k];
            if product > 0.0 {
                -shares[(i, k)] * EPSILON / (product * (product + EPSILON))
            } else {
                0.0
            }
        };
        let n = rows.len();
        let along = |i: usize| (0..n).map(|k| change(i, k) * projected[k]).sum::<f64>();
        let first: f64 = (0..n).map(|i| self.left[i] * along(i)).sum();
        let value = self.value + first;
        if first.abs() < 1e-9 * self.value {
            return value;
        }
        self.refined(value, shares, rows, columns)
    }

    /// The eigenvalue of `Q` next to `value`, by inverse iteration, where the first order is not enough.
    fn refined(&self, mut value: f64, shares: &DMatrix<f64>, rows: &[f64], columns: &[f64]) -> f64 {
        let n = rows.len();
        let divided = DMatrix::from_fn(n, n, |i, k| {
            shares[(i, k)] / (rows[i] * columns[k] + EPSILON)
        });
        let q = times_transposed(&divided, shares);
        let mut right = self.right.clone();
        for _ in 0..3 {
            let shifted = &q - DMatrix::from_diagonal_element(n, n, value);
            let Some(next) = shifted.lu().solve(&right) else {
                break; // singular: `value` is an eigenvalue to the last bit
            };
            let step = self.left.dot(&right) / self.left.dot(&next);
            if !step.is_finite() {
                break;
            }
            value += step;
            right = next.normalize();
        }
        value
    }
}

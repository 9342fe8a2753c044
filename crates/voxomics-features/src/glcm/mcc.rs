//! The maximal correlation coefficient.

use nalgebra::{DMatrix, DVector, SymmetricEigen};

use crate::average::EPSILON;

/// Maximal correlation coefficient of a matrix of shares with its row and column sums.
///
/// `PyRadiomics` takes the root of the second largest eigenvalue of the unsymmetric
/// `Q(i, j) = Σ_k p(i, k) p(j, k) / (pₓ(i) p_y(k) + ε)`. Levels that no chain of pairs joins make `Q` fall
/// into blocks, each with an eigenvalue next to 1 of its own, so that blocks are taken one by one.
///
/// Without the `ε`, a block's eigenvalues are the squares of the singular values of
/// `B(i, j) = p(i, j) / √(pₓ(i) p_y(j))`. The largest is 1, with the singular vectors `√pₓ` and `√p_y`;
/// taking that part away leaves the second as the largest. What the `ε` adds, up to 1e-7 where a rare
/// level matters, is then put back by perturbation.
pub(crate) fn maximal_correlation(shares: &[f64], marginals: &[Vec<f64>; 2]) -> f64 {
    let n = marginals[0].len();
    if n < 2 {
        return 1.0;
    }
    let shares = DMatrix::from_row_slice(n, n, shares);
    let blocks = Block::all(&shares, marginals);
    let mut values: Vec<f64> = blocks.iter().flat_map(Block::eigenvalues).collect();
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    // A level without a pair is an eigenvalue of 0.
    values
        .get(1)
        .map_or(0.0, |second| second.clamp(0.0, 1.0).sqrt())
}

/// Rows and columns that chains of pairs join.
struct Block {
    shares: DMatrix<f64>,
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Block {
    /// The blocks that hold a pair, in the order of their first row.
    fn all(shares: &DMatrix<f64>, [rows, columns]: &[Vec<f64>; 2]) -> Vec<Self> {
        let of = joined(shares);
        let n = rows.len();
        let firsts = (0..n).filter(|&row| rows[row] > 0.0 && !of[..row].contains(&of[row]));
        let block = |first: usize| {
            let inside: Vec<usize> = (0..n).filter(|&row| of[row] == of[first]).collect();
            let across: Vec<usize> = (0..n)
                .filter(|&column| of[n + column] == of[first])
                .collect();
            Self {
                shares: shares.select_rows(&inside).select_columns(&across),
                rows: inside.iter().map(|&row| rows[row]).collect(),
                columns: across.iter().map(|&column| columns[column]).collect(),
            }
        };
        firsts.map(block).collect()
    }

    /// The two largest eigenvalues of the block of `Q`, or its only one.
    fn eigenvalues(&self) -> Vec<f64> {
        let total: f64 = self.rows.iter().sum();
        let first = Eigenpair {
            left: DVector::from_iterator(self.rows.len(), self.rows.iter().map(|p| p / total)),
            right: DVector::from_element(self.rows.len(), 1.0),
        };
        let mut values = vec![1.0 + self.change(&first)];
        values.extend(self.second());
        values
    }

    fn second(&self) -> Option<f64> {
        let (n, m) = (self.rows.len(), self.columns.len());
        if n.min(m) < 2 {
            return None;
        }
        let total: f64 = self.rows.iter().sum();
        let rest = DMatrix::from_fn(n, m, |i, j| {
            let product = (self.rows[i] * self.columns[j]).sqrt();
            self.shares[(i, j)] / product - product / total
        });
        // Of a symmetric matrix, singular values are eigenvalues but for the sign.
        let (value, vector) = if rest == rest.transpose() {
            let (value, vector) = largest(&rest);
            (value * value, vector)
        } else {
            let (value, vector) = largest(&times_transposed(&rest, &rest));
            (value.abs(), vector)
        };
        // Nothing but rounding is left: no correlation beyond the marginals.
        if value < 1e-20 {
            return Some(0.0);
        }
        let root = |i: usize| self.rows[i].sqrt();
        let pair = Eigenpair {
            left: DVector::from_fn(n, |i, _| vector[i] * root(i)),
            right: DVector::from_fn(n, |i, _| vector[i] / root(i)),
        };
        let change = self.change(&pair);
        if change.abs() < 1e-9 * value {
            return Some(value + change);
        }
        Some(self.refined(value, change, &pair))
    }

    /// What the `ε` adds to an eigenvalue, to first order.
    fn change(&self, pair: &Eigenpair) -> f64 {
        let projected = self.shares.tr_mul(&pair.right);
        let at = |i: usize, k: usize| {
            let product = self.rows[i] * self.columns[k];
            -self.shares[(i, k)] * EPSILON / (product * (product + EPSILON))
        };
        let along = |i: usize| {
            (0..self.columns.len())
                .map(|k| at(i, k) * projected[k])
                .sum::<f64>()
        };
        (0..self.rows.len()).map(|i| pair.left[i] * along(i)).sum()
    }

    /// The eigenvalue of `Q` next to the first order, by inverse iteration, where that is not enough.
    fn refined(&self, value: f64, change: f64, pair: &Eigenpair) -> f64 {
        let n = self.rows.len();
        let divided = DMatrix::from_fn(n, self.columns.len(), |i, k| {
            self.shares[(i, k)] / (self.rows[i] * self.columns[k] + EPSILON)
        });
        let q = times_transposed(&divided, &self.shares);
        let (mut refined, mut right) = (value + change, pair.right.clone());
        for _ in 0..3 {
            let shifted = &q - DMatrix::from_diagonal_element(n, n, refined);
            let Some(next) = shifted.lu().solve(&right) else {
                break; // singular: an eigenvalue to the last bit
            };
            let step = pair.left.dot(&right) / pair.left.dot(&next);
            if !step.is_finite() {
                break;
            }
            refined += step;
            right = next.normalize();
        }
        // Further away than the perturbation reaches lies another eigenvalue.
        let near = (refined - value - change).abs() <= change.abs();
        if near { refined } else { value + change }
    }
}

/// The component of every row, then of every column, in the graph that each pair makes an edge of.
fn joined(shares: &DMatrix<f64>) -> Vec<usize> {
    let n = shares.nrows();
    let mut of: Vec<usize> = vec![usize::MAX; 2 * n];
    for first in 0..n {
        if of[first] != usize::MAX {
            continue;
        }
        of[first] = first;
        let mut open = vec![first];
        while let Some(node) = open.pop() {
            for other in 0..n {
                let (share, next) = if node < n {
                    (shares[(node, other)], n + other)
                } else {
                    (shares[(other, node - n)], other)
                };
                if share > 0.0 && of[next] == usize::MAX {
                    of[next] = first;
                    open.push(next);
                }
            }
        }
    }
    of
}

/// The eigenvalue of largest magnitude of a symmetric matrix, and its vector.
fn largest(matrix: &DMatrix<f64>) -> (f64, DVector<f64>) {
    let eigen = SymmetricEigen::new(matrix.clone());
    let squares: f64 = eigen.eigenvalues.iter().map(|value| value * value).sum();
    let at = eigen.eigenvalues.iamax();
    let (value, vector) = (
        eigen.eigenvalues[at],
        eigen.eigenvectors.column(at).into_owned(),
    );
    let residual = residual(matrix, value, &vector);
    let expected = matrix.norm_squared();
    // The solver fails on some sparse matrices, without a word. NaN fails these tests too.
    if residual <= 1e-10 && (squares - expected).abs() <= 1e-10 * expected.max(1.0) {
        return (value, vector);
    }
    jacobi(matrix.clone())
}

fn residual(matrix: &DMatrix<f64>, value: f64, vector: &DVector<f64>) -> f64 {
    (matrix.tr_mul(vector) - vector * value).norm()
}

/// The same by Jacobi's rotations: slow, and never wrong.
fn jacobi(mut matrix: DMatrix<f64>) -> (f64, DVector<f64>) {
    let n = matrix.nrows();
    let mut vectors = DMatrix::identity(n, n);
    for _ in 0..60 {
        let off: f64 = (0..n)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|at| matrix[at] * matrix[at])
            .sum();
        if off < 1e-30 {
            break;
        }
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut matrix, &mut vectors, [p, q]);
            }
        }
    }
    let at = matrix.diagonal().iamax();
    (matrix[(at, at)], vectors.column(at).into_owned())
}

/// Turns the plane of two axes so that the entry between them is 0.
fn rotate(matrix: &mut DMatrix<f64>, vectors: &mut DMatrix<f64>, [p, q]: [usize; 2]) {
    let between = matrix[(p, q)];
    if between == 0.0 {
        return;
    }
    let theta = (matrix[(q, q)] - matrix[(p, p)]) / (2.0 * between);
    let tangent = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
    let sine = tangent * cosine;
    for k in 0..matrix.nrows() {
        let (a, b) = (matrix[(k, p)], matrix[(k, q)]);
        matrix[(k, p)] = cosine * a - sine * b;
        matrix[(k, q)] = sine * a + cosine * b;
        let (a, b) = (vectors[(k, p)], vectors[(k, q)]);
        vectors[(k, p)] = cosine * a - sine * b;
        vectors[(k, q)] = sine * a + cosine * b;
    }
    for k in 0..matrix.nrows() {
        let (a, b) = (matrix[(p, k)], matrix[(q, k)]);
        matrix[(p, k)] = cosine * a - sine * b;
        matrix[(q, k)] = sine * a + cosine * b;
    }
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

/// The eigenvectors of an eigenvalue of a block of `Q` without the `ε`; their product is 1.
struct Eigenpair {
    left: DVector<f64>,
    right: DVector<f64>,
}

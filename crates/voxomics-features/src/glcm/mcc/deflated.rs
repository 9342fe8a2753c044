//! A block without its first singular value.

use super::super::shares::Entry;
use super::block::Block;
use super::tridiagonal::dot;

/// From this share of entries that are not 0 on, a product with a whole matrix is faster.
const DENSE: f64 = 0.1;

/// `B(i, j) = p(i, j) / √(pₓ(i) p_y(j))` without its first singular value.
pub(super) struct Deflated {
    matrix: Matrix,
    is_symmetric: bool,
    rows: usize,
    columns: usize,
}

enum Matrix {
    /// Row by row.
    Dense(Vec<f64>),
    Sparse {
        /// Of `B` itself.
        entries: Vec<Entry>,
        /// The vectors of its first singular value, along rows and columns.
        first: [Vec<f64>; 2],
    },
}

impl Deflated {
    pub(super) fn new(block: &Block) -> Self {
        let (rows, columns) = (block.rows.len(), block.columns.len());
        let roots = |sums: &[f64]| -> Vec<f64> { sums.iter().map(|p| p.sqrt()).collect() };
        let sums = [&block.rows, &block.columns].map(|sums| roots(sums));
        let entry = |entry: &Entry| Entry {
            share: entry.share / (sums[0][entry.row] * sums[1][entry.column]),
            ..*entry
        };
        let scale = 1.0 / block.total().sqrt();
        let first = sums
            .each_ref()
            .map(|roots| roots.iter().map(|root| root * scale).collect());
        let entries = block.entries.iter().map(entry);
        let matrix = if (entries.len() as f64) < DENSE * (rows * columns) as f64 {
            let entries = entries.collect();
            Matrix::Sparse { entries, first }
        } else {
            let mut matrix: Vec<f64> = Vec::with_capacity(rows * columns);
            for row in &first[0] {
                matrix.extend(first[1].iter().map(|column| -(row * column)));
            }
            for entry in entries {
                matrix[entry.row * columns + entry.column] += entry.share;
            }
            Matrix::Dense(matrix)
        };
        Self {
            matrix,
            is_symmetric: block.is_symmetric,
            rows,
            columns,
        }
    }

    /// The matrix row by row if it is symmetric, else it times its transpose.
    pub(super) fn squared(&self) -> Vec<f64> {
        if let (Matrix::Dense(matrix), true) = (&self.matrix, self.is_symmetric) {
            return matrix.clone();
        }
        let mut square = vec![0.0; self.rows * self.rows];
        let mut axis = vec![0.0; self.rows];
        for (i, row) in square.chunks_exact_mut(self.rows).enumerate() {
            axis[i] = 1.0;
            self.multiply(&axis, row);
            axis[i] = 0.0;
        }
        square
    }

    /// `y = M x` if the matrix `M` is symmetric, else `y = M Mᵀ x`.
    pub(super) fn multiply(&self, x: &[f64], y: &mut [f64]) {
        if self.is_symmetric {
            return self.forward(x, y);
        }
        let mut across = vec![0.0; self.columns];
        self.backward(x, &mut across);
        self.forward(&across, y);
    }

    /// `y = M x`.
    fn forward(&self, x: &[f64], y: &mut [f64]) {
        match &self.matrix {
            Matrix::Dense(matrix) => {
                for (y, row) in y.iter_mut().zip(matrix.chunks_exact(self.columns)) {
                    *y = dot(row, x);
                }
            }
            Matrix::Sparse { entries, first } => {
                start(&first[1], x, &first[0], y);
                for entry in entries {
                    y[entry.row] += entry.share * x[entry.column];
                }
            }
        }
    }

    /// `y = Mᵀ x`.
    fn backward(&self, x: &[f64], y: &mut [f64]) {
        match &self.matrix {
            Matrix::Dense(matrix) => {
                y.fill(0.0);
                for (row, &factor) in matrix.chunks_exact(self.columns).zip(x) {
                    for (y, entry) in y.iter_mut().zip(row) {
                        *y += factor * entry;
                    }
                }
            }
            Matrix::Sparse { entries, first } => {
                start(&first[0], x, &first[1], y);
                for entry in entries {
                    y[entry.column] += entry.share * x[entry.row];
                }
            }
        }
    }
}

/// What the first singular value takes away.
fn start(first_from: &[f64], from: &[f64], first_to: &[f64], to: &mut [f64]) {
    let along = dot(first_from, from);
    for (y, first) in to.iter_mut().zip(first_to) {
        *y = -along * first;
    }
}

//! Cholesky factors of information matrices, by nalgebra, or large ones by LAPACK with the feature `lapack`.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

/// A symmetric positive definite matrix as its lower factor.
#[derive(Debug, Clone)]
pub(crate) struct Factor(Cholesky<f64, Dyn>);

impl Factor {
    /// None for a matrix that is not positive definite.
    pub(crate) fn new(matrix: DMatrix<f64>) -> Option<Self> {
        #[cfg(feature = "lapack")]
        if matrix.nrows() >= lapack::LARGE {
            return lapack::lower(&matrix).map(|lower| Self(Cholesky::pack_dirty(lower)));
        }
        matrix.cholesky().map(Self)
    }

    /// An entry on or below the diagonal of the factor.
    pub(crate) fn lower(&self, row: usize, column: usize) -> f64 {
        self.0.l_dirty()[(row, column)]
    }

    /// Of the matrix.
    pub(crate) fn log_determinant(&self) -> f64 {
        self.0.ln_determinant()
    }

    /// The inverse of the leading part, of the size of `b`, times `b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (lower, size) = (self.0.l_dirty(), b.len());
        let b = DVector::from_column_slice(b);
        let solution = if size == lower.nrows() {
            self.0.solve(&b)
        } else {
            // The leading part of a factor is the factor of the leading part.
            let leading = lower.view((0, 0), (size, size)).into_owned();
            Cholesky::pack_dirty(leading).solve(&b)
        };
        solution.iter().copied().collect()
    }

    /// The inverse, row by row.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let inverse = self.0.inverse();
        let rows = inverse.row_iter();
        rows.map(|row| row.iter().copied().collect()).collect()
    }
}

#[cfg(feature = "lapack")]
mod lapack {
    use nalgebra::DMatrix;
    use ndarray::ArrayView2;
    use ndarray_linalg::{Cholesky as _, UPLO};

    /// Columns from which on LAPACK is asked; not tuned by a measurement.
    pub(super) const LARGE: usize = 64;

    /// LAPACK's `dpotrf`.
    pub(super) fn lower(matrix: &DMatrix<f64>) -> Option<DMatrix<f64>> {
        let size = matrix.nrows();
        // Column-major or row-major, a symmetric matrix is the same.
        let view = ArrayView2::from_shape((size, size), matrix.as_slice()).ok()?;
        let lower = view.cholesky(UPLO::Lower).ok()?;
        let is_finite = lower.diag().iter().all(|x| x.is_finite() && *x > 0.0);
        is_finite.then(|| DMatrix::from_fn(size, size, |row, column| lower[(row, column)]))
    }

    #[cfg(test)]
    mod tests {
        use nalgebra::DMatrix;
        use voxomics_testkit::generator::normal;

        #[test]
        fn lapack_and_nalgebra_agree() {
            let size = 150;
            let x = DMatrix::from_fn(400, size, |i, j| normal(5, (i * size + j) as u64));
            let matrix = x.transpose() * &x;
            let ours = matrix.clone().cholesky().unwrap().unpack();
            let theirs = super::lower(&matrix).unwrap();
            for column in 0..size {
                for row in column..size {
                    let scale = ours[(row, row)].abs();
                    assert!((ours[(row, column)] - theirs[(row, column)]).abs() < 1e-10 * scale);
                }
            }
            assert!(super::lower(&DMatrix::from_element(70, 70, -1.0)).is_none());
        }
    }
}

//! The orthonormal columns of a design, by nalgebra, or of a large one by LAPACK with the feature `lapack`.

use nalgebra::DMatrix;

/// `X = Q R`.
#[derive(Debug, Clone)]
pub(crate) struct Qr {
    /// Columns of `Q`.
    pub(crate) columns: Vec<Vec<f64>>,
    triangle: DMatrix<f64>,
}

/// A column of which less than this share of its length is left is determined by others; R's `qr` puts the limit there.
const DEPENDENT: f64 = 1e-7;

impl Qr {
    /// Takes columns, and the lengths that what is left of each is measured by. The error is the first column that is
    /// determined by those before it.
    pub(crate) fn new(columns: &[Vec<f64>], lengths: &[f64]) -> Result<Self, usize> {
        let Some(first) = columns.first() else {
            return Ok(Self {
                columns: Vec::new(),
                triangle: DMatrix::zeros(0, 0),
            });
        };
        let rows = first.len();
        let matrix = DMatrix::from_fn(rows, columns.len(), |row, column| columns[column][row]);
        let (q, triangle) = factors(matrix);
        let mut lengths = lengths.iter().enumerate();
        let dependent = lengths.find(|&(j, length)| triangle[(j, j)].abs() <= DEPENDENT * length);
        if let Some((column, _)) = dependent {
            return Err(column);
        }
        let columns = q
            .column_iter()
            .map(|column| column.iter().copied().collect());
        Ok(Self {
            columns: columns.collect(),
            triangle,
        })
    }

    /// `R⁻¹ b`.
    pub(crate) fn back(&self, b: &[f64]) -> Vec<f64> {
        let mut b = b.to_vec();
        for j in (0..b.len()).rev() {
            b[j] /= self.triangle[(j, j)];
            for i in 0..j {
                b[i] -= self.triangle[(i, j)] * b[j];
            }
        }
        b
    }
}

fn factors(matrix: DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>) {
    #[cfg(feature = "lapack")]
    if matrix.ncols() >= lapack::LARGE
        && let Some(factors) = lapack::factors(&matrix)
    {
        return factors;
    }
    let qr = matrix.qr();
    (qr.q(), qr.r())
}

#[cfg(feature = "lapack")]
mod lapack {
    use nalgebra::DMatrix;
    use ndarray::{ArrayView2, ShapeBuilder};
    use ndarray_linalg::QR as _;

    /// Columns from which on LAPACK is asked; not tuned by a measurement.
    pub(super) const LARGE: usize = 64;

    /// LAPACK's `dgeqrf` and `dorgqr`.
    pub(super) fn factors(matrix: &DMatrix<f64>) -> Option<(DMatrix<f64>, DMatrix<f64>)> {
        let shape = (matrix.nrows(), matrix.ncols()).f();
        let (q, r) = ArrayView2::from_shape(shape, matrix.as_slice())
            .ok()?
            .qr()
            .ok()?;
        let own =
            |a: ndarray::Array2<f64>| DMatrix::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)]);
        Some((own(q), own(r)))
    }

    #[cfg(test)]
    mod tests {
        use nalgebra::DMatrix;
        use voxomics_testkit::generator::normal;

        #[test]
        fn lapack_and_nalgebra_agree() {
            let (rows, columns) = (300, 80);
            let x = DMatrix::from_fn(rows, columns, |i, j| normal(5, (i * columns + j) as u64));
            let (q, r) = super::factors(&x).unwrap();
            let ours = x.clone().qr();
            for column in 0..columns {
                // Signs of columns are each one's own.
                let sign = (r[(column, column)] * ours.r()[(column, column)]).signum();
                let difference = q.column(column) - ours.q().column(column) * sign;
                assert!(difference.amax() < 1e-12, "column {column}");
            }
            assert!((q * r - x).amax() < 1e-12);
        }
    }
}

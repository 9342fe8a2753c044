//! Cholesky factors of small symmetric matrices.

/// A symmetric positive definite matrix `A` as its factor `L`, `A = L Lᵀ`.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    size: usize,
    /// Rows of `L`, each of full length; what lies above the diagonal is never read.
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors the matrix whose lower triangle stands in `rows`, row by row.
    ///
    /// The first column that is, within `tolerance` of its own square norm, a combination of those before it is the error.
    pub(crate) fn new(size: usize, rows: &[f64], tolerance: f64) -> Result<Self, usize> {
        let mut lower = rows.to_vec();
        for i in 0..size {
            for j in 0..=i {
                let (head, row) = lower.split_at_mut(i * size);
                let left = if j == i {
                    &row[..j]
                } else {
                    &head[j * size..][..j]
                };
                let rest = row[j] - dot(left, &row[..j]);
                if j < i {
                    row[j] = rest / head[j * size + j];
                } else if rest > tolerance * rows[i * size + i] {
                    row[j] = rest.sqrt();
                } else {
                    // NaN ends here too.
                    return Err(i);
                }
            }
        }
        Ok(Self { size, lower })
    }

    /// `A⁻¹ b`, in place.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        let (n, l) = (self.size, &self.lower);
        for i in 0..n {
            b[i] = (b[i] - dot(&l[i * n..][..i], &b[..i])) / l[i * n + i];
        }
        for i in (0..n).rev() {
            let above: f64 = (i + 1..n).map(|k| l[k * n + i] * b[k]).sum();
            b[i] = (b[i] - above) / l[i * n + i];
        }
    }

    /// `A⁻¹`, row by row.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let column = |j| {
            let mut unit = vec![0.0; self.size];
            unit[j] = 1.0;
            self.solve(&mut unit);
            unit
        };
        (0..self.size).map(column).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::Cholesky;

    #[test]
    fn solves_and_inverts() {
        // [[4, 2, 2], [2, 10, 4], [2, 4, 9]], only its lower triangle given.
        let rows = [4.0, 9.9, 9.9, 2.0, 10.0, 9.9, 2.0, 4.0, 9.0];
        let factor = Cholesky::new(3, &rows, 1e-12).unwrap();
        let mut b = [8.0, 16.0, 15.0];
        factor.solve(&mut b);
        for got in b {
            assert!((got - 1.0).abs() < 1e-15, "{b:?}");
        }
        let inverse = factor.inverse();
        let product: f64 = (0..3).map(|k| [2.0, 4.0, 9.0][k] * inverse[k][2]).sum();
        assert!((product - 1.0).abs() < 1e-15);
    }

    #[test]
    fn names_the_dependent_column() {
        let rows = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(Cholesky::new(3, &rows, 1e-12).unwrap_err(), 1);
        assert_eq!(Cholesky::new(1, &[f64::NAN], 1e-12).unwrap_err(), 0);
    }
}

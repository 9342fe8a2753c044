//! Cholesky factors of small symmetric matrices.

/// `L` of `L Lᵀ = A`, `A` positive definite.
#[derive(Debug, Clone)]
pub(crate) struct Cholesky {
    size: usize,
    /// Rows of `L`, of full length; what lies above the diagonal is never read.
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors the matrix whose lower triangle stands in `rows`, row by row.
    ///
    /// The error is the first row of which no more than `least` is left once those before it are taken off.
    pub(crate) fn new(
        size: usize,
        rows: &[f64],
        least: impl Fn(usize) -> f64,
    ) -> Result<Self, usize> {
        let mut lower = rows.to_vec();
        for i in 0..size {
            let (head, row) = lower.split_at_mut(i * size);
            for j in 0..i {
                let before = &head[j * size..][..size];
                row[j] = (row[j] - dot(&before[..j], &row[..j])) / before[j];
            }
            let rest = row[i] - dot(&row[..i], &row[..i]);
            if rest > least(i) {
                row[i] = rest.sqrt();
            } else {
                // NaN ends here too.
                return Err(i);
            }
        }
        Ok(Self { size, lower })
    }

    /// What is left of the last diagonal entry once the rows before it are taken off.
    pub(crate) fn last_pivot(&self) -> f64 {
        self.lower.last().map_or(0.0, |root| root * root)
    }

    /// `A⁻¹ b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let (n, l) = (self.size, &self.lower);
        let mut x = b.to_vec();
        for i in 0..n {
            x[i] = (x[i] - dot(&l[i * n..][..i], &x[..i])) / l[i * n + i];
        }
        for i in (0..n).rev() {
            let above: f64 = (i + 1..n).map(|k| l[k * n + i] * x[k]).sum();
            x[i] = (x[i] - above) / l[i * n + i];
        }
        x
    }

    /// `bᵀ A⁻¹ b`.
    pub(crate) fn form(&self, b: &[f64]) -> f64 {
        dot(b, &self.solve(b)).max(0.0)
    }

    /// `A⁻¹`, row by row, symmetric to the last digit.
    pub(crate) fn inverse(&self) -> Vec<Vec<f64>> {
        let column = |j| {
            let mut unit = vec![0.0; self.size];
            unit[j] = 1.0;
            self.solve(&unit)
        };
        let mut rows: Vec<Vec<f64>> = (0..self.size).map(column).collect();
        for i in 0..self.size {
            let (above, below) = rows.split_at_mut(i);
            for (row, mirrored) in above.iter_mut().zip(&below[0]) {
                row[i] = *mirrored;
            }
        }
        rows
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::Cholesky;

    #[test]
    fn solves_inverts_and_names_the_dependent_row() {
        // [[4, 2, 2], [2, 10, 4], [2, 4, 9]], only its lower triangle given.
        let rows = [4.0, 9.9, 9.9, 2.0, 10.0, 9.9, 2.0, 4.0, 9.0];
        let factor = Cholesky::new(3, &rows, |_| 0.0).unwrap();
        let solved = factor.solve(&[8.0, 16.0, 15.0]);
        assert!(solved.iter().all(|x| (x - 1.0).abs() < 1e-15));
        let inverse = factor.inverse();
        let product: f64 = (0..3).map(|k| [2.0, 4.0, 9.0][k] * inverse[k][2]).sum();
        assert!((product - 1.0).abs() < 1e-15);
        let dependent = [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0];
        assert_eq!(Cholesky::new(3, &dependent, |_| 1e-12).unwrap_err(), 1);
        assert_eq!(Cholesky::new(1, &[f64::NAN], |_| 0.0).unwrap_err(), 0);
    }
}

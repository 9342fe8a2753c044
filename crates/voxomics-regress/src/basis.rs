//! Orthonormal columns that span the same as those given, in which every fit is well conditioned.

use crate::kernel::{add_scaled, dot};

/// `X = Q R` for those columns of `X` that are no combination of the ones before them.
#[derive(Debug, Clone)]
pub(crate) struct Basis {
    /// Columns of `Q`.
    pub(crate) columns: Vec<Vec<f64>>,
    /// Columns of `R`, as long as their place: above and on the diagonal.
    triangle: Vec<Vec<f64>>,
    /// To which of the columns given each belongs.
    pub(crate) kept: Vec<usize>,
    given: usize,
}

/// A column with less than this share of its length outside the span of those before is one of their combinations; R's `glm`
/// and `coxph` put the limit there.
const ALIASED: f64 = 1e-11;

impl Basis {
    /// Takes columns in the order that decides which of an aliased set stays: the first. Costs rows x columns².
    pub(crate) fn new(columns: &[Vec<f64>]) -> Self {
        let mut basis = Self {
            columns: Vec::with_capacity(columns.len()),
            triangle: Vec::with_capacity(columns.len()),
            kept: Vec::with_capacity(columns.len()),
            given: columns.len(),
        };
        for (index, column) in columns.iter().enumerate() {
            basis.push(index, column);
        }
        basis
    }

    fn push(&mut self, index: usize, column: &[f64]) {
        // By its largest value first, whose square may leave the doubles.
        let largest = column.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        if largest == 0.0 {
            return;
        }
        let mut rest: Vec<f64> = column.iter().map(|x| x / largest).collect();
        let whole = dot(&rest, &rest).sqrt();
        let mut shares = vec![0.0; self.columns.len()];
        // Twice is enough for columns that are orthogonal to the last digit.
        for _ in 0..2 {
            for (share, other) in shares.iter_mut().zip(&self.columns) {
                let part = dot(&rest, other);
                add_scaled(&mut rest, -part, other);
                *share += part;
            }
        }
        let length = dot(&rest, &rest).sqrt();
        if length <= ALIASED * whole {
            return;
        }
        for x in &mut rest {
            *x /= length;
        }
        shares.push(length);
        for share in &mut shares {
            *share *= largest;
        }
        self.columns.push(rest);
        self.triangle.push(shares);
        self.kept.push(index);
    }

    pub(crate) fn rank(&self) -> usize {
        self.columns.len()
    }

    /// `log |det R|`.
    pub(crate) fn log_determinant(&self) -> f64 {
        let diagonal = self.triangle.iter().map(|column| column[column.len() - 1]);
        diagonal.map(|r| libm::log(r.abs())).sum()
    }

    /// How much the last coordinate changes with the last coefficient: nothing else changes it.
    pub(crate) fn last_scale(&self) -> f64 {
        self.triangle
            .last()
            .map_or(0.0, |column| column[column.len() - 1])
    }

    /// `R⁻¹ b`: coefficients of the columns kept.
    pub(crate) fn back(&self, coordinates: &[f64]) -> Vec<f64> {
        let mut b = coordinates.to_vec();
        for j in (0..b.len()).rev() {
            b[j] /= self.triangle[j][j];
            let value = b[j];
            add_scaled(&mut b[..j], -value, &self.triangle[j][..j]);
        }
        b
    }

    /// Coefficients of all columns given, none for aliased ones.
    pub(crate) fn coefficients(&self, coordinates: &[f64]) -> Vec<Option<f64>> {
        let mut all = vec![None; self.given];
        for (&index, value) in self.kept.iter().zip(self.back(coordinates)) {
            all[index] = Some(value);
        }
        all
    }

    /// `R⁻¹ C R⁻ᵀ` of a covariance of coordinates, row by row.
    pub(crate) fn covariance(&self, coordinates: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let half: Vec<Vec<f64>> = coordinates.iter().map(|row| self.back(row)).collect();
        let column = |j: usize| half.iter().map(|row| row[j]).collect::<Vec<f64>>();
        let mut rows: Vec<Vec<f64>> = (0..self.rank()).map(|j| self.back(&column(j))).collect();
        // Rounding alone could make the halves differ.
        for i in 1..rows.len() {
            let (above, below) = rows.split_at_mut(i);
            for (row, &mirrored) in above.iter_mut().zip(&below[0]) {
                row[i] = mirrored;
            }
        }
        rows
    }

    /// `Q γ`, added to `linear`.
    pub(crate) fn add_to(&self, linear: &mut [f64], coordinates: &[f64]) {
        for (column, &gamma) in self.columns.iter().zip(coordinates) {
            add_scaled(linear, gamma, column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Basis;

    #[test]
    fn combinations_are_left_out_and_the_rest_comes_back() {
        let columns = vec![
            vec![1.0; 5],
            vec![1e8 + 1.0, 1e8 + 2.0, 1e8 + 4.0, 1e8, 1e8 + 9.0],
            vec![2.0; 5],
            vec![1.0, -1.0, 3.0, 0.5, 2.0],
        ];
        let basis = Basis::new(&columns);
        assert_eq!(basis.kept, [0, 1, 3]);
        let mut linear = vec![0.0; 5];
        basis.add_to(&mut linear, &[0.3, -2.0, 1.5]);
        let back = basis.coefficients(&[0.3, -2.0, 1.5]);
        assert_eq!(back[2], None);
        for row in 0..5 {
            let eta: f64 = (columns.iter().zip(&back))
                .map(|(column, b)| column[row] * b.unwrap_or(0.0))
                .sum();
            assert!((eta - linear[row]).abs() < 1e-7, "{eta} {}", linear[row]);
        }
    }
}

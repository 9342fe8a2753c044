//! A Cholesky factor that grows by rows and is cut back.

use crate::kernel::dot;

/// Pivots below this share of the diagonal are raised to it: columns that others determine.
const LEAST_PIVOT: f64 = 1e-13;

/// `L` of `L Lᵀ = A`, of which rows are added at the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factor {
    rows: Vec<Vec<f64>>,
}

impl Factor {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Forgets the rows from `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.rows.truncate(length);
    }

    /// Takes a row and its column out of `A`, where they are in: what lies beyond is rotated back onto its diagonal, at the cost of a
    /// solution instead of a factorisation.
    pub(crate) fn remove(&mut self, at: usize) {
        if at >= self.rows.len() {
            return;
        }
        self.rows.remove(at);
        let mut rotations: Vec<(f64, f64)> = Vec::with_capacity(self.rows.len() - at);
        for row in &mut self.rows[at..] {
            let last = row.len() - 1;
            let mut left = row[at];
            for (column, &(cosine, sine)) in (at..).zip(&rotations) {
                let right = row[column + 1];
                row[column] = cosine * left + sine * right;
                left = cosine * right - sine * left;
            }
            let right = row[last];
            let length = (left * left + right * right).sqrt();
            rotations.push((left / length, right / length));
            row[last - 1] = length;
            row.truncate(last);
        }
    }

    /// The next row of `A`, up to its diagonal.
    pub(crate) fn push(&mut self, mut row: Vec<f64>) {
        let last = row.len() - 1;
        debug_assert_eq!(
            last,
            self.rows.len(),
            "a row for each that is there, and its own"
        );
        for column in 0..last {
            let known = dot(&row[..column], &self.rows[column][..column]);
            row[column] = (row[column] - known) / self.rows[column][column];
        }
        let pivot = row[last] - dot(&row[..last], &row[..last]);
        row[last] = pivot
            .max(LEAST_PIVOT * row[last])
            .max(f64::MIN_POSITIVE)
            .sqrt();
        self.rows.push(row);
    }

    /// Turns `b` into `A⁻¹ b`.
    pub(crate) fn solve(&self, b: &mut [f64]) {
        for (at, row) in self.rows.iter().enumerate() {
            b[at] = (b[at] - dot(&row[..at], &b[..at])) / row[at];
        }
        for at in (0..self.rows.len()).rev() {
            let row = &self.rows[at];
            b[at] /= row[at];
            let known = b[at];
            for (b, l) in b[..at].iter_mut().zip(row) {
                *b -= known * l;
            }
        }
    }
}

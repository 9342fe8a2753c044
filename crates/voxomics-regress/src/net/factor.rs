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

    /// The next rows of `A`, each up to its diagonal.
    pub(crate) fn push(&mut self, mut rows: Vec<Vec<f64>>) {
        // What is there is read once for all of them.
        for (column, known) in self.rows.iter().enumerate() {
            for row in &mut rows {
                let part = dot(&row[..column], &known[..column]);
                row[column] = (row[column] - part) / known[column];
            }
        }
        let done = self.rows.len();
        for row in rows {
            self.push_one(row, done);
        }
    }

    /// A row of which the first entries are `done`.
    fn push_one(&mut self, mut row: Vec<f64>, done: usize) {
        let last = row.len() - 1;
        debug_assert_eq!(
            last,
            self.rows.len(),
            "an entry for each row that is there, and its own"
        );
        for column in done..last {
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

#[cfg(test)]
mod tests {
    use super::Factor;

    /// `Σ (i + 1)^k (j + 1)^k` and a diagonal: positive definite.
    fn entry(i: usize, j: usize) -> f64 {
        let product = ((i + 1) * (j + 1)) as f64;
        1.0 + product + product * product + if i == j { 3.0 } else { 0.0 }
    }

    fn of(which: &[usize]) -> Factor {
        let mut factor = Factor::default();
        let row = |at: usize| which[..=at].iter().map(|&j| entry(which[at], j)).collect();
        let (first, rest) = (0..which.len())
            .map(row)
            .partition(|row: &Vec<f64>| row.len() < 3);
        factor.push(first);
        factor.push(rest);
        factor
    }

    #[test]
    fn a_row_that_is_taken_out_has_never_been_in() {
        for at in 0..5 {
            let mut which: Vec<usize> = (0..5).collect();
            let mut factor = of(&which);
            factor.remove(at);
            which.remove(at);
            let (mut found, mut want) = (vec![1.0, -2.0, 3.0, 0.5], vec![1.0, -2.0, 3.0, 0.5]);
            factor.solve(&mut found);
            of(&which).solve(&mut want);
            for (found, want) in found.iter().zip(&want) {
                assert!(
                    (found - want).abs() < 1e-12,
                    "without {at}: {found}, {want}"
                );
            }
        }
    }

    #[test]
    fn a_row_beyond_the_last_is_not_in() {
        let mut factor = of(&[0, 1]);
        factor.remove(2);
        assert_eq!(factor.len(), 2);
    }
}

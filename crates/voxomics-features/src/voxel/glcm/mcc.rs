//! The maximal correlation coefficient of a few pairs.

use super::tables::{Entry, Lists};
use crate::glcm::Tridiagonal;
use crate::voxel::glszm::join;

/// Computes the second singular value of `B(i, j) = n(i, j) / √(n(i) n(j))`, which is the coefficient.
///
/// Most matrices of a kernel need no eigenvalues: where pairs do not connect all rows and columns, `B` falls
/// into blocks, each with a singular value of 1; and for two or three levels there are closed forms.
#[derive(Debug, Clone, Default)]
pub(super) struct Spectrum {
    parents: Vec<u16>,
    /// Place of every level, by number, among the rows and among the columns that are not empty.
    places: [Vec<u16>; 2],
    /// Root of the count of every row and column that is not empty.
    roots: [Vec<f64>; 2],
    matrix: Vec<f64>,
    square: Vec<f64>,
    reduced: Tridiagonal,
}

impl Spectrum {
    /// The coefficient, 0 where there is a single row or column.
    pub(super) fn correlation(&mut self, lists: &Lists, symmetrical: bool) -> f64 {
        let [rows, columns] = [0, 1].map(|axis: usize| lists.along[axis].len());
        if lists.entries.len() + 1 < rows + columns {
            return 1.0;
        }
        let smaller = rows.min(columns);
        if smaller == 1 {
            return 0.0;
        }
        self.place(lists);
        if !self.connected(&lists.entries) {
            return 1.0;
        }
        let value = match (smaller, symmetrical) {
            (2, _) => self.sum_of_squares(&lists.entries).sqrt(),
            (3, true) => self.of_three(&lists.entries),
            (_, true) => {
                self.deflate(lists);
                self.reduced.reduce(&mut self.matrix, rows);
                self.reduced.largest_magnitude().abs()
            }
            (_, false) => {
                self.deflate(lists);
                self.multiply([rows, columns]);
                self.reduced.reduce(&mut self.square, smaller);
                self.reduced.largest_magnitude().abs().sqrt()
            }
        };
        value.clamp(0.0, 1.0)
    }

    fn place(&mut self, lists: &Lists) {
        for (axis, levels) in lists.along.iter().enumerate() {
            let most = levels.last().map_or(0, |&(number, _)| usize::from(number));
            self.places[axis].resize(most + 1, 0);
            self.roots[axis].clear();
            for (place, &(number, count)) in (0..).zip(levels) {
                self.places[axis][usize::from(number)] = place;
                self.roots[axis].push(f64::from(count).sqrt());
            }
        }
    }

    /// Whether pairs join all rows and columns.
    fn connected(&mut self, entries: &[Entry]) -> bool {
        let [rows, columns] = [0, 1].map(|axis: usize| self.roots[axis].len());
        self.parents.clear();
        self.parents.extend((0..).take(rows + columns));
        let first_column = u16::try_from(rows).expect("levels fit into 16 bits");
        let mut parts = rows + columns;
        for entry in entries {
            let [row, column] = self.at(*entry);
            parts -= usize::from(join(&mut self.parents, row, first_column + column));
        }
        parts == 1
    }

    fn at(&self, entry: Entry) -> [u16; 2] {
        [
            self.places[0][usize::from(entry.row)],
            self.places[1][usize::from(entry.column)],
        ]
    }

    /// An entry of `B`.
    fn share(&self, entry: Entry) -> f64 {
        let [row, column] = self.at(entry).map(usize::from);
        f64::from(entry.count) / (self.roots[0][row] * self.roots[1][column])
    }

    /// Sum of the squares of all singular values but the first.
    fn sum_of_squares(&self, entries: &[Entry]) -> f64 {
        let squares = entries
            .iter()
            .map(|entry| self.share(*entry) * self.share(*entry));
        (squares.sum::<f64>() - 1.0).max(0.0)
    }

    /// Of a symmetric matrix of three levels: the trace and the sum of squares give both eigenvalues
    /// besides 1.
    fn of_three(&self, entries: &[Entry]) -> f64 {
        let diagonal = entries.iter().filter(|entry| entry.row == entry.column);
        let trace = diagonal.map(|entry| self.share(*entry)).sum::<f64>() - 1.0;
        let discriminant = 2.0 * self.sum_of_squares(entries) - trace * trace;
        f64::midpoint(trace.abs(), discriminant.max(0.0).sqrt())
    }

    /// `B` without its first singular value, whose vectors are the roots of the shares.
    fn deflate(&mut self, lists: &Lists) {
        let [rows, columns] = &self.roots;
        let n = f64::from(lists.n);
        self.matrix.clear();
        for &row in rows {
            self.matrix
                .extend(columns.iter().map(|&column| -(row * column) / n));
        }
        for entry in &lists.entries {
            let [row, column] = self.at(*entry).map(usize::from);
            self.matrix[row * columns.len() + column] += self.share(*entry);
        }
    }

    /// The product of the matrix with its transpose, the smaller of the two.
    fn multiply(&mut self, [rows, columns]: [usize; 2]) {
        let n = rows.min(columns);
        let line = |of: usize| {
            let (start, step, len) = if rows <= columns {
                (of * columns, 1, columns)
            } else {
                (of, columns, rows)
            };
            self.matrix[start..].iter().step_by(step).take(len)
        };
        self.square.clear();
        for i in 0..n {
            let products = (0..n).map(|j| line(i).zip(line(j)).map(|(a, b)| a * b).sum::<f64>());
            self.square.extend(products);
        }
    }
}

#[cfg(test)]
mod tests {
    use voxomics_core::Seed;

    use super::Spectrum;
    use crate::glcm::{Shares, maximal_correlation};
    use crate::voxel::glcm::tables::{Entry, Lists};

    /// A matrix of counts, row by row, as lists.
    fn lists(counts: &[u32], n: usize) -> Lists {
        let mut lists = Lists {
            n: counts.iter().sum(),
            ..Lists::default()
        };
        let mut along = [vec![0; n], vec![0; n]];
        for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let [row, column] = [at / n, at % n];
            along[0][row] += count;
            along[1][column] += count;
            let [row, column] = [row, column].map(|at| u16::try_from(at + 1).unwrap());
            lists.entries.push(Entry { row, column, count });
        }
        lists.along = along.map(|counts| {
            let counts = (1..).zip(counts);
            counts.filter(|&(_, count)| count > 0).collect()
        });
        lists
    }

    #[test]
    fn spectrum_is_that_of_the_whole_matrix() {
        let mut stream = Seed(7).stream("spectrum", 0);
        let mut spectrum = Spectrum::default();
        let (mut ones, mut others) = (0, 0);
        for case in 0..3000 {
            let n = 2 + case % 9;
            let symmetrical = case % 2 == 0;
            let mut counts = vec![0; n * n];
            for _ in 0..=stream.below(30) {
                let (row, column) = (stream.below(n), stream.below(n));
                counts[row * n + column] += 1;
                if symmetrical {
                    counts[column * n + row] += 1;
                }
            }
            let total: u32 = counts.iter().sum();
            let shares: Vec<f64> = counts
                .iter()
                .map(|&count| f64::from(count) / f64::from(total))
                .collect();
            let shares = Shares::from_dense(&shares, n);
            let want = maximal_correlation(&shares, &shares.margins());
            let got = spectrum.correlation(&lists(&counts, n), symmetrical);
            // A singular value near 0 is the root of rounding errors.
            assert!(
                (got - want).abs() < 1e-7,
                "{got} instead of {want}: {counts:?}, {symmetrical}"
            );
            if want > 1.0 - 1e-9 {
                ones += 1;
            } else {
                others += 1;
            }
        }
        assert!(ones > 300 && others > 300, "{ones}, {others}");
    }
}

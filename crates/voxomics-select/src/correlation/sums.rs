use super::{Links, Pair};

/// Sums of absolute correlations of each column with those that remain.
#[derive(Debug)]
pub(super) struct Sums {
    totals: Vec<f64>,
    /// How many correlations are in each sum.
    counts: Vec<usize>,
    remaining: Vec<bool>,
}

impl Sums {
    pub(super) fn new(links: &Links<'_>) -> Self {
        // No correlation has a size above 1 in a pair list that nobody wants.
        Self::with_pairs(links, 1.0).0
    }

    /// The same, with the pairs above a cut-off by first, then by second column.
    pub(super) fn with_pairs(links: &Links<'_>, cutoff: f64) -> (Self, Vec<Pair>) {
        let columns = links.len();
        let (mut totals, mut counts) = (vec![0.0; columns], vec![0; columns]);
        let mut pairs = Vec::new();
        let mut later = vec![true; columns];
        for first in 0..columns {
            later[first] = false;
            let row = links.row(first, &later);
            for (second, &correlation) in row.iter().enumerate().skip(first + 1) {
                if correlation.is_nan() {
                    continue;
                }
                for column in [first, second] {
                    totals[column] += correlation.abs();
                    counts[column] += 1;
                }
                if correlation.abs() > cutoff {
                    pairs.push(Pair {
                        first,
                        second,
                        correlation,
                    });
                }
            }
        }
        let sums = Self {
            totals,
            counts,
            remaining: vec![true; columns],
        };
        (sums, pairs)
    }

    pub(super) fn remains(&self, column: usize) -> bool {
        self.remaining[column]
    }

    pub(super) fn remaining(&self) -> &[bool] {
        &self.remaining
    }

    /// Mean with the columns that remain; 0 if there is none.
    pub(super) fn mean(&self, column: usize) -> f64 {
        self.totals[column] / self.counts[column].max(1) as f64
    }

    /// Mean of a column with all, itself included, before any is removed.
    pub(super) fn mean_with_itself(&self, column: usize) -> f64 {
        (self.totals[column] + 1.0) / (self.counts[column] + 1) as f64
    }

    /// Mean of the matrix of those that remain, without a row but with its column, without the diagonal.
    pub(super) fn mean_without_row(&self, row: usize) -> f64 {
        let others = || (0..self.totals.len()).filter(|&at| self.remaining[at] && at != row);
        let sum: f64 = others().map(|at| self.totals[at]).sum();
        let count: usize = others().map(|at| self.counts[at]).sum();
        sum / count.max(1) as f64
    }

    pub(super) fn remove(&mut self, links: &Links<'_>, column: usize) {
        self.remaining[column] = false;
        let row = links.row(column, &self.remaining);
        for (at, correlation) in row.into_iter().enumerate() {
            if !correlation.is_nan() {
                self.totals[at] -= correlation.abs();
                self.counts[at] -= 1;
            }
        }
    }
}

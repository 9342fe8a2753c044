//! The matrix of one direction, or of all, without its zeros.

/// How often each pair of levels occurs, or what share of all pairs it is: the entries that are not 0, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shares {
    /// Rows, and columns.
    pub(crate) levels: usize,
    pub(crate) entries: Vec<Entry>,
    pub(crate) is_symmetric: bool,
}

/// An entry that is not 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) share: f64,
}

impl Shares {
    /// Of a whole matrix, row by row.
    #[expect(clippy::float_cmp, reason = "the same counts give the same shares")]
    pub(crate) fn from_dense(shares: &[f64], levels: usize) -> Self {
        let entries = shares.iter().enumerate().filter(|&(_, &share)| share > 0.0);
        let entries = entries.map(|(at, &share)| Entry {
            row: at / levels,
            column: at % levels,
            share,
        });
        let is_symmetric =
            (0..levels).all(|i| (0..i).all(|j| shares[i * levels + j] == shares[j * levels + i]));
        Self {
            levels,
            entries: entries.collect(),
            is_symmetric,
        }
    }

    /// Divides by the sum; `None` without a pair.
    pub(super) fn normalised(mut self) -> Option<Self> {
        let total: f64 = self.entries.iter().map(|entry| entry.share).sum();
        for entry in &mut self.entries {
            entry.share /= total;
        }
        (total > 0.0).then_some(self)
    }

    /// Row sums and column sums.
    pub(crate) fn margins(&self) -> [Vec<f64>; 2] {
        let mut along = [vec![0.0; self.levels], vec![0.0; self.levels]];
        for entry in &self.entries {
            along[0][entry.row] += entry.share;
            along[1][entry.column] += entry.share;
        }
        along
    }
}

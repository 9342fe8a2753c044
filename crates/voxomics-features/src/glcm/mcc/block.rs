//! Levels that chains of pairs join, and the matrices of their shares.

use nalgebra::DMatrix;

use super::tridiagonal::dot;
use crate::average::EPSILON;

/// Rows and columns that chains of pairs join.
pub(super) struct Block {
    pub(super) entries: Vec<Entry>,
    /// Sums of the rows and of the columns, all above 0.
    pub(super) rows: Vec<f64>,
    pub(super) columns: Vec<f64>,
    /// Whether rows and columns are the same levels with the same shares.
    pub(super) is_symmetric: bool,
}

/// A share that is not 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) share: f64,
}

impl Block {
    /// The blocks that hold a pair, in the order of their first row.
    pub(super) fn all(shares: &[f64], [rows, columns]: &[Vec<f64>; 2]) -> Vec<Self> {
        let n = rows.len();
        let mut joined = Joined::new(shares, n);
        let mut block_of = vec![usize::MAX; 2 * n];
        let mut place_of = vec![0; 2 * n];
        let mut blocks: Vec<Self> = Vec::new();
        let mut levels: Vec<[Vec<usize>; 2]> = Vec::new();
        let nodes = (0..2 * n).filter(|&node| {
            (if node < n {
                rows[node]
            } else {
                columns[node - n]
            }) > 0.0
        });
        for node in nodes {
            let root = joined.root(node);
            if block_of[root] == usize::MAX {
                block_of[root] = blocks.len();
                blocks.push(Self::empty());
                levels.push(Default::default());
            }
            let block = block_of[root];
            block_of[node] = block;
            let (axis, level) = (node / n, node % n);
            let sums = if axis == 0 {
                &mut blocks[block].rows
            } else {
                &mut blocks[block].columns
            };
            place_of[node] = sums.len();
            sums.push(if axis == 0 {
                rows[level]
            } else {
                columns[level]
            });
            levels[block][axis].push(level);
        }
        for (at, &share) in shares.iter().enumerate().filter(|&(_, &share)| share > 0.0) {
            let (row, column) = (at / n, at % n);
            blocks[block_of[row]].entries.push(Entry {
                row: place_of[row],
                column: place_of[n + column],
                share,
            });
        }
        #[expect(clippy::float_cmp, reason = "the same counts give the same shares")]
        let symmetric = (0..n).all(|i| (0..i).all(|j| shares[i * n + j] == shares[j * n + i]));
        for (block, [across, down]) in blocks.iter_mut().zip(&levels) {
            block.is_symmetric = symmetric && across == down;
        }
        blocks
    }

    fn empty() -> Self {
        Self {
            entries: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            is_symmetric: false,
        }
    }

    /// Sum of all shares.
    pub(super) fn total(&self) -> f64 {
        self.rows.iter().sum()
    }

    /// `B` without its first singular value if it is symmetric, else that times its transpose; row by row.
    pub(super) fn dense(&self) -> Vec<f64> {
        let deflated = self.sparse();
        let (n, m) = (self.rows.len(), self.columns.len());
        let mut matrix = Vec::with_capacity(n * m);
        for row in &deflated.first[0] {
            matrix.extend(deflated.first[1].iter().map(|column| -(row * column)));
        }
        for entry in &deflated.entries {
            matrix[entry.row * m + entry.column] += entry.share;
        }
        if self.is_symmetric {
            return matrix;
        }
        let row = |i: usize| &matrix[i * m..][..m];
        let products = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
        products
            .map(|(i, j)| dot(row(i.min(j)), row(i.max(j))))
            .collect()
    }

    /// The same, only to be multiplied with.
    pub(super) fn sparse(&self) -> Deflated {
        let total = self.total();
        let roots = |sums: &[f64]| -> Vec<f64> { sums.iter().map(|p| p.sqrt()).collect() };
        let [rows, columns] = [roots(&self.rows), roots(&self.columns)];
        let entries = self.entries.iter().map(|entry| Entry {
            share: entry.share / (rows[entry.row] * columns[entry.column]),
            ..*entry
        });
        let entries = entries.collect();
        let scale = 1.0 / total.sqrt();
        Deflated {
            entries,
            first: [rows, columns].map(|roots| roots.iter().map(|root| root * scale).collect()),
            is_symmetric: self.is_symmetric,
        }
    }

    /// `Q`, dense.
    pub(super) fn with_epsilon(&self) -> DMatrix<f64> {
        let (n, m) = (self.rows.len(), self.columns.len());
        let mut shares = DMatrix::zeros(m, n);
        let mut divided = DMatrix::zeros(m, n);
        for &Entry { row, column, share } in &self.entries {
            shares[(column, row)] = share;
            divided[(column, row)] = share / (self.rows[row] * self.columns[column] + EPSILON);
        }
        let column = |matrix: &DMatrix<f64>, j: usize| -> Vec<f64> {
            matrix.column(j).iter().copied().collect()
        };
        let [shares, divided] =
            [shares, divided].map(|matrix| (0..n).map(|j| column(&matrix, j)).collect::<Vec<_>>());
        DMatrix::from_fn(n, n, |i, j| dot(&divided[i], &shares[j]))
    }
}

/// `B` without its first singular value, and the vectors of that.
pub(super) struct Deflated {
    entries: Vec<Entry>,
    first: [Vec<f64>; 2],
    is_symmetric: bool,
}

impl Deflated {
    /// `y = B x` if it is symmetric, else `y = B Bᵀ x`.
    pub(super) fn multiply(&self, x: &[f64], y: &mut [f64]) {
        let [rows, columns] = &self.first;
        if self.is_symmetric {
            self.add_products(x, y, columns, rows, |entry| (entry.column, entry.row));
            return;
        }
        let mut across = vec![0.0; columns.len()];
        self.add_products(x, &mut across, rows, columns, |entry| {
            (entry.row, entry.column)
        });
        self.add_products(&across, y, columns, rows, |entry| (entry.column, entry.row));
    }

    /// `to = M from`; `at` says which element of `from` and of `to` an entry joins.
    fn add_products(
        &self,
        from: &[f64],
        to: &mut [f64],
        first_from: &[f64],
        first_to: &[f64],
        at: impl Fn(&Entry) -> (usize, usize),
    ) {
        let along = dot(first_from, from);
        for (y, first) in to.iter_mut().zip(first_to) {
            *y = -along * first;
        }
        for entry in &self.entries {
            let (source, target) = at(entry);
            to[target] += entry.share * from[source];
        }
    }
}

/// Rows, numbered from 0, and columns, numbered behind them, in the graph that each pair makes an edge of.
struct Joined(Vec<usize>);

impl Joined {
    fn new(shares: &[f64], n: usize) -> Self {
        let mut joined = Self((0..2 * n).collect());
        for (at, _) in shares.iter().enumerate().filter(|&(_, &share)| share > 0.0) {
            let (row, column) = (joined.root(at / n), joined.root(n + at % n));
            joined.0[row.max(column)] = row.min(column);
        }
        joined
    }

    fn root(&mut self, mut node: usize) -> usize {
        let Self(parents) = self;
        while parents[node] != node {
            parents[node] = parents[parents[node]];
            node = parents[node];
        }
        node
    }
}

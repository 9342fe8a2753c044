//! Levels that chains of pairs join, and the matrices of their shares.

use nalgebra::DMatrix;

use super::super::shares::{Entry, Shares};
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

impl Block {
    /// The blocks that hold a pair, in the order of their first row.
    pub(super) fn all(shares: &Shares, marginals: &[Vec<f64>; 2]) -> Vec<Self> {
        let n = marginals[0].len();
        let sum = |node: usize| marginals[node / n][node % n];
        let nodes: Vec<usize> = (0..2 * n).filter(|&node| sum(node) > 0.0).collect();
        let mut joined = Joined::new(shares, nodes.len());
        let mut block_of = vec![usize::MAX; 2 * n];
        let mut place_of = vec![0; 2 * n];
        let mut blocks: Vec<Self> = Vec::new();
        let mut levels: Vec<[Vec<usize>; 2]> = Vec::new();
        for node in nodes {
            let root = joined.root(node);
            if block_of[root] == usize::MAX {
                block_of[root] = blocks.len();
                blocks.push(Self::empty());
                levels.push(Default::default());
            }
            let at = block_of[root];
            block_of[node] = at;
            let block = &mut blocks[at];
            let sums = if node < n {
                &mut block.rows
            } else {
                &mut block.columns
            };
            place_of[node] = sums.len();
            sums.push(sum(node));
            levels[at][node / n].push(node % n);
        }
        for &Entry { row, column, share } in &shares.entries {
            blocks[block_of[row]].entries.push(Entry {
                row: place_of[row],
                column: place_of[n + column],
                share,
            });
        }
        for (block, [across, down]) in blocks.iter_mut().zip(&levels) {
            block.is_symmetric = shares.is_symmetric && across == down;
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

/// Rows, numbered from 0, and columns, numbered behind them, in the graph that each pair makes an edge of.
struct Joined(Vec<usize>);

impl Joined {
    /// `parts` is the number of rows and columns that are not empty.
    fn new(shares: &Shares, mut parts: usize) -> Self {
        let mut joined = Self((0..2 * shares.levels).collect());
        for entry in &shares.entries {
            parts -= usize::from(joined.join(entry.row, shares.levels + entry.column));
            // All are joined: most matrices are, after a few rows.
            if parts == 1 {
                break;
            }
        }
        joined
    }

    /// Whether two nodes were apart.
    fn join(&mut self, left: usize, right: usize) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        self.0[left.max(right)] = left.min(right);
        left != right
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

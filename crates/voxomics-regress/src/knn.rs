//! Nearest neighbours: a row belongs to the class of the training rows that are like it.
//!
//! Distances are computed from differences, column by column, never from products of norms: two rows are at distance 0 exactly if
//! they are equal, and rows on a grid tie as they should. Columns of other units need scaling first, with what the training rows say.
//!
//! # References
//!
//! Fix E, Hodges JL. *Int Stat Rev* 1989;57:238-47. Cover TM, Hart PE. *IEEE Trans Inf Theory* 1967;13:21-7.

mod choose;
mod error;
mod metric;
mod model;
mod nearest;
mod vote;

pub use choose::{Choice, Measure, Search, choose_k};
pub use error::Error;
pub use model::{Model, Neighbour};

use serde::{Deserialize, Serialize};

/// How far two rows `a` and `b` are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Metric {
    /// `√ Σ (a - b)²`.
    #[default]
    Euclidean,
    /// `Σ |a - b|`.
    Manhattan,
    /// `max |a - b|`.
    Chebyshev,
    /// `(Σ |a - b|^p)^(1/p)` for a `p` of at least 1.
    Minkowski(f64),
    /// `1 - cos(a, b)`: half the squared distance of the rows divided by their lengths.
    Cosine,
    /// `1 - r(a, b)`, Pearson's correlation over columns: the same of rows without their means.
    Correlation,
}

/// How much each neighbour's vote counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Weights {
    /// The same.
    #[default]
    Uniform,
    /// 1 / distance; where neighbours are at distance 0, only they vote.
    Distance,
}

/// Who votes where several training rows are as far away as the `k`-th.
///
/// Whatever the rule, a vote that ends in a draw goes to the smallest class of those that lead (`class::knn` tosses a coin).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Ties {
    /// All of them, as R's `class::knn`: more than `k` may vote, and the order of the rows does not matter. A `k` above the number
    /// of rows means all rows.
    #[default]
    Class,
    /// Exactly `k`, of equals those that scikit-learn's exhaustive search keeps: rows pass in their order through a heap of the `k`
    /// nearest so far, and one that enters replaces the heap's top, the farthest. A `k` above the number of rows is an error.
    Sklearn,
    /// Exactly `k`, of equals the first rows. A `k` above the number of rows is an error.
    First,
}

/// Who votes; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Neighbours; scikit-learn's default is 5, that of `class::knn` 1.
    pub k: usize,
    /// What near means.
    pub metric: Metric,
    /// How much each vote counts.
    pub weights: Weights,
    /// Who votes among equals.
    pub ties: Ties,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            k: 5,
            metric: Metric::default(),
            weights: Weights::default(),
            ties: Ties::default(),
        }
    }
}

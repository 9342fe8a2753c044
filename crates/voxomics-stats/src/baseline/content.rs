//! What is in a table.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Summary;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its heading.
    pub name: String,
    /// Subjects in it.
    pub size: usize,
}

/// How groups differ in a variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The test that was chosen, or why there is none: `none: one level only`.
    pub test: String,
    /// Its p value.
    pub p_value: Option<f64>,
}

/// A cell of a continuous variable.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "summary")]
#[non_exhaustive]
pub enum Cell {
    /// Of [`Summary::Median`].
    Median {
        /// Quartile below.
        lower: f64,
        /// Median.
        median: f64,
        /// Quartile above.
        upper: f64,
    },
    /// Of [`Summary::Mean`].
    Mean {
        /// Mean.
        mean: f64,
        /// Standard deviation, of more than one value.
        deviation: Option<f64>,
    },
}

/// A level of a categorical variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Its name.
    pub name: String,
    /// Subjects, by group.
    pub counts: Vec<u64>,
}

/// What is known of a variable, by group; undefined where nobody has a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Content {
    /// Numbers.
    Continuous(Vec<Option<Cell>>),
    /// Levels.
    Categorical(Vec<Level>),
}

/// A variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// Its heading.
    pub name: String,
    /// Subjects without a value, by group.
    pub missing: Vec<usize>,
    /// What is known.
    pub content: Content,
    /// Whether groups differ; none if there is one group.
    pub comparison: Option<Comparison>,
}

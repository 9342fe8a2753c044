//! Minimum redundancy, maximum relevance: columns one by one, each relevant to the outcome and unlike those before it.
//!
//! With relevance `V(i)` of a column and its redundancy `W(i)`, the mean (or maximum) of `w(i, s)` over the columns `s` chosen
//! so far, each step takes the column of the highest score, `V - W` (difference) or `V / W` (quotient); the first has the
//! highest `V`.
//!
//! | scheme      | relevance                         | redundancy                  | score           | here                  | elsewhere            |
//! |-------------|-----------------------------------|-----------------------------|-----------------|-----------------------|----------------------|
//! | MID, MI     | `-½ ln(1 - r²)` with the outcome  | the same with a column      | difference      | [`gaussian`]          | `mRMRe`              |
//! | FCQ         | F statistic                       | mean absolute correlation   | quotient        | [`correlation`]       | `mrmr-selection`     |
//! | FCD         | F statistic                       | mean absolute correlation   | difference      | [`correlation`]       |                      |
//! | KSCQ, RFCQ  | Kolmogorov-Smirnov D, importances | mean absolute correlation   | quotient        | [`correlation`]       | `mrmr-selection`     |
//! | MID, MIQ    | information of discrete states    | the same with a column      | both            | [`discrete`]          | Peng's programs      |
//!
//! Only one row of associations is computed for each chosen column: `k·p·n` operations for `k` of `p` columns of `n` rows, and
//! memory for `p` numbers; no `p × p` matrix.
//!
//! # Reference
//!
//! Ding C, Peng H. *J Bioinform Comput Biol* 2005;3:185-205. Peng H, Long F, Ding C. *IEEE Trans Pattern Anal Mach Intell*
//! 2005;27:1226-1238.

pub mod correlation;
pub mod discrete;
pub mod gaussian;
pub mod relevance;

mod search;

use serde::{Deserialize, Serialize};

use crate::{Dropped, input};

/// Why there is no ranking.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no selection takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Nothing can be relevant to an outcome that does not vary.
    #[error("the outcome is constant, {value} in every row: no column can be relevant to it")]
    ConstantOutcome {
        /// Its only value.
        value: f64,
    },
    /// The outcome is missing in every row.
    #[error("the outcome is missing in every row")]
    NoOutcome,
    /// No pair of survival times can be ordered.
    #[error("no event is followed by a longer time: no pair of survival times can be ordered")]
    NoEvents,
}

/// Columns in the order in which they were chosen, and why there are no more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The chosen, first to last.
    pub chosen: Vec<Choice>,
    /// Why it ended.
    pub end: End,
    /// Columns that could not be chosen; those that merely were not are in neither list.
    pub dropped: Vec<Dropped>,
}

impl Ranking {
    /// The chosen columns, first to last.
    #[must_use]
    pub fn columns(&self) -> Vec<usize> {
        self.chosen.iter().map(|choice| choice.column).collect()
    }
}

/// A chosen column.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The column, from 0.
    pub column: usize,
    /// Its score when it was chosen.
    pub score: f64,
    /// Its relevance.
    pub relevance: f64,
    /// Its redundancy with those chosen before; none for the first.
    pub redundancy: Option<f64>,
}

/// Why a ranking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum End {
    /// As many as were asked for.
    Count,
    /// No other column has a score; `mRMRe` fills up with the outcome's own index.
    Exhausted,
}

//! Classical tests: of location, spread, distribution, association, and of tables of counts.
//!
//! | question | test |
//! |---|---|
//! | means of two groups | [`t_test`] (Welch's, Student's, paired) |
//! | two groups, any distribution | [`mann_whitney`], [`brunner_munzel`], shift by [`hodges_lehmann`] |
//! | pairs, any distribution | [`signed_rank`] |
//! | several groups | [`anova`], [`kruskal_wallis`] |
//! | equal variances | [`variance_ratio`], [`bartlett`], [`levene`], [`fligner`] |
//! | normal distribution | [`shapiro_wilk`] |
//! | equal distributions | [`kolmogorov_smirnov`] |
//! | association of two variables | [`correlation`] |
//! | counts | [`chi_squared`], [`fisher`], [`mcnemar`] |

pub mod anova;
pub mod bartlett;
pub mod brunner_munzel;
pub mod chi_squared;
pub mod correlation;
pub mod fisher;
pub mod fligner;
pub mod hodges_lehmann;
pub mod kolmogorov_smirnov;
pub mod kruskal_wallis;
pub mod levene;
pub mod mann_whitney;
pub mod mcnemar;
pub mod shapiro_wilk;
pub mod signed_rank;
pub mod t_test;
pub mod variance_ratio;

mod groups;
mod permutation;
mod root;

use serde::{Deserialize, Serialize};

pub use crate::ChiSquaredTest;
use crate::{Alternative, dist, input};

/// Why there is no test.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What every statistic asks of its input.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Values without spread, of which the statistic is zero over zero.
    #[error("{what}: all values are equal, which leaves the test undefined")]
    Constant {
        /// The argument.
        what: &'static str,
    },
    /// Counts that are all 0, of which the statistic is zero over zero.
    #[error("{what}: no counts, which leaves the test undefined")]
    Empty {
        /// The argument, or its part.
        what: &'static str,
    },
    /// Too few or too many values for the method.
    #[error("{what}: {len} values, the test takes {range}")]
    Size {
        /// The argument.
        what: &'static str,
        /// How many there are.
        len: usize,
        /// How many there may be.
        range: &'static str,
    },
    /// A value under the hypothesis that is none.
    #[error("{0} under the hypothesis is not finite: give a number, 0 for no difference")]
    Null(f64),
    /// Fewer than two groups, or one with too few values.
    #[error(
        "groups with {needed} values or more: {found}; at least two are needed, and no group with fewer values"
    )]
    Groups {
        /// Groups with as many values as needed.
        found: usize,
        /// Values that a group must have.
        needed: usize,
    },
    /// A table that is not of rows of equal length, at least two by two.
    #[error(
        "table: row {row} has {len} columns; rows of equal length are needed, at least two by two"
    )]
    Shape {
        /// The first row that is wrong.
        row: usize,
        /// Its length.
        len: usize,
    },
    /// An exact computation that would not end.
    #[error("{what}: the exact distribution is too large here; take the approximation")]
    TooLarge {
        /// Which test.
        what: &'static str,
    },
}

/// A test whose statistic has no parameters to report.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The statistic.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// The p value.
    pub p_value: f64,
}

/// A test by the F distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FTest {
    /// The statistic.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// Degrees of freedom above.
    pub df1: f64,
    /// Degrees of freedom below.
    pub df2: f64,
    /// The p value.
    pub p_value: f64,
}

impl FTest {
    pub(crate) fn new(statistic: f64, df1: f64, df2: f64) -> Self {
        Self {
            statistic,
            df1,
            df2,
            p_value: dist::f::upper(statistic, df1, df2),
        }
    }
}

/// p of a statistic whose lower tail speaks for `Less`.
fn p_of_tails(alternative: Alternative, lower: f64, upper: f64) -> f64 {
    match alternative {
        Alternative::Less => lower,
        Alternative::Greater => upper,
        Alternative::TwoSided => (2.0 * lower.min(upper)).min(1.0),
    }
}

/// `Σ (t³ - t)` over the numbers `t` of equal values in sorted ones.
fn tie_term(sorted: &[f64]) -> f64 {
    let cube = |ties: &[f64]| {
        let t = ties.len() as f64;
        t * t * t - t
    };
    sorted.chunk_by(|a, b| a == b).map(cube).sum()
}

/// How far the normal approximation moves the statistic towards its mean.
fn continuity(alternative: Alternative, distance: f64) -> f64 {
    match alternative {
        Alternative::Less => -0.5,
        Alternative::Greater => 0.5,
        Alternative::TwoSided if distance == 0.0 => 0.0,
        Alternative::TwoSided => 0.5_f64.copysign(distance),
    }
}

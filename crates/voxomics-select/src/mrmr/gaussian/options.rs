use serde::{Deserialize, Serialize};

use crate::association::Pairs;

/// How two columns of numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Estimator {
    /// Pearson's correlation.
    #[default]
    Pearson,
    /// Spearman's: ties share their mean rank. `mRMRe` ranks ties in whatever order its sort leaves them, so that its answers depend
    /// on the order of the rows; without ties both are equal.
    Spearman,
    /// Somers' D by pairs of rows, Kendall's τ without ties. Of both directions, redundancy takes the larger; relevance is
    /// that of a column's untied pairs. `n²` operations for each pair of columns.
    Kendall,
}

/// What pairs of rows count that are tied in the vector compared, where D comes from pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ties {
    /// As discordant: `mRMRe`'s `2C - 1` with all comparable pairs below. A column with many ties then looks like one that
    /// falls with the outcome; give an outcome of 0 and 1 as [`Outcome::Ordered`](super::Outcome::Ordered), or use the other.
    #[default]
    Discordant,
    /// Half concordant, half discordant: Somers' D as defined.
    Half,
}

/// How associations are estimated.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options<'a> {
    /// `continuous_estimator`.
    pub estimator: Estimator,
    /// For Kendall's estimator, ordered outcomes and survival.
    pub ties: Ties,
    /// One for each row; all 1 by default.
    pub weights: Option<&'a [f64]>,
    /// Numbers that name each row's stratum. Correlations are computed within strata and averaged with the weights that have both
    /// values; pairs of rows are compared within strata. A column that is constant in a stratum has no correlation.
    pub strata: Option<&'a [u32]>,
}

/// How large an ensemble is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Columns in a solution, `feature_count`.
    pub count: usize,
    /// Solutions, `solution_count`.
    pub solutions: usize,
}

impl Ties {
    /// D of the second vector given the first.
    pub(super) fn somers(self, pairs: Pairs) -> f64 {
        let Pairs {
            concordant,
            discordant,
            first,
            ..
        } = pairs;
        match self {
            Self::Discordant => 2.0 * (concordant / first - 0.5),
            Self::Half => (concordant - discordant) / first,
        }
    }
}

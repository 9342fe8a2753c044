//! The sides of a test.

use serde::{Deserialize, Serialize};

use crate::dist::{normal, students_t};
use crate::names::names;

/// Which differences a test looks for; R's `alternative`.
///
/// ```
/// assert_eq!(voxomics_stats::Alternative::default(), voxomics_stats::Alternative::TwoSided);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alternative {
    /// Differences either way.
    #[default]
    TwoSided,
    /// The first is smaller than the second, or than the value under the hypothesis.
    Less,
    /// The first is larger.
    Greater,
}

impl Alternative {
    /// The same of the second against the first.
    pub(crate) fn exchanged(self) -> Self {
        match self {
            Self::TwoSided => Self::TwoSided,
            Self::Less => Self::Greater,
            Self::Greater => Self::Less,
        }
    }

    /// p of a normal deviate.
    pub(crate) fn p_of_z(self, z: f64) -> f64 {
        match self {
            Self::TwoSided => normal::two_sided(z),
            Self::Less => normal::lower(z),
            Self::Greater => normal::upper(z),
        }
    }

    /// p of a deviate with Student's distribution.
    pub(crate) fn p_of_t(self, t: f64, df: f64) -> f64 {
        match self {
            Self::TwoSided => students_t::two_sided(t, df),
            Self::Less => students_t::lower(t, df),
            Self::Greater => students_t::upper(t, df),
        }
    }
}

names!(
    Alternative,
    "alternative": TwoSided = "two-sided",
    Less = "less",
    Greater = "greater",
);

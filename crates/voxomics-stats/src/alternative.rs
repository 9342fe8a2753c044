//! The sides of a test.

use serde::{Deserialize, Serialize};

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

names!(
    Alternative,
    "alternative": TwoSided = "two-sided",
    Less = "less",
    Greater = "greater",
);

use serde::{Deserialize, Serialize};

use crate::names::names;

/// On which side of a threshold a test is positive.
///
/// Its text is the name on a command line and in files, `higher` or `lower`:
///
/// ```
/// use voxomics_stats::roc::Direction;
///
/// assert_eq!("lower".parse(), Ok(Direction::Lower));
/// assert_eq!(Direction::default().to_string(), "higher");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Cases score higher, positive is `x >= threshold`; pROC's `"<"`, and the only one in scikit-learn.
    #[default]
    Higher,
    /// Cases score lower, positive is `x <= threshold`; pROC's `">"`.
    Lower,
}

names!(Direction, "direction": Higher = "higher", Lower = "lower");

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

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

impl Direction {
    /// Both.
    pub const ALL: &'static [Self] = &[Self::Higher, Self::Lower];
}

impl fmt::Display for Direction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        })
    }
}

/// A direction that is neither.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("direction `{0}` is not known: write `higher` or `lower`")]
pub struct UnknownDirection(String);

impl FromStr for Direction {
    type Err = UnknownDirection;

    fn from_str(name: &str) -> Result<Self, UnknownDirection> {
        let direction = Self::ALL
            .iter()
            .find(|direction| direction.to_string() == name);
        direction
            .copied()
            .ok_or_else(|| UnknownDirection(name.to_owned()))
    }
}

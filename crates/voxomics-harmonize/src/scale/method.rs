use serde::{Deserialize, Serialize};

use super::Error;

/// How columns are scaled.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "method")]
pub enum Method {
    /// `(x - mean)/sd`. scikit-learn's `StandardScaler` divides by n (`ddof` 0), R's `scale` by n - 1 (`ddof` 1).
    #[doc(alias("StandardScaler", "z-score"))]
    Standard {
        /// What is taken off n in the variance's divisor.
        ddof: usize,
    },
    /// `(x - median)/(c MAD)`, where 1.4826 as `c` makes the spread of a normal sample its standard deviation, as in R's `mad`.
    MedianMad {
        /// What the median absolute deviation is multiplied by.
        constant: f64,
    },
    /// `(x - median)/(q_high - q_low)`, quartiles as the default of scikit-learn's `RobustScaler`.
    #[doc(alias = "RobustScaler")]
    Robust {
        /// The lower quantile, as a share.
        low: f64,
        /// The upper quantile.
        high: f64,
        /// Divides the spread by that of the standard normal.
        unit_variance: bool,
    },
    /// From the least to the greatest value onto `low` to `high`; others lie outside.
    #[doc(alias = "MinMaxScaler")]
    MinMax {
        /// Where the least goes.
        low: f64,
        /// Where the greatest goes.
        high: f64,
    },
    /// Through the empirical distribution function by `count` quantiles, at most as many as rows; scikit-learn's
    /// `QuantileTransformer` without its random subsample.
    #[doc(alias = "QuantileTransformer")]
    Quantile {
        /// How many quantiles are kept.
        count: usize,
        /// Quantiles of the standard normal distribution, at most 5.2 from 0, instead of shares.
        normal: bool,
    },
}

impl Method {
    /// Values that a column must have.
    pub(super) fn needed(&self) -> usize {
        match self {
            Self::Standard { ddof } => ddof.saturating_add(1),
            _ => 1,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let refused = |option, value, wanted| {
            Err(Error::Option {
                option,
                value,
                wanted,
            })
        };
        match *self {
            Self::MedianMad { constant } if !(constant > 0.0 && constant.is_finite()) => {
                refused("constant", constant, "a positive number, 1.4826 or 1")
            }
            Self::Robust { low, .. } if !(0.0..1.0).contains(&low) => {
                refused("low", low, "a share from 0, below high")
            }
            Self::Robust { low, high, .. } if !(high > low && high <= 1.0) => {
                refused("high", high, "a share above low, up to 1")
            }
            Self::Robust {
                low,
                high,
                unit_variance,
            } if unit_variance && (low == 0.0 || high == 1.0) => refused(
                "unit_variance",
                1.0,
                "not with the extremes, which the normal distribution does not have",
            ),
            Self::MinMax { low, high } if !(low < high && (high - low).is_finite()) => {
                refused("high", high, "a number above low")
            }
            Self::Quantile {
                count: count @ (0 | 1),
                ..
            } => refused("count", count as f64, "two quantiles or more"),
            _ => Ok(()),
        }
    }
}

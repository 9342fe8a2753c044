//! What every chi-squared test finds.

use serde::{Deserialize, Serialize};

use crate::dist;

/// A test by the chi-squared distribution.
///
/// ```
/// use voxomics_stats::hypothesis::chi_squared::chi_squared;
///
/// let test = chi_squared(&[vec![10, 20], vec![20, 10]])?;
/// assert_eq!(test.df, 1);
/// assert!((test.statistic - 20.0 / 3.0).abs() < 1e-14 && test.p_value < 0.01);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChiSquaredTest {
    /// The statistic; `"inf"` in files if infinite.
    #[serde(with = "crate::extended")]
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// Probability of one as large under the hypothesis.
    pub p_value: f64,
}

impl ChiSquaredTest {
    pub(crate) fn new(statistic: f64, df: usize) -> Self {
        Self {
            statistic,
            df,
            p_value: dist::chi_squared::upper(statistic, df as f64),
        }
    }
}

//! McNemar's test of paired shares.

use super::{ChiSquaredTest, Error};
use crate::dist::binomial;

/// Tests whether as many pairs changed one way (`b`) as the other (`c`); R's `mcnemar.test` of a two by two table whose other
/// cells do not matter. Corrected, `(|b - c| - 1)² / (b + c)`, 0 where `b` and `c` are equal; else `(b - c)² / (b + c)`.
///
/// ```
/// use voxomics_stats::hypothesis::mcnemar::mcnemar;
///
/// assert!((mcnemar(12, 3, true)?.p_value - 0.038_867_1).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Empty`] if no pair changed.
///
/// # References
///
/// McNemar Q. *Psychometrika* 1947;12:153-157.
#[doc(alias = "mcnemar.test")]
pub fn mcnemar(b: u64, c: u64, corrected: bool) -> Result<ChiSquaredTest, Error> {
    if b == 0 && c == 0 {
        return Err(Error::Empty {
            what: "pairs that changed",
        });
    }
    let distance = b.abs_diff(c) as f64;
    let distance = if corrected && b != c {
        distance - 1.0
    } else {
        distance
    };
    Ok(ChiSquaredTest::new(
        distance * distance / (b as f64 + c as f64),
        1,
    ))
}

/// Exact p: two-sided, of `b` in `b + c` fair tosses; 1 where no pair changed.
///
/// ```
/// assert!((voxomics_stats::hypothesis::mcnemar::exact(0, 5) - 0.0625).abs() < 1e-15);
/// ```
#[must_use]
#[doc(alias("binom.test", "mcnemar"))]
pub fn exact(b: u64, c: u64) -> f64 {
    (2.0 * binomial::lower(b.min(c), b.saturating_add(c), 0.5)).min(1.0)
}

use serde::{Deserialize, Serialize};

use super::{Error, Resamples};
use crate::Alternative;

/// The outcome of a permutation test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermutationTest {
    /// The statistic of the data.
    pub statistic: f64,
    /// `(1 + extreme)/(1 + permutations)`, which is never 0.
    pub p_value: f64,
    /// Permutations at least as extreme as the data.
    pub extreme: usize,
    /// Permutations with a value.
    pub permutations: usize,
    /// Permutations without: the statistic was undefined.
    pub dropped: usize,
}

/// Share of the statistic by which equal ones may differ: permutations add up the same numbers in another order.
const SLACK: f64 = 1e-12;

/// How rare the statistic of the data is among permutations.
///
/// `statistic` is given the rows in a new order, from [`Resamples::permuted`]: row `i` takes, say, its label from row
/// `rows[i]` and keeps the rest. Two-sided, a permutation is extreme if its magnitude is at least the data's, so the
/// statistic should be centred at 0 under the hypothesis; one-sided, if it is at least as small or as large. Statistics that
/// differ by 10⁻¹² of the data's or less are equal: the rest is rounding.
///
/// # Errors
///
/// [`Error::Undefined`] if the statistic is so for the data themselves, [`Error::TooFewDefined`] if for all
/// permutations, [`Error::OutOfMemory`].
///
/// # References
///
/// Phipson B, Smyth GK. *Stat Appl Genet Mol Biol* 2010;9:39 (why 1 is added).
///
/// # Example
///
/// ```
/// use voxomics_stats::{Alternative, resample::{Draws, Resamples, permutation_test}};
///
/// let treated = [true, true, true, true, false, false, false, false];
/// let values = [5.1, 6.2, 5.8, 6.9, 4.0, 3.2, 4.4, 3.9];
/// let difference = |rows: &[usize]| {
///     let signed = values.iter().zip(rows).map(|(value, &row)| if treated[row] { *value } else { -value });
///     Some(signed.sum::<f64>() / 4.0)
/// };
/// let permutations = Resamples::permuted(8, Draws::default())?;
/// let test = permutation_test(&permutations, difference, Alternative::TwoSided)?;
/// assert!(test.p_value < 0.05);
/// # Ok::<(), voxomics_stats::resample::Error>(())
/// ```
#[doc(alias = "oneway_test")]
pub fn permutation_test(
    permutations: &Resamples<'_>,
    statistic: impl Fn(&[usize]) -> Option<f64> + Sync,
    alternative: Alternative,
) -> Result<PermutationTest, Error> {
    let replicates = super::bootstrap(permutations, statistic)?;
    replicates.at_least(1)?;
    let observed = replicates.estimate;
    let slack = SLACK * observed.abs();
    let as_extreme = |value: &&f64| match alternative {
        Alternative::TwoSided => value.abs() >= observed.abs() - slack,
        Alternative::Less => **value <= observed + slack,
        Alternative::Greater => **value >= observed - slack,
    };
    let extreme = replicates.values.iter().filter(as_extreme).count();
    let permutations = replicates.values.len();
    Ok(PermutationTest {
        statistic: observed,
        p_value: (1.0 + extreme as f64) / (1.0 + permutations as f64),
        extreme,
        permutations,
        dropped: replicates.dropped,
    })
}

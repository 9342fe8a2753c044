//! Kruskal and Wallis' test of several groups.

use super::groups::groups;
use super::{ChiSquaredTest, Error, tie_term};
use crate::rank;

/// Tests whether values of some groups tend to be larger than those of others; R's `kruskal.test`.
///
/// `H = (12 / N(N+1) Σ R²/n - 3(N+1)) / (1 - Σ(t³ - t) / (N³ - N))` with rank sums R, computed from the groups' mean ranks about
/// the overall mean, which keeps its digits.
///
/// ```
/// use voxomics_stats::hypothesis::kruskal_wallis::kruskal_wallis;
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// assert!((kruskal_wallis(&dose, &arm)?.p_value - 0.058_166_6).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups; [`Error::Constant`] for equal values; [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Kruskal WH, Wallis WA. *J Am Stat Assoc* 1952;47:583-621.
#[doc(alias("kruskal.test", "kruskal"))]
pub fn kruskal_wallis(values: &[f64], group: &[u32]) -> Result<ChiSquaredTest, Error> {
    let df = groups(values, group)?.len() - 1;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let spread = 1.0 - tie_term(&sorted) / (n * n * n - n);
    if spread <= 0.0 {
        return Err(Error::Constant { what: "values" });
    }
    let between: f64 = groups(&rank::midranks(values), group)?
        .iter()
        .map(|ranks| {
            let size = ranks.len() as f64;
            let above = ranks.iter().sum::<f64>() / size - f64::midpoint(n, 1.0);
            size * above * above
        })
        .sum();
    Ok(ChiSquaredTest::new(
        12.0 / (n * (n + 1.0)) * between / spread,
        df,
    ))
}

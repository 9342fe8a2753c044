//! One-way analysis of variance.

use super::groups::{groups, groups_of_two};
use super::{Error, FTest};
use crate::moments::{deviation_of, mean_of, scale, sum_of_squares};

/// Tests whether several groups of equal variance have one mean; R's `oneway.test(var.equal = TRUE)`, scipy's `f_oneway`.
///
/// `F = Σ n_j (x̄_j - x̄)² / (k - 1) / (Σ (x - x̄_j)² / (N - k))` of `N` values in `k` groups of `n_j`.
///
/// ```
/// use voxomics_stats::hypothesis::anova::anova;
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// let test = anova(&dose, &arm)?;
/// assert!((test.p_value - 0.033_568_9).abs() < 1e-7 && test.df2 == 6.0);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups; [`Error::Size`] for as many groups as values; [`Error::Constant`] for values equal
/// within groups;
/// [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Fisher RA. *Statistical Methods for Research Workers*, 1925.
#[doc(alias("oneway.test", "aov", "f_oneway"))]
pub fn anova(values: &[f64], group: &[u32]) -> Result<FTest, Error> {
    of_groups(&groups(&scaled(values), group)?)
}

/// The same where variances may differ (Welch); R's `oneway.test`.
///
/// With weights `w_j = n_j/s_j²`, their sum `w`, the weighted mean `m` and `a = Σ (1 - w_j/w)²/(n_j - 1) / (k² - 1)`,
/// `F = Σ w_j (x̄_j - m)² / (k - 1) / (1 + 2 (k - 2) a)` with `k - 1` and `1/(3a)` degrees of freedom.
///
/// ```
/// use voxomics_stats::hypothesis::anova::welch;
///
/// let dose = [4.2, 5.1, 6.3, 5.5, 7.4, 8.1, 9.9, 7.7, 8.3];
/// let arm = [1, 1, 1, 2, 2, 2, 3, 3, 3];
/// assert!((welch(&dose, &arm)?.p_value - 0.058_478_8).abs() < 1e-7);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Groups`] for fewer than two groups and a group of one value; [`Error::Constant`] for a group without spread;
/// [`Error::Input`] for NaN or infinities and unequal lengths.
///
/// # References
///
/// Welch BL. *Biometrika* 1951;38:330-336.
#[doc(alias = "oneway.test")]
pub fn welch(values: &[f64], group: &[u32]) -> Result<FTest, Error> {
    let groups = groups_of_two(&scaled(values), group)?;
    let k = groups.len() as f64;
    let mut weights = Vec::with_capacity(groups.len());
    for group in &groups {
        let deviation = deviation_of(group);
        if deviation == 0.0 {
            return Err(Error::Constant {
                what: "values of a group",
            });
        }
        weights.push(group.len() as f64 / (deviation * deviation));
    }
    let total: f64 = weights.iter().sum();
    let means: Vec<f64> = groups.iter().map(|group| mean_of(group)).collect();
    let mean = means
        .iter()
        .zip(&weights)
        .map(|(mean, weight)| weight * mean)
        .sum::<f64>()
        / total;
    let between = means
        .iter()
        .zip(&weights)
        .map(|(m, weight)| weight * (m - mean) * (m - mean));
    let rest = weights.iter().zip(&groups).map(|(weight, group)| {
        let left = 1.0 - weight / total;
        left * left / (group.len() - 1) as f64
    });
    let (between, rest) = (between.sum::<f64>(), rest.sum::<f64>() / (k * k - 1.0));
    let statistic = between / ((k - 1.0) * (1.0 + 2.0 * (k - 2.0) * rest));
    Ok(FTest::new(statistic, k - 1.0, 1.0 / (3.0 * rest)))
}

/// By a power of two, so that no square overflows.
pub(super) fn scaled(values: &[f64]) -> Vec<f64> {
    let scale = scale(values);
    values.iter().map(|value| value * scale).collect()
}

pub(super) fn of_groups(groups: &[Vec<f64>]) -> Result<FTest, Error> {
    let n = groups.iter().map(Vec::len).sum::<usize>() as f64;
    let k = groups.len() as f64;
    if n <= k {
        return Err(Error::Size {
            what: "values",
            len: n as usize,
            range: "more than there are groups",
        });
    }
    let mean = mean_of(&groups.concat());
    let within: f64 = groups.iter().map(|group| sum_of_squares(group)).sum();
    if within == 0.0 {
        return Err(Error::Constant {
            what: "values of each group",
        });
    }
    let square = |group: &Vec<f64>| {
        let above = mean_of(group) - mean;
        group.len() as f64 * above * above
    };
    let between: f64 = groups.iter().map(square).sum();
    Ok(FTest::new(
        between / (k - 1.0) / (within / (n - k)),
        k - 1.0,
        n - k,
    ))
}

use voxomics_core::math;

use super::pearson::coefficient;
use super::{Correlation, Error, Method, checked, enough_for_asymptotics, has_ties};
use crate::dist::{normal, students_t};
use crate::rank;

/// Correlation of ranks; R's `cor.test(method = "spearman")`.
///
/// Pearson's r of the ranks, ties sharing their mean; without ties `1 - 6 S/(n³ - n)` of the sum `S` of squared rank differences.
///
/// ```
/// use voxomics_stats::hypothesis::correlation::{Method, spearman};
///
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let b = [2.1, 2.9, 3.2, 5.5, 4.9, 7.0];
/// let rho = spearman(&a, &b, Method::Auto)?;
/// assert!((rho.statistic - 2.0).abs() < 1e-12 && (rho.p_value - 1.0 / 60.0).abs() < 1e-12);
/// # Ok::<(), voxomics_stats::hypothesis::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two pairs, unequal lengths, NaN or infinities; [`Error::Size`] for two pairs where p is
/// asymptotic; [`Error::Constant`] for a constant variable.
///
/// # References
///
/// Spearman C. *Am J Psychol* 1904;15:72-101. Best DJ, Roberts DE. *Appl Stat* 1975;24:377-379 (AS 89, exact p and series).
#[doc(alias("cor.test", "spearmanr"))]
pub fn spearman(x: &[f64], y: &[f64], method: Method) -> Result<Correlation, Error> {
    checked(x, y, 2)?;
    let (estimate, distance) = coefficient(&rank::midranks(x), &rank::midranks(y));
    let n = x.len() as f64;
    let middle = (n * n * n - n) / 6.0;
    let statistic = middle * (1.0 - estimate);
    let exact = method == Method::Auto && x.len() <= 1290 && !has_ties(x) && !has_ties(y);
    let p_value = if exact {
        // Whole and even without ties.
        let sum = statistic.round();
        let tail = if sum > middle {
            at_least(sum, x.len(), false)
        } else {
            at_least(sum + 2.0, x.len(), true)
        };
        (2.0 * tail).min(1.0)
    } else {
        enough_for_asymptotics(x)?;
        let rest = distance * (1.0 + estimate.abs());
        students_t::two_sided(estimate * ((n - 2.0) / rest).sqrt(), n - 2.0)
    };
    Ok(Correlation {
        estimate,
        statistic,
        df: None,
        p_value,
        interval: None,
    })
}

/// `P(S >= sum)`, or of the complement, without ties.
fn at_least(sum: f64, n: usize, complement: bool) -> f64 {
    if n <= 9 {
        exactly(sum as usize, n, complement)
    } else {
        edgeworth(sum, n as f64, complement)
    }
}

/// Permutations by their sum of squared differences, over the sets of ranks that the first ones took.
fn exactly(sum: usize, n: usize, complement: bool) -> f64 {
    let largest = (n * n * n - n) / 3;
    let mut counts = vec![vec![0_u32; largest + 1]; 1 << n];
    counts[0][0] = 1;
    for set in 0_usize..(1 << n) - 1 {
        let first = set.count_ones() as usize;
        let these = std::mem::take(&mut counts[set]);
        for rank in (0..n).filter(|rank| set >> rank & 1 == 0) {
            let square = first.abs_diff(rank) * first.abs_diff(rank);
            let next = &mut counts[set | 1 << rank];
            for (count, add) in next[square.min(largest + 1)..].iter_mut().zip(&these) {
                *count += add;
            }
        }
    }
    let all = &counts[(1 << n) - 1];
    let cut = sum.min(largest + 1);
    let part = if complement { &all[..cut] } else { &all[cut..] };
    f64::from(part.iter().sum::<u32>()) / f64::from(all.iter().sum::<u32>())
}

/// Normal distribution with the correction of AS 89.
fn edgeworth(sum: f64, n: f64, complement: bool) -> f64 {
    let b = 1.0 / n;
    let x = (6.0 * (sum - 1.0) * b / (n * n - 1.0) - 1.0) * (n - 1.0).sqrt();
    let y = x * x;
    let u = x
        * b
        * (0.2274
            + b * (0.2531 + 0.1745 * b)
            + y * (-0.0758 + b * (0.1033 + 0.3932 * b)
                - y * b
                    * (0.0879 + 0.0151 * b
                        - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))));
    let correction = u / math::exp(y / 2.0);
    let tail = if complement {
        normal::lower(x) - correction
    } else {
        normal::upper(x) + correction
    };
    tail.clamp(0.0, 1.0)
}

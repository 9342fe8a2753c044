use super::{Correlation, Error, Method, checked, enough_for_asymptotics, has_ties};
use crate::Alternative;

/// Kendall's tau-b; R's `cor.test(method = "kendall")`.
///
/// Asymptotic, without continuity correction, with the variance that ties leave. `O(n log n)` by Knight's algorithm.
///
/// `(C - D) / √((N - T_x)(N - T_y))` with C concordant and D discordant of `N = n (n - 1)/2` pairs, `T_x` and `T_y` of them tied in
/// x and in y.
///
/// ```
/// use voxomics_stats::hypothesis::correlation::{Method, kendall};
///
/// let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let b = [2.1, 2.9, 3.2, 5.5, 4.9, 7.0];
/// let tau = kendall(&a, &b, Method::Auto)?;
/// assert!((tau.estimate - 13.0 / 15.0).abs() < 1e-12 && tau.statistic == 14.0);
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
/// Kendall MG. *Biometrika* 1938;30:81-93. Knight WR. *J Am Stat Assoc* 1966;61:436-439.
#[doc(alias("cor.test", "kendalltau"))]
pub fn kendall(x: &[f64], y: &[f64], method: Method) -> Result<Correlation, Error> {
    checked(x, y, 2)?;
    let n = x.len() as f64;
    let mut pairs: Vec<(f64, f64)> = x
        .iter()
        .map(|x| x + 0.0)
        .zip(y.iter().map(|y| y + 0.0))
        .collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let ties_x = Ties::of(pairs.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len));
    let ties_xy = Ties::of(pairs.chunk_by(|a, b| a == b).map(<[_]>::len));
    let mut sorted: Vec<f64> = pairs.iter().map(|pair| pair.1).collect();
    let discordant = sort_counting(&mut sorted) as f64;
    let ties_y = Ties::of(sorted.chunk_by(|a, b| a == b).map(<[_]>::len));
    let all = n * (n - 1.0) / 2.0;
    // Concordant less discordant pairs.
    let excess = all - ties_x.pairs - ties_y.pairs + ties_xy.pairs - 2.0 * discordant;
    let estimate = excess / ((all - ties_x.pairs) * (all - ties_y.pairs)).sqrt();
    let exact = method == Method::Auto && x.len() < 50 && !has_ties(x) && !has_ties(y);
    let (statistic, p_value) = if exact {
        let concordant = all - discordant;
        (
            concordant,
            exact_p(x.len(), concordant.min(discordant) as usize),
        )
    } else {
        enough_for_asymptotics(x)?;
        let z = excess / variance(n, &ties_x, &ties_y).sqrt();
        (z, Alternative::TwoSided.p_of_z(z))
    };
    Ok(Correlation {
        estimate,
        statistic,
        df: None,
        p_value,
        interval: None,
    })
}

/// Sums over groups of t tied values.
struct Ties {
    /// `Σ t (t - 1) / 2`.
    pairs: f64,
    /// `Σ t (t - 1) (t - 2)`.
    triples: f64,
    /// `Σ t (t - 1) (2t + 5)`.
    variance: f64,
}

impl Ties {
    fn of(sizes: impl Iterator<Item = usize>) -> Self {
        let zero = Self {
            pairs: 0.0,
            triples: 0.0,
            variance: 0.0,
        };
        sizes.fold(zero, |ties, size| {
            let t = size as f64;
            Self {
                pairs: ties.pairs + t * (t - 1.0) / 2.0,
                triples: ties.triples + t * (t - 1.0) * (t - 2.0),
                variance: ties.variance + t * (t - 1.0) * (2.0 * t + 5.0),
            }
        })
    }
}

fn variance(n: f64, x: &Ties, y: &Ties) -> f64 {
    let untied = n * (n - 1.0) * (2.0 * n + 5.0);
    let triples = x.triples * y.triples / (9.0 * n * (n - 1.0) * (n - 2.0));
    (untied - x.variance - y.variance) / 18.0 + 2.0 * x.pairs * y.pairs / (n * (n - 1.0)) + triples
}

/// Sorts, and counts the pairs out of order.
fn sort_counting(values: &mut [f64]) -> u64 {
    let len = values.len();
    if len < 2 {
        return 0;
    }
    let (left, right) = values.split_at_mut(len / 2);
    let mut swaps = sort_counting(left) + sort_counting(right);
    let mut merged = Vec::with_capacity(len);
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        if right[j] < left[i] {
            swaps += (left.len() - i) as u64;
            merged.push(right[j]);
            j += 1;
        } else {
            merged.push(left[i]);
            i += 1;
        }
    }
    merged.extend_from_slice(&left[i..]);
    merged.extend_from_slice(&right[j..]);
    values.copy_from_slice(&merged);
    swaps
}

/// Two-sided p of the smaller number of concordant or discordant pairs, without ties: the share of permutations by inversions,
/// to which the k-th value adds 0 to k - 1 with equal chance.
fn exact_p(n: usize, fewer: usize) -> f64 {
    let mut shares = vec![0.0; fewer + 1];
    shares[0] = 1.0;
    for k in 2..=n {
        for inversions in (0..=fewer).rev() {
            let from = (inversions + 1).saturating_sub(k);
            shares[inversions] = shares[from..=inversions].iter().sum::<f64>() / k as f64;
        }
    }
    (2.0 * shares.iter().sum::<f64>()).min(1.0)
}

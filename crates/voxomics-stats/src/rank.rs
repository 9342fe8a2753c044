//! Orders and ranks.

/// The order that sorts `values` ascending, ties in the order given.
///
/// The values must be finite or infinite, not NaN; -0 and 0 tie.
///
/// ```
/// assert_eq!(voxomics_stats::rank::order(&[3.0, 1.0, 2.0, 1.0]), [1, 3, 2, 0]);
/// ```
#[must_use]
#[doc(alias = "argsort")]
pub fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| (values[a] + 0.0).total_cmp(&(values[b] + 0.0)));
    order
}

/// Ranks from 1, ties sharing their mean; R's `rank`, scipy's `rankdata`.
///
/// ```
/// assert_eq!(voxomics_stats::rank::midranks(&[3.0, 1.0, 2.0, 1.0]), [4.0, 1.5, 3.0, 1.5]);
/// ```
#[must_use]
#[doc(alias("rank", "rankdata"))]
pub fn midranks(values: &[f64]) -> Vec<f64> {
    let order = order(values);
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for ties in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = start as f64 + f64::midpoint(ties.len() as f64, 1.0);
        for &index in ties {
            ranks[index] = rank;
        }
        start += ties.len();
    }
    ranks
}

/// Share of case-control pairs in which the case has the larger value, equal ones half; of values that ascend, with their labels
/// and how often each counts.
pub(crate) fn concordance(rows: impl Iterator<Item = (f64, bool, f64)>) -> f64 {
    let (mut won, mut cases, mut below) = (0.0, 0.0, 0.0);
    // Cases and controls of the value that is being counted.
    let (mut value, mut tied) = (f64::NAN, [0.0, 0.0]);
    for (next, case, count) in rows {
        if next != value {
            won += tied[0] * (below + 0.5 * tied[1]);
            cases += tied[0];
            below += tied[1];
            (value, tied) = (next, [0.0, 0.0]);
        }
        tied[usize::from(!case)] += count;
    }
    won += tied[0] * (below + 0.5 * tied[1]);
    won / ((cases + tied[0]) * (below + tied[1]))
}

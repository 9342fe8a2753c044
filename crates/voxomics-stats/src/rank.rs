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

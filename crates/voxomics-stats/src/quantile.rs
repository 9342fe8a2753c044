//! Sample quantiles.

/// How a quantile is found between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Type {
    /// Linear between the order statistics, the default of R and numpy.
    Seven,
}

/// Quantile `p` of values sorted ascending, at least one.
#[must_use]
pub fn of_sorted(sorted: &[f64], p: f64, kind: Type) -> f64 {
    let Type::Seven = kind;
    let h = (sorted.len() - 1) as f64 * p;
    let (low, high) = (h.floor(), h.ceil());
    let weight = h - low;
    let (low, high) = (sorted[low as usize], sorted[high as usize]);
    if weight == 0.0 {
        low
    } else {
        (1.0 - weight) * low + weight * high
    }
}

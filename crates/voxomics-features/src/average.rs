//! What several classes do at the end: entropies, and averages over directions.

use voxomics_core::math;

use crate::FeatureSet;

/// `numpy.spacing(1)`, which `PyRadiomics` adds to every argument of a logarithm.
pub(crate) const EPSILON: f64 = f64::EPSILON;

/// `-p log₂(p + ε)`: a term of an entropy.
pub(crate) fn entropy_term(p: f64) -> f64 {
    -p * math::log2(p + EPSILON)
}

/// Each feature's mean over `sets`, NaN left out; NaN where nothing remains.
pub(crate) fn nan_mean<F: FeatureSet>(sets: &[F]) -> F {
    let mut sums = vec![0.0; F::NAMES.len()];
    let mut counts = vec![0_usize; F::NAMES.len()];
    for set in sets {
        for (at, value) in set.values().into_iter().enumerate() {
            if !value.is_nan() {
                sums[at] += value;
                counts[at] += 1;
            }
        }
    }
    let means = sums
        .iter()
        .zip(&counts)
        .map(|(&sum, &count)| sum / count as f64);
    F::from_values(&means.collect::<Vec<_>>()).expect("a mean per feature")
}

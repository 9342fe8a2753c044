//! Entropies of counts.

use voxomics_core::math;

use crate::average::{EPSILON, entropy_term};

/// `k log₂ k` for small whole numbers.
///
/// The entropy of `n` things in groups of `k` is `log₂ n - Σ k log₂ k / n`: a look-up per group instead of
/// a logarithm. It differs from the sum of [`entropy_term`]s by rounding alone, 1e-15.
#[derive(Debug, Clone)]
pub(super) struct Logs(Vec<f64>);

impl Logs {
    /// For counts up to `largest`.
    pub(super) fn new(largest: usize) -> Self {
        let of = |k: usize| k as f64 * math::log2(k as f64);
        Self(
            (0..=largest)
                .map(|k| if k > 1 { of(k) } else { 0.0 })
                .collect(),
        )
    }

    /// `k log₂ k`.
    pub(super) fn of(&self, k: u32) -> f64 {
        self.0[k as usize]
    }

    /// Entropy, bits, of `n` things in `groups` groups, of which `sum` is the sum of [`of`](Self::of).
    pub(super) fn entropy(&self, n: u32, groups: usize, sum: f64) -> f64 {
        if groups == 1 {
            return entropy_term(1.0);
        }
        let n_f64 = f64::from(n);
        // What adding ε to every argument of a logarithm takes away.
        let shift = groups as f64 * EPSILON / std::f64::consts::LN_2;
        (self.of(n) - sum) / n_f64 - shift
    }
}

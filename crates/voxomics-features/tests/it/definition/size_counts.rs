//! How often each grey level `i` occurs with each size `j`, and what follows from it.

use std::collections::BTreeMap;

use super::EPSILON;

#[derive(Debug, Default)]
pub(super) struct SizeCounts(BTreeMap<(usize, usize), f64>);

impl SizeCounts {
    pub(super) fn add(&mut self, level: usize, size: usize, weight: f64) {
        *self.0.entry((level, size)).or_insert(0.0) += weight;
    }

    /// `(i, j, n)` of every entry.
    fn entries(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        self.0
            .iter()
            .map(|(&(level, size), &n)| (level as f64, size as f64, n))
    }

    pub(super) fn total(&self) -> f64 {
        self.entries().map(|(_, _, n)| n).sum()
    }

    /// `Σ p f(i, j)`.
    pub(super) fn mean(&self, f: impl Fn(f64, f64) -> f64) -> f64 {
        self.entries().map(|(i, j, n)| n * f(i, j)).sum::<f64>() / self.total()
    }

    pub(super) fn variance(&self, f: impl Fn(f64, f64) -> f64) -> f64 {
        let mean = self.mean(&f);
        self.mean(|i, j| (f(i, j) - mean) * (f(i, j) - mean))
    }

    /// `Σ_i (Σ_j n)² / N`.
    pub(super) fn grey_non_uniformity(&self) -> f64 {
        self.non_uniformity(|level, _| level)
    }

    /// `Σ_j (Σ_i n)² / N`.
    pub(super) fn size_non_uniformity(&self) -> f64 {
        self.non_uniformity(|_, size| size)
    }

    fn non_uniformity(&self, key: impl Fn(usize, usize) -> usize) -> f64 {
        let mut sums = BTreeMap::new();
        for (&(level, size), n) in &self.0 {
            *sums.entry(key(level, size)).or_insert(0.0) += n;
        }
        sums.values().map(|sum: &f64| sum * sum).sum::<f64>() / self.total()
    }

    /// Things for each voxel.
    pub(super) fn percentage(&self) -> f64 {
        1.0 / self.mean(|_, j| j)
    }

    /// Bits; NaN without an entry.
    pub(super) fn entropy(&self) -> f64 {
        let total = self.total();
        let terms = self
            .entries()
            .map(|(_, _, n)| n / total * (n / total + EPSILON).log2());
        if self.0.is_empty() {
            f64::NAN
        } else {
            -terms.sum::<f64>()
        }
    }
}

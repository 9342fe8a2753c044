//! Averages over directions.

/// The mean of each of `N` values over directions, NaN left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mean<const N: usize> {
    sums: [f64; N],
    counts: [u32; N],
}

impl<const N: usize> Default for Mean<N> {
    fn default() -> Self {
        Self {
            sums: [0.0; N],
            counts: [0; N],
        }
    }
}

impl<const N: usize> Mean<N> {
    /// Takes the values of a direction.
    pub(super) fn add(&mut self, values: &[f64; N]) {
        for ((sum, count), &value) in self.sums.iter_mut().zip(&mut self.counts).zip(values) {
            *sum += if value.is_nan() { 0.0 } else { value };
            *count += u32::from(!value.is_nan());
        }
    }

    /// The means; NaN where no direction has a value.
    pub(super) fn values(&self) -> [f64; N] {
        std::array::from_fn(|at| self.sums[at] / f64::from(self.counts[at]))
    }
}

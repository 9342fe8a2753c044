//! Sums that keep what a double drops.

/// A sum of doubles with its rounding errors beside it: what goes out again leaves nothing behind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pair {
    high: f64,
    low: f64,
}

impl Pair {
    pub(crate) fn add(&mut self, value: f64) {
        let sum = self.high + value;
        let taken = sum - self.high;
        self.low += (self.high - (sum - taken)) + (value - taken);
        self.high = sum;
    }

    pub(crate) fn value(self) -> f64 {
        self.high + self.low
    }

    /// How much more it is than an earlier one.
    pub(crate) fn since(self, earlier: Self) -> f64 {
        (self.high - earlier.high) + (self.low - earlier.low)
    }
}

#[cfg(test)]
mod tests {
    use super::Pair;

    #[test]
    fn what_left_leaves_nothing() {
        let mut sum = Pair::default();
        for value in [1e-3, 1e16, 3.7, -1e16, -3.7] {
            sum.add(value);
        }
        assert!((sum.value() - 1e-3).abs() < 1e-18);
    }
}

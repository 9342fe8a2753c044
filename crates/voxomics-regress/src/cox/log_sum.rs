//! Logarithms of many numbers, added up.

/// Beyond these a product is closed, far from where doubles end.
const RANGE: std::ops::Range<f64> = 1e-150..1e150;

/// `Σ weight·ln(x)`. Numbers of weight 1 are multiplied while the product stays in range, since a logarithm costs as much as
/// dozens of products; each of these adds half a unit in the last place to the argument, some 1e-16 to the sum.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LogSum {
    product: f64,
    sum: f64,
}

impl LogSum {
    pub(crate) fn new() -> Self {
        Self {
            product: 1.0,
            sum: 0.0,
        }
    }

    #[inline]
    pub(crate) fn add(&mut self, weight: f64, x: f64) {
        if weight == 1.0 && RANGE.contains(&x) {
            self.product *= x;
            if !RANGE.contains(&self.product) {
                self.sum += libm::log(self.product);
                self.product = 1.0;
            }
        } else {
            self.sum += weight * libm::log(x);
        }
    }

    pub(crate) fn value(self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

#[cfg(test)]
mod tests {
    use super::LogSum;

    #[test]
    fn products_are_sums_of_logarithms() {
        let mut sum = LogSum::new();
        let mut want = 0.0;
        for at in 1..2000 {
            let (weight, x) = (f64::from(1 + at % 3) / 2.0, f64::from(at * at) * 1e-3);
            let x = if at % 7 == 0 { x * 1e-200 } else { x };
            sum.add(weight, x);
            want += weight * libm::log(x);
        }
        assert!((sum.value() / want - 1.0).abs() < 1e-13);
    }
}

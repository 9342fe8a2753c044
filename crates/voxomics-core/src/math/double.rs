//! Arithmetic with unevaluated sums of two doubles, some 105 bits.

/// `high + low`, where `low` is less than half a unit in the last place of `high`.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    pub(super) high: f64,
    pub(super) low: f64,
}

impl Sum {
    pub(super) const fn negated(self) -> Self {
        Self {
            high: -self.high,
            low: -self.low,
        }
    }

    pub(super) const fn plus(self, other: Self) -> Self {
        let high = sum(self.high, other.high);
        quick_sum(high.high, high.low + (self.low + other.low))
    }

    pub(super) const fn times(self, other: Self) -> Self {
        let high = product(self.high, other.high);
        quick_sum(
            high.high,
            high.low + (self.high * other.low + self.low * other.high),
        )
    }

    pub(super) const fn over(self, divisor: f64) -> Self {
        let high = self.high / divisor;
        let back = product(high, divisor);
        quick_sum(
            high,
            ((self.high - back.high) - back.low + self.low) / divisor,
        )
    }
}

/// `a + b`, exactly (Knuth).
pub(super) const fn sum(a: f64, b: f64) -> Sum {
    let high = a + b;
    let part = high - a;
    Sum {
        high,
        low: (a - (high - part)) + (b - part),
    }
}

/// `a + b`, exactly, where `a` is the larger.
pub(super) const fn quick_sum(a: f64, b: f64) -> Sum {
    let high = a + b;
    Sum {
        high,
        low: b - (high - a),
    }
}

/// `a · b`, exactly (Dekker), for factors far from overflow.
pub(super) const fn product(a: f64, b: f64) -> Sum {
    let high = a * b;
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    Sum {
        high,
        low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2,
    }
}

/// Two parts of 26 bits.
const fn halves(a: f64) -> (f64, f64) {
    let scaled = a * 134_217_729.0; // 2²⁷ + 1
    let head = scaled - (scaled - a);
    (head, a - head)
}

//! Sine and cosine to some hundred bits, for what has to be rounded correctly.

use std::f64::consts::FRAC_PI_2;

use super::double::{Sum, product, sum};

/// What `FRAC_PI_2` leaves out of π/2.
const FRAC_PI_2_REST: f64 = 6.123_233_995_736_766e-17;
const FRAC_PI_2_LAST: f64 = -1.497_384_904_859_169_7e-33;

/// Largest argument whose multiple of π/2 is subtracted with enough digits.
pub(super) const LARGEST: f64 = 1e6;

/// Sine and cosine of an angle of `LARGEST` at most.
pub(super) fn sine_and_cosine(x: f64) -> [Sum; 2] {
    let quarters = (x / FRAC_PI_2).round();
    let [sine, cosine] = near_zero(reduced(x, quarters));
    match quarters.rem_euclid(4.0) {
        0.0 => [sine, cosine],
        1.0 => [cosine, sine.negated()],
        2.0 => [sine.negated(), cosine.negated()],
        _ => [cosine.negated(), sine],
    }
}

/// `x` less so many quarters of a turn.
fn reduced(x: f64, quarters: f64) -> Sum {
    let first = product(quarters, FRAC_PI_2).negated();
    let second = product(quarters, FRAC_PI_2_REST).negated();
    // The two cancel almost wholly, exactly.
    let rest = sum(x, first.high);
    let last = Sum {
        high: first.low,
        low: 0.0,
    }
    .plus(second);
    rest.plus(last).plus(Sum {
        high: -quarters * FRAC_PI_2_LAST,
        low: 0.0,
    })
}

/// By their series, |x| < 0.8.
fn near_zero(x: Sum) -> [Sum; 2] {
    let square = x.times(x).negated();
    // From the smallest term on: 0.8²⁷ / 27! is below the last bit.
    let series = |first: u32| {
        let one = Sum {
            high: 1.0,
            low: 0.0,
        };
        (0..13).rev().fold(one, |sum, step| {
            let next = first + 2 * step;
            let divisor = f64::from((next + 1) * (next + 2));
            sum.times(square).over(divisor).plus(one)
        })
    };
    [series(1).times(x), series(0)]
}

//! Natural logarithm to some seventy bits, as the unevaluated sum of two doubles, for what has to be
//! rounded correctly.

use std::f64::consts::LN_2;

use super::double::{Sum, product, quick_sum, sum};

/// What `LN_2` leaves out of ln 2.
const LN_2_REST: f64 = 2.319_046_813_846_299_6e-17;

/// ln 2 cut to 32 bits, so that its product with an exponent is exact, and what is left of it.
const LN_2_HEAD: f64 = f64::from_bits(LN_2.to_bits() & !0x1F_FFFF);
const LN_2_TAIL: Sum = sum(LN_2 - LN_2_HEAD, LN_2_REST);

/// Intervals between 1 and 2.
const STEPS: usize = 128;

/// The first grid point beyond √2: from here on half of it is nearer to 1, and its logarithm is
/// stored instead, so that nothing cancels just below 1.
const HALVED: usize = 54;

/// ln(1 + i / 128), or ln((1 + i / 128) / 2) from `HALVED` on.
static LOGARITHMS: [Sum; STEPS + 1] = logarithms();

/// ln x of a positive normal `x`, wrong by some 2⁻⁷⁰ of it, or of 1 if that is more.
pub(super) fn logarithm(x: f64) -> Sum {
    let bits = x.to_bits();
    let mantissa = bits & 0xF_FFFF_FFFF_FFFF;
    // The grid point next to the mantissa; the bits of an index of at most 128 fit any integer.
    let index = ((mantissa + (1 << 44)) >> 45) as usize;
    let m = f64::from_bits(mantissa | 0x3FF << 52);
    let c = 1.0 + index as f64 / STEPS as f64;
    let exponent = (bits >> 52) as f64 - 1023.0 + f64::from(u8::from(index >= HALVED));

    // ln(m/c) = 2 artanh s = 2s + 2s³/3 + ..., s = (m - c)/(m + c), |s| < 2⁻⁹.
    let difference = m - c; // exact
    let total = sum(m, c);
    let inverse = 1.0 / total.high;
    let s = difference * inverse;
    let back = product(s, total.high);
    let rest = ((difference - back.high) - back.low - s * total.low) * inverse;
    let square = s * s;
    let series =
        square * (2.0 / 3.0 + square * (2.0 / 5.0 + square * (2.0 / 7.0 + square * (2.0 / 9.0))));
    let ratio = quick_sum(2.0 * s, 2.0 * rest + s * series);

    let power = sum(exponent * LN_2_HEAD, exponent * LN_2_TAIL.high);
    let power = quick_sum(power.high, power.low + exponent * LN_2_TAIL.low);
    power.plus(LOGARITHMS[index]).plus(ratio)
}

const fn logarithms() -> [Sum; STEPS + 1] {
    let mut table = [Sum {
        high: 0.0,
        low: 0.0,
    }; STEPS + 1];
    let mut index = 0;
    while index <= STEPS {
        let doubled = if index < HALVED { STEPS } else { 2 * STEPS };
        let (numerator, denominator) = ((STEPS + index) as f64, doubled as f64);
        table[index] = artanh(numerator - denominator, numerator + denominator);
        index += 1;
    }
    table
}

/// 2 artanh(a/b) by its series, |a/b| < 0.18.
const fn artanh(a: f64, b: f64) -> Sum {
    let ratio = Sum { high: a, low: 0.0 }.over(b);
    let square = ratio.times(ratio);
    // From the smallest term on: 0.18⁴³ is below the last bit.
    let mut odd = 43.0;
    let mut series = Sum {
        high: 2.0,
        low: 0.0,
    }
    .over(odd);
    while odd > 1.0 {
        odd -= 2.0;
        let term = Sum {
            high: 2.0,
            low: 0.0,
        }
        .over(odd);
        series = series.times(square).plus(term);
    }
    series.times(ratio)
}

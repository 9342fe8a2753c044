//! Numbers as text.

/// `value` as Python's `repr` and NumPy print it: the shortest digits that read back as the same
/// `f64`.
///
/// Decimal notation for exponents from -4 to 15, else scientific with a sign and at least two
/// digits of exponent; `nan`, `inf`, `-inf`. This is how PyRadiomics' tables are written, so that
/// two tables can be compared as text.
///
/// ```
/// use voxomics_core::number::repr;
///
/// assert_eq!(repr(0.78125), "0.78125");
/// assert_eq!(repr(3.0), "3.0");
/// assert_eq!(repr(1e16), "1e+16");
/// assert_eq!(repr(-2.5e-7), "-2.5e-07");
/// ```
#[must_use]
pub fn repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let decimal = format!("{value}");
        return if decimal.contains('.') {
            decimal
        } else {
            decimal + ".0"
        };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}

/// `values` as Python prints a tuple of floats, `(0.5, 0.5, 2.0)`.
///
/// ```
/// assert_eq!(voxomics_core::number::tuple(&[0.5, 2.0]), "(0.5, 2.0)");
/// assert_eq!(voxomics_core::number::tuple(&[2.0]), "(2.0,)");
/// ```
#[must_use]
pub fn tuple(values: &[f64]) -> String {
    let parts: Vec<String> = values.iter().map(|&value| repr(value)).collect();
    match parts.as_slice() {
        [only] => format!("({only},)"),
        parts => format!("({})", parts.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::repr;

    #[test]
    fn as_python_prints() {
        // Python 3.11: [repr(x) for x in ...]
        for (value, want) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1e15, "1000000000000000.0"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (0.0001, "0.0001"),
            (0.000_01, "1e-05"),
            (-3.203_426_503_814_917e-16, "-3.203426503814917e-16"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(repr(value), want);
        }
    }

    proptest! {
        #[test]
        fn reads_back_as_the_same_bits(value in prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL) {
            prop_assert_eq!(repr(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}

//! Round numbers over a range.

/// Says how much the next larger unit is favoured over the next smaller one; R's `high.u.bias`.
const BIAS: f64 = 1.5;
/// The same for 5 over 2; R's `u5.bias`.
const BIAS_5: f64 = 0.5 + 1.5 * BIAS;
/// By this share of a unit a range may reach beyond its ticks.
const SLACK: f64 = 1e-10;

/// More ticks than any axis has.
const MOST: f64 = 1e6;

/// About `intervals + 1` equally spaced round values that cover `low..=high`; `None` where that is no range of finite numbers,
/// or more than a million intervals are asked for.
///
/// R's `pretty(c(low, high), n = intervals)`, which places ticks on axes.
///
/// ```
/// use voxomics_stats::nomogram::pretty;
///
/// assert_eq!(pretty(0.3, 9.7, 5).unwrap(), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
/// ```
#[must_use]
pub fn pretty(low: f64, high: f64, intervals: u32) -> Option<Vec<f64>> {
    let width = high - low;
    if !(width >= 0.0 && width.is_finite() && low.is_finite()) {
        return None;
    }
    // R's least number of intervals.
    let least = f64::from(intervals / 3);
    let unit = unit(cell(low, high, intervals));
    let mut first = (low / unit + SLACK).floor();
    let mut last = (high / unit - SLACK).ceil();
    while first * unit > low + SLACK * unit {
        first -= 1.0;
    }
    while last * unit < high - SLACK * unit {
        last += 1.0;
    }
    let missing = (0.5 + least - (last - first)).floor();
    if missing > 0.0 && last - first < least {
        widen(&mut first, &mut last, missing, (low, high));
    }
    let (from, to, count) = (first * unit, last * unit, last - first);
    let step = (to - from) / count;
    if !step.is_finite() || step == 0.0 {
        return None;
    }
    let tick = |i: u32| {
        let tick = from + f64::from(i) * step;
        if tick.abs() < 1e-14 * step { 0.0 } else { tick }
    };
    (count <= MOST).then(|| (0..=count as u32).map(tick).collect())
}

/// The width of an interval before it is rounded.
fn cell(low: f64, high: f64, intervals: u32) -> f64 {
    let width = high - low;
    let largest = low.abs().max(high.abs());
    let tiny = (1.0 + 1.0 / (1.0 + BIAS)) * f64::from(intervals.max(1)) * f64::EPSILON;
    let cell = if largest == 0.0 { 1.0 } else { largest };
    if largest > 0.0 && width >= cell * tiny * 3.0 {
        return width / f64::from(intervals.max(1));
    }
    // Hardly a range: a share of the values instead.
    let cell = if cell > 10.0 { 9.0 + cell / 10.0 } else { cell };
    0.75 * cell / f64::from((intervals / 3).max(1))
}

/// 1, 2, 5 or 10 times a power of ten.
fn unit(cell: f64) -> f64 {
    // No power of ten leaves the doubles, nor its fiftyfold.
    let cell = cell.clamp(1e-306, 1e306);
    let base = power_of_ten(cell);
    let mut unit = base;
    for (factor, bias) in [(2.0, BIAS), (5.0, BIAS_5), (10.0, BIAS)] {
        if factor * base - cell < bias * (cell - unit) {
            unit = factor * base;
        } else {
            break;
        }
    }
    unit
}

/// The largest power of ten that is not above the cell.
fn power_of_ten(cell: f64) -> f64 {
    // Through text, which is rounded correctly: a last bit off, and a range that ends on a tick would get one more.
    let power = |exponent: i32| -> f64 { format!("1e{exponent}").parse().expect("a number") };
    let exponent = libm::log10(cell).floor() as i32;
    if power(exponent + 1) <= cell {
        power(exponent + 1)
    } else if power(exponent) <= cell {
        power(exponent)
    } else {
        power(exponent - 1)
    }
}

/// Adds intervals on both sides, or on the one that does not begin at zero.
fn widen(first: &mut f64, last: &mut f64, missing: f64, (low, high): (f64, f64)) {
    let (half, rest) = ((missing / 2.0).floor(), missing % 2.0);
    if low == 0.0 && *first == 0.0 && high != 0.0 {
        *last += missing;
    } else if high == 0.0 && *last == 0.0 && low != 0.0 {
        *first -= missing;
    } else if *first >= 0.0 {
        *last += half;
        *first -= half + rest;
    } else {
        *first -= half;
        *last += half + rest;
    }
}

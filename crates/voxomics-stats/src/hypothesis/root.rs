//! Brent's root search.

/// A root of `f` between `a` and `b`, where its signs differ, to within `tolerance`.
///
/// Stops at the first exact zero it meets, which for step functions makes the path part of the result: this is the path of
/// Brent's procedure `zero` (1973), which R's `uniroot` also takes.
pub(super) fn root(f: impl Fn(f64) -> f64, a: f64, b: f64, tolerance: f64) -> f64 {
    // b is the best point, a the one before, c on the other side of the root.
    let (mut a, mut b) = (a, b);
    let (mut of_a, mut of_b) = (f(a), f(b));
    if of_a == 0.0 {
        return a;
    }
    let (mut c, mut of_c) = (a, of_a);
    for _ in 0..1000 {
        let last = b - a;
        if of_c.abs() < of_b.abs() {
            (a, b, c) = (b, c, b);
            (of_a, of_b, of_c) = (of_b, of_c, of_b);
        }
        let least = 2.0 * f64::EPSILON * b.abs() + tolerance / 2.0;
        let half = (c - b) / 2.0;
        if half.abs() <= least || of_b == 0.0 {
            break;
        }
        let mut step = half;
        if last.abs() >= least && of_a.abs() > of_b.abs() {
            let (p, q) = interpolated([a, b, c], [of_a, of_b, of_c]);
            if p < 1.5 * half * q - (least * q).abs() / 2.0 && p < (last * q / 2.0).abs() {
                step = p / q;
            }
        }
        if step.abs() < least {
            step = least.copysign(half);
        }
        (a, of_a) = (b, of_b);
        b += step;
        of_b = f(b);
        if (of_b > 0.0) == (of_c > 0.0) && (of_b < 0.0) == (of_c < 0.0) {
            (c, of_c) = (a, of_a);
        }
    }
    b
}

/// A step from b as `p / q`, `p` not negative: by the secant through two points, by inverse parabola through three.
fn interpolated([a, b, c]: [f64; 3], [of_a, of_b, of_c]: [f64; 3]) -> (f64, f64) {
    let (p, q) = if a == c {
        let t = of_b / of_a;
        ((c - b) * t, 1.0 - t)
    } else {
        let (q, t, u) = (of_a / of_c, of_b / of_c, of_b / of_a);
        let p = u * ((c - b) * q * (q - t) - (b - a) * (t - 1.0));
        (p, (q - 1.0) * (t - 1.0) * (u - 1.0))
    };
    if p > 0.0 { (p, -q) } else { (-p, q) }
}

#[cfg(test)]
mod tests {
    use super::root;

    #[test]
    fn roots_of_smooth_and_flat_functions() {
        assert!((root(|x| x * x - 2.0, 0.0, 2.0, 1e-15) - 2.0_f64.sqrt()).abs() < 1e-14);
        assert!((root(|x| (x - 1.0) * (x - 1.0) * (x - 1.0), -3.0, 2.0, 1e-12) - 1.0).abs() < 1e-4);
        let steps = root(f64::floor, -1.5, 2.5, 1e-9);
        assert!((0.0..1.0).contains(&steps));
    }
}

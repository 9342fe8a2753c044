use voxomics_core::math;

/// `ln Γ(1/2)` as ITK approximates it.
const LN_GAMMA_HALF: f64 = 0.572_364_942_924_847;

/// Where the series and the fraction stop: the error relative to the result.
const ENOUGH: f64 = 3e-7;

/// The error function with the error that ITK makes: up to 10⁻⁷, since it is computed as the incomplete
/// gamma function `P(1/2, x²)` and stops at [`ENOUGH`].
pub(super) fn erf(x: f64) -> f64 {
    let square = x * x;
    let below = if square < 1.5 {
        series(square)
    } else {
        1.0 - fraction(square)
    };
    if x < 0.0 { -below } else { below }
}

/// `P(1/2, x)` by its power series.
fn series(x: f64) -> f64 {
    if x == 0.0 {
        return 0.0;
    }
    let (mut denominator, mut term, mut sum) = (0.5, 2.0, 2.0);
    loop {
        denominator += 1.0;
        term *= x / denominator;
        sum += term;
        // Terms shrink from the first on, since x < 1.5.
        if term < sum * ENOUGH {
            return sum * front(x);
        }
    }
}

/// `1 - P(1/2, x)` by its continued fraction, evaluated from the front (Lentz).
fn fraction(x: f64) -> f64 {
    let mut b = x + 1.0 - 0.5;
    let (mut c, mut d) = (1.0 / 1e-30, 1.0 / b);
    let mut result = d;
    for step in 1..=100 {
        let step = f64::from(step);
        let a = step * (0.5 - step);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let change = d * c;
        result *= change;
        if (change - 1.0).abs() < ENOUGH {
            break;
        }
    }
    front(x) * result
}

/// `√x e⁻ˣ / Γ(1/2)`.
fn front(x: f64) -> f64 {
    math::exp(-x + 0.5 * math::ln(x) - LN_GAMMA_HALF)
}

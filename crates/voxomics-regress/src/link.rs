//! The logistic function and its relatives, each to its last digits.

use voxomics_core::math;

/// `1/(1 + e^-η)`, what is left of 1, and `log(1 + e^η)`.
pub(crate) fn logistic(eta: f64) -> (f64, f64, f64) {
    let small = math::exp(-eta.abs());
    let (near, far) = (1.0 / (1.0 + small), small / (1.0 + small));
    let log = eta.max(0.0) + math::ln_1p(small);
    if eta >= 0.0 {
        (near, far, log)
    } else {
        (far, near, log)
    }
}

/// `p log p`, 0 for 0.
pub(crate) fn p_log_p(p: f64) -> f64 {
    if p > 0.0 { p * math::ln(p) } else { 0.0 }
}

use serde::{Deserialize, Serialize};

/// Moments over the features of a batch's shifts and variances, in units of the pooled standard deviation.
///
/// Shifts are taken to be normal; variances inverse gamma, with the shape and the rate that have these moments.
///
/// # References
///
/// Johnson, Li, Rabinovic, *Biostatistics* 2007, section 3.2, doi:10.1093/biostatistics/kxj037.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prior {
    /// Mean of the shifts, `γ̄`.
    #[doc(alias = "gamma.bar")]
    pub shift_mean: f64,
    /// Variance of the shifts, `τ²`, of divisor one less than the features.
    #[doc(alias = "t2")]
    pub shift_variance: f64,
    /// Mean of the variances.
    pub scale_mean: f64,
    /// Variance of the variances, of divisor one less than the features.
    pub scale_variance: f64,
}

impl Prior {
    pub(crate) fn of(shifts: &[f64], scales: &[f64]) -> Self {
        let (shift_mean, shift_variance) = moments(shifts);
        let (scale_mean, scale_variance) = moments(scales);
        Self {
            shift_mean,
            shift_variance,
            scale_mean,
            scale_variance,
        }
    }

    /// Shape of the inverse gamma, `(2v + m²)/v`; infinite where the variances do not vary.
    #[must_use]
    #[doc(alias = "a.prior")]
    pub fn shape(&self) -> f64 {
        (2.0 * self.scale_variance + self.scale_mean * self.scale_mean) / self.scale_variance
    }

    /// Rate of the inverse gamma, `(m v + m³)/v`; infinite where the variances do not vary.
    #[must_use]
    #[doc(alias = "b.prior")]
    pub fn rate(&self) -> f64 {
        let (m, v) = (self.scale_mean, self.scale_variance);
        (m * v + m * m * m) / v
    }
}

/// Mean, and variance of divisor n - 1.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    (mean, squares / (n - 1.0))
}

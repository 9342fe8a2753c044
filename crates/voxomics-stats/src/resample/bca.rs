//! The interval that is corrected for bias and acceleration.

use super::{Error, OrderInterval, Replicates};
use crate::ConfidenceLevel;
use crate::dist::normal;

impl Replicates {
    /// Corrected for bias and acceleration; `boot.ci(type = "bca")`.
    ///
    /// `influences` has a value for each row, for instance the [`jackknife`](super::jackknife())'s.
    ///
    /// ```
    /// use voxomics_stats::ConfidenceLevel;
    /// use voxomics_stats::resample::{Draws, Resamples, bootstrap, jackknife};
    ///
    /// let x = [1.0, 2.0, 2.5, 4.0, 9.0, 20.0];
    /// let mean = |rows: &[usize]| Some(rows.iter().map(|&row| x[row]).sum::<f64>() / rows.len() as f64);
    /// let replicates = bootstrap(&Resamples::plain(6, Draws::default())?, mean)?;
    /// let bca = replicates.bca_interval(&jackknife(6, mean)?, ConfidenceLevel::P95)?;
    /// let plain = replicates.percentile_interval(ConfidenceLevel::P95)?;
    /// // The long tail above moves the limits up.
    /// assert!(bca.interval.lower > plain.interval.lower && bca.interval.upper > plain.interval.upper);
    /// # Ok::<(), voxomics_stats::resample::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Influences`] unless they are finite and not all 0, [`Error::OneSided`] if no replicate lies below the
    /// estimate or all do, [`Error::TooFewDefined`] for no replicates.
    ///
    /// # References
    ///
    /// Efron B. *J Am Stat Assoc* 1987;82:171-185. Davison AC, Hinkley DV. *Bootstrap Methods and their Application*,
    /// 1997, section 5.3.
    #[doc(alias = "boot.ci")]
    pub fn bca_interval(
        &self,
        influences: &[f64],
        level: ConfidenceLevel,
    ) -> Result<OrderInterval, Error> {
        let shift = self.bias_correction()?;
        let acceleration = acceleration(influences)?;
        let adjusted = |z: f64| {
            let moved = shift + z;
            normal::lower(shift + moved / (1.0 - acceleration * moved))
        };
        let z = normal::upper_quantile(level.tail());
        self.between([adjusted(-z), adjusted(z)])
    }

    /// `z₀`: the normal quantile of the share of replicates below the estimate.
    ///
    /// # Errors
    ///
    /// [`Error::OneSided`] if that share is 0 or 1, [`Error::TooFewDefined`] for no replicates.
    pub fn bias_correction(&self) -> Result<f64, Error> {
        self.at_least(1)?;
        let below = self
            .values
            .iter()
            .filter(|&&value| value < self.estimate)
            .count();
        let all = self.values.len();
        if below == 0 || below == all {
            return Err(Error::OneSided {
                below,
                resamples: all,
            });
        }
        Ok(normal::quantile(below as f64 / all as f64))
    }
}

/// Efron's acceleration, `Σ L³ / (6 (Σ L²)^1.5)` of the influences of all rows.
///
/// # Errors
///
/// [`Error::Influences`] unless they are finite and not all 0.
pub fn acceleration(influences: &[f64]) -> Result<f64, Error> {
    let (mut squares, mut cubes) = (0.0, 0.0);
    for influence in influences {
        squares += influence * influence;
        cubes += influence * influence * influence;
    }
    let acceleration = cubes / (6.0 * squares * f64::sqrt(squares));
    if acceleration.is_finite() {
        Ok(acceleration)
    } else {
        Err(Error::Influences)
    }
}

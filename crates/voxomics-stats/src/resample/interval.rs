use serde::{Deserialize, Serialize};

use super::{Error, Replicates};
use crate::dist::normal;
use crate::moments::mean_of;
use crate::quantile::{Type, of_sorted};
use crate::{Alternative, ConfidenceLevel, Interval, extended, input};

/// An interval between two order statistics of the replicates, as R's `boot.ci` makes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderInterval {
    /// The limits.
    pub interval: Interval,
    /// Which of the sorted replicates the limits are taken from, from 1, rarely whole. At 1 or below, or at their number or
    /// above, an extreme replicate is the limit and there are too few of them for the level.
    pub orders: [f64; 2],
}

/// A statistic over its bootstrap standard error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ZTest {
    /// `estimate/sd`; 0 for 0/0, infinite (`"inf"`, `"-inf"` in files) if only the standard deviation is 0.
    #[serde(with = "extended")]
    pub statistic: f64,
    /// Standard deviation of the replicates.
    pub standard_error: f64,
    /// From the normal distribution.
    pub p_value: f64,
}

impl Replicates {
    /// Mean of the replicates.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none.
    pub fn mean(&self) -> Result<f64, Error> {
        self.at_least(1)?;
        Ok(mean_of(&self.values))
    }

    /// Mean of the replicates minus the estimate.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none.
    pub fn bias(&self) -> Result<f64, Error> {
        Ok(self.mean()? - self.estimate)
    }

    /// Standard deviation of the replicates, with `n - 1`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for fewer than two.
    pub fn standard_error(&self) -> Result<f64, Error> {
        self.at_least(2)?;
        let mean = self.mean()?;
        let squares = self
            .values
            .iter()
            .map(|value| (value - mean) * (value - mean));
        Ok((squares.sum::<f64>() / (self.values.len() - 1) as f64).sqrt())
    }

    /// Quantile of the replicates, type 7.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none; a level outside of [0, 1].
    pub fn quantile(&self, p: f64) -> Result<f64, Error> {
        self.at_least(1)?;
        input::probability("p", p)?;
        Ok(of_sorted(&self.sorted(), p, Type::Seven))
    }

    /// Between the quantiles of type 7, R's and numpy's default: the percentile interval of pROC, rms and most papers.
    ///
    /// ```
    /// use voxomics_stats::{ConfidenceLevel, resample::Replicates};
    ///
    /// let replicates = Replicates::new(Some(0.0), (0..=40).map(|i| Some(f64::from(i))))?;
    /// let interval = replicates.quantile_interval(ConfidenceLevel::P95)?;
    /// assert!((interval.lower - 1.0).abs() < 1e-12 && (interval.upper - 39.0).abs() < 1e-12);
    /// # Ok::<(), voxomics_stats::resample::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none.
    #[doc(alias = "percentile")]
    pub fn quantile_interval(&self, level: ConfidenceLevel) -> Result<Interval, Error> {
        self.at_least(1)?;
        let sorted = self.sorted();
        let limit = |p| of_sorted(&sorted, p, Type::Seven);
        Ok(Interval {
            lower: limit(level.tail()),
            upper: limit(1.0 - level.tail()),
        })
    }

    /// `estimate - bias ± z sd`; `boot.ci(type = "norm")`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for fewer than two.
    #[doc(alias = "boot.ci")]
    pub fn normal_interval(&self, level: ConfidenceLevel) -> Result<Interval, Error> {
        let centre = self.estimate - self.bias()?;
        Ok(Interval::around(centre, self.standard_error()?, level))
    }

    /// Between the order statistics at `(B + 1)p`, a little further out than [`quantile_interval`](Self::quantile_interval);
    /// `boot.ci(type = "perc")`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none.
    #[doc(alias = "boot.ci")]
    pub fn percentile_interval(&self, level: ConfidenceLevel) -> Result<OrderInterval, Error> {
        self.between([level.tail(), 1.0 - level.tail()])
    }

    /// The percentile interval mirrored at the estimate; `boot.ci(type = "basic")`.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for none.
    #[doc(alias = "boot.ci")]
    pub fn basic_interval(&self, level: ConfidenceLevel) -> Result<OrderInterval, Error> {
        let mirrored = self.percentile_interval(level)?;
        let Interval { lower, upper } = mirrored.interval;
        let [low, high] = mirrored.orders;
        Ok(OrderInterval {
            interval: Interval {
                lower: 2.0 * self.estimate - upper,
                upper: 2.0 * self.estimate - lower,
            },
            orders: [high, low],
        })
    }

    /// The estimate over the standard deviation of the replicates, against 0; `roc.test(method = "bootstrap")` for a
    /// difference.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewDefined`] for fewer than two.
    pub fn z_test(&self, alternative: Alternative) -> Result<ZTest, Error> {
        let standard_error = self.standard_error()?;
        let statistic = crate::delong::ratio(self.estimate, standard_error);
        Ok(ZTest {
            statistic,
            standard_error,
            p_value: alternative.p_of_z(statistic),
        })
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted
    }

    pub(super) fn between(&self, p: [f64; 2]) -> Result<OrderInterval, Error> {
        self.at_least(1)?;
        let sorted = self.sorted();
        let [lower, upper] = p.map(|p| order_statistic(&sorted, p));
        Ok(OrderInterval {
            interval: Interval { lower, upper },
            orders: p.map(|p| (sorted.len() + 1) as f64 * p),
        })
    }
}

/// The order statistic at `(n + 1)p`, interpolated on the scale of normal quantiles (Davison and Hinkley, equation 5.8).
fn order_statistic(sorted: &[f64], p: f64) -> f64 {
    let spaces = (sorted.len() + 1) as f64;
    let order = (spaces * p).floor();
    if order < 1.0 {
        return sorted[0];
    }
    let below = order as usize;
    let Some(&next) = sorted.get(below) else {
        return sorted[sorted.len() - 1];
    };
    let value = sorted[below - 1];
    if order == spaces * p {
        return value;
    }
    let [at, low, high] = [p, order / spaces, (order + 1.0) / spaces].map(normal::quantile);
    value + (at - low) / (high - low) * (next - value)
}

//! Hazard ratios read off a comparison of two groups.

use serde::{Deserialize, Serialize};
use voxomics_core::math;

use super::{Comparison, Weights};
use crate::dist::normal;
use crate::survival::Error;
use crate::{ConfidenceLevel, Interval};

/// Hazard of the second group relative to the first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HazardRatio {
    /// The ratio.
    pub ratio: f64,
    /// Its confidence limits.
    pub interval: Interval,
}

impl Comparison {
    /// Peto's one-step estimate `exp((O - E)/V)` of the second group, with limits `exp(log ratio ∓ z/√V)`.
    ///
    /// For [`Weights::LOG_RANK`](super::Weights::LOG_RANK). Biased towards 1 where the ratio is far from it; a Cox model's is
    /// not.
    ///
    /// ```
    /// use voxomics_stats::ConfidenceLevel;
    /// use voxomics_stats::survival::{FollowUp, log_rank::{self, Options}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let arms = log_rank::compare(&follow_up, &[0, 0, 1, 0, 1, 1], &Options::default())?;
    /// assert!(arms.peto_hazard_ratio(ConfidenceLevel::P95)?.ratio < 1.0);
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotTwoGroups`], [`Error::Weighted`], and [`Error::NoVariance`] where V is 0.
    ///
    /// # References
    ///
    /// Yusuf S, Peto R, Lewis J, et al. *Prog Cardiovasc Dis* 1985;27:335-371.
    pub fn peto_hazard_ratio(&self, level: ConfidenceLevel) -> Result<HazardRatio, Error> {
        self.unweighted_pair()?;
        let variance = self.covariance[1][1];
        if variance <= 0.0 {
            return Err(Error::NoVariance);
        }
        let log = self.difference(1) / variance;
        let half = -normal::quantile(level.tail()) / variance.sqrt();
        Ok(HazardRatio {
            ratio: math::exp(log),
            interval: Interval {
                lower: math::exp(log - half),
                upper: math::exp(log + half),
            },
        })
    }

    /// Pike's estimate `(O₂/E₂)/(O₁/E₁)`; none if the first group has no event or the second expects none.
    ///
    /// For [`Weights::LOG_RANK`](super::Weights::LOG_RANK).
    ///
    /// ```
    /// use voxomics_stats::survival::{FollowUp, log_rank::{self, Options}};
    ///
    /// let months = [6.0, 13.0, 21.0, 30.0, 37.0, 38.0];
    /// let follow_up = FollowUp::new(&months, &[true, true, false, true, false, true])?;
    /// let arms = log_rank::compare(&follow_up, &[0, 0, 1, 0, 1, 1], &Options::default())?;
    /// assert!(arms.pike_hazard_ratio()? < Some(1.0));
    /// # Ok::<(), voxomics_stats::survival::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::NotTwoGroups`], [`Error::Weighted`].
    ///
    /// # References
    ///
    /// Pike MC. *J R Stat Soc A* 1972;135:201-203.
    pub fn pike_hazard_ratio(&self) -> Result<Option<f64>, Error> {
        self.unweighted_pair()?;
        let [first, second] = [0, 1].map(|place| self.groups[place]);
        let defined = first.observed > 0.0 && second.expected > 0.0;
        let ratio = (second.observed / second.expected) / (first.observed / first.expected);
        Ok(defined.then_some(ratio))
    }

    fn unweighted_pair(&self) -> Result<(), Error> {
        self.check()?;
        match (self.groups.len(), self.weights) {
            (2, Weights::LOG_RANK) => Ok(()),
            (2, _) => Err(Error::Weighted),
            (groups, _) => Err(Error::NotTwoGroups { groups }),
        }
    }
}

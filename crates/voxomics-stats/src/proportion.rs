//! Binomial proportions and their confidence intervals: sensitivity, specificity, accuracy, prevalence.

use serde::{Deserialize, Serialize};

use crate::dist::{beta, normal};
use crate::names::names;
use crate::{ConfidenceLevel, Interval};

/// Counts that make no proportion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing to take a share of.
    #[error("no trials: a proportion needs at least one")]
    NoTrials,
    /// More successes than trials.
    #[error("{successes} successes in {trials} trials: there cannot be more successes than trials")]
    TooManySuccesses {
        /// Successes given.
        successes: u64,
        /// Trials given.
        trials: u64,
    },
}

/// How the limits of a proportion are found.
///
/// Brown, Cai and `DasGupta` (2001) recommend Wilson's or Jeffreys' for few trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Score interval of Wilson (1927); R's `prop.test(x, n, correct = FALSE)`, statsmodels' `wilson`.
    #[default]
    Wilson,
    /// Wilson's with Yates' continuity correction (Newcombe 1998, method 4); R's `prop.test(x, n)`.
    WilsonContinuity,
    /// Exact, from the tails of the binomial distribution (Clopper and Pearson 1934), never below its level; R's
    /// `binom.test`, statsmodels' `beta`.
    ClopperPearson,
    /// `p ± z √(p(1-p)/n)`, clipped to [0, 1]; statsmodels' `normal`. Of no width for no success.
    Wald,
    /// Wald's around Wilson's centre (Agresti and Coull 1998), clipped to [0, 1]; statsmodels' `agresti_coull`.
    AgrestiCoull,
    /// Quantiles of the beta distribution with ½ added to successes and failures, also at 0 and `n`; statsmodels'
    /// `jeffreys`.
    Jeffreys,
}

names!(
    Method,
    "method of a proportion": Wilson = "wilson",
    WilsonContinuity = "wilson-continuity",
    ClopperPearson = "clopper-pearson",
    Wald = "wald",
    AgrestiCoull = "agresti-coull",
    Jeffreys = "jeffreys",
);

/// `successes` out of `trials`.
///
/// ```
/// use voxomics_stats::proportion::Proportion;
///
/// assert_eq!(Proportion::new(3, 4)?.estimate(), 0.75);
/// # Ok::<(), voxomics_stats::proportion::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Counts", into = "Counts")]
pub struct Proportion {
    successes: u64,
    trials: u64,
}

#[derive(Serialize, Deserialize)]
struct Counts {
    successes: u64,
    trials: u64,
}

impl TryFrom<Counts> for Proportion {
    type Error = Error;

    fn try_from(counts: Counts) -> Result<Self, Error> {
        Self::new(counts.successes, counts.trials)
    }
}

impl From<Proportion> for Counts {
    fn from(proportion: Proportion) -> Self {
        let Proportion { successes, trials } = proportion;
        Self { successes, trials }
    }
}

impl Proportion {
    /// From its two counts.
    ///
    /// # Errors
    ///
    /// [`Error::NoTrials`] if `trials` is zero, [`Error::TooManySuccesses`] if `successes` exceeds it.
    pub fn new(successes: u64, trials: u64) -> Result<Self, Error> {
        match trials {
            0 => Err(Error::NoTrials),
            _ if successes > trials => Err(Error::TooManySuccesses { successes, trials }),
            _ => Ok(Self { successes, trials }),
        }
    }

    /// Successes, at most the trials.
    #[must_use]
    pub fn successes(self) -> u64 {
        self.successes
    }

    /// Trials, at least one.
    #[must_use]
    pub fn trials(self) -> u64 {
        self.trials
    }

    /// The maximum-likelihood estimate, `successes / trials`.
    #[must_use]
    pub fn estimate(self) -> f64 {
        self.successes as f64 / self.trials as f64
    }

    /// Two-sided confidence interval for the underlying probability, within [0, 1].
    ///
    /// With `n` the trials, `z` the standard normal quantile of the level and `p` the estimate, Wilson's limits are
    ///
    /// ```text
    /// (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    /// ```
    ///
    /// The continuity correction moves the count by `min(1/2, |x - n/2|)` away from the estimate on either side first.
    /// Except for Jeffreys', no success gives a lower limit of 0, no failure an upper limit of 1.
    ///
    /// ```
    /// use voxomics_stats::ConfidenceLevel;
    /// use voxomics_stats::proportion::{Method, Proportion};
    ///
    /// let interval = Proportion::new(0, 58)?.interval(Method::Wilson, ConfidenceLevel::P95);
    /// assert_eq!(interval.lower, 0.0);
    /// assert!((interval.upper - 0.062_118).abs() < 1e-6);
    /// # Ok::<(), voxomics_stats::proportion::Error>(())
    /// ```
    ///
    /// # References
    ///
    /// Wilson EB. *J Am Stat Assoc* 1927;22:209-212. Clopper CJ, Pearson ES. *Biometrika* 1934;26:404-413. Newcombe RG.
    /// *Stat Med* 1998;17:857-872. Brown LD, Cai TT, `DasGupta` A. *Stat Sci* 2001;16:101-133.
    #[must_use]
    #[doc(alias("prop.test", "binom.test", "proportion_confint"))]
    pub fn interval(self, method: Method, level: ConfidenceLevel) -> Interval {
        let Interval { lower, upper } = self.unclipped_interval(method, level);
        Interval {
            lower: lower.max(0.0),
            upper: upper.min(1.0),
        }
    }

    /// The formula's limits as they come: those of [`Method::Wald`] and [`Method::AgrestiCoull`] may lie outside of [0, 1].
    #[must_use]
    pub fn unclipped_interval(self, method: Method, level: ConfidenceLevel) -> Interval {
        let [lower, upper] = match method {
            Method::Wilson => self.wilson(level, 0.0),
            // R never corrects past one half, the hypothesis that `prop.test` tests by default.
            Method::WilsonContinuity => {
                let past_half = (self.successes as f64 - self.trials as f64 / 2.0).abs();
                self.wilson(level, past_half.min(0.5))
            }
            Method::ClopperPearson => self.clopper_pearson(level),
            Method::Wald => around(self.estimate(), self.trials as f64, level),
            Method::AgrestiCoull => {
                let z = normal::upper_quantile(level.tail());
                let squared = z * z;
                let trials = self.trials as f64 + squared;
                around(
                    (self.successes as f64 + squared / 2.0) / trials,
                    trials,
                    level,
                )
            }
            Method::Jeffreys => {
                let (a, b) = (self.successes as f64 + 0.5, self.failures() + 0.5);
                let tail = level.tail();
                [beta::quantile(tail, a, b), beta::upper_quantile(tail, a, b)]
            }
        };
        Interval { lower, upper }
    }

    fn failures(self) -> f64 {
        (self.trials - self.successes) as f64
    }

    fn wilson(self, level: ConfidenceLevel, shift: f64) -> [f64; 2] {
        let (x, n) = (self.successes as f64, self.trials as f64);
        let z = normal::upper_quantile(level.tail());
        let limit = |x: f64, z: f64| {
            let p = x / n;
            let z2_n = z * z / n;
            let variance = p * (1.0 - p) / n + z2_n / (4.0 * n);
            (p + z2_n / 2.0 + z * variance.sqrt()) / (1.0 + z2_n)
        };
        [
            if self.successes == 0 {
                0.0
            } else {
                limit(x - shift, -z)
            },
            if self.successes == self.trials {
                1.0
            } else {
                limit(x + shift, z)
            },
        ]
    }

    fn clopper_pearson(self, level: ConfidenceLevel) -> [f64; 2] {
        let (x, y, tail) = (self.successes as f64, self.failures(), level.tail());
        [
            if x == 0.0 {
                0.0
            } else {
                beta::quantile(tail, x, y + 1.0)
            },
            if y == 0.0 {
                1.0
            } else {
                beta::upper_quantile(tail, x + 1.0, y)
            },
        ]
    }
}

/// Wald's limits, not clipped.
fn around(p: f64, n: f64, level: ConfidenceLevel) -> [f64; 2] {
    let reach = normal::upper_quantile(level.tail()) * (p * (1.0 - p) / n).sqrt();
    [p - reach, p + reach]
}

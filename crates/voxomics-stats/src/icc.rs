//! Intraclass correlation: how alike raters, or repeated measurements, are.

mod mean_squares;

use serde::{Deserialize, Serialize};

use crate::dist::f;
use crate::{ConfidenceLevel, Interval, input};

pub use mean_squares::MeanSquares;

/// Why there is no coefficient.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// All ratings are equal.
    #[error("all ratings are equal: there is no variance to share out")]
    NoVariance,
    /// All subjects have the same mean, and the average of several ratings no reliability to speak of.
    #[error("all subjects have the same mean: the coefficient of averages is minus infinity")]
    NoSubjectVariance,
    /// A hypothesis that is no coefficient.
    #[error("hypothetical coefficient {0} is not between 0 and 1, 1 excluded")]
    Hypothesis(f64),
}

/// Where the ratings come from, and which differences between raters count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Each subject has raters of its own: McGraw and Wong's ICC(1), Shrout and Fleiss' ICC(1,·).
    OneWay,
    /// The same raters for all, and their levels must agree: ICC(A), ICC(2,·). What studies of delineation report.
    #[default]
    Agreement,
    /// The same raters for all, whose levels may differ: ICC(C), ICC(3,·).
    Consistency,
}

/// What the coefficient is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// One rating, ICC(·,1).
    #[default]
    Single,
    /// The mean of all raters, ICC(·,k).
    Average,
}

/// Where R's packages differ; both are McGraw and Wong's coefficients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Convention {
    /// `irr::icc`: for agreement, Satterthwaite's degrees of freedom in the p value, and taken anew for averages.
    #[default]
    Irr,
    /// `psych::ICC(lmer = FALSE)` and pingouin: for agreement, `(n-1)(k-1)` degrees of freedom in the p value, and limits for
    /// averages from those for single ratings by Spearman and Brown's formula.
    Psych,
}

/// How an ICC is computed; write the rest as `..Options::default()`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Options {
    /// Which differences count.
    pub model: Model,
    /// What the coefficient is of.
    pub unit: Unit,
    /// Whose test and limits, where packages differ.
    pub convention: Convention,
    /// Confidence level of the interval.
    pub level: ConfidenceLevel,
    /// The coefficient that is tested against, 0; `r0` of `irr`.
    pub hypothesis: f64,
}

/// An intraclass correlation coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Icc {
    /// The coefficient; can be negative.
    pub icc: f64,
    /// Its interval.
    pub interval: Interval,
    /// The F statistic; none where raters agree perfectly and it is infinite.
    pub f: Option<f64>,
    /// Its numerator's degrees of freedom.
    pub df1: f64,
    /// Its denominator's.
    pub df2: f64,
    /// That the coefficient is above the hypothesis.
    pub p_value: f64,
}

/// Intraclass correlation of ratings, one slice for each rater with a value for each subject.
///
/// With mean squares `R` between subjects, `C` between raters, `W` within subjects and `E` residual, `n` subjects and `k`
/// raters:
///
/// | model       | single                          | average               | limits                              |
/// |-------------|---------------------------------|-----------------------|-------------------------------------|
/// | one-way     | (R-W)/(R+(k-1)W)                | (R-W)/R               | F of R/W                            |
/// | agreement   | (R-E)/(R+(k-1)E+k(C-E)/n)       | (R-E)/(R+(C-E)/n)     | F, Satterthwaite's df (McGraw-Wong) |
/// | consistency | (R-E)/(R+(k-1)E)                | (R-E)/R               | F of R/E                            |
///
/// Sums of squares are centred: an offset of 10⁸ costs no digits, as it does R's packages. Perfect agreement is 1 with limits
/// [1, 1], where they fill 0/0 with rounding noise.
///
/// ```
/// use voxomics_stats::icc::{self, Options};
///
/// // Shrout and Fleiss (1979), table 2: ICC(2,1) is 0.29.
/// let raters: [&[f64]; 4] = [
///     &[9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
///     &[2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
///     &[5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
///     &[8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
/// ];
/// let agreement = icc::icc(&raters, &Options::default())?;
/// assert!((agreement.icc - 0.289_763_8).abs() < 1e-7);
/// # Ok::<(), icc::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Input`] for fewer than two raters or subjects, unequal lengths, and values that are not finite;
/// [`Error::NoVariance`] where all ratings are equal.
///
/// # References
///
/// Shrout PE, Fleiss JL. *Psychol Bull* 1979;86:420-428. McGraw KO, Wong SP. *Psychol Methods* 1996;1:30-46.
#[doc(alias("intraclass_corr", "ICC"))]
pub fn icc(raters: &[&[f64]], options: &Options) -> Result<Icc, Error> {
    MeanSquares::new(raters)?.icc(options)
}

/// An F ratio against its distribution.
struct Test {
    f: f64,
    df1: f64,
    df2: f64,
}

impl MeanSquares {
    /// The coefficient from mean squares, for several forms of the same ratings.
    ///
    /// # Errors
    ///
    /// Those of [`icc`].
    #[allow(clippy::missing_panics_doc, reason = "there is none")]
    pub fn icc(&self, options: &Options) -> Result<Icc, Error> {
        let r0 = options.hypothesis;
        if !(0.0..1.0).contains(&r0) {
            return Err(Error::Hypothesis(r0));
        }
        if self.subjects == 0.0 && self.within == 0.0 {
            return Err(Error::NoVariance);
        }
        if self.subjects == 0.0
            && options.unit == Unit::Average
            && options.model != Model::Agreement
        {
            return Err(Error::NoSubjectVariance);
        }
        match options.model {
            Model::OneWay => Ok(self.by_ratio(self.within, self.df_within(), options)),
            Model::Consistency => Ok(self.by_ratio(self.residual, self.df_residual(), options)),
            Model::Agreement => self.agreement(options),
        }
    }

    /// The forms whose limits are those of one F ratio.
    fn by_ratio(&self, error: f64, df2: f64, options: &Options) -> Icc {
        let (k, r0, df1) = (self.k(), options.hypothesis, self.df_subjects());
        let ratio = self.subjects / error;
        let tail = options.level.tail();
        let limits = (
            ratio / f::upper_quantile(tail, df1, df2),
            ratio * f::upper_quantile(tail, df2, df1),
        );
        let (of_ratio, shrink): (fn(f64, f64) -> f64, f64) = match options.unit {
            Unit::Single => (
                |ratio, k| {
                    if ratio.is_infinite() {
                        1.0
                    } else {
                        (ratio - 1.0) / (ratio + k - 1.0)
                    }
                },
                (1.0 - r0) / (1.0 + (k - 1.0) * r0),
            ),
            Unit::Average => (|ratio, _| 1.0 - 1.0 / ratio, 1.0 - r0),
        };
        let test = Test {
            f: ratio * shrink,
            df1,
            df2,
        };
        test.with(
            of_ratio(ratio, k),
            of_ratio(limits.0, k),
            of_ratio(limits.1, k),
        )
    }

    fn agreement(&self, options: &Options) -> Result<Icc, Error> {
        let (n, k, r0) = (self.n(), self.k(), options.hypothesis);
        let (r, c, e) = (self.subjects, self.raters, self.residual);
        let single = (r - e) / (r + (k - 1.0) * e + k * (c - e) / n);
        let denominator = r + (c - e) / n;
        let average = (r - e) / denominator;
        // The share of the hypothesis in a subject's variance; averages have k times less error.
        let (coefficient, odds) = match options.unit {
            Unit::Single => (single, k * r0 / (n * (1.0 - r0))),
            Unit::Average => (average, r0 / (n * (1.0 - r0))),
        };
        if !coefficient.is_finite() {
            return Err(Error::NoSubjectVariance);
        }
        let f = r / (odds * c + (1.0 + odds * (n - 1.0)) * e);
        let psych = options.convention == Convention::Psych;
        // For averages irr evaluates Satterthwaite's formula at their coefficient, psych at the single one.
        let df = self.satterthwaite(if psych { single } else { coefficient });
        let test = Test {
            f,
            df1: self.df_subjects(),
            df2: if psych { self.df_residual() } else { df },
        };
        let tail = options.level.tail();
        let quantiles = (
            f::upper_quantile(tail, test.df1, df),
            f::upper_quantile(tail, df, test.df1),
        );
        let limits = if psych || options.unit == Unit::Single {
            self.single_limits(quantiles)
        } else {
            self.average_limits(quantiles)
        };
        let step_up = |limit: f64| match options.unit {
            Unit::Average if psych => limit * k / (1.0 + limit * (k - 1.0)),
            _ => limit,
        };
        Ok(test.with(coefficient, step_up(limits.0), step_up(limits.1)))
    }

    /// Satterthwaite's degrees of freedom of `a C + b E`, multiplied out by `n (1 - ρ)` so that 1 is no exception.
    fn satterthwaite(&self, rho: f64) -> f64 {
        let (n, k) = (self.n(), self.k());
        let of_raters = k * rho * self.raters;
        let of_residual = (n * (1.0 - rho) + k * rho * (n - 1.0)) * self.residual;
        let sum = of_raters + of_residual;
        let (a, b) = if sum == 0.0 {
            // Nothing but the subjects varies: any will do, the limits are 1.
            (0.0, 1.0)
        } else {
            (of_raters / sum, of_residual / sum)
        };
        1.0 / (a * a / (k - 1.0) + b * b / self.df_residual())
    }

    fn single_limits(&self, quantiles: (f64, f64)) -> (f64, f64) {
        let (n, k) = (self.n(), self.k());
        let rest = k * self.raters + (k * n - k - n) * self.residual;
        self.limits(rest, quantiles)
    }

    fn average_limits(&self, quantiles: (f64, f64)) -> (f64, f64) {
        self.limits(self.raters - self.residual, quantiles)
    }

    /// Of subjects' variance, all but `rest` being theirs, at `F` = `low` and at its reciprocal `high`.
    fn limits(&self, rest: f64, (low, high): (f64, f64)) -> (f64, f64) {
        let (n, r, e) = (self.n(), self.subjects, self.residual);
        // Of next to no degrees of freedom quantiles are infinite, and limits what they tend to.
        let least = -n * e / rest;
        let lower = if low.is_infinite() {
            least
        } else {
            n * (r - low * e) / (low * rest + n * r)
        };
        let upper = match (high.is_infinite(), r == 0.0) {
            (false, _) => n * (high * r - e) / (rest + n * high * r),
            (true, false) => 1.0,
            (true, true) => least,
        };
        (lower, upper)
    }
}

impl Test {
    fn with(self, icc: f64, lower: f64, upper: f64) -> Icc {
        let Self { f, df1, df2 } = self;
        Icc {
            icc,
            interval: Interval { lower, upper },
            f: f.is_finite().then_some(f),
            df1,
            df2,
            p_value: if f.is_finite() {
                f::upper(f, df1, df2)
            } else {
                0.0
            },
        }
    }
}

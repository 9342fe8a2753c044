//! Intraclass correlation: how alike raters, or repeated measurements, are.

mod forms;
mod mean_squares;

use serde::{Deserialize, Serialize};

use crate::{ConfidenceLevel, Interval, input};

pub use mean_squares::MeanSquares;

/// Why there is no coefficient.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What no statistic takes.
    #[error(transparent)]
    Input(#[from] input::Error),
    /// Neither subjects nor what is left of the ratings vary: all are equal, or all of one rater where raters' levels do not
    /// count.
    #[error("each rater gives all subjects one rating: there is no variance to share out")]
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
#[serde(default)]
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
    /// The F statistic; none where raters agree perfectly and it is infinite, and where it is 0/0.
    pub f: Option<f64>,
    /// Its numerator's degrees of freedom.
    pub df1: f64,
    /// Its denominator's.
    pub df2: f64,
    /// That the coefficient is above the hypothesis; 1 where F is 0/0.
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
/// [1, 1], where they fill 0/0 with rounding noise. Raters who each give all subjects one rating, but not the same, have an
/// agreement of 0 with limits [0, 0] and p = 1 (F is 0/0), and no consistency.
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
/// [`Error::NoVariance`] where all ratings are equal, or for consistency all of each rater; [`Error::NoSubjectVariance`] for
/// averages of subjects with equal means; [`Error::Hypothesis`].
///
/// # References
///
/// Shrout PE, Fleiss JL. *Psychol Bull* 1979;86:420-428. McGraw KO, Wong SP. *Psychol Methods* 1996;1:30-46.
#[doc(alias("intraclass_corr", "ICC"))]
pub fn icc(raters: &[&[f64]], options: &Options) -> Result<Icc, Error> {
    MeanSquares::new(raters)?.icc(options)
}

//! Logistic regression by maximum likelihood, as R's `glm(family = binomial)`, with the intervals and tests that it lacks.

mod data;
mod error;
mod likelihood;
mod odds;
mod profile;
mod screen;
mod separation;
mod terms;

pub use error::{Error, Growing};
pub use odds::{Alone, OddsRatio, Screening, screen_terms};
pub use screen::{NoModel, Univariate, screen};
pub use terms::{TermTest, add_each, backward, drop_each};
pub use voxomics_stats::likelihood::logistic::Options;

pub use profile::{Limits, profile_as_r, profile_intervals};

pub(crate) use data::Data;
pub(crate) use likelihood::{Failure, Likelihood, Maximum};
pub(crate) use profile::{Profile, around};

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use voxomics_core::math;
use voxomics_stats::dist::normal;
use voxomics_stats::{ConfidenceLevel, Interval};

use crate::basis::Basis;
use crate::link::logistic as link;

/// A fitted model. Coefficients are on the log-odds scale: the intercept, where there is one, then one for each column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The estimates; none for a column that is a linear combination of those before it (R's NA).
    pub coefficients: Vec<Option<f64>>,
    /// Covariance of those that are estimated, in their order: the inverse of the information.
    pub covariance: Vec<Vec<f64>>,
    /// `2 Σ w [y log(y/p) + (1-y) log((1-y)/(1-p))]`.
    pub deviance: f64,
    /// That of the intercept and the offset alone.
    pub null_deviance: f64,
    /// `Σ w [y log p + (1-y) log(1-p)] + Σ log C(w, w y)`; the last sum, 0 for outcomes of 0 and 1 that count once, as `dbinom` has
    /// it for numbers of trials.
    pub log_likelihood: f64,
    /// Rows that count.
    pub rows: usize,
    /// Newton's steps taken.
    pub iterations: usize,
    /// Linear predictor of each row that counts, offset included.
    pub linear_predictors: Vec<f64>,
    /// Probability of each row that counts.
    pub probabilities: Vec<f64>,
    /// Diagonal of the weighted hat matrix, for each row that counts.
    pub leverages: Vec<f64>,
    /// `Σ w (y-p)² / (p (1-p))`.
    pub pearson: f64,
}

/// Fits `P(case) = 1/(1 + exp(-η))`, `η = offset + β₀ + Σ βⱼ xⱼ`, by maximum likelihood, to the last digits.
///
/// `y` holds 0 for a control and 1 for a case, or a share of cases with the number of trials as weight. R's `glm` agrees with
/// `epsilon = 1e-14` and by default stops at about 8 digits. Columns may be of any scale and nearly collinear: the fit works on
/// an orthonormal basis of theirs; one that is, to 1e-11 of its length, a combination of those before it is left out. Costs
/// rows x columns² for each of 4 to 8 steps.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::logistic::{self, Options};
///
/// // R: glm(c(0,0,1,0,1,1) ~ c(1,2,3,4,5,6), binomial)
/// let x = array![[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]];
/// let fit = logistic::fit(x.view(), &[0.0, 0.0, 1.0, 0.0, 1.0, 1.0], &Options::default())?;
/// assert!((fit.coefficients[1].unwrap() - 1.2140).abs() < 5e-5);
/// # Ok::<(), logistic::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Separated`] where no finite maximum exists, naming what grows, which `glm` answers with a warning and huge
/// coefficients; others for values that are not finite, outcomes that are no shares, and lengths that differ.
///
/// # References
///
/// Cox DR. *J R Stat Soc B* 1958;20:215-242. Albert A, Anderson JA. *Biometrika* 1984;71:1-10.
#[doc(alias("glm", "LogisticRegression", "Logit"))]
pub fn fit(x: ArrayView2<'_, f64>, y: &[f64], options: &Options<'_>) -> Result<Fit, Error> {
    let data = Data::new(x, y, options)?;
    let basis = Basis::new(&data.columns);
    let likelihood = Likelihood::new(&data, &basis, false);
    let maximum = likelihood
        .maximise(&vec![0.0; basis.rank()], basis.rank())
        .map_err(|failure| named(failure, &data, &basis))?;
    let null_deviance = null_deviance(&data, options.intercept)?;
    let leverages = likelihood.hat(&maximum.point);
    Ok(described(
        &data,
        &basis,
        (maximum, leverages),
        null_deviance,
    ))
}

fn described(
    data: &Data,
    basis: &Basis,
    (maximum, leverages): (Maximum, Vec<f64>),
    null_deviance: f64,
) -> Fit {
    let saturated = saturated(data);
    let pearson =
        (maximum.point.linear.iter().zip(&data.y).zip(&data.weights)).map(|((&eta, y), weight)| {
            let (p, q, _) = link(eta);
            let residual = y * q - (1.0 - y) * p;
            weight * residual * residual / (p * q)
        });
    Fit {
        coefficients: basis.coefficients(&maximum.point.coordinates),
        covariance: basis.covariance(&maximum.covariance()),
        deviance: 2.0 * (saturated - maximum.point.value),
        null_deviance,
        log_likelihood: maximum.point.value + arrangements(data),
        rows: data.y.len(),
        iterations: maximum.iterations,
        probabilities: maximum
            .point
            .linear
            .iter()
            .map(|&eta| link(eta).0)
            .collect(),
        pearson: pearson.sum(),
        linear_predictors: maximum.point.linear,
        leverages,
    }
}

/// Why a likelihood has no maximum, in terms of the coefficients.
pub(crate) fn named(failure: Failure, data: &Data, basis: &Basis) -> Error {
    match failure {
        Failure::NoConvergence(iterations) => Error::NoConvergence { iterations },
        Failure::Separated(kind, direction) => Error::Separated {
            kind,
            growing: separation::growing(data, basis, &direction),
        },
    }
}

/// `Σ w [y log y + (1-y) log(1-y)]`: what a model that fits every row attains.
fn saturated(data: &Data) -> f64 {
    let each = data.y.iter().zip(&data.weights);
    each.map(|(&y, weight)| weight * (crate::link::p_log_p(y) + crate::link::p_log_p(1.0 - y)))
        .sum()
}

/// `Σ log C(w, w y)`.
fn arrangements(data: &Data) -> f64 {
    let each = data.y.iter().zip(&data.weights);
    each.map(|(&y, &weight)| {
        if y == 0.0 || y == 1.0 {
            return 0.0;
        }
        let log_factorial = |count: f64| math::ln_gamma(count + 1.0);
        log_factorial(weight) - log_factorial(weight * y) - log_factorial(weight * (1.0 - y))
    })
    .sum()
}

/// Deviance of the intercept and the offset, or of the offset alone.
fn null_deviance(data: &Data, intercept: bool) -> Result<f64, Error> {
    let null = data.only(if intercept { &[0] } else { &[] });
    let limit = separation::supremum(&null)?;
    Ok(2.0 * (saturated(data) - limit.value))
}

impl Fit {
    /// How many coefficients are estimated.
    #[must_use]
    pub fn rank(&self) -> usize {
        self.covariance.len()
    }

    /// Standard errors, none where there is no estimate.
    #[must_use]
    pub fn standard_errors(&self) -> Vec<Option<f64>> {
        let mut variances = self.covariance.iter().enumerate().map(|(i, row)| row[i]);
        let each = self.coefficients.iter();
        each.map(|estimate| estimate.and_then(|_| variances.next()).map(f64::sqrt))
            .collect()
    }

    /// `β / SE` of each coefficient.
    #[must_use]
    pub fn z(&self) -> Vec<Option<f64>> {
        let each = self.coefficients.iter().zip(self.standard_errors());
        each.map(|(estimate, error)| Some((*estimate)? / error?))
            .collect()
    }

    /// Two-sided p values of Wald's tests.
    #[must_use]
    pub fn p_values(&self) -> Vec<Option<f64>> {
        let each = self.z().into_iter();
        each.map(|z| z.map(normal::two_sided)).collect()
    }

    /// Wald's intervals `β ± z SE`.
    #[must_use]
    #[doc(alias = "confint.default")]
    pub fn wald_intervals(&self, level: ConfidenceLevel) -> Vec<Option<Interval>> {
        let z = normal::upper_quantile(level.tail());
        let each = self.coefficients.iter().zip(self.standard_errors());
        each.map(|(estimate, error)| {
            let (estimate, reach) = ((*estimate)?, z * error?);
            Some(Interval {
                lower: estimate - reach,
                upper: estimate + reach,
            })
        })
        .collect()
    }

    /// Rows less coefficients.
    #[must_use]
    pub fn residual_df(&self) -> usize {
        self.rows - self.rank()
    }

    /// Akaike's criterion, `2 k - 2 log likelihood`.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.rank() as f64 - 2.0 * self.log_likelihood
    }

    /// Schwarz's criterion, `k log n - 2 log likelihood`.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.rank() as f64 * math::ln(self.rows as f64) - 2.0 * self.log_likelihood
    }
}

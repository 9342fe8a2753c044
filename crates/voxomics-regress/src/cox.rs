//! Proportional hazards regression by Cox's partial likelihood, as R's survival fits it.
//!
//! [`fit`] is all that a table of hazard ratios needs. What else a model has to say starts from a [`Cohort`], which is the
//! same data checked and sorted once: residuals, the [`Baseline`] hazard and survival of new subjects, the test of proportional
//! hazards, profile likelihood limits, likelihood ratio tests, the concordance index.
//!
//! ```
//! use ndarray::array;
//! use voxomics_regress::cox::{Cohort, Options, Response, Transform};
//!
//! let age = array![[63.0], [71.0], [58.0], [66.0], [74.0], [60.0]];
//! let times = [14.0, 3.0, 9.0, 6.0, 6.0, 20.0];
//! let response = Response::Right { times: &times, events: &[true, true, false, true, true, false] };
//! let cohort = Cohort::new(age.view(), &response, &Options::default())?;
//! let fit = cohort.fit()?;
//! assert!(fit.coefficients[0] > Some(0.0));
//! assert!(cohort.concordance(&fit)?.index > Some(0.8));
//! assert!(cohort.proportional_hazards(&fit, Transform::KaplanMeier)?.global.p_value > 0.05);
//! let curve = cohort.baseline(&fit)?.curve(&fit, &[65.0], 0)?;
//! assert!(curve.steps[0].survival < 1.0);
//! # Ok::<(), voxomics_regress::cox::Error>(())
//! ```

#![allow(
    clippy::cast_possible_truncation,
    reason = "rows are fewer than 2^31, and groups and terms no more"
)]

mod alias;
mod baseline;
mod cholesky;
mod cohort;
mod concordance;
mod curve;
mod design;
mod error;
mod exact;
mod fit;
mod follow_up;
mod likelihood;
mod log_sum;
mod monotone;
mod newton;
mod options;
mod order;
mod pair;
mod partial;
mod profile;
mod ratio_test;
mod residuals;
mod risk;
mod robust;
mod schoenfeld;
mod solve;
mod sort;
mod terms;
mod zph;

pub use baseline::{Baseline, StratumHazard};
pub use cohort::Cohort;
pub use concordance::Concordance;
pub use curve::{Curve, Step};
pub use error::Error;
pub use fit::{Estimate, Fit};
pub use options::{Options, Response, Ties, Variance};
pub use schoenfeld::Schoenfeld;
pub use zph::{ProportionalHazards, Transform};

use ndarray::ArrayView2;

/// Fits the hazard `h₀(t) exp(Σ βⱼ xⱼ)`, each stratum with an `h₀` of its own, by maximum partial likelihood.
///
/// `x` has a row for each subject (or interval of one) and a column for each variable. With `η = offset + xβ`, weights `w`, R
/// the rows at risk at a time and D those of its `d` events, what is maximised is the sum over times of
///
/// | ties | |
/// |---|---|
/// | [`Ties::Efron`] | `Σ_D w η - w̄_D Σ_{l<d} log(Σ_R w e^η - l/d Σ_D w e^η)`, `w̄_D` the mean weight in D |
/// | [`Ties::Breslow`] | `Σ_D w η - Σ_D w · log Σ_R w e^η` |
/// | [`Ties::Exact`] | `Σ_D η - log Σ over subsets of R of size d of e^{Σ η}` |
///
/// At risk at t are rows with `start < t <= stop`. Newton's method goes on until the last digits stand; R stops earlier by
/// default. A column that is a linear combination of those before it, or of which no risk set knows, is aliased: its
/// coefficient is `None`, R's NA.
///
/// Each step costs `rows x columns²` operations in loops that vectors can follow; ties that are exact cost that times the
/// largest number of events at one time. Memory: a sorted copy of the matrix, and a number for each event and column.
///
/// ```
/// use ndarray::array;
/// use voxomics_regress::cox::{self, Options, Response};
///
/// let x = array![[1.0, 3.0], [0.0, 2.5], [1.0, 1.5], [0.0, 3.5], [0.0, 2.2], [0.0, 1.0]];
/// let times = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
/// let response = Response::Right { times: &times, events: &[true, true, true, false, true, false] };
/// let fit = cox::fit(x.view(), &response, &Options::default())?;
/// let first = fit.estimates[0].expect("not aliased");
/// assert!(first.hazard_ratio > 1.0 && first.interval.contains(first.hazard_ratio));
/// # Ok::<(), cox::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::NoEvents`]; [`Error::Monotone`] where no finite maximum exists, which R answers with a warning and huge
/// coefficients; [`Error::ExactWeights`]; lengths that do not fit, numbers out of range or not finite, by name.
///
/// # References
///
/// Cox DR. *J R Stat Soc B* 1972;34:187-220. Efron B. *J Am Stat Assoc* 1977;72:557-65. Breslow N. *Biometrics*
/// 1974;30:89-99. Andersen PK, Gill RD. *Ann Stat* 1982;10:1100-20. Therneau TM, Grambsch PM. *Modeling Survival Data*,
/// Springer 2000.
#[doc(alias("coxph", "cph", "CoxPHFitter", "CoxPHSurvivalAnalysis"))]
pub fn fit(
    x: ArrayView2<'_, f64>,
    response: &Response<'_>,
    options: &Options,
) -> Result<Fit, Error> {
    Cohort::new(x, response, options)?.fit()
}

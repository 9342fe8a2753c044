//! Binary outcomes.

use serde::{Deserialize, Serialize};

use super::{Error, Events, R2, count, events, within};

/// A model of a binary outcome to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BinaryModel {
    /// Candidate parameters, those that selection drops included.
    pub parameters: u32,
    /// Share of cases.
    pub prevalence: f64,
    /// Expected R².
    pub r2: R2,
    /// Shrinkage asked for, 0.9 as a rule.
    pub shrinkage: f64,
}

/// Sample size for a model of a binary outcome; `pmsampsize(type = "b")`.
///
/// With `P` parameters, shrinkage `S`, Cox and Snell's `R²` and prevalence `φ` the criteria are
///
/// ```text
/// n₁ = P/((S - 1) ln(1 - R²/S))
/// n₂ = P/((T - 1) ln(1 - R²/T)),   T = R²/(R² + 0.05 max R²),   max R² = 1 - (φ^φ (1 - φ)^(1 - φ))²
/// n₃ = (1.96/0.05)² φ (1 - φ)
/// ```
///
/// each rounded up.
///
/// ```
/// use voxomics_stats::sample_size::{self, BinaryModel, R2};
///
/// let model = BinaryModel { parameters: 24, prevalence: 0.174, r2: R2::CoxSnell(0.288), shrinkage: 0.9 };
/// assert_eq!(sample_size::binary(&model)?.result.sample_size, 662);
/// # Ok::<(), sample_size::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OutOfRange`], [`Error::TooLarge`], [`Error::Shrinkage`] and [`Error::Endless`].
///
/// # References
///
/// Riley RD et al. *BMJ* 2020;368:m441; *Stat Med* 2019;38:1276-1296.
#[doc(alias = "pmsampsize")]
pub fn binary(model: &BinaryModel) -> Result<Events, Error> {
    let &BinaryModel {
        parameters,
        prevalence,
        r2,
        shrinkage,
    } = model;
    within("prevalence", prevalence)?;
    let null = prevalence * libm::log(prevalence) + (1.0 - prevalence) * libm::log1p(-prevalence);
    let precision = count((1.96 / 0.05) * (1.96 / 0.05) * prevalence * (1.0 - prevalence))?;
    events(
        (parameters, r2, shrinkage),
        null,
        prevalence,
        Some(precision),
    )
}

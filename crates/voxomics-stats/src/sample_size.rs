//! How many subjects a prediction model needs.
//!
//! Riley's criteria: expected shrinkage of at least 0.9, a difference of at most 0.05 between apparent and adjusted R², and
//! an overall risk, or mean, that is estimated precisely. The largest of them is the answer; R's `pmsampsize`.

mod continuous;

use serde::{Deserialize, Serialize};

pub use continuous::{Continuous, ContinuousModel, continuous};

/// Why there is no sample size.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number outside of its range.
    #[error("{what} {value} is not {range}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// What was given.
        value: f64,
        /// What would be accepted.
        range: &'static str,
    },
    /// An R² that no model can have.
    #[error("Cox-Snell R² {r2} is not below {largest}, the largest that this outcome allows")]
    TooLarge {
        /// What was given.
        r2: f64,
        /// The bound.
        largest: f64,
    },
    /// An R² that is not below the shrinkage, of which the criterion takes the logarithm of `1 - R²/S`.
    #[error(
        "Cox-Snell R² {r2} is not below the shrinkage {shrinkage}: no number of subjects gives it; expect a smaller R², or \
         ask for a shrinkage nearer to 1"
    )]
    Shrinkage {
        /// What was given.
        r2: f64,
        /// Asked for, or that goes with the criterion of optimism.
        shrinkage: f64,
    },
    /// More subjects than can be counted exactly.
    #[error("more than 9e15 subjects would be needed: R² is too small for this many parameters")]
    Endless,
}

/// The R² that the model is expected to have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum R2 {
    /// Cox and Snell's.
    CoxSnell(f64),
    /// Nagelkerke's: a share of the largest possible; rounded to three digits as Cox and Snell's, as `pmsampsize` does.
    Nagelkerke(f64),
}

/// What one criterion asks for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// Subjects.
    pub sample_size: u64,
    /// Expected shrinkage that goes with it.
    pub shrinkage: f64,
    /// Events per candidate parameter; for continuous outcomes subjects.
    pub per_parameter: f64,
}

/// Sample size for a binary or time-to-event outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// Subjects for the shrinkage asked for.
    pub shrinkage: Criterion,
    /// Subjects for apparent and adjusted R² within 0.05 of its largest value.
    pub optimism: Criterion,
    /// Subjects for a precise overall risk.
    pub precision: Criterion,
    /// The largest of the three.
    pub result: Criterion,
    /// Cox-Snell R² that was used.
    pub r2: f64,
    /// The largest that the outcome allows.
    pub largest_r2: f64,
    /// Expected events among the subjects.
    pub events: f64,
}

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

/// A model of a time to event to be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SurvivalModel {
    /// Candidate parameters, those that selection drops included.
    pub parameters: u32,
    /// Events per unit of time.
    pub rate: f64,
    /// Time at which risks are predicted.
    pub time_point: f64,
    /// Mean follow-up.
    pub mean_follow_up: f64,
    /// Expected R².
    pub r2: R2,
    /// Shrinkage asked for, 0.9 as a rule.
    pub shrinkage: f64,
}

/// Sample size for a time to event, and the precision it gives to the overall risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Survival {
    /// The criteria; that of precision asks for no more than the others, and is judged by the limits below.
    pub events: Events,
    /// Total follow-up, to one digit.
    pub total_follow_up: f64,
    /// Overall risk at the time point, `1 - exp(-rate·t)`.
    pub risk: f64,
    /// Its lower 95 % limit in a sample of this size; below 0 where fewer than four events are expected.
    pub risk_lower: f64,
    /// Its upper limit.
    pub risk_upper: f64,
}

/// Sample size for a model of a time to event; `pmsampsize(type = "s")`.
///
/// The first two criteria are those of [`binary`], with `max R² = 1 - exp(2(λ ln λ - λ))` of the events per subject `λ`, rate
/// times mean follow-up. With `n` the larger of the two and `T = n` times the mean follow-up, the limits of the overall risk
/// at time `t` are `1 - exp(-(rate ± 1.96 √(rate/T)) t)`; as in `pmsampsize` the lower one is below 0 where `T` sees fewer
/// than four events.
///
/// ```
/// use voxomics_stats::sample_size::{self, R2, SurvivalModel};
///
/// let model = SurvivalModel {
///     parameters: 30,
///     rate: 0.065,
///     time_point: 2.0,
///     mean_follow_up: 2.07,
///     r2: R2::CoxSnell(0.051),
///     shrinkage: 0.9,
/// };
/// assert_eq!(sample_size::survival(&model)?.events.result.sample_size, 5143);
/// # Ok::<(), sample_size::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::OutOfRange`], [`Error::TooLarge`], [`Error::Shrinkage`] and [`Error::Endless`].
///
/// # References
///
/// Riley RD et al. *Stat Med* 2019;38:1276-1296.
pub fn survival(model: &SurvivalModel) -> Result<Survival, Error> {
    // So many subjects stand for the likelihood of the rate alone, as in `pmsampsize`.
    const MANY: f64 = 10_000.0;
    let &SurvivalModel {
        parameters,
        rate,
        time_point,
        mean_follow_up,
        r2,
        shrinkage,
    } = model;
    for (what, value) in [
        ("rate", rate),
        ("time point", time_point),
        ("mean follow-up", mean_follow_up),
    ] {
        positive(what, value)?;
    }
    let per_subject = rate * mean_follow_up;
    if per_subject > 1.0 {
        return Err(Error::OutOfRange {
            what: "rate times mean follow-up",
            value: per_subject,
            range: "at most 1, an event for each subject",
        });
    }
    let share = (per_subject * MANY).ceil() / MANY;
    let null = share * libm::log(share) - share;
    let events = events((parameters, r2, shrinkage), null, per_subject, None)?;
    let total = (mean_follow_up * events.result.sample_size as f64 * 10.0).round() / 10.0;
    let error = 1.96 * (rate / total).sqrt();
    let risk = |rate: f64| -libm::expm1(-rate * time_point);
    Ok(Survival {
        events,
        total_follow_up: total,
        risk: risk(rate),
        risk_lower: risk(rate - error),
        risk_upper: risk(rate + error),
    })
}

/// The three criteria; `null` is the log likelihood of the outcome alone per subject, `rate` its events per subject.
fn events(
    (parameters, r2, shrinkage): (u32, R2, f64),
    null: f64,
    rate: f64,
    precision: Option<u64>,
) -> Result<Events, Error> {
    if parameters == 0 {
        return Err(Error::OutOfRange {
            what: "parameters",
            value: 0.0,
            range: "at least 1",
        });
    }
    within("shrinkage", shrinkage)?;
    let largest_r2 = -libm::expm1(2.0 * null);
    let r2 = match r2 {
        R2::CoxSnell(r2) => r2,
        R2::Nagelkerke(share) => (share * largest_r2 * 1000.0).round() / 1000.0,
    };
    within("R²", r2)?;
    if r2 >= largest_r2 {
        return Err(Error::TooLarge {
            r2,
            largest: largest_r2,
        });
    }
    let parameters = f64::from(parameters);
    let needed = |shrinkage: f64| {
        if r2 >= shrinkage {
            return Err(Error::Shrinkage { r2, shrinkage });
        }
        count(parameters / ((shrinkage - 1.0) * libm::log1p(-r2 / shrinkage)))
    };
    let by_optimism = r2 / (r2 + 0.05 * largest_r2);
    let (first, second) = (needed(shrinkage)?, needed(by_optimism)?);
    let criterion = |sample_size: u64, shrinkage: f64| Criterion {
        sample_size,
        shrinkage,
        per_parameter: sample_size as f64 * rate / parameters,
    };
    let larger = shrinkage.max(by_optimism);
    let third = precision.unwrap_or(first.max(second));
    let size = first.max(second).max(third);
    Ok(Events {
        shrinkage: criterion(first, shrinkage),
        optimism: criterion(second, by_optimism),
        precision: criterion(third, larger),
        result: criterion(size, larger),
        r2,
        largest_r2,
        events: size as f64 * rate,
    })
}

/// Rounded up to whole subjects.
fn count(size: f64) -> Result<u64, Error> {
    let size = size.ceil();
    if size.is_finite() && size < 9e15 {
        Ok(size as u64)
    } else {
        Err(Error::Endless)
    }
}

fn within(what: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value < 1.0 {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        value,
        range: "between 0 and 1, both excluded",
    })
}

fn positive(what: &'static str, value: f64) -> Result<(), Error> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(Error::OutOfRange {
        what,
        value,
        range: "above 0 and finite",
    })
}

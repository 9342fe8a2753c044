//! How many subjects a prediction model needs.
//!
//! Riley's criteria: expected shrinkage of at least 0.9, a difference of at most 0.05 between apparent and adjusted R², and
//! an overall risk, or mean, that is estimated precisely. The largest of them is the answer; R's `pmsampsize`.

mod binary;
mod continuous;
mod survival;

use serde::{Deserialize, Serialize};

pub use binary::{BinaryModel, binary};
pub use continuous::{Continuous, ContinuousModel, continuous};
pub use survival::{Survival, SurvivalModel, survival};

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
#[non_exhaustive]
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

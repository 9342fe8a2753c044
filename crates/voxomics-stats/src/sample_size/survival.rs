//! Times to an event.

use serde::{Deserialize, Serialize};

use super::{Error, Events, R2, events, positive};

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
/// The first two criteria are those of [`binary`](super::binary()), with `max R² = 1 - exp(2(λ ln λ - λ))` of the events per subject `λ`, rate
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

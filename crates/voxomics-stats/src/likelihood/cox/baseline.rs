//! The baseline hazard.

use super::{Error, Ties, checked_predictors};
use crate::survival::FollowUp;

/// Cumulative hazard of subjects with linear predictor 0.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Baseline {
    /// Times of events, ascending.
    pub times: Vec<f64>,
    /// The hazard cumulated up to and at each.
    pub hazards: Vec<f64>,
}

impl Baseline {
    /// The cumulative hazard at a time; 0 before the first event, and after the last what it is at the last.
    #[must_use]
    pub fn at(&self, t: f64) -> f64 {
        let after = self.times.partition_point(|&time| time <= t);
        after
            .checked_sub(1)
            .map_or(0.0, |index| self.hazards[index])
    }

    /// Probability of no event up to a time, `exp(-H₀(t) exp(η))`, given a linear predictor.
    #[must_use]
    pub fn survival(&self, t: f64, linear_predictor: f64) -> f64 {
        libm::exp(-self.at(t) * libm::exp(linear_predictor))
    }
}

/// Baseline hazard given the linear predictors of the subjects it is estimated from: each event adds 1 over the sum of
/// `exp(η)` at risk, ties as in the fit. R's `basehaz(fit, centered = FALSE)`.
///
/// # Errors
///
/// [`Error::NoEvents`]; [`Error::Input`] for lengths that differ and values that are not finite.
#[doc(alias("basehaz", "survest"))]
pub fn baseline(
    follow_up: &FollowUp,
    linear_predictors: &[f64],
    ties: Ties,
) -> Result<Baseline, Error> {
    checked_predictors(follow_up, linear_predictors)?;
    let hazard: Vec<f64> = linear_predictors
        .iter()
        .map(|&eta| libm::exp(eta))
        .collect();
    let moments: Vec<_> = follow_up.moments().collect();
    let mut entries = follow_up.entries();
    let mut at_risk = 0.0;
    let mut steps = Vec::new();
    for moment in moments.iter().rev() {
        let come = entries.partition_point(|entry| entry.time < moment.time);
        at_risk -= entries[come..]
            .iter()
            .map(|entry| hazard[entry.row as usize])
            .sum::<f64>();
        entries = &entries[..come];
        let of = |event_only: bool| -> f64 {
            let exits = moment.exits.iter().filter(|exit| exit.event || !event_only);
            exits.map(|exit| hazard[exit.row as usize]).sum()
        };
        at_risk += of(false);
        let events = moment.exits.iter().filter(|exit| exit.event).count();
        if events > 0 {
            let dying = of(true);
            let step = |earlier: usize| match ties {
                Ties::Efron => 1.0 / (at_risk - earlier as f64 / events as f64 * dying),
                Ties::Breslow => 1.0 / at_risk,
            };
            steps.push((moment.time, (0..events).map(step).sum::<f64>()));
        }
    }
    let (times, steps): (Vec<f64>, Vec<f64>) = steps.into_iter().rev().unzip();
    let cumulate = |sum: &mut f64, step: f64| {
        *sum += step;
        Some(*sum)
    };
    Ok(Baseline {
        times,
        hazards: steps.into_iter().scan(0.0, cumulate).collect(),
    })
}

//! The baseline hazard.

use serde::{Deserialize, Serialize};

use super::{Error, Ties, checked_predictors, span};
use crate::survival::FollowUp;
use crate::survival::follow_up::Moment;

/// Cumulative hazard of subjects with one linear predictor, from which that of any other follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Times of events, ascending.
    pub times: Vec<f64>,
    /// The hazard cumulated up to and at each, of subjects with linear predictor [`center`](Self::center).
    pub hazards: Vec<f64>,
    /// The largest linear predictor of those it was estimated from: hazards of 0 might leave the doubles.
    pub center: f64,
}

impl Baseline {
    /// The cumulative hazard at a time of subjects with linear predictor 0, R's `basehaz(fit, centered = FALSE)`; 0 before
    /// the first event, and after the last what it is at the last.
    #[must_use]
    pub fn at(&self, t: f64) -> f64 {
        self.hazard(t, 0.0)
    }

    /// Probability of no event up to a time, `exp(-H₀(t) exp(η))`, given a linear predictor.
    #[must_use]
    pub fn survival(&self, t: f64, linear_predictor: f64) -> f64 {
        libm::exp(-self.hazard(t, linear_predictor))
    }

    fn hazard(&self, t: f64, linear_predictor: f64) -> f64 {
        let after = self.times.partition_point(|&time| time <= t);
        let cumulated = after.checked_sub(1).and_then(|last| self.hazards.get(last));
        match cumulated {
            Some(&hazard) if hazard != 0.0 => hazard * libm::exp(linear_predictor - self.center),
            // Nobody's hazard, however large the predictor.
            _ => 0.0,
        }
    }
}

/// Baseline hazard given the linear predictors of the subjects it is estimated from: each event adds 1 over the sum of
/// `exp(η)` at risk, ties as in the fit. R's `basehaz(fit, centered = FALSE)`.
///
/// ```
/// use voxomics_stats::likelihood::cox::{self, Ties};
/// use voxomics_stats::survival::FollowUp;
///
/// let follow_up = FollowUp::new(&[1.0, 2.0, 3.0], &[true, true, false])?;
/// let baseline = cox::baseline(&follow_up, &[0.0; 3], Ties::Efron)?;
/// // One of three, then one of two: Nelson and Aalen's.
/// assert_eq!(baseline.at(2.5), 1.0 / 3.0 + 1.0 / 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`Error::NoEvents`]; [`Error::Input`] for lengths that differ and values that are not finite; [`Error::Span`] for linear
/// predictors more than 700 or so apart.
#[doc(alias("basehaz", "survest"))]
pub fn baseline(
    follow_up: &FollowUp,
    linear_predictors: &[f64],
    ties: Ties,
) -> Result<Baseline, Error> {
    checked_predictors(follow_up, linear_predictors)?;
    let center = linear_predictors
        .iter()
        .fold(f64::NEG_INFINITY, |most, &eta| most.max(eta));
    let hazard: Vec<f64> = linear_predictors
        .iter()
        .map(|eta| libm::exp(eta - center))
        .collect();
    let (times, steps): (Vec<f64>, Vec<f64>) =
        steps(follow_up, &hazard, ties).into_iter().rev().unzip();
    if !steps.iter().all(|step| step.is_finite() && *step > 0.0) {
        return Err(span(linear_predictors));
    }
    let cumulate = |sum: &mut f64, step: f64| {
        *sum += step;
        Some(*sum)
    };
    Ok(Baseline {
        times,
        hazards: steps.into_iter().scan(0.0, cumulate).collect(),
        center,
    })
}

/// What each time of events adds, from the last to the first, so that risk sets grow.
fn steps(follow_up: &FollowUp, hazard: &[f64], ties: Ties) -> Vec<(f64, f64)> {
    let moments: Vec<Moment<'_>> = follow_up.moments().collect();
    let mut entries = follow_up.entries();
    let mut at_risk = 0.0;
    let mut steps = Vec::new();
    for moment in moments.iter().rev() {
        let come = entries.partition_point(|entry| entry.time < moment.time);
        let later = entries[come..].iter();
        at_risk -= later.map(|entry| hazard[entry.row as usize]).sum::<f64>();
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
    steps
}

//! What a pair counts, by the time of its earlier event.

use super::{Convention, Options, TimeWeights};
use crate::survival::{Error, FollowUp};

/// A weight for each distinct time, 0 beyond the horizon.
pub(super) fn of(follow_up: &FollowUp, options: &Options<'_>) -> Result<Vec<f64>, Error> {
    let all = follow_up.subjects() as f64;
    let mut at_risk = if follow_up.truncated() { 0.0 } else { all };
    let (mut survival, mut uncensored) = (1.0, 1.0);
    let weight = |moment: crate::survival::follow_up::Moment<'_>| {
        at_risk += moment.entrants.len() as f64;
        let n = at_risk;
        let d = moment.exits.iter().filter(|exit| exit.event).count() as f64;
        let c = moment.exits.len() as f64 - d;
        let weight = match options.time_weights {
            TimeWeights::Harrell => 1.0,
            TimeWeights::Peto => all * survival / n,
            TimeWeights::Schemper => all * survival / (n * uncensored),
            TimeWeights::Uno => 1.0 / (uncensored * uncensored),
            TimeWeights::Cox => 1.0 / n,
        };
        survival *= (n - d) / n;
        let exposed = match options.convention {
            Convention::Survival => n - d,
            Convention::SurvC1 => n,
        };
        if c > 0.0 {
            uncensored *= (exposed - c) / exposed;
        }
        at_risk -= moment.exits.len() as f64;
        let counts = options
            .horizon
            .is_none_or(|horizon| match options.convention {
                Convention::Survival => moment.time <= horizon,
                Convention::SurvC1 => moment.time < horizon,
            });
        match (d > 0.0 && counts, weight) {
            (false, _) => Ok(0.0),
            (true, weight) if weight.is_finite() => Ok(weight),
            (true, _) => Err(Error::Weight { time: moment.time }),
        }
    };
    follow_up.moments().map(weight).collect()
}

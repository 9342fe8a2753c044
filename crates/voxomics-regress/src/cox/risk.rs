//! Hazards and sums of them over those at risk.

use super::Error;
use super::cohort::Cohort;
use super::log_sum::LogSum;

/// Linear predictors further apart than this count as out of range: squares of the hazards' inverses must be doubles.
const SPAN: f64 = 300.0;

/// What linear predictors make of a cohort. All of a stratum's are less its largest: a factor of its hazards cancels.
#[derive(Debug, Clone)]
pub(crate) struct Risk {
    /// The largest linear predictor of each stratum.
    pub(crate) tops: Vec<f64>,
    /// `w e^η` by place.
    pub(crate) hazards: Vec<f64>,
    /// One over the sum of hazards of each term.
    pub(crate) inverse: Vec<f64>,
    /// `Σ weight/sum` over the terms of each group: what its time adds to the cumulative hazard.
    pub(crate) increments: Vec<f64>,
    /// `Σ gone·weight/sum`, which those who die at that time are spared.
    pub(crate) spared: Vec<f64>,
}

impl Risk {
    pub(crate) fn new(cohort: &Cohort) -> Self {
        let groups = cohort.order.groups.len();
        Self {
            tops: vec![0.0; cohort.order.strata.len()],
            hazards: vec![0.0; cohort.rows()],
            inverse: vec![0.0; cohort.terms.len()],
            increments: vec![0.0; groups],
            spared: vec![0.0; groups],
        }
    }

    /// At linear predictors, which are all given by place.
    pub(crate) fn at(cohort: &Cohort, linear: &[f64]) -> Result<Self, Error> {
        let mut risk = Self::new(cohort);
        match risk.update(cohort, linear) {
            Some(_) => Ok(risk),
            None => Err(span(linear)),
        }
    }

    /// Moves to other linear predictors; the log partial likelihood there, `None` where hazards leave the doubles.
    pub(crate) fn update(&mut self, cohort: &Cohort, linear: &[f64]) -> Option<f64> {
        let events = self.set_hazards(cohort, linear)?;
        let (order, terms) = (&cohort.order, &cohort.terms);
        let Self {
            hazards,
            inverse,
            increments,
            spared,
            ..
        } = self;
        let mut logs = LogSum::new();
        order.at_risk(
            |place| [hazards[place]],
            |group, [sum]| {
                let all = terms.of(group);
                if all.len() == 1 {
                    logs.add(terms.weights[all.start], sum);
                    inverse[all.start] = sum.recip();
                    increments[group] = terms.weights[all.start] * inverse[all.start];
                    return;
                }
                let dying: f64 = hazards[order.groups[group].deaths()].iter().sum();
                let (mut increment, mut spare) = (0.0, 0.0);
                for term in all {
                    let rest = sum - terms.gone[term] * dying;
                    logs.add(terms.weights[term], rest);
                    inverse[term] = rest.recip();
                    increment += terms.weights[term] * inverse[term];
                    spare += terms.gone[term] * (terms.weights[term] * inverse[term]);
                }
                increments[group] = increment;
                spared[group] = spare;
            },
        );
        let value = events - logs.value();
        value.is_finite().then_some(value)
    }

    /// Hazards; the sum of the weighted linear predictors of events.
    fn set_hazards(&mut self, cohort: &Cohort, linear: &[f64]) -> Option<f64> {
        let mut events = 0.0;
        for (stratum, top) in cohort.order.strata.iter().zip(&mut self.tops) {
            let groups = &cohort.order.groups[stratum.groups.clone()];
            let Some(first) = groups.first() else {
                continue;
            };
            let places = first.rows().start..stratum.places.end;
            let (low, high) = extremes(&linear[places.clone()]);
            if !(0.0..=SPAN).contains(&(high - low)) {
                return None;
            }
            *top = high;
            for (hazard, eta) in self.hazards[places.clone()]
                .iter_mut()
                .zip(&linear[places.clone()])
            {
                *hazard = libm::exp(eta - high);
            }
            if let Some(weights) = &cohort.weights {
                for (hazard, weight) in self.hazards[places.clone()]
                    .iter_mut()
                    .zip(&weights[places])
                {
                    *hazard *= weight;
                }
            }
            for group in groups {
                for place in group.deaths() {
                    events += cohort.weight(place) * (linear[place] - high);
                }
            }
        }
        Some(events)
    }

    /// `w e^η` less what weights add.
    pub(crate) fn own_hazard(&self, cohort: &Cohort, place: usize) -> f64 {
        self.hazards[place] / cohort.weight(place)
    }
}

pub(crate) fn span(linear: &[f64]) -> Error {
    let (low, high) = extremes(linear);
    Error::Span { low, high }
}

fn extremes(values: &[f64]) -> (f64, f64) {
    let start = (f64::INFINITY, f64::NEG_INFINITY);
    let wider = |(low, high): (f64, f64), &value: &f64| (low.min(value), high.max(value));
    values.iter().fold(start, wider)
}

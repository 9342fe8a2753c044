//! Hazards and sums of them over those at risk.

use super::Error;
use super::cohort::Cohort;
use super::log_sum::LogSum;
use crate::kernel;

/// Linear predictors further apart than this count as out of range: sums over inverses of hazards must be doubles.
const SPAN: f64 = 650.0;

/// What linear predictors make of a cohort. All of a stratum's are less its largest: a factor of its hazards cancels.
#[derive(Debug, Clone)]
pub(crate) struct Risk {
    /// The largest linear predictor of each stratum.
    pub(crate) tops: Vec<f64>,
    /// `w e^η` by place.
    pub(crate) hazards: Vec<f64>,
    /// Their sum over those at risk, for each group.
    pub(crate) sums: Vec<f64>,
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
            sums: vec![0.0; groups],
            inverse: vec![0.0; cohort.terms.len()],
            increments: vec![0.0; groups],
            spared: vec![0.0; groups],
        }
    }

    /// At linear predictors, which are all given by place.
    pub(crate) fn at(cohort: &Cohort, linear: &[f64]) -> Result<Self, Error> {
        let mut risk = Self::new(cohort);
        match risk.update(cohort, &mut linear.to_vec()) {
            Some(_) => Ok(risk),
            None => Err(span(linear)),
        }
    }

    /// Moves to other linear predictors, from which the largest of each stratum are taken; the log partial likelihood there, `None`
    /// where hazards leave the doubles.
    pub(crate) fn update(&mut self, cohort: &Cohort, linear: &mut [f64]) -> Option<f64> {
        self.set_hazards(cohort, linear)?;
        let order = &cohort.order;
        let hazards = &self.hazards;
        order.sum_at_risk(|place| [hazards[place]], [&mut self.sums]);
        let logs = self.set_increments(cohort);
        let value = kernel::dot(&cohort.deaths, linear) - logs;
        value.is_finite().then_some(value)
    }

    /// What follows from the sums at risk; their weighted logarithms.
    fn set_increments(&mut self, cohort: &Cohort) -> f64 {
        let terms = &cohort.terms;
        let groups = self.sums.len();
        kernel::invert(&self.sums, &mut self.inverse[..groups]);
        self.increments.copy_from_slice(&self.inverse[..groups]);
        kernel::scale(&mut self.increments, &terms.weights[..groups]);
        let mut logs = LogSum::new();
        for (&weight, &sum) in terms.weights.iter().zip(&self.sums) {
            logs.add(weight, sum);
        }
        for tied in &terms.tied {
            let dying: f64 = self.hazards[tied.deaths.clone()].iter().sum();
            let weight = terms.weights[tied.group];
            let mut spared = 0.0;
            for term in tied.others.clone() {
                let rest = self.sums[tied.group] - terms.gone[term] * dying;
                logs.add(weight, rest);
                self.inverse[term] = rest.recip();
                let step = weight * self.inverse[term];
                self.increments[tied.group] += step;
                spared += terms.gone[term] * step;
            }
            self.spared[tied.group] = spared;
        }
        logs.value()
    }

    fn set_hazards(&mut self, cohort: &Cohort, linear: &mut [f64]) -> Option<()> {
        for (stratum, top) in cohort.order.strata.iter().zip(&mut self.tops) {
            let places = cohort.order.first_at_risk(stratum)..stratum.places.end;
            if places.is_empty() {
                continue;
            }
            let linear = &mut linear[places.clone()];
            let (low, high) = kernel::extremes(linear);
            if !(0.0..=SPAN).contains(&(high - low)) {
                return None;
            }
            *top = high;
            for (hazard, eta) in self.hazards[places.clone()].iter_mut().zip(linear) {
                *eta -= high;
                *hazard = libm::exp(*eta);
            }
            if let Some(weights) = &cohort.weights {
                for (hazard, weight) in self.hazards[places.clone()]
                    .iter_mut()
                    .zip(&weights[places])
                {
                    *hazard *= weight;
                }
            }
        }
        Some(())
    }

    /// `w e^η` less what weights add.
    pub(crate) fn own_hazard(&self, cohort: &Cohort, place: usize) -> f64 {
        self.hazards[place] / cohort.weight(place)
    }
}

pub(crate) fn span(linear: &[f64]) -> Error {
    let (low, high) = kernel::extremes(linear);
    Error::Span { low, high }
}

//! The baseline hazard.

use serde::{Deserialize, Serialize};

use super::cohort::Cohort;
use super::order::Stratum;
use super::partial::Partial;
use super::risk::Risk;
use super::{Error, Fit};

/// Cumulative hazards at the means of the columns, from which those of any row follow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// One for each stratum, by ascending code; without strata the code is 0.
    pub strata: Vec<StratumHazard>,
}

/// The hazard of one stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StratumHazard {
    /// Its code.
    pub stratum: u32,
    /// The distinct times at which an observation ended, ascending.
    pub times: Vec<f64>,
    /// The hazard H cumulated up to and at each, for a row with the [`means`](Fit::means) as values.
    pub hazards: Vec<f64>,
    /// Its variance with the coefficients known.
    pub variances: Vec<f64>,
    /// `Σ (mean at risk - means) dH` for each column: how far the hazard moves with the coefficients.
    pub drifts: Vec<Vec<f64>>,
}

impl Cohort {
    /// Baseline hazards; R's `basehaz`, survival's and rms's `survfit`.
    ///
    /// Each time adds `Σ_D w / Σ_R w e^η` (Breslow), or with Efron's ties `w̄_D Σ_l 1/(Σ_R w e^η - l/d Σ_D w e^η)`.
    /// [`Baseline::curve`] has hazards and survival of any row: of one of zeros `basehaz(fit, centered = FALSE)`.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for a fit of other columns; [`Error::Span`] for one of other data; [`Error::ExactTies`].
    #[doc(alias("basehaz", "survfit", "baseline_cumulative_hazard_"))]
    pub fn baseline(&self, fit: &Fit) -> Result<Baseline, Error> {
        let (linear, _) = self.linear_of(fit)?;
        self.not_exact("baseline hazard")?;
        let columns: Vec<usize> = (0..self.columns()).collect();
        let mut partial = Partial::new(self, &columns);
        partial.risk = Risk::at(self, &linear)?;
        partial.set_means();
        let mut strata = Vec::with_capacity(self.order.strata.len());
        for (at, stratum) in self.order.strata.iter().enumerate() {
            let centres = &self.design.centres[at];
            // From the linear predictor that counts 0 in the sums to that of the means.
            let shift = -partial.risk.tops[at] - fit.linear_at(centres);
            let factor = libm::exp(shift);
            if !(factor * factor).is_normal() && !stratum.groups.is_empty() {
                let (low, high) = (shift.min(0.0), shift.max(0.0));
                return Err(Error::Span { low, high });
            }
            let scale = Scale {
                factor,
                offsets: centres
                    .iter()
                    .zip(&fit.means)
                    .map(|(centre, mean)| centre - mean)
                    .collect(),
            };
            strata.push(partial.hazard(stratum, &scale));
        }
        Ok(Baseline { strata })
    }
}

/// What turns sums over scaled columns into those at the means of the columns given.
struct Scale {
    factor: f64,
    offsets: Vec<f64>,
}

impl Partial<'_> {
    fn hazard(&self, stratum: &Stratum, scale: &Scale) -> StratumHazard {
        let order = &self.cohort.order;
        let mut times = self.cohort.order.stops[stratum.places.clone()].to_vec();
        // Rows never at risk stand first.
        times.sort_by(f64::total_cmp);
        times.dedup_by(|a, b| a == b);
        let count = times.len();
        let mut all = StratumHazard {
            stratum: stratum.code,
            times,
            hazards: Vec::with_capacity(count),
            variances: Vec::with_capacity(count),
            drifts: Vec::with_capacity(count),
        };
        let own = self.cohort.terms.by_group().enumerate();
        let own = own.skip(stratum.groups.start).take(stratum.groups.len());
        let mut groups = own.peekable();
        let (mut hazard, mut variance) = (0.0, 0.0);
        let mut drift = vec![0.0; self.columns.len()];
        for time in &all.times {
            while let Some((_, terms)) = groups.next_if(|(group, _)| order.times[*group] <= *time) {
                for term in terms {
                    let inverse = self.risk.inverse[term] * scale.factor;
                    let step = self.cohort.terms.weights[term] * inverse;
                    hazard += step;
                    variance += step * inverse;
                    for (column, drift) in drift.iter_mut().enumerate() {
                        let mean = self.means[column * self.cohort.terms.len() + term];
                        *drift += step
                            * (scale.offsets[column] + self.cohort.design.scales[column] * mean);
                    }
                }
            }
            all.hazards.push(hazard);
            all.variances.push(variance);
            all.drifts.push(drift.clone());
        }
        all
    }
}

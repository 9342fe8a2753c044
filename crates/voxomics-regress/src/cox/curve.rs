//! Survival of new rows.

use serde::{Deserialize, Serialize};
use voxomics_stats::Interval;
use voxomics_stats::dist::normal;

use super::baseline::{Baseline, StratumHazard};
use super::{Error, Fit};

/// Survival of one row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// A step for each time at which an observation of its stratum ended, ascending.
    pub steps: Vec<Step>,
}

/// The curve from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The time.
    pub time: f64,
    /// Cumulative hazard.
    pub hazard: f64,
    /// Its standard error, which is that of the logarithm of survival.
    pub standard_error: f64,
    /// Probability of no event up to and at the time, `e^-hazard`.
    pub survival: f64,
    /// Its limits, `e^-(hazard ± z standard errors)` up to 1: R's `conf.type = "log"`.
    pub interval: Interval,
}

impl Baseline {
    /// Survival of a row with these values, at the level of the fit.
    ///
    /// With `r = e^η` relative to the means, the hazard is `r H(t)` and its variance `r² (Σ dH variance + qᵀ V q)`, `q = Σ (x -
    /// mean at risk) dH`. R's `survfit(fit, newdata)`.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] unless there is a value for each column; [`Error::Value`] for one that is not finite;
    /// [`Error::Stratum`]; [`Error::Span`] for a row so far from those fitted that its hazard is no double.
    ///
    /// # References
    ///
    /// Tsiatis AA. *Ann Stat* 1981;9:93-108. Therneau TM, Grambsch PM. *Modeling Survival Data*, Springer 2000, section 10.2.
    #[doc(alias("survfit", "predict_survival_function"))]
    pub fn curve(&self, fit: &Fit, row: &[f64], stratum: u32) -> Result<Curve, Error> {
        fit.check_columns(row.len())?;
        if let Some(column) = row.iter().position(|value| !value.is_finite()) {
            let value = row[column];
            return Err(Error::Value {
                row: 0,
                column,
                value,
            });
        }
        let hazard = self.strata.iter().find(|hazard| hazard.stratum == stratum);
        let hazard = hazard.ok_or_else(|| Error::Stratum {
            stratum,
            known: self.strata.iter().map(|hazard| hazard.stratum).collect(),
        })?;
        let linear = fit.linear_at(row);
        let risk = libm::exp(linear);
        if !(risk * risk).is_finite() {
            return Err(Error::Span {
                low: 0.0,
                high: linear,
            });
        }
        let reach = normal::upper_quantile(fit.level.tail());
        let step = |at: usize| {
            let total = risk * hazard.hazards[at];
            let standard_error = risk * hazard.variance(at, fit, row).sqrt();
            let survival = |hazard: f64| libm::exp(-hazard.max(0.0));
            Step {
                time: hazard.times[at],
                hazard: total,
                standard_error,
                survival: survival(total),
                interval: Interval {
                    lower: survival(total + reach * standard_error),
                    upper: survival(total - reach * standard_error),
                },
            }
        };
        let steps = (0..hazard.times.len()).map(step).collect();
        Ok(Curve { steps })
    }
}

impl StratumHazard {
    /// Of the hazard of a row, in squares of its risk.
    fn variance(&self, at: usize, fit: &Fit, row: &[f64]) -> f64 {
        let parts = row.iter().zip(&fit.means).zip(&self.drifts[at]);
        let q: Vec<f64> = parts
            .map(|((x, mean), drift)| (x - mean) * self.hazards[at] - drift)
            .collect();
        let product = |v: &Vec<f64>| v.iter().zip(&q).map(|(v, q)| v * q).sum::<f64>();
        let form: f64 = fit
            .covariance
            .iter()
            .zip(&q)
            .map(|(v, q)| q * product(v))
            .sum();
        self.variances[at] + form.max(0.0)
    }
}

impl Curve {
    /// The step in force at a time; none before the first.
    #[must_use]
    pub fn at(&self, time: f64) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.time <= time);
        self.steps[..after].last()
    }
}

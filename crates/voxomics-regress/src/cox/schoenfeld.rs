//! Schoenfeld residuals: how the effect of a column changes with time.

use serde::{Deserialize, Serialize};

use super::cohort::Cohort;
use super::partial::Partial;
use super::risk::Risk;
use super::{Error, Fit};

/// Residuals of events, by stratum, time and row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schoenfeld {
    /// The row of each event.
    pub rows: Vec<usize>,
    /// Its time.
    pub times: Vec<f64>,
    /// Its values less the means of those at risk, for each column.
    pub residuals: Vec<Vec<f64>>,
    /// `β + events · V · residual`, V the inverse information: averages of `β(t)` where that changes.
    pub scaled: Vec<Vec<f64>>,
}

impl Cohort {
    /// Schoenfeld residuals, R's `residuals(fit, "schoenfeld")` and `"scaledsch"`; plotted against time the scaled ones show how a log
    /// hazard ratio changes.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for a fit of other columns; [`Error::Span`] for one of other data; [`Error::ExactTies`].
    ///
    /// # References
    ///
    /// Schoenfeld D. *Biometrika* 1982;69:239-41. Grambsch PM, Therneau TM. *Biometrika* 1994;81:515-26.
    #[doc(alias = "cox.zph")]
    pub fn schoenfeld(&self, fit: &Fit) -> Result<Schoenfeld, Error> {
        let (linear, _) = self.linear_of(fit)?;
        self.not_exact("Schoenfeld residuals")?;
        let columns: Vec<usize> = (0..self.columns()).collect();
        let mut partial = Partial::new(self, &columns);
        partial.risk = Risk::at(self, &linear)?;
        partial.set_means();
        let mut all = Schoenfeld {
            rows: Vec::with_capacity(self.events),
            times: Vec::with_capacity(self.events),
            residuals: Vec::with_capacity(self.events),
            scaled: Vec::with_capacity(self.events),
        };
        let groups = self.order.groups.iter().zip(self.terms.by_group());
        for (group, (rows, terms)) in groups.enumerate() {
            let mean = |&column: &usize| partial.mean(column, terms.clone());
            let mean: Vec<f64> = columns.iter().map(mean).collect();
            for place in rows.deaths() {
                let own = |&column: &usize| {
                    let z = self.design.column(column)[place];
                    (z - mean[column]) * self.design.scales[column]
                };
                let residual: Vec<f64> = columns.iter().map(own).collect();
                all.rows.push(self.order.rows[place] as usize);
                all.times.push(self.order.times[group]);
                all.scaled.push(scaled(fit, self.events, &residual));
                all.residuals.push(residual);
            }
        }
        Ok(all)
    }
}

fn scaled(fit: &Fit, events: usize, residual: &[f64]) -> Vec<f64> {
    let entry = |(row, coefficient): (&Vec<f64>, &Option<f64>)| {
        let product: f64 = row.iter().zip(residual).map(|(v, r)| v * r).sum();
        coefficient.unwrap_or(0.0) + events as f64 * product
    };
    fit.inverse_information()
        .iter()
        .zip(&fit.coefficients)
        .map(entry)
        .collect()
}

impl Partial<'_> {
    /// Mean of a column over some terms.
    fn mean(&self, column: usize, terms: impl Iterator<Item = usize>) -> f64 {
        let means = &self.means[column * self.cohort.terms.len()..];
        let (mut sum, mut count) = (0.0, 0.0);
        for term in terms {
            sum += means[term];
            count += 1.0;
        }
        sum / count
    }
}

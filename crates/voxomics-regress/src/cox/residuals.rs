//! Residuals of rows.

use ndarray::{Array2, ShapeBuilder};

use super::cohort::Cohort;
use super::partial::Partial;
use super::risk::Risk;
use super::{Error, Fit};

impl Cohort {
    /// Martingale residuals: events less those expected, `event - e^η (H(stop) - H(start))`.
    ///
    /// R's `residuals(fit, "martingale")`. With weights 1 they sum to 0.
    ///
    /// ```
    /// use ndarray::array;
    /// use voxomics_regress::cox::{Cohort, Options, Response};
    ///
    /// let response = Response::Right { times: &[1.0, 2.0, 3.0, 4.0], events: &[true, true, false, true] };
    /// let cohort = Cohort::new(array![[1.0], [0.0], [1.0], [0.5]].view(), &response, &Options::default())?;
    /// let residuals = cohort.martingale_residuals(&cohort.fit()?)?;
    /// assert!(residuals.iter().sum::<f64>().abs() < 1e-12);
    /// # Ok::<(), voxomics_regress::cox::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for a fit of other columns; [`Error::Span`] for one of other data; [`Error::ExactTies`].
    pub fn martingale_residuals(&self, fit: &Fit) -> Result<Vec<f64>, Error> {
        let (expected, event) = self.expected(fit)?;
        let residuals = expected
            .iter()
            .zip(&event)
            .map(|(expected, &event)| f64::from(event) - expected);
        Ok(self.by_row(&residuals.collect::<Vec<_>>()))
    }

    /// Deviance residuals, martingale residuals m made symmetric: `sign(m) √(-2 (m + event·ln(event - m)))`.
    ///
    /// R's `residuals(fit, "deviance")`.
    ///
    /// # Errors
    ///
    /// As [`martingale_residuals`](Self::martingale_residuals).
    ///
    /// # References
    ///
    /// Therneau TM, Grambsch PM, Fleming TR. *Biometrika* 1990;77:147-60.
    pub fn deviance_residuals(&self, fit: &Fit) -> Result<Vec<f64>, Error> {
        let (expected, event) = self.expected(fit)?;
        let residual = |(&expected, &event): (&f64, &bool)| {
            if event {
                let m = 1.0 - expected;
                let half = expected - 1.0 - libm::log(expected);
                m.signum() * (2.0 * half).max(0.0).sqrt()
            } else {
                -(2.0 * expected).sqrt()
            }
        };
        let residuals: Vec<f64> = expected.iter().zip(&event).map(residual).collect();
        Ok(self.by_row(&residuals))
    }

    /// Score residuals: each row's part in the derivatives of the likelihood by the coefficients, `Σ (x - mean at risk) dM`. A
    /// row for each row, without its weight; R's `residuals(fit, "score")`.
    ///
    /// # Errors
    ///
    /// As [`martingale_residuals`](Self::martingale_residuals).
    pub fn score_residuals(&self, fit: &Fit) -> Result<Array2<f64>, Error> {
        let (linear, _) = self.linear_of(fit)?;
        self.not_exact("score residuals")?;
        let columns: Vec<usize> = (0..self.columns()).collect();
        let by_place = Partial::new(self, &columns).score_residuals(&linear)?;
        let mut residuals = Array2::zeros((self.rows(), self.columns()).f());
        for (column, scale) in self.design.scales.iter().enumerate() {
            let scaled = &by_place[column * self.rows()..][..self.rows()];
            for (&row, residual) in self.order.rows.iter().zip(scaled) {
                residuals[[row as usize, column]] = residual * scale;
            }
        }
        Ok(residuals)
    }

    /// Roughly how much each row moved each coefficient: `weight · score residual · inverse information`. R's `residuals(fit,
    /// "dfbeta")`; their squares sum to the robust variance.
    ///
    /// # Errors
    ///
    /// As [`martingale_residuals`](Self::martingale_residuals).
    pub fn dfbeta(&self, fit: &Fit) -> Result<Array2<f64>, Error> {
        let mut scores = self.score_residuals(fit)?;
        for (place, &row) in self.order.rows.iter().enumerate() {
            scores
                .row_mut(row as usize)
                .map_inplace(|score| *score *= self.weight(place));
        }
        let inverse = fit.inverse_information();
        let entry = |(i, j): (usize, usize)| inverse[i][j];
        let inverse = Array2::from_shape_fn((self.columns(), self.columns()), entry);
        Ok(scores.dot(&inverse))
    }

    /// Linear predictors of the rows fitted less that of the means, with their offsets; R's `fit$linear.predictors`.
    ///
    /// # Errors
    ///
    /// [`Error::Length`] for a fit of other columns.
    pub fn linear_predictors(&self, fit: &Fit) -> Result<Vec<f64>, Error> {
        let (mut linear, _) = self.linear_of(fit)?;
        for (stratum, centres) in self.order.strata.iter().zip(&self.design.centres) {
            let shift = fit.linear_at(centres);
            linear[stratum.places.clone()]
                .iter_mut()
                .for_each(|eta| *eta += shift);
        }
        Ok(self.by_row(&linear))
    }

    /// Events expected of each place, and whether it has one.
    fn expected(&self, fit: &Fit) -> Result<(Vec<f64>, Vec<bool>), Error> {
        let (linear, _) = self.linear_of(fit)?;
        self.not_exact("residuals")?;
        let mut partial = Partial::new(self, &[]);
        partial.risk = Risk::at(self, &linear)?;
        partial.set_exposure(None);
        Ok((partial.expected(), self.died()))
    }

    /// By place.
    pub(crate) fn died(&self) -> Vec<bool> {
        let mut died = vec![false; self.rows()];
        for group in &self.order.groups {
            died[group.deaths()].fill(true);
        }
        died
    }
}

impl Partial<'_> {
    /// `e^η H` by place, without weights.
    fn expected(&self) -> Vec<f64> {
        let own =
            |(place, exposure): (usize, &f64)| self.risk.own_hazard(self.cohort, place) * exposure;
        self.exposure.iter().enumerate().map(own).collect()
    }

    /// Score residuals of the scaled columns by place, one column after the other:
    /// `z·(event - e^η H) - event·mean + e^η Σ mean dH`.
    pub(crate) fn score_residuals(&mut self, linear: &[f64]) -> Result<Vec<f64>, Error> {
        self.risk = Risk::at(self.cohort, linear)?;
        self.set_means();
        self.set_exposure(None);
        let expected = self.expected();
        let rows = self.cohort.rows();
        let mut residuals = Vec::with_capacity(rows * self.columns.len());
        let mut sums = vec![0.0; rows];
        for (at, &column) in self.columns.iter().enumerate() {
            let mut drift = Drift::new(self, at);
            self.cohort.order.over_exposure(&mut drift.all, &mut sums);
            let from = residuals.len();
            for (place, z) in self
                .cohort
                .design
                .column(column as usize)
                .iter()
                .enumerate()
            {
                let hazard = self.risk.own_hazard(self.cohort, place);
                residuals.push(hazard * sums[place] - z * expected[place]);
            }
            let residuals = &mut residuals[from..];
            for (group, rows) in self.cohort.order.groups.iter().enumerate() {
                for place in rows.deaths() {
                    let z = self.cohort.design.column(column as usize)[place];
                    let hazard = self.risk.own_hazard(self.cohort, place);
                    residuals[place] += z - drift.mean[group] - hazard * drift.spared[group];
                }
            }
        }
        Ok(residuals)
    }
}

/// Of one column, for each group: its mean at risk, `Σ mean dH`, and the part of that that the dying are spared.
struct Drift {
    mean: Vec<f64>,
    all: Vec<f64>,
    spared: Vec<f64>,
}

impl Drift {
    fn new(partial: &Partial<'_>, column: usize) -> Self {
        let terms = &partial.cohort.terms;
        let means = &partial.means[column * terms.len()..][..terms.len()];
        let groups = partial.cohort.order.groups.len();
        let mut drift = Self {
            mean: Vec::with_capacity(groups),
            all: Vec::with_capacity(groups),
            spared: Vec::with_capacity(groups),
        };
        for own in terms.by_group() {
            let (mut count, mut mean, mut all, mut spared) = (0.0, 0.0, 0.0, 0.0);
            for term in own {
                let step = terms.weights[term] * partial.risk.inverse[term] * means[term];
                count += 1.0;
                mean += means[term];
                all += step;
                spared += terms.gone[term] * step;
            }
            drift.mean.push(mean / count);
            drift.all.push(all);
            drift.spared.push(spared);
        }
        drift
    }
}

use voxomics_core::simd::dot;

use super::batch::{Estimates, check_count};
use super::design::centre;
use super::rows::check;
use super::{Error, Model, coding};
use crate::Cohort;
use crate::levels::Levels;

impl Model {
    /// The model with the batches of these rows that it does not know yet.
    ///
    /// Grand means, slopes and pooled variances stay as they are, and so does what is known of the other batches. The shifts and
    /// variances of a new batch are estimated from its rows and shrunk with a prior of that batch's own features. The more rows
    /// the better: they are all that is known of it. Rows of known batches are left out.
    ///
    /// # Errors
    ///
    /// [`Error::NothingNew`]; [`Error::NoValues`] for a feature that has fewer than two values in a new batch, or one that does
    /// not vary there; those of [`Model::apply`].
    pub fn with_new_batches(&self, cohort: &Cohort<'_>) -> Result<Self, Error> {
        self.check()?;
        check(cohort)?;
        let places = self.places(cohort.batches);
        let is_new = |row: &usize| places[*row].is_none();
        let new: Vec<usize> = (0..places.len()).filter(is_new).collect();
        let labels: Vec<String> = new.iter().map(|&row| cohort.batches[row].clone()).collect();
        let (levels, codes) = Levels::learn(&labels);
        if levels.0.is_empty() {
            return Err(Error::NothingNew);
        }
        let covariates = coding::columns(&self.covariates, cohort.covariates, places.len())?;
        let mut extended = self.clone();
        for (place, name) in levels.0.into_iter().enumerate() {
            let of_batch = new.iter().zip(&codes).filter(|&(_, &code)| code == place);
            let rows: Vec<usize> = of_batch.map(|(&row, _)| row).collect();
            let estimates = self.estimates(cohort, &covariates, (&name, &rows))?;
            check_count(&self.options, estimates.shifts.len())?;
            let mut batch = self.learn(name, rows.len(), estimates)?;
            batch.is_new = true;
            extended.batches.push(batch);
        }
        Ok(extended)
    }

    /// Of a new batch by its rows, standardised as the model does.
    fn estimates(
        &self,
        cohort: &Cohort<'_>,
        covariates: &[Vec<f64>],
        (name, rows): (&str, &[usize]),
    ) -> Result<Estimates, Error> {
        let mut estimates = Estimates::with_capacity(self.grand_mean.len());
        for (place, feature) in self.harmonized().enumerate() {
            let column = cohort.features.column(feature)?;
            if let Some(&row) = rows.iter().find(|&&row| column[row].is_infinite()) {
                return Err(Error::Infinite {
                    feature: feature.to_owned(),
                    row: cohort.features.ids()[row].clone(),
                    value: column[row],
                });
            }
            let there = rows.iter().filter(|&&row| !column[row].is_nan());
            let there: Vec<usize> = there.copied().collect();
            let is_flat = there.iter().all(|&row| column[row] == column[there[0]]);
            let lacking = match (there.len(), self.mean_only) {
                (0, _) => Some("no values"),
                (1, false) => Some("one value"),
                (_, false) if is_flat => Some("one value in all rows"),
                _ => None,
            };
            if let Some(values) = lacking {
                return Err(Error::NoValues {
                    feature: feature.to_owned(),
                    values,
                    batch: name.to_owned(),
                    features: 1,
                });
            }
            let standard = |&row: &usize| self.standard(place, covariates, (row, column[row]));
            let mut standard: Vec<f64> = there.iter().map(standard).collect();
            let mean = centre(&mut standard);
            let squares = dot(&standard, &standard);
            estimates.push(mean, squares, standard.len(), self.mean_only);
        }
        Ok(estimates)
    }

    /// A value in units of the pooled standard deviation, around the mean that its row should have.
    fn standard(&self, place: usize, covariates: &[Vec<f64>], (row, value): (usize, f64)) -> f64 {
        let parts = covariates.iter().zip(&self.slopes);
        let part: f64 = parts
            .map(|(column, slopes)| column[row] * slopes[place])
            .sum();
        match self.variance[place] {
            0.0 => 0.0,
            variance => (value - self.grand_mean[place] - part) / variance.sqrt(),
        }
    }
}

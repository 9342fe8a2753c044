use ndarray::ArrayView1;
use voxomics_core::simd::dot;

use super::apply::beyond_doubles;
use super::batch::{Estimates, check_count};
use super::design::centre;
use super::rows::check;
use super::{Constant, Error, Model, coding};
use crate::Cohort;
use crate::columns::columns;
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
    /// [`Error::NothingNew`]; [`Error::NoValues`] for a feature that has fewer than two values in a new batch, or, unless such
    /// features are [adjusted](Constant::Adjusted), does not vary there; those of [`Model::apply`].
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
        let columns = columns(cohort.features, self.harmonized())?;
        let named = || self.harmonized().zip(&columns);
        let mut lacking =
            named().filter_map(|(name, column)| Some((name, self.lacks(column, rows)?)));
        if let Some((feature, values)) = lacking.next() {
            return Err(Error::NoValues {
                feature: feature.to_owned(),
                values,
                batch: name.to_owned(),
                features: 1 + lacking.count(),
            });
        }
        let mut estimates = Estimates::with_capacity(self.grand_mean.len());
        for (place, (feature, column)) in named().enumerate() {
            let there = rows.iter().filter(|&&row| !column[row].is_nan());
            let mut standard = Vec::with_capacity(rows.len());
            for &row in there {
                let value = self.standard(place, covariates, (row, column[row]));
                if !value.is_finite() {
                    let id = &cohort.features.ids()[row];
                    return Err(beyond_doubles(feature, id, column[row]));
                }
                standard.push(value);
            }
            let mean = centre(&mut standard);
            let squares = dot(&standard, &standard);
            estimates.push(mean, squares, standard.len(), self.mean_only);
        }
        Ok(estimates)
    }

    /// What these rows have of a column, if that is too little.
    fn lacks(&self, column: &ArrayView1<'_, f64>, rows: &[usize]) -> Option<&'static str> {
        let there = rows.iter().map(|&row| column[row]);
        let there: Vec<f64> = there.filter(|value| !value.is_nan()).collect();
        let is_flat = || there.iter().all(|value| *value == there[0]);
        match there.len() {
            0 => Some("no values"),
            _ if self.mean_only => None,
            1 => Some("one value"),
            _ if self.options.constant == Constant::LeftAlone && is_flat() => {
                Some("one value in all rows")
            }
            _ => None,
        }
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

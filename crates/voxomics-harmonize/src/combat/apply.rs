use ndarray::{Array2, ArrayView1, ShapeBuilder};
use rayon::prelude::*;
use voxomics_table::Table;

use super::rows::check;
use super::{Error, Model, coding};
use crate::Cohort;
use crate::columns::columns;

impl Model {
    /// Makes rows of known batches alike: `(x - m - γ*σ)/δ* + m` with each row's own `m = α + X β`.
    ///
    /// Columns are found by their names; columns of the table that the model does not know are left out, and so are covariates.
    /// Missing features stay missing; rows of the reference, and features that the model leaves untouched, stay as they are.
    /// One row's result depends on no other row. Costs the result and nothing else of the size of the table.
    ///
    /// # Errors
    ///
    /// [`Error::NewBatch`] for a batch that was not there to learn from; [`Error::Table`] for a feature that is not there;
    /// those of covariates; [`Error::Infinite`], [`Error::Overflow`].
    #[doc(alias("harmonizationApply", "neuroCombatFromTraining"))]
    pub fn apply(&self, cohort: &Cohort<'_>) -> Result<Table, Error> {
        self.check()?;
        check(cohort)?;
        let places = self.places(cohort.batches);
        let unknown = places.iter().position(Option::is_none);
        if let Some(row) = unknown {
            return Err(self.new_batch(&cohort.batches[row]));
        }
        let batches: Vec<usize> = places.into_iter().flatten().collect();
        let rows = batches.len();
        let covariates = coding::columns(&self.covariates, cohort.covariates, rows)?;
        let columns = columns(cohort.features, self.features.iter().map(String::as_str))?;
        let mut values = vec![0.0; rows * columns.len()];
        let alike = Alike {
            model: self,
            batches: &batches,
            reference: self.reference(),
            covariates: &covariates,
        };
        let places = self.harmonized_places();
        let work = values.par_chunks_mut(rows).zip(&columns).zip(&places);
        let beyond = work
            .map(|((to, from), place)| alike.write(to, from, *place))
            .enumerate();
        let beyond = beyond.find_map_first(|(feature, row)| Some((feature, row?)));
        if let Some((feature, row)) = beyond {
            let id = &cohort.features.ids()[row];
            return Err(beyond_doubles(
                &self.features[feature],
                id,
                columns[feature][row],
            ));
        }
        let values = Array2::from_shape_vec((rows, columns.len()).f(), values)
            .unwrap_or_else(|_| unreachable!("as many values as rows times columns"));
        let ids = cohort.features.ids().to_vec();
        Ok(Table::new(ids, self.features.clone(), values)?)
    }

    /// For each feature its place among those that are harmonised.
    fn harmonized_places(&self) -> Vec<Option<usize>> {
        let mut harmonized = self.harmonized().enumerate().peekable();
        let of = |name: &String| {
            let next = harmonized.next_if(|(_, next)| next == name);
            next.map(|(place, _)| place)
        };
        self.features.iter().map(of).collect()
    }
}

/// A value is infinite, or becomes so.
pub(crate) fn beyond_doubles(feature: &str, row: &str, value: f64) -> Error {
    if value.is_finite() {
        return Error::Overflow {
            what: format!("feature `{feature}`"),
            place: format!("row `{row}`"),
        };
    }
    Error::Infinite {
        feature: feature.to_owned(),
        row: row.to_owned(),
        value,
    }
}

struct Alike<'a> {
    model: &'a Model,
    batches: &'a [usize],
    reference: Option<usize>,
    covariates: &'a [Vec<f64>],
}

impl Alike<'_> {
    /// Writes a feature; the first row that is infinite or becomes so, if any.
    fn write(
        &self,
        to: &mut [f64],
        from: &ArrayView1<'_, f64>,
        place: Option<usize>,
    ) -> Option<usize> {
        let Some(place) = place else {
            for (to, value) in to.iter_mut().zip(from) {
                *to = *value;
            }
            return None;
        };
        let deviation = self.model.variance[place].sqrt();
        let batches = self.model.batches.iter();
        let steps: Vec<(f64, f64)> = batches
            .map(|batch| {
                (
                    batch.gamma_star[place] * deviation,
                    batch.delta_star[place].sqrt(),
                )
            })
            .collect();
        let mut means = vec![self.model.grand_mean[place]; to.len()];
        for (column, slopes) in self.covariates.iter().zip(&self.model.slopes) {
            voxomics_core::simd::add_scaled(&mut means, slopes[place], column);
        }
        let mut beyond = None;
        let rows = to.iter_mut().zip(from).zip(self.batches.iter().zip(&means));
        for (row, ((to, &value), (&batch, mean))) in rows.enumerate() {
            let (shift, scale) = steps[batch];
            *to = if self.reference == Some(batch) {
                value
            } else {
                (value - mean - shift) / scale + mean
            };
            if !to.is_finite() && !value.is_nan() && beyond.is_none() {
                beyond = Some(row);
            }
        }
        beyond
    }
}

//! The refit of a logistic model, quickly.

use super::Refit;
use crate::input;
use crate::likelihood::{self, logistic};

/// A logistic model of given columns, to be refitted to resamples.
///
/// Rows are weighted by how often they were drawn and never copied, and each fit starts from that of all rows.
///
/// ```
/// use voxomics_stats::optimism::{Logistic, Refit};
///
/// let labels = [false, false, true, false, true, true];
/// let model = Logistic::new(&[&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]], &labels)?;
/// assert_eq!(model.linear_predictors(&[0, 1, 2, 3, 4, 5]).map(|linear| linear.len()), Some(6));
/// // Separated: no model.
/// assert_eq!(model.linear_predictors(&[0, 1, 3, 4, 4, 5]), None);
/// # Ok::<(), voxomics_stats::likelihood::Error>(())
/// ```
#[derive(Debug)]
pub struct Logistic<'a> {
    columns: logistic::Columns,
    labels: &'a [bool],
    start: Vec<f64>,
}

impl<'a> Logistic<'a> {
    /// Takes one slice for each predictor and fits all rows.
    ///
    /// # Errors
    ///
    /// Those of [`logistic::fit`].
    pub fn new(columns: &[&[f64]], labels: &'a [bool]) -> Result<Self, likelihood::Error> {
        input::both_classes("labels", labels)?;
        let columns = logistic::Columns::new(columns, labels.len())?;
        let start = columns.maximum(labels, &vec![1.0; labels.len()], &columns.zero())?;
        Ok(Self {
            columns,
            labels,
            start,
        })
    }
}

impl Refit for Logistic<'_> {
    fn linear_predictors(&self, rows: &[usize]) -> Option<Vec<f64>> {
        let mut weights = vec![0.0; self.labels.len()];
        for &row in rows {
            // Rows that the model does not have are not its own; who looks at the answer sees that there are too few.
            if let Some(weight) = weights.get_mut(row) {
                *weight += 1.0;
            }
        }
        let cases = |case: bool| {
            let mut rows = self.labels.iter().zip(&weights);
            rows.any(|(&label, &weight)| label == case && weight > 0.0)
        };
        if !(cases(true) && cases(false)) {
            return None;
        }
        let coefficients = self.columns.maximum(self.labels, &weights, &self.start);
        Some(self.columns.linear_predictors(&coefficients.ok()?))
    }
}

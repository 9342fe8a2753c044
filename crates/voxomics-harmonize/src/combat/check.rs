//! Whether a model is whole.

use std::collections::HashSet;

use super::{Batch, Error, Model, Untouched};

pub(crate) const KIND: &str = "combat";

impl Model {
    /// Refuses a model of another kind or version, and one that lacks an entry for a feature or has one that makes NaN: it may
    /// come from a file.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.header.check(KIND).map_err(Error::Version)?;
        let features = self.harmonized().count();
        let columns: usize = self
            .covariates
            .iter()
            .map(|coding| coding.columns().len())
            .sum();
        let names: HashSet<&String> = self.features.iter().collect();
        let is_known = |left: &Untouched| names.contains(&left.feature);
        let is_whole =
            |values: &Vec<f64>| values.len() == features && values.iter().all(|x| x.is_finite());
        let is_positive = |values: &Vec<f64>| is_whole(values) && values.iter().all(|x| *x > 0.0);
        let is_whole_batch = |batch: &Batch| {
            is_whole(&batch.gamma_hat)
                && is_whole(&batch.delta_hat)
                && is_whole(&batch.gamma_star)
                && is_positive(&batch.delta_star)
        };
        let parts = [
            ("untouched features", self.untouched.iter().all(is_known)),
            ("grand means", is_whole(&self.grand_mean)),
            (
                "variances",
                is_whole(&self.variance) && self.variance.iter().all(|x| *x >= 0.0),
            ),
            (
                "slopes",
                self.slopes.len() == columns && self.slopes.iter().all(is_whole),
            ),
            (
                "batches",
                !self.batches.is_empty() && self.batches.iter().all(is_whole_batch),
            ),
        ];
        let broken = parts.iter().find(|(_, is_whole)| !is_whole);
        broken.map_or(Ok(()), |&(what, _)| Err(Error::Broken { what }))
    }
}

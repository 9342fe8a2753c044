//! Models in files.

use serde::{Deserialize, Serialize};

use super::{Batch, Coding, Error, Model, Options, Untouched};

const FORMAT: &str = "voxomics-harmonizer";
const VERSION: u32 = 1;
const KIND: &str = "combat";

#[derive(Serialize, Deserialize)]
pub(crate) struct Stored {
    format: String,
    version: u32,
    kind: String,
    options: Options,
    mean_only: bool,
    features: Vec<String>,
    untouched: Vec<Untouched>,
    covariates: Vec<Coding>,
    grand_mean: Vec<f64>,
    variance: Vec<f64>,
    slopes: Vec<Vec<f64>>,
    batches: Vec<Batch>,
}

impl From<Model> for Stored {
    fn from(model: Model) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            kind: KIND.to_owned(),
            options: model.options,
            mean_only: model.mean_only,
            features: model.features,
            untouched: model.untouched,
            covariates: model.covariates,
            grand_mean: model.grand_mean,
            variance: model.variance,
            slopes: model.slopes,
            batches: model.batches,
        }
    }
}

impl TryFrom<Stored> for Model {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self, Error> {
        if (stored.format.as_str(), stored.version, stored.kind.as_str()) != (FORMAT, VERSION, KIND)
        {
            return Err(Error::Version {
                format: stored.format,
                version: stored.version,
                kind: stored.kind,
            });
        }
        let model = Self {
            options: stored.options,
            mean_only: stored.mean_only,
            features: stored.features,
            untouched: stored.untouched,
            covariates: stored.covariates,
            grand_mean: stored.grand_mean,
            variance: stored.variance,
            slopes: stored.slopes,
            batches: stored.batches,
        };
        model.check()?;
        Ok(model)
    }
}

impl Model {
    /// Whether a file has an entry for each feature everywhere, and none that makes NaN.
    fn check(&self) -> Result<(), Error> {
        let features = self.harmonized().count();
        let columns: usize = self
            .covariates
            .iter()
            .map(|coding| coding.columns().len())
            .sum();
        let is_known = |left: &Untouched| self.features.contains(&left.feature);
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

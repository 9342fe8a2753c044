use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::batch::{Estimates, shrink};
use super::parametric::{self, Unsettled};
use super::{Coding, Error, Options, Prior};
use crate::header::Header;
use crate::levels::Levels;

/// What [`fit`](super::fit) learnt: applied to rows of known batches by the names of features and covariates.
///
/// Lists of one entry for each feature follow [`harmonized`](Self::harmonized). In files it is an object with a `format`, a
/// `version` and a `kind`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Model {
    #[serde(flatten)]
    pub(crate) header: Header,
    /// As they were given.
    pub options: Options,
    /// Batches differ by shifts only: asked for, or because a batch has one row.
    pub mean_only: bool,
    /// All features, in the order of the table that was learnt from.
    pub features: Vec<String>,
    /// Features that stay as they are, and why.
    pub untouched: Vec<Untouched>,
    /// How covariates become columns.
    pub covariates: Vec<Coding>,
    /// Mean of each feature where covariates are 0: over the batches in proportion to their rows, or the reference's.
    #[doc(alias = "stand.mean")]
    pub grand_mean: Vec<f64>,
    /// Pooled variance of each feature; 0 of one that does not vary and is not left alone.
    #[doc(alias = "var.pooled")]
    pub variance: Vec<f64>,
    /// For each column of the covariates, the slope of each feature.
    #[doc(alias = "B.hat")]
    pub slopes: Vec<Vec<f64>>,
    /// The batches, in their order.
    pub batches: Vec<Batch>,
}

/// What was learnt of one batch, in units of the pooled standard deviation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Batch {
    /// Its name.
    pub name: String,
    /// Rows that it was learnt from.
    pub rows: usize,
    /// Learnt with [`Model::with_new_batches`], after the others.
    pub is_new: bool,
    /// Mean of each feature.
    pub gamma_hat: Vec<f64>,
    /// Variance of each feature, of divisor n - 1; 1 where only means are adjusted.
    pub delta_hat: Vec<f64>,
    /// Shift that is taken away from each feature.
    pub gamma_star: Vec<f64>,
    /// Variance that is taken out of each feature.
    pub delta_star: Vec<f64>,
    /// Of the parametric prior; none of the others, and none of the reference.
    pub prior: Option<Prior>,
    /// The most iterations that a feature took.
    pub iterations: usize,
}

/// A feature that is not harmonised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Untouched {
    /// Its name.
    pub feature: String,
    /// Why.
    pub reason: Reason,
}

/// Why a feature is not harmonised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Reason {
    /// It does not vary in this batch.
    ConstantIn(String),
    /// Batches and covariates determine it: no variance is left.
    Determined,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ConstantIn(batch) => write!(f, "constant in batch `{batch}`"),
            Self::Determined => write!(f, "determined by batches and covariates"),
        }
    }
}

impl Batch {
    /// The reference: nothing is taken away.
    pub(crate) fn unchanged(name: String, rows: usize, estimates: Estimates) -> Self {
        let features = estimates.shifts.len();
        Self {
            name,
            rows,
            is_new: false,
            gamma_hat: estimates.shifts,
            delta_hat: estimates.scales,
            gamma_star: vec![0.0; features],
            delta_star: vec![1.0; features],
            prior: None,
            iterations: 0,
        }
    }
}

impl Model {
    /// Features that are harmonised, in their order.
    pub fn harmonized(&self) -> impl Iterator<Item = &str> {
        let untouched: HashSet<&str> = self
            .untouched
            .iter()
            .map(|left| left.feature.as_str())
            .collect();
        let names = self.features.iter().map(String::as_str);
        names.filter(move |name| !untouched.contains(name))
    }

    fn harmonized_name(&self, place: usize) -> String {
        let name = self.harmonized().nth(place);
        name.unwrap_or_default().to_owned()
    }

    /// Where the batch is that each label means.
    pub(crate) fn places(&self, labels: &[String]) -> Vec<Option<usize>> {
        let levels = Levels(
            self.batches
                .iter()
                .map(|batch| batch.name.clone())
                .collect(),
        );
        levels.places(labels)
    }

    pub(crate) fn reference(&self) -> Option<usize> {
        let name = self.options.reference.as_deref()?;
        self.places(&[name.to_owned()])[0]
    }

    /// A batch by its estimates.
    pub(crate) fn learn(
        &self,
        name: String,
        rows: usize,
        estimates: Estimates,
    ) -> Result<Batch, Error> {
        if let Some(feature) = estimates.beyond() {
            return Err(Error::Overflow {
                what: format!("feature `{}`", self.harmonized_name(feature)),
                place: format!("batch `{name}`"),
            });
        }
        let shrunk = shrink(&estimates, &self.options, self.mean_only);
        let (prior, posterior) = shrunk.map_err(|Unsettled(feature)| Error::NoConvergence {
            feature: self.harmonized_name(feature),
            batch: name.clone(),
            iterations: parametric::LIMIT,
        })?;
        Ok(Batch {
            name,
            rows,
            is_new: false,
            gamma_hat: estimates.shifts,
            delta_hat: estimates.scales,
            gamma_star: posterior.shifts,
            delta_star: posterior.scales,
            prior,
            iterations: posterior.iterations,
        })
    }

    pub(crate) fn new_batch(&self, label: &str) -> Error {
        Error::NewBatch {
            batch: label.to_owned(),
            known: self
                .batches
                .iter()
                .map(|batch| batch.name.clone())
                .collect(),
        }
    }
}

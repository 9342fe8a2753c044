use serde::{Deserialize, Serialize};

/// Choices of [`fit`](super::fit). The default is what R's `sva::ComBat` does, iterated until it stands still.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// How estimates of a batch borrow from those of all features.
    pub prior: PriorKind,
    /// Batches differ by shifts only; their variances are left as they are. Set by itself where a batch has one row, for all
    /// batches, as `sva` does: the model's `mean_only` says so.
    #[doc(alias = "mean.only")]
    pub mean_only: bool,
    /// The batch that the others are made like, whose own rows stay as they are.
    #[doc(alias("ref.batch", "ref_batch"))]
    pub reference: Option<String>,
    /// When the parametric iteration ends.
    pub stopping: Stopping,
    /// What the pooled variance is divided by.
    pub divisor: Divisor,
    /// What becomes of a feature without variance within a batch.
    pub constant: Constant,
    /// Lets a table of one batch through, as Python's `neuroCombat` does: its variances are shrunk, so that values move.
    pub one_batch: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            prior: PriorKind::Parametric,
            mean_only: false,
            reference: None,
            stopping: Stopping::Settled,
            divisor: Divisor::Sva,
            constant: Constant::LeftAlone,
            one_batch: false,
        }
    }
}

/// How estimates of a batch borrow from those of all features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PriorKind {
    /// Normal shifts and inverse gamma variances, whose parameters are taken from the features (`par.prior = TRUE`).
    Parametric,
    /// The estimates of the other features, weighted by how likely they make the values (`par.prior = FALSE`).
    NonParametric,
    /// None: each feature by itself, a location and scale adjustment (`eb = False`).
    None,
}

/// When the parametric iteration ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stopping {
    /// For each feature when it stands still to the last digits: its values do not depend on which other features there are.
    Settled,
    /// As `sva` and `neuroCombat` stop: all features of a batch together, when no change is above `1e-4` of the value before,
    /// taken with its sign. Up to `7e-5` from where the iteration leads.
    Sva,
}

/// What the pooled variance is divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Divisor {
    /// The number of rows; where anything is missing in the whole table, for every feature its own number of rows less one.
    Sva,
    /// The number of rows that have the feature, whatever else is missing.
    Rows,
}

/// What becomes of a feature without variance within a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Constant {
    /// It stays as it is in all batches, and tells the priors nothing, as in `sva`.
    LeftAlone,
    /// It takes part as one with a variance of 1 in that batch, as in `neuroCombat`: the batch's constant is shifted, and the
    /// priors hear of it.
    Adjusted,
}

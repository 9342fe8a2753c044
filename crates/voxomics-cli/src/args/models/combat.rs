//! Flags of `combat`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Except, Features, Save};
use crate::args::stats::Common;

/// Makes features of several centres or scanners alike in mean and variance
///
/// Learns from the rows of TABLE and changes them, or with `--apply` changes them as another table taught: a validation set must
/// not teach. What is missing in features stays missing. The answer tells what was removed, and in how many features batches
/// differ before and after.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics combat train.csv --id case --batch centre --covariates age,stage --save combat.json \
                  --harmonized train_alike.csv\n  \
                  voxomics combat tomorrow.csv --id case --batch centre --apply combat.json --harmonized tomorrow_alike.csv"
)]
pub(crate) struct Combat {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) features: Features,

    /// Column that names the batch of each row: a centre, a scanner, a protocol
    #[arg(long, value_name = "COL")]
    pub(crate) batch: String,

    /// Columns whose effect is kept, groups if any cell is no number; not the outcome of a model that is fitted later
    #[arg(long, value_name = "COL,COL", value_delimiter = ',')]
    pub(crate) covariates: Vec<String>,

    /// The same of columns whose numbers stand for groups
    #[arg(long, value_name = "COL,COL", value_delimiter = ',')]
    pub(crate) categorical: Vec<String>,

    #[command(flatten)]
    pub(crate) outcomes: Except,

    /// Writes the table with its features made alike, as CSV or, by the name of FILE, Parquet
    #[arg(long, value_name = "FILE")]
    pub(crate) harmonized: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) save: Save,

    /// Changes the rows as this model says, which `--save` wrote
    #[arg(long, value_name = "MODEL", conflicts_with_all = ["columns", "covariates", "categorical", "except", "Choices"])]
    pub(crate) apply: Option<PathBuf>,

    /// Learns batches that the model does not know from the rows of this table, everything else staying as it is
    #[arg(long, requires = "apply")]
    pub(crate) new_batches: bool,

    #[command(flatten)]
    pub(crate) choices: Choices,
}

/// How it is learnt.
#[derive(Debug, Args)]
pub(crate) struct Choices {
    /// The batch that the others are made like, whose rows stay as they are
    #[arg(long, value_name = "BATCH")]
    pub(crate) reference: Option<String>,

    /// How estimates of a batch borrow from those of all features
    #[arg(long, value_name = "PRIOR", default_value = "parametric")]
    pub(crate) prior: Prior,

    /// Adjusts means and leaves variances
    #[arg(long)]
    pub(crate) mean_only: bool,

    /// Ends the iteration as early as sva and neuroCombat do
    #[arg(long)]
    pub(crate) stop_early: bool,

    /// Adjusts features that do not vary within a batch too, as neuroCombat does
    #[arg(long)]
    pub(crate) adjust_constant: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Prior {
    /// Normal shifts, inverse gamma variances
    Parametric,
    /// The estimates of the other features themselves
    NonParametric,
    /// Each feature by itself
    None,
}

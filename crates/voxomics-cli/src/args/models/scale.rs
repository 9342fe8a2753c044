//! Flags of `scale`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Except, Features, Save};
use crate::args::stats::Common;

/// Puts features on one scale: z-scores, median and spread, range, quantiles
///
/// Learns the scale of each feature from the rows of TABLE and changes them, or with `--apply` changes them as another table
/// taught: a validation set must not teach. What is missing in features stays missing. A feature without spread is centred only, by quantiles put at the lower end.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics scale train.csv --id case --except relapse --save scale.json --scaled train_scaled.csv\n  \
                  voxomics scale test.csv --id case --apply scale.json --scaled test_scaled.csv"
)]
pub(crate) struct Scale {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) features: Features,

    #[command(flatten)]
    pub(crate) outcomes: Except,

    /// What becomes of a value
    #[arg(long, value_name = "METHOD", default_value = "z-score")]
    pub(crate) method: Method,

    /// Writes the table with its features scaled, as CSV or, by the name of FILE, Parquet
    #[arg(long, value_name = "FILE")]
    pub(crate) scaled: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) save: Save,

    /// Changes the rows as this scaler says, which `--save` wrote
    #[arg(long, value_name = "SCALER", conflicts_with_all = ["columns", "except", "method", "save"])]
    pub(crate) apply: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// (x - mean)/sd, the variance over n - 1, as R's `scale`
    ZScore,
    /// The same with the variance over n, as scikit-learn's `StandardScaler`
    ZScoreN,
    /// (x - median)/(1.4826 MAD), as R's `mad`
    MedianMad,
    /// (x - median)/(third quartile - first), as scikit-learn's `RobustScaler`
    Robust,
    /// From the least to the greatest value onto 0 to 1
    MinMax,
    /// The share of values below, by up to 1000 quantiles, as scikit-learn's `QuantileTransformer`
    Quantile,
    /// The same as quantiles of the standard normal distribution
    Normal,
}

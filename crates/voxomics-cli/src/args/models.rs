//! Flags of `fit`, `select`, `icc`, `combat`, `scale` and `predict`.

mod combat;
mod fit;
mod scale;
mod select;

use std::path::PathBuf;

use clap::Args;

use super::stats::{Common, Confidence, Output};

pub(crate) use combat::{Choices, Combat, Prior as CombatPrior};
pub(crate) use fit::{
    Convergence, Cox, Family, Fit, FitCommand, Intervals, Knn, Lambda, Lasso, Logistic, Measure,
    Penalty, Save, Ties, VoteWeights,
};
pub(crate) use scale::{Method as ScaleMethod, Scale};
pub(crate) use select::{
    Constant, Correlation, Mrmr, Scheme, Select, SelectCommand, Univariate, UnivariateTest,
};

/// Which columns of numbers are candidates.
#[derive(Debug, Args)]
pub(crate) struct Features {
    /// Candidates; without it all columns of numbers that are named by no other flag and are no diagnostics of an extraction
    #[arg(long, value_name = "COL,COL", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,

    /// Column that names the rows
    #[arg(long, value_name = "COL")]
    pub(crate) id: Option<String>,
}

/// Which columns of numbers are no features.
#[derive(Debug, Args)]
pub(crate) struct Except {
    /// Columns of numbers that are no features: outcomes, times
    #[arg(
        long,
        value_name = "COL,COL",
        value_delimiter = ',',
        conflicts_with = "columns"
    )]
    pub(crate) except: Vec<String>,
}

/// Where the table of what is kept goes.
#[derive(Debug, Args)]
pub(crate) struct Keep {
    /// Writes the table with the columns that are kept, as CSV or, by the name of FILE, Parquet
    #[arg(long, value_name = "FILE")]
    pub(crate) keep: Option<PathBuf>,
}

/// Keeps features on which repeated delineations agree
///
/// A study is a list of tables of the same cases and features, one for each delineation; a feature is kept if its intraclass
/// correlation passes in every study, for instance of one reader and between readers.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics icc --study first.csv,again.csv --study first.csv,other.csv --id case --threshold 0.8 \
                  --keep reproducible.csv"
)]
pub(crate) struct Icc {
    /// Tables of one study, the first of the first study being the one that is kept
    #[arg(long, value_name = "A.csv,B.csv", required = true)]
    pub(crate) study: Vec<String>,

    /// Column that names the cases
    #[arg(long, value_name = "COL")]
    pub(crate) id: String,

    /// The coefficient that passes
    #[arg(long, value_name = "ICC", default_value_t = 0.75)]
    pub(crate) threshold: f64,

    /// The coefficient must be above the threshold, not at it
    #[arg(long)]
    pub(crate) strict: bool,

    /// The lower limit of the interval must pass, not the estimate
    #[arg(long)]
    pub(crate) lower_limit: bool,

    #[command(flatten)]
    pub(crate) confidence: Confidence,

    #[command(flatten)]
    pub(crate) keep: Keep,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// Predicts the rows of a table by a model that `fit` kept
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics predict model.json tomorrow.csv --id case --format csv --out predictions.csv"
)]
pub(crate) struct Predict {
    /// The model, as `--save` wrote it
    #[arg(value_name = "MODEL")]
    pub(crate) model: PathBuf,

    #[command(flatten)]
    pub(crate) common: Common,

    /// Column that names the rows; without it they are numbered
    #[arg(long, value_name = "COL")]
    pub(crate) id: Option<String>,
}

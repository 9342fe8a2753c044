//! Flags of what is made of predicted risks.

use clap::{Args, ValueEnum};

use super::{Common, Confidence, Outcome};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Smoother {
    /// Local regression at each risk, as Austin and Steyerberg
    Loess,
    /// Cleveland's lowess, as val.prob
    Lowess,
}

/// What was predicted, and what came.
#[derive(Debug, Args)]
pub(crate) struct Prediction {
    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of predicted risks
    #[arg(long, value_name = "COL")]
    pub(crate) probability: String,
}

/// Whether risks keep their promise: Brier score, intercepts, slope, calibration index, val.prob's list
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats calibration patients.csv --outcome relapse --probability model"
)]
pub(crate) struct Calibration {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) prediction: Prediction,

    /// What smooths the outcomes for the calibration index, E50, E90 and Emax
    #[arg(long, value_name = "HOW", default_value = "loess")]
    pub(crate) smoother: Smoother,

    /// The smooth calibration curve, lowess as in val.prob
    #[arg(long)]
    pub(crate) curve: bool,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Hosmer and Lemeshow's test
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats hosmer patients.csv --outcome relapse --probability model --external"
)]
pub(crate) struct Hosmer {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) prediction: Prediction,

    /// Groups of about equal size
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) groups: usize,

    /// The model was fitted to other data: as many degrees of freedom as groups, not two less
    #[arg(long)]
    pub(crate) external: bool,
}

/// Decision curves: net benefit of models, of treating all, of treating none
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats dca patients.csv --outcome relapse --probability model --probability rival --to 0.5 --step 0.05"
)]
pub(crate) struct Dca {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of predicted risks; several make several curves
    #[arg(long = "probability", value_name = "COL", required = true)]
    pub(crate) probabilities: Vec<String>,

    /// Lowest threshold
    #[arg(long, value_name = "T", default_value_t = 0.0)]
    pub(crate) from: f64,

    /// Highest threshold
    #[arg(long, value_name = "T", default_value_t = 0.99)]
    pub(crate) to: f64,

    /// From one threshold to the next
    #[arg(long, value_name = "T", default_value_t = 0.01)]
    pub(crate) step: f64,

    /// Share of cases in the population, where the table, as in a case-control study, does not have it
    #[arg(long, value_name = "P")]
    pub(crate) prevalence: Option<f64>,
}

//! Flags of `fit`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::Features;
use crate::args::stats::{Common, Confidence, Outcome};

/// Fits a model to a table
///
/// TABLE is a CSV file with a header, or Parquet; columns are chosen by name. `--save` keeps the model for `voxomics predict`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics fit logistic patients.csv --formula 'relapse ~ age + stage' --save model.json\n  \
                  voxomics fit lasso features.csv --outcome relapse --id case --seed 7"
)]
pub(crate) struct Fit {
    #[command(subcommand)]
    pub(crate) command: FitCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FitCommand {
    Logistic(Logistic),
    Lasso(Lasso),
    Cox(Cox),
    Knn(Knn),
}

/// Where the fitted model is kept.
#[derive(Debug, Args)]
pub(crate) struct Save {
    /// Keeps the model in FILE, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Penalty {
    /// Maximum likelihood
    None,
    /// Firth's: finite estimates from separated data
    Firth,
    /// Firth's slopes with an intercept that makes the mean prediction the share of cases
    Flic,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Intervals {
    /// Estimate plus and minus standard errors
    Wald,
    /// Exact roots of the profile likelihood
    Profile,
}

/// Logistic regression: odds ratios, tests of terms, measures of the fit
///
/// The formula is R's: `relapse ~ age * smoker + factor(stage, "II") + rcs(volume, 4) + offset(known) - 1`. Columns of text are
/// groups, compared with the first. A name with other characters than letters, digits, points and underscores stands between
/// backticks.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics fit logistic patients.csv --formula 'relapse ~ age + stage' --intervals profile\n  \
                  voxomics fit logistic patients.csv --formula 'relapse ~ age + stage + size' --screen 0.1"
)]
pub(crate) struct Logistic {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Outcome and what explains it, as R writes it
    #[arg(long, value_name = "FORMULA")]
    pub(crate) formula: String,

    /// The value of the outcome that stands for a case; without it 1, true or yes is a case and 0, false or no a control
    #[arg(long, value_name = "VALUE")]
    pub(crate) positive: Option<String>,

    /// Column that says how often a row counts
    #[arg(long, value_name = "COL")]
    pub(crate) weights: Option<String>,

    /// What is maximised
    #[arg(long, value_name = "PENALTY", default_value = "none")]
    pub(crate) penalty: Penalty,

    /// Which intervals; Firth's are always profiles
    #[arg(long, value_name = "KIND", default_value = "wald")]
    pub(crate) intervals: Intervals,

    /// First each term alone, and only those with a likelihood ratio p below P together
    #[arg(long, value_name = "P", conflicts_with_all = ["backward", "penalty"])]
    pub(crate) screen: Option<f64>,

    /// First leaves out terms, one by one, as long as Akaike's criterion falls
    #[arg(long, conflicts_with = "penalty")]
    pub(crate) backward: bool,

    #[command(flatten)]
    pub(crate) confidence: Confidence,

    #[command(flatten)]
    pub(crate) save: Save,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Family {
    /// Cases and controls, by the logistic likelihood
    Binomial,
    /// Numbers, or cases as 1 and controls as 0, by least squares
    Gaussian,
    /// Times to an event, by Cox's partial likelihood: `--time` and `--outcome` as the event
    Cox,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measure {
    /// Deviance
    Deviance,
    /// Squared error
    Mse,
    /// Absolute error
    Mae,
    /// Share of wrong classes
    Class,
    /// Area under the ROC curve within folds
    Auc,
    /// Harrell's C within folds
    C,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lambda {
    /// Where the measure is best
    Min,
    /// The largest within one standard error of the best
    #[value(name = "1se")]
    OneStandardError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Convergence {
    /// At the optimum
    Exact,
    /// Where glmnet stops by default, with the same features
    Glmnet,
}

/// LASSO or elastic net: lambda by cross-validation, features and coefficients there
///
/// glmnet's objective, sequence of lambdas and rules of choice; the folds are drawn by `--seed`, stratified by cases or events.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics fit lasso features.csv --outcome relapse --id case --lambda 1se\n  \
                  voxomics fit lasso features.csv --family cox --outcome died --time months --id case"
)]
pub(crate) struct Lasso {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) features: Features,

    /// What kind of outcome
    #[arg(long, value_name = "FAMILY", default_value = "binomial")]
    pub(crate) family: Family,

    /// Column of times, for `--family cox`
    #[arg(long, value_name = "COL", required_if_eq("family", "cox"))]
    pub(crate) time: Option<String>,

    /// Share of the absolute penalty: 1 is the LASSO, 0 ridge regression
    #[arg(long, value_name = "ALPHA", default_value_t = 1.0)]
    pub(crate) alpha: f64,

    /// How many folds
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub(crate) folds: usize,

    /// Column that tells each row's fold, instead of drawing them
    #[arg(long, value_name = "COL", conflicts_with_all = ["folds", "seed"])]
    pub(crate) fold_column: Option<String>,

    /// Where the folds are drawn from
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    pub(crate) seed: u64,

    /// What a fit is judged by in the folds
    #[arg(long, value_name = "MEASURE", default_value = "deviance")]
    pub(crate) measure: Measure,

    /// Which lambda
    #[arg(long, value_name = "LAMBDA", default_value = "min")]
    pub(crate) lambda: Lambda,

    /// Where a fit ends
    #[arg(long, value_name = "WHERE", default_value = "exact")]
    pub(crate) convergence: Convergence,

    #[command(flatten)]
    pub(crate) save: Save,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ties {
    /// Efron's approximation
    Efron,
    /// Breslow's
    Breslow,
    /// Discrete times
    Exact,
}

/// Cox regression: hazard ratios, tests, proportional hazards
///
/// The formula is R's: `Surv(months, died) ~ age + stage`, `Surv(start, stop, died) ~ ...` where subjects enter late, with
/// `strata(centre)` for hazards of their own.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics fit cox patients.csv --formula 'Surv(months, died) ~ age + stage + strata(centre)'"
)]
pub(crate) struct Cox {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Follow-up and what explains it, as R writes it
    #[arg(long, value_name = "FORMULA")]
    pub(crate) formula: String,

    /// The value of the event's column that stands for an event; without it 1, true or yes
    #[arg(long, value_name = "VALUE")]
    pub(crate) positive: Option<String>,

    /// Column that says how much a row counts
    #[arg(long, value_name = "COL")]
    pub(crate) weights: Option<String>,

    /// Events at one time
    #[arg(long, value_name = "TIES", default_value = "efron")]
    pub(crate) ties: Ties,

    /// Which intervals
    #[arg(long, value_name = "KIND", default_value = "wald")]
    pub(crate) intervals: Intervals,

    #[command(flatten)]
    pub(crate) confidence: Confidence,

    #[command(flatten)]
    pub(crate) save: Save,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VoteWeights {
    /// Each neighbour has one vote
    Uniform,
    /// Votes by the inverse of the distance
    Distance,
}

/// Nearest neighbours: how many by cross-validation, columns standardised
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics fit knn features.csv --outcome relapse --id case --columns RS,DLRS --save knn.json"
)]
pub(crate) struct Knn {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) features: Features,

    /// Numbers of neighbours to judge; a single one is taken without judging
    #[arg(
        long,
        value_name = "K,K",
        value_delimiter = ',',
        default_value = "1,3,5,7,9,11,13,15"
    )]
    pub(crate) k: Vec<usize>,

    /// How votes count
    #[arg(long, value_name = "WEIGHTS", default_value = "uniform")]
    pub(crate) weights: VoteWeights,

    /// How many folds
    #[arg(long, value_name = "K", default_value_t = 10)]
    pub(crate) folds: usize,

    /// Where the folds are drawn from
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    pub(crate) seed: u64,

    #[command(flatten)]
    pub(crate) save: Save,
}

//! Flags of times to an event.

use clap::{Args, ValueEnum};
use voxomics::stats::survival::time_dependent::Convention;

use super::{Common, Confidence};

/// Who was seen until when.
#[derive(Debug, Args)]
pub(crate) struct FollowUp {
    /// Column of times: of the event, or how long its absence is known
    #[arg(long, value_name = "COL")]
    pub(crate) time: String,

    /// Column that tells events from censorings
    #[arg(long, value_name = "COL")]
    pub(crate) event: String,

    /// The value that stands for an event; without it 1, true or yes is an event and 0, false or no a censoring
    #[arg(long, value_name = "VALUE")]
    pub(crate) positive: Option<String>,

    /// Column of times from which on a subject is under observation (left truncation)
    #[arg(long, value_name = "COL")]
    pub(crate) entry: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scale {
    /// Default of R's survival
    Log,
    /// Default of lifelines, SAS and Stata
    LogLog,
    Plain,
    Arcsine,
    Logit,
}

/// What groups are compared, and how.
#[derive(Debug, Args)]
pub(crate) struct Comparison {
    /// Column of groups: curves of each, and a test of their difference
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,

    /// Column of strata within which groups are compared
    #[arg(long, value_name = "COL", requires = "group")]
    pub(crate) strata: Option<String>,

    /// Events count in the test what the curve was before them, to this power: 0 is the log-rank test, 1 Peto and Peto's
    #[arg(
        long,
        value_name = "RHO",
        default_value_t = 0.0,
        requires = "group",
        allow_hyphen_values = true
    )]
    pub(crate) rho: f64,
}

/// Where curves are read.
#[derive(Debug, Args)]
pub(crate) struct Curves {
    /// The curves at these times, and numbers at risk
    #[arg(long, value_name = "T,T", value_delimiter = ',', value_parser = super::time)]
    pub(crate) at: Vec<f64>,

    /// Every step of the curves
    #[arg(long)]
    pub(crate) curve: bool,
}

/// Kaplan-Meier curves, medians, numbers at risk, log-rank test
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats km patients.csv --time months --event died --group arm --at 12,24,60"
)]
pub(crate) struct Km {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) follow_up: FollowUp,

    #[command(flatten)]
    pub(crate) comparison: Comparison,

    /// Mean time without the event up to this time, of each group, and the comparison of two
    #[arg(long, value_name = "T", value_parser = super::time)]
    pub(crate) rmst: Option<f64>,

    /// Scale on which limits are symmetric
    #[arg(long, value_name = "SCALE", default_value = "log")]
    pub(crate) interval: Scale,

    #[command(flatten)]
    pub(crate) curves: Curves,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Cumulative incidence of events of several kinds, and Gray's test
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats cuminc patients.csv --time months --cause cause --censored alive --group arm --at 12,24,60"
)]
pub(crate) struct Cuminc {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Column of times: of the event, or how long its absence is known
    #[arg(long, value_name = "COL")]
    pub(crate) time: String,

    /// Column that tells which event came
    #[arg(long, value_name = "COL")]
    pub(crate) cause: String,

    /// The value that stands for no event
    #[arg(long, value_name = "VALUE", default_value = "0")]
    pub(crate) censored: String,

    #[command(flatten)]
    pub(crate) comparison: Comparison,

    #[command(flatten)]
    pub(crate) curves: Curves,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimeWeights {
    /// Every pair counts 1
    Harrell,
    /// By the inverse square of the censoring curve
    Uno,
}

/// Concordance index of a score with times to an event
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats concordance patients.csv --time months --event died --score model"
)]
pub(crate) struct Concordance {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) follow_up: FollowUp,

    /// Column of scores
    #[arg(long, value_name = "COL")]
    pub(crate) score: String,

    /// Which scores speak for an early event
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: super::Side,

    /// What pairs count
    #[arg(long, value_name = "HOW", default_value = "harrell")]
    pub(crate) weights: TimeWeights,

    /// Pairs whose earlier event is after this time do not count
    #[arg(long, value_name = "T", value_parser = super::time)]
    pub(crate) horizon: Option<f64>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Area under the ROC curve of scores at times: who has the event by then, against who is still under observation without it
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats timeroc patients.csv --time months --event died --score model --at 12,24,60"
)]
pub(crate) struct TimeRoc {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) follow_up: FollowUp,

    /// Column of scores; there may be several
    #[arg(long = "score", value_name = "COL", required = true)]
    pub(crate) scores: Vec<String>,

    /// Which scores speak for an early event
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: super::Side,

    /// The times
    #[arg(long, value_name = "T,T", value_delimiter = ',', value_parser = super::time, required = true)]
    pub(crate) at: Vec<f64>,

    /// Whose events at the very time: `riskRegression` has them as cases, `timeROC` leaves them out
    #[arg(long, value_name = "PACKAGE", default_value_t = Convention::RiskRegression)]
    pub(crate) convention: Convention,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

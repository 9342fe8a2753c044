//! Flags of `select`.

use clap::{Args, Subcommand, ValueEnum};

use super::{Features, Keep};
use crate::args::stats::{Common, Outcome, adjustment};

/// Chooses features of a table
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics select mrmr features.csv --outcome relapse --id case --count 30\n  \
                  voxomics select correlation features.csv --id case --cutoff 0.9 --keep pruned.csv"
)]
pub(crate) struct Select {
    #[command(subcommand)]
    pub(crate) command: SelectCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SelectCommand {
    Mrmr(Mrmr),
    Univariate(Univariate),
    Correlation(Correlation),
    Constant(Constant),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scheme {
    /// Mutual information of correlations, difference: mRMRe
    Mrmre,
    /// F statistic over mean correlation: mrmr-selection
    Fcq,
    /// F statistic less mean correlation
    Fcd,
    /// Information of states at the mean plus and minus a deviation, difference: Peng
    Mid,
    /// The same, quotient: Peng
    Miq,
}

/// Minimum redundancy, maximum relevance
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics select mrmr features.csv --outcome relapse --id case --count 30 --scheme mrmre"
)]
pub(crate) struct Mrmr {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) features: Features,

    /// How many features
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) count: usize,

    /// Relevance, redundancy and how they make a score
    #[arg(long, value_name = "SCHEME", default_value = "mrmre")]
    pub(crate) scheme: Scheme,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnivariateTest {
    /// Welch's t
    Welch,
    /// Mann and Whitney's U
    MannWhitney,
    /// Likelihood ratio of a logistic model
    Logistic,
    /// Likelihood ratio of a Cox model: `--time` and `--outcome` as the event
    Cox,
}

/// Keeps features that differ between cases and controls, or go with survival
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics select univariate features.csv --outcome relapse --id case --test logistic --alpha 0.1"
)]
pub(crate) struct Univariate {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    #[command(flatten)]
    pub(crate) features: Features,

    /// Which test
    #[arg(long, value_name = "TEST", default_value = "mann-whitney")]
    pub(crate) test: UnivariateTest,

    /// Column of times, for `--test cox`
    #[arg(long, value_name = "COL", required_if_eq("test", "cox"))]
    pub(crate) time: Option<String>,

    /// How p values are adjusted for their number: bh, by, holm, hochberg, hommel, bonferroni or none
    #[arg(long, value_name = "METHOD", default_value = "bh", value_parser = adjustment)]
    pub(crate) adjust: voxomics::stats::adjust::Method,

    /// The largest adjusted p value that is kept
    #[arg(long, value_name = "P", default_value_t = 0.05)]
    pub(crate) alpha: f64,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

/// Drops features until no two are correlated
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics select correlation features.csv --id case --cutoff 0.9 --keep pruned.csv"
)]
pub(crate) struct Correlation {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) features: Features,

    /// Pairs with a larger absolute correlation lose one
    #[arg(long, value_name = "R", default_value_t = 0.9)]
    pub(crate) cutoff: f64,

    /// Spearman's correlation instead of Pearson's
    #[arg(long)]
    pub(crate) ranks: bool,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

/// Drops features that are empty, missing too often or constant
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics select constant features.csv --id case --keep varying.csv"
)]
pub(crate) struct Constant {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) features: Features,

    /// Largest share of missing values that a feature may have
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub(crate) max_missing: f64,

    #[command(flatten)]
    pub(crate) keep: Keep,
}

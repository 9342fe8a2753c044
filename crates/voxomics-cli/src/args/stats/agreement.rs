//! Flags of how alike raters are.

use clap::{Args, ValueEnum};

use super::{Common, Confidence};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Convention {
    /// R's irr
    Irr,
    /// R's psych, pingouin
    Psych,
}

/// Intraclass correlation of raters, in all six forms
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats icc features.csv --ratings reader1,reader2,reader3"
)]
pub(crate) struct Icc {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Columns of ratings, one for each rater; rows are subjects
    #[arg(long, value_name = "COL,COL", value_delimiter = ',', required = true)]
    pub(crate) ratings: Vec<String>,

    /// Whose limits and p values of agreement
    #[arg(long, value_name = "PACKAGE", default_value = "irr")]
    pub(crate) convention: Convention,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Weights {
    /// Equal or not
    None,
    /// By the distance
    Linear,
    /// By its square
    Quadratic,
}

/// Cohen's kappa of two raters
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats kappa readings.csv --first reader1 --second reader2 --weights linear --categories low,middle,high"
)]
pub(crate) struct Kappa {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Column of the first rater's categories
    #[arg(long, value_name = "COL")]
    pub(crate) first: String,

    /// Column of the second rater's
    #[arg(long, value_name = "COL")]
    pub(crate) second: String,

    /// How far apart categories count as being
    #[arg(long, value_name = "WEIGHTS", default_value = "none")]
    pub(crate) weights: Weights,

    /// The categories in their order, also those that nobody used; without it those used, ascending
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub(crate) categories: Vec<String>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Bland and Altman's limits of agreement of two methods
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats bland-altman features.csv --first reader1 --second reader2"
)]
pub(crate) struct BlandAltman {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) methods: Methods,

    /// Standard deviations from the bias to a limit, such as 1.96; without it the normal quantile of the level
    #[arg(long, value_name = "Z")]
    pub(crate) multiplier: Option<f64>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Lin's concordance correlation of two methods
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats lin features.csv --first reader1 --second reader2"
)]
pub(crate) struct Lin {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) methods: Methods,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Two measurements of each subject.
#[derive(Debug, Args)]
pub(crate) struct Methods {
    /// Column of the first method's values
    #[arg(long, value_name = "COL")]
    pub(crate) first: String,

    /// Column of the second's
    #[arg(long, value_name = "COL")]
    pub(crate) second: String,
}

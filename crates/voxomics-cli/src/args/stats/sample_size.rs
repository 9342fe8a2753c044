//! Flags of sample sizes.

use clap::{ArgGroup, Args, Subcommand};

use super::Output;

/// How many subjects a prediction model needs, by Riley's criteria
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics stats samplesize binary --parameters 24 --prevalence 0.174 --r2 0.288\n  \
                        voxomics stats samplesize survival --parameters 30 --rate 0.065 --time 2 --follow-up 2.07 --r2 0.051\n  \
                        voxomics stats samplesize continuous --parameters 25 --r2 0.2 --mean 1.9 --sd 0.6"
)]
pub(crate) struct SampleSize {
    #[command(subcommand)]
    pub(crate) kind: Kind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Kind {
    Binary(Binary),
    Survival(Survival),
    Continuous(Continuous),
}

/// The model that is planned.
#[derive(Debug, Args)]
pub(crate) struct Planned {
    /// Candidate parameters, those that selection drops included
    #[arg(long, value_name = "N")]
    pub(crate) parameters: u32,

    /// Shrinkage that is acceptable
    #[arg(long, value_name = "S", default_value_t = 0.9)]
    pub(crate) shrinkage: f64,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// What the model is expected to explain.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("explained").required(true).args(["r2", "nagelkerke"])))]
pub(crate) struct Explained {
    /// Cox and Snell's R² that is expected
    #[arg(long, value_name = "R2")]
    pub(crate) r2: Option<f64>,

    /// Nagelkerke's in its place
    #[arg(long, value_name = "R2")]
    pub(crate) nagelkerke: Option<f64>,
}

/// For an outcome that comes or does not
#[derive(Debug, Args)]
pub(crate) struct Binary {
    #[command(flatten)]
    pub(crate) planned: Planned,

    #[command(flatten)]
    pub(crate) explained: Explained,

    /// Share of cases
    #[arg(long, value_name = "P")]
    pub(crate) prevalence: f64,
}

/// For a time to an event
#[derive(Debug, Args)]
pub(crate) struct Survival {
    #[command(flatten)]
    pub(crate) planned: Planned,

    #[command(flatten)]
    pub(crate) explained: Explained,

    /// Events for each unit of time under observation
    #[arg(long, value_name = "RATE")]
    pub(crate) rate: f64,

    /// Time at which risks are predicted
    #[arg(long, value_name = "T")]
    pub(crate) time: f64,

    /// Mean time under observation
    #[arg(long, value_name = "T")]
    pub(crate) follow_up: f64,
}

/// For a number
#[derive(Debug, Args)]
pub(crate) struct Continuous {
    #[command(flatten)]
    pub(crate) planned: Planned,

    /// Adjusted R² that is expected
    #[arg(long, value_name = "R2")]
    pub(crate) r2: f64,

    /// Mean of the outcome, above 0
    #[arg(long, value_name = "M")]
    pub(crate) mean: f64,

    /// Standard deviation of the outcome
    #[arg(long, value_name = "SD")]
    pub(crate) sd: f64,

    /// Upper limit of the mean over the mean that is acceptable
    #[arg(long, value_name = "M", default_value_t = 1.1)]
    pub(crate) margin: f64,
}

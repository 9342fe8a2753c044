//! Flags of `stats`.

mod agreement;
mod baseline;
mod calibration;
mod discrimination;
mod hypothesis;
mod sample_size;
mod survival;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use voxomics::stats::ConfidenceLevel;

pub(crate) use agreement::{BlandAltman, Convention, Icc, Kappa, Lin, Methods, Weights};
pub(crate) use baseline::{CategoricalTest, ContinuousTest, Summary, Table1};
pub(crate) use calibration::{Calibration, Dca, Hosmer, Prediction, Smoother};
pub(crate) use discrimination::{Confusion, Delong, Direction, Nri, Roc, Scores, Side};
pub(crate) use hypothesis::{Adjust, Method, Test, adjustment};
pub(crate) use sample_size::{Explained, Kind, SampleSize};
pub(crate) use survival::{
    Comparison, Concordance, Cuminc, FollowUp, Km, Scale, TimeRoc, TimeWeights,
};

/// Validation statistics of a table, equal to R's
///
/// TABLE is a CSV file with a header (commas, semicolons or tabs), or Parquet. Columns are chosen by name.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats roc patients.csv --outcome relapse --score model"
)]
pub(crate) struct Stats {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Roc(Roc),
    Delong(Delong),
    Confusion(Confusion),
    Nri(Nri),
    Calibration(Calibration),
    Hosmer(Hosmer),
    Dca(Dca),
    Km(Km),
    Cuminc(Cuminc),
    Concordance(Concordance),
    Icc(Icc),
    Kappa(Kappa),
    BlandAltman(BlandAltman),
    Lin(Lin),
    Table1(Table1),
    Test(Test),
    Adjust(Adjust),
    Timeroc(TimeRoc),
    Samplesize(SampleSize),
}

/// Where the rows come from, and where the answer goes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The table: a CSV file with a header, or Parquet
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,

    /// What to do with rows in which a column that is needed is empty, NA or NaN
    #[arg(long, value_name = "POLICY", default_value = "refuse")]
    pub(crate) na: Missing,

    #[command(flatten)]
    pub(crate) output: Output,
}

/// How the answer looks, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Output {
    /// Text to read, JSON with documented keys, or one table as CSV or Markdown
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// Writes to FILE instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Replaces FILE if it exists
    #[arg(long, requires = "out")]
    pub(crate) overwrite: bool,
}

/// Which rows are cases.
#[derive(Debug, Args)]
pub(crate) struct Outcome {
    /// Column that tells cases from controls
    #[arg(long, value_name = "COL")]
    pub(crate) outcome: String,

    /// The value that stands for a case; without it 1, true or yes is a case and 0, false or no a control
    #[arg(long, value_name = "VALUE")]
    pub(crate) positive: Option<String>,
}

/// How sure limits are.
#[derive(Debug, Args)]
pub(crate) struct Confidence {
    /// Confidence level
    #[arg(long, value_name = "LEVEL", default_value = "0.95", value_parser = level)]
    pub(crate) level: ConfidenceLevel,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Missing {
    /// They are counted and refused
    Refuse,
    /// They are left out and counted
    Omit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Csv,
    Markdown,
}

/// A time from 0 on.
fn time(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(time) if time >= 0.0 && time.is_finite() => Ok(time),
        _ => Err("no time: a number from 0 on is needed".to_owned()),
    }
}

fn level(text: &str) -> Result<ConfidenceLevel, String> {
    let level: f64 = text.parse().map_err(|_| "no number".to_owned())?;
    ConfidenceLevel::new(level).map_err(|error| error.to_string())
}

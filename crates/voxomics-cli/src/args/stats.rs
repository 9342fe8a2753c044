//! Flags of `stats`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Validation statistics of a table, equal to R's
///
/// TABLE is a CSV file with a header; commas, semicolons or tabs. Columns are chosen by name.
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
}

/// Where the rows come from and where the answer goes.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The table: a CSV file with a header
    #[arg(value_name = "TABLE")]
    pub(crate) table: PathBuf,

    /// What to do with rows in which a column that is needed is empty, NA or NaN
    #[arg(long, value_name = "POLICY", default_value = "refuse")]
    pub(crate) na: Missing,

    /// Text to read, JSON with documented keys, or the first table as CSV
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// Cases score higher
    Higher,
    /// Cases score lower
    Lower,
    /// By the medians of each score, as pROC does unless told otherwise; flatters scores that are chance
    Auto,
}

/// Area under the ROC curve of scores, with DeLong's interval and the best cut-off
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics stats roc patients.csv --outcome relapse --score model\n  \
                        voxomics stats roc patients.csv --outcome status --positive dead --score a --score b --curve --format csv"
)]
pub(crate) struct Roc {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of scores; several are answered one after the other
    #[arg(long = "score", value_name = "COL", required = true)]
    pub(crate) scores: Vec<String>,

    /// Which scores speak for a case
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: Direction,

    /// Confidence level
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95)]
    pub(crate) level: f64,

    /// Every point of the curves
    #[arg(long)]
    pub(crate) curve: bool,
}

/// DeLong's test of scores on the same rows: every pair, adjusted for their number
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats delong patients.csv --outcome relapse --score model --score rival"
)]
pub(crate) struct Delong {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of scores, two or more
    #[arg(long = "score", value_name = "COL", required = true)]
    pub(crate) scores: Vec<String>,

    /// Which scores speak for a case
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: Direction,

    /// Confidence level
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95)]
    pub(crate) level: f64,
}

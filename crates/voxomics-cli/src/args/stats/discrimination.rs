//! Flags of what tells cases from controls.

use clap::{ArgGroup, Args, ValueEnum};

use super::{Common, Confidence, Outcome};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// Cases score higher
    Higher,
    /// Cases score lower
    Lower,
    /// By the medians of each score, as pROC does unless told otherwise; flatters scores that are chance
    Auto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    /// At least the threshold
    Higher,
    /// At most the threshold
    Lower,
}

/// Scores of the same rows.
#[derive(Debug, Args)]
pub(crate) struct Scores {
    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of scores; there may be several
    #[arg(long = "score", value_name = "COL", required = true)]
    pub(crate) names: Vec<String>,

    /// Which scores speak for a case
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: Direction,
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
    pub(crate) scores: Scores,

    #[command(flatten)]
    pub(crate) confidence: Confidence,

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
    pub(crate) scores: Scores,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Two by two table at a threshold, and every metric of it
#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("answers").required(true).args(["score", "predicted"])),
    after_help = "Examples:\n  voxomics stats confusion patients.csv --outcome relapse --score model --threshold 0.4\n  \
                        voxomics stats confusion patients.csv --outcome relapse --predicted reader"
)]
pub(crate) struct Confusion {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of scores
    #[arg(long, value_name = "COL", requires = "threshold")]
    pub(crate) score: Option<String>,

    /// Where scores become positive; the threshold itself is
    #[arg(
        long,
        value_name = "T",
        requires = "score",
        allow_negative_numbers = true
    )]
    pub(crate) threshold: Option<f64>,

    /// Which scores are positive
    #[arg(long, value_name = "WHICH", default_value = "higher")]
    pub(crate) direction: Side,

    /// Column of answers, in place of scores: 1, true or yes is positive, 0, false or no negative
    #[arg(long, value_name = "COL")]
    pub(crate) predicted: Option<String>,

    /// The answer that is positive
    #[arg(long, value_name = "VALUE", requires = "predicted")]
    pub(crate) predicted_positive: Option<String>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// Net reclassification and integrated discrimination improvement of a new model over an old one
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats nri patients.csv --outcome relapse --old clinical --new combined --cut-offs 0.1,0.3"
)]
pub(crate) struct Nri {
    #[command(flatten)]
    pub(crate) common: Common,

    #[command(flatten)]
    pub(crate) outcome: Outcome,

    /// Column of risks of the old model
    #[arg(long, value_name = "COL")]
    pub(crate) old: String,

    /// Column of risks of the new model
    #[arg(long, value_name = "COL")]
    pub(crate) new: String,

    /// Risks at which a higher category begins; without them any change of risk counts
    #[arg(long, value_name = "T,T", value_delimiter = ',')]
    pub(crate) cut_offs: Vec<f64>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

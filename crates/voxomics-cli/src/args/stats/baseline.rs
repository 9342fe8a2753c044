//! Flags of the baseline table.

use clap::{Args, ValueEnum};

use super::Common;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Summary {
    /// With quartiles
    Median,
    /// With standard deviation
    Mean,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ContinuousTest {
    /// Exact below 50 values a group without ties; Kruskal-Wallis of more than two groups
    #[value(alias = "auto")]
    MannWhitney,
    /// Welch's t, or analysis of variance
    #[value(alias = "t")]
    Welch,
    /// Student's t, or analysis of variance
    Student,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CategoricalTest {
    /// Pearson's, or Fisher's where an expected count is below 5
    Auto,
    /// Chi-squared without correction
    Pearson,
    /// Chi-squared corrected where the table is two by two
    Yates,
    /// Exact
    Fisher,
}

/// Baseline table of a paper: each variable by group, and whether the groups differ
///
/// Numbers are continuous, unless there are only two distinct ones or `--categorical` names the column; all else is
/// categorical, with a warning where most cells are numbers. `--continuous` refuses what is no number. Cells that are missing are counted in the table, whatever `--na` says of the group.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats table1 patients.csv --group relapse --variable age --variable sex --variable stage --format markdown"
)]
pub(crate) struct Table1 {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Column of groups
    #[arg(long, value_name = "COL")]
    pub(crate) group: String,

    /// Column that becomes a row
    #[arg(long = "variable", value_name = "COL", required = true)]
    pub(crate) variables: Vec<String>,

    /// Variable whose cells must all be numbers: anything else in it is refused
    #[arg(long, value_name = "COL")]
    pub(crate) continuous: Vec<String>,

    /// Variable of numbers that stand for categories
    #[arg(long, value_name = "COL")]
    pub(crate) categorical: Vec<String>,

    /// What stands in the cells of continuous variables
    #[arg(long, value_name = "WHAT", default_value = "median")]
    pub(crate) summary: Summary,

    /// Test of continuous variables
    #[arg(long, value_name = "TEST", default_value = "mann-whitney")]
    pub(crate) test: ContinuousTest,

    /// Test of categorical variables
    #[arg(long, value_name = "TEST", default_value = "auto")]
    pub(crate) categorical_test: CategoricalTest,

    /// A first column of all rows
    #[arg(long)]
    pub(crate) overall: bool,

    /// Decimals of continuous variables and of percentages
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(..=15))]
    pub(crate) decimals: u8,
}

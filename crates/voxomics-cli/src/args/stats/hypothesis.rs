//! Flags of tests, and of their adjustment.

use clap::{Args, ValueEnum};
use voxomics::stats::{Alternative, adjust};

use super::{Common, Confidence};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// Means of two groups
    #[value(alias = "t")]
    Welch,
    /// The same of equal variances
    Student,
    /// Two groups, any distribution; Wilcoxon's rank sum
    MannWhitney,
    /// The same where spreads differ
    BrunnerMunzel,
    /// Two groups, any difference of their distributions
    #[value(alias = "kolmogorov-smirnov")]
    Ks,
    /// Variances of two groups
    #[value(alias = "f")]
    VarianceRatio,
    /// Means of several groups
    Anova,
    /// The same where variances differ
    WelchAnova,
    /// Several groups, any distribution
    #[value(alias = "kruskal")]
    KruskalWallis,
    /// Variances of several groups
    Bartlett,
    /// The same of values that need not be normal
    Levene,
    /// The same by ranks
    Fligner,
    /// Mean difference of pairs
    PairedT,
    /// Pairs, any distribution; the signed rank test
    #[value(alias = "signed-rank")]
    Wilcoxon,
    /// Correlation of numbers
    Pearson,
    /// The same of ranks
    Spearman,
    /// The same of orders, tau-b
    Kendall,
    /// Association of categories
    ChiSquared,
    /// The same, corrected where the table is two by two
    Yates,
    /// The same, exact
    Fisher,
    /// Whether two classifications of the same rows change one way more often than the other
    Mcnemar,
    /// Whether values are normal
    #[value(alias = "shapiro")]
    ShapiroWilk,
}

/// Which columns are tested.
#[derive(Debug, Args)]
pub(crate) struct Columns {
    /// Column of numbers to compare between groups
    #[arg(long, value_name = "COL", conflicts_with_all = ["first", "second"])]
    pub(crate) value: Option<String>,

    /// Column of groups
    #[arg(long, value_name = "COL", requires = "value")]
    pub(crate) group: Option<String>,

    /// Column of the first of two variables of the same rows: numbers, or categories of chi-squared, yates, fisher, mcnemar
    #[arg(long, value_name = "COL", requires = "second")]
    pub(crate) first: Option<String>,

    /// Column of the second
    #[arg(long, value_name = "COL", requires = "first")]
    pub(crate) second: Option<String>,
}

/// A classical test by its name
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  voxomics stats test patients.csv --method welch --value age --group relapse\n  \
                        voxomics stats test patients.csv --method fisher --first sex --second relapse"
)]
pub(crate) struct Test {
    #[command(flatten)]
    pub(crate) common: Common,

    /// The test
    #[arg(long, value_name = "TEST")]
    pub(crate) method: Method,

    #[command(flatten)]
    pub(crate) columns: Columns,

    /// `two-sided`, `less` or `greater`: what the first group, or variable, is if not equal to the second
    #[arg(long, value_name = "SIDE", default_value_t = Alternative::TwoSided)]
    pub(crate) alternative: Alternative,

    /// How p is found by mann-whitney, wilcoxon, ks, spearman or kendall, such as `exact`; levene's centre
    #[arg(long, value_name = "HOW")]
    pub(crate) how: Option<String>,

    #[command(flatten)]
    pub(crate) confidence: Confidence,
}

/// p values adjusted for their number
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  voxomics stats adjust tests.csv --p p_value --label feature --method holm,bh"
)]
pub(crate) struct Adjust {
    #[command(flatten)]
    pub(crate) common: Common,

    /// Column of p values
    #[arg(long = "p", value_name = "COL")]
    pub(crate) p_value: String,

    /// Column of what was tested; without it rows are numbered
    #[arg(long, value_name = "COL")]
    pub(crate) label: Option<String>,

    /// `holm`, `hochberg`, `hommel`, `bonferroni`, `benjamini-hochberg` (bh, fdr), `benjamini-yekutieli` (by); several make several columns
    #[arg(long = "method", value_name = "HOW,HOW", value_delimiter = ',', default_value = "holm", value_parser = adjustment)]
    pub(crate) methods: Vec<adjust::Method>,
}

/// R's names too.
pub(crate) fn adjustment(name: &str) -> Result<adjust::Method, String> {
    match name.to_lowercase().as_str() {
        "bh" | "fdr" => Ok(adjust::Method::BenjaminiHochberg),
        "by" => Ok(adjust::Method::BenjaminiYekutieli),
        name => name
            .parse()
            .map_err(|error: voxomics::stats::UnknownName| error.to_string()),
    }
}

//! What a table shows and how it compares.

use serde::{Deserialize, Serialize};

/// What stands in the cells of a continuous variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Summary {
    /// Median and quartiles, type 7.
    #[default]
    Median,
    /// Mean and standard deviation.
    Mean,
}

/// How groups are compared in a continuous variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ContinuousTest {
    /// Mann and Whitney's as R does it: exact below 50 values a group without ties, else corrected; more than two groups by
    /// Kruskal and Wallis.
    #[default]
    Ranks,
    /// Welch's t; Welch's analysis of variance.
    Welch,
    /// Student's t; the analysis of variance.
    Student,
}

/// How groups are compared in a categorical variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CategoricalTest {
    /// Pearson's chi-squared without correction; Fisher's where an expected count is below 5.
    #[default]
    Expected,
    /// Pearson's chi-squared without correction.
    Pearson,
    /// With Yates' correction where the table is two by two.
    Yates,
    /// Fisher's exact test.
    Fisher,
}

/// What a table shows. The defaults are what most papers print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Of continuous variables.
    pub summary: Summary,
    /// Between groups, of continuous variables.
    pub continuous: ContinuousTest,
    /// Between groups, of categorical variables.
    pub categorical: CategoricalTest,
    /// Whether a first column holds all subjects.
    pub overall: bool,
    /// Decimals of continuous variables and of percentages; 100 at most are written.
    pub decimals: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            summary: Summary::default(),
            continuous: ContinuousTest::default(),
            categorical: CategoricalTest::default(),
            overall: false,
            decimals: 1,
        }
    }
}

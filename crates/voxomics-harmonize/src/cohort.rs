//! What is harmonised: features, the batch of each row, and what the batches may differ in by right.

use serde::{Deserialize, Serialize};
use voxomics_table::{Problem, Sheet, Table};

/// Rows of features with their batches and covariates.
///
/// ```
/// use voxomics_harmonize::{Cohort, Covariate};
/// use voxomics_table::{Sheet, Table};
///
/// let sheet = Sheet::parse(b"case,centre,age,mean\nA,north,61,40.5\nB,south,70,38\n", &[])?;
/// let features = Table::of_columns(&sheet, Some("case"), &["mean"])?;
/// let batches = sheet.column("centre")?.texts()?;
/// let covariates = [Covariate::read(&sheet, "age")?];
/// let cohort = Cohort { features: &features, batches: &batches, covariates: &covariates };
/// assert_eq!(cohort.features.rows(), 2);
/// # Ok::<(), voxomics_table::Problem>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Cohort<'a> {
    /// The features, rows by columns; NaN where one is missing.
    pub features: &'a Table,
    /// The batch of each row: a centre, a scanner, a protocol. If all are numbers, `1` and `1.0` are one batch.
    pub batches: &'a [String],
    /// What is kept when batches are made alike: age, sex, stage. Not the outcome of a model that is to be fitted later.
    pub covariates: &'a [Covariate],
}

/// A variable whose effect on the features is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariate {
    /// Its name.
    pub name: String,
    /// A value for each row.
    pub values: Values,
}

/// Values of a covariate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// A slope is fitted: age.
    Numbers(Vec<f64>),
    /// A difference from the first group is fitted for each other: sex, stage.
    Groups(Vec<String>),
}

impl Covariate {
    /// Of numbers.
    pub fn numbers(name: impl Into<String>, values: impl Into<Vec<f64>>) -> Self {
        Self {
            name: name.into(),
            values: Values::Numbers(values.into()),
        }
    }

    /// Of groups.
    pub fn groups<T: Into<String>>(
        name: impl Into<String>,
        labels: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            name: name.into(),
            values: Values::Groups(labels.into_iter().map(Into::into).collect()),
        }
    }

    /// A column of a table of text: numbers if all its cells are, else groups.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], [`Problem::Missing`].
    pub fn read(sheet: &Sheet, name: &str) -> Result<Self, Problem> {
        let column = sheet.column(name)?;
        match column.numbers() {
            Ok(values) => Ok(Self::numbers(name, values)),
            Err(Problem::NotANumber { .. }) => Self::read_groups(sheet, name),
            Err(problem) => Err(problem),
        }
    }

    /// A column of a table of text as groups, numbers or not.
    ///
    /// # Errors
    ///
    /// [`Problem::NoColumn`], [`Problem::Missing`].
    pub fn read_groups(sheet: &Sheet, name: &str) -> Result<Self, Problem> {
        Ok(Self::groups(name, sheet.column(name)?.texts()?))
    }

    pub(crate) fn len(&self) -> usize {
        match &self.values {
            Values::Numbers(values) => values.len(),
            Values::Groups(labels) => labels.len(),
        }
    }
}

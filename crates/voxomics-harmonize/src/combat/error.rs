use voxomics_core::{ErrorClass, hint};
use voxomics_table::Problem;

use super::Reason;
use crate::OtherFile;

/// Why batches cannot be made alike.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A feature of the model is not in the table, or another problem of the table.
    #[error("the table of features{0}")]
    Table(#[from] Problem),
    /// Nothing to learn from.
    #[error("a table of {rows} rows and {columns} columns: ComBat needs rows and features")]
    Empty {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// As many batches or values of a covariate as rows are needed.
    #[error("{len} {what} for {rows} rows: each row needs one")]
    Lengths {
        /// Of what there is another count.
        what: String,
        /// How many there are.
        len: usize,
        /// How many rows there are.
        rows: usize,
    },
    /// An infinite feature.
    #[error(
        "feature `{feature}` is {value} in row `{row}`: make it missing, or leave the feature out"
    )]
    Infinite {
        /// The feature.
        feature: String,
        /// The row's name.
        row: String,
        /// The value.
        value: f64,
    },
    /// Values so large that sums of their squares, or what they become, are none.
    #[error("{what} leaves the range of doubles in {place}: rescale it, or leave it out")]
    Overflow {
        /// The feature or covariate.
        what: String,
        /// A row, a batch, or all rows.
        place: String,
    },
    /// A covariate that is missing or infinite.
    #[error(
        "covariate `{name}` is {value} in row {row}, counted from 0 (rows like it: {rows}): impute it, or leave the rows out"
    )]
    Covariate {
        /// The covariate.
        name: String,
        /// The value.
        value: f64,
        /// The first such row.
        row: usize,
        /// How many rows are like it.
        rows: usize,
    },
    /// Two covariates of one name.
    #[error("two covariates are named `{0}`: leave one out")]
    TwoCovariates(String),
    /// A covariate that the model was fitted with.
    #[error("no covariate `{name}`, which the model was fitted with: {}", hint::did_you_mean(name, found.iter().map(String::as_str)))]
    NoCovariate {
        /// Its name.
        name: String,
        /// Those that are there.
        found: Vec<String>,
    },
    /// Numbers where there were groups, or the other way round.
    #[error("covariate `{name}` was learnt as {learnt} and is given as {given}: give {learnt}")]
    CovariateKind {
        /// The covariate.
        name: String,
        /// As what it was learnt.
        learnt: &'static str,
        /// As what it is given.
        given: &'static str,
    },
    /// Groups that do not vary.
    #[error("covariate `{covariate}` is `{group}` in all rows: leave it out")]
    OneGroup {
        /// The covariate.
        covariate: String,
        /// The group.
        group: String,
    },
    /// A group of a covariate that was not there to learn from.
    #[error(
        "covariate `{covariate}` is `{group}`, a group that was not there to learn from; known are {}",
        hint::listed(&known.iter().map(String::as_str).collect::<Vec<_>>())
    )]
    NewGroup {
        /// The covariate.
        covariate: String,
        /// The group.
        group: String,
        /// The groups that were there.
        known: Vec<String>,
    },
    /// There is nothing to make alike.
    #[error("all rows are of batch `{0}`: ComBat needs two batches or more")]
    OneBatch(String),
    /// The reference is no batch.
    #[error("no batch `{name}` to refer to: {}", hint::did_you_mean(name, found.iter().map(String::as_str)))]
    NoReference {
        /// Its name.
        name: String,
        /// The batches that are there.
        found: Vec<String>,
    },
    /// A reference of one row has no variance to give to the others.
    #[error("the reference batch `{0}` has one row: refer to a larger one, or to none")]
    SmallReference(String),
    /// What differs between batches by right cannot be told from what differs because of them.
    #[error(
        "covariate `{column}` is confounded with the batches{}: leave it out, or add rows in which it varies within a batch",
        within(feature.as_deref())
    )]
    Confounded {
        /// The first column that is determined by the batches and the columns before it.
        column: String,
        /// The feature in whose rows it is, if not in all.
        feature: Option<String>,
    },
    /// As many parameters as rows.
    #[error(
        "{parameters} batches and columns of covariates for {rows} rows{}: nothing is left to estimate a variance from",
        within(feature.as_deref())
    )]
    Saturated {
        /// Parameters of the mean.
        parameters: usize,
        /// Rows with a value.
        rows: usize,
        /// The feature in whose rows it is so, if not in all.
        feature: Option<String>,
    },
    /// A feature that is missing in all rows of a batch.
    #[error(
        "feature `{feature}` has {values} in batch `{batch}` (features like it: {features}): leave it out, or impute it"
    )]
    NoValues {
        /// The first such feature.
        feature: String,
        /// `no values`, or `one value`.
        values: &'static str,
        /// The batch.
        batch: String,
        /// How many features are like it.
        features: usize,
    },
    /// Every feature would stay as it is.
    #[error(
        "none of {features} feature(s) can be harmonised: `{feature}` is {reason}; look at its column, or name other features"
    )]
    NoneVaries {
        /// How many there are.
        features: usize,
        /// The first.
        feature: String,
        /// Why it cannot.
        reason: Reason,
    },
    /// Empirical Bayes learns from many features.
    #[error(
        "{features} feature(s) that can be harmonised: empirical Bayes needs two or more; use no prior for one"
    )]
    TooFew {
        /// How many there are.
        features: usize,
    },
    /// A fixed point was not reached.
    #[error(
        "feature `{feature}` of batch `{batch}` did not settle in {iterations} iterations: use no prior, or report it"
    )]
    NoConvergence {
        /// The feature.
        feature: String,
        /// The batch.
        batch: String,
        /// The limit.
        iterations: usize,
    },
    /// A batch that was not there to learn from.
    #[error(
        "batch `{batch}` was not there to learn from (known: {}): learn it from its rows with `Model::with_new_batches`",
        hint::listed(&known.iter().map(String::as_str).collect::<Vec<_>>())
    )]
    NewBatch {
        /// The batch.
        batch: String,
        /// The batches that were there.
        known: Vec<String>,
    },
    /// Every row is of a batch that is known already.
    #[error("all batches of these rows are known already: apply the model")]
    NothingNew,
    /// A file of another kind, or of a later version of this crate.
    #[error(transparent)]
    Version(OtherFile),
    /// A file that was changed by hand.
    #[error("the model's {what} are not whole: fit it anew")]
    Broken {
        /// Which part.
        what: &'static str,
    },
}

fn within(feature: Option<&str>) -> String {
    feature.map_or_else(String::new, |name| {
        format!(" in the rows that have feature `{name}`")
    })
}

impl Error {
    /// What a caller can do about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        // Every variant by name: a new one does not compile until it has a class.
        match self {
            Self::Table(_)
            | Self::Empty { .. }
            | Self::Lengths { .. }
            | Self::Infinite { .. }
            | Self::Overflow { .. }
            | Self::Covariate { .. }
            | Self::TwoCovariates(_)
            | Self::NoCovariate { .. }
            | Self::CovariateKind { .. }
            | Self::OneGroup { .. }
            | Self::NewGroup { .. }
            | Self::OneBatch(_)
            | Self::NoReference { .. }
            | Self::SmallReference(_)
            | Self::Confounded { .. }
            | Self::Saturated { .. }
            | Self::NoValues { .. }
            | Self::NoneVaries { .. }
            | Self::TooFew { .. }
            | Self::NewBatch { .. }
            | Self::NothingNew
            | Self::Broken { .. } => ErrorClass::Input,
            Self::Version(_) => ErrorClass::Unsupported,
            Self::NoConvergence { .. } => ErrorClass::Bug,
        }
    }
}

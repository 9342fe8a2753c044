use voxomics_core::{ErrorClass, hint};
use voxomics_table::Problem;

/// Why a table does not make the columns of a formula.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column is absent, or has cells that it must not have.
    #[error("the table{0}")]
    Table(#[from] Problem),
    /// Groups of which there is but one.
    #[error("column `{column}` is `{level}` in all rows: it explains nothing; leave it out")]
    OneLevel {
        /// The column.
        column: String,
        /// Its level.
        level: String,
    },
    /// A reference that no row has.
    #[error("column `{column}` has no level `{level}`: {}", hint::did_you_mean(level, found.iter().map(String::as_str)))]
    NoLevel {
        /// The column.
        column: String,
        /// What was asked for.
        level: String,
        /// What there is.
        found: Vec<String>,
    },
    /// A group that the model has never seen.
    #[error(
        "line {line}: column `{column}` is `{level}`, of which the model knows nothing; it was fitted with {}",
        levels(known)
    )]
    NewLevel {
        /// Line of the table.
        line: u64,
        /// The column.
        column: String,
        /// The level.
        level: String,
        /// Those that there were.
        known: Vec<String>,
    },
    /// Quantiles that coincide, or too few values.
    #[error(
        "column `{column}`: {count} knots cannot be placed, {reason}; give them: rcs({column}, c(...)), or take fewer"
    )]
    Knots {
        /// The column.
        column: String,
        /// How many.
        count: usize,
        /// Why.
        reason: &'static str,
    },
    /// More values than memory could hold.
    #[error("the columns have more values than fit into memory")]
    TooLarge,
}

impl Error {
    /// What can be done about it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::TooLarge => ErrorClass::Resource,
            _ => ErrorClass::Input,
        }
    }
}

fn levels(known: &[String]) -> String {
    let quoted: Vec<String> = known.iter().map(|level| format!("`{level}`")).collect();
    quoted.join(", ")
}

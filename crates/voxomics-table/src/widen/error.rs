//! Why a table cannot be made wide.

use voxomics_core::hint;

use super::{Gaps, Origin};
use crate::Problem;

/// Why a table cannot be made wide; lines count from 1 as editors do. Its text follows the table's name, as that of [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column is not there.
    #[error(transparent)]
    Table(#[from] Problem),
    /// No column of ids.
    #[error(" needs a column that tells which rows belong together: name an id")]
    NoId,
    /// A column is asked for twice.
    #[error(": column `{column}` is named twice: each may serve for one thing only")]
    NamedTwice {
        /// The column.
        column: String,
    },
    /// There is nothing but ids, values and columns to keep.
    #[error(
        " has no other columns than those named: there is nothing to have for each value of `{by}`"
    )]
    NoColumns {
        /// The column of values.
        by: String,
    },
    /// An id or a value is missing.
    #[error(
        ", line {line}: column `{column}` is missing (rows like it: {rows}): \
         each row needs its id and its value, fill them in or leave the row out"
    )]
    Missing {
        /// The first such row.
        line: u64,
        /// The column.
        column: String,
        /// How many rows there are like it, this one included.
        rows: usize,
    },
    /// A value of the order is blank, or says that there is none.
    #[error(": one of the values to be put in order is missing: name each as the table does")]
    OrderMissing,
    /// A value stands twice in the order.
    #[error(": `{value}` is named twice in the order of values: name it once")]
    OrderTwice {
        /// The value.
        value: String,
    },
    /// A value that is not in the order.
    #[error(
        ", line {line}: column `{column}` is `{value}`, which is not in the order of values: {}",
        hint::did_you_mean(value, order.iter().map(String::as_str))
    )]
    NotInOrder {
        /// Where.
        line: u64,
        /// The column of values.
        column: String,
        /// What stands there.
        value: String,
        /// What may stand there.
        order: Vec<String>,
    },
    /// The wide table would have as many cells as no cohort has.
    #[error(
        " would have {rows} rows of {columns} columns: \
         `{by}` has {values} values, is it the column that tells rows of an id apart?"
    )]
    TooLarge {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
        /// The column of values.
        by: String,
        /// How many there are.
        values: usize,
    },
    /// An id has two rows for one value.
    #[error(
        ", lines {} and {}: id {} has two rows where `{by}` is `{value}`: \
         leave one out, or name what else tells them apart as an id too",
        lines[0], lines[1], shown(id)
    )]
    TwoRows {
        /// The id, the text of each of its columns.
        id: Vec<String>,
        /// The column of values.
        by: String,
        /// The value.
        value: String,
        /// Where the rows begin.
        lines: [u64; 2],
    },
    /// A column that is to be kept once has two values within an id.
    #[error(
        ", lines {} and {}: column `{column}` of id {} is {} and {}: \
         what is kept once must agree within an id",
        lines[0], lines[1], shown(id), cell(&cells[0]), cell(&cells[1])
    )]
    Disagree {
        /// The column.
        column: String,
        /// The id, the text of each of its columns.
        id: Vec<String>,
        /// Where the rows begin.
        lines: [u64; 2],
        /// What stands there.
        cells: [String; 2],
    },
    /// Ids have no row for a value, and what becomes of them was not said.
    #[error(": {0}; keep them with empty cells, or omit them")]
    Incomplete(Gaps),
    /// No id is left, as none has a row for each value.
    #[error(": {0}; none is left")]
    NoneComplete(Gaps),
    /// Two columns would have one name.
    #[error(" would have two columns named `{name}`, {} and {}: rename one", origins[0], origins[1])]
    Collision {
        /// The name.
        name: String,
        /// What they would be made of.
        origins: Box<[Origin; 2]>,
    },
}

/// An id in a message: the text of each of its columns.
pub(super) fn shown(id: &[String]) -> String {
    format!("`{}`", id.join("` `"))
}

fn cell(text: &str) -> String {
    if text.is_empty() {
        "empty".to_owned()
    } else {
        format!("`{text}`")
    }
}

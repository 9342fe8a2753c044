//! Columns in Parquet files.

mod chunk;
mod meaning;
mod read;
mod time;
mod write;

use std::io;
use std::panic::catch_unwind;
use std::path::Path;

use parquet::errors::ParquetError;
use voxomics_core::number::repr;

use crate::{Error, Problem};

pub(crate) use write::{Column, Kind, write};

/// Whole numbers up to this are doubles, each its own: 2⁵³.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A column as it is in the file.
pub(crate) enum Cells {
    /// NaN where one is missing.
    Numbers(Vec<f64>),
    /// None where one is missing.
    Whole(Vec<Option<i128>>),
    /// Empty where one is missing.
    Text(Vec<String>),
}

impl Cells {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Whole(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// A cell as text, empty if it is missing: whole numbers as their digits, others as the shortest text that reads back to the
    /// same double.
    pub(crate) fn text(&self, row: usize) -> String {
        match self {
            Self::Numbers(values) if values[row].is_nan() => String::new(),
            Self::Numbers(values) => text(values[row]),
            Self::Whole(values) => values[row].map_or_else(String::new, |value| value.to_string()),
            Self::Text(values) => values[row].clone(),
        }
    }
}

fn text(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() <= EXACT {
        value.to_string()
    } else {
        repr(value)
    }
}

/// The double that a whole number is, if one is.
pub(crate) fn exact(whole: i128) -> Option<f64> {
    let bits = whole.unsigned_abs();
    let odd = bits.checked_shr(bits.trailing_zeros()).unwrap_or(0);
    (odd < 1 << f64::MANTISSA_DIGITS).then_some(whole as f64)
}

/// All columns of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<(String, Cells)>, Error> {
    // The reader of a damaged file may panic.
    let damaged = |_| Err(ParquetError::General("it is damaged".to_owned()).into());
    let columns = catch_unwind(|| read::columns(path)).unwrap_or_else(damaged);
    columns.map_err(|fault| match fault {
        Fault::File(source) => Error::Read {
            path: path.to_owned(),
            source: io::Error::other(source),
        },
        Fault::Table(problem) => Error::Refused {
            path: path.to_owned(),
            problem,
        },
    })
}

/// Why columns cannot be read.
enum Fault {
    File(ParquetError),
    Table(Problem),
}

impl From<ParquetError> for Fault {
    fn from(error: ParquetError) -> Self {
        Self::File(error)
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Table(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn whole_numbers_of_53_bits_are_doubles() {
        let limit = 1_i128 << 53;
        for whole in [0, 1, -1, limit, limit + 2, 10_i128.pow(17), i128::MIN] {
            assert_eq!(exact(whole), Some(whole as f64), "{whole}");
        }
        for whole in [limit + 1, -limit - 1, i128::MAX, 12_345_678_901_234_567] {
            assert_eq!(exact(whole), None, "{whole}");
        }
    }
}

//! What stands in a cell.

use std::fmt;

use voxomics_core::number;

/// One cell of a result.
///
/// Its text is what a table shows: a number as Python prints it, nothing where nothing is known.
///
/// ```
/// use voxomics_batch::Value;
///
/// assert_eq!(Value::from(0.5).to_string(), "0.5");
/// assert_eq!(Value::from(1e-7).to_string(), "1e-07");
/// assert_eq!(Value::Missing.to_string(), "");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: the case failed, or the cell was empty.
    Missing,
    /// Text.
    Text(String),
    /// A whole number: a label, a count.
    Integer(i64),
    /// A measured number; NaN and the infinities are values too, and stay what they are.
    Number(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => Ok(()),
            Self::Text(text) => formatter.write_str(text),
            Self::Integer(integer) => write!(formatter, "{integer}"),
            Self::Number(number) => formatter.write_str(&number::repr(*number)),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

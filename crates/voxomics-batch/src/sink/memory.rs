//! A table in memory.

use super::{Row, Sink};
use crate::{Value, output};

/// Keeps every row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Memory {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows, in the order of the cases.
    pub rows: Vec<Vec<Value>>,
}

impl Memory {
    /// No rows yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Sink for Memory {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        self.rows.push(row.values.to_vec());
        Ok(())
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        Ok(())
    }
}

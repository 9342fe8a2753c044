//! Lines as PyRadiomics prints them.

use super::{Row, Sink, refuse_append};
use crate::{Output, Value, output};

/// `Case-1_name: value`, a line for each value that is not missing; a line break in a value becomes
/// a blank.
#[derive(Debug)]
pub struct Txt {
    output: Output,
    columns: Vec<String>,
}

impl Txt {
    /// Lines into `output`.
    #[must_use]
    pub fn new(output: Output) -> Self {
        Self {
            output,
            columns: Vec::new(),
        }
    }
}

impl Sink for Txt {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        refuse_append(&self.output, "a text of lines numbered by case")?;
        self.columns = columns.to_vec();
        Ok(())
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        let number = row.case.row();
        let cells = self.columns.iter().zip(row.values);
        let lines = cells
            .filter(|(_, value)| **value != Value::Missing)
            .map(|(name, value)| format!("Case-{number}_{name}: {value}"))
            .map(|line| line.replace(['\n', '\r'], " ") + "\n");
        self.output.add(lines.collect::<String>().as_bytes())
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        self.output.commit()
    }
}

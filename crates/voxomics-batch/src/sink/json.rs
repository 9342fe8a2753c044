//! A JSON array of objects.

use serde_json::{Map, Value as Document, json};

use super::{Row, Sink, refuse_append};
use crate::{Output, Value, output};

/// An array with an object for each row, a row on a line, keys in the order of the columns.
///
/// Numbers have the shortest digits that read back as the same `f64`; what is missing, NaN or
/// infinite is `null`, because JSON has no number for it.
#[derive(Debug)]
pub struct Json {
    output: Output,
    columns: Vec<String>,
    rows: usize,
}

impl Json {
    /// Objects into `output`.
    #[must_use]
    pub fn new(output: Output) -> Self {
        Self {
            output,
            columns: Vec::new(),
            rows: 0,
        }
    }
}

impl Sink for Json {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        refuse_append(&self.output, "a JSON array")?;
        self.columns = columns.to_vec();
        self.output.add(b"[")
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        let cells = self
            .columns
            .iter()
            .cloned()
            .zip(row.values.iter().map(document));
        let object = Document::Object(cells.collect::<Map<_, _>>());
        let separator = if self.rows == 0 { "\n" } else { ",\n" };
        self.rows += 1;
        self.output.add(format!("{separator}{object}").as_bytes())
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        self.output.add(b"\n]\n")?;
        self.output.commit()
    }
}

fn document(value: &Value) -> Document {
    match value {
        Value::Missing => Document::Null,
        Value::Text(text) => json!(text),
        Value::Integer(integer) => json!(integer),
        Value::Number(number) => json!(number),
    }
}

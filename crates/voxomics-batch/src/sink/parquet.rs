//! Parquet, for tables of many cases.

use std::fmt;
use std::io;
use std::mem;
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::{Row, Sink, refuse_append};
use crate::{Output, Value, output};

/// Rows in a row group, all of them in memory until it is written.
const GROUP: usize = 1000;

/// A column for each column: double precision, or text where the caller says so; missing is null.
/// Compressed with zlib, a row group for a thousand rows.
///
/// A sound choice from about a thousand rows on; below, CSV is smaller and faster.
pub struct Parquet {
    is_text: Box<dyn Fn(&str) -> bool + Send>,
    columns: Vec<(String, bool)>,
    rows: Vec<(usize, Vec<Value>)>,
    state: State,
}

enum State {
    Before(Output),
    Writing(SerializedFileWriter<Output>),
    Done,
}

impl Parquet {
    /// Rows into `output`; columns for which `is_text` says yes hold text, all others numbers.
    pub fn new(output: Output, is_text: impl Fn(&str) -> bool + Send + 'static) -> Self {
        Self {
            is_text: Box::new(is_text),
            columns: Vec::new(),
            rows: Vec::new(),
            state: State::Before(output),
        }
    }

    fn flush(&mut self) -> Result<(), output::Error> {
        let rows = mem::take(&mut self.rows);
        let State::Writing(writer) = &mut self.state else {
            return Ok(());
        };
        if rows.is_empty() {
            return Ok(());
        }
        let mut columns = Vec::with_capacity(self.columns.len());
        for (index, (name, is_text)) in self.columns.iter().enumerate() {
            columns.push(column(&rows, index, name, *is_text)?);
        }
        write_group(writer, &columns).map_err(failed)
    }
}

impl Sink for Parquet {
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error> {
        let State::Before(output) = mem::replace(&mut self.state, State::Done) else {
            return Ok(());
        };
        refuse_append(&output, "a Parquet file")?;
        let typed = |name: &String| (name.clone(), (self.is_text)(name));
        self.columns = columns.iter().map(typed).collect();
        let compression = Compression::GZIP(GzipLevel::default());
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .build();
        let writer = schema(&self.columns).and_then(|schema| {
            SerializedFileWriter::new(output, Arc::new(schema), Arc::new(properties))
        });
        self.state = State::Writing(writer.map_err(failed)?);
        Ok(())
    }

    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error> {
        self.rows.push((row.case.row(), row.values.to_vec()));
        if self.rows.len() == GROUP {
            self.flush()
        } else {
            Ok(())
        }
    }

    fn finish(&mut self) -> Result<(), output::Error> {
        self.flush()?;
        match mem::replace(&mut self.state, State::Done) {
            State::Writing(writer) => writer.into_inner().map_err(failed)?.commit(),
            State::Before(_) | State::Done => Ok(()),
        }
    }
}

impl fmt::Debug for Parquet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Parquet")
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

fn schema(columns: &[(String, bool)]) -> ParquetResult<Type> {
    let field = |(name, is_text): &(String, bool)| {
        let (physical, logical) = match is_text {
            true => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            false => (Physical::DOUBLE, None),
        };
        let builder = Type::primitive_type_builder(name, physical);
        let builder = builder
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        builder.build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<ParquetResult<_>>()?;
    Type::group_type_builder("schema")
        .with_fields(fields)
        .build()
}

/// The values that are there, and for each row whether one is.
enum Column {
    Text(Vec<ByteArray>, Vec<i16>),
    Number(Vec<f64>, Vec<i16>),
}

fn column(
    rows: &[(usize, Vec<Value>)],
    index: usize,
    name: &str,
    is_text: bool,
) -> Result<Column, output::Error> {
    let there = |(_, values): &(usize, Vec<Value>)| i16::from(values[index] != Value::Missing);
    let levels: Vec<i16> = rows.iter().map(there).collect();
    let present = rows
        .iter()
        .filter(|(_, values)| values[index] != Value::Missing);
    if is_text {
        let texts = present.map(|(_, values)| values[index].to_string().into_bytes().into());
        return Ok(Column::Text(texts.collect(), levels));
    }
    let number = |(row, values): &(usize, Vec<Value>)| match &values[index] {
        Value::Number(number) => Ok(*number),
        Value::Integer(integer) => Ok(*integer as f64),
        other => Err(output::Error::NotANumber {
            column: name.to_owned(),
            row: *row,
            text: other.to_string(),
        }),
    };
    Ok(Column::Number(
        present.map(number).collect::<Result<_, _>>()?,
        levels,
    ))
}

fn write_group(writer: &mut SerializedFileWriter<Output>, columns: &[Column]) -> ParquetResult<()> {
    let mut group = writer.next_row_group()?;
    for column in columns {
        write_column(&mut group, column)?;
    }
    group.close().map(drop)
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, Output>,
    column: &Column,
) -> ParquetResult<()> {
    let mut writer = group.next_column()?.expect("as many as the schema has");
    match column {
        Column::Text(texts, levels) => {
            writer
                .typed::<ByteArrayType>()
                .write_batch(texts, Some(levels), None)?
        }
        Column::Number(numbers, levels) => {
            writer
                .typed::<DoubleType>()
                .write_batch(numbers, Some(levels), None)?
        }
    };
    writer.close()
}

/// The schema is ours and sound: what fails is the output.
fn failed(error: ParquetError) -> output::Error {
    let source = match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        error => io::Error::other(error),
    };
    output::Error::write("the Parquet file".to_owned(), source)
}

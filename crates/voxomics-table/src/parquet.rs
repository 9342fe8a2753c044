//! Columns in Parquet files.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use crate::Error;

/// A column as it is in the file.
pub(crate) enum Cells {
    /// NaN where one is missing.
    Numbers(Vec<f64>),
    /// Empty where one is missing.
    Text(Vec<String>),
}

impl Cells {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }
}

/// All columns of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<(String, Cells)>, Error> {
    columns(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source: io::Error::other(source),
    })
}

/// What a column that is written holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Numbers,
    Text,
}

/// Writes columns in one group, each when its turn comes; what is missing is null.
pub(crate) fn write<W: Write + Send>(
    to: W,
    fields: &[(&str, Kind)],
    cells: impl Fn(usize) -> Cells,
) -> io::Result<()> {
    write_columns(to, fields, cells).map_err(io::Error::other)
}

fn write_columns<W: Write + Send>(
    to: W,
    fields: &[(&str, Kind)],
    cells: impl Fn(usize) -> Cells,
) -> ParquetResult<()> {
    let field = |&(name, kind): &(&str, Kind)| {
        let (physical, logical) = match kind {
            Kind::Numbers => (Physical::DOUBLE, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let builder = Type::primitive_type_builder(name, physical);
        let optional = builder.with_repetition(Repetition::OPTIONAL);
        optional.with_logical_type(logical).build().map(Arc::new)
    };
    let schema = Type::group_type_builder("schema")
        .with_fields(fields.iter().map(field).collect::<ParquetResult<_>>()?)
        .build()?;
    let compression = Compression::GZIP(GzipLevel::default());
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .build();
    let mut writer = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for column in 0..fields.len() {
        write_column(&mut group, cells(column))?;
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn write_column<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: Cells,
) -> ParquetResult<()> {
    let missing = || ParquetError::General("fewer columns than the schema has".to_owned());
    let mut to = group.next_column()?.ok_or_else(missing)?;
    match cells {
        Cells::Numbers(values) => {
            let levels: Vec<i16> = values.iter().map(|x| i16::from(!x.is_nan())).collect();
            let there: Vec<f64> = values.into_iter().filter(|x| !x.is_nan()).collect();
            to.typed::<DoubleType>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Cells::Text(values) => {
            let levels: Vec<i16> = values.iter().map(|x| i16::from(!x.is_empty())).collect();
            let there = values.iter().filter(|text| !text.is_empty());
            let there: Vec<ByteArray> = there.map(|text| text.as_str().into()).collect();
            to.typed::<ByteArrayType>()
                .write_batch(&there, Some(&levels), None)?;
        }
    }
    to.close()
}

#[expect(clippy::disallowed_methods, reason = "the caller adds the path")]
fn columns(path: &Path) -> ParquetResult<Vec<(String, Cells)>> {
    let reader = SerializedFileReader::new(File::open(path)?)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let mut columns = Vec::with_capacity(schema.num_columns());
    for (index, described) in schema.columns().iter().enumerate() {
        if described.max_rep_level() > 0 || described.path().parts().len() > 1 {
            let name = described.path().string();
            return Err(ParquetError::General(format!(
                "column `{name}` is nested: a table has a value for each row and column"
            )));
        }
        let mut cells: Option<Cells> = None;
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let more = chunk(group.get_column_reader(index)?, rows)?;
            match (&mut cells, more) {
                (Some(Cells::Numbers(all)), Cells::Numbers(more)) => all.extend(more),
                (Some(Cells::Text(all)), Cells::Text(more)) => all.extend(more),
                (empty, more) => *empty = Some(more),
            }
        }
        columns.push((
            described.name().to_owned(),
            cells.unwrap_or_else(|| Cells::Numbers(Vec::new())),
        ));
    }
    Ok(columns)
}

fn chunk(reader: ColumnReader, rows: usize) -> ParquetResult<Cells> {
    Ok(match reader {
        ColumnReader::DoubleColumnReader(reader) => numbers(reader, rows, |x| x)?,
        ColumnReader::FloatColumnReader(reader) => numbers(reader, rows, f64::from)?,
        ColumnReader::Int32ColumnReader(reader) => numbers(reader, rows, f64::from)?,
        ColumnReader::Int64ColumnReader(reader) => numbers(reader, rows, |x| x as f64)?,
        ColumnReader::BoolColumnReader(reader) => {
            numbers(reader, rows, |x| f64::from(u8::from(x)))?
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            let text = |value: &ByteArray| String::from_utf8_lossy(value.data()).into_owned();
            let values = values(reader, rows)?.into_iter();
            Cells::Text(
                values
                    .map(|value| value.as_ref().map(text).unwrap_or_default())
                    .collect(),
            )
        }
        ColumnReader::Int96ColumnReader(_) | ColumnReader::FixedLenByteArrayColumnReader(_) => {
            Cells::Text(vec![String::new(); rows])
        }
    })
}

fn numbers<T: DataType>(
    reader: ColumnReaderImpl<T>,
    rows: usize,
    number: impl Fn(T::T) -> f64,
) -> ParquetResult<Cells> {
    let each = values(reader, rows)?.into_iter();
    Ok(Cells::Numbers(
        each.map(|value| value.map_or(f64::NAN, &number)).collect(),
    ))
}

/// A value for each row, none where it is null.
fn values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
) -> ParquetResult<Vec<Option<T::T>>> {
    let (mut there, mut levels) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let mut read = 0;
    while read < rows {
        let (records, ..) =
            reader.read_records(rows - read, Some(&mut levels), None, &mut there)?;
        if records == 0 {
            return Err(ParquetError::EOF(format!("{read} of {rows} rows")));
        }
        read += records;
    }
    let mut there = there.into_iter();
    // A column that must have values has no levels.
    if levels.is_empty() {
        return Ok(there.map(Some).collect());
    }
    let each = levels.into_iter();
    Ok(each
        .map(|level| if level > 0 { there.next() } else { None })
        .collect())
}

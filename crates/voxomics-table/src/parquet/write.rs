//! Columns into a Parquet file.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

/// A column to be written.
pub(crate) enum Column {
    /// NaN where one is missing.
    Numbers(Vec<f64>),
    /// Empty where one is missing.
    Text(Vec<String>),
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
    cells: impl Fn(usize) -> Column,
) -> io::Result<()> {
    write_columns(to, fields, cells).map_err(io::Error::other)
}

fn write_columns<W: Write + Send>(
    to: W,
    fields: &[(&str, Kind)],
    cells: impl Fn(usize) -> Column,
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
    cells: Column,
) -> ParquetResult<()> {
    let missing = || ParquetError::General("fewer columns than the schema has".to_owned());
    let mut to = group.next_column()?.ok_or_else(missing)?;
    match cells {
        Column::Numbers(values) => {
            let levels: Vec<i16> = values.iter().map(|x| i16::from(!x.is_nan())).collect();
            let there: Vec<f64> = values.into_iter().filter(|x| !x.is_nan()).collect();
            to.typed::<DoubleType>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Column::Text(values) => {
            let levels: Vec<i16> = values.iter().map(|x| i16::from(!x.is_empty())).collect();
            let there = values.iter().filter(|text| !text.is_empty());
            let there: Vec<ByteArray> = there.map(|text| text.as_str().into()).collect();
            to.typed::<ByteArrayType>()
                .write_batch(&there, Some(&levels), None)?;
        }
    }
    to.close()
}

//! Tables of numbers as Parquet.

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
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use super::{Table, side_by_side};
use crate::{Error, Problem};

/// A column as it is in the file.
enum Cells {
    Numbers(Vec<f64>),
    Text(Vec<String>),
}

impl Table {
    /// The table in a Parquet file: its columns of numbers (floating point, whole, Boolean), null where one is missing.
    ///
    /// Rows are named by the column `id`, of text or whole numbers, or else by their number from 1; other columns of text are
    /// left out, and their names returned.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] for a file that cannot be read, [`Error::Refused`] for one whose columns are not flat or not unique, or
    /// without the id.
    pub fn read_parquet(
        path: impl AsRef<Path>,
        id: Option<&str>,
    ) -> Result<(Self, Vec<String>), Error> {
        let path = path.as_ref();
        let columns = columns(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source: io::Error::other(source),
        })?;
        of_cells(columns, id).map_err(|problem| Error::Refused {
            path: path.to_owned(),
            problem,
        })
    }

    /// Writes a Parquet file: the column `id` of text, then one of doubles for each name, null where a value is missing.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_parquet<W: Write + Send>(&self, to: W, id: &str) -> io::Result<()> {
        self.write(to, id).map_err(io::Error::other)
    }

    fn write<W: Write + Send>(&self, to: W, id: &str) -> ParquetResult<()> {
        let field = |name: &str, physical, logical| {
            let builder = Type::primitive_type_builder(name, physical);
            let optional = builder.with_repetition(Repetition::OPTIONAL);
            optional.with_logical_type(logical).build().map(Arc::new)
        };
        let mut fields = vec![field(id, Physical::BYTE_ARRAY, Some(LogicalType::String))?];
        for name in &self.names {
            fields.push(field(name, Physical::DOUBLE, None)?);
        }
        let schema = Type::group_type_builder("schema")
            .with_fields(fields)
            .build()?;
        let compression = Compression::GZIP(GzipLevel::default());
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .build();
        let mut writer = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties))?;
        let mut group = writer.next_row_group()?;
        let missing = || ParquetError::General("fewer columns than the schema has".to_owned());
        let mut ids = group.next_column()?.ok_or_else(missing)?;
        let names: Vec<ByteArray> = self.ids.iter().map(|id| id.as_str().into()).collect();
        let levels = vec![1; names.len()];
        ids.typed::<ByteArrayType>()
            .write_batch(&names, Some(&levels), None)?;
        ids.close()?;
        for column in self.values.columns() {
            let mut to = group.next_column()?.ok_or_else(missing)?;
            let there: Vec<f64> = column.iter().copied().filter(|x| !x.is_nan()).collect();
            let levels: Vec<i16> = column.iter().map(|x| i16::from(!x.is_nan())).collect();
            to.typed::<DoubleType>()
                .write_batch(&there, Some(&levels), None)?;
            to.close()?;
        }
        group.close()?;
        writer.close()?;
        Ok(())
    }
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

fn of_cells(
    columns: Vec<(String, Cells)>,
    id: Option<&str>,
) -> Result<(Table, Vec<String>), Problem> {
    let rows = columns.first().map_or(0, |(_, cells)| match cells {
        Cells::Numbers(values) => values.len(),
        Cells::Text(values) => values.len(),
    });
    let found: Vec<String> = columns.iter().map(|(name, _)| name.clone()).collect();
    let mut ids: Option<Vec<String>> = id
        .is_none()
        .then(|| (1..=rows).map(|row| row.to_string()).collect());
    let (mut names, mut values, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (name, cells) in columns {
        match cells {
            Cells::Text(text) if Some(name.as_str()) == id => ids = Some(text),
            Cells::Numbers(numbers) if Some(name.as_str()) == id => {
                ids = Some(numbers.iter().map(ToString::to_string).collect());
            }
            Cells::Text(_) => left_out.push(name),
            Cells::Numbers(numbers) => {
                names.push(name);
                values.push(numbers);
            }
        }
    }
    let ids = ids.ok_or_else(|| Problem::NoColumn {
        name: id.unwrap_or_default().to_owned(),
        found,
    })?;
    if rows == 0 {
        return Err(Problem::NoRows);
    }
    Ok((
        Table::new(ids, names, side_by_side(&values, rows))?,
        left_out,
    ))
}

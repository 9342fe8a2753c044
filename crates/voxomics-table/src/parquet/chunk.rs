//! The values of a column as cells.

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::schema::types::ColumnDescriptor;

use super::meaning::Meaning;
use super::{Cells, Fault, time};
use crate::Problem;

/// Values that room is made for before any is read: what a file says of its rows may be a lie.
const ROOM: usize = 1 << 16;

/// Nanoseconds of a second.
const NANO: i128 = 1_000_000_000;

pub(super) fn no_cells(described: &ColumnDescriptor, holds: &str) -> Fault {
    Fault::Table(Problem::NoCells {
        column: described.path().string(),
        holds: holds.to_owned(),
    })
}

/// The values of one column in one group of rows.
pub(super) fn chunk(
    reader: ColumnReader,
    described: &ColumnDescriptor,
    rows: usize,
) -> Result<Cells, Fault> {
    let meaning = Meaning::of(described);
    let is_unsigned = meaning == Meaning::Unsigned;
    let whole: Vec<Option<i128>> = match reader {
        ColumnReader::DoubleColumnReader(reader) => return Ok(numbers(reader, rows, |x| x)?),
        ColumnReader::FloatColumnReader(reader) => return Ok(numbers(reader, rows, f64::from)?),
        ColumnReader::BoolColumnReader(reader) => {
            return Ok(numbers(reader, rows, |x| f64::from(u8::from(x)))?);
        }
        ColumnReader::ByteArrayColumnReader(reader) if meaning == Meaning::Plain => {
            return texts(values(reader, rows)?, described);
        }
        ColumnReader::Int32ColumnReader(reader) if is_unsigned => {
            each(reader, rows, |x| x.cast_unsigned().into())?
        }
        ColumnReader::Int32ColumnReader(reader) => each(reader, rows, i128::from)?,
        ColumnReader::Int64ColumnReader(reader) if is_unsigned => {
            each(reader, rows, |x| x.cast_unsigned().into())?
        }
        ColumnReader::Int64ColumnReader(reader) => each(reader, rows, i128::from)?,
        ColumnReader::Int96ColumnReader(reader) => {
            let moments = each(reader, rows, |x| nanoseconds(&x))?;
            return Ok(texts_of(&moments, |x| time::moment(x, NANO, false)));
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            decimals(&values(reader, rows)?, described, ByteArray::data)?
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            decimals(&values(reader, rows)?, described, |x| x.data())?
        }
    };
    cells(whole, described)
}

/// Whole numbers as what they stand for.
fn cells(whole: Vec<Option<i128>>, described: &ColumnDescriptor) -> Result<Cells, Fault> {
    Ok(match Meaning::of(described) {
        Meaning::Plain | Meaning::Unsigned | Meaning::Decimal(0) => Cells::Whole(whole),
        Meaning::Decimal(scale) => {
            let number = |x: i128| format!("{x}e-{scale}").parse().unwrap_or(f64::NAN);
            let each = whole.into_iter().map(|x| x.map_or(f64::NAN, number));
            Cells::Numbers(each.collect())
        }
        Meaning::Date => texts_of(&whole, time::date),
        Meaning::Time(second) => texts_of(&whole, |x| time::time(x, second)),
        Meaning::Moment { per_second, is_utc } => {
            texts_of(&whole, |x| time::moment(x, per_second, is_utc))
        }
        Meaning::Other => return Err(no_cells(described, &kind(described))),
    })
}

fn texts_of(values: &[Option<i128>], text: impl Fn(i128) -> String) -> Cells {
    let each = values.iter().map(|x| x.map_or_else(String::new, &text));
    Cells::Text(each.collect())
}

fn texts(values: Vec<Option<ByteArray>>, described: &ColumnDescriptor) -> Result<Cells, Fault> {
    let text = |value: Option<ByteArray>| {
        let bytes = value.map_or_else(Vec::new, |value| value.data().to_vec());
        String::from_utf8(bytes).map_err(|_| no_cells(described, "bytes that are not UTF-8"))
    };
    let texts = values.into_iter().map(text);
    Ok(Cells::Text(texts.collect::<Result<_, _>>()?))
}

/// Whole numbers of up to sixteen bytes, the highest first.
fn decimals<T>(
    values: &[Option<T>],
    described: &ColumnDescriptor,
    bytes: impl Fn(&T) -> &[u8],
) -> Result<Vec<Option<i128>>, Fault> {
    let whole = |bytes: &[u8]| {
        let is_negative = bytes.first().is_some_and(|&byte| byte >= 0x80);
        let mut all = [if is_negative { 0xff } else { 0 }; 16];
        let (_, low) = all.split_at_mut(16_usize.checked_sub(bytes.len())?);
        low.copy_from_slice(bytes);
        Some(i128::from_be_bytes(all))
    };
    let is_decimal = matches!(Meaning::of(described), Meaning::Decimal(_));
    let refused = || no_cells(described, &kind(described));
    let each = values.iter().map(|value| match value {
        None => Ok(None),
        Some(value) if is_decimal => whole(bytes(value)).map(Some).ok_or_else(refused),
        Some(_) => Err(refused()),
    });
    each.collect()
}

/// Since 1970, from nanoseconds of a day and the Julian day.
fn nanoseconds(moment: &Int96) -> i128 {
    let [low, high, day] = [0, 1, 2].map(|at| i128::from(moment.data()[at]));
    (day - 2_440_588) * 86_400 * NANO + (high << 32) + low
}

/// What a type is called, as far as a cell cannot hold it.
fn kind(described: &ColumnDescriptor) -> String {
    match described.logical_type_ref() {
        Some(logical) => format!("values of type {logical:?}"),
        None => format!("values of type {}", described.physical_type()),
    }
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

fn each<T: DataType>(
    reader: ColumnReaderImpl<T>,
    rows: usize,
    of: impl Fn(T::T) -> i128,
) -> ParquetResult<Vec<Option<i128>>> {
    let values = values(reader, rows)?.into_iter();
    Ok(values.map(|value| value.map(&of)).collect())
}

/// A value for each row, none where it is null.
fn values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
) -> ParquetResult<Vec<Option<T::T>>> {
    let room = rows.min(ROOM);
    let (mut there, mut levels) = (Vec::with_capacity(room), Vec::with_capacity(room));
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

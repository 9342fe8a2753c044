//! Columns from a Parquet file.

use std::fs::File;
use std::path::Path;

use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::chunk::{chunk, no_cells};
use super::{Cells, Fault};
use crate::Problem;

#[expect(clippy::disallowed_methods, reason = "the caller adds the path")]
pub(super) fn columns(path: &Path) -> Result<Vec<(String, Cells)>, Fault> {
    let file = File::open(path).map_err(ParquetError::from)?;
    let reader = SerializedFileReader::new(file)?;
    check_codecs(reader.metadata())?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let mut columns = Vec::with_capacity(schema.num_columns());
    for (index, described) in schema.columns().iter().enumerate() {
        if described.max_rep_level() > 0 || described.path().parts().len() > 1 {
            return Err(no_cells(described, "lists or structures"));
        }
        let mut cells: Option<Cells> = None;
        for group in 0..reader.num_row_groups() {
            let group = reader.get_row_group(group)?;
            let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
            let more = chunk(group.get_column_reader(index)?, described, rows)?;
            match (&mut cells, more) {
                (Some(Cells::Numbers(all)), Cells::Numbers(more)) => all.extend(more),
                (Some(Cells::Whole(all)), Cells::Whole(more)) => all.extend(more),
                (Some(Cells::Text(all)), Cells::Text(more)) => all.extend(more),
                (empty @ None, more) => *empty = Some(more),
                _ => return Err(no_cells(described, "values of two kinds")),
            }
        }
        let none = || Cells::Numbers(Vec::new());
        columns.push((described.name().to_owned(), cells.unwrap_or_else(none)));
    }
    Ok(columns)
}

/// Refuses what only a C library would read, before the reader does so without a way out.
fn check_codecs(metadata: &ParquetMetaData) -> Result<(), Problem> {
    let mut chunks = metadata
        .row_groups()
        .iter()
        .flat_map(RowGroupMetaData::columns);
    let codec = chunks.find_map(|chunk| match chunk.compression() {
        Compression::ZSTD(_) => Some("zstd"),
        Compression::BROTLI(_) => Some("brotli"),
        Compression::LZO => Some("lzo"),
        _ => None,
    });
    match codec {
        None => Ok(()),
        Some(codec) => Err(Problem::Codec { codec }),
    }
}

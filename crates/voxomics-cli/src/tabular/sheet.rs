//! Tables in files, CSV or Parquet by their names.

#[cfg(feature = "parquet")]
use std::io;
use std::path::Path;

use voxomics::batch::output::Existing;
use voxomics::table::{Sheet, Table};

use crate::exit::Stop;
use crate::out;

/// The table in a file.
pub(crate) fn read(path: &Path, wanted: &[&str]) -> Result<Sheet, Stop> {
    if !is_parquet(path) {
        return Sheet::read(path, wanted).map_err(Stop::refused);
    }
    #[cfg(feature = "parquet")]
    return Sheet::read_parquet(path).map_err(Stop::refused);
    #[cfg(not(feature = "parquet"))]
    Err(without())
}

/// A table that can be written in either format.
pub(crate) trait Tabular {
    fn csv(&self) -> String;

    #[cfg(feature = "parquet")]
    fn parquet(&self, to: &mut Vec<u8>) -> io::Result<()>;
}

/// A table, and the names of columns that stay text.
impl Tabular for (&Sheet, &[&str]) {
    fn csv(&self) -> String {
        self.0.to_csv()
    }

    #[cfg(feature = "parquet")]
    fn parquet(&self, to: &mut Vec<u8>) -> io::Result<()> {
        self.0.write_parquet(to, self.1)
    }
}

/// Numbers, and the name of the column that names their rows.
impl Tabular for (&Table, &str) {
    fn csv(&self) -> String {
        self.0.to_csv(self.1)
    }

    #[cfg(feature = "parquet")]
    fn parquet(&self, to: &mut Vec<u8>) -> io::Result<()> {
        self.0.write_parquet(to, self.1)
    }
}

/// Writes a table to a file.
pub(crate) fn write(path: &Path, table: &impl Tabular, existing: Existing) -> Result<(), Stop> {
    if !is_parquet(path) {
        return out::file(path, table.csv().as_bytes(), existing);
    }
    out::file(path, &parquet(table)?, existing)
}

#[cfg(feature = "parquet")]
fn parquet(table: &impl Tabular) -> Result<Vec<u8>, Stop> {
    let mut bytes = Vec::new();
    let written = table.parquet(&mut bytes);
    written.map_err(|error| Stop::refused(format!("the table cannot be written: {error}")))?;
    Ok(bytes)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &impl Tabular) -> Result<Vec<u8>, Stop> {
    Err(without())
}

/// Whether a file's name says that it is Parquet.
fn is_parquet(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

#[cfg(not(feature = "parquet"))]
fn without() -> Stop {
    Stop::refused("this build knows no Parquet: build it with the feature `parquet`, or give CSV")
}

//! Where rows go, one after the other, in the order of the cases.

pub(crate) mod csv;
mod json;
mod memory;
#[cfg(feature = "parquet")]
mod parquet;
mod txt;

pub use self::csv::Csv;
pub use self::json::Json;
pub use self::memory::Memory;
#[cfg(feature = "parquet")]
pub use self::parquet::Parquet;
pub use self::txt::Txt;
use crate::{Case, Output, Reason, Value, output};

/// A row of results.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The case.
    pub case: &'a Case,
    /// One value for each column: the case's own cells, then its results, all missing if it failed.
    pub values: &'a [Value],
    /// How it came about.
    pub status: Status<'a>,
}

/// How a row came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status<'a> {
    /// Computed now.
    Computed,
    /// Found in the store.
    Resumed,
    /// The case failed.
    Failed(&'a Reason),
}

/// Takes rows in the order of the cases.
///
/// Columns come before the first row, so that they are a function of settings only. A sink of
/// one's own may wrap another, to print a line for each case, say.
pub trait Sink {
    /// The columns, once, before any work.
    ///
    /// # Errors
    ///
    /// What [`output`] says, above all that the rows do not fit what is there.
    fn begin(&mut self, columns: &[String]) -> Result<(), output::Error>;

    /// One more row.
    ///
    /// # Errors
    ///
    /// What [`output`] says.
    fn write(&mut self, row: &Row<'_>) -> Result<(), output::Error>;

    /// That was all: publish it. Dropped before this, a file sink leaves everything as it was.
    ///
    /// # Errors
    ///
    /// What [`output`] says.
    fn finish(&mut self) -> Result<(), output::Error>;
}

/// Formats whose end is no place to write on.
fn refuse_append(output: &Output, format: &'static str) -> Result<(), output::Error> {
    match output.previous() {
        Some(path) => Err(output::Error::CannotAppend {
            path: path.to_owned(),
            format,
        }),
        None => Ok(()),
    }
}

//! Tables in files, CSV or Parquet by their names.

use std::path::Path;

use voxomics::table::Sheet;

use crate::exit::Stop;

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

/// The bytes of a Parquet file.
pub(crate) fn parquet(sheet: &Sheet) -> Result<Vec<u8>, Stop> {
    #[cfg(feature = "parquet")]
    {
        let mut bytes = Vec::new();
        let written = sheet.write_parquet(&mut bytes);
        written.map_err(|error| Stop::refused(format!("the table cannot be written: {error}")))?;
        Ok(bytes)
    }
    #[cfg(not(feature = "parquet"))]
    {
        let _ = sheet;
        Err(without())
    }
}

/// Whether a file's name says that it is Parquet.
pub(crate) fn is_parquet(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

#[cfg(not(feature = "parquet"))]
fn without() -> Stop {
    Stop::refused("this build knows no Parquet: build it with the feature `parquet`, or give CSV")
}

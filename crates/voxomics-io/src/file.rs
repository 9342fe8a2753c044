//! Files opened with the checks that every format needs.

use std::fs::File;
use std::path::Path;

use crate::error::{Fault, Kind};

/// A plain file and its length; never waits on a pipe or reads a device.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller adds the path to the fault"
)]
pub(crate) fn open(path: &Path) -> Result<(File, u64), Fault> {
    let metadata = path
        .metadata()
        .map_err(|error| Fault::io("opened", &error))?;
    if !metadata.is_file() {
        return Err(Fault::not_a_file(metadata.is_dir()));
    }
    let file = File::open(path).map_err(|error| Fault::io("opened", &error))?;
    match metadata.len() {
        0 => Err(Fault::new(Kind::Empty, "the file is empty")),
        length => Ok((file, length)),
    }
}

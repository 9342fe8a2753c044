//! Reading parameter files.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::Params;
use super::error::Error;

/// A parameter file with everything written out has some 10 kB.
const LIMIT: u64 = 1 << 20;

pub(super) fn check_size(bytes: u64) -> Result<(), Error> {
    if bytes > LIMIT {
        let limit = LIMIT;
        return Err(Error::TooLarge { bytes, limit });
    }
    Ok(())
}

pub(super) fn load(path: &Path) -> Result<Params, Error> {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let parse = match extension.to_lowercase().as_str() {
        "yaml" | "yml" => Params::from_yaml,
        "json" => Params::from_json,
        _ => return Err(Error::Format { path: path.into() }),
    };
    let text = read(path).map_err(|error| Error::Read {
        path: path.into(),
        reason: error.to_string(),
    })?;
    parse(&text).map_err(|error| Error::File {
        path: path.into(),
        error: Box::new(error),
    })
}

/// The text, or, of a file beyond the limit, enough of it to be refused.
#[expect(
    clippy::disallowed_methods,
    reason = "the caller's error carries the path"
)]
fn read(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => Err(io::Error::other("it is not UTF-8 text")),
    }
}

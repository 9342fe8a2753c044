//! What the files of this crate begin with.

use serde::{Deserialize, Serialize};

const FORMAT: &str = "voxomics-harmonizer";
const VERSION: u32 = 1;

/// Format, version and kind of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Of all files of this crate.
    format: String,
    version: u32,
    kind: String,
}

/// A file of another kind, or of a later version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "format `{}`, version {}, kind `{}`: version {VERSION} of `{FORMAT}`, kind `{wanted}`, can be read",
    found.format,
    found.version,
    found.kind
)]
pub struct OtherFile {
    /// What it says it is.
    pub found: Header,
    /// The kind that was wanted.
    pub wanted: &'static str,
}

impl Header {
    pub(crate) fn of(kind: &str) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            kind: kind.to_owned(),
        }
    }

    pub(crate) fn check(&self, kind: &'static str) -> Result<(), OtherFile> {
        if *self == Self::of(kind) {
            return Ok(());
        }
        Err(OtherFile {
            found: self.clone(),
            wanted: kind,
        })
    }
}

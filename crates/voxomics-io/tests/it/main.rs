//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![expect(clippy::float_cmp, reason = "bits are compared on purpose")]

mod damage;
mod dicom;
mod dicom_beside;
mod dicom_rules;
mod dicom_shared;
mod errors;
mod formats;
mod golden;
mod memory;
mod parity;
mod roundtrip;
mod seg_write;
mod vector;

use std::path::PathBuf;

/// A file or folder of the repository's test data for this crate.
fn data(name: &str) -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/imaging-io"
    ))
    .join(name)
}

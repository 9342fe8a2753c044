//! The command as a user runs it: exit code, standard output, standard error, files.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

mod bad_input;
mod batch;
mod case_list;
mod convert;
#[cfg(feature = "deep")]
mod deep;
mod dicom;
mod extract;
mod maps;
mod models;
mod parameters;
mod stats;
mod support;
mod vectors;
mod widen;

//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

mod definition;
mod errors;
mod golden;
mod ibsi;
mod params;
mod parity;
mod properties;
mod scan;
mod shape;
mod threads;

//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

mod definition;
mod golden;

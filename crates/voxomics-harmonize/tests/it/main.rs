//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::float_cmp,
    reason = "what is exact by definition is compared as such"
)]

mod combat;
mod parity;
mod scale;

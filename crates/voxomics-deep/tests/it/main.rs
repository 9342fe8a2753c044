//! What the crate promises, against the goldens.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

mod definition;
mod network;
mod support_weights;
mod weights;

//! What the crate promises, against the goldens.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]

mod cam;
mod columns;
mod definition;
mod input;
mod network;
mod support_input;
mod support_weights;
mod weights;

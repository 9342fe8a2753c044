//! What the crate promises, against the goldens.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::float_cmp,
    unreachable_pub,
    reason = "numbers are made by formula; equal floats have no error; helpers are shared with an example"
)]

mod cam;
mod columns;
mod cpu;
mod definition;
mod input;
mod network;
mod support_cpu;
mod support_input;
mod support_weights;
mod weights;

//! What the crate promises, against the goldens.
#![allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "helpers too; inputs are rounded to f32 by their formula; zeros are exact; the worst deviations are printed for the tables"
)]

mod cam;
mod columns;
mod definition;
mod engine;
mod extract;
mod gradient;
mod input;
mod network;
mod parity;
mod support;
mod weights;

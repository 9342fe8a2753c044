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
    clippy::print_stdout,
    unreachable_pub,
    reason = "inputs are rounded to f32 by their formula; zeros are exact; helpers are shared with an example; the worst deviations are printed for the tables"
)]

mod cam;
mod columns;
mod cpu;
mod definition;
#[cfg(any(feature = "flex", feature = "gpu"))]
mod engine;
mod gradient;
mod input;
mod network;
#[cfg_attr(
    not(any(feature = "flex", feature = "gpu")),
    allow(dead_code, reason = "the engines' tests use all of it")
)]
mod oracle;
#[cfg_attr(
    not(any(feature = "flex", feature = "gpu")),
    allow(dead_code, reason = "the engines' tests use all of it")
)]
mod support_burn;
mod support_cpu;
mod support_input;
mod support_weights;
mod weights;

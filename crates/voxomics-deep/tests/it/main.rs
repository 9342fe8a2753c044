//! What the crate promises, against the goldens.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::float_cmp,
    clippy::print_stdout,
    reason = "inputs are rounded to f32 by their formula; zeros are exact; the worst deviations are printed for the tables"
)]

#[cfg(any(feature = "flex", feature = "gpu"))]
mod engine;
mod gradient;
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

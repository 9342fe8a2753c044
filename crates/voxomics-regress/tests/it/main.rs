//! Everything that needs no more than the public interface.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::float_cmp,
    reason = "indices are stored as numbers; equal doubles have no error; definitions are written with what the language has"
)]

mod cox;
mod frame;
mod guide;
mod knn;
mod logistic;
mod model;
mod nested;
mod net;
mod parity;
mod univariate;

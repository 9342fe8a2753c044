//! Everything that needs no more than the public interface.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "indices are stored as numbers; definitions are written with what the language has"
)]

mod knn;
mod nested;
mod net;

//! Everything that needs no more than the public interface, in one binary: it links once.
#![expect(
    clippy::unwrap_used,
    reason = "helpers too; `allow-unwrap-in-tests` stops at `#[test]`"
)]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    clippy::float_cmp,
    reason = "shares become indices; definitions are written with what the language has; what is exact is compared as such"
)]

mod combat;
mod definition;
mod guide;
mod made;
mod parity;
mod properties;
mod scale;

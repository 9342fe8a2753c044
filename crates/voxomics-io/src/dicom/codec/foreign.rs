//! Calls into codecs that others wrote.

use std::panic::{UnwindSafe, catch_unwind};

use super::bytes::corrupt;
use crate::error::Fault;

/// What `codec` returns; a panic inside it is a fault of the stream.
pub(super) fn call<T>(codec: impl FnOnce() -> Result<T, Fault> + UnwindSafe) -> Result<T, Fault> {
    catch_unwind(codec).unwrap_or_else(|_| Err(corrupt("the codec failed on this stream")))
}

//! Files of weights: every one is read or refused, never run, and small ones take little.

mod containers;
pub(crate) mod golden;
mod hostile;
mod memory;
mod repeats;

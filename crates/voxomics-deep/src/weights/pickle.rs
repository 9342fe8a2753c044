//! The part of Python's pickle that state dicts need, interpreted by a machine that cannot call
//! anything.
//!
//! Values live in one list and name each other by their number, so that no nesting is too deep to
//! drop and no value is copied, whatever a pickle repeats; but for pairs of `OrderedDict`, which are
//! counted.
//!
//! # References
//!
//! Python's `Lib/pickletools.py` describes every opcode.

mod global;
mod machine;
mod value;

pub(super) use global::Global;
pub(super) use machine::run;
pub(super) use value::{Id, Pickle, Value};

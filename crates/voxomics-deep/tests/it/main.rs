//! What the crate promises, against the goldens.

mod input;
mod support_input;

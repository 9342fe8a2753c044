//! What the crate promises, against the goldens.

mod cam;
mod columns;
mod input;
mod support_input;

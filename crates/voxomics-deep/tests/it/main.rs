//! What the crate promises, against the goldens.

//! Feature selection.

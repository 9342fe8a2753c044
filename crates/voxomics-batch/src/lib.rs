//! A batch of cases that loses nothing.

//! Where inputs, sizes and numbers end: answers that once were wrong, or none, stay right.

mod discrimination;
mod files;
mod models;
mod refusals;
mod resampling;

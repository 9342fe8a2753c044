//! Logistic models.

mod cases;
pub(crate) mod firth;
pub(crate) mod golden;
mod screen;
pub(crate) mod terms;

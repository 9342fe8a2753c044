//! Logistic models.

mod cases;
mod firth;
mod golden;
mod terms;

//! Logistic models.

mod cases;
mod firth;
mod golden;
mod screen;
mod terms;

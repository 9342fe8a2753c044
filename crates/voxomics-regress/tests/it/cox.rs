//! Cox regression as survival fits it.

mod cases;
mod golden;

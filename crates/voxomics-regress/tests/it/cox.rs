//! Cox regression as survival fits it.

mod cases;
pub(crate) mod golden;

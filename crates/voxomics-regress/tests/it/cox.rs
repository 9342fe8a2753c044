//! Cox regression as survival fits it.

mod cases;
mod data;
mod definition;
mod edges;
pub(crate) mod golden;
mod hostile;
mod limits;
mod properties;
mod trend;

//! What must hold for any input; one module for each family.

mod hypothesis;
mod survival;

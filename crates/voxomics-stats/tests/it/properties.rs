//! What must hold whatever the numbers; one module for each family.

mod agreement;
mod calibration;
mod discrimination;
mod hypothesis;
mod survival;

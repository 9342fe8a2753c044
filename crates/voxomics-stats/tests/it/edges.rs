//! Where inputs, sizes and numbers end: nothing varies, nothing is left, numbers leave the doubles; answers that once were wrong, or
//! none, stay right.

mod agreement;
mod discrimination;
mod files;
mod hypothesis;
mod models;
mod refusals;
mod resampling;
mod survival;

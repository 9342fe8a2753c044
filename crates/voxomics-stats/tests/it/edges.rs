//! Where a definition ends: nothing varies, nothing is left, or the numbers leave the doubles.

mod agreement;
mod hypothesis;
mod survival;

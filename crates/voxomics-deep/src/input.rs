//! From an image and its mask to what the network reads.
//!
//! | I want ... | Use |
//! |---|---|
//! | the network's input of a patient | [`prepare`] |
//! | to say how, and to put it into a report | [`Recipe`] |
//! | the input of a slice that I cut myself | [`Plane`], [`prepare_plane`] |
//! | to see what the network will see | [`grey`] |
//! | another number of pixels | [`resize`](mod@resize) |
//!
//! The order is fixed: slice, intensities to \[0, 1\], background, box, resampling, normalisation, all in doubles, then one
//! rounding to `f32`. Which box is cut and how intensities are mapped moves features by tens of per cent, how pixels are
//! resampled by per mille: a study that leaves them out of its methods cannot be repeated.

pub mod recipe;
pub mod resize;

mod channels;
mod error;
mod frame;
mod intensity;
mod plane;
mod prepare;
mod scan;

pub use error::Error;
pub use frame::Frame;
pub use plane::Plane;
pub use prepare::{Grey, Prepared, View, grey, prepare, prepare_plane};
pub use recipe::Recipe;
pub use scan::Axis;

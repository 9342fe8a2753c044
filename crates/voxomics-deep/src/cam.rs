//! Where in the image a score comes from: class activation maps, on the image's own grid, and painted.
//!
//! | I want ... | Use |
//! |---|---|
//! | what a score is, and its gradient by the features | [`Score`], [`LinearScore`] |
//! | the map at the last block, without automatic differentiation | [`ActivationMap::last_block`] |
//! | the map at a block whose gradient I have | [`ActivationMap::from_gradients`] |
//! | a map on more pixels, or from 0 to 1 | [`upsampled`], [`min_max`] |
//! | a map on the pixels of its slice, or in the image's volume | [`on_slice`], [`in_volume`] |
//! | to know whether a map depends on the weights at all | [`similarity`] |
//! | a picture | [`paint`] |
//!
//! A map tells where the activations lie that a score is made of, on a grid of 32 pixels of the input at the last block; it does
//! not tell why, and no map validates a model.
//!
//! # References
//!
//! Zhou B, et al. *CVPR* 2016:2921-9 (CAM). Selvaraju RR, et al. *ICCV* 2017:618-26 (Grad-CAM). Draelos RL, Carin L.
//! arXiv:2011.08891 (`HiResCAM`).

pub mod paint;

mod error;
mod map;
mod place;
mod sanity;
mod score;

pub use error::Error;
pub use map::{ActivationMap, min_max, upsampled};
pub use place::{in_volume, on_slice};
pub use sanity::{Similarity, similarity};
pub use score::{LinearScore, Score, Term, Valued};

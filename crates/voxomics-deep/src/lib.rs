//! ResNet-18 on images and masks: the 512 features of the penultimate layer, and where in the image they come from.
//!
//! | module | holds |
//! |---|---|
//! | [`cam`] | activation maps, on the image's grid and painted |
//! | [`columns`] | names of the features, and which of a cohort's say nothing |
//! | [`cpu`] | the network on the processor |
//! | [`input`] | from an image and its mask to what the network reads |
//! | [`layer`] | places in the network whose maps can be looked at |
//! | [`network`] | ResNet-18's parameters with the batch norms folded in, what every engine runs |
//! | [`weights`] | checkpoints located and read, weights by formula |

#![allow(
    clippy::needless_pass_by_value,
    reason = "views are small and passed by value, as ndarray does"
)]

pub mod cam;
pub mod columns;
pub mod cpu;
pub mod input;
pub mod layer;
pub mod network;
pub mod weights;

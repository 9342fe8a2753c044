//! ResNet-18 on images and masks: the 512 features of the penultimate layer, and where in the image they come from.
//!
//! | module | holds |
//! |---|---|
//! | [`weights`] | checkpoints located and read, weights by formula |
//! | [`network`] | ResNet-18's parameters with the batch norms folded in, what every engine runs |

pub mod network;
pub mod weights;

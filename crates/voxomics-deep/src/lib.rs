//! ResNet-18 on images and masks: the 512 features of the penultimate layer, and where in the image they come from.
//!
//! | module | holds |
//! |---|---|
//! | [`cpu`] | the network on the processor |
//! | [`layer`] | places in the network whose maps can be looked at |
//! | [`network`] | ResNet-18's parameters with the batch norms folded in, what every engine runs |
//! | [`weights`] | the named tensors of a checkpoint |

pub mod cpu;
pub mod layer;
pub mod network;
pub mod weights;

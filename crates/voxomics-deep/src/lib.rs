//! ResNet-18 on images and masks: the 512 features of the penultimate layer, and where in the image they come from.
//!
//! | module | holds |
//! |---|---|
//! | [`backend`] | what to run on: a GPU, the CPU |
//! | [`engine`] | one network, run by whichever backend is there: features, logits, activations |
//! | [`gradient`] | what a score of the features owes to each place of a layer, in f64 |
//! | [`layer`] | where in the network an activation is taken |
//! | [`network`] | ResNet-18's parameters with the batch norms folded in, what every engine runs |
//! | [`weights`] | the named tensors of a checkpoint |
//!
//! Nothing of Burn is in the tree without a feature: `gpu` adds wgpu (Vulkan, Metal, DirectX 12, OpenGL), `flex` Burn's CPU
//! backend.

#![expect(
    clippy::needless_pass_by_value,
    reason = "views are small and passed by value, as ndarray does"
)]

pub mod backend;
#[cfg(any(feature = "flex", feature = "gpu"))]
mod burn;
pub mod engine;
pub mod gradient;
pub mod layer;
pub mod network;
pub mod weights;

//! ResNet-18 on images and masks: the 512 features of the penultimate layer, and where in the image they come from.
//!
//! | I want ...                                                       | Use                         |
//! |------------------------------------------------------------------|-----------------------------|
//! | features of an image and its mask                                | [`extract::Extractor`]      |
//! | torchvision's weights from a file, or made-up ones for tests     | [`weights`]                 |
//! | the parameters that every engine runs                            | [`network`]                 |
//! | a slice, a window, a box, a size: the network's input            | [`input`]                   |
//! | the network on a GPU or the CPU: features, logits, any layer     | [`engine`], [`backend`]     |
//! | maps of what a score owes to the places of an image, painted     | [`cam`]                     |
//! | the same of lower layers                                         | [`gradient`], [`layer`]     |
//! | names of features, and those that say nothing in a cohort        | [`columns`]                 |
//!
//! The CPU's kernels are this crate's own; nothing of Burn is in the tree without a feature. `gpu` adds wgpu (Vulkan, Metal,
//! DirectX 12, OpenGL), `flex` Burn's CPU backend, an independent check. Nothing is downloaded.
//!
//! # Example
//!
//! The weights of this example are made by a formula and trained on nothing; [`weights::read`] reads torchvision's.
//!
//! ```
//! use voxomics_deep::backend::Backend;
//! use voxomics_deep::extract::Extractor;
//! use voxomics_deep::input::Recipe;
//! use voxomics_deep::network::Network;
//! use voxomics_deep::weights::hash_made;
//! use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
//!
//! let geometry = Geometry::axis_aligned([60, 50, 9], [0.8, 0.8, 5.0])?;
//! let image = AnyVolume::from(Volume::from_fn(geometry, |[x, y, z]| (x + 2 * y + 3 * z) as i16));
//! let lesion = |[x, y, z]: [usize; 3]| x.abs_diff(30) + y.abs_diff(20) + 2 * z.abs_diff(4) < 10;
//! let mask = Mask::new(Volume::from_fn(geometry, |at| u8::from(lesion(at))).into())?;
//!
//! let network = Network::from_state_dict(&hash_made("an example", 8, 10))?; // a small one: 64 features
//! let extractor = Extractor::new(network, Backend::Cpu, Recipe::default())?;
//! let extraction = extractor.extract(&image, &mask, 1)?;
//! assert_eq!(extraction.features.len(), 64);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![allow(
    clippy::needless_pass_by_value,
    reason = "views are small and passed by value, as ndarray does"
)]

pub mod backend;
#[cfg(any(feature = "flex", feature = "gpu"))]
mod burn;
pub mod cam;
pub mod columns;
mod cpu;
pub mod engine;
pub mod extract;
pub mod gradient;
pub mod input;
pub mod layer;
pub mod network;
pub mod weights;

pub use ndarray;

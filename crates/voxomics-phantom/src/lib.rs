//! Synthetic images with known truth: no patient, no scanner.
//!
//! | I want ...                                   | Use        |
//! |----------------------------------------------|------------|
//! | an image and a mask to try an extraction on  | [`lesion`] |
//!
//! # Example
//!
//! ```
//! use voxomics_phantom::lesion::{Options, lesion};
//!
//! let phantom = lesion(&Options::default())?;
//! let label = phantom.mask.find(1).expect("the lesion is drawn");
//! assert!(label.voxels() > 10_000);
//! # Ok::<(), voxomics_phantom::lesion::Error>(())
//! ```

pub mod lesion;

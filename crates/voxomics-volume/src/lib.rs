//! Image volumes in physical space.
//!
//! | I want ...                                              | Use                                |
//! |---------------------------------------------------------|------------------------------------|
//! | size, spacing, origin and direction, checked once       | [`Geometry`]                       |
//! | voxels of a known type                                  | [`Volume`]                         |
//! | voxels of whatever type a file had                      | [`AnyVolume`]                      |
//! | a segmentation: which labels, how many voxels, where    | [`Mask`]                           |
//! | a box of voxels                                         | [`Region`]                         |
//! | to know whether image and mask share a grid, and if not why | [`Geometry::check_same`]       |
//! | an image on another grid                                | [`resample::image`]                |
//! | a mask on another grid                                  | [`resample::nearest`], [`resample::mask_linear`] |
//! | the grid on which PyRadiomics resamples a region        | [`resample::grid`]                 |
//!
//! Everything is in millimetres and LPS (x to the patient's left, y to the back, z up), as in ITK and
//! DICOM. Voxels lie x fastest; `size`, `spacing` and `origin` are `[x, y, z]`; the columns of
//! `direction` are the axes. [`ndarray`] views are `[z, y, x]`, numpy's order for the same memory.
//!
//! # Example
//!
//! ```
//! use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
//!
//! let geometry = Geometry::axis_aligned([4, 3, 2], [0.5, 0.5, 3.0])?;
//! let image = Volume::from_fn(geometry, |[x, y, z]| (x + 10 * y + 100 * z) as i16);
//! assert_eq!(image.view()[[1, 2, 3]], 123);
//!
//! let labels = Volume::from_fn(geometry, |[x, _, _]| u8::from(x >= 2));
//! let mask = Mask::new(AnyVolume::from(labels))?;
//! let roi = mask.find(1).expect("label 1 was drawn");
//! assert_eq!((roi.voxels(), roi.region().size()), (12, [2, 3, 2]));
//! # Ok::<(), voxomics_volume::Error>(())
//! ```

pub mod geometry;
pub mod mask;
pub mod resample;
pub mod volume;

mod any;
mod error;
mod region;
mod voxel;

pub use any::{AnyVolume, VoxelType};
pub use error::Error;
pub use geometry::Geometry;
pub use mask::Mask;
pub use ndarray;
pub use region::Region;
pub use volume::Volume;
pub use voxel::Voxel;

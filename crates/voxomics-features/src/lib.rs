//! Radiomics features equal to `PyRadiomics`' to nine digits, a good deal faster.
//!
//! | I want ...                                             | Use                                        |
//! |--------------------------------------------------------|--------------------------------------------|
//! | what `pyradiomics IMAGE MASK` gives                    | [`Extractor`]                              |
//! | to read a parameter file of `PyRadiomics`              | [`params::Params`]                         |
//! | the features of one class, from my own arrays          | [`firstorder`], [`shape`], [`shape2d`], [`glcm`], [`glrlm`], [`glszm`], [`gldm`], [`ngtdm`] |
//! | grey levels, with `PyRadiomics`' bin edges to the last bit | [`discretise::Levels`]                 |
//! | an image through a filter of `PyRadiomics`             | [`filter::images`]                         |
//! | maps: the value of a feature at every voxel            | [`extractor::Case::maps`], [`voxel::maps`] |
//! | parameters that come with the crate                    | [`params::preset`]                         |
//! | every class, feature and column name                   | [`catalog`], [`Params::feature_names`](params::Params::feature_names) |
//! | hashes, statistics, versions                           | [`diagnostics`]                            |
//!
//! # Example
//!
//! ```
//! use voxomics_features::{Extractor, params::Params};
//! use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
//!
//! let geometry = Geometry::axis_aligned([20, 20, 10], [0.8, 0.8, 3.0])?;
//! let image = Volume::from_fn(geometry, |[x, y, z]| (40 * x + 25 * y % 7 + 13 * z) as i16);
//! let mask = Volume::from_fn(geometry, |[x, y, _]| u8::from(x.abs_diff(10) + y.abs_diff(9) < 6));
//!
//! let extractor = Extractor::new(Params::from_yaml("setting: {binWidth: 50}")?);
//! let extraction = extractor.extract(&AnyVolume::from(image), &Mask::new(mask.into())?)?;
//! for (name, value) in extraction.features() {
//!     println!("{name}: {value}");
//! }
//! assert!(extraction.get("original_glcm_Contrast").is_some());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Parity
//!
//! Values follow `PyRadiomics` 3.0.1, its quirks included; where it returns NaN, so does this crate, and
//! where it fails, this crate fails with an [`Error`](extractor::Error) that says what to do. The
//! repository's docs/PARITY.md lists every class with its worst deviation, and what differs on purpose.
//!
//! # What `PyRadiomics` does not have
//!
//! The section `voxomics` of a parameter file ([`params::Extensions`]): IBSI's resampling grid, mask and
//! rounding, bins from a given intensity, and values where `PyRadiomics` has none.

pub mod catalog;
pub mod diagnostics;
pub mod discretise;
pub mod extractor;
pub mod filter;
pub mod firstorder;
pub mod glcm;
pub mod gldm;
pub mod glrlm;
pub mod glszm;
pub mod neighbours;
pub mod ngtdm;
pub mod params;
pub mod roi;
pub mod shape;
pub mod shape2d;
pub mod voxel;

pub mod weighting;

mod average;
mod feature_set;
mod grid;
mod size_matrix;
mod zones;

pub use extractor::{Extraction, Extractor};
pub use feature_set::FeatureSet;

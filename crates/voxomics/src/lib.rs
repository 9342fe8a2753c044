//! Radiomics in Rust, from image files to a table of features.
//!
//! This crate is a directory: each module is a crate of its own, which can be used alone, behind the
//! feature of the same name. By default there is [`core`] and nothing else.
//!
//! | I want to ...                                            | Use                            | Feature    |
//! |----------------------------------------------------------|--------------------------------|------------|
//! | read NIfTI, NRRD, MetaImage, and write them              | [`io::read`], [`io::write`]    | `io`       |
//! | know what a file holds without reading its voxels        | [`io::inspect`]                | `io`       |
//! | hold an image: voxels, spacing, origin, direction        | [`volume::Volume`]             | `volume`   |
//! | hold a segmentation and ask for its labels               | [`volume::Mask`]               | `volume`   |
//! | put a mask on another grid                               | [`volume::resample`]           | `volume`   |
//! | extract features as PyRadiomics does                   | [`features::Extractor`]        | `features` |
//! | use a parameter file of PyRadiomics                    | [`features::params`]           | `features` |
//! | know the columns before the first case                   | [`features::params::Params::feature_names`] | `features` |
//! | compute one class of features on arrays of my own        | [`features::glcm`] and its siblings | `features` |
//! | features and maps of a ResNet-18                         | [`deep`]                       | `deep`, `gpu` |
//! | work through a list of cases, lose nothing, resume       | [`batch::run()`]               | `batch`    |
//! | write a table that is whole or not there                 | [`batch::Output`], [`batch::sink`] | `batch` |
//! | validate a prediction model, with R's numbers            | [`stats`]                      | `stats`    |
//! | fit a logistic model, a table's columns by a formula     | [`regress::logistic`], [`regress::frame`] | `regress` |
//! | hazard ratios, residuals, survival of new subjects       | [`regress::cox`]               | `regress`  |
//! | fit a LASSO or an elastic net as glmnet defines it       | [`regress::net`]               | `regress`  |
//! | keep a model and predict other tables                    | [`regress::model`]             | `regress`  |
//! | make centres alike: ComBat; scale columns                | [`harmonize`]                  | `harmonize` |
//! | choose features: ICC, correlation, mRMR, stability       | [`select`]                     | `select`   |
//! | numbers with names, from CSV and Parquet                 | [`table::Table`]               | `table`    |
//! | columns of a CSV file by name                            | [`table::Sheet`]               | `table`    |
//! | one row a patient from one a phase                       | [`table::Sheet::widen`]        | `table`    |
//! | have an image to try things on                           | [`phantom::lesion`]            | `phantom`  |
//! | show progress, and stop a long computation               | [`core::Watch`]                |            |
//! | tell a user's mistake from a full disk                   | [`core::ErrorClass`]           |            |
//!
//! # Example
//!
//! From an image file and its mask to features, with a parameter file's settings:
//!
//! ```
//! # #[cfg(not(all(feature = "features", feature = "io", feature = "phantom")))]
//! # fn main() {}
//! # #[cfg(all(feature = "features", feature = "io", feature = "phantom"))]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use voxomics::features::{Extractor, params::Params};
//! use voxomics::{io, volume::Mask};
//!
//! # let folder = tempfile::tempdir()?;
//! # std::env::set_current_dir(&folder)?;
//! # let phantom = voxomics::phantom::lesion::lesion(&Default::default())?;
//! # io::write("ct.nii.gz", &phantom.image)?;
//! # io::write("tumour.nii.gz", &phantom.mask.into_volume())?;
//! let image = io::read("ct.nii.gz")?.into_volume()?;
//! let mask = Mask::new(io::read("tumour.nii.gz")?.into_volume()?)?;
//!
//! let extractor = Extractor::new(Params::from_yaml("setting: {binWidth: 10, label: 1}")?);
//! let extraction = extractor.extract(&image, &mask)?;
//! for (name, value) in extraction.features() {
//!     println!("{name}: {value}");
//! }
//! assert!(extraction.get("original_shape_Sphericity").is_some_and(|roundness| roundness < 1.0));
//! # Ok(())
//! # }
//! ```
//!
//! Many cases at once, in order, with a folder of finished ones to go on from: [`batch`] has the
//! whole flow as an example, and the command `voxomics extract` is that flow with flags.

#![cfg_attr(
    not(all(
        feature = "batch",
        feature = "deep",
        feature = "features",
        feature = "harmonize",
        feature = "io",
        feature = "phantom",
        feature = "regress",
        feature = "select",
        feature = "stats",
        feature = "table"
    )),
    allow(
        rustdoc::broken_intra_doc_links,
        reason = "the table names every module"
    )
)]

#[doc(inline)]
pub use voxomics_core as core;

#[cfg(feature = "batch")]
#[doc(inline)]
pub use voxomics_batch as batch;
#[cfg(feature = "deep")]
#[doc(inline)]
pub use voxomics_deep as deep;
#[cfg(feature = "features")]
#[doc(inline)]
pub use voxomics_features as features;
#[cfg(feature = "harmonize")]
#[doc(inline)]
pub use voxomics_harmonize as harmonize;
#[cfg(feature = "io")]
#[doc(inline)]
pub use voxomics_io as io;
#[cfg(feature = "phantom")]
#[doc(inline)]
pub use voxomics_phantom as phantom;
#[cfg(feature = "regress")]
#[doc(inline)]
pub use voxomics_regress as regress;
#[cfg(feature = "select")]
#[doc(inline)]
pub use voxomics_select as select;

#[cfg(feature = "stats")]
#[doc(inline)]
pub use voxomics_stats as stats;
#[cfg(feature = "table")]
#[doc(inline)]
pub use voxomics_table as table;
#[cfg(feature = "volume")]
#[doc(inline)]
pub use voxomics_volume as volume;

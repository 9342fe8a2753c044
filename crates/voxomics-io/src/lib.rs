//! Medical image files, read strictly and written exactly.
//!
//! | I want ...                                                | Use                               |
//! |-----------------------------------------------------------|-----------------------------------|
//! | an image or a mask from a file, whatever its format       | [`read()`]                        |
//! | what is in a file, without its voxels                     | [`inspect`]                       |
//! | one channel of a mask that has several                    | [`Image::into_component`]         |
//! | the names of a segmentation's labels                      | [`Info::segments`]                |
//! | to write a volume                                         | [`write()`]                       |
//! | NIfTI-2, or an NRRD that is not gzip                      | [`write_with`]                    |
//! | to bound what a file may ask for                          | [`read_within`], [`Limits`]       |
//! | to know what is wrong with a file, and what to do about it | [`Error::kind`], [`Error::class`] |
//!
//! Formats: NIfTI-1 and NIfTI-2 (one file or a pair, either byte order, plain or gzip), MetaImage, and NRRD
//! (attached or detached header; raw, gzip, bzip2, text and hex; one data file, a list or a
//! pattern). The content tells the format, never the name.
//!
//! # What is equal to PyRadiomics, and what is not
//!
//! Geometry is what SimpleITK makes of the file, spacing to the last bit: LPS, mm, NIfTI's sform or
//! qform as ITK chooses. Where SimpleITK would be wrong without a word, this crate is not:
//!
//! * truncated data and wrong checksums are errors;
//! * NaN stays NaN (ITK turns it into 0 in NIfTI);
//! * scaled NIfTI is computed in doubles (ITK: single precision);
//! * a spacing in `pixdim` that contradicts the sform is not used, with a warning (ITK uses it);
//! * a negative `pixdim` is taken for its absolute value, with a warning (ITK mirrors the image);
//! * sheared axes are refused in NRRD too.
//!
//! # Example
//!
//! ```
//! use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
//!
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("mask.nii.gz");
//! let geometry = Geometry::axis_aligned([3, 2, 2], [0.5, 0.5, 3.0])?;
//! let labels = AnyVolume::from(Volume::from_fn(geometry, |[x, _, _]| u8::from(x > 0)));
//! voxomics_io::write(&path, &labels)?;
//!
//! let image = voxomics_io::read(&path)?;
//! assert_eq!(image.format(), voxomics_io::Format::Nifti1);
//! let mask = Mask::new(image.into_volume()?)?;
//! assert_eq!(mask.labels()[0].voxels(), 8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Safety against files
//!
//! No input panics. A size is compared with the bytes that are there before anything is allocated;
//! compressed streams are inflated up to what the header declares, and memory grows with what has
//! arrived. Data files of a detached header must lie in its folder, links followed, and pipes and
//! devices are never opened.

mod binary;
mod companion;
pub mod dicom;
mod direction;
mod error;
mod file;
mod format;
mod gunzip;
mod image;
mod info;
mod limits;
mod metaimage;
mod nifti;
mod nrrd;
mod plan;
mod read;
mod source;
mod staged;
mod text;
mod write;

pub use error::{Error, Kind};
pub use format::{Compression, Encoding, Format};
pub use image::Image;
pub use info::{Info, Segment};
pub use limits::Limits;
pub use read::{inspect, is_dicom, read, read_within};
pub use write::{Options, write, write_with};

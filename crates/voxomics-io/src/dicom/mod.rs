//! DICOM: series, segmentations and contours.
//!
//! | I want ...                                                | Use                                        |
//! |-----------------------------------------------------------|--------------------------------------------|
//! | the only volume of a folder, a zip or a DICOMDIR          | [`crate::read()`]                          |
//! | all that is there: volumes, their phases, masks           | [`Collection::open`]                       |
//! | one of several volumes                                    | [`Collection::scans`], [`Scan::read`]      |
//! | uptake instead of activity                                | [`Scan::read_suv`]                         |
//! | a region of an RTSTRUCT or a segment of a SEG as a mask   | [`Collection::outlines`], [`Outlines::mask_of`] |
//! | masks as a DICOM SEG that a viewer opens on the images    | [`Scan::write_segmentation`]               |
//!
//! # Which files make a volume
//!
//! Names and instance numbers mean nothing. Images of one series, size, orientation and frame of reference are sorted
//! along their normal. Where several lie in one place they are phases, told apart by the first attribute that gives
//! each phase a slice in every place: temporal position, echo, b value, acquisition number,
//! trigger time, acquisition time, content time, image type, and runs of instance numbers at last.
//! Slices are spaced by their positions, never by a stated thickness. Slices that are missing, unevenly spaced, in the
//! same place, or sheared by a tilted gantry are errors that say so.
//!
//! # Values
//!
//! `slope · stored + intercept` in doubles, slice by slice, or the modality LUT; whole numbers are kept in the smallest
//! integer type that holds them all. `MONOCHROME1` is a matter of display and inverts nothing (GDCM inverts). Unused
//! bits of a pixel are masked. Padding is kept, and counted in a warning.
//!
//! # Example
//!
//! ```no_run
//! use voxomics_io::dicom::{Collection, Roi};
//!
//! let study = Collection::open("patient/")?;
//! for scan in study.scans() {
//!     println!("{scan}");
//! }
//! let scan = study.only_scan()?;
//! let image = scan.read()?;
//! let contours = study.only_outlines()?;
//! let drawn = contours.mask_of(&Roi::name("GTV"), &image)?;
//! # Ok::<(), voxomics_io::Error>(())
//! ```

mod codec;
mod collection;
mod cursor;
mod dataset;
mod file;
mod frame;
mod gather;
mod grid;
mod instance;
mod origin;
mod outlines;
mod parse;
mod pet;
mod phase;
mod pixels;
mod plane;
mod polygon;
mod roi;
mod rtstruct;
mod scan;
mod seg;
mod seg_write;
mod stack;
mod syntax;
mod tags;
mod time;

pub use collection::Collection;
pub use outlines::{Drawn, Outline, Outlines};
pub use roi::{InvalidRoi, Roi};
pub use scan::Scan;
pub use seg_write::{Code, NewSegment};

pub(crate) use file::recognises;
pub(crate) use gather::{is_zip, no_dicom};

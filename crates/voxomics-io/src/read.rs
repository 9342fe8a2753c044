//! Which format a file is, and reading it.

use std::path::Path;

use crate::dicom::{self, Collection};
use crate::error::{Fault, Kind};
use crate::plan::Plan;
use crate::source::Source;
use crate::{Error, Image, Info, Limits, metaimage, nifti, nrrd};

/// Reads an image of any format, which its content tells, not its name.
///
/// The header of a NIfTI pair (`.hdr`) and the detached headers of NRRD (`.nhdr`) and `MetaImage` (`.mhd`) find their
/// data files beside them. Voxels keep the type that they have in the file, unless the header scales
/// them: then they are doubles, `slope · voxel + intercept`. NaN stays NaN.
///
/// # Errors
///
/// An [`Error`] that names the file and what is wrong; data that are truncated or whose checksum
/// is wrong are always an error. The default [`Limits`] apply.
///
/// ```no_run
/// let image = voxomics_io::read("ct.nii.gz")?;
/// println!("{:?}", image.volume().geometry().spacing());
/// # Ok::<(), voxomics_io::Error>(())
/// ```
#[doc(alias("ReadImage", "imread", "load"))]
pub fn read(path: impl AsRef<Path>) -> Result<Image, Error> {
    read_within(path, &Limits::default())
}

/// As [`read()`], with limits of the caller's.
///
/// # Errors
///
/// As [`read()`]; [`Kind::LimitExceeded`] beyond the limits.
pub fn read_within(path: impl AsRef<Path>, limits: &Limits) -> Result<Image, Error> {
    let path = path.as_ref();
    match plan(path)? {
        None => Collection::open_within(path, limits)?.only_scan()?.read(),
        Some(plan) => plan.load(path, limits).map_err(|fault| fault.at(path)),
    }
}

/// Reads the header of an image, not its voxels.
///
/// # Errors
///
/// As [`read()`], but for what only the voxels can show.
///
/// ```no_run
/// let info = voxomics_io::inspect("ct.nii.gz")?;
/// println!("{}, {}, {:?}", info.format, info.voxel_type, info.geometry.size());
/// # Ok::<(), voxomics_io::Error>(())
/// ```
pub fn inspect(path: impl AsRef<Path>) -> Result<Info, Error> {
    let path = path.as_ref();
    match plan(path)? {
        None => Collection::open(path)?.only_scan()?.info().cloned(),
        Some(plan) => Ok(plan.info),
    }
}

/// Whether a path leads to DICOM: a folder, a zip, or a file that begins as one.
///
/// # Errors
///
/// As [`read()`], where not even the first bytes can be read or the file is no image.
pub fn is_dicom(path: impl AsRef<Path>) -> Result<bool, Error> {
    let path = path.as_ref();
    Ok(plan(path)?.is_none())
}

/// The header of an image; nothing if it is DICOM, which has one a slice.
fn plan(path: &Path) -> Result<Option<Plan>, Error> {
    if is_folder(path)? {
        return Ok(None);
    }
    recognise(path).map_err(|fault| fault.at(path))
}

/// Whether a path is a folder, which must not be named as the image files of other formats are.
fn is_folder(path: &Path) -> Result<bool, Error> {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    let is_meant_as_file = ["nii", "gz", "hdr", "img", "nrrd", "nhdr", "mha", "mhd"]
        .iter()
        .any(|name| extension == *name);
    match path.is_dir() {
        true if is_meant_as_file => Err(Fault::not_a_file(true).at(path)),
        is_folder => Ok(is_folder),
    }
}

/// The header of a file, whose format its first bytes tell; nothing if it is DICOM or a zip of it.
fn recognise(path: &Path) -> Result<Option<Plan>, Fault> {
    let (source, head, gzip) = Source::sniffed(path)?;
    if dicom::recognises(&head) || dicom::is_zip(&head) {
        return Ok(None);
    }
    let plan = if nrrd::recognises(&head) {
        nrrd::plan(source, path)
    } else if metaimage::recognises(&head) {
        metaimage::plan(source, path)
    } else {
        match nifti::recognise(&head)? {
            Some(format) => nifti::plan(source, format, gzip, path),
            None => Err(unknown(path)),
        }
    };
    plan.map(Some)
}

/// A file that is no image; by its name it may have been meant as DICOM.
fn unknown(path: &Path) -> Fault {
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ["dcm", "dicom", "ima"]
        .iter()
        .any(|name| extension == *name)
    {
        return dicom::no_dicom();
    }
    let message = "this is no image that can be read: it begins like neither NIfTI, NRRD, MetaImage nor DICOM";
    Fault::new(Kind::BadMagic, message)
}

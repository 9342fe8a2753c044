//! Which format a file is, and reading it.

use std::path::Path;

use crate::error::{Fault, Kind};
use crate::plan::Plan;
use crate::source::Source;
use crate::{Error, Format, Image, Info, Limits, metaimage, nifti, nrrd};

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
    let image = plan(path).and_then(|plan| plan.load(path, limits));
    image.map_err(|fault| fault.at(path))
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
    plan(path)
        .map(|plan| plan.info)
        .map_err(|fault| fault.at(path))
}

fn plan(path: &Path) -> Result<Plan, Fault> {
    let (source, head, gzip) = Source::sniffed(path)?;
    match recognise(&head)? {
        format @ (Format::Nifti1 | Format::Nifti2) => nifti::plan(source, format, gzip, path),
        Format::Nrrd => nrrd::plan(source, path),
        Format::MetaImage => metaimage::plan(source, path),
    }
}

/// The format of a file that begins with `head`.
fn recognise(head: &[u8]) -> Result<Format, Fault> {
    if nrrd::recognises(head) {
        return Ok(Format::Nrrd);
    }
    if metaimage::recognises(head) {
        return Ok(Format::MetaImage);
    }
    nifti::recognise(head)?.ok_or_else(|| {
        let message =
            "this is no image that can be read: it begins like neither NIfTI, NRRD nor MetaImage";
        Fault::new(Kind::BadMagic, message)
    })
}

//! Files of a case.

use std::path::Path;

use voxomics::batch::key::{Digest, Digests};
use voxomics::batch::{Case, Cases, Reason};
use voxomics::core::ErrorClass;
use voxomics::io::{self, Image, Info};
use voxomics::volume::Mask;
use voxomics::volume::mask::Label;

use super::Chosen;
use crate::input::{self, Regions};

/// What was odd about a file that was read.
pub(crate) type Warnings = Vec<String>;

pub(crate) fn path<'a>(case: &'a Case, column: &str) -> &'a Path {
    case.path(column).expect("the layout requires it")
}

pub(crate) fn image(case: &Case, chosen: &Chosen) -> Result<(Image, Warnings), Reason> {
    let which = chosen.of_case(case)?.which;
    let image = input::image(path(case, "Image"), which).map_err(|error| reason(&error))?;
    image.only_volume().map_err(|error| reason(&error))?;
    let warnings = told(image.warnings(), "image");
    Ok((image, warnings))
}

/// `channel` is the component to take of a mask that has several, where the case does not say.
pub(crate) fn mask(
    case: &Case,
    channel: usize,
    chosen: &Chosen,
    image: &Image,
) -> Result<(Mask, Warnings), Reason> {
    let path = path(case, "Mask");
    let channel = self::channel(case).unwrap_or(channel);
    let roi = chosen.of_case(case)?.roi;
    let regions = Regions::read(path).map_err(|error| reason(&error))?;
    let mask = regions.mask(roi.as_ref(), channel, image);
    let (volume, warnings) = mask.map_err(|error| reason(&error))?;
    let mask = Mask::new(volume).map_err(|error| Reason::new(error.class(), error).at(path))?;
    Ok((mask, told(&warnings, "mask")))
}

/// The labels of a mask; contours and segments are drawn as label 1.
pub(crate) fn labels(case: &Case, channel: usize) -> Result<Vec<u32>, Reason> {
    let path = path(case, "Mask");
    let Regions::Labels(labels) = Regions::read(path).map_err(|error| reason(&error))? else {
        return Ok(vec![1]);
    };
    let channel = self::channel(case).unwrap_or(channel);
    let volume = input::component(labels, channel).map_err(|error| reason(&error))?;
    let mask = Mask::new(volume).map_err(|error| Reason::new(error.class(), error).at(path))?;
    Ok(mask.labels().iter().map(Label::value).collect())
}

/// The dimensions of the first image whose header can be read; three where none can.
pub(crate) fn rank(cases: &Cases, chosen: &Chosen) -> usize {
    let mut headers = cases
        .as_slice()
        .iter()
        .filter_map(|case| header(case, chosen).ok());
    headers.next().map_or(3, |info| info.geometry.rank())
}

/// What is said of a case's image.
pub(crate) fn header(case: &Case, chosen: &Chosen) -> Result<Info, Reason> {
    let volume = chosen.of_case(case)?.which.volume;
    input::header(path(case, "Image"), volume).map_err(|error| reason(&error))
}

pub(crate) fn channel(case: &Case) -> Option<usize> {
    usize::try_from(case.integer("Label_channel")?).ok()
}

/// The label of a case, `default` where its cell is empty.
pub(crate) fn label(case: &Case, default: u32) -> Result<u32, Reason> {
    let Some(label) = case.integer("Label") else {
        return Ok(default);
    };
    u32::try_from(label).map_err(|_| {
        let most = u32::MAX;
        Reason::new(
            ErrorClass::Input,
            format!("label {label} is more than a mask can hold, {most}"),
        )
    })
}

pub(crate) fn reason(error: &io::Error) -> Reason {
    Reason::new(error.class(), error).at(error.path())
}

/// What the files of an image hold; a header alone does not tell, its voxels lie elsewhere.
pub(crate) fn digest(digests: &Digests, path: &Path) -> Result<Digest, Reason> {
    // Of DICOM all is in the files themselves; a DICOMDIR lists those of its folder.
    if io::is_dicom(path).map_err(|error| reason(&error))? {
        let is_directory = path
            .file_name()
            .is_some_and(|name| name.eq_ignore_ascii_case("DICOMDIR"));
        let folder = path.parent().filter(|_| is_directory && path.is_file());
        return Ok(digests.of(folder.unwrap_or(path))?);
    }
    let info = io::inspect(path).map_err(|error| reason(&error))?;
    if info.is_detached {
        return digests.of_with(path, || of_detached(path));
    }
    Ok(digests.of(path)?)
}

fn of_detached(path: &Path) -> Result<Digest, Reason> {
    let header = Digests::default().of(path)?;
    let image = io::read(path).map_err(|error| reason(&error))?;
    let voxels = image
        .components()
        .iter()
        .map(|volume| Digest::of(volume.native_bytes()));
    let parts: Vec<String> = [header]
        .into_iter()
        .chain(voxels)
        .map(|part| part.to_string())
        .collect();
    Ok(Digest::of(parts.concat().as_bytes()))
}

fn told(warnings: &[String], what: &str) -> Warnings {
    warnings
        .iter()
        .map(|warning| format!("{what}: {warning}"))
        .collect()
}

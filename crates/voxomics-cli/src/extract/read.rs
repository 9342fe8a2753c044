//! Files of a case.

use std::path::Path;

use voxomics::batch::key::{Digest, Digests};
use voxomics::batch::{Case, Cases, Reason};
use voxomics::core::ErrorClass;
use voxomics::io::{self, Image};
use voxomics::volume::{AnyVolume, Mask};

/// What was odd about a file that was read.
pub(super) type Warnings = Vec<String>;

pub(super) fn path<'a>(case: &'a Case, column: &str) -> &'a Path {
    case.path(column).expect("the layout requires it")
}

pub(super) fn image(case: &Case) -> Result<(AnyVolume, Warnings), Reason> {
    let image = io::read(path(case, "Image")).map_err(|error| reason(&error))?;
    let warnings = warnings(&image, "image");
    let volume = image.into_volume().map_err(|error| reason(&error))?;
    Ok((volume, warnings))
}

/// `channel` is the component to take of a mask that has several, where the case does not say.
pub(super) fn mask(case: &Case, channel: usize) -> Result<(Mask, Warnings), Reason> {
    let path = path(case, "Mask");
    let image = io::read(path).map_err(|error| reason(&error))?;
    let warnings = warnings(&image, "mask");
    // As PyRadiomics has it, a mask of one component has no channel to choose.
    let volume = match image.components().len() {
        1 => image.into_volume(),
        _ => image.into_component(self::channel(case).unwrap_or(channel)),
    };
    let volume = volume.map_err(|error| reason(&error))?;
    let mask = Mask::new(volume).map_err(|error| Reason::new(error.class(), error).at(path))?;
    Ok((mask, warnings))
}

/// The dimensions of the first image whose header can be read; three where none can.
pub(super) fn rank(cases: &Cases) -> usize {
    let cases = cases.as_slice().iter();
    let mut headers = cases.filter_map(|case| io::inspect(path(case, "Image")).ok());
    headers.next().map_or(3, |info| info.geometry.rank())
}

pub(super) fn channel(case: &Case) -> Option<usize> {
    usize::try_from(case.integer("Label_channel")?).ok()
}

/// The label of a case, `default` where its cell is empty.
pub(super) fn label(case: &Case, default: u32) -> Result<u32, Reason> {
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

pub(super) fn reason(error: &io::Error) -> Reason {
    Reason::new(error.class(), error).at(error.path())
}

/// What the files of an image hold; a header alone does not tell, its voxels lie elsewhere.
pub(super) fn digest(digests: &Digests, path: &Path) -> Result<Digest, Reason> {
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

fn warnings(image: &Image, what: &str) -> Warnings {
    image
        .warnings()
        .iter()
        .map(|warning| format!("{what}: {warning}"))
        .collect()
}

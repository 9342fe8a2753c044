//! What a file gives.

use std::path::Path;

use voxomics_volume::AnyVolume;

use crate::error::{Fault, Kind};
use crate::{Error, Format, Info};

/// An image as it was read: one volume, or one for each component of its voxels.
///
/// ```no_run
/// let image = voxomics_io::read("brain1_image.nrrd")?;
/// for warning in image.warnings() {
///     eprintln!("{warning}");
/// }
/// let volume = image.into_volume()?;
/// # Ok::<(), voxomics_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    path: std::path::PathBuf,
    info: Info,
    components: Vec<AnyVolume>,
}

impl Image {
    /// `components` has at least one volume.
    pub(crate) fn new(path: &Path, info: Info, components: Vec<AnyVolume>) -> Self {
        Self {
            path: path.to_owned(),
            info,
            components,
        }
    }

    /// What the header said, with what was odd about the file.
    #[must_use]
    pub fn info(&self) -> &Info {
        &self.info
    }

    /// The format, told by the content.
    #[must_use]
    pub fn format(&self) -> Format {
        self.info.format
    }

    /// What is odd about the file, though it was read.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.info.warnings
    }

    /// One volume a component, on the same grid; never empty.
    #[must_use]
    pub fn components(&self) -> &[AnyVolume] {
        &self.components
    }

    /// The first component, which is all of most images.
    #[must_use]
    pub fn volume(&self) -> &AnyVolume {
        &self.components[0]
    }

    /// The only component.
    ///
    /// # Errors
    ///
    /// [`Kind::Unsupported`] if the image has several, since none of them is the image.
    pub fn into_volume(mut self) -> Result<AnyVolume, Error> {
        match (self.components.pop(), self.components.len()) {
            (Some(volume), 0) => Ok(volume),
            (_, others) => {
                let message = format!(
                    "every voxel has {} components where one is expected: choose one",
                    others + 1
                );
                Err(Fault::new(Kind::Unsupported, message).at(&self.path))
            }
        }
    }

    /// One component, counted from 0; what `PyRadiomics`' setting `label_channel` picks.
    ///
    /// # Errors
    ///
    /// [`Kind::BadValue`] if there is no such component.
    #[doc(alias = "label_channel")]
    pub fn into_component(mut self, index: usize) -> Result<AnyVolume, Error> {
        if index < self.components.len() {
            return Ok(self.components.swap_remove(index));
        }
        let message = format!(
            "component {index} is not there: components count from 0 to {}",
            self.components.len() - 1
        );
        Err(Fault::new(Kind::BadValue, message).at(&self.path))
    }
}

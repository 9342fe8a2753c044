//! What a file gives.

use std::path::Path;

use voxomics_volume::{AnyVolume, Volume, Voxel, for_any};

use crate::error::{Fault, Kind};
use crate::{Error, Format, Info, Segment};

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
    /// What identifies the space of a DICOM image.
    frame_of_reference: Option<String>,
}

impl Image {
    /// `components` has at least one volume.
    pub(crate) fn new(path: &Path, info: Info, components: Vec<AnyVolume>) -> Self {
        Self {
            path: path.to_owned(),
            info,
            components,
            frame_of_reference: None,
        }
    }

    /// The same image, in that space.
    pub(crate) fn in_frame(self, frame_of_reference: Option<String>) -> Self {
        Self {
            frame_of_reference,
            ..self
        }
    }

    pub(crate) fn frame_of_reference(&self) -> Option<&str> {
        self.frame_of_reference.as_deref()
    }

    pub(crate) fn error(&self, fault: Fault) -> Error {
        fault.at(&self.path)
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
    pub fn only_volume(&self) -> Result<&AnyVolume, Error> {
        match self.components.as_slice() {
            [only] => Ok(only),
            several => {
                let message = format!(
                    "every voxel has {} components where one is expected: choose one",
                    several.len()
                );
                Err(self.error(Fault::new(Kind::Unsupported, message)))
            }
        }
    }

    /// As [`only_volume`](Self::only_volume), out of the image.
    ///
    /// # Errors
    ///
    /// As [`only_volume`](Self::only_volume).
    pub fn into_volume(mut self) -> Result<AnyVolume, Error> {
        self.only_volume()?;
        Ok(self.components.swap_remove(0))
    }

    /// The one segment of a `.seg.nrrd` that `is_meant`.
    ///
    /// # Errors
    ///
    /// [`Kind::NoSuchName`] if there is none, with the names there are; [`Kind::Ambiguous`] if there are several.
    pub fn segment(&self, is_meant: impl Fn(&Segment) -> bool) -> Result<&Segment, Error> {
        let segments = &self.info.segments;
        let mut found = segments.iter().filter(|segment| is_meant(segment));
        let (kind, what) = match (found.next(), found.next()) {
            (Some(only), None) => return Ok(only),
            (None, _) => (Kind::NoSuchName, "no segment has that name"),
            _ => (Kind::Ambiguous, "several segments have that name"),
        };
        let names = segments.iter().map(|segment| format!("`{}`", segment.name));
        let names = names.collect::<Vec<_>>().join(", ");
        let names = if names.is_empty() {
            "no names".to_owned()
        } else {
            names
        };
        Err(self.error(Fault::new(kind, format!("{what}: there are {names}"))))
    }

    /// The voxels of a segment as 1, all others as 0.
    ///
    /// # Panics
    ///
    /// If the segment is of another image and names a component that is not there.
    #[must_use]
    pub fn mask_of(&self, segment: &Segment) -> Volume<u8> {
        let label = f64::from(segment.label);
        for_any!(&self.components[segment.layer], volume => {
            volume.map(|voxel| u8::from((voxel.to_f64() - label).abs() < 0.5))
        })
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
        Err(self.error(Fault::new(Kind::BadValue, message)))
    }
}

//! Regions drawn on images, whichever way they are stored.

use std::fmt;
use std::path::Path;

use voxomics_volume::{Geometry, Volume};

use super::collection::Collection;
use super::roi::Roi;
use super::rtstruct::StructureSet;
use super::seg::{Coded, Segmentation};
use crate::error::{Fault, Kind};
use crate::{Error, Image};

/// The regions of a structure set, or the segments of a segmentation.
pub struct Outlines {
    content: Content,
    outlines: Vec<Outline>,
}

enum Content {
    Structures(StructureSet),
    Segmentation(Segmentation),
}

/// One region or segment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outline {
    /// Its number in the file.
    pub number: i64,
    /// Its name, which need not be its own.
    pub name: String,
    /// What was segmented, scheme and value, where a segmentation says: `SCT:4147007`.
    pub code: Option<String>,
    /// How it is stored: `CLOSED_PLANAR` and other types of contours, `BINARY`, `FRACTIONAL`, `LABELMAP`.
    pub kind: String,
    /// How many contours it has; nothing for a segment of a segmentation.
    pub contours: Option<usize>,
    /// Whether it encloses anything.
    pub is_closed: bool,
}

/// A mask of 0 and 1, and what was odd about drawing it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Drawn {
    /// On the grid that was asked for.
    pub mask: Volume<u8>,
    /// What a careful reader would want to know.
    pub warnings: Vec<String>,
}

/// The outlines; where they were drawn is told by identifiers, which are in no log.
impl fmt::Debug for Outlines {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Outlines")
            .field(&self.outlines)
            .finish()
    }
}

impl Outlines {
    /// Reads a structure set or segmentation from a file, or the only one of a folder or zip.
    ///
    /// # Errors
    ///
    /// As [`Collection::open`] and [`Collection::only_outlines`].
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        Collection::open(path)?.into_only_outlines()
    }

    /// What is drawn, in the order of the file.
    #[must_use]
    pub fn outlines(&self) -> &[Outline] {
        &self.outlines
    }

    /// The voxels of `grid` that lie inside of what `roi` names, 1, among all others, 0.
    ///
    /// Contours: those whose centre lies inside, by the even-odd rule and the exclusive or of all contours of a slice;
    /// each contour belongs to the nearest slice. Fractional segments: those of at least a half.
    ///
    /// # Errors
    ///
    /// [`Kind::NoSuchName`] if nothing has that name, with the names there are; [`Kind::Ambiguous`] if several have;
    /// [`Kind::EmptyMask`] if no voxel lies inside; [`Kind::BadGeometry`] or [`Kind::Inconsistent`] if it was drawn on
    /// another grid.
    pub fn mask(&self, roi: &Roi, grid: &Geometry) -> Result<Drawn, Error> {
        let chosen = self.choose(roi)?;
        let drawn = match &self.content {
            Content::Segmentation(segmentation) => {
                let numbers: Vec<u16> = chosen
                    .iter()
                    .map(|&index| segmentation.segments[index].number)
                    .collect();
                segmentation.mask(&numbers, grid).map(|mask| Drawn {
                    mask,
                    warnings: Vec::new(),
                })
            }
            Content::Structures(structures) => draw(structures, &chosen, grid),
        };
        drawn.map_err(|fault| self.error(fault))
    }

    /// As [`mask`](Self::mask), on the grid of an image, and in its frame of reference where both are known.
    ///
    /// # Errors
    ///
    /// As [`mask`](Self::mask); [`Kind::Inconsistent`] if the region was drawn in another frame of reference.
    pub fn mask_of(&self, roi: &Roi, image: &Image) -> Result<Drawn, Error> {
        self.check_reference(roi, image.frame_of_reference())?;
        self.mask(roi, image.volume().geometry())
    }

    /// That what `roi` names was drawn in the frame of reference of an image, where both are known.
    fn check_reference(&self, roi: &Roi, image: Option<&str>) -> Result<(), Error> {
        for index in self.choose(roi)? {
            let own = match &self.content {
                Content::Structures(set) => set.regions[index].frame_of_reference.as_deref(),
                Content::Segmentation(segmentation) => segmentation.frame_of_reference.as_deref(),
            };
            if own.zip(image).is_some_and(|(own, image)| own != image) {
                let message =
                    format!("`{roi}` was drawn in another frame of reference than the image's");
                return Err(self.error(Fault::new(Kind::Inconsistent, message)));
            }
        }
        Ok(())
    }

    /// How much of each voxel belongs to a segment, from 0 to 1; of contours 0 or 1.
    ///
    /// # Errors
    ///
    /// As [`mask`](Self::mask).
    pub fn fractions(&self, roi: &Roi, grid: &Geometry) -> Result<Volume<f64>, Error> {
        if let (Content::Segmentation(segmentation), &[index]) =
            (&self.content, &*self.choose(roi)?)
        {
            let number = segmentation.segments[index].number;
            let fractions = segmentation.fractions(number, grid);
            return fractions.map_err(|fault| self.error(fault));
        }
        Ok(self.mask(roi, grid)?.mask.map(f64::from))
    }

    /// The only outline that encloses anything.
    ///
    /// # Errors
    ///
    /// [`Kind::Ambiguous`] if there are several, which its text lists; [`Kind::EmptyMask`] if there is none.
    pub fn only(&self) -> Result<Roi, Error> {
        let mut closed = self.outlines.iter().filter(|outline| outline.is_closed);
        match (closed.next(), closed.next()) {
            (Some(only), None) => Ok(Roi::number(only.number)),
            (None, _) => {
                let message = "no region encloses anything";
                Err(self.error(Fault::new(Kind::EmptyMask, message)))
            }
            _ => {
                let message = format!("which region is meant? There are {}", self.list());
                Err(self.error(Fault::new(Kind::Ambiguous, message)))
            }
        }
    }

    /// The outlines that are meant.
    ///
    /// # Errors
    ///
    /// [`Kind::NoSuchName`] if nothing has that name, with the names there are; [`Kind::Ambiguous`] if several have.
    pub fn find(&self, roi: &Roi) -> Result<Vec<&Outline>, Error> {
        let found = self.choose(roi)?;
        Ok(found
            .into_iter()
            .map(|index| &self.outlines[index])
            .collect())
    }

    /// Which outlines are meant: one, or all that a pattern matches.
    fn choose(&self, roi: &Roi) -> Result<Vec<usize>, Error> {
        let is_meant =
            |outline: &Outline| roi.matches(outline.number, &outline.name, outline.code.as_deref());
        let found: Vec<usize> = (0..self.outlines.len())
            .filter(|&index| is_meant(&self.outlines[index]))
            .collect();
        let is_pattern = roi.is_pattern();
        let (kind, message) = match found.len() {
            0 => (
                Kind::NoSuchName,
                format!("no region is `{roi}`: there are {}", self.list()),
            ),
            1 => return Ok(found),
            _ if is_pattern => return Ok(found),
            several => (
                Kind::Ambiguous,
                format!(
                    "{several} regions are `{roi}`: choose one by its number, of {}",
                    self.list()
                ),
            ),
        };
        Err(self.error(Fault::new(kind, message)))
    }

    fn list(&self) -> String {
        let names = self.outlines.iter();
        let names = names.map(|outline| format!("`{}` (#{})", outline.name, outline.number));
        names.collect::<Vec<_>>().join(", ")
    }

    fn error(&self, fault: Fault) -> Error {
        match &self.content {
            Content::Structures(structures) => structures.origin.error(fault),
            Content::Segmentation(segmentation) => segmentation.store.origin.error(fault),
        }
    }
}

/// Regions of a structure set, together.
fn draw(structures: &StructureSet, chosen: &[usize], grid: &Geometry) -> Result<Drawn, Fault> {
    let mut drawn: Option<Drawn> = None;
    for &index in chosen {
        let (mask, warnings) = structures.regions[index].mask(grid)?;
        drawn = Some(match drawn {
            None => Drawn { mask, warnings },
            Some(before) => before.with(&mask, warnings),
        });
    }
    drawn.ok_or_else(|| Fault::new(Kind::EmptyMask, "no region was chosen"))
}

impl Drawn {
    /// Together with another mask on the same grid.
    fn with(mut self, other: &Volume<u8>, warnings: Vec<String>) -> Self {
        let geometry = *self.mask.geometry();
        let mut voxels = self.mask.into_voxels();
        for (voxel, other) in voxels.iter_mut().zip(other.voxels()) {
            *voxel |= other;
        }
        self.warnings.extend(warnings);
        Self {
            mask: Volume::new(geometry, voxels).expect("no voxel was added"),
            warnings: self.warnings,
        }
    }
}

impl From<StructureSet> for Outlines {
    fn from(structures: StructureSet) -> Self {
        let outlines = structures.regions.iter().map(|region| Outline {
            number: region.number,
            name: region.name.clone(),
            code: None,
            kind: region.kind().to_owned(),
            contours: Some(region.contours.len()),
            is_closed: region.is_closed(),
        });
        Self {
            outlines: outlines.collect(),
            content: Content::Structures(structures),
        }
    }
}

impl From<Segmentation> for Outlines {
    fn from(segmentation: Segmentation) -> Self {
        let kind = match segmentation.kind {
            Coded::Binary => "BINARY",
            Coded::Fractional(_) => "FRACTIONAL",
            Coded::LabelMap => "LABELMAP",
        };
        let outlines = segmentation.segments.iter().map(|segment| Outline {
            number: i64::from(segment.number),
            name: segment.label.clone(),
            code: segment.code.clone(),
            kind: kind.to_owned(),
            contours: None,
            is_closed: true,
        });
        Self {
            outlines: outlines.collect(),
            content: Content::Segmentation(segmentation),
        }
    }
}

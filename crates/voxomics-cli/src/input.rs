//! Images and masks from any format, and which is meant where a path leads to several.

use std::path::Path;

use voxomics::io::dicom::{Collection, NewSegment, Outlines, Roi, Scan};
use voxomics::io::{self, Error, Image, Info, Segment};
use voxomics::volume::AnyVolume;

/// Which of several volumes, and as what values.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Which {
    /// Its number in a DICOM collection, from 1 on.
    pub(crate) volume: Option<usize>,
    /// Uptake instead of activity.
    pub(crate) is_suv: bool,
}

/// What a mask's file holds.
pub(crate) enum Regions {
    /// Contours or segments of DICOM, to be drawn on a grid.
    Outlines(Outlines),
    /// Labels on a grid of their own.
    Labels(Image),
}

/// A mask, and what is odd about it.
pub(crate) type Masked = (AnyVolume, Vec<String>);

pub(crate) fn image(path: &Path, which: Which) -> Result<Image, Error> {
    if which.volume.is_none() && !which.is_suv {
        return io::read(path);
    }
    let collection = Collection::open(path)?;
    let scan = scan(&collection, which.volume)?;
    if which.is_suv {
        scan.read_suv()
    } else {
        scan.read()
    }
}

/// The volume of that number, or the only one.
pub(crate) fn scan(collection: &Collection, number: Option<usize>) -> Result<&Scan, Error> {
    match number {
        Some(number) => collection.scan(number),
        None => collection.only_scan(),
    }
}

pub(crate) fn header(path: &Path, volume: Option<usize>) -> Result<Info, Error> {
    match volume {
        Some(number) => Collection::open(path)?.scan(number)?.info().cloned(),
        None => io::inspect(path),
    }
}

impl Regions {
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        if !io::is_dicom(path)? {
            return io::read(path).map(Self::Labels);
        }
        let collection = Collection::open(path)?;
        // Labels may lie in a volume of their own.
        if collection.outlines().is_empty() && collection.refused_outlines().is_empty() {
            return collection.only_scan()?.read().map(Self::Labels);
        }
        collection.into_only_outlines().map(Self::Outlines)
    }

    /// What `roi` names as 1 on the grid of `image`; without a name the only region, or all labels of component `channel`.
    pub(crate) fn mask(
        self,
        roi: Option<&Roi>,
        channel: usize,
        image: &Image,
    ) -> Result<Masked, Error> {
        match (self, roi) {
            (Self::Outlines(outlines), Some(roi)) => outlined(&outlines, roi, image),
            (Self::Outlines(outlines), None) => outlined(&outlines, &outlines.only()?, image),
            (Self::Labels(labels), Some(roi)) => segment(&labels, roi),
            (Self::Labels(labels), None) => {
                let warnings = labels.warnings().to_vec();
                Ok((component(labels, channel)?, warnings))
            }
        }
    }
}

/// As PyRadiomics has it, a mask of one component has no channel to choose.
pub(crate) fn component(labels: Image, channel: usize) -> Result<AnyVolume, Error> {
    match labels.components().len() {
        1 => labels.into_volume(),
        _ => labels.into_component(channel),
    }
}

impl Regions {
    /// What `roi` names, or each region by its name, to be written on the grid of `image`.
    pub(crate) fn segments(
        self,
        roi: Option<&Roi>,
        image: &Image,
    ) -> Result<(Vec<NewSegment>, Vec<String>), Error> {
        let outlines = match (self, roi) {
            (Self::Labels(labels), None) => {
                return Ok((NewSegment::of_labels(&labels)?, labels.warnings().to_vec()));
            }
            (Self::Labels(labels), Some(roi)) => {
                let segment = find(&labels, roi)?;
                let segment = NewSegment::new(&segment.name, labels.mask_of(segment));
                return Ok((vec![segment], labels.warnings().to_vec()));
            }
            (Self::Outlines(outlines), _) => outlines,
        };
        let chosen = match roi {
            Some(roi) => outlines.find(roi)?,
            None => outlines
                .outlines()
                .iter()
                .filter(|outline| outline.is_closed)
                .collect(),
        };
        let mut segments = Vec::new();
        let mut warnings = Vec::new();
        for outline in chosen {
            let drawn = outlines.mask_of(&Roi::number(outline.number), image)?;
            warnings.extend(drawn.warnings);
            segments.push(NewSegment::new(&outline.name, drawn.mask));
        }
        Ok((segments, warnings))
    }
}

fn outlined(outlines: &Outlines, roi: &Roi, image: &Image) -> Result<Masked, Error> {
    let drawn = outlines.mask_of(roi, image)?;
    Ok((drawn.mask.into(), drawn.warnings))
}

fn find<'a>(labels: &'a Image, roi: &Roi) -> Result<&'a Segment, Error> {
    labels.segment(|segment| roi.matches(i64::from(segment.label), &segment.name, None))
}

/// The voxels of a named segment as 1.
fn segment(labels: &Image, roi: &Roi) -> Result<Masked, Error> {
    let warnings = labels.warnings().to_vec();
    Ok((labels.mask_of(find(labels, roi)?).into(), warnings))
}

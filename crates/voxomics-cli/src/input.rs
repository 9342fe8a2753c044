//! Images and masks from any format, and which is meant where a path leads to several.

use std::path::Path;

use voxomics::io::dicom::{Collection, Outlines, Roi};
use voxomics::io::{self, Error, Image, Info};
use voxomics::volume::{AnyVolume, for_any};

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
    let scan = match which.volume {
        Some(number) => collection.scan(number)?,
        None => collection.only_scan()?,
    };
    if which.is_suv {
        scan.read_suv()
    } else {
        scan.read()
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
            (Self::Labels(labels), Some(roi)) => segment(labels, roi),
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

fn outlined(outlines: &Outlines, roi: &Roi, image: &Image) -> Result<Masked, Error> {
    let drawn = outlines.mask_of(roi, image)?;
    Ok((drawn.mask.into(), drawn.warnings))
}

/// The voxels of a named segment as 1.
fn segment(labels: Image, roi: &Roi) -> Result<Masked, Error> {
    let warnings = labels.warnings().to_vec();
    let segment =
        labels.segment(|segment| roi.matches(i64::from(segment.label), &segment.name, None))?;
    let (label, layer) = (f64::from(segment.label), segment.layer);
    let volume = labels.into_component(layer)?;
    let mask = for_any!(&volume, volume => {
        volume.map(|voxel| u8::from((voxomics::volume::Voxel::to_f64(voxel) - label).abs() < 0.5))
    });
    Ok((mask.into(), warnings))
}

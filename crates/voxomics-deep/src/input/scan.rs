//! The slices of a volume in which a region lies.

use std::fmt;

use ndarray::Array2;
use serde::{Deserialize, Serialize};
use voxomics_volume::geometry::Tolerance;
use voxomics_volume::mask::Label;
use voxomics_volume::{AnyVolume, Mask, Region};

use super::{Error, Plane, View};

/// Across which axis of the grid a slice is cut; the names are right for a patient who lies along the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Axis {
    /// Across z: rows are y, columns x.
    #[default]
    Axial,
    /// Across y: rows are z, columns x.
    Coronal,
    /// Across x: rows are z, columns y.
    Sagittal,
}

impl Axis {
    /// Index of the axis that is cut across, of those of the rows and of the columns, in `[x, y, z]`.
    pub(crate) fn indices(self) -> [usize; 3] {
        match self {
            Self::Axial => [2, 1, 0],
            Self::Coronal => [1, 2, 0],
            Self::Sagittal => [0, 2, 1],
        }
    }
}

impl fmt::Display for Axis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Axial => "axial",
            Self::Coronal => "coronal",
            Self::Sagittal => "sagittal",
        })
    }
}

/// An image and the region of a label in it.
pub(super) struct Scan<'a> {
    image: &'a AnyVolume,
    mask: &'a Mask,
    label: u32,
    region: Region,
    /// 1 for each voxel of the region's box that belongs to it.
    inside: Vec<u8>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(image: &'a AnyVolume, mask: &'a Mask, label: u32) -> Result<Self, Error> {
        let same = image
            .geometry()
            .check_same(mask.geometry(), Tolerance::default());
        same.map_err(Error::Geometry)?;
        let Some(found) = mask.find(label) else {
            let present = mask.labels().iter().map(Label::value).collect();
            return Err(Error::NoLabel { label, present });
        };
        Ok(Self {
            image,
            mask,
            label,
            region: found.region(),
            inside: mask.crop(label, found.region())?,
        })
    }

    /// Slices across an axis, and the region's voxels in them, where there are any.
    pub(super) fn areas(&self, axis: Axis) -> Vec<(usize, usize)> {
        let across = axis.indices()[0];
        let [nx, ny, _] = self.region.size();
        let mut areas = vec![0; self.region.size()[across]];
        for (position, &inside) in self.inside.iter().enumerate() {
            let index = [position % nx, position / nx % ny, position / nx / ny];
            areas[index[across]] += usize::from(inside);
        }
        let first = self.region.start()[across];
        let numbered = areas
            .into_iter()
            .enumerate()
            .map(|(at, area)| (first + at, area));
        numbered.filter(|&(_, area)| area > 0).collect()
    }

    /// The slice with most voxels of the region, the first of equal ones.
    pub(super) fn largest(&self, axis: Axis) -> usize {
        let larger = |best: (usize, usize), next: (usize, usize)| {
            if next.1 > best.1 { next } else { best }
        };
        self.areas(axis).into_iter().fold((0, 0), larger).0
    }

    /// How many slices there are across an axis.
    pub(super) fn slices(&self, axis: Axis) -> usize {
        self.image.geometry().size()[axis.indices()[0]]
    }

    /// One slice.
    pub(super) fn plane(&self, axis: Axis, index: usize) -> Result<Plane, Error> {
        let (size, spacing) = (
            self.image.geometry().size(),
            self.image.geometry().spacing(),
        );
        let [across, rows, columns] = axis.indices();
        let (mut start, mut extent) = ([0; 3], size);
        (start[across], extent[across]) = (index, 1);
        let region = Region::new(start, extent);
        let shape = (size[rows], size[columns]);
        let pixels = self.image.crop_f64(region)?;
        let mask = self.mask.crop(self.label, region)?;
        let mask = mask.into_iter().map(|inside| inside == 1).collect();
        Plane::new(shaped(shape, pixels), shaped(shape, mask))?
            .placed(axis, index)
            .with_spacing([spacing[rows], spacing[columns]])
    }
}

impl Plane {
    /// The slice that a view shows, to look at it or to paint a map over it.
    ///
    /// # Errors
    ///
    /// As [`prepare`](super::prepare) for grids and labels; [`Error::Volume`] for a slice outside of the volume.
    pub fn shown(view: &View, image: &AnyVolume, mask: &Mask, label: u32) -> Result<Self, Error> {
        Scan::new(image, mask, label)?.plane(view.axis, view.slice)
    }
}

fn shaped<T>(shape: (usize, usize), values: Vec<T>) -> Array2<T> {
    Array2::from_shape_vec(shape, values).expect("a value for each pixel of the slice")
}

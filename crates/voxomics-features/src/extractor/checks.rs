//! What must hold before features mean anything.

use voxomics_core::vectorised;
use voxomics_volume::geometry::{self, Tolerance};
use voxomics_volume::mask::Label;
use voxomics_volume::{AnyVolume, Geometry, Mask, Region};

use super::Error;
use crate::catalog::Class;
use crate::params::{Params, Settings};
use crate::roi::Roi;

/// More different values than this, and a file is no mask: the published atlases stay below.
const MOST_LABELS: usize = 255;

/// How far a region may reach beyond an image, in voxels; `PyRadiomics`'.
const EDGE_TOLERANCE: f64 = 1e-3;

/// Whether the mask is a mask, and one of this image.
pub(super) fn mask(image: &AnyVolume, mask: &Mask, params: &Params) -> Result<(), Error> {
    let labels = mask.labels();
    if labels.len() > MOST_LABELS {
        return Err(Error::NotAMask(labels.len()));
    }
    if mask.is_uniform() {
        return Err(Error::NoRegion(labels.first().map_or(0, Label::value)));
    }
    // A mask given as the image too is a known way to get shape alone.
    let shape_only = params
        .feature_classes()
        .iter()
        .all(|enabled| enabled.class().is_shape());
    if !shape_only && mask.equals(image) {
        return Err(Error::ImageIsMask);
    }
    Ok(())
}

/// The label in the mask.
pub(super) fn label(mask: &Mask, label: u32) -> Result<&Label, Error> {
    mask.find(label).ok_or_else(|| Error::NoLabel {
        label,
        present: mask.labels().iter().map(Label::value).collect(),
    })
}

/// Whether image and mask lie on one grid.
pub(super) fn grid(
    image: &Geometry,
    mask: &Geometry,
    settings: &Settings,
) -> Result<(), geometry::Error> {
    let tolerance = settings
        .geometry_tolerance
        .map_or_else(Tolerance::default, Tolerance::uniform);
    image.check_same(mask, tolerance)
}

/// What to say of a mask on another grid.
pub(super) fn mismatch(image: &Geometry, mask: &Geometry, error: geometry::Error) -> Error {
    let [low, high] = span(image, mask, Region::whole(mask.size()));
    let size = image.size();
    let apart = (0..3).any(|axis| high[axis] < -0.5 || low[axis] > size[axis] as f64 - 0.5);
    if apart {
        Error::NoOverlap(error)
    } else {
        Error::Geometry(error)
    }
}

/// Whether a label of a mask on another grid lies within the image.
pub(super) fn within(image: &Geometry, mask: &Geometry, label: &Label) -> Result<(), Error> {
    let [low, high] = span(image, mask, label.region());
    let size = image.size();
    let beyond = (0..3).any(|axis| {
        low[axis] < -0.5 - EDGE_TOLERANCE || high[axis] > size[axis] as f64 - 0.5 + EDGE_TOLERANCE
    });
    if beyond {
        return Err(Error::BeyondImage {
            label: label.value(),
            low,
            high,
            size,
        });
    }
    Ok(())
}

/// Lowest and highest index in the image that a box of the mask reaches, edges of voxels included.
fn span(image: &Geometry, mask: &Geometry, region: Region) -> [[f64; 3]; 2] {
    let (start, end) = (region.start(), region.end());
    let mut span = [[f64::INFINITY; 3], [f64::NEG_INFINITY; 3]];
    for corner in 0..8 {
        let index = std::array::from_fn(|axis| {
            let far = corner >> axis & 1 == 1;
            (if far { end[axis] } else { start[axis] }) as f64 - 0.5
        });
        let index = image.to_index(mask.to_physical(index));
        for axis in 0..3 {
            span[0][axis] = span[0][axis].min(index[axis]);
            span[1][axis] = span[1][axis].max(index[axis]);
        }
    }
    span
}

/// How large a region is.
pub(super) struct Extent {
    pub(super) label: u32,
    pub(super) voxels: usize,
    /// Size of its box.
    pub(super) size: [usize; 3],
}

impl Extent {
    /// Whether that is large enough.
    pub(super) fn check(&self, settings: &Settings) -> Result<(), Error> {
        let &Self {
            label,
            voxels,
            size,
        } = self;
        let found = size.iter().filter(|&&size| size > 1).count();
        let minimum = settings.minimum_roi_dimensions;
        if found == 0 {
            return Err(Error::OneVoxel(label));
        }
        if found < minimum {
            return Err(Error::TooFewDimensions {
                label,
                found,
                minimum,
            });
        }
        match settings.minimum_roi_size {
            Some(minimum) if voxels <= minimum => Err(Error::TooSmall {
                label,
                voxels,
                minimum,
            }),
            _ => Ok(()),
        }
    }
}

/// Whether every intensity inside is a number, where intensities matter.
pub(super) fn finite(roi: &Roi, label: u32, region: Region, params: &Params) -> Result<(), Error> {
    let needed = params
        .feature_classes()
        .iter()
        .any(|enabled| !Class::is_shape(enabled.class()));
    if !needed {
        return Ok(());
    }
    let Some(NotFinite { first, value, bad }) = not_finite(roi.values(), roi.mask().inside())
    else {
        return Ok(());
    };
    let ([nx, ny, _], start) = (roi.mask().size(), region.start());
    Err(Error::NonFinite {
        label,
        bad,
        voxels: roi.mask().voxels(),
        value,
        index: [
            start[0] + first % nx,
            start[1] + first / nx % ny,
            start[2] + first / nx / ny,
        ],
    })
}

/// Whether a filter left every intensity a number where `needed` is 1.
pub(super) fn defined(roi: &Roi, needed: &[u8], label: u32, image: &str) -> Result<(), Error> {
    let Some(NotFinite { value, bad, .. }) = not_finite(roi.values(), needed) else {
        return Ok(());
    };
    Err(Error::Undefined {
        image: image.to_owned(),
        label,
        bad,
        voxels: needed.iter().map(|&needed| usize::from(needed)).sum(),
        value,
    })
}

/// Intensities that are no numbers.
struct NotFinite {
    /// Position of the first in the box.
    first: usize,
    value: f64,
    bad: usize,
}

fn not_finite(values: &[f64], needed: &[u8]) -> Option<NotFinite> {
    if are_finite(values, needed) {
        return None;
    }
    let voxels = values.iter().zip(needed).enumerate();
    let mut bad = voxels.filter(|(_, (value, inside))| **inside == 1 && !value.is_finite());
    let (first, (&value, _)) = bad.next()?;
    Some(NotFinite {
        first,
        value,
        bad: 1 + bad.count(),
    })
}

vectorised! {
    /// Whether every value that is needed is finite.
    fn are_finite(values: &[f64], needed: &[u8]) -> bool {
        let mut finite = true;
        for (value, &needed) in values.iter().zip(needed) {
            finite &= (needed == 0) | (value.abs() < f64::INFINITY);
        }
        finite
    }
}

//! Image and mask on a grid of another spacing.

use std::borrow::Cow;

use voxomics_volume::mask::Label;
use voxomics_volume::{AnyVolume, Geometry, Mask, Volume, resample};

use super::preprocess::{Gridded, Step, cropped};
use super::{Error, checks};
use crate::params::{GridAlignment, MaskInterpolator, Resample, Settings};

/// Resamples image and mask around the label.
///
/// Where nothing changes but the spacing is given, both are cropped all the same, as `PyRadiomics` does.
pub(super) fn interpolated<'a>(
    image: &'a AnyVolume,
    mask: &'a Mask,
    drawn: &Label,
    options: Resample,
    settings: &Settings,
) -> Result<Gridded<'a>, Error> {
    let from = image.geometry();
    if options.dimensions != from.rank() {
        return Err(Error::SpacingDimensions {
            given: options.dimensions,
            rank: from.rank(),
        });
    }
    checks::within(from, mask.geometry(), drawn)?;
    let padding = settings.pad_distance;
    let alignment = settings.extensions.grid_alignment;
    let onto = match alignment {
        GridAlignment::Edge => {
            resample::grid(mask.geometry(), drawn.region(), options.spacing, padding)
        }
        GridAlignment::Centre => resample::centred_grid(from, options.spacing),
    };
    let onto = onto.map_err(Error::ResampledGrid)?;
    if alignment == GridAlignment::Edge && resample::is_same_spacing(from.spacing(), onto.spacing())
    {
        let mask = if mask.geometry() == from {
            Cow::Borrowed(mask)
        } else {
            Cow::Owned(resample::nearest(mask, from))
        };
        let region = found_after(&mask, drawn)?.region();
        let region = region.padded([padding; 3], from.size());
        return cropped(image, &mask, region, Step::Interpolated);
    }
    let mask = match settings.extensions.mask_interpolator {
        MaskInterpolator::Nearest => resample::nearest(mask, &onto),
        MaskInterpolator::Linear => resample::mask_linear(mask, drawn.value(), &onto, 0.5),
    };
    found_after(&mask, drawn)?;
    Ok(Gridded {
        image: Cow::Owned(if settings.extensions.round_resampled {
            rounded(image, &onto, options)
        } else {
            resample::image(image, &onto, options.interpolator)
        }),
        mask: Cow::Owned(mask),
        step: Step::Interpolated,
    })
}

/// Resampled in double precision, then rounded to whole numbers, halves up.
fn rounded(image: &AnyVolume, onto: &Geometry, options: Resample) -> AnyVolume {
    let double = Volume::new(*image.geometry(), image.to_f64());
    let double = double.expect("as many voxels as before").into();
    let mut voxels = resample::image(&double, onto, options.interpolator).to_f64();
    for voxel in &mut voxels {
        *voxel = (*voxel + 0.5).floor();
    }
    let rounded = Volume::new(*onto, voxels);
    rounded.expect("a voxel for each of the grid").into()
}

/// The label after resampling, which can lose a small one.
fn found_after<'a>(mask: &'a Mask, drawn: &Label) -> Result<&'a Label, Error> {
    let label = drawn.value();
    mask.find(label).ok_or_else(|| Error::LostInResampling {
        label,
        voxels: drawn.voxels(),
        spacing: mask.geometry().spacing(),
    })
}

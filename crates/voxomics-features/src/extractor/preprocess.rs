//! Image and mask made ready for filters: everything that `PyRadiomics` does before them.

use std::borrow::Cow;

use voxomics_volume::{AnyVolume, Mask, Region, geometry};

use super::{Error, Warning, checks, resegment};
use crate::diagnostics::Diagnostics;
use crate::params::Settings;
use crate::roi::{Roi, RoiMask, tight_box};

/// Image and mask on one grid.
pub(super) struct Gridded<'a> {
    pub(super) image: Cow<'a, AnyVolume>,
    pub(super) mask: Cow<'a, Mask>,
    pub(super) step: Step,
}

impl Gridded<'_> {
    /// What a user should know of it.
    pub(super) fn warning(&self) -> Option<Warning> {
        match &self.step {
            Step::Corrected(mismatch) => Some(Warning::MaskCorrected {
                mismatch: mismatch.to_string(),
            }),
            Step::None | Step::Interpolated => None,
        }
    }

    /// Diagnostics of what was done.
    pub(super) fn describe(&self, label: u32, to: &mut Diagnostics) -> Result<(), Error> {
        let what = match self.step {
            Step::None => return Ok(()),
            Step::Corrected(_) => "Mask-corrected",
            Step::Interpolated => {
                to.add_image("Image-interpolated", &self.image);
                "Mask-interpolated"
            }
        };
        let found = checks::label(&self.mask, label)?.region();
        let roi = Roi::cut(&self.image, &self.mask, label, found)?;
        to.add_region(what, self.mask.geometry(), found, &roi);
        Ok(())
    }
}

/// How they came to lie on it.
pub(super) enum Step {
    /// They did from the start.
    None,
    /// The mask was put on the image's grid, because this differed.
    Corrected(geometry::Error),
    /// Both were put on a grid of another spacing.
    Interpolated,
}

/// Image and mask within a region of their common grid.
pub(super) fn cropped<'a>(
    image: &AnyVolume,
    mask: &Mask,
    region: Region,
    step: Step,
) -> Result<Gridded<'a>, Error> {
    Ok(Gridded {
        image: Cow::Owned(image.crop(region).map_err(crate::roi::Error::from)?),
        mask: Cow::Owned(mask.part(region).map_err(crate::roi::Error::from)?),
        step,
    })
}

/// The region of interest, on the grid of [`Gridded`].
pub(super) struct Prepared {
    /// The tightest box around it.
    pub(super) region: Region,
    /// The intensities in the box before filters, and which voxels of it are inside.
    pub(super) roi: Roi,
    /// What was drawn within the box; shape is that of this one.
    pub(super) shape: RoiMask,
    /// Whether intensities decided which voxels stayed.
    pub(super) is_resegmented: bool,
}

impl Prepared {
    /// The same box with the voxels of the label that an image type asks for, if it does.
    pub(super) fn labelled(
        &self,
        mask: &Mask,
        label: u32,
        asked: Option<u32>,
    ) -> Result<Cow<'_, Roi>, Error> {
        let Some(asked) = asked.filter(|&asked| asked != label) else {
            return Ok(Cow::Borrowed(&self.roi));
        };
        let spacing = self.roi.mask().spacing();
        let other = RoiMask::cut(mask, asked, self.region)?.spaced(spacing);
        if self.is_resegmented || other.voxels() == 0 {
            return Err(Error::NoOtherLabel {
                label,
                asked,
                resegmented: self.is_resegmented,
            });
        }
        Ok(Cow::Owned(self.roi.with_mask(other)))
    }
}

/// The label's voxels, resegmented where the settings ask for it.
pub(super) fn region(
    gridded: &Gridded<'_>,
    label: u32,
    settings: &Settings,
) -> Result<Prepared, Error> {
    let (image, mask) = (gridded.image.as_ref(), gridded.mask.as_ref());
    let found = checks::label(mask, label)?;
    let extent = checks::Extent {
        label,
        voxels: found.voxels(),
        size: found.region().size(),
    };
    extent.check(settings)?;
    let roi = Roi::cut(image, mask, label, found.region())?;
    if settings.resegment.is_none() && settings.extensions.outlier_sigma.is_none() {
        return Ok(Prepared {
            region: found.region(),
            shape: roi.mask().clone(),
            roi,
            is_resegmented: false,
        });
    }
    resegmented(mask, label, found.region(), &roi, settings)
}

fn resegmented(
    mask: &Mask,
    label: u32,
    drawn: Region,
    roi: &Roi,
    settings: &Settings,
) -> Result<Prepared, Error> {
    let thresholds = resegment::of_settings(roi, settings);
    let kept = resegment::kept(roi, thresholds);
    let voxels = kept.iter().map(|&kept| usize::from(kept)).sum();
    let tight = tight_box(&kept, drawn.size()).filter(|_| voxels > 1);
    let tight = tight.ok_or(Error::ResegmentedAway {
        label,
        voxels: roi.mask().voxels(),
        kept: voxels,
        thresholds,
    })?;
    let extent = checks::Extent {
        label,
        voxels,
        size: tight.size(),
    };
    extent.check(settings)?;
    let region = tight.moved(drawn.start());
    let roi = roi.narrowed(&kept, tight);
    let shape = if settings.resegment_shape {
        roi.mask().clone()
    } else {
        let whole = settings.extensions.shape_as_drawn;
        let cut = RoiMask::cut(mask, label, if whole { drawn } else { region })?;
        cut.spaced(roi.mask().spacing())
    };
    Ok(Prepared {
        region,
        roi,
        shape,
        is_resegmented: true,
    })
}

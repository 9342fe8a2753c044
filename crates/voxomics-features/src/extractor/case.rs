//! One image, its mask, and any of its labels.

use std::borrow::Cow;
use std::sync::OnceLock;

use voxomics_volume::mask::Label;
use voxomics_volume::{AnyVolume, Mask, geometry, resample};

use super::{Error, Extraction, Extractor, Warning, checks, classes};
use crate::diagnostics::{self, Diagnostics, Value};
use crate::roi::{Roi, RoiMask};

/// An image and its mask on the way to features; from [`Extractor::case`].
///
/// Hashes and statistics of the whole image, which cost more than the features of a small region, are
/// computed once for all labels.
#[derive(Debug)]
pub struct Case<'a> {
    extractor: &'a Extractor,
    image: &'a AnyVolume,
    mask: &'a Mask,
    shared: OnceLock<Shared>,
    /// The mask on the image's grid, if it lay on another one.
    resampled: OnceLock<Mask>,
}

/// Diagnostics that all labels have in common.
#[derive(Debug)]
struct Shared {
    image: Diagnostics,
    mask_hash: String,
}

impl<'a> Case<'a> {
    pub(super) fn new(extractor: &'a Extractor, image: &'a AnyVolume, mask: &'a Mask) -> Self {
        Self {
            extractor,
            image,
            mask,
            shared: OnceLock::new(),
            resampled: OnceLock::new(),
        }
    }

    /// Extracts the features of the voxels that carry `label`.
    ///
    /// # Errors
    ///
    /// [`Error`] where image and mask do not fit together, the region is missing or too small, an intensity
    /// inside is not finite, or intensities make no grey levels.
    pub fn extract(&self, label: u32) -> Result<Extraction, Error> {
        let params = self.extractor.params();
        checks::mask(self.image, self.mask, params)?;
        let drawn = checks::label(self.mask, label)?;
        let (mask, mismatch) = self.on_image_grid(drawn)?;
        let found = checks::label(mask, label)?;
        checks::extent(found, params.settings())?;
        let roi = Roi::cut(self.image, mask, label, found.region())?;
        checks::finite(&roi, found, params)?;
        let mut warnings = Vec::new();
        warnings.extend(mismatch.as_ref().map(|mismatch| Warning::MaskCorrected {
            mismatch: mismatch.to_string(),
        }));
        let corrected = mismatch.map(|_| (mask, found));
        let (diagnostics, features) = rayon::join(
            || self.diagnostics(drawn, &roi, corrected),
            || classes::compute(params, &roi, self.image.geometry().rank(), label),
        );
        let (features, noticed) = features?;
        warnings.extend(noticed);
        Ok(Extraction {
            diagnostics: diagnostics?,
            features,
            warnings,
        })
    }

    /// The mask on the image's grid, and what differed if it had to be put there.
    fn on_image_grid(&self, label: &Label) -> Result<(&Mask, Option<geometry::Error>), Error> {
        let settings = self.extractor.params().settings();
        let (image, mask) = (self.image.geometry(), self.mask.geometry());
        let Err(error) = checks::grid(image, mask, settings) else {
            return Ok((self.mask, None));
        };
        if !settings.correct_mask {
            return Err(checks::mismatch(image, mask, error));
        }
        checks::within(image, mask, label)?;
        let resampled = self
            .resampled
            .get_or_init(|| resample::nearest(self.mask, image));
        Ok((resampled, Some(error)))
    }

    /// `drawn` is the label in the mask as it was read, `corrected` in the mask on the image's grid.
    fn diagnostics(
        &self,
        drawn: &Label,
        roi: &Roi,
        corrected: Option<(&Mask, &Label)>,
    ) -> Result<Diagnostics, Error> {
        let params = self.extractor.params();
        if !params.settings().additional_info {
            return Ok(Diagnostics::default());
        }
        let shared = self.shared();
        let mut diagnostics = Diagnostics::versions();
        let settings = Value::Text(params.settings_text(drawn.value()));
        diagnostics.push("Configuration_Settings", settings);
        let image_types = Value::Text(params.image_types_text());
        diagnostics.push("Configuration_EnabledImageTypes", image_types);
        diagnostics.extend(&shared.image);
        let drawn_roi = match corrected {
            None => Cow::Borrowed(roi.mask()),
            Some(_) => Cow::Owned(RoiMask::cut(self.mask, drawn.value(), drawn.region())?),
        };
        diagnostics.add_mask(shared.mask_hash.clone(), self.mask, drawn, &drawn_roi);
        if let Some((mask, label)) = corrected {
            diagnostics.add_corrected_mask(mask, label, roi);
        }
        Ok(diagnostics)
    }

    fn shared(&self) -> &Shared {
        self.shared.get_or_init(|| {
            let (image, mask_hash) = rayon::join(
                || Diagnostics::of_image(self.image),
                || diagnostics::mask_hash(self.mask),
            );
            Shared { image, mask_hash }
        })
    }
}

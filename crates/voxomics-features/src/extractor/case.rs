//! One image, its mask, and any of its labels.

use std::borrow::Cow;
use std::sync::OnceLock;

use voxomics_volume::mask::Label;
use voxomics_volume::{AnyVolume, Mask, resample};

use super::interpolate::interpolated;
use super::preprocess::{self, Gridded, Prepared, Step};
use super::{Error, Extraction, Extractor, checks, classes, normalize};
use crate::diagnostics::{self, Diagnostics, Value};
use crate::roi::RoiMask;

/// An image and its mask on the way to features; from [`Extractor::case`].
///
/// Hashes and statistics of the whole image, which cost more than the features of a small region, are
/// computed once for all labels, and so is a normalised image.
#[derive(Debug)]
pub struct Case<'a> {
    extractor: &'a Extractor,
    image: &'a AnyVolume,
    mask: &'a Mask,
    shared: OnceLock<Shared>,
    normalized: OnceLock<Result<AnyVolume, Error>>,
    /// The mask on the image's grid, if it lay on another one.
    corrected: OnceLock<Mask>,
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
            normalized: OnceLock::new(),
            corrected: OnceLock::new(),
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
        let (drawn, gridded, prepared) = self.prepare(label)?;
        let (diagnostics, features) = rayon::join(
            || self.diagnostics(drawn, &gridded, &prepared),
            || classes::compute(params, &gridded, &prepared, label),
        );
        let (features, noticed) = features?;
        Ok(Extraction {
            diagnostics: diagnostics?,
            features,
            warnings: gridded.warning().into_iter().chain(noticed).collect(),
        })
    }

    pub(super) fn extractor(&self) -> &Extractor {
        self.extractor
    }

    /// Everything before filters: the label as it was drawn, image and mask on one grid, the region.
    pub(super) fn prepare(&self, label: u32) -> Result<(&Label, Gridded<'_>, Prepared), Error> {
        let params = self.extractor.params();
        checks::mask(self.image, self.mask, params)?;
        let drawn = checks::label(self.mask, label)?;
        let gridded = self.gridded(drawn)?;
        let prepared = preprocess::region(&gridded, label, params.settings())?;
        checks::finite(&prepared.roi, label, prepared.region, params)?;
        Ok((drawn, gridded, prepared))
    }

    /// Image and mask on one grid, cut to the label's surroundings where the settings ask for it.
    fn gridded(&self, drawn: &Label) -> Result<Gridded<'_>, Error> {
        let settings = self.extractor.params().settings();
        let image = self.preprocessed()?;
        if let Some(options) = settings.resample {
            return interpolated(image, self.mask, drawn, options, settings);
        }
        let gridded = self.on_image_grid(image, drawn)?;
        if !settings.pre_crop {
            return Ok(gridded);
        }
        let found = checks::label(&gridded.mask, drawn.value())?;
        let size = image.geometry().size();
        let region = found.region().padded([settings.pad_distance; 3], size);
        preprocess::cropped(image, &gridded.mask, region, gridded.step)
    }

    fn preprocessed(&self) -> Result<&AnyVolume, Error> {
        let Some(options) = self.extractor.params().settings().normalize else {
            return Ok(self.image);
        };
        let normalized = once(&self.normalized, || {
            normalize::normalized(self.image, options)
        });
        normalized.as_ref().map_err(Clone::clone)
    }

    fn on_image_grid<'s>(
        &'s self,
        image: &'s AnyVolume,
        label: &Label,
    ) -> Result<Gridded<'s>, Error> {
        let settings = self.extractor.params().settings();
        let (grid, mask) = (image.geometry(), self.mask.geometry());
        let (mask, step) = match checks::grid(grid, mask, settings) {
            Ok(()) => (self.mask, Step::None),
            Err(error) if settings.correct_mask => {
                checks::within(grid, mask, label)?;
                let corrected = once(&self.corrected, || resample::nearest(self.mask, grid));
                (corrected, Step::Corrected(error))
            }
            Err(error) => return Err(checks::mismatch(grid, mask, error)),
        };
        Ok(Gridded {
            image: Cow::Borrowed(image),
            mask: Cow::Borrowed(mask),
            step,
        })
    }

    /// `drawn` is the label in the mask as it was read.
    pub(super) fn diagnostics(
        &self,
        drawn: &Label,
        gridded: &Gridded<'_>,
        prepared: &Prepared,
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
        let drawn_roi = RoiMask::cut(self.mask, drawn.value(), drawn.region())?;
        let mask = self.mask.geometry();
        diagnostics.add_mask(&shared.mask_hash, mask, drawn.region(), &drawn_roi);
        let settings = params.settings();
        // PyRadiomics does not tell of a mask that it corrected in order to crop.
        if settings.resample.is_some() || !settings.pre_crop {
            gridded.describe(drawn.value(), &mut diagnostics)?;
        }
        if prepared.is_resegmented {
            let grid = gridded.mask.geometry();
            diagnostics.add_region("Mask-resegmented", grid, prepared.region, &prepared.roi);
        }
        Ok(diagnostics)
    }

    fn shared(&self) -> &Shared {
        once(&self.shared, || {
            let (image, mask_hash) = rayon::join(
                || Diagnostics::of_image(self.image),
                || diagnostics::mask_hash(self.mask),
            );
            Shared { image, mask_hash }
        })
    }
}

/// The value of a cell, computed without holding its lock: work in a pool may begin another label on this
/// very thread, which would wait for itself. Two threads that come at once both compute it.
fn once<T>(cell: &OnceLock<T>, compute: impl FnOnce() -> T) -> &T {
    if let Some(value) = cell.get() {
        return value;
    }
    let value = compute();
    cell.get_or_init(|| value)
}

//! Maps of features, image by image.

use std::borrow::Cow;

use voxomics_volume::{Geometry, Region, Volume};

use super::preprocess::{Gridded, Prepared};
use super::{Case, Error, Warning, checks};
use crate::diagnostics::Diagnostics;
use crate::filter;
use crate::params::{ImageType, Params};
use crate::roi::{Roi, RoiMask};
use crate::voxel;

/// A map of a feature: its value at every voxel of the region's surroundings.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The full name, such as `original_glcm_Contrast`.
    pub name: String,
    /// The values; `initValue` outside the region.
    pub volume: Volume<f64>,
}

/// What is known beside the maps.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// The `diagnostics_*` block; empty if `additionalInfo` is off.
    pub diagnostics: Diagnostics,
    /// What a user should know about this case.
    pub warnings: Vec<Warning>,
}

impl Case<'_> {
    /// Makes the map of every enabled feature, shape left out, and hands one after the other to `each`, in
    /// the order of [`Params::map_names_in`].
    ///
    /// A map covers the region's box, grown by `kernelRadius` and cut at the image. One class of one image
    /// is in memory at a time.
    ///
    /// ```
    /// use voxomics_features::{Extractor, params::Params};
    /// use voxomics_volume::{AnyVolume, Geometry, Mask, Volume};
    ///
    /// let geometry = Geometry::axis_aligned([12, 12, 12], [1.0; 3])?;
    /// let image = AnyVolume::from(Volume::from_fn(geometry, |[x, y, z]| (x * y + 9 * z) as i16));
    /// let mask = Volume::from_fn(geometry, |index| u8::from(index.iter().all(|i| (3..8).contains(i))));
    /// let mask = Mask::new(mask.into())?;
    ///
    /// let extractor = Extractor::new(Params::from_yaml("featureClass: {firstorder: [Mean, Entropy]}")?);
    /// let mut maps = Vec::new();
    /// extractor.case(&image, &mask).maps(1, |map| maps.push(map))?;
    /// assert_eq!(maps[0].name, "original_firstorder_Mean");
    /// assert_eq!(maps[0].volume.geometry().size(), [7; 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Case::extract`].
    #[doc(alias = "voxelBased")]
    pub fn maps(&self, label: u32, mut each: impl FnMut(Map)) -> Result<Mapped, Error> {
        let params = self.extractor().params();
        let (drawn, gridded, prepared) = self.prepare(label)?;
        let diagnostics = self.diagnostics(drawn, &gridded, &prepared)?;
        let mut warnings = gridded.warning().into_iter().collect::<Vec<_>>();
        let crop = Crop::new(params, &gridded, &prepared);
        for image_type in params.image_types() {
            warnings.extend(crop.of_type(image_type, label, &mut each)?);
        }
        Ok(Mapped {
            diagnostics,
            warnings,
        })
    }
}

/// The region's surroundings.
struct Crop<'a> {
    params: &'a Params,
    gridded: &'a Gridded<'a>,
    prepared: &'a Prepared,
    region: Region,
    geometry: Geometry,
}

impl<'a> Crop<'a> {
    fn new(params: &'a Params, gridded: &'a Gridded<'a>, prepared: &'a Prepared) -> Self {
        let grid = gridded.image.geometry();
        let radius = params.voxel_settings().kernel_radius;
        let region = prepared.region.padded([radius; 3], grid.size());
        let geometry = grid.cropped(region);
        Self {
            params,
            gridded,
            prepared,
            region,
            geometry: geometry.expect("a region has voxels"),
        }
    }

    /// The maps of every image of an image type.
    fn of_type(
        &self,
        image_type: &ImageType,
        label: u32,
        each: &mut impl FnMut(Map),
    ) -> Result<Vec<Warning>, Error> {
        let image = self.gridded.image.as_ref();
        let settings = image_type.settings.in_dimensions(image.geometry().rank());
        let mask = self.mask(image_type, label)?;
        let kernel = self.params.voxel_settings();
        let computed: Cow<'_, [u8]> = if kernel.masked_kernel {
            mask.inside().into()
        } else {
            vec![1; mask.inside().len()].into()
        };
        let images = filter::images(image_type, image, self.region, &computed)?;
        for image in images.made {
            let roi = Roi::assembled(mask.clone(), image.values, image.precision);
            checks::defined(&roi, &computed, label, &image.name)?;
            for class in self.params.feature_classes() {
                let maps = voxel::maps(&roi, &settings, std::slice::from_ref(class), kernel)?;
                for (name, values) in maps {
                    each(self.map(format!("{}_{name}", image.name), values));
                }
            }
        }
        Ok(images.skipped.into_iter().map(Warning::Skipped).collect())
    }

    /// The voxels of the region in its surroundings.
    fn mask(&self, image_type: &ImageType, label: u32) -> Result<RoiMask, Error> {
        let mask = &self.gridded.mask;
        let roi = self.prepared.labelled(mask, label, image_type.label)?;
        Ok(roi.mask().within(self.prepared.region, self.region))
    }

    fn map(&self, name: String, values: Vec<f64>) -> Map {
        let volume = Volume::new(self.geometry, values);
        let volume = volume.expect("a value for every voxel of the region's surroundings");
        Map { name, volume }
    }
}

//! Every enabled class on every image, in the order of its columns.

use rayon::prelude::*;

use super::preprocess::{Gridded, Prepared};
use super::textures::{Image, named};
use super::{Error, Warning, checks};
use crate::catalog::Class;
use crate::params::{ImageType, Params};
use crate::roi::RoiMask;
use crate::shape2d::Decision;
use crate::{filter, shape, shape2d};

pub(super) type Columns = Vec<(String, f64)>;

/// The features of every class of `params`, shape first, and what a user should know about them.
pub(super) fn compute(
    params: &Params,
    gridded: &Gridded<'_>,
    prepared: &Prepared,
    label: u32,
) -> Result<(Columns, Vec<Warning>), Error> {
    let rank = gridded.image.geometry().rank();
    let (shapes, textures) = rayon::join(
        || shapes(params, &prepared.shape, rank, label),
        || {
            let images = params.image_types().par_iter();
            let textures = images.map(|image| of_type(params, image, gridded, prepared, label));
            textures.collect::<Vec<_>>()
        },
    );
    let (mut columns, mut warnings) = shapes?;
    for textures in textures {
        let (named, noticed) = textures?;
        columns.extend(named);
        warnings.extend(noticed);
    }
    Ok((columns, warnings))
}

/// The features of every image of an image type.
fn of_type(
    params: &Params,
    image_type: &ImageType,
    gridded: &Gridded<'_>,
    prepared: &Prepared,
    label: u32,
) -> Result<(Columns, Vec<Warning>), Error> {
    let classes = params.feature_classes().iter();
    let classes: Vec<_> = classes
        .filter(|enabled| !enabled.class().is_shape())
        .collect();
    if classes.is_empty() {
        return Ok((Columns::new(), Vec::new()));
    }
    let image = gridded.image.as_ref();
    let settings = image_type.settings.in_dimensions(image.geometry().rank());
    let drawn = prepared.labelled(&gridded.mask, label, image_type.label)?;
    let images = filter::images(image_type, image, prepared.region, drawn.mask().inside())?;
    let columns = images.made.into_par_iter().map(|image| {
        let roi = drawn.with_values(image.values, image.precision);
        checks::defined(&roi, roi.mask().inside(), label, &image.name)?;
        let image = Image {
            name: &image.name,
            settings: &settings,
            roi: &roi,
            label,
        };
        image.textures(&classes)
    });
    // All of them, so that it is always the same error that is told.
    let columns = columns.collect::<Vec<Result<Columns, Error>>>().into_iter();
    let columns = columns.collect::<Result<Vec<_>, Error>>()?;
    let skipped = images.skipped.into_iter().map(Warning::Skipped);
    Ok((columns.into_iter().flatten().collect(), skipped.collect()))
}

/// The shape classes, `shape` before `shape2D` whatever the order of the parameters.
fn shapes(
    params: &Params,
    mask: &RoiMask,
    rank: usize,
    label: u32,
) -> Result<(Columns, Vec<Warning>), Error> {
    let (mut columns, mut warnings) = (Columns::new(), Vec::new());
    let enabled = |class| {
        params
            .feature_classes()
            .iter()
            .find(move |other| other.class() == class)
    };
    if let Some(enabled) = enabled(Class::Shape) {
        if rank < 3 {
            warnings.push(Warning::ShapeOfPlane);
        } else {
            let description = shape::describe(mask);
            if description.rounded_eigenvalues > 0 {
                warnings.push(Warning::FlatShape);
            }
            columns.extend(named("original", enabled, &description.features));
        }
    }
    // Planes of a volume where the parameters ask for them; a two-dimensional image is one anyway.
    let axis = if rank < 3 {
        Some(2)
    } else {
        params.settings().flat_axis
    };
    if let (Some(enabled), Some(axis)) = (enabled(Class::Shape2d), axis) {
        let dimension = 2 - axis;
        match shape2d::decide(mask.size(), dimension) {
            Decision::Skip if rank == 3 => {
                warnings.push(Warning::Shape2dSkipped { axis: dimension });
            }
            _ => {
                let features = shape2d::features(mask, dimension);
                let features = features.map_err(|source| Error::Shape2d { label, source })?;
                columns.extend(named("original", enabled, &features));
            }
        }
    }
    Ok((columns, warnings))
}

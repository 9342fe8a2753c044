//! Every enabled class, in the order of its columns.

use rayon::prelude::*;

use super::{Error, Warning};
use crate::catalog::Class;
use crate::discretise::{self, Levels};
use crate::neighbours::Neighbourhood;
use crate::params::{EnabledClass, Params, Settings};
use crate::roi::Roi;
use crate::shape2d::Decision;
use crate::{FeatureSet, firstorder, glcm, gldm, glrlm, glszm, ngtdm, shape, shape2d};

type Columns = Vec<(String, f64)>;

/// The features of every class of `params`, shape first, and what a user should know about them.
pub(super) fn compute(
    params: &Params,
    roi: &Roi,
    rank: usize,
    label: u32,
) -> Result<(Columns, Vec<Warning>), Error> {
    let (shapes, textures) = rayon::join(
        || shapes(params, roi, rank, label),
        || {
            let images = params.image_types().iter();
            let textures = images.map(|image| {
                let settings = in_dimensions(&image.settings, rank);
                textures(params, &settings, roi, label)
            });
            textures.collect::<Result<Vec<_>, _>>()
        },
    );
    let (mut columns, warnings) = shapes?;
    columns.extend(textures?.into_iter().flatten());
    Ok((columns, warnings))
}

/// The shape classes, `shape` before `shape2D` whatever the order of the parameters.
fn shapes(
    params: &Params,
    roi: &Roi,
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
            let description = shape::describe(roi.mask());
            if description.rounded_eigenvalues > 0 {
                warnings.push(Warning::FlatShape);
            }
            columns.extend(named(enabled, &description.features));
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
        match shape2d::decide(roi.mask().size(), dimension) {
            Decision::Skip if rank == 3 => {
                warnings.push(Warning::Shape2dSkipped { axis: dimension });
            }
            _ => {
                let features = shape2d::features(roi.mask(), dimension);
                let features = features.map_err(|source| Error::Shape2d { label, source })?;
                columns.extend(named(enabled, &features));
            }
        }
    }
    Ok((columns, warnings))
}

/// The settings for an image of `rank` dimensions.
///
/// `force2Ddimension` counts numpy's axes, of which a two-dimensional image has two, y before x.
fn in_dimensions(settings: &Settings, rank: usize) -> Settings {
    let mut settings = settings.clone();
    if rank < 3 {
        settings.flat_axis = settings.flat_axis.and_then(|axis| axis.checked_sub(1));
    }
    settings
}

/// The other classes, on the original image.
fn textures(params: &Params, settings: &Settings, roi: &Roi, label: u32) -> Result<Columns, Error> {
    let classes = params.feature_classes().iter();
    let classes: Vec<_> = classes
        .filter(|enabled| !enabled.class().is_shape())
        .collect();
    if classes.is_empty() {
        return Ok(Columns::new());
    }
    let levels = Levels::new(roi, settings.binning);
    let first_order_only = classes
        .iter()
        .all(|enabled| enabled.class() == Class::FirstOrder);
    if matches!(levels, Err(discretise::Error::TooManyLevels { .. })) && first_order_only {
        let features = firstorder::features(roi, &first_order(settings))?;
        return Ok(classes
            .into_iter()
            .flat_map(|enabled| named(enabled, &features))
            .collect());
    }
    let levels = levels?;
    for enabled in &classes {
        has_neighbours(enabled.class(), settings, &levels, label)?;
    }
    let present = levels.grey().len();
    let has_glcm = classes.iter().any(|enabled| enabled.class() == Class::Glcm);
    if has_glcm && present > glcm::MOST_LEVELS {
        return Err(Error::TooManyForGlcm {
            label,
            levels: present,
        });
    }
    let columns = classes
        .into_par_iter()
        .map(|enabled| texture(enabled, settings, roi, &levels));
    Ok(columns.collect::<Vec<_>>().into_iter().flatten().collect())
}

/// `PyRadiomics` fails where no offset fits into the box, and numbers would mean nothing.
fn has_neighbours(
    class: Class,
    settings: &Settings,
    levels: &Levels,
    label: u32,
) -> Result<(), Error> {
    let distances = match class {
        Class::Glcm | Class::Gldm | Class::Ngtdm => settings.distances.clone(),
        Class::Glrlm | Class::Glszm => vec![1],
        Class::FirstOrder | Class::Shape | Class::Shape2d => return Ok(()),
    };
    let neighbourhood = Neighbourhood::new(distances, settings.flat_axis);
    if !neighbourhood.offsets(levels.size()).is_empty() {
        return Ok(());
    }
    Err(Error::NoNeighbours {
        class: class.name(),
        label,
        size: levels.size(),
        distances: neighbourhood.distances,
        flat: settings.flat_axis.is_some(),
    })
}

fn texture(enabled: &EnabledClass, settings: &Settings, roi: &Roi, levels: &Levels) -> Columns {
    let (flat_axis, weighting) = (settings.flat_axis, settings.weighting);
    let neighbourhood = Neighbourhood::new(settings.distances.clone(), flat_axis);
    match enabled.class() {
        Class::FirstOrder => {
            let shift = settings.array_shift;
            named(
                enabled,
                &firstorder::with_histogram(roi, levels.counts(), shift),
            )
        }
        Class::Glcm => {
            let options = glcm::Options {
                neighbourhood,
                symmetrical: settings.symmetrical_glcm,
                weighting,
            };
            named(enabled, &glcm::features(levels, &options))
        }
        Class::Gldm => {
            // No two levels are further apart than 16 bits can tell.
            let alpha = u16::try_from(settings.gldm_alpha).unwrap_or(u16::MAX);
            let options = gldm::Options {
                neighbourhood,
                alpha,
            };
            named(enabled, &gldm::features(levels, &options))
        }
        Class::Glrlm => {
            let options = glrlm::Options {
                flat_axis,
                weighting,
            };
            named(enabled, &glrlm::features(levels, &options))
        }
        Class::Glszm => named(
            enabled,
            &glszm::features(levels, &glszm::Options { flat_axis }),
        ),
        Class::Ngtdm => named(
            enabled,
            &ngtdm::features(levels, &ngtdm::Options { neighbourhood }),
        ),
        Class::Shape | Class::Shape2d => Columns::new(),
    }
}

fn first_order(settings: &Settings) -> firstorder::Options {
    firstorder::Options {
        binning: settings.binning,
        array_shift: settings.array_shift,
    }
}

/// The enabled features of a class under their full names.
fn named<F: FeatureSet>(enabled: &EnabledClass, features: &F) -> Columns {
    let class = enabled.class().name();
    let values = features.values();
    let column = |name: &'static str| {
        let at = F::NAMES.iter().position(|known| *known == name);
        let at = at.expect("the catalogue lists what the class computes");
        (format!("original_{class}_{name}"), values[at])
    };
    enabled.features().into_iter().map(column).collect()
}

//! The classes that take intensities, on one image.

use rayon::prelude::*;

use super::Error;
use super::classes::Columns;
use crate::catalog::Class;
use crate::discretise::{self, Levels};
use crate::neighbours::Neighbourhood;
use crate::params::{EnabledClass, Settings};
use crate::roi::Roi;
use crate::{FeatureSet, firstorder, glcm, gldm, glrlm, glszm, ngtdm};

/// An image that features are taken from.
pub(super) struct Image<'a> {
    /// What its columns begin with.
    pub(super) name: &'a str,
    pub(super) settings: &'a Settings,
    pub(super) roi: &'a Roi,
    pub(super) label: u32,
}

impl Image<'_> {
    /// Every feature of `classes`.
    pub(super) fn textures(&self, classes: &[&EnabledClass]) -> Result<Columns, Error> {
        let levels = Levels::new(self.roi, self.settings.binning);
        let first_order_only = classes
            .iter()
            .all(|enabled| enabled.class() == Class::FirstOrder);
        if matches!(levels, Err(discretise::Error::TooManyLevels { .. })) && first_order_only {
            let features = firstorder::features(self.roi, &self.first_order())?;
            let columns = classes.iter();
            let columns = columns.flat_map(|enabled| named(self.name, enabled, &features));
            return Ok(columns.collect());
        }
        let levels = levels?;
        for enabled in classes {
            self.has_neighbours(enabled.class(), &levels)?;
        }
        let present = levels.grey().len();
        let has_glcm = classes.iter().any(|enabled| enabled.class() == Class::Glcm);
        if has_glcm && present > glcm::MOST_LEVELS {
            return Err(Error::TooManyForGlcm {
                image: self.name.to_owned(),
                label: self.label,
                levels: present,
            });
        }
        let columns = classes.par_iter();
        let columns = columns.map(|enabled| self.texture(enabled, &levels));
        let columns: Vec<Columns> = columns.collect();
        Ok(columns.into_iter().flatten().collect())
    }

    /// `PyRadiomics` fails where no offset fits into the box, and numbers would mean nothing.
    fn has_neighbours(&self, class: Class, levels: &Levels) -> Result<(), Error> {
        let distances = match class {
            Class::Glcm | Class::Gldm | Class::Ngtdm => self.settings.distances.clone(),
            Class::Glrlm | Class::Glszm => vec![1],
            Class::FirstOrder | Class::Shape | Class::Shape2d => return Ok(()),
        };
        let neighbourhood = Neighbourhood::new(distances, self.settings.flat_axis);
        if !neighbourhood.offsets(levels.size()).is_empty() {
            return Ok(());
        }
        Err(Error::NoNeighbours {
            class: class.name(),
            label: self.label,
            size: levels.size(),
            distances: neighbourhood.distances,
            flat: self.settings.flat_axis.is_some(),
        })
    }

    fn texture(&self, enabled: &EnabledClass, levels: &Levels) -> Columns {
        let (flat_axis, weighting) = (self.settings.flat_axis, self.settings.weighting);
        let neighbourhood = Neighbourhood::new(self.settings.distances.clone(), flat_axis);
        match enabled.class() {
            Class::FirstOrder => {
                let shift = self.settings.array_shift;
                named(
                    self.name,
                    enabled,
                    &firstorder::with_histogram(self.roi, levels.counts(), shift),
                )
            }
            Class::Glcm => {
                let options = glcm::Options {
                    neighbourhood,
                    symmetrical: self.settings.symmetrical_glcm,
                    weighting,
                };
                named(self.name, enabled, &glcm::features(levels, &options))
            }
            Class::Gldm => {
                // No two levels are further apart than 16 bits can tell.
                let alpha = u16::try_from(self.settings.gldm_alpha).unwrap_or(u16::MAX);
                let options = gldm::Options {
                    neighbourhood,
                    alpha,
                };
                named(self.name, enabled, &gldm::features(levels, &options))
            }
            Class::Glrlm => {
                let options = glrlm::Options {
                    flat_axis,
                    weighting,
                };
                named(self.name, enabled, &glrlm::features(levels, &options))
            }
            Class::Glszm => named(
                self.name,
                enabled,
                &glszm::features(levels, &glszm::Options { flat_axis }),
            ),
            Class::Ngtdm => named(
                self.name,
                enabled,
                &ngtdm::features(levels, &ngtdm::Options { neighbourhood }),
            ),
            Class::Shape | Class::Shape2d => Columns::new(),
        }
    }

    fn first_order(&self) -> firstorder::Options {
        firstorder::Options {
            binning: self.settings.binning,
            array_shift: self.settings.array_shift,
        }
    }
}

/// The enabled features of a class on `image`, under their full names.
pub(super) fn named<F: FeatureSet>(image: &str, enabled: &EnabledClass, features: &F) -> Columns {
    let class = enabled.class().name();
    let values = features.values();
    let column = |name: &'static str| {
        let at = F::NAMES.iter().position(|known| *known == name);
        let at = at.expect("the catalogue lists what the class computes");
        (format!("{image}_{class}_{name}"), values[at])
    };
    enabled.features().into_iter().map(column).collect()
}

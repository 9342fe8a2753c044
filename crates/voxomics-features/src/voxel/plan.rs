//! What is decided once for all kernels.

use super::class::Worker;
use super::error::Error;
use super::kernel::{Cube, Kernel};
use super::logs::Logs;
use super::method::{Limits, Method, Source};
use crate::catalog::Class;
use crate::discretise::{self, Levels};
use crate::glcm::MOST_LEVELS;
use crate::neighbours::Neighbourhood;
use crate::params::{EnabledClass, Settings, VoxelSettings};
use crate::roi::Roi;
use crate::{FeatureSet, firstorder, glcm, gldm, glrlm, glszm, ngtdm};

/// Levels and neighbours of a crop, and what every class makes of them.
#[derive(Debug)]
pub(super) struct Plan {
    levels: Levels,
    cube: Cube,
    /// Ranks of the levels of the crop with its surroundings.
    ranks: Vec<u16>,
    logs: Logs,
    classes: Vec<ClassPlan>,
}

/// A class, and which of its features have maps.
#[derive(Debug)]
struct ClassPlan {
    method: Method,
    /// Features of the class.
    features: usize,
    /// Places of those that have maps.
    asked: Vec<usize>,
}

impl Plan {
    pub(super) fn new(
        crop: &Roi,
        settings: &Settings,
        classes: &[&EnabledClass],
        kernel: &VoxelSettings,
    ) -> Result<Self, Error> {
        let levels = levels(crop, settings, kernel)?;
        let size = levels.size();
        let cube = Cube::new(kernel.kernel_radius, size, settings.flat_axis);
        let voxels = cube.voxels();
        if u16::try_from(voxels).is_err() {
            let radius = kernel.kernel_radius;
            return Err(Error::KernelTooLarge { radius, voxels });
        }
        let source = Source {
            crop,
            levels: &levels,
            cube: &cube,
            settings,
        };
        let mut plans = Vec::new();
        for enabled in classes {
            check(enabled.class(), settings, &levels, &cube)?;
            plans.extend(ClassPlan::new(enabled, source));
        }
        let mut plan = Self {
            ranks: cube.padded(&levels.ranks(), size, 0),
            // A pair counts twice at most.
            logs: Logs::new(2 * voxels),
            levels,
            cube,
            classes: plans,
        };
        plan.find_used(crop);
        Ok(plan)
    }

    pub(super) fn levels(&self) -> &Levels {
        &self.levels
    }

    /// Takes the kernel of a voxel of the crop; where it begins in padded buffers.
    pub(super) fn take(&self, kernel: &mut Kernel, voxel: usize) -> usize {
        let corner = self.cube.corner(voxel);
        kernel.take(&self.cube, &self.ranks, corner, self.levels.grey());
        corner
    }

    /// A worker for every class, with buffers of its own.
    pub(super) fn workers(&self) -> Vec<Worker<'_>> {
        let limits = Limits {
            cube: self.cube,
            levels: most_levels(&self.levels, &self.cube),
            logs: &self.logs,
        };
        let workers = self.classes.iter();
        workers
            .map(|class| Worker::new(class.method.worker(limits), class.features, &class.asked))
            .collect()
    }

    /// Counts the directions in which some kernel has co-occurrences: `PyRadiomics` leaves out others.
    fn find_used(&mut self, crop: &Roi) {
        let mut classes = std::mem::take(&mut self.classes);
        let plans = classes
            .iter_mut()
            .filter_map(|class| match &mut class.method {
                Method::Glcm(plan) => Some(plan),
                _ => None,
            });
        for plan in plans {
            let mut open: Vec<usize> = (0..plan.directions.len()).collect();
            let mut kernel = Kernel::new(&self.levels);
            let inside = crop.mask().inside().iter().enumerate();
            for (voxel, _) in inside.filter(|&(_, &inside)| inside == 1) {
                if open.is_empty() {
                    break;
                }
                self.take(&mut kernel, voxel);
                open.retain(|&at| !plan.directions[at].has_pairs(&kernel));
            }
            plan.used = plan.directions.len() - open.len();
        }
        self.classes = classes;
    }
}

impl ClassPlan {
    fn new(enabled: &EnabledClass, source: Source<'_>) -> Option<Self> {
        let names = names(enabled.class());
        let place = |feature: &&str| names.iter().position(|name| name == feature);
        Some(Self {
            method: Method::new(enabled.class(), source)?,
            features: names.len(),
            asked: enabled.features().iter().filter_map(place).collect(),
        })
    }
}

fn names(class: Class) -> &'static [&'static str] {
    match class {
        Class::FirstOrder => firstorder::Features::NAMES,
        Class::Glcm => glcm::Features::NAMES,
        Class::Gldm => gldm::Features::NAMES,
        Class::Glrlm => glrlm::Features::NAMES,
        Class::Glszm => glszm::Features::NAMES,
        Class::Ngtdm => ngtdm::Features::NAMES,
        Class::Shape | Class::Shape2d => &[],
    }
}

/// One discretisation for all kernels: of the region, or of the whole crop if kernels are not masked.
fn levels(
    crop: &Roi,
    settings: &Settings,
    kernel: &VoxelSettings,
) -> Result<Levels, discretise::Error> {
    if kernel.masked_kernel {
        return Levels::new(crop, settings.binning);
    }
    Levels::new(&crop.everywhere(), settings.binning)
}

/// Most levels that a kernel can have.
fn most_levels(levels: &Levels, cube: &Cube) -> usize {
    levels.grey().len().min(cube.voxels())
}

/// `PyRadiomics` fails where no offset fits into the crop, and numbers would mean nothing.
fn check(class: Class, settings: &Settings, levels: &Levels, cube: &Cube) -> Result<(), Error> {
    let distances = match class {
        Class::Glcm | Class::Gldm | Class::Ngtdm => settings.distances.clone(),
        Class::Glrlm | Class::Glszm => vec![1],
        Class::FirstOrder | Class::Shape | Class::Shape2d => return Ok(()),
    };
    let neighbourhood = Neighbourhood::new(distances, settings.flat_axis);
    if neighbourhood.offsets(levels.size()).is_empty() {
        return Err(Error::NoNeighbours {
            class: class.name(),
            size: levels.size(),
            distances: neighbourhood.distances,
            flat: settings.flat_axis.is_some(),
        });
    }
    let most = most_levels(levels, cube);
    if class == Class::Glcm && most > MOST_LEVELS {
        return Err(Error::TooManyForGlcm { levels: most });
    }
    Ok(())
}

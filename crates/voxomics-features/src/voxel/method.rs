//! How the features of a class are computed, kernel by kernel.

use voxomics_core::math;

use super::class::ClassMap;
use super::firstorder::FirstOrder;
use super::glcm::{self, Glcm};
use super::gldm::Gldm;
use super::glrlm::{self, Glrlm};
use super::glszm::Glszm;
use super::kernel::Cube;
use super::logs::Logs;
use super::ngtdm::Ngtdm;
use super::size_table::SizeTable;
use crate::catalog::Class;
use crate::discretise::Levels;
use crate::neighbours::{Neighbourhood, Offset};
use crate::params::Settings;
use crate::roi::Roi;

/// A class with what it needs of every kernel.
#[derive(Debug)]
pub(super) enum Method {
    FirstOrder {
        padded: Vec<f64>,
        shift: f64,
        voxel_volume: f64,
    },
    Glcm(glcm::Plan),
    Gldm {
        pairs: Vec<[u16; 2]>,
        alpha: u16,
        /// Offsets at which neighbours lie.
        offsets: usize,
    },
    Glrlm {
        directions: Vec<glrlm::Direction>,
        weighted: bool,
    },
    Glszm {
        pairs: Vec<[u16; 2]>,
    },
    Ngtdm {
        pairs: Vec<[u16; 2]>,
    },
}

/// What the methods are made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) crop: &'a Roi,
    pub(super) levels: &'a Levels,
    pub(super) cube: &'a Cube,
    pub(super) settings: &'a Settings,
}

/// What workers share besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits<'a> {
    pub(super) cube: Cube,
    /// Most levels that a kernel can have.
    pub(super) levels: usize,
    pub(super) logs: &'a Logs,
}

impl Method {
    /// Of a class that has maps; `None` for the shape classes.
    pub(super) fn new(class: Class, source: Source<'_>) -> Option<Self> {
        let Source {
            crop,
            levels,
            cube,
            settings,
        } = source;
        let neighbours = Neighbourhood::new(settings.distances.clone(), settings.flat_axis);
        let offsets = neighbours.offsets(levels.size());
        let pairs = |offsets: &[Offset]| {
            offsets
                .iter()
                .flat_map(|&offset| cube.pairs(offset))
                .collect()
        };
        let touching = neighbours.touching().directions(levels.size());
        Some(match class {
            Class::FirstOrder => Self::FirstOrder {
                padded: cube.padded(crop.values(), levels.size(), 0.0),
                shift: settings.array_shift,
                voxel_volume: crop.mask().voxel_volume(),
            },
            Class::Glcm => Self::Glcm(co_occurrences(
                source,
                &neighbours.directions(levels.size()),
            )),
            Class::Gldm => Self::Gldm {
                pairs: pairs(&offsets),
                // No two levels are further apart than 16 bits can tell.
                alpha: u16::try_from(settings.gldm_alpha).unwrap_or(u16::MAX),
                offsets: offsets.len(),
            },
            Class::Glrlm => Self::Glrlm {
                directions: runs(source, &touching),
                weighted: settings.weighting.is_some(),
            },
            Class::Glszm => Self::Glszm {
                pairs: pairs(&touching),
            },
            Class::Ngtdm => Self::Ngtdm {
                pairs: pairs(&offsets),
            },
            Class::Shape | Class::Shape2d => return None,
        })
    }

    /// A worker with buffers of its own.
    pub(super) fn worker<'a>(&'a self, limits: Limits<'a>) -> Box<dyn ClassMap + 'a> {
        let Limits { cube, levels, logs } = limits;
        let table = |largest| SizeTable::new(levels, largest, logs);
        match self {
            Self::FirstOrder {
                padded,
                shift,
                voxel_volume,
            } => Box::new(FirstOrder::new(cube, padded, *shift, *voxel_volume)),
            Self::Glcm(plan) => Box::new(Glcm::new(plan, logs, levels)),
            Self::Gldm {
                pairs,
                alpha,
                offsets,
            } => Box::new(Gldm::new(pairs, *alpha, table(offsets + 1))),
            Self::Glrlm {
                directions,
                weighted,
            } => {
                let longest = cube.longest();
                Box::new(Glrlm::new(directions, *weighted, longest, table(longest)))
            }
            Self::Glszm { pairs } => Box::new(Glszm::new(pairs, table(cube.voxels()))),
            Self::Ngtdm { pairs } => Box::new(Ngtdm::new(pairs)),
        }
    }
}

fn co_occurrences(source: Source<'_>, directions: &[Offset]) -> glcm::Plan {
    let Source {
        levels,
        cube,
        settings,
        ..
    } = source;
    let weight = |direction| {
        let length = settings
            .weighting
            .and_then(|norm| norm.length(direction, levels.spacing()));
        length.map_or(1.0, |mm| math::exp(-(mm * mm)))
    };
    let of = |&direction: &Offset| glcm::Direction {
        pairs: cube.pairs(direction),
        weight: weight(direction),
    };
    let all = directions.iter().map(of);
    glcm::Plan {
        directions: all
            .filter(|direction| !direction.pairs.is_empty())
            .collect(),
        used: 0,
        symmetrical: settings.symmetrical_glcm,
        weighted: settings.weighting.is_some(),
        largest: levels.largest(),
        one_level: levels.grey().len() == 1,
        of_crop: directions.len(),
    }
}

fn runs(source: Source<'_>, directions: &[Offset]) -> Vec<glrlm::Direction> {
    let Source {
        levels,
        cube,
        settings,
        ..
    } = source;
    let of = |&direction: &Offset| {
        let length = settings
            .weighting
            .and_then(|norm| norm.length(direction, levels.spacing()));
        glrlm::Direction::new(cube, direction, length.unwrap_or(1.0))
    };
    directions.iter().filter_map(of).collect()
}

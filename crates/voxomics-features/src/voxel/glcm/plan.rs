//! What is the same for every kernel.

use crate::FeatureSet;
use crate::glcm::{Features, of_one_level};
use crate::voxel::kernel::Kernel;

/// A direction in which neighbours lie.
#[derive(Debug, Clone)]
pub(in crate::voxel) struct Direction {
    pub(in crate::voxel) pairs: Vec<[u16; 2]>,
    /// What a pair counts where directions are added up.
    pub(in crate::voxel) weight: f64,
}

/// How co-occurrences are counted.
#[derive(Debug, Clone)]
pub(in crate::voxel) struct Plan {
    /// Those that fit into the kernel.
    pub(in crate::voxel) directions: Vec<Direction>,
    /// How many directions have a pair in some kernel.
    pub(in crate::voxel) used: usize,
    pub(in crate::voxel) symmetrical: bool,
    pub(in crate::voxel) weighted: bool,
    /// The largest level of the region, `N_g`.
    pub(in crate::voxel) largest: u16,
    /// Whether the region has one level only.
    pub(in crate::voxel) one_level: bool,
    /// Directions that fit into the crop.
    pub(in crate::voxel) of_crop: usize,
}

impl Direction {
    /// Whether a pair of the kernel lies inside the mask.
    pub(in crate::voxel) fn has_pairs(&self, kernel: &Kernel) -> bool {
        let inside = |at: u16| kernel.numbers[usize::from(at)] != 0;
        self.pairs
            .iter()
            .any(|&[from, to]| inside(from) && inside(to))
    }
}

impl Plan {
    /// The features of a kernel without a pair.
    pub(super) fn of_nothing(&self) -> Features {
        let nan = [f64::NAN; Features::NAMES.len()];
        let features = Features::from_values(&nan).expect("a value per feature");
        if self.one_level {
            // PyRadiomics leaves out directions without a pair in any kernel, but never the only one.
            let has_matrix = self.weighted || self.of_crop == 1 || self.used > 0;
            return of_one_level(features, has_matrix);
        }
        features
    }
}

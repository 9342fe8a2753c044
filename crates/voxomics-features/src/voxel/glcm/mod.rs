//! Co-occurrences within a kernel.
//!
//! A kernel has few voxels, and a direction few pairs: 18 at most for a radius of 1. So nothing here
//! depends on the number of grey levels in the region: pairs are counted into tables of the levels of
//! the kernel, which are read and emptied by going through the pairs again.

mod exact;
mod mcc;
mod plan;
mod tables;

use super::class::ClassMap;
use super::kernel::Kernel;
use super::logs::Logs;
use super::mean::Mean;
use crate::FeatureSet;
use crate::glcm::{Features, Information, Parts};

use mcc::Spectrum;
pub(super) use plan::{Direction, Plan};
use tables::{Lists, Tables};

/// Mutual information, bits, below which rounding decides about the informational measures of correlation.
const INDEPENDENT: f64 = 1e-6;

/// Counts up to which the `ε` in `PyRadiomics`' `Q` changes no digit of the maximal correlation coefficient.
const FEW: u32 = 600;

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct Glcm<'a> {
    plan: &'a Plan,
    logs: &'a Logs,
    /// Numbers of the levels of the pairs inside the mask.
    pairs: Vec<[u16; 2]>,
    tables: Tables,
    lists: Lists,
    spectrum: Spectrum,
}

impl<'a> Glcm<'a> {
    /// For kernels with up to `levels` levels.
    pub(super) fn new(plan: &'a Plan, logs: &'a Logs, levels: usize) -> Self {
        Self {
            plan,
            logs,
            pairs: Vec::new(),
            tables: Tables::new(levels, plan.largest, plan.symmetrical),
            lists: Lists::default(),
            spectrum: Spectrum::default(),
        }
    }

    /// Features of each direction, averaged.
    fn averaged(&mut self, kernel: &Kernel) -> Option<Features> {
        let mut mean = Mean::<{ Features::NAMES.len() }>::default();
        let mut directions = 0;
        for direction in &self.plan.directions {
            find(kernel, &direction.pairs, &mut self.pairs);
            if !self.pairs.is_empty() {
                mean.add(&self.of_direction(kernel).array());
                directions += 1;
            }
        }
        let features = Features::from_values(&mean.values()).expect("a mean per feature");
        // The one feature for which PyRadiomics takes the NaN of a direction into its mean.
        let joint_average = if directions < self.plan.used {
            f64::NAN
        } else {
            features.joint_average
        };
        (directions > 0).then_some(Features {
            joint_average,
            ..features
        })
    }

    /// The features of the pairs found, at least one.
    fn of_direction(&mut self, kernel: &Kernel) -> Features {
        let lists = &mut self.lists;
        self.tables.count(&self.pairs, kernel);
        self.tables.list(&self.pairs, kernel, self.logs, lists);
        let mcc = if lists.n > FEW {
            exact::maximal(lists, kernel)
        } else {
            self.spectrum.correlation(lists, self.plan.symmetrical)
        };
        let parts = Parts {
            along: [&lists.levels[0], &lists.levels[1]],
            sum: &lists.sum,
            difference: &lists.difference,
            entropies: [lists.entropies.sum, lists.entropies.difference],
            information: information(lists, kernel),
            mcc: if self.plan.one_level { 1.0 } else { mcc },
            largest: f64::from(self.plan.largest),
        };
        let features = parts.features(lists.cells(kernel));
        let [rows, columns] = [0, 1].map(|axis: usize| lists.levels[axis].len() == 1);
        if rows == columns {
            return features;
        }
        let correlation = exact::correlation(lists, kernel);
        Features {
            correlation,
            ..features
        }
    }
}

/// `HXY₁` and `HXY₂` are the sum of the entropies of rows and columns, but for what `ε` and rounding
/// change. Where nothing is left when the joint entropy is taken away, that is all there is, and is
/// computed as `PyRadiomics` does.
fn information(lists: &Lists, kernel: &Kernel) -> Information {
    let entropies = lists.entropies;
    let independent = entropies.along[0] + entropies.along[1];
    if independent - entropies.joint < INDEPENDENT {
        return exact::information(lists, kernel);
    }
    Information {
        joint: entropies.joint,
        along: entropies.along,
        independent: [independent; 2],
    }
}

/// Finds the pairs inside the mask, by numbers of their levels.
fn find(kernel: &Kernel, pairs: &[[u16; 2]], found: &mut Vec<[u16; 2]>) {
    found.resize(pairs.len() + 1, [0; 2]);
    let mut count = 0;
    for pair in pairs {
        let [from, to] = pair.map(|at| kernel.numbers[usize::from(at)]);
        // No branch: at the surface of a region it would go either way.
        found[count] = [from, to];
        count += usize::from(from != 0) & usize::from(to != 0);
    }
    found.truncate(count);
}

impl ClassMap for Glcm<'_> {
    fn features(&mut self, kernel: &Kernel, _corner: usize, out: &mut [f64]) {
        let features = if self.plan.weighted {
            exact::of_sum(self.plan, kernel)
        } else {
            self.averaged(kernel)
        };
        let features = features.unwrap_or_else(|| self.plan.of_nothing());
        out.copy_from_slice(&features.array());
    }
}

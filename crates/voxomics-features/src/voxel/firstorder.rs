//! First-order features of a kernel.

use super::class::ClassMap;
use super::kernel::{Cube, Kernel};
use crate::average::entropy_term;
use crate::firstorder::{Parts, Ranks, Sum};

/// Computes the features of one kernel after another.
#[derive(Debug, Clone)]
pub(super) struct FirstOrder<'a> {
    cube: Cube,
    /// Intensities of the crop with its surroundings.
    padded: &'a [f64],
    shift: f64,
    voxel_volume: f64,
    /// Of the cube, line by line.
    all: Vec<f64>,
    inside: Vec<f64>,
    sorted: Vec<f64>,
}

impl<'a> FirstOrder<'a> {
    pub(super) fn new(cube: Cube, padded: &'a [f64], shift: f64, voxel_volume: f64) -> Self {
        Self {
            cube,
            padded,
            shift,
            voxel_volume,
            all: Vec::new(),
            inside: Vec::new(),
            sorted: Vec::new(),
        }
    }

    /// Collects the intensities inside the mask in `PyRadiomics`' order: the last first, the centre at the
    /// end. Whether the deviations of equal intensities are 0 hangs on it.
    fn collect(&mut self, kernel: &Kernel, corner: usize) {
        self.all.clear();
        for line in self.cube.lines(self.padded, corner) {
            self.all.extend_from_slice(line);
        }
        let centre = self.all.len() / 2;
        let (before, rest) = self.all.split_at(centre);
        let (before_numbers, rest_numbers) = kernel.numbers.split_at(centre);
        let descending = |values: &[f64], numbers: &[u16], inside: &mut Vec<f64>| {
            let voxels = values.iter().zip(numbers).rev();
            inside.extend(
                voxels
                    .filter(|(_, number)| **number != 0)
                    .map(|(value, _)| value),
            );
        };
        self.inside.clear();
        descending(&rest[1..], &rest_numbers[1..], &mut self.inside);
        descending(before, before_numbers, &mut self.inside);
        descending(&rest[..1], &rest_numbers[..1], &mut self.inside);
    }
}

impl ClassMap for FirstOrder<'_> {
    fn features(&mut self, kernel: &Kernel, corner: usize, out: &mut [f64]) {
        self.collect(kernel, corner);
        self.sorted.clone_from(&self.inside);
        self.sorted.sort_unstable_by(f64::total_cmp);
        let n = f64::from(kernel.voxels);
        let shares = kernel.counts[1..].iter().map(|&count| f64::from(count) / n);
        let parts = Parts {
            entropy: shares.clone().map(entropy_term).sum(),
            uniformity: shares.map(|p| p * p).sum(),
            shift: self.shift,
            voxel_volume: self.voxel_volume,
        };
        let ranks = Ranks::sorted(&self.sorted);
        let features = parts.features(&self.inside, &ranks, &OneByOne);
        out.copy_from_slice(&features.array());
    }
}

/// As `numpy` adds up the kernels of many voxels at a time.
struct OneByOne;

impl Sum for OneByOne {
    fn of<const N: usize>(
        &self,
        values: &[f64],
        terms: impl Fn(f64) -> [f64; N] + Sync,
    ) -> [f64; N] {
        values.iter().fold([0.0; N], |sums, &x| {
            let terms = terms(x);
            std::array::from_fn(|at| sums[at] + terms[at])
        })
    }
}
